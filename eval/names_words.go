package eval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/report"
	"chancery/syntax"
)

// findNames gives the sentences of one text, whose tokens have their forms, the names that annotate finds in them.
// Corpora cut words finer than the treebanks, and so than chancery does in a text ("U . S .", "O ’ Higgins", "country ’
// s"), and some leave whole paragraphs as one sentence. What is read is what chancery would have made of the text; its
// names are then given in the corpus's tokens.
func findNames(sentences []syntax.Sentence, annotate func([]syntax.Sentence)) {
	var read []syntax.Sentence
	var origins [][]int // for each token read: its first token in the corpus's sentence; at the end, where the last ends
	var owner []int
	for i := range sentences {
		forms, from := joinCutWords(sentences[i].Tokens)
		first := 0
		for t := range forms {
			if t+1 < len(forms) && !endsSentence(forms, t) {
				continue
			}
			var s syntax.Sentence
			for k := first; k <= t; k++ {
				span := report.Span{Start: sentences[i].Tokens[from[k]].Start, End: sentences[i].Tokens[from[k+1]-1].End}
				s.Tokens = append(s.Tokens, syntax.Token{Form: forms[k], Span: span})
			}
			read, origins, owner = append(read, s), append(origins, from[first:t+2]), append(owner, i)
			first = t + 1
		}
		sentences[i].Names = nil
	}
	annotate(read)
	for k := range read {
		s := &sentences[owner[k]]
		for _, n := range read[k].Names {
			s.Names = append(s.Names, syntax.Name{First: origins[k][n.First], Last: origins[k][n.Last+1] - 1, Class: n.Class})
		}
	}
}

// shortWords are written with a full stop that belongs to them.
var shortWords = func() map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields("Mr Mrs Ms Dr St Mt Gen Lt Col Maj Sgt Capt Prof Sen Rep Gov Rev Hon Adm Cmdr Brig Md Jr Sr No Inc Ltd Corp Co Bros") {
		words[w] = true
	}
	return words
}()

// joinCutWords joins what the tokens of a corpus have cut. from has the first token of each word, and the number of tokens
// at the end.
func joinCutWords(tokens []syntax.Token) (forms []string, from []int) {
	form := func(i int) string {
		if i >= 0 && i < len(tokens) {
			return tokens[i].Form
		}
		return ""
	}
	put := func(word string, first int) { forms, from = append(forms, word), append(from, first) }
	for i := 0; i < len(tokens); {
		w := form(i)
		switch {
		case isApostrophe(w) && i > 0 && isClitic(form(i+1)):
			put(w+form(i+1), i)
			i += 2
		case isApostrophe(form(i+1)) && strings.EqualFold(form(i+2), "t") && len(w) > 1 && (w[len(w)-1] == 'n' || w[len(w)-1] == 'N'):
			put(w[:len(w)-1], i) // "don ’ t" is "do n’t"
			put(w[len(w)-1:]+form(i+1)+form(i+2), i+1)
			i += 3
		case isApostrophe(form(i+1)) && isParticle(w) && beginsUpper(form(i+2)):
			put(w+form(i+1)+form(i+2), i)
			i += 3
		case isInitial(w) && form(i+1) == "." && isInitial(form(i+2)):
			word, first := w+".", i
			for i += 2; isInitial(form(i)); {
				word += form(i)
				if i++; form(i) == "." {
					word += "."
					i++
				} else {
					break
				}
			}
			put(word, first)
		case form(i+1) == "." && beginsUpper(form(i+2)) && (isInitial(w) && beginsUpper(form(i-1)) || shortWords[w]):
			put(w+".", i)
			i += 2
		default:
			put(w, i)
			i++
		}
	}
	return forms, append(from, len(tokens))
}

// endsSentence reports whether a sentence ends with word t although the corpus goes on.
func endsSentence(forms []string, t int) bool {
	next := forms[t+1]
	switch forms[t] {
	case ".", "?", "!":
		switch next {
		case "\"", "”", "’", "'", ")", "''", ".", "?", "!":
			return false
		}
	case "\"", "”", "''":
		if t == 0 || forms[t-1] != "." && forms[t-1] != "?" && forms[t-1] != "!" {
			return false
		}
	default:
		return false
	}
	return beginsUpper(next) || next == "“" || next == "\"" || next == "``"
}

func isApostrophe(s string) bool { return s == "’" || s == "'" }

func isClitic(s string) bool {
	switch strings.ToLower(s) {
	case "s", "re", "ve", "ll", "d", "m":
		return true
	}
	return false
}

// isParticle reports whether an apostrophe joins a word to the name behind it: "O’Higgins", "D’Aubuisson".
func isParticle(s string) bool {
	switch s {
	case "O", "D", "L", "N", "M", "d", "l":
		return true
	}
	return false
}

func isInitial(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size == len(s) && unicode.IsUpper(r)
}

func beginsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
