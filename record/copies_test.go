package record

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"chancery/occurrence"
	"chancery/reading"
	"chancery/report"
)

// wire is what an agency of ours sends out about the examples' countries; own is what an outlet has of its own.
const (
	wire = `Azerbaijani forces shelled the village of Verin Shorzha in the Gegharkunik province for three hours before dawn, and two houses near the school burned down, the head of the village told the agency's correspondent on the spot.

Armenia released four captured soldiers at the border crossing of Ijevan in the afternoon. The soldiers, who had been held since the clash of last month, were handed to officers of their own army after a medical examination in the presence of the Red Cross.

Farmers in the valley have not been able to bring in their hay because the fields along the river lie within sight of the posts on the ridge. They have asked the governor for compensation and for a fence along the road to the school.`

	own = `The governor of the province promised on Friday to visit the valley next week and to hear those who live there, his office said in a short note to newspapers.

Kenya offered Armenia help with the clearing of mines along the railway. A team of twelve had worked in the north of the country two years ago and knows the ground.

Prices of hay have doubled since the summer, and the cooperative in Gavar buys what it can get from the other side of the lake. It expects to run out of money in November.`
)

func paragraphs(s string) []string { return strings.Split(s, "\n\n") }

// family adds reports and gives their families as one word each: the identities in their order.
func family(t testing.TB, v View, id string) string {
	t.Helper()
	f, err := v.Family(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f.ID + ": " + strings.Join(f.Reports, " ")
}

func TestCopiesAreLinked(t *testing.T) {
	r := newRecord(t)
	at := func(id, outlet, published string) report.Options {
		return report.Options{ID: id, Outlet: outlet, Published: published, Title: "Shells fall on a village of " + outlet}
	}
	cut := strings.Join(paragraphs(wire)[:2], "\n\n")
	digest := strings.Join([]string{paragraphs(own)[0], paragraphs(own)[1], paragraphs(wire)[0], paragraphs(wire)[1], paragraphs(own)[2]}, "\n\n")
	add(t, r, read(t, wire, at("daily", "Harbour Daily", "2022-03-02")))
	before := now(t, r)
	add(t, r, read(t, wire, at("wire", "Meridian Wire", "2022-03-01")), read(t, cut, at("star", "Evening Star", "2022-03-02")))
	add(t, r, read(t, digest, at("digest", "Westhaven Post", "2022-03-03")))
	v := now(t, r)

	for id, want := range map[string]string{"daily": "wire: wire daily star", "wire": "wire: wire daily star", "star": "wire: wire daily star", "digest": "digest: digest"} {
		if got := family(t, v, id); got != want {
			t.Errorf("the family of %s is %q, want %q", id, got, want)
		}
	}
	if got := family(t, before, "daily"); got != "daily: daily" {
		t.Errorf("before the others came the family was %q", got)
	}
	copies, err := v.Copies(t.Context(), "star")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range copies {
		got = append(got, fmt.Sprintf("%s %s %d %d", c.Report, c.Link.Relation, c.Link.Longer, c.Link.First))
		if c.Link.Reason == "" || c.Link.OfA < 0.9 && c.Report != "digest" {
			t.Errorf("%+v", c)
		}
	}
	want := []string{"wire excerpt 1 1", "daily excerpt 1 0", "digest contained 1 -1"}
	if !slices.Equal(got, want) {
		t.Errorf("the copies of star are %q, want %q", got, want)
	}
	if c := counts(t, v); c.Copies != 2 {
		t.Errorf("%d copies are counted, want 2", c.Copies)
	}
	if c := counts(t, before); c.Copies != 0 {
		t.Errorf("%d copies are counted when there was one report", c.Copies)
	}
	if _, err := v.Copies(t.Context(), "nobody"); err == nil {
		t.Error("a report that is not there has copies")
	}
	if _, err := v.Family(t.Context(), "nobody"); err == nil {
		t.Error("a report that is not there has a family")
	}

	origins, err := v.ReportOrigins(t.Context(), []string{"daily", "wire", "star", "digest", "nobody"})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"daily": "agency name:meridian-wire", "wire": "own name:meridian-wire", "star": "agency name:meridian-wire", "digest": "own name:westhaven-post"} {
		if o := origins[id]; len(o) != 1 || string(o[0].Kind)+" "+o[0].ID != want || o[0].Reason == "" {
			t.Errorf("%s comes from %+v, want %s", id, o, want)
		}
	}
	if len(origins) != 4 {
		t.Errorf("%d reports have origins", len(origins))
	}
}

