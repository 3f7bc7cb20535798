package origin

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chancery/report"
)

// ferry is a report of ours about nothing that happened.
const ferry = `The ferry company of the northern islands said on Tuesday that it would stop sailing to Port Ellis at the end of May because the pier can no longer carry lorries.

The 48 people who live on the island learned of the decision from a notice at the grocer's. "Nobody asked us how the milk is to come over," said Berta Holm, who has kept the shop since 1988.

The regional council has promised a new pier for 12 million crowns but has not found a builder. Two companies looked at the bay in March and declined, the council's engineer Tomas Reed said.

A smaller boat could land on the western beach in calm weather. The labour inspectorate would have to allow it first, and its answer is expected in three weeks.

The islanders will meet the minister of transport, Ada Lind, in Westhaven on Friday. They ask for a programme of defence against the tide and for two sailings a week in winter.`

const orchard = `Growers in the Upper Vale expect the smallest harvest of pears for a generation after hail fell on the orchards for the third time this spring.

The cooperative at Millbridge, which buys from about 90 farms, put the damage at two thirds of the crop. Its chairman, Otto Brandt, called on the government to open the relief fund before the autumn.

Insurers had raised their rates after the storms of last year, and only one farm in five was covered when the hail came down on Sunday evening, he said.`

func TestCompare(t *testing.T) {
	p := strings.Split(ferry, "\n\n")
	o := strings.Split(orchard, "\n\n")
	join := func(p []string) string { return strings.Join(p, "\n\n") }
	money := func(day, sum, rate string) string {
		return "The central bank took " + sum + " crowns out of the money market on " + day + " by selling bills that run for a week, it said in its notice to dealers. " +
			"The lowest rate accepted was " + rate + " per cent. Before the sale dealers had put the surplus in the market at about " + sum + " crowns, more than on any day since January. " +
			"The bank will decide on its rates at the meeting of the council. Analysts expect no change before the new figures on prices are published."
	}
	greeting := func(head, state, year string) string {
		return "President Lind has sent a letter of congratulation to " + head + " on the occasion of the National Day of " + state + ". In the letter the President expressed her confidence that the relations between the two countries, founded on trust and friendship, would grow stronger in " + year + " and wished the people of " + state + " peace and prosperity."
	}
	for _, test := range []struct {
		name string
		a, b string
		want Relation // "" for no copy
	}{
		{"the same", ferry, ferry, Identical},
		{"capitals, quotes and line breaks", ferry, strings.ToUpper(strings.ReplaceAll(ferry, "\n\n", "\n")), Identical},
		{"spelling", ferry, join(each(p, respell)), Identical},
		{"tail cut", ferry, join(p[:2]), Excerpt},
		{"last paragraph cut", ferry, join(p[:4]), Near},
		{"paragraph added before", ferry, join(append([]string{o[0]}, p...)), Near},
		{"within a longer report", join(p[:3]), join(append(append([]string{o[0], o[1], o[2]}, p[:3]...), "A bridge was never built, since the strait is deep and the winters are hard on concrete.")), Contained},
		{"paragraphs exchanged", ferry, join([]string{p[0], p[2], p[1], p[4], p[3]}), Near},
		{"a number updated", ferry, strings.Replace(ferry, "48 people", "51 people", 1), Version},
		{"something else", ferry, orchard, ""},
		{"a sentence in common", ferry, orchard + "\n\n" + strings.SplitAfter(p[2], ". ")[0], ""},
		{"a formula of the money market", money("Monday", "300 million", "4.15"), money("Thursday", "750 million", "4.35"), ""},
		{"a letter of congratulation", greeting("King Harald", "Norland", "2021"), greeting("President Mbeki", "Sudland", "2022"), ""},
		{"dividends of two companies", "NORTHERN FERRIES SETS PAYOUT Qtly div 22 cts vs 22 cts prior Pay April 10 Record March 20", "MILLBRIDGE PEARS SETS PAYOUT Qtly div 22 cts vs 22 cts prior Pay April 10 Record March 20", ""},
		{"a brief and the same brief", "Two ferries collided off Port Ellis on Monday night and one passenger was slightly injured, the coast guard said.", "Two ferries collided off Port Ellis on Monday night and one passenger was slightly injured, the coast guard said.", Identical},
		{"briefs that begin alike", "Two ferries collided off Port Ellis on Monday night and one passenger was slightly injured, the coast guard said.", "Two ferries collided off Cape Wrath on Sunday morning and nine passengers were taken to hospital, the police said.", ""},
		{"nothing", "", "", ""},
		{"nothing and something", "", ferry, ""},
		{"three words", "Talks go on", "Talks go on", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := SignatureOf(test.a), SignatureOf(test.b)
			got, ok := Compare(&a, &b)
			if got.Relation != test.want || ok != (test.want != "") {
				shared, x, y := shares(&a, &b)
				t.Fatalf("%q (%v), want %q: %+v; %d shared, %.2f of a, %.2f of b", got.Relation, ok, test.want, got, shared, x, y)
			}
			if ok && got.Reason == "" {
				t.Error("no reason")
			}
			if ok && !shareBand(&a, &b) {
				t.Error("they share no band")
			}
		})
	}
}

