package eval

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/syntax"
)

// told writes documents so that tests can compare them: words, with their names in brackets.
func told(documents [][]syntax.Sentence) string {
	var b strings.Builder
	for _, d := range documents {
		for i := range d {
			for t := range d[i].Tokens {
				for _, n := range d[i].Names {
					if n.First == t {
						b.WriteString([...]string{"PER", "ORG", "LOC", "MISC"}[n.Class] + "[")
					}
				}
				b.WriteString(d[i].Tokens[t].Form)
				for _, n := range d[i].Names {
					if n.Last == t {
						b.WriteString("]")
					}
				}
				b.WriteString(" ")
			}
			b.WriteString("/ ")
		}
		b.WriteString("// ")
	}
	return strings.TrimSpace(b.String())
}

func TestReadNamesFindsColumnsAndSchemes(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"two columns, IOB2", "In\tO\nPort\tB-LOC\nVila\tI-LOC\nAda\tB-PER\nLee\tI-PER\nBen\tB-PER\n\nUN\tB-ORG\n", "In LOC[Port Vila] PER[Ada Lee] PER[Ben] / ORG[UN] / //"},
		{"spaces and IOB1", "Ada I-PER\nLee I-PER\nmet O\nBen I-PER\nRoe B-PER\n\n# O\n", "PER[Ada Lee] met PER[Ben] PER[Roe] / # / //"},
		{"BIOES", "Ada\tB-Person\nvan\tI-Person\nLee\tE-Person\nin\tO\nChad\tS-GPE\nMali\tS-GPE\n", "PER[Ada van Lee] in LOC[Chad] LOC[Mali] / //"},
		{"numbers, comments and more columns, as Universal NER has them", "# newdoc id = a\n# text = Ada left\n1\tAda\tB-PER\t-\tx\n2\tleft\tO\t-\tx\n\n# newdoc id = b\n1-2\tdont\tO\t-\tx\n1\tdo\tO\t-\tx\n2\tnt\tO\t-\tx\n", "PER[Ada] left / // do nt / //"},
		{"the label last, after a tag and a chunk, as CoNLL-2003", "-DOCSTART- -X- O O\n\nAda NNP B-NP I-PER\nleft VBD B-VP O\n\n-DOCSTART- -X- O O\n\nUN NNP B-NP I-ORG\n", "PER[Ada] left / // ORG[UN] / //"},
		{"the tag in between, as GMB", "Ada\tNNP\tB-per\nleft\tVBD\tO\nMonday\tNNP\tB-tim\nBritish\tJJ\tB-gpe\n", "PER[Ada] left Monday LOC[British] / //"},
		{"WNUT's classes", "Acme\tB-corporation\nteam\tB-group\nBridge\tB-facility\nBook\tB-creative-work\n", "ORG[Acme] ORG[team] LOC[Bridge] MISC[Book] / //"},
		{"the label first", "B-PER\tAda\nO\tleft\n", "PER[Ada] left / //"},
		{"one line with a space for its tab", "of\tO\nTema    B-Location\n", "of LOC[Tema] / //"},
		{"Windows' line ends", "Ada\tB-PER\r\n\r\nChad\tB-LOC\r\n", "PER[Ada] / LOC[Chad] / //"},
		{"a name ends where another class begins", "Ada\tB-PER\nBank\tI-ORG\nshort\tI-MONEY\n", "PER[Ada] ORG[Bank] short / //"},
	} {
		documents, err := ReadNames(strings.NewReader(c.file), "f.tsv", AnyColumns)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if diff := cmp.Diff(c.want, told(documents)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestReadNamesMistakes(t *testing.T) {
	for _, c := range []struct {
		file, says string
		columns    NameColumns
	}{
		{"Ada\nleft\n", "f.tsv: no column holds labels", AnyColumns},
		{"", "f.tsv: no column holds labels", AnyColumns},
		{"Ada\tx\tB-PER\nleft\ty\n", "f.tsv:2: 2 columns", NameColumns{0, 2}},
		{"Ada\tB-PER\nleft\tverb\n", "f.tsv:2: \"verb\" is no label", NameColumns{0, 1}},
	} {
		if _, err := ReadNames(strings.NewReader(c.file), "f.tsv", c.columns); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want %q in it", c.file, err, c.says)
		}
	}
}

func FuzzReadNames(f *testing.F) {
	f.Add("Ada\tB-PER\nleft\tO\n")
	f.Add("# newdoc\n1 Ada B-PER\n2 Lee E-PER\n")
	f.Fuzz(func(t *testing.T, text string) {
		documents, err := ReadNames(strings.NewReader(text), "f", AnyColumns)
		if err != nil {
			return
		}
		for _, d := range documents {
			for i := range d {
				for _, n := range d[i].Names {
					if n.First < 0 || n.Last < n.First || n.Last >= len(d[i].Tokens) {
						t.Errorf("name %+v in a sentence of %d words", n, len(d[i].Tokens))
					}
				}
			}
		}
	})
}

// TestNamesCounts counts by hand: one name right, one of another class, one longer, and one of a class that is left out.
func TestNamesCounts(t *testing.T) {
	const columns = "In\tO\nPort\tB-LOC\nVila\tI-LOC\nMr\tO\nNatapei\tB-PER\nFrench\tB-NORP\n\nUN\tB-ORG\n"
	documents, err := ReadNames(strings.NewReader(columns), "f", AnyColumns)
	if err != nil {
		t.Fatal(err)
	}
	gold := documents[0]
	system := slices.Clone(gold)
	system[0].Names = []syntax.Name{{First: 1, Last: 2, Class: syntax.OrganisationName}, {First: 3, Last: 4, Class: syntax.PersonName}, {First: 0, Last: 0, Class: syntax.MiscName}}
	var n NameScores
	n.Add(gold, system)
	if want := (Counts{Gold: 3, System: 3, Right: 1}); n.All != want {
		t.Errorf("all: %+v, want %+v", n.All, want)
	}
	if want := (Counts{Gold: 3, System: 3, Right: 2}); n.Spans != want {
		t.Errorf("spans: %+v, want %+v", n.Spans, want)
	}
	if want := (Counts{Gold: 1, System: 2, Right: 1}); n.Class[syntax.OrganisationName] != want {
		t.Errorf("organisations: %+v, want %+v", n.Class[syntax.OrganisationName], want)
	}
	if got := strings.Join(n.Lines()[:4], " "); got != "per_f1 0.00 org_f1 66.67 loc_f1 0.00 f1 33.33" {
		t.Error(got)
	}
}