// accountsOf gives the accounts of a report.
func accountsOf(t *testing.T, v View, id string) []occurrence.Account {
	t.Helper()
	r, err := v.Reading(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range r.Events {
		ids = append(ids, r.Events[i].ID)
	}
	if len(ids) == 0 {
		t.Fatalf("%s tells of no events", id)
	}
	accounts, err := v.Accounts(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	return accounts
}

// TestOriginsOfEvents: what stands in the copied part of a digest comes from elsewhere than the rest.
func TestOriginsOfEvents(t *testing.T) {
	r := newRecord(t)
	digest := own + "\n\n" + wire
	add(t, r,
		read(t, wire, report.Options{ID: "wire", Outlet: "Meridian Wire", Published: "2022-03-01"}),
		read(t, digest, report.Options{ID: "digest", Outlet: "Westhaven Post", Published: "2022-03-02"}),
		read(t, "The border was quiet.\n\nAccording to TASS, Armenia released four captured soldiers at Ijevan.", report.Options{ID: "cites", Outlet: "Harbour Daily", Published: "2022-03-02"}),
		read(t, "YEREVAN, MARCH 2, ARMENPRESS. Armenia released four captured soldiers at Ijevan, and nobody was hurt on the way to the crossing.", report.Options{ID: "dateline", Outlet: "Evening Star", Published: "2022-03-02"}))
	v := now(t, r)
	seen := map[string]bool{}
	for _, id := range []string{"wire", "digest", "cites", "dateline"} {
		for _, a := range accountsOf(t, v, id) {
			if len(a.Origins) == 0 {
				t.Errorf("%s in %s has no origin", a.Event.Category, id)
				continue
			}
			seen[fmt.Sprintf("%s %s %s %s", id, a.Event.Category, a.Origins[0].Kind, a.Origins[0].ID)] = true
		}
	}
	for _, want := range []string{
		"wire RETREAT own name:meridian-wire",
		"digest RETREAT agency name:meridian-wire",
		"digest AID own name:westhaven-post",
		"cites RETREAT agency OUT:tass",
		"dateline RETREAT agency OUT:armenpress",
	} {
		if !seen[want] && !(strings.Contains(want, "AID") && seen[strings.Replace(want, "AID", "AGREE", 1)]) {
			var all []string
			for s := range seen {
				all = append(all, s)
			}
			slices.Sort(all)
			t.Errorf("not %s:\n%s", want, strings.Join(all, "\n"))
		}
	}
}

// TestSources: copies and citations of one agency are one origin, and outlets that cite each other are a circle.
func TestSources(t *testing.T) {
	r := newRecord(t)
	add(t, r,
		read(t, wire, report.Options{ID: "1", Outlet: "TASS", Published: "2022-03-01"}),
		read(t, wire, report.Options{ID: "2", Outlet: "Harbour Daily", Published: "2022-03-02"}),
		read(t, "The border was quiet.\n\nAccording to TASS, Armenia released four captured soldiers at Ijevan.", report.Options{ID: "3", Outlet: "Interfax", Published: "2022-03-02"}),
		read(t, "The border was quiet.\n\nAccording to Interfax, Armenia released four captured soldiers at Ijevan.", report.Options{ID: "4", Outlet: "RIA Novosti", Published: "2022-03-02"}),
		read(t, "The border was quiet.\n\nAccording to RIA Novosti, Armenia released four captured soldiers at Ijevan.", report.Options{ID: "5", Outlet: "Interfax", Published: "2022-03-03"}),
		read(t, "Armenia released four captured soldiers at the bridge of Ijevan.", report.Options{ID: "6", Outlet: "Norland Times", Published: "2022-03-02"}))
	v := now(t, r)
	var accounts []occurrence.Account
	for _, id := range []string{"1", "2", "3", "4", "5", "6"} {
		for _, a := range accountsOf(t, v, id) {
			if a.Event.Category == "RETREAT" {
				accounts = append(accounts, a)
			}
		}
	}
	s, err := v.Sources(t.Context(), "o-1", accounts)
	if err != nil {
		t.Fatal(err)
	}
	var groups []string
	for _, g := range s.Groups {
		groups = append(groups, g.Origin.ID+" "+strings.Join(g.Reports, ""))
	}
	if want := []string{"OUT:tass 123", "OUT:interfax 4", "OUT:ria 5", "name:norland-times 6"}; !slices.Equal(groups, want) || len(s.Outlets) != 5 {
		t.Errorf("the groups are %q, want %q; outlets %q", groups, want, s.Outlets)
	}
	if len(s.Circles) != 1 || s.Circles[0].About != "o-1" || !slices.Equal(s.Circles[0].Outlets, []string{"OUT:interfax", "OUT:ria"}) {
		t.Errorf("circles %+v", s.Circles)
	}
}

// TestRevisedIsNoCopyOfItself: but its new text is looked for, and copies of the older stay what they were.
func TestRevisedIsNoCopyOfItself(t *testing.T) {
	r := newRecord(t)
	o := report.Options{ID: "wire", Outlet: "Meridian Wire", Published: "2022-03-01"}
	add(t, r, read(t, wire, o))
	add(t, r, read(t, wire+"\n\n"+paragraphs(own)[2], o))
	v := now(t, r)
	if copies, err := v.Copies(t.Context(), "wire"); err != nil || len(copies) != 0 {
		t.Errorf("%v %+v", err, copies)
	}
	add(t, r, read(t, wire, report.Options{ID: "daily", Outlet: "Harbour Daily", Published: "2022-03-02"}))
	v = now(t, r)
	if got := family(t, v, "daily"); got != "wire: wire daily" {
		t.Errorf("the family is %q", got)
	}
	if c := counts(t, v); c.Copies != 1 {
		t.Errorf("%d copies", c.Copies)
	}
}

// TestCopiesByTime: copies are found within eight days wherever a period ends, and whether or not a day is known.
func TestCopiesByTime(t *testing.T) {
	day := func(n int) string { return time.Unix(int64(n)*86400, 0).UTC().Format(time.DateOnly) }
	const begin = 300 * periodDays
	for _, c := range []struct {
		name, first, second string
		want                bool
	}{
		{"the same day", day(begin + 30), day(begin + 30), true},
		{"over the end of a period", day(begin - 4), day(begin + 4), true},
		{"over the end of a period, the later first", day(begin + 4), day(begin - 4), true},
		{"eight days over the end", day(begin - 1), day(begin + 7), true},
		{"within a period", day(begin), day(begin + periodDays - 1), true},
		{"another year", day(begin), day(begin + 365), false},
		{"the first without a day", "", day(begin), true},
		{"the second without a day", day(begin), "", true},
		{"the second with a year only", day(begin), day(begin)[:4], true},
		{"both without a day", "", "", true},
		{"before 1970", "1969-12-30", "1970-01-02", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRecord(t)
			for i, published := range []string{c.first, c.second} {
				rep, err := report.FromText([]byte(wire), report.Options{ID: fmt.Sprint(i), Outlet: fmt.Sprint(i), Published: published})
				if err != nil {
					t.Fatal(err)
				}
				add(t, r, Item{Reading: reading.Reading{Report: rep}, Source: "x"})
			}
			if got := counts(t, now(t, r)).Copies == 1; got != c.want {
				t.Errorf("found %v, want %v", got, c.want)
			}
		})
	}
}

// TestUnderBands: the bands are looked up by their whole key, not period by period.
func TestUnderBands(t *testing.T) {
	r := newRecord(t)
	var plan []string
	err := each(t.Context(), r.pool, func(rows *sql.Rows) error {
		var a, b, c int
		var detail string
		err := rows.Scan(&a, &b, &c, &detail)
		plan = append(plan, detail)
		return err
	}, `EXPLAIN QUERY PLAN `+underBands, "[1]", "[2]")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(plan, func(s string) bool { return strings.Contains(s, "period=? AND band=?") }) {
		t.Errorf("the plan is %q", plan)
	}
}

// TestTellAgain: what a report tells is kept as it was known.
func TestTellAgain(t *testing.T) {
	r := newRecord(t)
	add(t, r, read(t, "YEREVAN, MARCH 2, ARMENPRESS. Armenia released four captured soldiers at Ijevan on Wednesday.", report.Options{ID: "a", Outlet: "Evening Star"}))
	before := now(t, r)
	_, err := r.write(t.Context(), "somebody", "reread", "a test", func(ctx context.Context, w *writer) error {
		if err := w.open(ctx); err != nil {
			return err
		}
		return w.tell(ctx, 1, "")
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		view View
		want string
	}{{before, "OUT:armenpress"}, {now(t, r), "name:evening-star"}} {
		got, err := c.view.ReportOrigins(t.Context(), []string{"a"})
		if err != nil || got["a"][0].ID != c.want {
			t.Errorf("%v: %+v, want %s", err, got["a"], c.want)
		}
	}
}

// TestFamiliesWhateverTheOrder: the same reports make the same families in any order and in any batches.
func TestFamiliesWhateverTheOrder(t *testing.T) {
	p, q := paragraphs(wire), paragraphs(own)
	texts := []string{wire, strings.Join(p[:2], "\n\n"), wire + "\n\n" + q[2], own, strings.Join([]string{q[1], q[0], q[2]}, "\n\n"), own + " Nobody knows why.",
		q[0] + "\n\n" + wire, "Farmers met the governor in Gavar on Thursday and told him that the road to the school needs a fence, which he promised to them."}
	var items []Item
	for i, text := range texts {
		rep, err := report.FromText([]byte(text), report.Options{ID: fmt.Sprint("r", i), Outlet: fmt.Sprint("Outlet ", i), Published: "2022-03-01"})
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, Item{Reading: reading.Reading{Report: rep}, Source: "x"})
	}
	describe := func(v View) string {
		var all []string
		for i := range items {
			all = append(all, family(t, v, items[i].Reading.Report.ID))
		}
		return strings.Join(all, "\n")
	}
	r := newRecord(t)
	add(t, r, items...)
	want := describe(now(t, r))
	if !strings.Contains(want, "r0: r0 r1 r2") {
		t.Fatalf("the families are\n%s", want)
	}
	rapid.Check(t, func(rt *rapid.T) {
		order := rapid.Permutation(items).Draw(rt, "order")
		r := newRecord(t)
		for len(order) > 0 {
			n := rapid.IntRange(1, len(order)).Draw(rt, "batch")
			add(t, r, order[:n]...)
			order = order[n:]
		}
		if got := describe(now(t, r)); got != want {
			rt.Fatalf("the families are\n%s\nwant\n%s", got, want)
		}
	})
}

// TestCommonBands: of a text that comes very often only the first are stored under its bands, and all are found.
func TestCommonBands(t *testing.T) {
	r := newRecord(t)
	var items []Item
	const n = mostUnderBand + 20
	for i := range n {
		rep, err := report.FromText([]byte(own), report.Options{ID: fmt.Sprint("r", i), Outlet: fmt.Sprint("Outlet ", i), Published: "2022-03-01"})
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, Item{Reading: reading.Reading{Report: rep}, Source: "x"})
	}
	add(t, r, items...)
	v := now(t, r)
	skipped, err := v.CommonBands(t.Context())
	if err != nil || skipped == 0 {
		t.Errorf("%v: %d bands were skipped", err, skipped)
	}
	var rows int
	if err := v.source.row(t.Context(), `SELECT max(c) FROM (SELECT count(*) AS c FROM bands GROUP BY band)`).Scan(&rows); err != nil || rows != mostUnderBand {
		t.Errorf("%v: %d reports are stored under one band, want %d", err, rows, mostUnderBand)
	}
	if c := counts(t, v); c.Copies != n-1 {
		t.Errorf("%d copies", c.Copies)
	}
}
