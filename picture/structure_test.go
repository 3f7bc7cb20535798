package picture

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chancery/when"
)

// element is what the tests look at in a parsed drawing.
type element struct {
	name, text string
	attr       map[string]string
	parents    []string
}

// parse reads a drawing as XML and checks what holds for every picture: one
// root, no style, no script, no handler, unique ids, references that lead
// somewhere, a title for each link.
func parse(t fatal, svg string) []element {
	d := xml.NewDecoder(strings.NewReader(svg))
	d.Strict = true
	var all []element
	var open []int
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("the drawing is no XML: %v", err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			e := element{name: x.Name.Local, attr: map[string]string{}}
			for _, a := range x.Attr {
				if _, twice := e.attr[a.Name.Local]; twice {
					t.Fatalf("<%s> has %s twice", e.name, a.Name.Local)
				}
				e.attr[a.Name.Local] = a.Value
			}
			for _, i := range open {
				e.parents = append(e.parents, all[i].name)
			}
			all = append(all, e)
			open = append(open, len(all)-1)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				all[open[len(open)-1]].text += string(x)
			}
		}
	}
	if len(all) == 0 || all[0].name != "svg" {
		t.Fatalf("the drawing does not begin with svg")
	}
	known := map[string]bool{"svg": true, "title": true, "desc": true, "style": true, "defs": true, "linearGradient": true, "stop": true, "pattern": true, "g": true, "a": true, "path": true, "rect": true, "circle": true, "text": true}
	ids := map[string]bool{}
	for _, e := range all {
		if !known[e.name] {
			t.Fatalf("a drawing has no <%s>", e.name)
		}
		for name := range e.attr {
			if name == "style" || strings.HasPrefix(name, "on") {
				t.Fatalf("<%s> has the attribute %s", e.name, name)
			}
		}
		if id := e.attr["id"]; id != "" {
			if ids[id] {
				t.Fatalf("the id %q stands twice", id)
			}
			ids[id] = true
		}
	}
	reference := regexp.MustCompile(`^url\(#(.+)\)$`)
	for i, e := range all {
		for _, v := range e.attr {
			if m := reference.FindStringSubmatch(v); m != nil && !ids[m[1]] {
				t.Fatalf("nothing has the id %q", m[1])
			}
		}
		for _, name := range [...]string{"aria-labelledby", "aria-describedby"} {
			if v := e.attr[name]; v != "" && !ids[v] {
				t.Fatalf("%s leads to %q, which is not there", name, v)
			}
		}
		if e.name == "a" {
			if i+1 == len(all) || all[i+1].name != "title" || all[i+1].text == "" {
				t.Fatalf("the link to %s has no title", e.attr["href"])
			}
			for _, p := range e.parents {
				if p == "a" {
					t.Fatalf("a link stands in a link")
				}
			}
		}
		for _, name := range [...]string{"x", "y", "width", "height", "cx", "cy", "r"} {
			if v, ok := e.attr[name]; ok && !regexp.MustCompile(`^-?\d+(\.\d)?$`).MatchString(v) {
				t.Fatalf("<%s> has %s=%q", e.name, name, v)
			}
		}
	}
	return all
}

// fatal is what a test and a property have in common.
type fatal interface {
	Fatalf(format string, args ...any)
	Helper()
}

func TestStructure(t *testing.T) {
	for _, s := range samples {
		for _, standalone := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/%v", s.name, standalone), func(t *testing.T) {
				o := s.o
				o.Standalone = standalone
				svg, err := String(s.p, o)
				if err != nil {
					t.Fatal(err)
				}
				all := parse(t, svg)
				links := 0
				for _, e := range all {
					if e.name == "a" {
						links++
					}
				}
				want := "img"
				if links > 0 {
					want = "group"
				}
				if got := all[0].attr["role"]; got != want {
					t.Errorf("role is %q with %d links, want %q", got, links, want)
				}
				if all[1].name != "title" || all[1].text == "" {
					t.Errorf("the picture has no title")
				}
				if strings.Contains(svg, "<style") != standalone {
					t.Errorf("a style sheet belongs into a file of its own and nowhere else")
				}
			})
		}
	}
}

func TestSameBytes(t *testing.T) {
	for _, s := range samples {
		a, _ := String(s.p, s.o)
		for range 3 {
			if b, _ := String(s.p, s.o); a != b {
				t.Errorf("%s differs from run to run", s.name)
			}
		}
	}
}

func TestIDsCanBeKeptApart(t *testing.T) {
	a, _ := String(talks(), Options{ID: "one"})
	b, _ := String(talks(), Options{ID: "two"})
	parse(t, "<svg>"+a+b+"</svg>")
}

