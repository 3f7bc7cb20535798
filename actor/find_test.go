package actor

import (
	"strings"
	"testing"

	"chancery/report"
	"chancery/syntax"
)

// newReport is a report of one paragraph published on a day.
func newReport(text, day string) *report.Report {
	r := &report.Report{Text: text, Blocks: []report.Block{{Span: report.Span{Start: 0, End: len(text)}}}}
	if day != "" {
		r.Published = report.Published{EDTF: day, Precision: "day", Basis: "given"}
	}
	return r
}

// document cuts text into words as far as the tests without syntax need: at spaces, hyphens, punctuation
// and the possessive ending. Its tokens have no tags and no tree.
func document(text string) *syntax.Document {
	s := syntax.Sentence{Span: report.Span{Start: 0, End: len(text)}}
	add := func(start, end int) {
		if start < end {
			s.Tokens = append(s.Tokens, syntax.Token{Span: report.Span{Start: start, End: end}, Form: text[start:end], Head: -1})
		}
	}
	start := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ' || c == '\n' || c == '\t':
			add(start, i)
			start = i + 1
		case strings.IndexByte(",;:-()!?", c) >= 0, c == '.' && (i+1 == len(text) || text[i+1] == ' ') && i-start > 3:
			add(start, i)
			add(i, i+1)
			start = i + 1
		case c == '\'' && i+1 < len(text) && text[i+1] == 's':
			add(start, i)
			start = i
		}
	}
	add(start, len(text))
	s.Link()
	return &syntax.Document{Text: text, Sentences: []syntax.Sentence{s}}
}

var analyzer = func() func(testing.TB) *syntax.Analyzer {
	var a *syntax.Analyzer
	return func(t testing.TB) *syntax.Analyzer {
		t.Helper()
		if a == nil {
			var err error
			if a, err = syntax.Load(); err != nil {
				t.Fatal(err)
			}
		}
		return a
	}
}()

// read returns the parties of all mentions that are no pronouns, a line each:
// "words = name|actor|country|sector|office|resolved", with " +" before a modifier's words.
func read(t *testing.T, x *Lexicon, day, text string) []string {
	t.Helper()
	r := newReport(text, day)
	return lines(text, x.Find(analyzer(t).Analyze(text, r.Blocks), r))
}

func lines(text string, mentions []Mention) []string {
	var out []string
	for i := range mentions {
		m := &mentions[i]
		if m.Form == Pronoun {
			continue
		}
		words := m.In(text)
		if m.Modifier {
			words = "+" + words
		}
		if len(m.Parties) == 0 {
			out = append(out, words+" =")
		}
		for _, p := range m.Parties {
			out = append(out, words+" = "+strings.Join([]string{p.Name, p.Actor, p.Country, string(p.Sector), p.Office, string(p.Resolved)}, "|"))
		}
	}
	return out
}

// compare checks that every line that is wanted is there; a line that ends in "=" wants the words to name nobody,
// one that begins with "!" must not be there as the words of a mention.
func compare(t *testing.T, got, want []string) {
	t.Helper()
	for _, w := range want {
		found := false
		if words, ok := strings.CutPrefix(w, "!"); ok {
			for _, g := range got {
				if before, _, _ := strings.Cut(g, " ="); strings.TrimPrefix(before, "+") == words {
					t.Errorf("a mention: %s", g)
				}
			}
			continue
		}
		for _, g := range got {
			found = found || g == w
		}
		if !found {
			t.Errorf("missing: %s\ngot:\n%s", w, strings.Join(got, "\n"))
		}
	}
}

