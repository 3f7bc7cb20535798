package record

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/report"
)

// told writes glances out in words, so that it does not matter which came first.
func (g *Glances) told() string {
	var out strings.Builder
	word := func(n uint32) string {
		if len(g.Words) == 0 {
			return ""
		}
		return g.Words[n]
	}
	party := func(n uint32) string {
		if n == 0 {
			return "-"
		}
		p := g.Parties[n]
		return strings.Join([]string{word(p.Name), word(p.Actor), word(p.Country), word(p.Sector)}, "|")
	}
	fmt.Fprintf(&out, "change %d\n", g.Change)
	for _, r := range g.Reports {
		fmt.Fprintf(&out, "report %d %s %s %d\n", r.Number, word(r.Outlet), word(r.Language), r.Day)
	}
	fmt.Fprintln(&out, "closed reports", g.ClosedReports, "events", g.Closed, "moved", g.Moved, "reviews", g.Reviews)
	for i := range g.Opened {
		e := g.Opened[i]
		for _, n := range e.Sources {
			fmt.Fprint(&out, "source ", party(n), " ")
		}
		for _, n := range e.Recipients {
			fmt.Fprint(&out, "recipient ", party(n), " ")
		}
		for _, n := range e.Tracks {
			fmt.Fprint(&out, "track ", word(n), " ")
		}
		if e.Place != 0 {
			p := g.Places[e.Place]
			fmt.Fprint(&out, "at ", word(p.Name), word(p.Country), word(p.Admin1), p.Lat, p.Lon, p.GeoNames, p.Kind, p.Resolved, p.ACLED, p.UCDP, " ")
		}
		fmt.Fprint(&out, "speaker ", party(e.Speaker), " ")
		for _, n := range []*uint32{&e.Basis, &e.Status, &e.Category, &e.Mode, &e.ActCategory, &e.ActMode, &e.Entry} {
			fmt.Fprint(&out, word(*n), " ")
			*n = 0
		}
		e.Sources, e.Recipients, e.Tracks, e.Place, e.Speaker = nil, nil, nil, 0, 0
		fmt.Fprintf(&out, "%+v\n", e)
	}
	for _, l := range g.Links {
		if l.Verdict != "" { // that nothing was there before is not told by the tables
			fmt.Fprintf(&out, "%+v\n", l)
		}
	}
	if nothing := fmt.Sprintf("change %d\nclosed reports [] events [] moved [] reviews []\n", g.Change); out.String() == nothing {
		return ""
	}
	return out.String()
}

// sameGlances compares the glances that changes stored with those that are made of the other tables.
func sameGlances(ctx context.Context, r *Record) error {
	v, err := r.Now(ctx)
	if err != nil {
		return err
	}
	var stored, made strings.Builder
	for g, err := range v.Glances(ctx, 0) {
		if err != nil {
			return err
		}
		stored.WriteString(g.told())
	}
	for from := int64(1); from <= v.change; {
		batch, to, err := v.makeGlances(ctx, from, v.change)
		if err != nil {
			return err
		}
		for _, g := range batch {
			g, err := unpackGlances(g.Change, appendGlances(nil, g))
			if err != nil {
				return err
			}
			made.WriteString(g.told())
		}
		from = to + 1
	}
	if diff := cmp.Diff(made.String(), stored.String()); diff != "" {
		return fmt.Errorf("glances made of the tables, and as stored: %s", diff)
	}
	return nil
}

// TestStoreGlances: a record of before has glances made for it, which are those that it would have had.
func TestStoreGlances(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "record.db")
	r := open(t, path, Options{})
	add(t, r, examples(t)...)
	if err := sameGlances(ctx, r); err != nil {
		t.Fatal(err)
	}
	tell := func() string {
		var out strings.Builder
		for g, err := range now(t, r).Glances(ctx, 0) {
			if err != nil {
				t.Fatal(err)
			}
			out.WriteString(g.told())
		}
		return out.String()
	}
	want := tell()
	if len(want) < 10_000 {
		t.Fatalf("only %d bytes of glances", len(want))
	}
	_, err := r.write(ctx, Machine, "test", "", func(ctx context.Context, w *writer) error {
		w.derived = true
		if err := w.exec(ctx, `DELETE FROM glances`); err != nil {
			return err
		}
		return w.exec(ctx, `INSERT INTO unglanced (first, last) SELECT 1, max(n) FROM changes`)
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, tell()); diff != "" {
		t.Errorf("made while they are read: %s", diff)
	}
	add(t, r, examples(t)...)
	if err := r.StoreGlances(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if _, last, err := unglanced(ctx, r.pool); err != nil || last != 0 {
		t.Errorf("still %d changes without glances, %v", last, err)
	}
	if diff := cmp.Diff(want, tell()); diff != "" {
		t.Errorf("made and stored: %s", diff)
	}
}

// TestCheckGlances: glances that are missing or damaged are found.
func TestCheckGlances(t *testing.T) {
	for name, damage := range map[string]string{
		"tell of": `DELETE FROM glances WHERE change = 2`, "damaged": `UPDATE glances SET body = substr(body, 1, length(body) - 1) WHERE change = 1`,
	} {
		r := newRecord(t)
		add(t, r, read(t, "Norway condemned the attack on Chad.", report.Options{ID: "one"}))
		add(t, r, read(t, "Norway offered Chad help.", report.Options{ID: "two"}))
		_, err := r.write(t.Context(), Machine, "test", "", func(ctx context.Context, w *writer) error {
			w.derived = true
			return w.exec(ctx, damage)
		})
		if err != nil {
			t.Fatal(err)
		}
		problems, err := r.Check(t.Context())
		if err != nil || len(problems) != 1 || !strings.Contains(problems[0], name) {
			t.Errorf("%s: %q, %v", name, problems, err)
		}
	}
}

func FuzzUnpackGlances(f *testing.F) {
	g := &glancing{}
	g.openReport(1, "The Outlet", "en", 19000)
	g.Opened = append(g.Opened, Glance{Number: 1, ID: "e-0123456789abcdef", Occurrence: "o-0123456789abcdef", Report: 1, First: 19000, Last: 19001, Killed: -1, Injured: 2})
	g.link("o-1", "o-2", Possible, 0.5)
	f.Add(appendGlances(nil, &g.Glances))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := unpackGlances(7, data)
		if err != nil {
			return
		}
		again, err := unpackGlances(7, appendGlances(nil, g))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(g, again); diff != "" {
			t.Error(diff)
		}
	})
}
