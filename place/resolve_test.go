package place

import (
	"strings"
	"testing"

	"chancery/codebook"
	"chancery/report"
)

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Load(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// spansOf returns the spans of the names in the text, one after the other.
func spansOf(t testing.TB, text string, names ...string) (spans []report.Span) {
	t.Helper()
	from := 0
	for _, name := range names {
		at := strings.Index(text[from:], name)
		if at < 0 {
			t.Fatalf("%q does not follow in %q", name, text)
		}
		spans = append(spans, report.Span{Start: from + at, End: from + at + len(name)})
		from += at + len(name)
	}
	return spans
}

func TestResolve(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		text  string
		names []string
		want  []string // name/division/country
		hints Hints
	}{
		{text: "The envoys met in Paris on Monday.", names: []string{"Paris"}, want: []string{"Paris/Île-de-France/FRA"}},
		{text: "A fire broke out in Paris, Texas.", names: []string{"Paris", "Texas"}, want: []string{"Paris/Texas/USA", "Texas//USA"}},
		{text: "Crews from Lexington and Versailles helped in Paris, said officials in Frankfort, Kentucky.",
			names: []string{"Lexington", "Versailles", "Paris", "Frankfort", "Kentucky"},
			want:  []string{"Lexington/Kentucky/USA", "Versailles/Kentucky/USA", "Paris/Kentucky/USA", "Frankfort/Kentucky/USA", "Kentucky//USA"}},
		{text: "The sheriff of Henry County closed the road to Paris.", names: []string{"Henry County", "Paris"},
			want: []string{"Henry County/Tennessee/USA", "Paris/Tennessee/USA"}},
		{text: "Shelling near Martuni and Askeran went on, said Stepanakert.", names: []string{"Martuni", "Askeran", "Stepanakert"},
			want: []string{"Khojavend/Khojavend/AZE", "Askeran/Khojaly/AZE", "Khankendi//AZE"}},
		{text: "Residents of Sevan and Gavar, not far from Martuni, complained.", names: []string{"Sevan", "Gavar", "Martuni"},
			want: []string{"Sevan/Gegharkunik/ARM", "Gavar/Gegharkunik/ARM", "Martuni/Gegharkunik/ARM"}},
		{text: "Troops left Kelbajar, which others write Kalbajar, Kəlbəcər or Karvachar.", names: []string{"Kelbajar", "Kalbajar", "Kəlbəcər", "Karvachar"},
			want: []string{"Kalbajar/Kalbajar/AZE", "Kalbajar/Kalbajar/AZE", "Kalbajar/Kalbajar/AZE", "Kalbajar/Kalbajar/AZE"}},
		{text: "Georgian police said that Georgia had closed the border near Gori and Tskhinvali.", names: []string{"Georgian", "Georgia", "Gori", "Tskhinvali"},
			want: []string{"Georgia//GEO", "Georgia//GEO", "Gori/Shida Kartli/GEO", "Tskhinvali//GEO"}},
		{text: "Voters in Ohio, Georgia and Florida went to the polls; in Atlanta the queues were long.", names: []string{"Ohio", "Georgia", "Florida", "Atlanta"},
			want: []string{"Ohio//USA", "Georgia//USA", "Florida//USA", "Atlanta/Georgia/USA"}},
		{text: "L.A. is in California, not in La.", names: []string{"L.A.", "California", "La."},
			want: []string{"Los Angeles/California/USA", "California//USA", "Louisiana//USA"}},
		{text: "The convoy crossed into Gaza from Egypt.", names: []string{"Gaza", "Egypt"}, want: []string{"Gaza Strip//PSE", "Egypt//EGY"}},
		{text: "The ship passed the Strait of Hormuz.", names: []string{"Strait of Hormuz"}, want: []string{"Strait of Hormuz//"}},
		{text: "A spokesman in Tripoli denied it.", names: []string{"Tripoli"}, want: []string{"Tripoli//LBY"}},
		{text: "Clashes broke out in Tripoli, Lebanon's second city after Beirut.", names: []string{"Tripoli", "Lebanon", "Beirut"},
			want: []string{"Tripoli/North Lebanon/LBN", "Lebanon//LBN", "Beirut/Beirut/LBN"}},
		{text: "The council of Richmond met.", names: []string{"Richmond"}, want: []string{"Richmond/England/GBR"}, hints: Hints{URL: "https://news.example.co.uk/1"}},
		{text: "They live in Qwertzuiopville.", names: []string{"Qwertzuiopville"}, want: []string{"-"}},
	} {
		mentions := g.Resolve(c.text, spansOf(t, c.text, c.names...), c.hints)
		for i, m := range mentions {
			got := "-"
			if m.Resolved {
				got = m.Place.Name + "/" + m.Place.Admin1 + "/" + m.Place.Country
			}
			if got != c.want[i] {
				t.Errorf("%q: %s is %s, want %s", c.text, c.names[i], got, c.want[i])
			}
		}
	}
}

