package desk

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"chancery/ledger"
	"chancery/record"
	"chancery/report"
)

func TestFrontShowsWhatTheProgramIs(t *testing.T) {
	d := exampleDesk(t)
	root := ledgerDocument(t, d, "/")
	latest := ledgerAll(root, "section", "front-latest")
	if len(latest) != 1 {
		t.Fatal("nothing happened last")
	}
	marks := 0
	for _, href := range ledgerHrefs(ledgerAll(latest[0], "figure")[0]) {
		if strings.HasPrefix(href, "/occurrences/") {
			marks++
		}
	}
	if marks < 10 {
		t.Errorf("%d occurrences on the timeline lead somewhere", marks)
	}
	if items := ledgerAll(ledgerAll(latest[0], "ol")[0], "li"); len(items) != frontNewest || !strings.Contains(ledgerText(items[0]), "2023-12-13") {
		t.Errorf("%d sentences, the first: %s", len(items), ledgerText(items[0]))
	}
	apart := ledgerAll(root, "section", "disagreement")
	if len(apart) != 1 {
		t.Fatal("there is no disagreement")
	}
	sides := ledgerAll(apart[0], "blockquote")
	if len(sides) != 2 || ledgerText(sides[0]) == ledgerText(sides[1]) {
		t.Fatalf("%d sides", len(sides))
	}
	for _, s := range sides {
		if len(ledgerAll(s, "mark")) == 0 || ledgerText(ledgerAll(s, "strong")[0]) == "Somebody" {
			t.Errorf("a side without words or voice: %s", ledgerText(s))
		}
	}
	promise := ledgerAll(root, "section", "overdue")
	if len(promise) != 1 || !strings.Contains(ledgerText(promise[0]), "due 31 October 2023") {
		t.Fatal("there is no promise whose day has passed")
	}
	if len(ledgerAll(root, "table", "tracks")) != 1 {
		t.Error("the tracks are missing")
	}
	if paste := ledgerAll(root, "form", "paste"); len(paste) != 1 || ledgerAttribute(paste[0], "action") != "/read" {
		t.Error("there is no box to paste a report into")
	}
}

func TestFrontOnAnotherDay(t *testing.T) {
	root := ledgerDocument(t, exampleDesk(t), "/?on=2022-06-01")
	if items := ledgerAll(ledgerAll(root, "section", "front-latest")[0], "li"); !strings.Contains(ledgerText(items[0]), "2022-05-24") {
		t.Errorf("by June 2022 the last was %s", ledgerText(items[0]))
	}
	if promise := ledgerAll(root, "section", "overdue"); len(promise) != 1 || !strings.Contains(ledgerText(promise[0]), "This is overdue") {
		t.Error("by June 2022 the border commission is overdue")
	}
}

func TestFrontOfAnEmptyRecord(t *testing.T) {
	d := emptyDesk(t)
	root := ledgerDocument(t, d, "/")
	text := ledgerText(root)
	for _, want := range []string{"The record is empty", "chancery add", "chancery watch", "chancery serve --demo"} {
		if !strings.Contains(text, want) {
			t.Errorf("the empty front page says nothing of %q", want)
		}
	}
	if len(ledgerAll(root, "form", "paste")) != 1 {
		t.Error("nothing can be pasted")
	}
	for _, address := range []string{"/tracks", "/ledger", "/tracks/prisoners", "/tracks/prisoners/wording"} {
		if len(ledgerAll(ledgerDocument(t, d, address), "div", "empty")) == 0 {
			t.Errorf("%s does not say that it is empty", address)
		}
	}
}

func TestPagesOfThePast(t *testing.T) {
	d := exampleDesk(t)
	if err := d.overview.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/", "/tracks", "/ledger", "/tracks/prisoners", "/tracks/prisoners/wording"} {
		w := get(t, d, address+"?as-of=2020-01-01") // before anything was added
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "/occurrences/") {
			t.Errorf("%s before anything was added: %d", address, w.Code)
		}
	}
	if text := ledgerText(ledgerDocument(t, d, "/?as-of=2020-01-01")); !strings.Contains(text, "On 2020-01-01 the record held nothing yet") {
		t.Error("the front page of the past does not say that there was nothing")
	}
	later := ledgerDocument(t, d, "/ledger?as-of=2999-01-01")
	if len(ledgerAll(later, "li", "entry")) == 0 {
		t.Error("the record as it will be known has no ledger")
	}
	e := entryWith(t, d, "cease fire", ledger.Broken)
	if w := get(t, d, "/ledger/"+e.ID+"?as-of=2020-01-01"); w.Code != http.StatusNotFound {
		t.Errorf("an entry before it was known: %d", w.Code)
	}
}

