package actor

import (
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
		{"gender by given name", "Alice Hobbs met Robert Niles in Lagos. He left before noon.", "He", "Robert Niles"},
		{"gender by title", "Mr Ruun spoke to Mrs Kalm for an hour. She gave no answer.", "She", "Kalm"},
		{"gender learned from a pronoun", "Tovah Brim praised her team. Later Anton Sol joined Brim, and he spoke first.", "he", "Anton Sol"},
		{"not whom a man without a name is not", "John Roe opened the talks. A soldier died in Gao. He was hit by a mine.", "He", "soldier"},
		{"going on after a quotation", "“The talks went well,” Jane Doe said. “We found a way.” She thanked the hosts.", "She", "Jane Doe"},
		{"cataphora in a clause", "Before she left Vienna, Alice Hobbs thanked the hosts.", "she", "Alice Hobbs"},
		{"his of the subject around", "Robert Niles wrote that John Roe had lost his way.", "his", "John Roe"},
		{"of one surname, by title", "Bill Clinton and Hillary Clinton were in Oslo. Mrs Clinton spoke first.", "Mrs Clinton", "USAGOV:hillary-clinton"},
		{"abbreviation", "Lake Watch Trust (LWT) sued the state. LWT said that the lake was dry.", "LWT", "Lake Watch Trust"},
		{"abbreviation without parentheses", "Workers of the Lake Watch Trust sued. On Friday LWT said that the lake was dry.", "LWT", "Lake Watch Trust"},
		{"a company's short name", "Toshiba Corp. cut jobs. Workers praised Toshiba and its plans.", "Toshiba", "Toshiba Corp."},
		{"a product is not its maker", "Toshiba sells Toshiba Linux. Workers praised Toshiba and its plans.", "Toshiba", "Toshiba"},
		{"an aside is nobody's deed", "John Roe (Anton Sol) works on a film about his life.", "his", "John Roe"},
		{"joined to what it owns", "Robert Niles spoke against John Roe and members of his crew.", "his", "John Roe"},
		{"the group", "Hamas rejected the plan. The group said that it would fight on.", "group", "PSEREB:hamas"},
		{"the organisation", "The African Union met in Addis Ababa. The organisation called for calm.", "organisation", "IGO:au"},
		{"the party is not another party", "The Labour Party lost. The Conservative Party won.", "Conservative Party", ""},
		{"the two leaders", "Emmanuel Macron received Angela Merkel in Paris. The two leaders spoke for an hour.", "two leaders", "FRAGOV:emmanuel-macron DEUGOV:angela-merkel"},
		{"the latter", "Norway and Chad signed a treaty. The latter will send troops.", "latter", "TCD"},
		{"a director is not a president", "Joe Biden spoke in Ohio. The director declined to comment.", "director", ""},
		{"the director who was named", "Jane Doe, director of a clinic in Gao, asked for help. The director said that there was no water.", "director", "Jane Doe"},
		{"a home minister is no prime minister", "Narendra Modi spoke in Delhi. The home minister stayed away.", "home minister", ""},
		{"his mother is not his country's", "Joe Biden spoke in Ohio. His mother had lived there.", "mother", ""},
		{"a state of emergency is no state", "Samoa closed its schools. The state of emergency will last a month.", "state", ""},
		{"the states of a federation", "The United States sent aid to Mexico. Those states that asked first will get most.", "states", ""},
		{"the country", "Samoa closed its schools. The island nation fears measles.", "island nation", "WSM"},
		{"parties of politics", "Norway and Chad signed a treaty. The Green and Liberal parties welcomed it.", "Liberal parties", ""},
		{"they, of a plural that is no actor", "Norway and Chad signed a treaty. The papers were long. They were kept in Oslo.", "They", ""},
		{"a government called after its leader", "Ariel Sharon met the ministers. The Sharon government accused Hamas of lying.", "government", "ISRGOV"},
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
					if p.Actor == "" && p.Reason == "" && p.Resolved == ByDescription {
						continue // it only says of itself what it is
					}
					if p.Actor == "" {
						p.Actor = p.Name
					}
					got = append(got, p.Actor)
				}
				if strings.Join(got, " ") != test.want {
					t.Errorf("%q in %q means %q, want %q", test.words, test.text, got, test.want)
				}
			}
			if !found && test.want != "" {
				t.Errorf("%q is no mention in %q", test.words, test.text)
			}
		})
	}
}

// TestEntities: mentions of one who has no name share an entity, and so do those of the same several.
func TestEntities(t *testing.T) {
	analyzer, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	lexicon, err := Load(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		text, first, second string
		same                bool
	}{
		{"A soldier died in Gao. He was hit by a mine.", "soldier", "He", true},
		{"A soldier died in Gao. The soldier was hit by a mine.", "A soldier", "The soldier", true},
		{"India and Pakistan resumed talks. They agreed to meet again. Both countries sent envoys.", "They", "Both countries", true},
		{"I was in Gao. My house is gone.", "I", "My", true},
		{"“I am tired,” Jane Doe said.\n\nI asked her why.", "I", "her", false},
		{"Lake Watch Trust (LWT) sued the state. LWT said that the lake was dry.", "Lake Watch Trust", "LWT", true},
	} {
		rep, err := report.FromText([]byte(test.text), report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		mentions := lexicon.Find(analyzer.Analyze(rep.Text, rep.Blocks), &rep)
		find := func(words string) int {
			for i := range mentions {
				if w := mentions[i].In(rep.Text); w == words || "A "+w == words && mentions[i].Start < 10 || "The "+w == words && mentions[i].Start > 10 {
					return mentions[i].Entity
				}
			}
			t.Errorf("%q is no mention in %q", words, test.text)
			return -1
		}
		if a, b := find(test.first), find(test.second); (a == b) != test.same {
			t.Errorf("%q: %q is entity %d, %q entity %d", test.text, test.first, a, test.second, b)
		}
	}
}

// TestDescribedNames: a party that has no name is called by its noun and what says which, without articles and numbers.
func TestDescribedNames(t *testing.T) {
	analyzer, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	lexicon, err := Load(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		text, want string
		count      int
	}{
		{"At least three soldiers died in Gao.", "soldiers", 3},
		{"About 40 Turkish soldiers left on Monday.", "Turkish soldiers", 40},
		{"The two journalists left on Monday.", "journalists", 2},
		{"All the protesters left on Monday.", "protesters", 0},
		{"A 13-year-old Turkish girl was hurt on Monday.", "Turkish girl", 0},
	} {
		rep, err := report.FromText([]byte(test.text), report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, m := range lexicon.Find(analyzer.Analyze(rep.Text, rep.Blocks), &rep) {
			for _, p := range m.Parties {
				if m.Form != Nominal {
					continue
				}
				found = true
				if p.Name != test.want || m.Count != test.count {
					t.Errorf("%q: %q, %d; want %q, %d", test.text, p.Name, m.Count, test.want, test.count)
				}
			}
		}
		if !found {
			t.Errorf("%q: no party", test.text)
		}
	}
}
