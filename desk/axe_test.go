package desk

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"chancery/query"
	"chancery/record"
)

// examplePages are addresses of all kinds of pages over the example process.
func examplePages(t testing.TB, d *Desk) []string {
	t.Helper()
	pages := []string{
		"/", "/timeline", "/timeline?by=status&from=2022", "/timeline?actor=Russia", "/actors", "/actors?show=matrix", "/actors?show=list", "/actors/ARM",
		"/actors/AZEGOV:ilham-aliyev", "/map", "/map?box=43,38,49.5,42", "/tracks", "/tracks/prisoners", "/ledger", "/ledger?state=broken", "/ledger?on=2022-06-01", "/tracks/peace-agreement/wording?speaker=Ilham+Aliyev",
		"/search", "/search?q=track:prisoners", "/search?q=sorce:USA", "/search?q=nothingofthekind", "/review", "/review?kind=same", "/review/agreement", "/review/log", "/review/file",
		"/codebook", "/codebook?find=release", "/codebook/try", "/codebook/entries", "/codebook/categories/RETREAT", "/codebook/files/actors/states.tsv", "/codebook/edit",
		"/reports", "/reports?show=outlets", "/reports?show=circles", "/reports?show=failed", "/reports?show=add", "/reports?outlet=Continental+News", "/read",
		"/search?q=kind:quotations", "/export?q=status:offered", "/changes", "/changes/1", "/export", "/account", "/searches", "/nowhere", "/timeline?as-of=2020-01-01",
	}
	view, err := d.Record.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first := func(text string) record.Hit {
		q, err := query.Parse(text, d.words)
		if err != nil {
			t.Fatal(err)
		}
		found, err := view.Find(t.Context(), q, record.Page{Limit: 1})
		if err != nil || len(found.Hits) == 0 {
			t.Fatalf("%s: nothing is found: %v", text, err)
		}
		return found.Hits[0]
	}
	contested := first("kind:occurrences category:mobilize on:2021-05-13").Occurrence
	event := first("track:prisoners").Event
	to := links{}
	pages = append(pages, to.Occurrence(contested.ID), to.Event(event.Event.ID), to.Report(event.Report.ID), to.Quotation(first("kind:quotations speaker:Aliyev").Quotation.ID))
	entries, err := view.Ledger(t.Context(), record.LedgerFilter{Tracks: []string{"prisoners"}, Day: DemoToday()})
	if err != nil || len(entries) == 0 {
		t.Fatalf("the ledger of prisoners: %d entries, %v", len(entries), err)
	}
	return append(pages, to.Entry(entries[0].ID), to.Rule(event.Event.Entry))
}

// violation is what axe finds wrong with a page.
type violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		Target  []any  `json:"target"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// TestBrowserAxe asks axe, the checker of accessibility, for serious faults on every page, in both themes and on a screen
// as wide as a telephone's. axe is not part of this repository: CHANCERY_AXE names its file axe.min.js.
func TestBrowserAxe(t *testing.T) {
	file := os.Getenv("CHANCERY_AXE")
	if file == "" {
		t.Skip("CHANCERY_AXE names no axe.min.js: npm pack axe-core brings it")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d := exampleDesk(t)
	for _, view := range [...]struct {
		name, theme string
		width       int64
	}{{"light", "light", 1280}, {"dark", "dark", 1280}, {"telephone", "light", 390}} {
		t.Run(view.name, func(t *testing.T) {
			ctx, base := tab(t, d)
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: view.theme}}}); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(view.width, 900)); err != nil {
				t.Fatal(err)
			}
			for _, address := range examplePages(t, d) {
				if err := chromedp.Do(ctx, chromedp.Navigate(base+address), chromedp.WaitReady(chromedp.CSS("main"))); err != nil {
					t.Fatalf("%s: %v", address, err)
				}
				if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](string(axe)+";true")); err != nil {
					t.Fatalf("%s: %v", address, err)
				}
				answer, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatalf("%s: %v", address, err)
				}
				var found []violation
				if err := json.Unmarshal([]byte(answer), &found); err != nil {
					t.Fatalf("%s: %v", address, err)
				}
				for _, v := range found {
					if v.Impact != "serious" && v.Impact != "critical" {
						continue
					}
					for _, n := range v.Nodes[:min(len(v.Nodes), 3)] {
						t.Errorf("%s: %s (%s, %d places): %v\n%s", address, v.Help, v.ID, len(v.Nodes), n.Target, n.Summary)
					}
				}
			}
		})
	}
}
