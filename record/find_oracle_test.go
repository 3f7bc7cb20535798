package record

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"chancery/actor"
	"chancery/codebook"
	"chancery/occurrence"
	"chancery/place"
	"chancery/query"
	"chancery/reading"
	"chancery/report"
)

var findVocabulary = sync.OnceValue(func() *query.Vocabulary { return query.Load(codebook.Shipped()) })

func parsed(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) *query.Query {
	t.Helper()
	q, err := query.Parse(text, findVocabulary())
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return q
}

// oracle answers queries by looking at every event, quotation and report, field by field, without an index.
type oracle struct {
	readings []reading.Reading
	accounts map[string]occurrence.Account // by event
	member   map[string]string             // occurrence by event
}

func newOracle(t testing.TB, v View) *oracle {
	t.Helper()
	o := &oracle{accounts: map[string]occurrence.Account{}, member: map[string]string{}}
	for r, err := range v.Readings(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		o.readings = append(o.readings, r)
		for i := range r.Events {
			a, err := v.Account(t.Context(), r.Events[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			o.accounts[a.Event.ID] = a
		}
	}
	for occ, err := range v.Occurrences(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range occ.Members {
			o.member[occ.Members[i].Event.ID] = occ.ID
		}
	}
	return o
}

// item is something that may be found.
type oracleItem struct {
	id       string
	reading  *reading.Reading
	account  *occurrence.Account // of events
	q        int                 // of quotations: its number in the reading
	regions  []string            // texts in which words are looked for
	occupied string              // its occurrence
}

// find gives the identities that a query asks for, sorted.
func (o *oracle) find(q *query.Query) []string {
	var out []string
	add := func(x oracleItem) {
		if o.holds(q, &x, q.Root) {
			id := x.id
			if q.Kind == query.Occurrences {
				id = x.occupied
			}
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	for i := range o.readings {
		r := &o.readings[i]
		switch q.Kind {
		case query.Reports:
			add(oracleItem{id: r.Report.ID, reading: r, regions: []string{r.Report.Text, r.Report.Title}})
		case query.Quotations:
			for j := range r.Quotations {
				x := oracleItem{id: reading.QuotationID(&r.Report, &r.Quotations[j]), reading: r, q: j}
				for _, s := range r.Quotations[j].Content {
					x.regions = append(x.regions, s.In(r.Report.Text))
				}
				add(x)
			}
		default:
			for j := range r.Events {
				a := o.accounts[r.Events[j].ID]
				if a.Verdict == "rejected" && !q.Uses("reviewed") {
					continue
				}
				x := oracleItem{id: a.Event.ID, reading: r, account: &a, occupied: o.member[a.Event.ID]}
				for _, s := range r.Sentences {
					if slices.ContainsFunc(a.Event.Evidence, func(v report.Span) bool { return v.Overlaps(s) }) {
						x.regions = append(x.regions, s.In(r.Report.Text))
					}
				}
				add(x)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (o *oracle) holds(q *query.Query, x *oracleItem, n query.Node) bool {
	switch n := n.(type) {
	case nil:
		return true
	case *query.And:
		return !slices.ContainsFunc(n.Nodes, func(c query.Node) bool { return !o.holds(q, x, c) })
	case *query.Or:
		return slices.ContainsFunc(n.Nodes, func(c query.Node) bool { return o.holds(q, x, c) })
	case *query.Not:
		return !o.holds(q, x, n.Node)
	case *query.Words:
		return x.says(n.Text, n.Literal)
	case *query.Match:
		return slices.ContainsFunc(n.Values, func(v query.Value) bool { return o.value(x, n.Field.Name, &v) })
	}
	panic(fmt.Sprintf("%T", n))
}

// says tells whether words stand next to each other in one of the texts: spelled out as folded words between spaces.
func (x *oracleItem) says(text string, literal bool) bool {
	open := !literal && strings.HasSuffix(text, "*")
	needle := " " + query.Fold(strings.TrimSuffix(text, "*"))
	if literal {
		needle = " " + query.Fold(text)
	}
	if !open {
		needle += " "
	}
	return slices.ContainsFunc(x.regions, func(region string) bool { return strings.Contains(" "+query.Fold(region)+" ", needle) })
}

// parties gives who has a role.
func (x *oracleItem) parties(role string) (out []actor.Party) {
	if x.account == nil {
		if q := x.reading.Quotations; len(q) > 0 {
			switch {
			case (role == "speaker" || role == "source") && q[x.q].Speaker != nil:
				return []actor.Party{*q[x.q].Speaker}
			case role == "recipient" && q[x.q].Addressee != nil:
				return []actor.Party{*q[x.q].Addressee}
			}
		}
		return nil
	}
	e := &x.account.Event
	switch role {
	case "source":
		return e.Sources
	case "recipient":
		return e.Recipients
	case "speaker":
		if e.Speaker != nil {
			return []actor.Party{*e.Speaker}
		}
	}
	return nil
}

// words gives what a kind of term holds, straight from the fields.
func (x *oracleItem) words(kind string) (out []string) {
	role, aspect, _ := strings.Cut(kind, ".")
	for _, p := range x.parties(role) {
		switch aspect {
		case "":
			out = append(out, p.Country, p.Actor)
			if len(p.Actor) == 3 || len(p.Actor) >= 6 && strings.ToUpper(p.Actor[:6]) == p.Actor[:6] && !strings.Contains(p.Actor[:6], ":") {
				out = append(out, p.Actor[:3])
			}
		case "name":
			if p.Actor == "" {
				out = append(out, strings.Fields(query.Fold(p.Name))...)
			}
		case "office":
			out = append(out, query.Fold(p.Office))
		case "sector":
			out = append(out, string(p.Sector))
		}
	}
	switch kind {
	case "outlet":
		return []string{query.Fold(x.reading.Report.Outlet)}
	case "language":
		return []string{strings.ToLower(x.reading.Report.Language)}
	}
	if x.account == nil {
		if len(x.reading.Quotations) > 0 && x.regions != nil {
			q := &x.reading.Quotations[x.q]
			switch kind {
			case "medium":
				out = append(out, string(q.Medium))
			case "stance":
				for _, v := range q.Attribution {
					out = append(out, string(v.Stance))
				}
			}
		}
		return out
	}
	e := &x.account.Event
	switch kind {
	case "category":
		out = append(out, string(e.Category))
	case "mode":
		out = append(out, e.Mode)
	case "context":
		out = append(out, e.Contexts...)
	case "cameo":
		out = append(out, e.CAMEO)
	case "status":
		out = append(out, string(e.Status))
	case "medium":
		out = append(out, string(e.Medium))
	case "track":
		out = append(out, e.Tracks...)
	case "stance":
		for _, v := range e.Attribution {
			out = append(out, string(v.Stance))
		}
	case "origin":
		for _, origin := range x.account.Origins {
			out = append(out, origin.ID, query.Fold(origin.Name))
		}
	case "place":
		switch {
		case e.Place == nil:
		case e.Place.Resolved:
			out = append(out, query.Fold(e.Place.Place.Name), query.Fold(e.Place.Place.Admin1))
		default:
			out = append(out, query.Fold(e.Place.In(x.reading.Report.Text)))
		}
	case "place-country":
		if e.Place != nil && e.Place.Resolved {
			out = append(out, e.Place.Place.Country)
		}
	case "historical":
		if e.Historical {
			out = append(out, "yes")
		}
	case "reviewed":
		out = append(out, x.account.Verdict)
		if len(x.account.ByHand) > 0 {
			out = append(out, "corrected")
		}
	case "killed", "injured":
		if c := e.Casualties; c != nil {
			n := c.Killed
			if kind == "injured" {
				n = c.Injured
			}
			if n != nil {
				best := n.Best
				if best < 0 {
					best = n.Low
				}
				if best >= 0 {
					out = append(out, strconv.Itoa(best))
				}
			}
		}
	}
	return out
}

func (o *oracle) value(x *oracleItem, field string, v *query.Value) bool {
	return slices.ContainsFunc(v.Tests, func(t query.Test) bool { return o.test(x, field, v, &t) })
}

func (o *oracle) test(x *oracleItem, field string, v *query.Value, t *query.Test) bool {
	has := func(fits func(word string) bool) bool {
		for _, k := range t.Kinds {
			if slices.ContainsFunc(x.words(k), func(w string) bool { return w != "" && fits(w) }) {
				return true
			}
		}
		return false
	}
	compare := func(n float64) bool {
		switch t.Compare {
		case query.Above:
			return n > t.Number
		case query.AtLeast:
			return n >= t.Number
		case query.Below:
			return n < t.Number
		case query.AtMost:
			return n <= t.Number
		}
		return n == t.Number
	}
	published := math.MinInt
	if d := FirstDay(x.reading.Report.Published.EDTF); d.Known() {
		published = d.Number()
	}
	switch t.Look {
	case query.Exact:
		return has(func(w string) bool { return slices.Contains(t.Words, w) })
	case query.Absent:
		return !has(func(w string) bool { return slices.Contains(t.Words, w) })
	case query.Pattern:
		return has(func(w string) bool { return query.Fits(t.Words[0], w) })
	case query.AllWords:
		for _, word := range t.Words {
			if !has(func(w string) bool { return w == word }) {
				return false
			}
		}
		return true
	case query.Number:
		return has(func(w string) bool {
			n, err := strconv.ParseFloat(w, 64)
			return err == nil && compare(n)
		})
	case query.Confidence:
		return x.account != nil && compare(x.account.Event.Confidence)
	case query.Days:
		if x.account == nil {
			return published != math.MinInt && published >= t.First && published <= t.Last
		}
		i := x.account.Event.Time
		if !i.Known() {
			return false
		}
		return (!i.Last.Known() || i.Last.Number() >= t.First) && (!i.First.Known() || i.First.Number() <= t.Last)
	case query.Published:
		return published != math.MinInt && published >= t.First && published <= t.Last
	case query.Added:
		return t.First <= 19052 && t.Last >= 19052 // the clock of tests stands at 1 March 2022
	case query.Near:
		m := x.account.Event.Place
		if m == nil || !m.Resolved || m.Place.Kind == place.Country || m.Place.Kind == place.Province || m.UCDP > 3 {
			return false
		}
		round := func(v float64) float64 { return math.Round(v*1e4) / 1e4 }
		at := place.Place{Lat: round(m.Place.Lat), Lon: round(m.Place.Lon)}
		return place.Kilometres(at, place.Place{Lat: t.Latitude, Lon: t.Longitude}) <= t.Kilometres
	case query.Identity:
		id := x.id
		switch field {
		case "report":
			id = x.reading.Report.ID
		case "occurrence":
			id = x.occupied
		}
		return id == t.Words[0] || t.Open && strings.HasPrefix(id, t.Words[0])
	case query.Text:
		return x.says(v.Text, v.Literal)
	}
	panic(fmt.Sprint("a look that the oracle does not know: ", t.Look))
}

// found gives the identities that Find gives, over pages of a size, sorted.
func found(t failing, v View, q *query.Query, limit int) []string {
	t.Helper()
	var out []string
	page := Page{Limit: limit, Count: true, CountTo: 1 << 30}
	for {
		r, err := v.Find(context.Background(), q, page)
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		for _, h := range r.Hits {
			switch {
			case h.Occurrence != nil:
				out = append(out, h.Occurrence.ID)
			case h.Event != nil:
				out = append(out, h.Event.Event.ID)
			case h.Quotation != nil:
				out = append(out, h.Quotation.ID)
			default:
				out = append(out, h.Report.ID)
			}
		}
		if r.Next == "" {
			if r.More || r.Count != len(out) {
				t.Fatalf("%s: counted %d (more %v), found %d", q, r.Count, r.More, len(out))
			}
			slices.Sort(out)
			return out
		}
		page.Cursor = r.Next
	}
}

type failing interface {
	Helper()
	Fatalf(string, ...any)
}

// exampleRecord is a record of the examples, some of its events reviewed, with what an oracle knows of it.
func exampleRecord(t testing.TB) (View, *oracle) {
	t.Helper()
	r := newRecord(t)
	// Two rows make a segment: then segments of all levels are looked into, and rows that are in none.
	r.dictionary.limit = 2
	for _, item := range examples(t) {
		add(t, r, item)
	}
	v := now(t, r)
	return v, newOracle(t, v)
}

// fieldCases are queries for every field, each of which finds something among the examples.
var fieldCases = []string{
	"source:AZE", `source:"Azerbaijan"`, "source:Baku", "source:armenians", "source:AZEGOV*", "recipient:ARM,GEO", "party:RUS", "party:Aliyev",
	`speaker:"Prime Minister"`, `speaker:"president of Azerbaijan"`, "speaker:Pashinyan", `source:soldiers`, "country:GEO", "sector:MIL",
	"source.sector:GOV", "recipient.sector:MIL", "category:CONSULT", "category:A*", "mode:*", "context:military", "cameo:0*", "cameo:19*,04*", "quad:1", "quad:4",
	"status:actual", "status:offered,planned", "medium:*", "stance:denies", "stance:asserts", "track:*", "track:prisoners", "outlet:*", "origin:*",
	"place:*", "place:Moscow", "place:Armenia", "place-country:ARM", "near:Yerevan/150km", `near:"40,46/200km"`, "since:2021-05", "until:2021", "on:2021-05",
	"on:2021-05-12/2021-06-12", "published-since:2022", "published-until:2021-01", "added-since:2022-03-01", "added-until:2022-02", "confidence:>=0.7", "confidence:<0.7",
	"killed:>0", "killed:>=1,2", "injured:>=0", "historical:yes", "historical:no", "reviewed:no", "reviewed:yes", "report:*1*",
	"ceasefire", "prisoner*", `"foreign minister"`, `"the prime minister"`, "border", `"of the"`, "the", "th*", `"peace treat*"`, "Nagorno-Karabakh",
}

// TestFindFields asks for every field, and compares with the oracle.
func TestFindFields(t *testing.T) {
	v, o := exampleRecord(t)
	some := 0
	for _, text := range fieldCases {
		if text == "report:*1*" {
			text = "report:" + o.readings[3].Report.ID[:8] + "*"
		}
		q := parsed(t, text)
		want := o.find(q)
		if len(want) > 0 {
			some++
		}
		if got := found(t, v, q, 7); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
		negated := parsed(t, "-("+text+")")
		if got, want := found(t, v, negated, 50), o.find(negated); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", negated, got, want)
		}
	}
	if some < len(fieldCases)*3/4 {
		t.Errorf("only %d of %d queries find something: the examples do not test them", some, len(fieldCases))
	}
	for _, text := range []string{
		"kind:quotations", "speaker:Aliyev kind:quotations", `said:"border"`, "said:pris*,peace", "kind:quotations stance:denies", "kind:quotations country:ARM",
		"kind:quotations sector:GOV -border", "kind:quotations medium:statement,letter,briefing", "kind:quotations since:2022", "kind:quotations outlet:*",
		"kind:reports", "kind:reports ceasefire", `kind:reports "foreign minister*"`, "kind:reports language:en until:2021", "kind:reports -prisoners",
		"kind:occurrences", "kind:occurrences party:RUS", `kind:occurrences ("prime minister" or category:CONSULT)`,
	} {
		q := parsed(t, text)
		want := o.find(q)
		if len(want) == 0 {
			t.Errorf("%s finds nothing among the examples", text)
		}
		if got := found(t, v, q, 5); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

func randomCondition(t *rapid.T, depth int) string {
	switch n := rapid.IntRange(0, 9).Draw(t, "shape"); {
	case depth == 0 || n < 4:
		c := rapid.SampledFrom(fieldCases).Draw(t, "condition")
		if c == "report:*1*" {
			return "ceasefire"
		}
		return c
	case n < 7:
		return randomCondition(t, depth-1) + " " + randomCondition(t, depth-1)
	case n < 9:
		return "(" + randomCondition(t, depth-1) + " or " + randomCondition(t, depth-1) + ")"
	}
	return "-(" + randomCondition(t, depth-1) + ")"
}

// TestFindOracle holds Find against the oracle on random queries, with pages of random sizes.
func TestFindOracle(t *testing.T) {
	v, o := exampleRecord(t)
	rapid.Check(t, func(t *rapid.T) {
		text := "(" + randomCondition(t, 3) + ") " + rapid.SampledFrom([]string{"kind:events", "kind:occurrences"}).Draw(t, "kind")
		q := parsed(t, text)
		if got, want := found(t, v, q, rapid.IntRange(4, 60).Draw(t, "limit")), o.find(q); !slices.Equal(got, want) {
			t.Fatalf("%s: got %v, want %v", q, got, want)
		}
	})
}
