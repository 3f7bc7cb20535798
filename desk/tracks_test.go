package desk

import (
	"strings"
	"testing"
)

func TestTracksListWhatIsKnownOfEach(t *testing.T) {
	root := ledgerDocument(t, exampleDesk(t), "/tracks")
	table := ledgerAll(root, "table", "tracks")
	if len(table) != 1 {
		t.Fatal("there is no table of tracks")
	}
	rows := ledgerAll(ledgerAll(table[0], "tbody")[0], "tr")
	if len(rows) < 12 {
		t.Fatalf("%d tracks", len(rows))
	}
	found := false
	for _, row := range rows {
		hrefs := ledgerHrefs(row)
		if len(ledgerAll(row, "svg", "spark")) != 1 {
			t.Errorf("%s has no sparkline", ledgerText(row))
		}
		if slicesHas(hrefs, "/tracks/prisoners") {
			found = true
			if !slicesHas(hrefs, "/ledger?state=carried-out&track=prisoners") || !strings.Contains(ledgerText(row), "2023-12-13") {
				t.Errorf("the prisoners: %s leads to %v", ledgerText(row), hrefs)
			}
		}
	}
	if !found {
		t.Error("the prisoners are missing")
	}
	if text := ledgerText(root); !strings.Contains(text, "Nothing in the record on:") || !strings.Contains(text, "Nuclear programmes") {
		t.Error("tracks of which nothing is known are not named")
	}
}

func TestTrackShowsItsLedgerAndWhoStandsWhere(t *testing.T) {
	d := exampleDesk(t)
	root := ledgerDocument(t, d, "/tracks/transport-links")
	if n := len(ledgerAll(root, "svg")); n != 2 {
		t.Errorf("%d pictures: want the timeline and the threads", n)
	}
	groups := ledgerAll(root, "section", "entries")
	if len(groups) != 3 || !strings.HasPrefix(ledgerText(groups[0]), "Broken 1") {
		t.Errorf("%d groups, of which the first is not what is broken", len(groups))
	}
	positions := ledgerAll(root, "table", "positions")
	if len(positions) != 1 {
		t.Fatal("nobody stands anywhere")
	}
	text := ledgerText(positions[0])
	for _, want := range []string{"Armenia", "United States", "demands", "restore free movement along the Lachin corridor"} {
		if !strings.Contains(text, want) {
			t.Errorf("the positions say nothing of %q: %s", want, text)
		}
	}
	if !strings.Contains(ledgerText(root), "What was said last") || len(ledgerAll(root, "mark")) == 0 {
		t.Error("no statements with their words")
	}
}

func TestTrackOfOnePartyAndDay(t *testing.T) {
	d := exampleDesk(t)
	whole := ledgerDocument(t, d, "/tracks/transport-links")
	one := ledgerDocument(t, d, "/tracks/transport-links?party=United+States")
	if got, all := len(ledgerAll(one, "li", "entry")), len(ledgerAll(whole, "li", "entry")); got != 1 || all != 5 {
		t.Errorf("%d of %d entries are of the United States, want 1 of 5", got, all)
	}
	early := ledgerText(ledgerDocument(t, d, "/tracks/transport-links?on=2021-06-01"))
	if strings.Contains(early, "2022-12-13") || strings.Contains(early, "13 December 2022") || !strings.Contains(early, "set up a working group") {
		t.Error("the track of 1 June 2021 knows what came later")
	}
	nothing := ledgerDocument(t, d, "/tracks/nuclear")
	if len(ledgerAll(nothing, "div", "empty")) != 1 {
		t.Error("a track of which nothing is told does not say so")
	}
}