func TestFind(t *testing.T) {
	x := lexicon(t)
	const pashinyan = "Nikol Pashinyan|ARMGOV:nikol-pashinyan|ARM|GOV|Prime Minister of Armenia|"
	const blinken = "Antony Blinken|USAGOV:antony-blinken|USA|GOV|Secretary of State of the United States|"
	const aliyev = "Ilham Aliyev|AZEGOV:ilham-aliyev|AZE|GOV|President of Azerbaijan|"
	tests := []struct {
		name, day, text string
		want            []string
	}{
		{"country, office and person are one mention", "2021-04-28", "U.S. Secretary of State Antony Blinken called the minister.",
			[]string{"U.S. Secretary of State Antony Blinken = " + blinken + "name"}},
		{"an office on the day of the report", "2021-04-28", "The Secretary of State will travel on Friday.",
			[]string{"Secretary of State = " + blinken + "office"}},
		{"the same office on another day", "2019-04-28", "The Secretary of State will travel on Friday.",
			[]string{"Secretary of State = Mike Pompeo|USAGOV:mike-pompeo|USA|GOV|Secretary of State of the United States|office"}},
		{"without a day the office is known and the person is not", "", "The Secretary of State will travel on Friday.",
			[]string{"Secretary of State = Secretary of State of the United States|USAGOV|USA|GOV|Secretary of State of the United States|office"}},
		{"nationality before the office", "2021-04-28", "The Armenian prime minister thanked the observers.",
			[]string{"Armenian prime minister = " + pashinyan + "office"}},
		{"possessive before the office", "2021-04-28", "Armenia's prime minister thanked the observers.",
			[]string{"Armenia's prime minister = " + pashinyan + "office"}},
		{"country after the office, then the name", "2021-04-28", "Prime Minister of Armenia Nikol Pashinian thanked the observers.",
			[]string{"Prime Minister of Armenia Nikol Pashinian = " + pashinyan + "name"}},
		{"the Republic's full name", "2021-04-28", "The Prime Minister of the Republic of Armenia received the envoys.",
			[]string{"Prime Minister of the Republic of Armenia = " + pashinyan + "office"}},
		{"initials tell namesakes apart where no date does", "", "President George W. Bush called, and former President George H. W. Bush answered.",
			[]string{"President George W. Bush = George W. Bush|USAGOV:george-w-bush|USA|GOV|President of the United States|name", "former President George H. W. Bush = George H. W. Bush|USAGOV:george-h-w-bush|USA|ELI|former President of the United States|name"}},
		{"two nationalities of one force", "2021-06-10", "U.S. and Iraqi troops patrolled the road.",
			[]string{"U.S. and Iraqi troops = troops of United States|USAMIL|USA|MIL||nationality", "U.S. and Iraqi troops = troops of Iraq|IRQMIL|IRQ|MIL||nationality"}},
		{"a wrong title survives", "2021-06-10", "The visitors met with Foreign Ministry Jeyhun Bayramov on Wednesday.",
			[]string{"Foreign Ministry Jeyhun Bayramov = Jeyhun Bayramov|AZEGOV:jeyhun-bayramov|AZE|GOV|Foreign Minister of Azerbaijan|name"}},
		{"an acting official with a long title", "2021-06-10", "U.S. Acting Assistant Secretary of State for European and Eurasian Affairs Philip Reeker spoke to reporters.",
			[]string{"U.S. Acting Assistant Secretary of State for European and Eurasian Affairs Philip Reeker = Philip Reeker|USAGOV:philip-reeker|USA|GOV|Acting Assistant Secretary of State for European and Eurasian Affairs of the United States|name"}},
		{"letters that stand for a body of the report", "2023-05-10", "The paramilitary Rapid Support Forces fired. The RSF denied it.",
			[]string{"paramilitary Rapid Support Forces = Rapid Support Forces|SDNMIL:rsf|SDN|UAF||name", "RSF = Rapid Support Forces|SDNMIL:rsf|SDN|UAF||name"}},
		{"a ministry that no table has", "2021-06-10", "The Iraqi Ministry of Water Resources and the Ministry of Maritime Affairs of Pakistan replied.",
			[]string{"Iraqi Ministry of Water Resources = Ministry of Water Resources of Iraq|IRQGOV|IRQ|GOV||nationality", "Ministry of Maritime Affairs of Pakistan = Ministry of Maritime Affairs of Pakistan|PAKGOV|PAK|GOV||name"}},
		{"somebody whom no table has", "2021-06-10", "Foreign Minister Jane Doe of Freedonia resigned. Doe left at once.",
			[]string{"Foreign Minister Jane Doe of Freedonia = Jane Doe|||GOV|Foreign Minister of Freedonia|name", "Doe = Jane Doe|||GOV|Foreign Minister of Freedonia|name"}},
		{"a former office", "2021-06-10", "Former President Robert Kocharyan held a rally.",
			[]string{"Former President Robert Kocharyan = Robert Kocharyan|ARMGOV:robert-kocharyan|ARM|ELI|former President of Armenia|name"}},
		{"not the one who holds it now", "2021-06-10", "The 45th President of the United States spoke in Ohio.",
			[]string{"45th President of the United States = President of the United States|USAGOV|USA|GOV|President of the United States|office"}},
		{"a surname before its full name", "2021-06-10", "Reeker repeated the offer. Philip Reeker is the acting assistant secretary of state.",
			[]string{"Reeker = Philip Reeker|USAGOV:philip-reeker|USA|GOV|Acting Assistant Secretary of State for European and Eurasian Affairs of the United States|name"}},
		{"a surname alone of who holds a high office", "2021-06-10", "Aliyev received the ambassador on Monday.", []string{"Aliyev = " + aliyev + "name"}},
		{"another spelling", "2021-06-10", "Azeri President Ilham Aliev received the ambassador.", []string{"Azeri President Ilham Aliev = " + aliyev + "name"}},
		{"two of one office", "2021-04-28", "The foreign ministers of Russia and Azerbaijan met on Monday.",
			[]string{"foreign ministers of Russia and Azerbaijan = Sergey Lavrov|RUSGOV:sergey-lavrov|RUS|GOV|Foreign Minister of Russia|office", "foreign ministers of Russia and Azerbaijan = Jeyhun Bayramov|AZEGOV:jeyhun-bayramov|AZE|GOV|Foreign Minister of Azerbaijan|office"}},
		{"two nationalities before one office", "2021-04-28", "The Russian and Azerbaijani foreign ministers met on Monday.",
			[]string{"Russian and Azerbaijani foreign ministers = Sergey Lavrov|RUSGOV:sergey-lavrov|RUS|GOV|Foreign Minister of Russia|office", "Russian and Azerbaijani foreign ministers = Jeyhun Bayramov|AZEGOV:jeyhun-bayramov|AZE|GOV|Foreign Minister of Azerbaijan|office"}},
		{"a spokesperson of a ministry, beside the name", "2021-04-28", "Leyla Abdullayeva, the spokesperson for the Azerbaijani Foreign Ministry, denied the report.",
			[]string{"Leyla Abdullayeva = Leyla Abdullayeva|AZEGOV:leyla-abdullayeva|AZE|GOV|Foreign Ministry spokesperson of Azerbaijan|name",
				"spokesperson for the Azerbaijani Foreign Ministry = Leyla Abdullayeva|AZEGOV:leyla-abdullayeva|AZE|GOV|Foreign Ministry spokesperson of Azerbaijan|office"}},
		{"an ambassador is told by where he or she is sent", "2021-04-28", "The US ambassador to Armenia opened a school.",
			[]string{"US ambassador to Armenia = Lynne Tracy|USAGOV:lynne-tracy|USA|GOV|Ambassador of the United States to Armenia|office"}},
		{"an organisation's office", "2021-04-28", "NATO Secretary General Jens Stoltenberg and European Council President Charles Michel disagreed.",
			[]string{"NATO Secretary General Jens Stoltenberg = Jens Stoltenberg|IGO:jens-stoltenberg||IGO|Secretary General of NATO|name", "European Council President Charles Michel = Charles Michel|IGO:charles-michel||IGO|President of the European Council|name"}},
		{"the organisation inside an office", "2021-04-28", "He spoke as a co-chair of the OSCE Minsk Group.",
			[]string{"+OSCE Minsk Group = OSCE Minsk Group|IGO:osce-minsk-group||IGO||name"}},
		{"groups by nationality and number", "2021-06-10", "Two Azerbaijani journalists and six Armenian soldiers were hurt.",
			[]string{"Two Azerbaijani journalists = Azerbaijani journalists|AZEJRN|AZE|JRN||nationality", "six Armenian soldiers = Armenian soldiers|ARMMIL|ARM|MIL||nationality"}},
		{"the word before a general one gives the sector", "2021-06-10", "Opposition leaders and EU officials criticised police officers.",
			[]string{"EU officials = EU officials|IGO:eu||IGO||name", "police officers = police officers|||COP||description"}},
		{"bodies", "2021-06-10", "The Armenian Foreign Ministry answered the government of Azerbaijan.",
			[]string{"Armenian Foreign Ministry = Foreign Ministry of Armenia|ARMGOV:foreign-ministry|ARM|GOV||nationality", "government of Azerbaijan = Government of Azerbaijan|AZEGOV|AZE|GOV||name"}},
		{"one side", "2021-06-10", "The Armenian side rejected the proposal.", []string{"Armenian side = Armenia|ARM|ARM|||nationality"}},
		{"adjectives only modify", "2021-06-10", "US sanctions hurt Russian exports.",
			[]string{"+US = United States|USA|USA|||nationality", "+Russian = Russia|RUS|RUS|||nationality"}},
		{"a divided compound", "2021-06-10", "They discussed the Azerbaijani-Armenian border.",
			[]string{"+Azerbaijani = Azerbaijan|AZE|AZE|||nationality", "+Armenian = Armenia|ARM|ARM|||nationality"}},
		{"people of a nation", "2021-06-10", "Armenians voted on Sunday.", []string{"Armenians = Armenia|ARM|ARM|||nationality"}},
		{"who are for a state are not its own", "2021-06-10", "Pro-Russian separatists shelled the town.",
			[]string{"separatists = separatists|||REB||description", "!Russian", "!Pro-Russian"}},
		{"capitals act", "2021-06-10", "Washington is ready to help, and Baku welcomed the offer.",
			[]string{"Washington = United States|USA|USA|GOV||capital", "Baku = Azerbaijan|AZE|AZE|GOV||capital"}},
		{"capitals are addressed", "2021-06-10", "Moscow called on Yerevan to sign, and ties between Baku and Ankara are close.",
			[]string{"Yerevan = Armenia|ARM|ARM|GOV||capital", "Baku = Azerbaijan|AZE|AZE|GOV||capital", "Ankara = Turkey|TUR|TUR|GOV||capital"}},
		{"capitals are places", "2021-06-10", "He spoke during his visit to Baku, met students in Yerevan and arrived in Moscow from the streets of Kyiv.",
			[]string{"!Baku", "!Yerevan", "!Moscow", "!Kyiv"}},
		{"seats of government", "2021-06-10", "The Kremlin denied it and Downing Street kept silent. They met at the White House.",
			[]string{"Kremlin = Russia|RUS|RUS|GOV||capital", "Downing Street = United Kingdom|GBR|GBR|GOV||capital", "!White House"}},
		{"Brussels is the Union", "2021-06-10", "Brussels urged both to return to the table.", []string{"Brussels = European Union|IGO:eu||IGO||capital"}},
		{"an outlet called an agency", "2021-06-10", "Troops withdrew on Friday, the Azertac agency reported.",
			[]string{"Azertac agency = Azertac|OUT:azertac|AZE|JRN||name"}},
		{"outlets", "2021-06-10", "The state news agency Azertac said so, Reuters reported, and Trend reports the same.",
			[]string{"state news agency Azertac = Azertac|OUT:azertac|AZE|JRN||name", "Reuters = Reuters|OUT:reuters|GBR|JRN||name", "Trend = Trend News Agency|OUT:trend|AZE|JRN||name"}},
		{"a word that is an outlet's name elsewhere", "2021-06-10", "The Trend of prices is upward.", []string{"!Trend"}},
		{"a state of the United States", "2021-06-10", "Voters in Georgia went to the polls in Atlanta.", []string{"!Georgia"}},
		{"the country of the same name", "2021-06-10", "Voters in Georgia went to the polls in Tbilisi.", []string{"Georgia = Georgia|GEO|GEO|||name"}},
		{"names that hold a country's name", "2021-06-10", "New Mexico and the Jordan River are far apart.", []string{"!Mexico", "!Jordan"}},
		{"small letters are no names", "2021-06-10", "They ate turkey and told us who came.", []string{"!turkey", "!us", "!who"}},
		{"armed groups", "2021-06-10", "Hamas and the Taliban sent fighters of the Islamic State home.",
			[]string{"Hamas = Hamas|PSEREB:hamas|PSE|REB||name", "Taliban = Taliban|AFGREB:taliban|AFG|REB||name"}},
		{"descriptions", "2021-06-10", "The US official spoke of the two countries and urged the parties to talk.",
			[]string{"two countries =", "parties ="}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			compare(t, read(t, x, tt.day, tt.text), tt.want)
		})
	}
}

