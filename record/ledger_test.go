package record

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/ledger"
	"chancery/occurrence"
	"chancery/report"
	"chancery/when"
)

func ledgerOf(t *testing.T, v View, f LedgerFilter) []ledger.Entry {
	t.Helper()
	entries, err := v.Ledger(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// TestLedger holds what the table gives against what is computed from all occurrences.
func TestLedger(t *testing.T) {
	r := newRecord(t)
	items := examples(t)
	for _, part := range [][]Item{items[:10], items[10:25], items[25:]} { // stale in between
		add(t, r, part...)
		v := now(t, r)
		var all []occurrence.Occurrence
		for o, err := range v.Occurrences(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, o)
		}
		day := when.DayOf(2024, 6, 1)
		want := ledger.Build(all, day)
		if len(want) < 5 {
			t.Fatalf("only %d entries", len(want))
		}
		before := v.Change()
		got := ledgerOf(t, v, LedgerFilter{Day: day})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("stored and read (+) is not what is built (-):\n%s", diff)
		}
		if after := now(t, r).Change(); after != before {
			t.Errorf("asking for the ledger made change %d", after)
		}
		if again := ledgerOf(t, v, LedgerFilter{Day: day}); !cmp.Equal(got, again) {
			t.Error("asked again, another ledger")
		}
		early := when.DayOf(2021, 12, 1)
		if diff := cmp.Diff(ledger.Build(all, early), ledgerOf(t, v, LedgerFilter{Day: early})); diff != "" {
			t.Errorf("drawn up for an early day:\n%s", diff)
		}
	}
}

func TestLedgerFilter(t *testing.T) {
	r := newRecord(t)
	add(t, r, examples(t)...)
	v := now(t, r)
	day := when.DayOf(2024, 6, 1)
	all := ledgerOf(t, v, LedgerFilter{Day: day})
	seen := 0
	for _, f := range []LedgerFilter{
		{Day: day, Tracks: []string{"prisoners"}},
		{Day: day, Parties: []string{"FRA"}},
		{Day: day, Parties: []string{"ARM", "AZE"}},
		{Day: day, States: []ledger.State{ledger.Broken, ledger.Rejected}},
		{Day: day, Kinds: []ledger.Kind{ledger.Offer}},
	} {
		var want []ledger.Entry
		for _, e := range all {
			if f.holds(&e) {
				want = append(want, e)
			}
		}
		if len(want) == 0 || len(want) == len(all) {
			t.Errorf("%+v tells nothing apart: %d of %d", f, len(want), len(all))
		}
		seen += len(want)
		if diff := cmp.Diff(want, ledgerOf(t, v, f)); diff != "" {
			t.Errorf("%+v:\n%s", f, diff)
		}
	}
	if seen == 0 {
		t.Error("no filter gave anything")
	}
	entry, err := v.LedgerEntry(t.Context(), all[3].ID, day)
	if err != nil || entry.ID != all[3].ID {
		t.Errorf("entry by identity: %v, %v", entry.ID, err)
	}
	if _, err := v.LedgerEntry(t.Context(), "l-none", day); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown entry: %v", err)
	}
}

// TestLedgerOfARecordThatIsOnlyRead computes what is stale and stores it nowhere.
func TestLedgerOfARecordThatIsOnlyRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	r := open(t, path, Options{})
	add(t, r, examples(t)...)
	day := when.DayOf(2024, 6, 1)
	reader := open(t, path, Options{ReadOnly: true})
	computed := ledgerOf(t, now(t, reader), LedgerFilter{Day: day})
	byParty := ledgerOf(t, now(t, reader), LedgerFilter{Day: day, Parties: []string{"FRA"}})
	stored := ledgerOf(t, now(t, r), LedgerFilter{Day: day})
	if diff := cmp.Diff(stored, computed); diff != "" {
		t.Errorf("stored (-) and computed (+):\n%s", diff)
	}
	if diff := cmp.Diff(ledgerOf(t, now(t, r), LedgerFilter{Day: day, Parties: []string{"FRA"}}), byParty); diff != "" {
		t.Errorf("of one party, stored (-) and computed (+):\n%s", diff)
	}
	if again := ledgerOf(t, now(t, reader), LedgerFilter{Day: day}); !cmp.Equal(again, stored) {
		t.Error("read from the table, another ledger")
	}
}

