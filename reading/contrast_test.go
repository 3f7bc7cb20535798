package reading

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/actor"
	"chancery/event"
	"chancery/report"
)

const contrastGolden = "testdata/contrast.golden"

// country is how a state of the contrast set is told: by its name, the adjective, its people, and its capital.
type country struct{ code, name, adjective, people, capital string }

// contrastCountries are the states that sentences of the contrast set name and that may stand for one another.
var contrastCountries = []country{
	{"ALB", "Albania", "Albanian", "Albanians", "Tirana"},
	{"DZA", "Algeria", "Algerian", "Algerians", "Algiers"},
	{"ARM", "Armenia", "Armenian", "Armenians", "Yerevan"},
	{"AZE", "Azerbaijan", "Azerbaijani", "Azerbaijanis", "Baku"},
	{"BLR", "Belarus", "Belarusian", "Belarusians", "Minsk"},
	{"BRA", "Brazil", "Brazilian", "Brazilians", "Brasilia"},
	{"BGR", "Bulgaria", "Bulgarian", "Bulgarians", "Sofia"},
	{"BDI", "Burundi", "Burundian", "Burundians", "Gitega"},
	{"CAN", "Canada", "Canadian", "Canadians", "Ottawa"},
	{"TCD", "Chad", "Chadian", "Chadians", "Ndjamena"},
	{"CHL", "Chile", "Chilean", "Chileans", "Santiago"},
	{"COL", "Colombia", "Colombian", "Colombians", "Bogota"},
	{"EGY", "Egypt", "Egyptian", "Egyptians", "Cairo"},
	{"ERI", "Eritrea", "Eritrean", "Eritreans", "Asmara"},
	{"ETH", "Ethiopia", "Ethiopian", "Ethiopians", "Addis Ababa"},
	{"FRA", "France", "French", "Frenchmen", "Paris"},
	{"GEO", "Georgia", "Georgian", "Georgians", "Tbilisi"},
	{"DEU", "Germany", "German", "Germans", "Berlin"},
	{"GRC", "Greece", "Greek", "Greeks", "Athens"},
	{"HUN", "Hungary", "Hungarian", "Hungarians", "Budapest"},
	{"IND", "India", "Indian", "Indians", "New Delhi"},
	{"IRN", "Iran", "Iranian", "Iranians", "Tehran"},
	{"ISR", "Israel", "Israeli", "Israelis", "Jerusalem"},
	{"ITA", "Italy", "Italian", "Italians", "Rome"},
	{"JPN", "Japan", "Japanese", "Japanese", "Tokyo"},
	{"JOR", "Jordan", "Jordanian", "Jordanians", "Amman"},
	{"KEN", "Kenya", "Kenyan", "Kenyans", "Nairobi"},
	{"XKX", "Kosovo", "Kosovan", "Kosovans", "Pristina"},
	{"LBN", "Lebanon", "Lebanese", "Lebanese", "Beirut"},
	{"LBY", "Libya", "Libyan", "Libyans", "Tripoli"},
	{"MLI", "Mali", "Malian", "Malians", "Bamako"},
	{"MAR", "Morocco", "Moroccan", "Moroccans", "Rabat"},
	{"MMR", "Myanmar", "Burmese", "Burmese", "Yangon"},
	{"NGA", "Nigeria", "Nigerian", "Nigerians", "Abuja"},
	{"NOR", "Norway", "Norwegian", "Norwegians", "Oslo"},
	{"PAK", "Pakistan", "Pakistani", "Pakistanis", "Islamabad"},
	{"PER", "Peru", "Peruvian", "Peruvians", "Lima"},
	{"POL", "Poland", "Polish", "Poles", "Warsaw"},
	{"RUS", "Russia", "Russian", "Russians", "Moscow"},
	{"RWA", "Rwanda", "Rwandan", "Rwandans", "Kigali"},
	{"SRB", "Serbia", "Serbian", "Serbians", "Belgrade"},
	{"SOM", "Somalia", "Somali", "Somalis", "Mogadishu"},
	{"ESP", "Spain", "Spanish", "Spaniards", "Madrid"},
	{"SDN", "Sudan", "Sudanese", "Sudanese", "Khartoum"},
	{"SWE", "Sweden", "Swedish", "Swedes", "Stockholm"},
	{"SYR", "Syria", "Syrian", "Syrians", "Damascus"},
	{"THA", "Thailand", "Thai", "Thais", "Bangkok"},
	{"TUR", "Turkey", "Turkish", "Turks", "Ankara"},
	{"UGA", "Uganda", "Ugandan", "Ugandans", "Kampala"},
	{"UKR", "Ukraine", "Ukrainian", "Ukrainians", "Kyiv"},
	{"VEN", "Venezuela", "Venezuelan", "Venezuelans", "Caracas"},
	{"VNM", "Vietnam", "Vietnamese", "Vietnamese", "Hanoi"},
	{"YEM", "Yemen", "Yemeni", "Yemenis", "Sanaa"},
}