// shareBand reports whether two texts would be compared.
func shareBand(a, b *Signature) bool {
	n := 0
	for _, band := range a.Bands() {
		if contains(b.Bands(), band) {
			n++
		}
	}
	return n > 0 && Promising(n, len(a.Bands()), len(b.Bands()))
}

func TestRelate(t *testing.T) {
	const brief = "The central bank bought bills for two billion crowns from dealers on its own account, a spokesman said. Dealers had expected it to enter the market, as rates stood at six per cent when it did."
	updated := strings.NewReplacer("48 people", "51 people", "12 million", "14 million").Replace(ferry)
	yearly := strings.NewReplacer("48 people", "51 people", "12 million", "14 million", "March", "April", "three weeks", "five weeks").Replace(ferry)
	day := func(s string) report.Published {
		p, err := report.ParsePublished(s)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, test := range []struct {
		name   string
		a, b   Item
		at, bt string
		want   Relation
		first  int
	}{
		{name: "a copy a day later", at: ferry, bt: ferry, a: Item{Outlet: "A", Published: day("2021-05-04")}, b: Item{Outlet: "B", Published: day("2021-05-05")}, want: Identical, first: -1},
		{name: "the time of the day tells which was first", at: ferry, bt: ferry, a: Item{Published: day("2021-05-04T16:00:00Z")}, b: Item{Published: day("2021-05-04T09:00:00Z")}, want: Identical, first: 1},
		{name: "a day and a time on it tell nothing", at: ferry, bt: ferry, a: Item{Published: day("2021-05-04")}, b: Item{Published: day("2021-05-04T09:00:00Z")}, want: Identical},
		{name: "a reprint years later", at: ferry, bt: ferry, a: Item{Published: day("2021-05-04")}, b: Item{Published: day("2023-05-04")}, want: Identical, first: -1},
		{name: "a short text again after a week", at: brief, bt: brief, a: Item{Published: day("2021-05-04")}, b: Item{Published: day("2021-05-11")}},
		{name: "a short text on the same day", at: brief, bt: brief, a: Item{Published: day("2021-05-04")}, b: Item{Published: day("2021-05-04")}, want: Identical},
		{name: "numbers updated on the next day", at: ferry, bt: updated, a: Item{Published: day("2021-05-04")}, b: Item{Published: day("2021-05-05")}, want: Version, first: -1},
		{name: "other numbers a year later", at: ferry, bt: yearly, a: Item{Published: day("2021-05-04")}, b: Item{Published: day("2022-05-05")}},
		{name: "the same address", at: ferry, bt: yearly, a: Item{URL: "https://a.example/1", Published: day("2021-05-04")}, b: Item{URL: "https://a.example/1", Published: day("2022-05-05")}, want: Version, first: -1},
		{name: "the same outlet goes on writing", at: strings.Join(strings.Split(ferry, "\n\n")[:3], "\n\n"), bt: ferry, a: Item{Outlet: "A"}, b: Item{Outlet: "A"}, want: Version},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := SignatureOf(test.at), SignatureOf(test.bt)
			test.a.Signature, test.b.Signature = &a, &b
			got, ok := Relate(test.a, test.b)
			if got.Relation != test.want || got.First != test.first || ok != (test.want != "") {
				t.Fatalf("%q, first %d (%v), want %q, first %d: %+v", got.Relation, got.First, ok, test.want, test.first, got)
			}
			back, okBack := Relate(test.b, test.a)
			if okBack != ok || back.Relation != got.Relation || back.First != -got.First || back.OfA != got.OfB || back.Longer != -got.Longer {
				t.Errorf("the other way round %+v, this way %+v", back, got)
			}
		})
	}
}