func TestSurroundings(t *testing.T) {
	g := load(t)
	text := "The road from Goris to Qwertzuiopville is closed."
	spans := spansOf(t, text, "Goris", "Qwertzuiopville")
	m := g.Resolve(text, spans, Hints{Surroundings: true})
	if m[1].Resolved || Kilometres(m[1].Place, m[0].Place) > 1 {
		t.Errorf("the unknown place is not set beside the known one: %+v", m[1])
	}
	if m := g.Resolve(text, spans, Hints{}); m[1].Place != (Place{}) {
		t.Errorf("a guess that nobody asked for: %+v", m[1])
	}
}

func TestResolveKeepsOrder(t *testing.T) {
	g := load(t)
	text := "From Baku to Yerevan."
	s := spansOf(t, text, "Baku", "Yerevan")
	m := g.Resolve(text, []report.Span{s[1], {Start: 900, End: 901}, s[0], {}}, Hints{})
	if m[0].Place.Name != "Yerevan" || m[1].Resolved || m[2].Place.Name != "Baku" || m[3].Resolved {
		t.Errorf("%+v", m)
	}
}

// The names by which the parties to the Karabakh conflict call the same places.
func TestNamesOfOnePlace(t *testing.T) {
	g := load(t)
	for _, names := range []string{
		"Stepanakert Khankendi Xankəndi Khankandi",
		"Shusha Shushi Şuşa",
		"Lachin Berdzor Laçın",
		"Kalbajar Kelbajar Karvachar Kəlbəcər Kelbadzhar",
		"Jabrayil Jabrail Cəbrayıl Jebrail",
		"Fuzuli Fizuli Füzuli Varanda",
		"Aghdam Agdam Ağdam Akna",
		"Zangilan Zangelan Zəngilan Kovsakan",
		"Qubadli Gubadli Kubatly Qubadlı",
		"Hadrut Gadrut",
		"Martakert Mardakert Aghdara Ağdərə",
		"Nagorno-Karabakh Artsakh Karabakh Nagorny_Karabakh Upper_Karabakh",
		"Nakhchivan Nakhichevan Naxçıvan",
		"Sev_Lich Black_Lake",
		"Sotk Zod",
	} {
		var first Place
		for i, name := range strings.Fields(names) {
			name = strings.ReplaceAll(name, "_", " ")
			m := g.Resolve(name, []report.Span{{Start: 0, End: len(name)}}, Hints{Countries: []string{"AZE", "ARM"}})[0]
			if !m.Resolved {
				t.Errorf("%s is unknown", name)
			} else if i == 0 {
				first = m.Place
			} else if m.Place != first {
				t.Errorf("%s is %v, not %v", name, m.Place, first)
			}
		}
	}
}

func TestPrecision(t *testing.T) {
	g := load(t)
	for name, want := range map[string][2]int{
		"Goris": {1, 1}, "Syunik": {3, 4}, "Armenia": {3, 6}, "South Caucasus": {3, 5}, "Lachin corridor": {3, 5},
		"Black Sea": {3, 7}, "Nagorno-Karabakh": {3, 4}, "Kalbajar district": {2, 3}, "Hakari bridge": {1, 1},
	} {
		m := g.Resolve(name, []report.Span{{Start: 0, End: len(name)}}, Hints{})[0]
		if m.ACLED != want[0] || m.UCDP != want[1] {
			t.Errorf("%s (%v): ACLED %d, UCDP %d, want %v", name, m.Place, m.ACLED, m.UCDP, want)
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	g := load(b)
	text := "Crews from Lexington, Versailles, Springfield, Georgetown, Richmond, Franklin, Clinton and Paris met in Frankfort, Kentucky, on the road from Washington to Columbus, Ohio."
	spans := spansOf(b, text, "Lexington", "Versailles", "Springfield", "Georgetown", "Richmond", "Franklin", "Clinton", "Paris", "Frankfort", "Kentucky", "Washington", "Columbus", "Ohio")
	for b.Loop() {
		g.Resolve(text, spans, Hints{})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(codebook.Shipped()); err != nil {
			b.Fatal(err)
		}
	}
}
