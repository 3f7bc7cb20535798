package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// checkReport checks what holds of every report, whatever came in.
func checkReport(t *testing.T, r *Report) {
	t.Helper()
	if !utf8.ValidString(r.Text) || !utf8.ValidString(r.Raw) {
		t.Fatal("Text or Raw is no UTF-8")
	}
	if strings.TrimSpace(r.Text) == "" {
		t.Fatal("a report without text and without an error")
	}
	if r.SHA256 != Hash(r.Text) || len(r.SHA256) != 64 {
		t.Fatalf("SHA256 %q is not that of the text", r.SHA256)
	}
	if r.Language == "" {
		t.Fatal("no language, not even und")
	}
	at := 0
	for _, b := range r.Blocks {
		if b.Start < at || b.End <= b.Start || b.End > len(r.Text) {
			t.Fatalf("block %v after offset %d of %d", b, at, len(r.Text))
		}
		if between := r.Text[at:b.Start]; strings.TrimFunc(between, blankRune) != "" {
			t.Fatalf("%q stands between blocks", between)
		}
		if s := b.In(r.Text); strings.TrimFunc(s, blankRune) != s && b.Kind != Paragraph {
			t.Fatalf("block %q has white space at its ends", s)
		}
		at = b.End
	}
	if rest := r.Text[at:]; strings.TrimFunc(rest, blankRune) != "" {
		t.Fatalf("%q stands after the blocks", rest)
	}
	at = 0
	for _, f := range r.Furniture {
		if f.Start < at || f.End <= f.Start || f.End > len(r.Raw) || f.Kind == "" {
			t.Fatalf("furniture %v after offset %d of %d", f, at, len(r.Raw))
		}
		at = f.End
	}
	if d := r.Dateline; d != nil {
		if d.Start < 0 || d.End > len(r.Text) || !strings.Contains(d.In(r.Text), d.Place) || !strings.Contains(d.In(r.Text), d.Agency) {
			t.Fatalf("dateline %+v does not say what it holds", *d)
		}
	}
}

// withoutFurniture gives Raw with the furniture cut out.
func withoutFurniture(r *Report) string {
	var b strings.Builder
	at := 0
	for _, f := range r.Furniture {
		b.WriteString(r.Raw[at:f.Start])
		at = f.End
	}
	b.WriteString(r.Raw[at:])
	return b.String()
}

// checkTextReport checks that the text of a plain-text report is what came in without the furniture.
func checkTextReport(t *testing.T, r *Report) {
	t.Helper()
	checkReport(t, r)
	if got := withoutFurniture(r); got != r.Text {
		t.Fatalf("Raw without furniture is\n%q\nand Text is\n%q", got, r.Text)
	}
}

// checkPageReport checks the same of a page, character references resolved and white space left aside.
func checkPageReport(t *testing.T, r *Report) {
	t.Helper()
	checkReport(t, r)
	got, want := inked(html.UnescapeString(withoutFurniture(r))), inked(r.Text)
	if got != want {
		i := 0
		for i < len(got) && i < len(want) && got[i] == want[i] {
			i++
		}
		t.Fatalf("Raw without furniture differs from Text at %d:\n%.200q\n%.200q", i, got[max(0, i-40):], want[max(0, i-40):])
	}
}

// inked gives s without white space and characters without ink.
func inked(s string) string {
	return strings.Map(func(r rune) rune {
		if blankRune(r) || r == '\u00ad' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
