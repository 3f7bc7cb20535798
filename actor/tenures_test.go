package actor

import (
	"testing"

	"chancery/codebook"
)

func TestTenures(t *testing.T) {
	x, err := Load(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	got := x.Tenures("USAGOV:antony-blinken")
	found := false
	for i, held := range got {
		found = found || held.Office == "Secretary of State" && held.Of == "USA" && held.First == "2021-01-26"
		if i > 0 && got[i-1].First > held.First {
			t.Errorf("%s comes after %s", held.First, got[i-1].First)
		}
	}
	if !found {
		t.Errorf("the offices of Antony Blinken: %+v", got)
	}
	for _, held := range x.Tenures("ARM", "Prime Minister") {
		if held.Of != "ARM" || held.Office != "Prime Minister" {
			t.Errorf("not a prime minister of Armenia: %+v", held)
		}
	}
	if len(x.Tenures("ARM", "Prime Minister")) < 3 {
		t.Error("fewer than three prime ministers of Armenia")
	}
	if got := x.Tenures("nobody"); len(got) != 0 {
		t.Errorf("the offices of nobody: %+v", got)
	}
}