// Without tags and trees names, offices and nationalities are still found.
func TestFindWithoutSyntax(t *testing.T) {
	text := "U.S. Secretary of State Antony Blinken told President Aliyev that the OSCE Minsk Group and Armenia's Foreign Ministry agreed."
	got := lines(text, lexicon(t).Find(document(text), newReport(text, "2021-04-28")))
	compare(t, got, []string{
		"U.S. Secretary of State Antony Blinken = Antony Blinken|USAGOV:antony-blinken|USA|GOV|Secretary of State of the United States|name",
		"President Aliyev = Ilham Aliyev|AZEGOV:ilham-aliyev|AZE|GOV|President of Azerbaijan|name",
		"OSCE Minsk Group = OSCE Minsk Group|IGO:osce-minsk-group||IGO||name",
		"Armenia's Foreign Ministry = Foreign Ministry of Armenia|ARMGOV:foreign-ministry|ARM|GOV||name",
	})
}

// Whatever the words, mentions lie within their sentences, in order, and each party's words are its mention's.
func FuzzFind(f *testing.F) {
	f.Add("The Armenian and Azerbaijani foreign ministers met U.S. Secretary of State Antony Blinken in Baku-Washington.")
	f.Add("ex-president of the - of and 's two 's both sides of Armenia and")
	f.Add("Foreign Minister Jane Doe of Freedonia, the")
	x := lexicon(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := document(text)
		mentions := x.Find(d, newReport(text, "2021-06-10"))
		at := 0
		for i := range mentions {
			m := &mentions[i]
			s := &d.Sentences[m.Sentence]
			if m.First < 0 || m.Last < m.First || m.Last >= len(s.Tokens) || m.Head < m.First || m.Head > m.Last || m.Start < at || m.Span != s.Words(m.First, m.Last) {
				t.Fatalf("mention %d out of place: %+v", i, m)
			}
			at = m.Start
			for _, p := range m.Parties {
				if p.Span != m.Span {
					t.Fatalf("a party's words %v are not its mention's %v", p.Span, m.Span)
				}
			}
		}
	})
}