// TestReportSignature holds that what outlets write around a text does not count.
func TestReportSignature(t *testing.T) {
	read := func(text string) *report.Report {
		r, err := report.FromText([]byte(text), report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return &r
	}
	a := ReportSignature(read("Islanders fear for their ferry\n\nWESTHAVEN, May 4, 2021 (Northern Wire) - " + ferry))
	b := ReportSignature(read("No more lorries: a pier gives way\n\nWESTHAVEN, May 4, 2021 (Evening Star) - " + ferry + "\n\n(Reporting by Jane Roe)"))
	if got, ok := Compare(&a, &b); !ok || got.Relation != Identical {
		t.Errorf("%+v", got)
	}
	// Of a short text the headline says what it is about.
	c := ReportSignature(read("Northern Ferries sets its dividend\n\nThe quarterly dividend is 22 cents a share, to be paid on April 10 to holders of record on March 20."))
	d := ReportSignature(read("Millbridge Pears: the board has decided on a payout\n\nThe quarterly dividend is 22 cents a share, to be paid on April 10 to holders of record on March 20."))
	if got, ok := Compare(&c, &d); ok {
		t.Errorf("two companies' dividends are a copy: %+v", got)
	}
}

// texts draws texts of few different words, so that they share shingles.
func texts(t *rapid.T, label string) string {
	words := rapid.SliceOfN(rapid.SampledFrom(strings.Fields("the a minister Lind ferry 12 48 said will sail to Port Ellis on Monday and pears fell. hail council asked for money again")), 0, 900).Draw(t, label)
	return strings.Join(words, " ")
}

func TestCompareProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at, bt := texts(t, "a"), texts(t, "b")
		a, b := SignatureOf(at), SignatureOf(bt)
		ab, ok := Compare(&a, &b)
		ba, okBack := Compare(&b, &a)
		if ok != okBack || ab.Relation != ba.Relation || ab.OfA != ba.OfB || ab.OfB != ba.OfA || ab.Longer != -ba.Longer || ab.Kept != ba.Kept || ab.Replaced != ba.Replaced {
			t.Fatalf("not symmetric: %+v and %+v", ab, ba)
		}
		if ab.OfA < 0 || ab.OfA > 1 || ab.OfB < 0 || ab.OfB > 1 {
			t.Fatalf("shares out of range: %+v", ab)
		}
		self, same := Compare(&a, &a)
		if same != (a.Words() >= shingleWords) || same && self.Relation != Identical {
			t.Fatalf("a text of %d words is no copy of itself: %+v", a.Words(), self)
		}
		again, err := Decode(a.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again.Encode(), a.Encode()) {
			t.Fatal("decoding and encoding again gives other bytes")
		}
		if cd, okDecoded := Compare(&again, &b); cd != ab || okDecoded != ok {
			t.Fatalf("decoded %+v, before %+v", cd, ab)
		}
	})
}

// TestBandsOfContained holds what makes bands find copies: 36 words in a row in common are a band in common.
func TestBandsOfContained(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z]{3,8}`)
		common := strings.Join(rapid.SliceOfN(word, 40, 80).Draw(t, "common"), " ")
		around := func(label string) string {
			return strings.Join(rapid.SliceOfN(word, 0, 150).Draw(t, label), " ")
		}
		a := SignatureOf(around("a") + " " + common + " " + around("b"))
		b := SignatureOf(around("c") + " " + common + " " + around("d"))
		if !slices.ContainsFunc(a.Bands(), func(band uint32) bool { return contains(b.Bands(), band) }) {
			t.Fatal("no band in common")
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, text := range []string{"", "Talks go on", ferry, orchard} {
		s := SignatureOf(text)
		f.Add(s.Encode())
	}
	f.Add([]byte{signatureVersion, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Decode(data)
		if err != nil {
			return
		}
		other := SignatureOf(ferry)
		Compare(&s, &other)
		Compare(&s, &s)
		if again, err := Decode(s.Encode()); err != nil || !bytes.Equal(again.Encode(), s.Encode()) {
			t.Fatalf("what was decoded does not encode and decode: %v", err)
		}
	})
}

func FuzzSignature(f *testing.F) {
	f.Add(ferry)
	f.Add("\xff’s 1,2.3 Ü")
	f.Fuzz(func(t *testing.T, text string) {
		s := SignatureOf(text)
		if err := s.check(); err != nil {
			t.Fatal(err)
		}
		if _, err := Decode(s.Encode()); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkSignatureOf(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(ferry)))
	for b.Loop() {
		SignatureOf(ferry)
	}
}

func BenchmarkCompare(b *testing.B) {
	x, y := SignatureOf(ferry), SignatureOf(strings.Join(strings.Split(ferry, "\n\n")[:3], "\n\n"))
	b.ReportAllocs()
	for b.Loop() {
		Compare(&x, &y)
	}
}

func BenchmarkDecode(b *testing.B) {
	s := SignatureOf(ferry)
	data := s.Encode()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}
