package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/report"
)

// TestBodyScore follows the article-extraction benchmark's evaluate.py by hand.
func TestBodyScore(t *testing.T) {
	for _, c := range []struct {
		name          string
		truth, found  []string // a page each
		precision, f1 string
	}{
		{"the same words with other marks", []string{"One two three, four five."}, []string{"One two three four\n\nfive"}, "precision 100.00", "f1 100.00"},
		// truth: abcd, bcde; found: abcd, bcde, cdef: P 2/3, R 1
		{"a word too many", []string{"a b c d e"}, []string{"a b c d e f"}, "precision 66.67", "f1 80.00"},
		// Shorter texts are one shingle: nothing in common.
		{"short texts", []string{"a b"}, []string{"a b c"}, "precision 0.00", "f1 0.00"},
		// Shingles count as often as they occur: abab, baba, abab against abab: P 1, R 1/3.
		{"repeated words", []string{"a b a b a b"}, []string{"a b a b"}, "precision 100.00", "f1 50.00"},
		// A page without a prediction has a recall of 0 and no precision: P 1, R (1 + 0) / 2.
		{"a page without text", []string{"a b c d", "e f g h"}, []string{"a b c d", ""}, "precision 100.00", "f1 66.67"},
		{"nothing to find and nothing found", []string{"", "a b c d"}, []string{"", "a b c d"}, "precision 100.00", "f1 100.00"},
		{"nothing at all", []string{"a b c d"}, []string{""}, "precision 0.00", "f1 0.00"},
	} {
		var s BodyScore
		for i := range c.truth {
			s.Add(c.truth[i], c.found[i])
		}
		if lines := s.Lines(); lines[0] != c.precision || lines[2] != c.f1 {
			t.Errorf("%s: %v, want %s and %s", c.name, lines, c.precision, c.f1)
		}
	}
}

func TestPageScore(t *testing.T) {
	var s PageScore
	var wrong []string
	tell := func(what, words string) { wrong = append(wrong, what+": "+words) }
	p := &Page{With: []string{"the  talks\nfailed", "nowhere"}, Without: []string{"Sign up", "Share"}}
	s.Add(p, "She said the talks failed.\nSign up", tell)
	s.Add(p, "", tell)
	if want := (PageScore{Found: 1, Missed: 3, LetIn: 1, KeptOff: 3}); s != want {
		t.Errorf("got %+v, want %+v", s, want)
	}
	if got := strings.Join(s.Lines(), " "); got != "precision 50.00 recall 25.00 f1 33.33 accuracy 50.00" {
		t.Error(got)
	}
	if got := strings.Join(wrong[:2], "; "); got != "missed: nowhere; wrong, let in: Sign up" {
		t.Error(got)
	}
}

func TestReadPages(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"cache/b.html", "html/a.html.gz"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "x.json")
	pages, err := ReadPages(strings.NewReader(`{"http://x.example/b": {"file": "b.html", "with": ["x"], "without": []}, "http://x.example/a": {"file": "lost.html", "with": [], "without": ["y"], "comments": []}}`), path)
	if err != nil {
		t.Fatal(err)
	}
	if p := pages.Pages; pages.Bodies || len(p) != 2 || p[0].URL != "http://x.example/a" || p[0].File != filepath.Join(dir, "html", "lost.html") || p[1].File != filepath.Join(dir, "cache", "b.html") {
		t.Errorf("%+v", pages)
	}
	pages, err = ReadPages(strings.NewReader(`{"a": {"url": "http://x.example", "articleBody": ""}}`), path)
	if err != nil {
		t.Fatal(err)
	}
	if p := pages.Pages; !pages.Bodies || p[0].URL != "http://x.example" || p[0].File != filepath.Join(dir, "html", "a.html.gz") {
		t.Errorf("%+v", pages)
	}
	for _, bad := range []string{"", "[]", "{}", `{"a": {}}`, `{"a": {"file": 3}}`} {
		if _, err := ReadPages(strings.NewReader(bad), path); err == nil || !strings.Contains(err.Error(), "x.json") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzReadPages(f *testing.F) {
	f.Add(`{"u": {"file": "f", "with": ["x"], "without": ["y"]}}`)
	f.Add(`{"u": {"articleBody": "x"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		pages, err := ReadPages(strings.NewReader(text), "x/y.json")
		if err != nil {
			return
		}
		var s PageScore
		for i := range pages.Pages {
			s.Add(&pages.Pages[i], pages.Pages[i].Body, func(string, string) {})
		}
	})
}

func TestArticleBody(t *testing.T) {
	r := &report.Report{Title: "A title", Text: "a title\nWords.\nA title", Blocks: []report.Block{
		{Span: report.Span{Start: 0, End: 7}, Kind: report.Heading},
		{Span: report.Span{Start: 8, End: 14}},
		{Span: report.Span{Start: 15, End: 22}, Kind: report.Title},
	}}
	if got := ArticleBody(r); got != "Words.\n" {
		t.Errorf("%q", got)
	}
}
