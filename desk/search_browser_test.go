package desk

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// press presses Enter or Tab as a keyboard does: a page that takes the key for itself keeps the browser from acting on it.
func press(t testing.TB, ctx context.Context, key string) {
	t.Helper()
	down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Code: key, WindowsVirtualKeyCode: 9}
	if key == "Enter" {
		down.Text, down.WindowsVirtualKeyCode = "\r", 13
	}
	up := down
	up.Type, up.Text = input.DispatchKeyEventTypeKeyUp, ""
	for _, event := range []input.DispatchKeyEventParams{down, up} {
		if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, event); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBrowserCompletes writes a query with the keyboard alone: arrows choose, Enter takes, Escape closes.
func TestBrowserCompletes(t *testing.T) {
	ctx, address := tab(t, exampleDesk(t))
	const open = `document.querySelector("#query").getAttribute("aria-expanded") === "true"`
	value := func() string { return in(t, ctx, `document.querySelector("#query").value`) }
	do(t, ctx, chromedp.Navigate(address+"/search"), chromedp.WaitVisible(chromedp.CSS("#query")))
	until(t, ctx, `document.querySelector("#query").getAttribute("role") === "combobox"`)
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#query"), "stat"))
	until(t, ctx, open)
	do(t, ctx, chromedp.KeyEvent(kb.ArrowDown))
	until(t, ctx, `document.getElementById(document.querySelector("#query").getAttribute("aria-activedescendant"))?.getAttribute("aria-selected") === "true"`)
	press(t, ctx, "Enter")
	until(t, ctx, `document.querySelector("#query").value === "status:"`)
	until(t, ctx, open+` && document.querySelectorAll("#completions [role=option]").length === 8`)
	do(t, ctx, chromedp.KeyEvent("off"))
	until(t, ctx, `document.querySelectorAll("#completions [role=option]").length === 1`)
	do(t, ctx, chromedp.KeyEvent(kb.ArrowDown))
	press(t, ctx, "Tab")
	until(t, ctx, `document.querySelector("#query").value === "status:offered "`)
	if at := in(t, ctx, `document.activeElement.id`); at != "query" {
		t.Errorf("the focus went to %q", at)
	}
	do(t, ctx, chromedp.KeyEvent("tra"))
	until(t, ctx, open)
	do(t, ctx, chromedp.KeyEvent(kb.Escape))
	until(t, ctx, "!("+open+")")
	if v := value(); v != "status:offered tra" {
		t.Errorf("Escape left %q", v)
	}
	// Where nothing is chosen Enter searches.
	do(t, ctx, chromedp.KeyEvent(kb.Backspace), chromedp.KeyEvent(kb.Backspace), chromedp.KeyEvent(kb.Backspace), chromedp.KeyEvent("border"))
	until(t, ctx, `document.querySelector("#query").value === "status:offered border"`)
	press(t, ctx, "Enter")
	until(t, ctx, `location.search.includes("border") && document.querySelectorAll(".hit").length > 0`)
	if v := value(); v != "status:offered border" {
		t.Errorf("searched for %q", v)
	}
	if colour := in(t, ctx, `getComputedStyle(document.querySelector(".hit mark.role-found")).backgroundColor`); colour == "rgba(0, 0, 0, 0)" {
		t.Error("the words that were looked for do not stand out")
	}
	// With the mouse, in the midst of a query.
	do(t, ctx, chromedp.Navigate(address+"/search?q="+url.QueryEscape("status:pl border")), chromedp.WaitVisible(chromedp.CSS("#query")))
	until(t, ctx, `document.querySelector("#query").getAttribute("role") === "combobox"`)
	in(t, ctx, `(() => { const q = document.querySelector("#query"); q.focus(); q.setSelectionRange(9, 9); q.dispatchEvent(new Event("input")); })()`)
	until(t, ctx, open)
	do(t, ctx, chromedp.Click(chromedp.CSS("#completions-0")))
	until(t, ctx, `document.querySelector("#query").value === "status:planned border"`)
}