func emptyDesk(t testing.TB, items ...record.Item) *Desk {
	t.Helper()
	e, err := example()
	if err != nil {
		t.Fatal(err)
	}
	rec, err := record.Open(t.Context(), t.TempDir()+"/record.db", record.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rec.Close() })
	if len(items) > 0 {
		if _, err := rec.Add(t.Context(), "add", "", items); err != nil {
			t.Fatal(err)
		}
	}
	return deskOver(t, rec, e.reader)
}

// hostile is put wherever a report may have a string of its own.
const hostile = `"><img src=x onerror=alert(1)></svg><script>alert(2)</script>{{.}}`

// hostileDesk is a desk over reports whose outlet, title, address, text and names are hostile.
func hostileDesk(t testing.TB) *Desk {
	t.Helper()
	e, err := example()
	if err != nil {
		t.Fatal(err)
	}
	var items []record.Item
	for _, r := range []struct{ published, text string }{
		{"2024-01-10", `Armenia promised to hand over the Kalbajar<b onclick=alert(6)> district to Azerbaijan by March 1. Russia demanded that Armenia remove the checkpoint <script>alert(3)</script> from the road.`},
		{"2024-01-11", `"Azerbaijan was ready to sign a peace treaty with Armenia <img src=x onerror=alert(4)>," President Ilham Aliyev said on Thursday.`},
		{"2024-02-11", `"Azerbaijan was never ready to sign a peace treaty with Armenia <svg onload=alert(5)>," President Ilham Aliyev said on Sunday.`},
		{"2024-02-12", `Armenia accused Azerbaijan of attacking the village of <b onclick=alert(6)>Khoznavar</b> on Monday. Azerbaijan denied on Monday that it had attacked the village.`},
	} {
		read, err := report.FromText([]byte("Published: "+r.published+"\n\n"+r.text+"\n"), report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		read.Outlet, read.Title, read.URL = hostile+r.published, hostile, "javascript:alert(7)"
		got, err := e.reader.Read(t.Context(), read)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got.Events {
			for n := range got.Events[i].Sources {
				if got.Events[i].Sources[n].Actor == "" {
					got.Events[i].Sources[n].Name = hostile
				}
			}
		}
		items = append(items, record.Item{Reading: got, Source: hostile})
	}
	return emptyDesk(t, items...)
}

func TestHostileTextStaysText(t *testing.T) {
	d := hostileDesk(t)
	addresses := append(hostileAddresses(t, d),
		"/ledger?party="+escaped(hostile), "/tracks/transport-links?party="+escaped(hostile),
		"/tracks/peace-agreement/wording?speaker="+escaped(hostile)+"&a="+escaped(hostile), "/tracks/"+escaped(hostile), "/ledger/"+escaped(hostile))
	for _, address := range addresses {
		w := get(t, d, address)
		root, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if n.Data == "img" || n.Data == "script" && ledgerAttribute(n, "src") == "" {
				t.Errorf("%s: a report made an element %s", address, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
					t.Errorf("%s: <%s %s=%q>", address, n.Data, a.Key, a.Val)
				}
			}
		}
	}
}

// hostileAddresses are the pages on which hostile text stands.
func hostileAddresses(t testing.TB, d *Desk) []string {
	t.Helper()
	if err := d.overview.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	e := entryWith(t, d, "hand over the Kalbajar")
	addresses := []string{"/", "/ledger", "/ledger/" + e.ID, "/tracks", "/tracks/transport-links", "/tracks/peace-agreement", "/tracks/peace-agreement/wording?speaker=Ilham+Aliyev"}
	for _, a := range addresses {
		w := get(t, d, a)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", a, w.Code)
		}
		if a != "/tracks" && !strings.Contains(w.Body.String(), "alert(") {
			t.Errorf("%s does not show the hostile text: this tests nothing", a)
		}
	}
	return addresses
}

func escaped(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteString("%" + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]))
	}
	return b.String()
}
