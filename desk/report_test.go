package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// reportsOf gives the identities of the reports of a desk.
func reportsOf(t testing.TB, d *Desk) []string {
	t.Helper()
	view, err := d.Record.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for got, err := range view.Readings(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, got.Report.ID)
	}
	return out
}

func TestReportsAreWhole(t *testing.T) {
	d := exampleDesk(t)
	events, furniture, quotations := 0, 0, 0
	for _, id := range reportsOf(t, d) {
		address := "/reports/" + url.PathEscape(id)
		root := ledgerDocument(t, d, address)
		whole(t, address, root)
		events += len(ledgerAll(root, "li")) - len(ledgerAll(first(t, root, "header", "above"), "li"))
		furniture += len(ledgerAll(root, "ul", "furniture"))
		for _, m := range ledgerAll(first(t, root, "div", "told"), "mark") {
			for _, of := range strings.Fields(ledgerAttribute(m, "data-events")) {
				if byID(root, "event-"+of) == nil {
					t.Errorf("%s: words of %s, which is not in the list", address, of)
				}
			}
		}
		for _, href := range ledgerHrefs(root) {
			if !strings.HasPrefix(href, "/quotations/") {
				continue
			}
			if quotations++; quotations%7 == 0 { // some of them
				page := ledgerDocument(t, d, href)
				whole(t, href, page)
				if ledgerText(first(t, page, "blockquote")) == "" || len(ledgerAll(first(t, page, "div", "told"), "mark", "role-found")) == 0 {
					t.Errorf("%s does not show its words", href)
				}
			}
		}
	}
	if events < 100 || furniture == 0 || quotations < 20 {
		t.Errorf("%d events, %d reports with furniture, %d quotations: this tests nothing", events, furniture, quotations)
	}
}

func TestReportTellsWhoHasItsWords(t *testing.T) {
	d := deskOf(t, contested...)
	original := mostTold(t, d).Members[0].Report
	root := ledgerDocument(t, d, "/reports/"+url.PathEscape(original.ID))
	copies := ledgerText(byID(root, "copies"))
	if !strings.Contains(copies, "Tiflis Herald") || !strings.Contains(copies, "later than this one") {
		t.Errorf("copies: %s", copies)
	}
	if strings.Contains(copies, "Meridian Wire") {
		t.Errorf("whoever tells of the same in other words is no copy: %s", copies)
	}
}

// A report may be made by somebody who means harm: whatever stands in its strings stays text.
func TestHostileReportsStayText(t *testing.T) {
	d := hostileDesk(t)
	var addresses []string
	for _, o := range allOccurrences(t, d) {
		addresses = append(addresses, "/occurrences/"+o.ID)
	}
	for _, id := range reportsOf(t, d) {
		address := "/reports/" + url.PathEscape(id)
		addresses = append(addresses, address)
		for _, href := range ledgerHrefs(ledgerDocument(t, d, address)) {
			if strings.HasPrefix(href, "/quotations/") {
				addresses = append(addresses, href)
			}
		}
	}
	addresses = append(addresses, "/changes", "/changes/1", "/changes?by="+escaped(hostile))
	shown := 0
	for _, address := range addresses {
		w := get(t, d, address)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", address, w.Code)
		}
		if strings.Contains(w.Body.String(), "alert(") {
			shown++
		}
		root, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		staysText(t, address, root)
	}
	if shown < len(addresses)-3 {
		t.Errorf("%d of %d pages show hostile text: this tests little", shown, len(addresses))
	}
}

// staysText checks that no page runs what a report says.
func staysText(t testing.TB, address string, root *html.Node) {
	t.Helper()
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "img" || n.Data == "svg" || n.Data == "b" || n.Data == "script" && ledgerAttribute(n, "src") == "" {
			t.Errorf("%s: a report made an element %s", address, n.Data)
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || (a.Key == "href" || a.Key == "src" || a.Key == "action") && strings.HasPrefix(value, "javascript:") {
				t.Errorf("%s: <%s %s=%q>", address, n.Data, a.Key, a.Val)
			}
		}
	}
}
