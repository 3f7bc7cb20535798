package quote_test

import (
	"reflect"
	"testing"
	"unicode/utf8"

	"chancery/actor"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
)

// check holds what must be true of any quotation of any document.
func check(t *testing.T, doc *syntax.Document, all []quote.Quotation) {
	t.Helper()
	inText := func(what string, s report.Span) {
		if s.Start < 0 || s.End > len(doc.Text) || s.End < s.Start {
			t.Fatalf("%s %v is outside of the text", what, s)
		}
		if words := s.In(doc.Text); utf8.ValidString(doc.Text) && !utf8.ValidString(words) {
			t.Fatalf("%s %q cuts a character", what, words)
		}
	}
	for _, q := range all {
		if len(q.Content) == 0 {
			t.Fatalf("no content: %+v", q)
		}
		for i, s := range q.Content {
			inText("content", s)
			if s.Empty() {
				t.Fatalf("empty content in %+v", q)
			}
			if i > 0 && q.Kind == quote.Direct && s.Start < q.Content[i-1].End {
				t.Fatalf("contents overlap: %v", q.Content)
			}
		}
		inText("cue", q.Cue)
		inText("source", q.Source)
		if q.Sentence < 0 || q.Sentence >= len(doc.Sentences) {
			t.Fatalf("sentence %d", q.Sentence)
		}
		n := len(doc.Sentences[q.Sentence].Tokens)
		if q.CueToken < -1 || q.CueToken >= n || q.SpeakerHead < -1 || q.SpeakerHead >= n {
			t.Fatalf("cue token %d, speaker %d of %d", q.CueToken, q.SpeakerHead, n)
		}
		for _, v := range q.Attribution {
			inText("voice", v.Span)
			if v.Name == "" {
				t.Fatalf("a voice without a name: %+v", q)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{
		"“We are ready,” he said. “Not yet,” she replied.",
		"He said: \"We are ready. ¶",
		"„Low“ «and» »high« ‘marks’ ''of all'' ``kinds'' 'here', X said",
		"According to, according to X: “A” said said said",
		"“\n“\n”\n", "‘’“”''", "Reeker: “", "\xff“\xfe”",
	} {
		f.Add(seed)
	}
	a, err := analyzer()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := a.Analyze(text, lines(text))
		r := &report.Report{Text: text, Outlet: "Outlet"}
		all := quote.Attributions(doc, r, nil)
		check(t, doc, all)
		if again := quote.Attributions(doc, r, nil); !reflect.DeepEqual(all, again) {
			t.Fatal("the same text gives different quotations")
		}
	})
}

// FuzzTrees gives Find words with any tags and any trees: a parser may be wrong in every way.
func FuzzTrees(f *testing.F) {
	f.Add([]byte("said that he is ready to go on Monday"), []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 200, 17, 31})
	f.Add([]byte("“ A , ” said X , adding that B ."), []byte{9, 8, 7, 1, 2, 3, 99})
	f.Add([]byte("according to X , which told Y : “ Z"), []byte{0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, words, shape []byte) {
		if len(words) > 2000 || len(shape) == 0 {
			return
		}
		text := string(words)
		doc := &syntax.Document{Text: text}
		s := syntax.Sentence{Span: report.Span{Start: 0, End: len(text)}}
		at := func(i int) int { return int(shape[i%len(shape)]) }
		for i := 0; i < len(text); {
			for i < len(text) && text[i] == ' ' {
				i++
			}
			j := i
			for j < len(text) && text[j] != ' ' {
				j++
			}
			if j > i {
				k := len(s.Tokens)
				tok := syntax.Token{Span: report.Span{Start: i, End: j}, Form: text[i:j], Lemma: text[i:j], Head: -1,
					UPOS: syntax.UPOS(1 + (at(3*k)+k)%17), XPOS: syntax.XPOS(1 + at(5*k+1)%20), Rel: syntax.Rel(1 + at(7*k+2)%50)}
				if tok.Form == "said" {
					tok.Lemma, tok.UPOS, tok.XPOS = "say", syntax.VERB, syntax.TagVBD
				}
				s.Tokens = append(s.Tokens, tok)
			}
			i = j
		}
		// Any head that was placed before makes a tree: the order is a permutation by steps.
		n := len(s.Tokens)
		if n > 1 {
			step := 1 + at(0)%n
			for gcd(step, n) != 1 {
				step++
			}
			for k := 1; k < n; k++ {
				s.Tokens[k*step%n].Head = int32((at(k) % k) * step % n)
			}
		}
		s.Link()
		doc.Sentences = append(doc.Sentences, s)
		var mentions []actor.Mention
		if n > 2 {
			m := actor.Mention{Span: s.Tokens[1].Span, First: 1, Last: 1, Head: 1, Class: actor.Person}
			m.Parties = []actor.Party{{Name: "X", Span: m.Span}}
			mentions = append(mentions, m)
		}
		check(t, doc, quote.Attributions(doc, nil, mentions))
	})
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
