package actor

import (
	"slices"
	"strings"
	"testing"

	"chancery/codebook"
	"chancery/report"
	"chancery/syntax"
)

// TestCoreference says, for words of a text, whom they must mean: the actors' ids, or "" for nobody.
func TestCoreference(t *testing.T) {
	analyzer, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	lexicon, err := Load(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, text, words, want string
	}{
		{"subject of the sentence before", "President Emmanuel Macron met Chancellor Angela Merkel in Paris. He praised the talks.", "He", "FRAGOV:emmanuel-macron"},
		{"gender", "President Emmanuel Macron met Chancellor Angela Merkel in Paris. She praised the talks.", "She", "DEUGOV:angela-merkel"},
		{"not the subject of its own verb", "Vladimir Putin praised Xi Jinping and thanked him for his help.", "him", "CHNGOV:xi-jinping"},
		{"not the understood subject", "On May 24, Joe Biden sent a letter to Ilham Aliyev to congratulate him.", "him", "AZEGOV:ilham-aliyev"},
		{"a pronoun before its noun", "Angela Merkel left Berlin on Monday. In his letter, Emmanuel Macron called for talks.", "his", "FRAGOV:emmanuel-macron"},
		{"its, of the subject", "Ethiopia said on Sunday that it would pull back its troops.", "its", "ETH"},
		{"its, of whoever is urged", "France urged Mali to pull back its forces.", "its", "MLI"},
		{"its, of the subject of what is said", "Turkey opened a corridor for Ukraine's grain, its defence ministry said.", "its", "TUR"},
		{"its, of what stands before it", "Norway expressed support for Georgia and its territorial integrity.", "its", "GEO"},
		{"expletive it", "Norway and Chad signed a treaty. It is raining in Oslo.", "It", ""},
		{"they, of two", "India and Pakistan resumed talks. They agreed to meet again in Lahore.", "They", "IND PAK"},
		{"their, of the two that are urged", "Norway urged Chad and Niger to intensify their contacts.", "their", "TCD NER"},
		{"both countries", "Greece and Turkey hold drills. Both countries claim the island.", "Both countries", "GRC TUR"},
		{"the two countries of the same sentence", "Sudan and Egypt met. The ties between Kenya and Uganda are good and help the two countries.", "two countries", "KEN UGA"},
		{"the parties, by a third side", "Kosovo and Serbia broke off the talks. “We call on the parties to return,” Antony Blinken said.", "parties", "XKX SRB"},
		{"the minister", "Japanese Foreign Minister Taro Kono arrived in Delhi. The minister will stay for three days.", "minister", "JPNGOV:taro-kono"},
		{"the official, by country", "Philip Reeker met Jeyhun Bayramov. The US official praised the talks.", "US official", "USAGOV:philip-reeker"},
		{"his country", "Emmanuel Macron said that his country would help.", "country", "FRA"},
		{"its soldiers", "Eritrea withdrew its soldiers from Tigray.", "soldiers", "ERIMIL"},
		{"first persons stay open", "“We are ready,” Emmanuel Macron said.", "We", ""},
		{"nobody named before", "He said that the talks would go on.", "He", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			rep, err := report.FromText([]byte(test.text), report.Options{Published: "2021-06-01"})
			if err != nil {
				t.Fatal(err)
			}
			doc := analyzer.Analyze(rep.Text, rep.Blocks)
			found := false
			for _, m := range lexicon.Find(doc, &rep) {
				if m.In(rep.Text) != test.words {
					continue
				}
				found = true
				var got []string
				for _, p := range m.Parties {
					got = append(got, p.Actor)
				}
				if !slices.Equal(got, strings.Fields(test.want)) {
					t.Errorf("%q in %q means %q, want %q", test.words, test.text, got, test.want)
				}
			}
			if !found && test.want != "" {
				t.Errorf("%q is no mention in %q", test.words, test.text)
			}
		})
	}
}
