package coreference_test

import (
	"slices"
	"strings"
	"testing"

	"chancery/coreference"
	"chancery/report"
	"chancery/syntax"
)

func analyse(t testing.TB, text string) *syntax.Document {
	t.Helper()
	analyzer, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	return analyzer.Analyze(text, []report.Block{{Span: report.Span{Start: 0, End: len(text)}}})
}

func load(t testing.TB) *coreference.Model {
	t.Helper()
	model, err := coreference.Load()
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// TestResolve asks of the second words whether they mean what the first do. Torres is known.
func TestResolve(t *testing.T) {
	model := load(t)
	for _, test := range []struct {
		name, text, first, second string
		same                      bool
	}{
		{"the same noun with an article", "The envoys signed an agreement on grain. The agreement takes effect in May.", "an agreement on grain", "The agreement", true},
		{"another of the same kind", "The envoys signed an agreement on grain. Another agreement will follow.", "an agreement on grain", "Another agreement", false},
		{"a thing as a pronoun", "The ship sank at once. Its crew was tired.", "The ship", "Its", true},
		{"a name in part", "Angela Torres met reporters in Lima. Torres said the visit was useful.", "Angela Torres", "Torres", true},
		{"a name that is repeated", "Officials came back from Geneva. They will return to Geneva soon.", "Geneva", "Geneva", true},
		{"he is the man", "Robert Niles thanked Anna Roe before he left.", "Robert Niles", "he", true},
		{"he is not the woman", "Robert Niles thanked Anna Roe before he left.", "Anna Roe", "he", false},
		{"a possessive", "The company sold its shares.", "The company", "its", true},
		{"before its noun", "In his speech, Robert Niles praised the army.", "his", "Robert Niles", true},
		{"themselves", "The rebels gave themselves up.", "The rebels", "themselves", true},
		{"two as a whole", "Robert Niles and Anna Roe met in Lima. They talked for an hour.", "Robert Niles and Anna Roe", "They", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := analyse(t, test.text)
			var known []coreference.Known
			for n := range doc.Sentences {
				for k, token := range doc.Sentences[n].Tokens {
					if token.Form == "Torres" {
						known = append(known, coreference.Known{Sentence: n, Head: k, Class: coreference.Person, Gender: 'f', Certain: true})
					}
				}
			}
			mentions := model.Resolve(doc, known)
			a := slices.IndexFunc(mentions, func(m coreference.Mention) bool { return m.In(test.text) == test.first })
			b := -1
			for k := range mentions {
				if mentions[k].In(test.text) == test.second {
					b = k
				}
			}
			if a < 0 || b < 0 || a == b {
				t.Fatalf("not found: %d, %d", a, b)
			}
			if got := mentions[a].Chain == mentions[b].Chain; got != test.same {
				t.Errorf("“%s” and “%s” in one chain: %t", test.first, test.second, got)
			}
		})
	}
}

// TestMentions lists the noun phrases of sentences.
func TestMentions(t *testing.T) {
	model := load(t)
	for _, test := range []struct {
		text string
		want []string
	}{
		{"The envoy of Norway, who left on Monday, met their ministers.", []string{"The envoy of Norway, who left on Monday", "Norway", "Monday", "their ministers", "their"}},
		{"It rained in Oslo.", []string{"It", "Oslo"}},
		{"Armenia and Georgia signed it.", []string{"Armenia and Georgia", "Armenia", "Georgia", "it"}},
		{"Russia's army left.", []string{"Russia's army", "Russia's"}},
	} {
		var got []string
		for _, m := range model.Resolve(analyse(t, test.text), nil) {
			got = append(got, m.In(test.text))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

// TestResolveHolds checks what every result keeps to, on a text that is long and has names, quotations and pronouns.
func TestResolveHolds(t *testing.T) {
	model := load(t)
	text := strings.Repeat("President Anna Roe told the council of the town: “We will sign the treaty if they do.” Her aides and their lawyers had read it. Its text is long. ", 60)
	doc := analyse(t, text)
	mentions := model.Resolve(doc, nil)
	if again := model.Resolve(doc, nil); !slices.Equal(mentions, again) {
		t.Error("another result the second time")
	}
	for i := range mentions {
		m := &mentions[i]
		s := &doc.Sentences[m.Sentence]
		if m.First > m.Head || m.Head > m.Last || m.Last >= len(s.Tokens) || m.Span != s.Words(m.First, m.Last) {
			t.Errorf("mention %d: %+v", i, m)
		}
		if a := m.Antecedent; a >= 0 && (a == i || mentions[a].Chain != m.Chain) {
			t.Errorf("mention %d has antecedent %d of another chain", i, a)
		}
	}
}

func TestResolveNothing(t *testing.T) {
	if got := load(t).Resolve(&syntax.Document{}, nil); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