var hostile = []string{
	`"><script>alert(1)</script>`,
	`'"></title></svg><img src=x onerror=alert(1)>`,
	`</style><script>x</script>`,
	`<!--`, `]]>`, `&lt;b&gt; &amp; &#x3c;script&#x3e;`,
	"\x00\x01\x1b[31m\u0085\u2028", "\xff\xfe broken \xc3", "\ufffe\uffff\U0001ffff",
	"\u202eevil\u202c", strings.Repeat("very long name ", 60), "", " ", "…", "日本語の名前がとても長い場合", "Ա\u0301ր\u0301", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
	`javascript:alert(1)`, "java\nscript:alert(1)", ` JaVaScRiPt:alert(1)`, `data:text/html,<script>1</script>`, `vbscript:x`, `//evil.example`, `" onclick="alert(1)`,
}

// withText gives every picture with one text in all its places.
func withText(s string) []Picture {
	d := day("2021-06-08")
	href := func(_, _ when.Day) string { return s }
	counts := []Count{{First: d, Last: d, Cooperation: 2, Conflict: 1, Href: s}, {First: d, Last: d, Other: 1, Said: true}}
	node := []Node{{ID: s, Name: s, Href: s, Title: s, Events: 1}, {ID: s, Name: s, Href: s, Kind: 9}}
	edges := []Edge{{From: 0, To: 1, Count: 1, Href: s, Title: s, Tone: Conflict}, {From: 1, To: 0, Count: 2, Said: true}}
	return []Picture{
		&Timeline{Title: s, Description: s, Window: href, Today: d, Overview: append(counts, Count{First: d.Add(-4000), Last: d, Cooperation: 1}), Lanes: []Lane{
			{ID: s, Name: s, Href: s, Note: s, Marks: []Mark{{ID: s, Label: s, Title: s, Href: s, First: d, Last: d.Add(30), Status: Status(s), Track: s}, {Label: s, First: d}, {Label: s, Last: d, Status: Planned, Tone: Conflict}}},
			{ID: s, Name: s, Counts: counts}}},
		&Activity{Title: s, Description: s, Noun: s, Counts: counts, Window: href},
		&Spark{Title: s, Noun: s, Counts: counts},
		&Matrix{Title: s, Rows: []Heading{{ID: s, Name: s, Href: s}}, Columns: []Heading{{ID: s, Name: s, Href: s}}, Cells: []Cell{{Cooperation: 1, Href: s, Title: s}}},
		&Network{Title: s, Nodes: node, Edges: edges},
		&Multiples{Title: s, Nodes: node, Slices: []Slice{{Name: s, Href: s, Edges: edges}, {Name: s}}},
		&Terms{Title: s, Today: d, Window: href, Terms: []Term{{ID: s, Row: s, Label: s, Href: s, Title: s, From: On(d)}, {Row: s, Label: s, To: On(d.Add(-900))}}},
		&Ledger{Title: s, Window: href, Entries: []Entry{{ID: s, Name: s, Note: s, Href: s, Steps: []Step{{ID: s, Move: Move(s), Label: s, Title: s, Href: s, First: d, Last: d, Due: d}, {Move: Overdue, First: d, Last: d.Add(9)}}}}},
	}
}

func TestHostileText(t *testing.T) {
	for _, s := range hostile {
		for _, p := range withText(s) {
			for _, o := range []Options{{ID: s, Links: ""}, {Standalone: true, Width: 360}} {
				svg, err := String(p, o)
				if err != nil {
					t.Fatal(err)
				}
				all := parse(quiet{t}, svg)
				for _, e := range all {
					href, ok := e.attr["href"]
					if !ok {
						continue
					}
					if e.name != "a" {
						t.Errorf("<%s> has an address", e.name)
					}
					scheme, _, found := strings.Cut(strings.ToLower(href), ":")
					if found && !strings.ContainsAny(scheme, "/?#") && scheme != "http" && scheme != "https" {
						t.Errorf("%T: %q became the address %q", p, s, href)
					}
				}
			}
		}
	}
}

// quiet lets hostile text stand where a link's title would be empty.
type quiet struct{ *testing.T }

func (q quiet) Fatalf(format string, args ...any) {
	if !strings.Contains(format, "has no title") {
		q.T.Fatalf(format, args...)
	}
}

