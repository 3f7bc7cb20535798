package actor

import (
	"slices"
	"testing"

	"chancery/codebook"
)

func TestCalled(t *testing.T) {
	x, err := Load(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, id string
		kind     NamingKind
	}{
		{"USA", "USA", NamedByID},
		{"usa", "USA", NamedByID},
		{"United States", "USA", NamedByName},
		{"the united states", "USA", NamedByName},
		{"US", "USA", NamedByNationality},
		{"us", "USA", NamedByNationality},
		{"Armenian", "ARM", NamedByNationality},
		{"armenians", "ARM", NamedByNationality},
		{"Washington", "USA", NamedByCapital},
		{"kremlin", "RUS", NamedByCapital},
		{"Antony Blinken", "USAGOV:antony-blinken", NamedByName},
		{"blinken", "USAGOV:antony-blinken", NamedBySurname},
		{"USAGOV:antony-blinken", "USAGOV:antony-blinken", NamedByID},
		{"ARMGOV", "ARMGOV", NamedByID},
		{"armmil", "ARMMIL", NamedByID},
		{"ARMGOV:foreign-ministry", "ARMGOV:foreign-ministry", NamedByID},
		{"Secretary of State", "secretary-of-state", NamedOffice},
		{"foreign minister", "foreign-minister", NamedOffice},
		{"nato", "IGO:nato", NamedByName},
		{"Azertac", "OUT:azertac", NamedByName},
	} {
		got := x.Called(test.name)
		if !slices.ContainsFunc(got, func(n Naming) bool { return n.ID == test.id && n.Kind == test.kind }) {
			t.Errorf("%q: got %v, want %s by %s", test.name, got, test.id, test.kind)
		}
	}
	for _, name := range []string{"", "Nobody of the sort", "Armenia and Azerbaijan", "ARMXXX", "XXXGOV", "ARMGOV:no-such-ministry", "ARMMIL:foreign-ministry", "IGO:nato:x"} {
		if got := x.Called(name); len(got) > 0 {
			t.Errorf("%q: got %v, want nothing", name, got)
		}
	}
	if got := x.Called("USAMIL"); len(got) != 1 || got[0].Name != "United States (armed forces)" || got[0].Country != "USA" || got[0].Class != Unknown {
		t.Errorf("a branch is %v", got)
	}
	if got := x.Called("ARMGOV:foreign-ministry"); len(got) != 1 || got[0].Name != "Foreign Ministry of Armenia" || got[0].Class != Organisation {
		t.Errorf("a body is %v", got)
	}
}