// TestLedgerOfThePast asks for the ledger as it was known before later reports were added.
func TestLedgerOfThePast(t *testing.T) {
	r := newRecord(t)
	add(t, r, read(t, "Turkey urged Syria to release Turkish prisoners.", report.Options{ID: "a", Published: "2023-03-01", Outlet: "Example Daily"}))
	before := now(t, r)
	day := when.DayOf(2023, 12, 31)
	if got := ledgerOf(t, before, LedgerFilter{Day: day}); len(got) != 1 || got[0].State != ledger.Open {
		t.Fatalf("before: %+v", got)
	}
	add(t, r, read(t, "Syria released all Turkish prisoners.", report.Options{ID: "b", Published: "2023-04-01", Outlet: "Example Daily"}))
	if got := ledgerOf(t, now(t, r), LedgerFilter{Day: day}); len(got) != 1 || got[0].State != ledger.CarriedOut {
		t.Errorf("after: %+v", got)
	}
	if got := ledgerOf(t, before, LedgerFilter{Day: day}); len(got) != 1 || got[0].State != ledger.Open {
		t.Errorf("as it was known before: %+v", got)
	}
	id := ledgerOf(t, now(t, r), LedgerFilter{})[0].ID
	log, err := now(t, r).Log(t.Context(), id)
	if err != nil || len(log) != 2 {
		t.Errorf("the log of %s: %v, %v", id, log, err)
	}
}

// TestLedgerFollowsACorrection gives a demand another addressee: the entry of the one before goes, too.
func TestLedgerFollowsACorrection(t *testing.T) {
	r := newRecord(t)
	add(t, r, read(t, "Turkey urged Syria to release Turkish prisoners.", report.Options{ID: "a", Published: "2023-03-01", Outlet: "Example Daily"}))
	before := ledgerOf(t, now(t, r), LedgerFilter{Parties: []string{"SYR"}})
	if len(before) != 1 {
		t.Fatalf("before: %+v", before)
	}
	account, err := now(t, r).Account(t.Context(), before[0].Steps[0].Accounts[0].Event)
	if err != nil {
		t.Fatal(err)
	}
	e := account.Event
	e.Recipients = slices.Clone(e.Recipients)
	e.Recipients[0].Name, e.Recipients[0].Actor, e.Recipients[0].Country = "Iraq", "IRQ", "IRQ"
	content := *e.Content
	content.Sources = e.Recipients
	e.Content = &content
	if _, err := r.Amend(t.Context(), "anna", "it was Iraq", func(ctx context.Context, a *Amendment) error {
		return a.PutEvent(ctx, e, []string{"recipients"}, "")
	}); err != nil {
		t.Fatal(err)
	}
	if got := ledgerOf(t, now(t, r), LedgerFilter{Parties: []string{"IRQ"}}); len(got) != 1 {
		t.Errorf("of the new addressee: %+v", got)
	}
	if got := ledgerOf(t, now(t, r), LedgerFilter{Parties: []string{"SYR"}}); len(got) != 0 {
		t.Errorf("of the old one: %+v", got)
	}
}

// TestLedgerOfAnOlderRecord makes the ledger of a record whose events were stored before they were filed by parties.
func TestLedgerOfAnOlderRecord(t *testing.T) {
	r := newRecord(t)
	add(t, r, examples(t)...)
	want := ledgerOf(t, now(t, r), LedgerFilter{})
	_, err := r.write(t.Context(), Machine, "test", "", func(ctx context.Context, w *writer) error {
		w.derived = true
		for _, q := range []string{`DELETE FROM dealings`, `DELETE FROM ledger`, `INSERT INTO stale (track, pair) VALUES ('*', '*')`} {
			if err := w.exec(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, ledgerOf(t, now(t, r), LedgerFilter{})); diff != "" {
		t.Errorf("made anew:\n%s", diff)
	}
	fra := ledgerOf(t, now(t, r), LedgerFilter{Parties: []string{"FRA"}})
	if len(fra) == 0 || !slices.ContainsFunc(fra[0].Pair, func(k string) bool { return k == "FRA" }) {
		t.Errorf("by party: %+v", fra)
	}
}