func TestOutside(t *testing.T) {
	for _, p := range []Picture{
		&Matrix{Rows: make([]Heading, 2), Columns: make([]Heading, 2), Cells: []Cell{{Row: 2}}},
		&Network{Nodes: make([]Node, 2), Edges: []Edge{{From: 0, To: 2, Count: 1}}},
		&Network{Nodes: make([]Node, 2), Positions: make([]Point, 1)},
		&Multiples{Nodes: make([]Node, 2), Slices: []Slice{{Edges: []Edge{{From: -1}}}}},
	} {
		if _, err := String(p, Options{}); !errors.Is(err, ErrOutside) {
			t.Errorf("%T gave %v, want ErrOutside", p, err)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWritingFails(t *testing.T) {
	for _, s := range samples {
		if err := s.p.SVG(full{}, s.o); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s gave %v", s.name, err)
		}
	}
}

func TestMeaningOfMarks(t *testing.T) {
	d := day("2021-06-08")
	for _, c := range []struct {
		status Status
		above  bool
		class  string
	}{
		{Actual, true, "done"}, {Ongoing, true, "ongoing"}, {Planned, false, "said"}, {Offered, false, "said"}, {Demanded, false, "said"},
		{Threatened, false, "said"}, {Hypothetical, false, "hypothetical"}, {NotHappened, false, "not-happened"}, {"", true, "done"},
	} {
		p := &Timeline{First: d.Add(-30), Last: d.Add(30), Lanes: []Lane{{Marks: []Mark{{ID: "m", First: d, Last: d, Status: c.status, Tone: Cooperation, Href: "/m"}}}}}
		l := p.arrange(&p.Lanes[0], newScale(p.First, p.Last, 0, 800))
		if (len(l.above) == 1) != c.above {
			t.Errorf("%q: above the line is %v, want %v", c.status, !c.above, c.above)
		}
		svg, _ := String(p, Options{Unexplained: true})
		if !regexp.MustCompile(`class="mark cooperation [^"]*` + c.class).MatchString(svg) {
			t.Errorf("%q is not drawn as %s", c.status, c.class)
		}
		if strings.Contains(svg, `class="cross`) != (c.status == NotHappened) {
			t.Errorf("%q: the cross stands for what did not happen alone", c.status)
		}
	}
}

func TestUncertainDaysAreDrawnOut(t *testing.T) {
	d := day("2021-06-08")
	draw := func(first, last when.Day) string {
		p := &Timeline{First: d.Add(-100), Last: d.Add(100), Lanes: []Lane{{Marks: []Mark{{ID: "m", First: first, Last: last, Tone: Conflict, Href: "/m"}}}}}
		svg, err := String(p, Options{Unexplained: true})
		if err != nil {
			t.Fatal(err)
		}
		return svg
	}
	if svg := draw(d, d); !strings.Contains(svg, `class="mark conflict`) || strings.Contains(svg, "fade") {
		t.Errorf("a day that is known is a mark without fading ends")
	}
	if svg := draw(d, d.Add(30)); !strings.Contains(svg, `fill="url(#timeline-fade-conflict)"`) || strings.Contains(svg, `class="mark`) {
		t.Errorf("a day of which only the month is known fades over the month")
	}
	if svg := draw(d, when.Day{}); !strings.Contains(svg, "fade-conflict") {
		t.Errorf("an end that is not known goes to the window's end")
	}
	if svg := draw(when.Day{}, when.Day{}); strings.Contains(svg, "data-id") || !strings.Contains(svg, "1 without a day") {
		t.Errorf("what has no day is counted, not drawn")
	}
}

func TestTooManyMarksBecomeCounts(t *testing.T) {
	p := busy(6000)
	svg, _ := String(p, Options{})
	all := parse(t, svg)
	sum := 0
	lane := ""
	for _, e := range all {
		if e.attr["class"] == "lane" {
			lane = e.attr["data-lane"]
		}
		if n := e.attr["data-count"]; n != "" && lane == "0" {
			var k int
			fmt.Sscan(n, &k)
			sum += k
			if e.attr["href"] != window(day(e.attr["data-first"]), day(e.attr["data-last"])) {
				t.Errorf("a count leads to %s", e.attr["href"])
			}
		}
	}
	if want := len(p.Lanes[0].Marks); sum != want {
		t.Errorf("the counts of the fullest lane add up to %d, want %d", sum, want)
	}
}

// overlaps finds two texts that would cover each other.
func overlaps(labels []label) (label, label, bool) {
	for i, a := range labels {
		for _, b := range labels[i+1:] {
			if a.covers(b) {
				return a, b, true
			}
		}
	}
	return label{}, label{}, false
}

// corners are those of a text's box: from a little below the baseline to the
// height of capitals.
func (l label) corners() [4]Point {
	sin, cos := math.Sincos(l.turn * math.Pi / 180)
	var p [4]Point
	for i, q := range [...]Point{{0, l.h * 0.2}, {l.w, l.h * 0.2}, {l.w, -l.h * 0.72}, {0, -l.h * 0.72}} {
		p[i] = Point{l.x + q.X*cos - q.Y*sin, l.y + q.X*sin + q.Y*cos}
	}
	return p
}

// covers tells by the theorem of the separating axis.
func (l label) covers(o label) bool {
	a, b := l.corners(), o.corners()
	for _, turn := range [...]float64{l.turn, l.turn + 90, o.turn, o.turn + 90} {
		sin, cos := math.Sincos(turn * math.Pi / 180)
		reach := func(p [4]Point) (lo, hi float64) {
			lo, hi = math.Inf(1), math.Inf(-1)
			for _, q := range p {
				v := q.X*cos + q.Y*sin
				lo, hi = min(lo, v), max(hi, v)
			}
			return lo, hi
		}
		aLo, aHi := reach(a)
		bLo, bHi := reach(b)
		if aHi <= bLo+0.01 || bHi <= aLo+0.01 {
			return false
		}
	}
	return true
}

func TestNoLabelCoversAnother(t *testing.T) {
	for _, s := range samples {
		var labels []label
		o := s.o
		o.labels = &labels
		if _, err := String(s.p, o); err != nil {
			t.Fatal(err)
		}
		if a, b, found := overlaps(labels); found {
			t.Errorf("%s: %q at %.0f,%.0f covers %q at %.0f,%.0f", s.name, a.text, a.x, a.y, b.text, b.x, b.y)
		}
		if len(labels) == 0 && s.name != "spark" {
			t.Errorf("%s has no labels", s.name)
		}
	}
}

// drawn makes pictures of random content.
func drawn(t *rapid.T) Picture {
	text := rapid.OneOf(rapid.SampledFrom(hostile), rapid.StringN(0, 40, 80), rapid.StringMatching(`[A-Z][a-z]{2,12}( [A-Z][a-z]{2,12}){0,3}`))
	from := when.DayOf(rapid.IntRange(1700, 2100).Draw(t, "year"), 1, 1).Number()
	span := rapid.SampledFrom([]int{1, 5, 40, 400, 4000, 90000}).Draw(t, "span")
	date := rapid.Custom(func(t *rapid.T) when.Day {
		if rapid.IntRange(0, 12).Draw(t, "unknown") == 0 {
			return when.Day{}
		}
		return when.DayNumbered(from + rapid.IntRange(0, span).Draw(t, "day"))
	})
	tone := rapid.SampledFrom([]Tone{Neutral, Cooperation, Conflict})
	status := rapid.SampledFrom([]Status{Actual, Ongoing, Planned, Offered, Demanded, Threatened, Hypothetical, NotHappened})
	count := rapid.Custom(func(t *rapid.T) Count {
		return Count{First: date.Draw(t, "first"), Last: date.Draw(t, "last"), Cooperation: rapid.IntRange(0, 9).Draw(t, "n"), Conflict: rapid.IntRange(0, 9).Draw(t, "m"), Said: rapid.Bool().Draw(t, "said")}
	})
	node := rapid.Custom(func(t *rapid.T) Node {
		return Node{Name: text.Draw(t, "name"), Events: rapid.IntRange(0, 500).Draw(t, "events"), Kind: Kind(rapid.IntRange(0, 5).Draw(t, "kind"))}
	})
	edges := func(n int) []Edge {
		if n == 0 {
			return nil
		}
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Edge {
			return Edge{From: rapid.IntRange(0, n-1).Draw(t, "from"), To: rapid.IntRange(0, n-1).Draw(t, "to"), Count: rapid.IntRange(0, 50).Draw(t, "count"), Tone: tone.Draw(t, "tone"), Said: rapid.Bool().Draw(t, "said")}
		}), 0, 40).Draw(t, "edges")
	}
	switch rapid.IntRange(0, 6).Draw(t, "picture") {
	case 0:
		p := &Timeline{Title: "t", Window: window, Rows: rapid.IntRange(0, 9).Draw(t, "rows"), Overview: rapid.SliceOfN(count, 0, 20).Draw(t, "overview")}
		for range rapid.IntRange(0, 5).Draw(t, "lanes") {
			l := Lane{Name: text.Draw(t, "lane"), Note: text.Draw(t, "note")}
			l.Marks = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
				m := Mark{ID: "m", Label: text.Draw(t, "label"), First: date.Draw(t, "first"), Tone: tone.Draw(t, "tone"), Status: status.Draw(t, "status")}
				m.Last = m.First
				if rapid.Bool().Draw(t, "rough") {
					m.Last = date.Draw(t, "last")
				}
				return m
			}), 0, 40).Draw(t, "marks")
			if rapid.IntRange(0, 5).Draw(t, "counted") == 0 {
				l.Counts = rapid.SliceOfN(count, 0, 9).Draw(t, "counts")
			}
			p.Lanes = append(p.Lanes, l)
		}
		return p
	case 1:
		return &Activity{Title: "a", Window: window, Counts: rapid.SliceOfN(count, 0, 60).Draw(t, "counts"), Unit: Unit(rapid.IntRange(0, 8).Draw(t, "unit"))}
	case 2:
		p := &Matrix{Title: "m"}
		for range rapid.IntRange(1, 14).Draw(t, "rows") {
			p.Rows = append(p.Rows, Heading{ID: "r", Name: text.Draw(t, "row")})
		}
		for range rapid.IntRange(1, 20).Draw(t, "columns") {
			p.Columns = append(p.Columns, Heading{ID: "c", Name: text.Draw(t, "column")})
		}
		p.Cells = []Cell{{Row: 0, Column: 0, Cooperation: 3, Conflict: 1}}
		if rapid.Bool().Draw(t, "months") {
			p.Cells[0].Months = rapid.SliceOfN(count, 0, 20).Draw(t, "counts")
		}
		return p
	case 3:
		nodes := rapid.SliceOfN(node, 0, 25).Draw(t, "nodes")
		return &Network{Title: "n", Nodes: nodes, Edges: edges(len(nodes))}
	case 4:
		nodes := rapid.SliceOfN(node, 1, 12).Draw(t, "nodes")
		p := &Multiples{Title: "n", Nodes: nodes}
		for range rapid.IntRange(0, 4).Draw(t, "slices") {
			p.Slices = append(p.Slices, Slice{Name: text.Draw(t, "slice"), Edges: edges(len(nodes))})
		}
		return p
	case 5:
		p := &Terms{Title: "t", Today: date.Draw(t, "today"), Window: window}
		for range rapid.IntRange(0, 8).Draw(t, "terms") {
			p.Terms = append(p.Terms, Term{Row: text.Draw(t, "row"), Label: text.Draw(t, "label"), From: Between{date.Draw(t, "a"), date.Draw(t, "b")}, To: Between{date.Draw(t, "c"), date.Draw(t, "d")}})
		}
		return p
	default:
		p := &Ledger{Title: "l", Today: date.Draw(t, "today"), Window: window}
		moves := rapid.SampledFrom([]Move{Opened, Repeated, Accepted, Rejected, Signed, CarriedOut, Broken, PutOff, NotDone, Denied, Overdue, Lapsed, "else"})
		for range rapid.IntRange(0, 5).Draw(t, "entries") {
			e := Entry{Name: text.Draw(t, "name"), Note: text.Draw(t, "note")}
			for range rapid.IntRange(0, 9).Draw(t, "steps") {
				e.Steps = append(e.Steps, Step{Move: moves.Draw(t, "move"), Level: rapid.IntRange(0, 5).Draw(t, "level"), First: date.Draw(t, "first"), Last: date.Draw(t, "last"), Due: date.Draw(t, "due"), Label: rapid.SampledFrom([]string{"", "", "a label of its own"}).Draw(t, "label")})
			}
			p.Entries = append(p.Entries, e)
		}
		return p
	}
}

func TestAnyPictureIsSoundAndLegible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawn(t)
		var labels []label
		o := Options{Width: rapid.SampledFrom([]int{0, 1, 320, 360, 700, 1400}).Draw(t, "width"), labels: &labels, Standalone: rapid.Bool().Draw(t, "standalone")}
		svg, err := String(p, o)
		if err != nil {
			t.Fatalf("%v", err)
		}
		parse(t, svg)
		if a, b, found := overlaps(labels); found {
			t.Fatalf("%T: %q at %.1f,%.1f (%.1f wide, turned %.0f) covers %q at %.1f,%.1f (%.1f wide, turned %.0f)", p, a.text, a.x, a.y, a.w, a.turn, b.text, b.x, b.y, b.w, b.turn)
		}
		var width float64
		fmt.Sscan(regexp.MustCompile(`viewBox="0 0 ([\d.]+)`).FindStringSubmatch(svg)[1], &width)
		for _, l := range labels {
			if l.x < -1 || l.turn == 0 && l.x+l.w > width+1 {
				t.Fatalf("%T: %q at %.1f, %.1f wide, leaves the picture, which is %.0f wide", p, l.text, l.x, l.w, width)
			}
		}
	})
}
