package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/report"
	"chancery/when"
)

const timeML = `<?xml version="1.0" ?>
<TimeML>
<DOCID>sample</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2021-06-10" functionInDocument="CREATION_TIME">June 10, 2021</TIMEX3></DCT>
<TITLE>A title</TITLE>
<TEXT>
The envoy <EVENT eid="e1" class="OCCURRENCE">came</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2021-06-08">June 8</TIMEX3> &amp; stayed <TIMEX3 tid="t2" type="DURATION" value="P3D">three days</TIMEX3>.

He left <TIMEX3 tid="t3" type="DATE" value="2021-06-10">yesterday</TIMEX3>.
</TEXT>
</TimeML>`

func TestReadDatesTimeML(t *testing.T) {
	d, err := readDatesFile(strings.NewReader(timeML))
	if err != nil {
		t.Fatal(err)
	}
	if d.Published.EDTF != "2021-06-10" {
		t.Errorf("published %q", d.Published.EDTF)
	}
	if !strings.HasPrefix(d.Text, "\nThe envoy came on June 8 & stayed three days.") {
		t.Errorf("text %q", d.Text)
	}
	var words []string
	for _, x := range d.Times {
		words = append(words, x.In(d.Text)+" "+x.Type+" "+x.Value)
	}
	if got := strings.Join(words, ", "); got != "June 8 DATE 2021-06-08, three days DURATION P3D, yesterday DATE 2021-06-10" {
		t.Error(got)
	}
	if blocks := d.Paragraphs(); len(blocks) != 2 || blocks[1].In(d.Text) != "He left yesterday." {
		t.Errorf("paragraphs %v", blocks)
	}
}

func TestReadDatesWikiWars(t *testing.T) {
	d, err := readDatesFile(strings.NewReader(`<DOC><DATETIME> <TIMEX2 val="2009-12-19T17:00:00">2009-12-19</TIMEX2> </DATETIME>
<TEXT>It began <TIMEX2 val="XXXX-WXX">a week after <TIMEX2 val="1994">1994</TIMEX2></TIMEX2>, at <TIMEX2>the same time</TIMEX2>.</TEXT></DOC>`))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Times) != 3 || d.Times[0].In(d.Text) != "a week after 1994" || d.Times[1].In(d.Text) != "1994" || d.Times[2].Value != "" {
		t.Errorf("%+v", d.Times)
	}
	if _, _, day, ok := d.Published.Day(); !ok || day != 19 {
		t.Errorf("published %+v", d.Published)
	}
}

func TestReadDatesMistakes(t *testing.T) {
	for _, s := range []string{"", "no markup", "<TimeML><TEXT></TEXT></TimeML>", "<TimeML><TEXT>cut"} {
		if _, err := readDatesFile(strings.NewReader(s)); err == nil {
			t.Errorf("%q was read", s)
		}
	}
}

// TestDatesScore counts by hand: one right in all, one of another extent and value, one missed, one too many.
func TestDatesScore(t *testing.T) {
	d, err := readDatesFile(strings.NewReader(timeML))
	if err != nil {
		t.Fatal(err)
	}
	at := func(words string) report.Span {
		i := strings.Index(d.Text, words)
		return report.Span{Start: i, End: i + len(words)}
	}
	found := []when.Expression{
		{Span: at("The envoy"), Value: "PAST_REF"},
		{Span: at("June 8"), Value: "2021-06-08"},
		{Span: at("stayed three"), Type: when.Duration, Value: "P1D"},
		{Span: at("He left")}, // no TIMEX: it has no value
	}
	var differ []string
	score := Dates([]DatesDocument{d}, func(*DatesDocument) []when.Expression { return found }, func(e DatesError) {
		differ = append(differ, strings.Fields(e.String())[0])
	})
	if want := (DatesScore{Gold: 3, Found: 3, Relaxed: 2, Strict: 1, Value: 1, Type: 2}); score != want {
		t.Errorf("got %+v, want %+v", score, want)
	}
	if got := strings.Join(differ, " "); got != "value missed wrong" {
		t.Errorf("differences: %s", got)
	}
	if f := score.F1(score.Relaxed); f < 66.66 || f > 66.67 {
		t.Errorf("F1 of 2 right among 3 and 3 is %.2f", f)
	}
}

func FuzzReadDates(f *testing.F) {
	f.Add(timeML)
	f.Add("<DOC><TEXT>a<TIMEX2 val=\"1994\">b<TIMEX2>c</TIMEX2></TIMEX2></TEXT></DOC>")
	f.Fuzz(func(t *testing.T, file string) {
		d, err := ReadDatesDocument(strings.NewReader(file), "f")
		if err != nil {
			return
		}
		var s DatesScore
		s.Add(&d, nil, func(e DatesError) { _ = e.String() })
		for _, block := range d.Paragraphs() {
			_ = block.In(d.Text)
		}
	})
}

func TestIsDatesSource(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"1.key.xml", "1.source.xml", "2.xml", "3.xml", "3.key.xml"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]bool{"1.key.xml": false, "1.source.xml": true, "2.xml": false, "3.xml": true, "3.key.xml": false} {
		if got := IsDatesSource(filepath.Join(dir, name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
