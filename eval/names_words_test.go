package eval

import (
	"strings"
	"testing"

	"chancery/syntax"
)

func TestFindNamesReadsWordsThatACorpusHasCut(t *testing.T) {
	for _, c := range []struct {
		words, read string
		name        syntax.Name // of the last sentence read
		want        syntax.Name // in the corpus's words
	}{
		{"O ’ Dowd left Ghana ’ s capital", "O’Dowd left Ghana ’s capital", syntax.Name{First: 0, Last: 0}, syntax.Name{First: 0, Last: 2}},
		{"the U . S . Senate met", "the U.S. Senate met", syntax.Name{First: 1, Last: 2}, syntax.Name{First: 1, Last: 5}},
		{"Mr . Lee don ’ t know", "Mr. Lee do n’t know", syntax.Name{First: 1, Last: 1}, syntax.Name{First: 2, Last: 2}},
		{"It rained . Ada W . Lee came", "It rained . / Ada W. Lee came", syntax.Name{First: 0, Last: 2}, syntax.Name{First: 3, Last: 6}},
		{"Take vitamin C . It helps Ada", "Take vitamin C . / It helps Ada", syntax.Name{First: 2, Last: 2}, syntax.Name{First: 6, Last: 6}},
		{"“ Go . ” Ada said", "“ Go . ” / Ada said", syntax.Name{First: 0, Last: 0}, syntax.Name{First: 4, Last: 4}},
	} {
		var s syntax.Sentence
		for _, w := range strings.Fields(c.words) {
			s.Tokens = append(s.Tokens, syntax.Token{Form: w})
		}
		var read []string
		sentences := []syntax.Sentence{s}
		findNames(sentences, func(given []syntax.Sentence) {
			for i := range given {
				if i > 0 {
					read = append(read, "/")
				}
				for k := range given[i].Tokens {
					read = append(read, given[i].Tokens[k].Form)
				}
			}
			given[len(given)-1].Names = []syntax.Name{c.name}
		})
		if got := strings.Join(read, " "); got != c.read {
			t.Errorf("%s: read %q, want %q", c.words, got, c.read)
		}
		if names := sentences[0].Names; len(names) != 1 || names[0] != c.want {
			t.Errorf("%s: names %v, want %v", c.words, names, c.want)
		}
	}
}
