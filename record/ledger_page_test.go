package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/ledger"
	"chancery/when"
)

// behindRecord is a record of the examples whose views do not wait for the ledger, and one beside it whose views do.
func behindRecord(t *testing.T) (behind, current *Record) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "record.db")
	return open(t, path, Options{LedgerBehind: true}), open(t, path, Options{})
}

func pages(t *testing.T, v View, f LedgerFilter, limit int) (out []ledger.Entry) {
	t.Helper()
	for cursor := ""; ; {
		p, err := v.LedgerPage(t.Context(), f, limit, cursor)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Entries) > limit {
			t.Errorf("%d entries in a page of %d", len(p.Entries), limit)
		}
		out = append(out, p.Entries...)
		if cursor = p.Next; cursor == "" {
			return out
		}
	}
}

// TestLedgerBehind: what was settled while others write is what the ledger is when it is asked for, whole, in pages and
// by occurrences; before that nobody waits.
func TestLedgerBehind(t *testing.T) {
	behind, current := behindRecord(t)
	items := examples(t)
	day := when.DayOf(2024, 6, 1)
	entries := 0
	for _, part := range [][]Item{items[:20], items[20:]} {
		add(t, behind, part...)
		before := ledgerOf(t, now(t, behind), LedgerFilter{Day: day})
		if len(before) != entries {
			t.Errorf("%d entries before they were settled, want %d", len(before), entries)
		}
		p, err := now(t, behind).LedgerPage(t.Context(), LedgerFilter{}, 1, "")
		if err != nil || p.Waiting == 0 {
			t.Errorf("%d wait, %v", p.Waiting, err)
		}
		if waiting, err := behind.SettleLedger(t.Context(), 0); err != nil || waiting != 0 {
			t.Fatalf("%d wait, %v", waiting, err)
		}
		v := now(t, behind)
		got := ledgerOf(t, v, LedgerFilter{Day: day})
		want := ledgerOf(t, now(t, current), LedgerFilter{Day: day})
		if diff := cmp.Diff(want, got); diff != "" || len(want) < 5 {
			t.Fatalf("%d entries: %s", len(want), diff)
		}
		entries = len(got)
		for _, f := range []LedgerFilter{
			{Day: day}, {Day: day, Tracks: []string{"prisoners"}}, {Day: day, Tracks: []string{"prisoners", "border-demarcation"}}, {Day: day, Parties: []string{"ARM", "AZE"}},
			{Day: day, Parties: []string{"ARM"}, States: []ledger.State{ledger.Open}}, {Day: day, Kinds: []ledger.Kind{ledger.Demand}}, {Parties: []string{"nobody"}},
		} {
			var want []ledger.Entry
			for _, e := range got {
				if f.holds(&e) {
					want = append(want, e)
				}
			}
			if diff := cmp.Diff(want, ledgerOf(t, v, f)); diff != "" && f.Day.Known() {
				t.Errorf("%+v: %s", f, diff)
			}
			slices.SortStableFunc(want, func(a, b ledger.Entry) int {
				if c := strings.Compare(b.Opened, a.Opened); c != 0 {
					return c
				}
				return strings.Compare(a.ID, b.ID)
			})
			for _, limit := range []int{1, 3, 100} {
				if diff := cmp.Diff(want, pages(t, v, f, limit)); diff != "" && f.Day.Known() {
					t.Errorf("%+v in pages of %d: %s", f, limit, diff)
				}
			}
		}
		for _, e := range got {
			one, err := v.LedgerEntry(t.Context(), e.ID, day)
			if diff := cmp.Diff(e, one); diff != "" || err != nil {
				t.Errorf("%v %s", err, diff)
			}
			for _, s := range e.Steps {
				if s.Occurrence == "" {
					continue
				}
				of, err := v.LedgerOf(t.Context(), s.Occurrence, day)
				if err != nil || !slices.ContainsFunc(of, func(o ledger.Entry) bool { return cmp.Equal(o, e) }) {
					t.Errorf("%s is not among the entries of %s, %v", e.ID, s.Occurrence, err)
				}
			}
		}
	}
	if _, err := now(t, behind).LedgerPage(t.Context(), LedgerFilter{}, 1, "nonsense"); !errors.Is(err, ErrCursor) {
		t.Errorf("%v", err)
	}
	// As of the first change the ledger is what it was settled to then.
	v, err := behind.At(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := ledgerOf(t, v, LedgerFilter{Day: day}); len(got) == 0 || len(got) >= entries {
		t.Errorf("%d entries as of the first change, %d now", len(got), entries)
	}
}

// TestSettleInTurns: what one has claimed and another settles is stored once, and what comes in between waits.
func TestSettleInTurns(t *testing.T) {
	behind, current := behindRecord(t)
	items := examples(t)
	add(t, behind, items[:20]...)
	// Every party by itself, as in a large record.
	keys, err := now(t, behind).strings(t.Context(), `SELECT DISTINCT pair FROM stale WHERE ?1 IS NOT NULL AND ?2 >= 0 ORDER BY pair`, nil)
	if err != nil || len(keys) < 5 {
		t.Fatal(keys, err)
	}
	for _, key := range keys {
		if err := behind.settlePart(t.Context(), []string{key}); err != nil {
			t.Fatal(err)
		}
	}
	got := ledgerOf(t, now(t, behind), LedgerFilter{})
	if waiting, err := now(t, behind).ledgerWaits(t.Context()); err != nil || waiting != 0 {
		t.Errorf("%d wait, %v", waiting, err)
	}
	whole := newRecord(t)
	add(t, whole, items[:20]...)
	if diff := cmp.Diff(ledgerOf(t, now(t, whole), LedgerFilter{}), got); diff != "" {
		t.Errorf("party by party (+), at once (-): %s", diff)
	}
	// A limit leaves the large ones waiting.
	add(t, behind, items[20:]...)
	waiting, err := behind.SettleLedger(t.Context(), 40)
	if err != nil || waiting == 0 {
		t.Errorf("%d wait, %v", waiting, err)
	}
	if waiting, err = behind.SettleLedger(t.Context(), 0); err != nil || waiting != 0 {
		t.Errorf("%d wait, %v", waiting, err)
	}
	if diff := cmp.Diff(ledgerOf(t, now(t, current), LedgerFilter{}), ledgerOf(t, now(t, behind), LedgerFilter{})); diff != "" {
		t.Error(diff)
	}
}

// TestFacetsOfAnOlderLedger: the migration files entries by what the program files them by.
func TestFacetsOfAnOlderLedger(t *testing.T) {
	r := newRecord(t)
	add(t, r, examples(t)...)
	ledgerOf(t, now(t, r), LedgerFilter{})
	facets := func() string {
		var out strings.Builder
		err := each(t.Context(), r.pool, func(rows *sql.Rows) error {
			var facet, key, opened, id string
			var n int64
			err := rows.Scan(&facet, &key, &opened, &id, &n)
			fmt.Fprintln(&out, facet, key, opened, id, n)
			return err
		}, `SELECT facet, key, opened, id, entry FROM ledger_facets ORDER BY facet, key, opened, id`)
		if err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	want := facets()
	migration, err := fs.ReadFile(migrations, "migrations/00007_ledger_pages.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.write(t.Context(), Machine, "test", "", func(ctx context.Context, w *writer) error {
		w.derived = true
		if err := w.exec(ctx, `DELETE FROM ledger_facets`); err != nil {
			return err
		}
		for statement := range strings.SplitSeq(string(migration), ";\n") {
			if strings.HasPrefix(statement, "INSERT") {
				if err := w.exec(ctx, statement); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, facets()); diff != "" || len(want) < 1000 {
		t.Error(diff)
	}
}
