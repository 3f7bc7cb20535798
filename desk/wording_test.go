package desk

import (
	"net/http"
	"strings"
	"testing"
)

func TestWordingShowsWhatChanged(t *testing.T) {
	d := exampleDesk(t)
	root := ledgerDocument(t, d, "/tracks/peace-agreement/wording?speaker=Ilham+Aliyev")
	list := ledgerAll(root, "ol", "statements")
	if len(list) != 1 {
		t.Fatal("there are no statements")
	}
	items := ledgerAll(list[0], "li")
	if len(items) != 3 {
		t.Fatalf("%d statements, want 3", len(items))
	}
	if n := len(ledgerAll(items[0], "ins")) + len(ledgerAll(items[0], "del")); n != 0 {
		t.Error("the first statement is compared with something")
	}
	var gone, come []string
	for _, n := range ledgerAll(items[1], "del") {
		gone = append(gone, ledgerText(n))
	}
	for _, n := range ledgerAll(items[1], "ins") {
		come = append(come, ledgerText(n))
	}
	if !slicesHas(gone, "begin work on") || !slicesHas(come, "sign") {
		t.Errorf("the second: %q are left out, %q put in", gone, come)
	}
	if pair := ledgerAll(root, "section", "pair"); len(pair) != 1 || !strings.Contains(ledgerText(pair[0]), "From the first to the last") {
		t.Error("the first and the last do not stand beside each other")
	}
}

func TestWordingComparesAnyTwo(t *testing.T) {
	d := exampleDesk(t)
	root := ledgerDocument(t, d, "/tracks/peace-agreement/wording?speaker=Ilham+Aliyev")
	var ids []string
	for _, o := range ledgerAll(ledgerAll(root, "section", "pair")[0], "option") {
		ids = append(ids, ledgerAttribute(o, "value"))
	}
	two := ledgerDocument(t, d, "/tracks/peace-agreement/wording?speaker=Ilham+Aliyev&a="+ids[1]+"&b="+ids[0])
	sides := ledgerAll(ledgerAll(two, "section", "pair")[0], "figure")
	if !strings.Contains(ledgerText(sides[0]), "26 November 2021") || !strings.Contains(ledgerText(sides[1]), "12 April 2022") {
		t.Errorf("the two: %q, %q", ledgerText(sides[0]), ledgerText(sides[1]))
	}
}

func TestWordingOffersWhoSpoke(t *testing.T) {
	d := exampleDesk(t)
	root := ledgerDocument(t, d, "/tracks/prisoners/wording")
	if n := len(ledgerAll(ledgerAll(root, "nav", "speakers")[0], "a", "chip")); n < 3 {
		t.Errorf("%d speakers", n)
	}
	// The surname alone is several people's; here only one of them spoke.
	if text := ledgerText(ledgerDocument(t, d, "/tracks/peace-agreement/wording?speaker=Aliyev")); !strings.Contains(text, "Ilham Aliyev") {
		t.Error("the Aliyev who spoke is not found")
	}
	for address, want := range map[string]int{
		"/tracks/peace-agreement/wording?speaker=Ilham+Aliyev&from=someday": http.StatusBadRequest,
		"/tracks/nuclear/wording?speaker=Aliyev":                            http.StatusBadRequest,
		"/tracks/nuclear/wording":                                           http.StatusOK,
	} {
		if w := get(t, d, address); w.Code != want {
			t.Errorf("%s: %d, want %d", address, w.Code, want)
		}
	}
	early := ledgerDocument(t, d, "/tracks/peace-agreement/wording?speaker=Ilham+Aliyev&on=2022-06-01")
	if items := ledgerAll(ledgerAll(early, "ol", "statements")[0], "li"); len(items) != 2 {
		t.Errorf("by June 2022 there were %d statements, want 2", len(items))
	}
}