// outsiders say things in sentences that do not name them.
var outsiders = []string{"Finland", "Mexico", "Portugal", "Ghana"}

func (c *country) words() [4]string { return [4]string{c.name, c.people, c.adjective, c.capital} }

// property is a change of a sentence, and how many readings changed with it as they should.
type property struct {
	name       string
	held, from int
}

// TestContrast counts how many cases of the contrast set hold, and asks of all of them whether their readings change
// with the sentence as they should, and in nothing else. What it counts stands in the golden; a fall shows in its diff.
func TestContrast(t *testing.T) {
	files, err := filepath.Glob("testdata/contrast-*.case")
	if err != nil || len(files) == 0 {
		t.Fatalf("no contrast cases: %v", err)
	}
	reader, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	var byFile []property
	var all property
	swapped := property{name: "two countries swapped: the coding is swapped"}
	replaced := property{name: "another country in place of one: nothing else changes"}
	passive := property{name: "the same clause in the passive: the same reading"}
	said := property{name: "\"X said on Monday that\" before it: the same reading, with X as a voice"}
	dated := property{name: "\"On Monday, \" before it: the same reading"}
	joined := property{name: "another sentence about others behind it: both readings"}
	check := func(p *property, c *readingCase, text string, want, got []string) {
		p.from++
		if len(got) > 0 && slices.Equal(want, got) {
			p.held++
			return
		}
		t.Logf("%s:\n\t%s\n\t\t%s\n\t%s\n\t\t%s", p.name, c.text, strings.Join(want, "\n\t\t"), text, strings.Join(got, "\n\t\t"))
	}
	for _, file := range files {
		cases, _, err := parseCases(file)
		if err != nil {
			t.Fatal(err)
		}
		one := property{name: strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "contrast-"), ".case")}
		for i := range cases {
			c := &cases[i]
			one.from++
			if compareLines(c.want, readCase(t, reader, c)) == "" {
				one.held++
			}
			if c.want[0] == "nothing" {
				continue
			}
			named := countriesIn(c.text)
			if len(named) > 1 {
				a, b := named[0], named[1]
				swap := func(k *country) *country {
					switch k {
					case a:
						return b
					case b:
						return a
					}
					return k
				}
				text := substitute(c.text, swap)
				check(&swapped, c, text, signatures(t, reader, c.text, swap, ""), signatures(t, reader, text, nil, ""))
			}
			for n, from := range named {
				to := substituteFor(len(c.text)*7+n*11, named)
				other := func(k *country) *country {
					if k == from {
						return to
					}
					return k
				}
				text := substitute(c.text, other)
				check(&replaced, c, text, signatures(t, reader, c.text, other, ""), signatures(t, reader, text, nil, ""))
			}
			if c.passive != "" {
				check(&passive, c, c.passive, signatures(t, reader, c.text, nil, ""), signatures(t, reader, c.passive, nil, ""))
			}
			if x, text := saidOf(c, one.name, i); text != "" {
				check(&said, c, text, signatures(t, reader, c.text, nil, x), signatures(t, reader, text, nil, "?"+x))
			}
			if text := datedOf(c, one.name); text != "" {
				check(&dated, c, text, signatures(t, reader, c.text, nil, ""), signatures(t, reader, text, nil, ""))
			}
			if other := otherOf(cases, i, named); other != "" && one.name != "headlines" {
				both := append(signatures(t, reader, c.text, nil, ""), signatures(t, reader, other, nil, "")...)
				slices.Sort(both)
				check(&joined, c, c.text+" "+other, both, signatures(t, reader, c.text+" "+other, nil, ""))
			}
		}
		byFile = append(byFile, one)
		all.held += one.held
		all.from += one.from
	}

	var b strings.Builder
	b.WriteString("# How many contrast cases hold, and how many readings change with the sentence as they should. README.md explains.\n")
	line := func(p property) {
		fmt.Fprintf(&b, "%4d of %4d  %5.1f%%  %s\n", p.held, p.from, 100*float64(p.held)/float64(max(p.from, 1)), p.name)
	}
	all.name = "cases"
	line(all)
	for _, p := range byFile {
		p.name = "  " + p.name
		line(p)
	}
	for _, p := range []property{swapped, replaced, passive, said, dated, joined} {
		line(p)
	}
	if *update {
		if err := os.WriteFile(contrastGolden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	golden, err := os.ReadFile(contrastGolden)
	if err != nil {
		t.Fatal(err)
	}
	if string(golden) != b.String() {
		t.Errorf("%s says\n%s\nand now it is\n%s\n-update rewrites it", contrastGolden, golden, b.String())
	}
}

// countriesIn returns the countries that a text names, in its order.
func countriesIn(text string) (named []*country) {
	walkCountries(text, func(k *country, _ int, _ string) string {
		if k != nil && !slices.Contains(named, k) {
			named = append(named, k)
		}
		return ""
	})
	return named
}

// substitute puts, for every country that the text names, the other one's words, and mends the article before them.
func substitute(text string, other func(*country) *country) string {
	return walkCountries(text, func(k *country, form int, word string) string {
		if k == nil {
			return word
		}
		words := other(k).words()
		return words[form]
	})
}

// walkCountries calls f for every word of a country and for the text between, with a nil country, and joins what it returns.
func walkCountries(text string, f func(k *country, form int, word string) string) string {
	var out strings.Builder
	start := 0
	for i := 0; i < len(text); {
		k, form := countryAt(text, i)
		if k == nil {
			i++
			continue
		}
		word := k.words()[form]
		between := f(nil, 0, text[start:i])
		replacement := f(k, form, word)
		out.WriteString(article(between, replacement))
		out.WriteString(replacement)
		i += len(word)
		start = i
	}
	out.WriteString(f(nil, 0, text[start:]))
	return out.String()
}

func countryAt(text string, i int) (*country, int) {
	letter := func(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
	if i > 0 && letter(text[i-1]) {
		return nil, 0
	}
	for c := range contrastCountries {
		k := &contrastCountries[c]
		for form, word := range k.words() {
			if form == 1 && word == k.adjective && !strings.HasSuffix(text[:i], " of ") {
				continue // "Japanese aid", but "thousands of Japanese"
			}
			if end := i + len(word); strings.HasPrefix(text[i:], word) && (end == len(text) || !letter(text[end])) {
				return k, form
			}
		}
	}
	return nil, 0
}

// article makes an "a" or "an" at the end of a text fit the word that follows: "a Ukrainian", "an Egyptian".
func article(before, word string) string {
	vowel := word != "" && strings.ContainsRune("AEIO", rune(word[0]))
	for _, a := range []string{"a", "A"} {
		for _, ending := range []string{a + " ", a + "n "} {
			if before == ending || strings.HasSuffix(before, " "+ending) {
				before = strings.TrimSuffix(before, ending) + a
				if vowel {
					before += "n"
				}
				return before + " "
			}
		}
	}
	return before
}

// substituteFor chooses a country that the sentence does not name: always the same for the same sentence.
func substituteFor(seed int, named []*country) *country {
	for n := 0; ; n++ {
		k := &contrastCountries[(seed+n)%len(contrastCountries)]
		if !slices.Contains(named, k) {
			return k
		}
	}
}

// saidOf puts "X said on Monday that" before a sentence; "" when it is not one plain sentence, or when being said by
// somebody would rightly change what it is: "Chad must withdraw" is the demand of who says so.
func saidOf(c *readingCase, file string, i int) (speaker, text string) {
	if file == "headlines" || strings.ContainsAny(c.text, "\"?\n") || strings.Count(c.text, ". ") > 0 || !strings.HasSuffix(c.text, ".") {
		return "", ""
	}
	for _, word := range []string{"must", "should", "would", "needs to", "It is"} {
		if strings.Contains(c.text, word) {
			return "", ""
		}
	}
	speaker = outsiders[i%len(outsiders)]
	text = c.text
	if k, _ := countryAt(text, 0); k == nil {
		text = strings.ToLower(text[:1]) + text[1:]
	}
	return speaker, speaker + " said on Monday that " + text
}

// datedOf puts "On Monday, " before a plain sentence that does not tell a time; "" when it is not one.
func datedOf(c *readingCase, file string) string {
	if file == "headlines" || file == "circumstances" || strings.ContainsAny(c.text, "\"?\n") || strings.Count(c.text, ". ") > 0 || !strings.HasSuffix(c.text, ".") {
		return ""
	}
	for _, word := range []string{"day", "week", "month", "In ", "If ", "After ", "During ", "According ", "At ", "will", "is to", "are to"} {
		if strings.Contains(c.text, word) {
			return ""
		}
	}
	text := c.text
	if k, _ := countryAt(text, 0); k == nil {
		text = strings.ToLower(text[:1]) + text[1:]
	}
	return "On Monday, " + text
}

// otherOf returns the next plain sentence of the file that names none of the countries; "" when there is none.
func otherOf(cases []readingCase, i int, named []*country) string {
	for n := 1; n < len(cases); n++ {
		c := &cases[(i+n)%len(cases)]
		if c.want[0] == "nothing" || strings.ContainsAny(c.text, "\"?\n") || !strings.HasSuffix(c.text, ".") {
			continue
		}
		apart := true
		for _, k := range countriesIn(c.text) {
			apart = apart && !slices.Contains(named, k)
		}
		if apart {
			return c.text
		}
	}
	return ""
}

// signatures reads a text and returns a line an event: its code, status, parties and content. Countries are told as
// other has them. With a speaker, each line ends with the voice; "?" before the speaker asks whether it is there.
func signatures(t *testing.T, reader *Reader, text string, other func(*country) *country, speaker string) (lines []string) {
	t.Helper()
	rep, err := report.FromText([]byte(text), report.Options{Published: "2021-06-10"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := reader.Read(context.Background(), rep)
	if err != nil {
		t.Fatal(err)
	}
	for i := range got.Events {
		e := &got.Events[i]
		line := fmt.Sprintf("%s %s %.2s %s -> %s", codeText(e.Category, e.Mode), e.Status, e.CAMEO, codedParties(e.Sources, other), codedParties(e.Recipients, other))
		if e.Content != nil {
			line += "; content " + codeText(e.Content.Category, e.Content.Mode)
		}
		if speaker != "" && (speaker[0] != '?' || hasVoice(e, speaker[1:])) {
			line += "; voice " + strings.TrimPrefix(speaker, "?")
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

func hasVoice(e *event.Event, name string) bool {
	for _, v := range e.Attribution {
		if v.Name == name {
			return true
		}
	}
	return false
}

// codedParties lists parties by country and sector, else by name, in the order of the alphabet.
func codedParties(parties []actor.Party, other func(*country) *country) string {
	var all []string
	for _, p := range parties {
		code := p.Country
		for k := range contrastCountries {
			if c := &contrastCountries[k]; c.code == code && other != nil {
				code = other(c).code
				break
			}
		}
		if code == "" {
			code = strings.ToLower(p.Name)
		}
		all = append(all, code+":"+string(p.Sector))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
