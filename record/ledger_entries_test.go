package record

import (
	"path/filepath"
	"testing"
)

func TestLedgerEntriesReadsWhatIsStored(t *testing.T) {
	r := open(t, filepath.Join(t.TempDir(), "record.db"), Options{})
	add(t, r, examples(t)...)
	view := now(t, r)
	all := ledgerOf(t, view, LedgerFilter{})
	if len(all) < 3 {
		t.Fatalf("%d entries", len(all))
	}
	got, err := view.LedgerEntries(t.Context(), []string{all[2].ID, "l-0000000000000000", all[0].ID}, LedgerFilter{}.Day)
	if err != nil || len(got) != 2 || got[0].ID != all[2].ID || got[1].ID != all[0].ID {
		t.Errorf("%d entries, %v", len(got), err)
	}
	if none, err := view.LedgerEntries(t.Context(), nil, LedgerFilter{}.Day); err != nil || len(none) != 0 {
		t.Errorf("of none: %d, %v", len(none), err)
	}
}