// A sentence of a hundred thousand words takes no longer for its length than others do.
func TestFindInAnEndlessSentence(t *testing.T) {
	text := strings.Repeat("Foreign Minister Jane Doe of Freedonia, Reeker and the Armenian ambassador to Washington, ", 7000)
	d := document(text)
	if mentions := lexicon(t).Find(d, newReport(text, "2021-06-10")); len(mentions) < 7000 {
		t.Errorf("%d mentions", len(mentions))
	}
}

func TestFindIsSafeForManyGoroutines(t *testing.T) {
	x := lexicon(t)
	text := "President Aliyev and the Armenian prime minister met US officials, Reuters reported."
	r := newReport(text, "2021-06-10")
	want := lines(text, x.Find(document(text), r))
	done := make(chan []string)
	for range 4 {
		go func() { done <- lines(text, x.Find(document(text), r)) }()
	}
	for range 4 {
		if got := <-done; strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	x := lexicon(b)
	text := strings.Repeat("Washington is ready to render technical assistance, U.S. Secretary of State Antony Blinken told the Armenian foreign minister during his visit to Baku on June 8. "+
		"Two journalists and a local official were killed near the border, where Russian peacekeepers have stood since the war, Reuters reported. He urged both sides to talk. ", 6)
	r := newReport(text, "2021-06-10")
	d := analyzer(b).Analyze(text, r.Blocks)
	b.ReportAllocs()
	for b.Loop() {
		x.Find(d, r)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}
