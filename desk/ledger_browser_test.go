package desk

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestBrowserNoPageOfTheLedgerIsWiderThanATelephone(t *testing.T) {
	d := exampleDesk(t)
	if err := d.overview.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, address := tab(t, d)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 800)); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/", "/tracks", "/tracks/prisoners", "/ledger", "/ledger/" + entryWith(t, d, "cease fire").ID, "/tracks/peace-agreement/wording?speaker=Ilham+Aliyev"} {
		if err := chromedp.Do(ctx, chromedp.Navigate(address+page)); err != nil {
			t.Fatal(err)
		}
		over, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
		if err != nil {
			t.Fatal(err)
		}
		if over > 0 {
			t.Errorf("%s is %d pixels wider than the screen", page, over)
		}
	}
}

func TestBrowserAsksForTheEntryOfAnotherDay(t *testing.T) {
	d := exampleDesk(t)
	ctx, address := tab(t, d)
	id := entryWith(t, d, "hand over the Aghdam district").ID
	state := chromedp.Text(chromedp.CSS(".entry-facts .chip"))
	if err := chromedp.Do(ctx, chromedp.Navigate(address+"/ledger/"+id)); err != nil {
		t.Fatal(err)
	}
	if got, err := chromedp.Run(ctx, state); err != nil || got != "carried out in full" {
		t.Fatalf("now it is %q, %v", got, err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.getElementById("on").value = "2020-11-12", document.querySelector(".as-of-bar form").requestSubmit(), true`)); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.WaitVisible(chromedp.CSS(`a[rel="next"]`))); err != nil {
		t.Fatal(err)
	}
	if got, err := chromedp.Run(ctx, state); err != nil || got != "open" {
		t.Errorf("on 12 November 2020 it is %q, %v", got, err)
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`a[rel="next"]`)), chromedp.WaitVisible(chromedp.CSS(".chip.carried-out"))); err != nil {
		t.Errorf("it does not go on to the day of carrying out: %v", err)
	}
}

func TestBrowserComparesTwoStatements(t *testing.T) {
	d := exampleDesk(t)
	ctx, address := tab(t, d)
	if err := chromedp.Do(ctx, chromedp.Navigate(address+"/tracks/peace-agreement/wording?speaker=Ilham+Aliyev")); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.querySelector("select[name=b]").selectedIndex = 1, document.querySelector(".pair form").requestSubmit(), true`)); err != nil {
		t.Fatal(err)
	}
	var heading string
	err := chromedp.Do(ctx, chromedp.WaitVisible(chromedp.CSS(`.pair[data-to="2"]`)))
	if err == nil {
		heading, err = chromedp.Run(ctx, chromedp.Text(chromedp.CSS(".pair")))
	}
	if err != nil || !strings.Contains(heading, "12 April 2022") {
		t.Errorf("the two: %q, %v", heading, err)
	}
}

// TestBrowserRunsNothingOfReports opens every page with hostile text: whatever ran would have called alert.
func TestBrowserRunsNothingOfReports(t *testing.T) {
	d := hostileDesk(t)
	ctx, address := tab(t, d)
	for _, page := range hostileAddresses(t, d) {
		if err := chromedp.Do(ctx, chromedp.Navigate(address+page), chromedp.WaitVisible(chromedp.CSS("main h1"))); err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		found, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll("main img, main script, main [onclick], main [onload], main [onerror]").length`))
		if err != nil || found > 0 {
			t.Errorf("%s: a report made %d elements, %v", page, found, err)
		}
	}
}
