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
	for _, name := range []string{"", "Nobody of the sort", "Armenia and Azerbaijan"} {
		if got := x.Called(name); len(got) > 0 {
			t.Errorf("%q: got %v, want nothing", name, got)
		}
	}
}
