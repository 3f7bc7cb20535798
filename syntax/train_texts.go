package syntax

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"chancery/report"
)

// OpenText is a corpus without trees, for which a teacher makes them. Lines are its paragraphs, or where the corpus
// says what its sentences and words are, its sentences with a space between words.
type OpenText struct {
	Name  string
	Lines []string
	cut   bool // lines are sentences of words
}

// Sum identifies the text: it changes when a character does.
func (t OpenText) Sum() string {
	h := sha256.New()
	for _, line := range t.Lines {
		fmt.Fprintln(h, line)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Words returns all that stands between spaces, without marks that have no width and belong to no token.
func (t OpenText) Words() []string {
	var words []string
	for _, line := range t.Lines {
		words = append(words, strings.Fields(strings.Map(visible, line))...)
	}
	return words
}

// visible drops format characters: direction marks, joiners, soft hyphens, marks of the byte order.
func visible(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// Sentences returns the forms of the tokens of each sentence.
func (t OpenText) Sentences() [][]string {
	var out [][]string
	for _, line := range t.Lines {
		if t.cut {
			var words []labelledWord
			for _, w := range strings.Fields(line) {
				words = append(words, labelledWord{form: w})
			}
			tokens, _, _ := nameCorpus{}.spread(words)
			out = append(out, formsOf(tokens))
			continue
		}
		spans := tokenise(line, report.Span{Start: 0, End: len(line)}, nil)
		splitByRules(line, report.Paragraph, spans, func(first, end int) {
			var forms []string
			for _, s := range spans[first:end] {
				forms = append(forms, strings.Fields(s.In(line))...)
			}
			out = append(out, forms)
		})
	}
	return slices.DeleteFunc(out, func(s []string) bool { return len(s) == 0 })
}

func formsOf(tokens []Token) []string {
	var forms []string
	for i := range tokens {
		forms = append(forms, tokens[i].Form)
	}
	return forms
}

// OpenTexts returns the text that may be trained on and has no trees: the Groningen Meaning Bank, the Manually
// Annotated Sub-Corpus, news of protest, Wikinews and addresses of American presidents, snippets of Wikipedia, and
// the corpora of names.
func (t Training) OpenTexts() ([]OpenText, error) {
	var named [3]OpenText
	for i, c := range []int{0, 2, 3} {
		corpus := nameCorpora[c]
		name, _, _ := strings.Cut(corpus.path, "/")
		sentences, err := corpus.read(t.Corpora)
		if err != nil {
			return nil, err
		}
		named[i] = OpenText{Name: name, cut: true}
		for _, s := range sentences {
			var words []string
			for _, w := range s {
				words = append(words, w.form)
			}
			named[i].Lines = append(named[i].Lines, strings.Join(words, " "))
		}
	}
	protest, err := t.protestNews()
	if err != nil {
		return nil, err
	}
	masc, err := t.subCorpus()
	if err != nil {
		return nil, err
	}
	biographies, err := t.snippets()
	if err != nil {
		return nil, err
	}
	plain := OpenText{Name: "plain_text"}
	texts, err := t.plainTexts()
	if err != nil {
		return nil, err
	}
	for _, text := range texts {
		plain.Lines = append(plain.Lines, strings.Split(text, "\n")...)
	}
	return []OpenText{named[0], plain, masc, protest, biographies, named[1], named[2]}, nil
}

// snippets reads the pieces of Wikipedia in which GAP marks pronouns.
func (t Training) snippets() (OpenText, error) {
	out := OpenText{Name: "gap"}
	const path = "gap/train/gap-development.tsv"
	b, err := os.ReadFile(filepath.Join(t.Corpora, path))
	if err != nil {
		return out, err
	}
	for i, line := range strings.Split(strings.ToValidUTF8(strings.ReplaceAll(string(b), "\r", ""), ""), "\n") {
		if columns := strings.Split(line, "\t"); i > 0 && len(columns) > 1 {
			out.Lines = append(out.Lines, columns[1])
		}
	}
	return out, nil
}

// protestNews reads the sentences of the Case News Corpus, words apart, each once.
func (t Training) protestNews() (OpenText, error) {
	out := OpenText{Name: "cnc", cut: true}
	seen := map[string]bool{}
	for _, table := range []struct {
		path   string
		column int
	}{{"cnc/train/train_subtask1.csv", 1}, {"cnc/train/train_subtask2_grouped.csv", 5}} {
		f, err := os.Open(filepath.Join(t.Corpora, table.path))
		if err != nil {
			return out, err
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			return out, fmt.Errorf("%s: %w", table.path, err)
		}
		for _, row := range rows[1:] {
			line := strings.Join(strings.Fields(strings.ToValidUTF8(row[table.column], "")), " ")
			if !seen[line] {
				seen[line] = true
				out.Lines = append(out.Lines, line)
			}
		}
	}
	return out, nil
}

// subCorpus reads the Manually Annotated Sub-Corpus, whose words are written with their tags: "Your_PRP$ gift_NN".
func (t Training) subCorpus() (OpenText, error) {
	out := OpenText{Name: "masc", cut: true}
	for _, kind := range []string{"spoken", "written"} {
		paths, err := filepath.Glob(filepath.Join(t.Corpora, "masc/train/masc_tagged", kind, "*.txt"))
		if err != nil {
			return out, err
		}
		slices.Sort(paths)
		for _, p := range paths {
			b, err := os.ReadFile(p)
			if err != nil {
				return out, err
			}
			for _, line := range strings.Split(strings.ToValidUTF8(string(b), ""), "\n") {
				var words []string
				for _, w := range strings.Fields(line) {
					if i := strings.LastIndexByte(w, '_'); i > 0 {
						words = append(words, w[:i])
					}
				}
				if len(words) > 0 {
					out.Lines = append(out.Lines, strings.Join(words, " "))
				}
			}
		}
	}
	return out, nil
}
