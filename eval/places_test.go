package eval

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/codebook"
	"chancery/place"
)

var updatePlaces = flag.Bool("update-places", false, "write testdata/places.golden anew")

// TestPlacesOnCorpora holds the resolver's figures on the development corpora, so that a change shows as a difference.
func TestPlacesOnCorpora(t *testing.T) {
	folder := "../../shared/corpora/geo/dev"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the corpora are not here: " + folder)
	}
	g, err := place.Load(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# Places with their spans given (go test ./eval -run PlacesOnCorpora -update-places).\n")
	for _, c := range []struct {
		file  string
		hints bool
	}{{"lgl.xml", false}, {"lgl.xml", true}, {"GeoVirus.xml", false}} {
		f, err := os.Open(filepath.Join(folder, c.file))
		if err != nil {
			t.Fatal(err)
		}
		articles, err := ReadPlaces(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		s := Places(g, articles, PlacesOptions{Hints: c.hints})
		from := "text alone"
		if c.hints {
			from = "text and address"
		}
		fmt.Fprintf(&b, "%s %s: acc161 %.2f acc161_known %.2f median_km %.2f places %d\n", c.file, from, s.Accuracy161, s.Known161, s.MedianKm, s.Gold)
	}
	golden := filepath.Join("testdata", "places.golden")
	if *updatePlaces {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("figures changed; when that is meant, run with -update-places\nhas\n%swant\n%s", b.String(), want)
	}
}

func TestReadPlaces(t *testing.T) {
	const lgl = `<articles><article docid="7"><url>http://x.example/1</url><domain>x.example</domain><text>Ein “Haus” in Köln, Ohio.</text>
<toponyms><toponym><start>14</start><end>18</end><phrase>Köln</phrase><gaztag><lat>50.9</lat><lon>6.9</lon></gaztag></toponym>
<toponym><start>20</start><end>24</end><phrase>Ohio</phrase></toponym></toponyms></article></articles>`
	articles, err := ReadPlaces(strings.NewReader(lgl))
	if err != nil {
		t.Fatal(err)
	}
	a := articles[0]
	if len(a.Places) != 2 || a.Places[0].In(a.Text) != "Köln" || !a.Places[0].Located || a.Places[0].Lat != 50.9 || a.Places[1].In(a.Text) != "Ohio" || a.Places[1].Located {
		t.Errorf("%+v", a)
	}
	const virus = `<articles><article><source>s</source><text>Cases in Kenya rose.</text><locations><location><name>Kenya</name><start>10</start><end>15</end><lat>1</lat><lon>38</lon></location></locations></article></articles>`
	articles, err = ReadPlaces(strings.NewReader(virus))
	if err != nil {
		t.Fatal(err)
	}
	if p := articles[0].Places[0]; p.In(articles[0].Text) != "Kenya" || !p.Located {
		t.Errorf("%+v", p)
	}
	const webNews = `<articles><article><link>l</link><text>English is spoken in Kenya and in the town.</text><toponyms>
<toponym><type>Language</type><start>0</start><end>7</end><extractedName>English</extractedName></toponym>
<toponym><type>Literal</type><start>21</start><end>26</end><extractedName></extractedName><latitude>1</latitude><longitude>38</longitude></toponym>
<toponym><type>Literal_Expression</type><start>38</start><end>42</end><extractedName>town</extractedName></toponym></toponyms></article></articles>`
	articles, err = ReadPlaces(strings.NewReader(webNews))
	if err != nil {
		t.Fatal(err)
	}
	if p := articles[0].Places; articles[0].ID != "l" || len(p) != 3 || !p[0].NoName || p[1].Phrase != "Kenya" || !p[1].Located || p[1].Lon != 38 || p[1].NoName || !p[2].NoName {
		t.Errorf("%+v", articles[0])
	}
	for _, bad := range []string{"", "<articles></articles>", "<articles><article><text>x</text><toponyms><toponym><start>?</start></toponym></toponyms></article></articles>"} {
		if _, err := ReadPlaces(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is read without complaint", bad)
		}
	}
}

func FuzzReadPlaces(f *testing.F) {
	f.Add("<articles><article><text>Köln</text><toponyms><toponym><start>0</start><end>4</end><extractedName/><latitude>1</latitude></toponym></toponyms></article></articles>")
	f.Add("<articles><article><text>Köln</text><toponyms><toponym><start>0</start><phrase>Köln</phrase><gaztag><lat>1</lat><lon>2</lon></gaztag></toponym></toponyms></article></articles>")
	f.Fuzz(func(t *testing.T, text string) {
		articles, err := ReadPlaces(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, a := range articles {
			for _, p := range a.Places {
				if p.In(a.Text) != p.Phrase {
					t.Errorf("%q stands where %q should", p.In(a.Text), p.Phrase)
				}
			}
		}
	})
}
