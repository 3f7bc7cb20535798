package report

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sharedPath gives a path among the corpora, or skips the test where they are not at hand.
func sharedPath(t testing.TB, parts ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{"..", "..", "shared"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the corpora are not here: %v", err)
	}
	return path
}

// page as in trafilatura's evaluation: stretches that the text must have and must not have.
type evaluated struct {
	File    string   `json:"file"`
	With    []string `json:"with"`
	Without []string `json:"without"`
	Title   string   `json:"title"`
	Date    string   `json:"date"`
}

func readGzip(t testing.TB, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestPages measures the text of pages by trafilatura's definition: each stretch that must be there counts as
// found or missed, each that must not as kept off or let in.
func TestPages(t *testing.T) {
	dir := sharedPath(t, "corpora", "web_articles", "dev")
	data, err := os.ReadFile(filepath.Join(dir, "evaldata.json"))
	if err != nil {
		t.Fatal(err)
	}
	var pages map[string]evaluated
	if err := json.Unmarshal(data, &pages); err != nil {
		t.Fatal(err)
	}
	urls := make([]string, 0, len(pages))
	for u := range pages {
		urls = append(urls, u)
	}
	sort.Strings(urls)
	var tp, fn, fp, tn, titles, titled, dates, dated int
	for _, u := range urls {
		e := pages[u]
		page := readGzip(t, filepath.Join(dir, "html", e.File+".gz"))
		r, err := FromHTML(page, Options{URL: u})
		if err != nil {
			t.Logf("%s: %v", e.File, err)
		} else if checkReport(t, &r); len(r.Furniture) > 2 { // two: the text came from JSON-LD
			checkPageReport(t, &r)
		}
		for _, w := range e.With {
			if strings.Contains(r.Text, w) {
				tp++
			} else {
				fn++
				if os.Getenv("PAGES") != "" {
					fmt.Printf("MISSED %s: %q (%d bytes)\n", e.File, w, len(r.Text))
				}
			}
		}
		for _, w := range e.Without {
			if strings.Contains(r.Text, w) {
				fp++
				if os.Getenv("PAGES") != "" {
					fmt.Printf("LET IN %s: %q\n", e.File, w)
				}
			} else {
				tn++
			}
		}
		if e.Title != "" {
			titled++
			if squash(strings.ToLower(r.Title)) == squash(strings.ToLower(e.Title)) {
				titles++
			} else if os.Getenv("PAGES") == "meta" {
				fmt.Printf("TITLE %s: %q want %q\n", e.File, r.Title, e.Title)
			}
		}
		if e.Date != "" {
			dated++
			if strings.HasPrefix(r.Published.EDTF, e.Date) {
				dates++
			} else if os.Getenv("PAGES") == "meta" {
				fmt.Printf("DATE %s: %q want %q\n", e.File, r.Published, e.Date)
			}
		}
	}
	got := fmt.Sprintf(`# Text of pages by trafilatura's definition, and their titles and days of publication; TestPages -update writes this file.
pages %d
f1 %.3f
precision %.3f
recall %.3f
found %d
missed %d
let in %d
kept off %d
titles %d of %d
days %d of %d
`, len(urls), 2*float64(tp)/float64(2*tp+fp+fn), float64(tp)/float64(tp+fp), float64(tp)/float64(tp+fn), tp, fn, fp, tn, titles, titled, dates, dated)
	golden := filepath.Join("testdata", "pages.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("the figures changed (-update writes them):\n%s\nwere\n%s", got, want)
	}
}

// BenchmarkPages reads real pages; its unit is one page.
func BenchmarkPages(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(sharedPath(b, "corpora", "web_articles", "dev", "html"), "*.gz"))
	if err != nil {
		b.Fatal(err)
	}
	var pages [][]byte
	size := 0
	for _, f := range files {
		pages = append(pages, readGzip(b, f))
		size += len(pages[len(pages)-1])
	}
	b.SetBytes(int64(size / len(pages)))
	i := 0
	for b.Loop() {
		// Some of the pages are refused on purpose; what they cost counts, too.
		_, _ = FromHTML(pages[i%len(pages)], Options{})
		i++
	}
}