// TestBrowserWrongQuery sees what is wrong underlined, and follows what may have been meant.
func TestBrowserWrongQuery(t *testing.T) {
	ctx, address := tab(t, exampleDesk(t))
	do(t, ctx, chromedp.Navigate(address+"/search?q="+url.QueryEscape("status:offered sorce:ARM")), chromedp.WaitVisible(chromedp.CSS(".wrong")))
	if says := in(t, ctx, `document.querySelector(".wrong").textContent + " " + getComputedStyle(document.querySelector(".wrong")).textDecorationStyle`); says != "sorce wavy" {
		t.Errorf("shown as %s", says)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS("a.instead")))
	until(t, ctx, `document.querySelector("#query").value === "status:offered source:ARM" && document.querySelectorAll(".hit").length > 0`)
}

// TestBrowserWatches keeps a search from the page of what it found, and deletes it.
func TestBrowserWatches(t *testing.T) {
	d := ownDesk(t)
	ctx, address := tab(t, d)
	do(t, ctx, chromedp.Navigate(address+"/search?q=status:offered"), chromedp.WaitVisible(chromedp.CSS(".save-search summary")),
		chromedp.Click(chromedp.CSS(".save-search summary")), chromedp.WaitVisible(chromedp.CSS(".save-search input[name=name]")),
		chromedp.SendKeys(chromedp.CSS(".save-search input[name=name]"), "What was offered"), chromedp.KeyEvent(kb.Enter))
	until(t, ctx, `location.pathname === "/searches/What%20was%20offered" && document.querySelectorAll(".hit").length > 0`)
	all, err := d.searches.All(t.Context())
	if err != nil || len(all) != 1 || all[0].Query != "status:offered" || all[0].Author != "a tester" {
		t.Fatalf("%+v %v", all, err)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(".delete summary")), chromedp.WaitVisible(chromedp.CSS(".delete button")), chromedp.Click(chromedp.CSS(".delete button")))
	until(t, ctx, `location.pathname === "/searches" && document.querySelector(".empty")`)
}

// TestBrowserReadsPasted reads a text without leaving the page, and adds it to the record.
func TestBrowserReadsPasted(t *testing.T) {
	d := ownDesk(t)
	ctx, address := tab(t, d)
	do(t, ctx, chromedp.Navigate(address+"/read"), chromedp.WaitVisible(chromedp.CSS("#paste-text")),
		chromedp.SendKeys(chromedp.CSS("#paste-text"), pastedReport+" <img src=x onerror=document.title='run'>"), chromedp.Click(chromedp.CSS("#paste button")))
	until(t, ctx, `document.querySelectorAll("#paste-result mark.role-action").length > 0`)
	if in(t, ctx, `location.pathname`) != "/read" || in(t, ctx, `document.querySelectorAll("#paste-result img").length`) != "0" || in(t, ctx, `document.title`) == "run" {
		t.Error("the page was left, or what was pasted ran")
	}
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#add-pasted input[name=outlet]"), "The Harbour Post"), chromedp.Click(chromedp.CSS("#add-pasted button")))
	until(t, ctx, `location.pathname.startsWith("/intakes/") && document.body.innerText.includes("1 added")`)
	// An empty text is told where it was written.
	do(t, ctx, chromedp.Navigate(address+"/read"), chromedp.WaitVisible(chromedp.CSS("#paste-text")), chromedp.SendKeys(chromedp.CSS("#paste-text"), " \n "), chromedp.Click(chromedp.CSS("#paste button")))
	until(t, ctx, `document.querySelector("#paste-result [role=alert]")?.textContent.includes("no text to read")`)
}

// TestBrowserUploads chooses a file, and sees what became of it.
func TestBrowserUploads(t *testing.T) {
	d := ownDesk(t)
	ctx, address := tab(t, d)
	var lines strings.Builder
	for i := range 300 {
		lines.WriteString(`{"id":"up-` + itoa(i) + `","text":"Georgia offered Armenia help number ` + itoa(i) + ` on 29 May 2024. Iran accused Azerbaijan of spying, for the ` + itoa(i) + `th time."}` + "\n")
	}
	path := filepath.Join(t.TempDir(), "news.jsonl")
	if err := os.WriteFile(path, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(address+"/reports?show=add"), chromedp.WaitVisible(chromedp.CSS("#add-files")),
		chromedp.SetUploadFiles(chromedp.CSS("#add-files"), []string{path}), chromedp.Click(chromedp.CSS(".add-reports button.main")))
	until(t, ctx, `document.getElementById("intake")?.dataset.running === "false" && document.body.innerText.includes("300 added")`)
}
