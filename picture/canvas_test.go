package picture

import (
	"slices"
	"strings"
	"testing"

	"chancery/when"
)

func TestAddress(t *testing.T) {
	c := newCanvas("x", Options{Links: "https://desk.example"})
	for in, want := range map[string]string{
		"":                            "",
		"/occurrence/o1?as-of=7#a":    "https://desk.example/occurrence/o1?as-of=7#a",
		"?q=source:USA":               "?q=source:USA",
		"#o1":                         "#o1",
		"occurrence/o:1":              "occurrence/o:1",
		"https://example.org/a":       "https://example.org/a",
		"HTTP://example.org/a":        "HTTP://example.org/a",
		"//example.org/a":             "//example.org/a",
		"javascript:alert(1)":         "",
		"\njavascript:alert(1)":       "",
		"\x01javascript:alert(1)":     "",
		"java\tscript:alert(1)":       "",
		"data:text/html,<b>":          "",
		"o:1":                         "",
		"/find?q=\"x\"&y=javascript:": "https://desk.example/find?q=\"x\"&y=javascript:",
	} {
		if got := c.address(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestWindowsFrom(t *testing.T) {
	w := WindowsFrom(day("2021-06-01"), day("2021-06-30"))
	for name, c := range map[string]struct {
		got         [2]string
		first, last string
	}{
		"earlier": {[2]string{w.Earlier[0].String(), w.Earlier[1].String()}, "2021-05-17", "2021-06-15"},
		"later":   {[2]string{w.Later[0].String(), w.Later[1].String()}, "2021-06-16", "2021-07-15"},
		"in":      {[2]string{w.In[0].String(), w.In[1].String()}, "2021-06-08", "2021-06-23"},
		"out":     {[2]string{w.Out[0].String(), w.Out[1].String()}, "2021-05-17", "2021-07-15"},
	} {
		if c.got != [2]string{c.first, c.last} {
			t.Errorf("%s is %v, want %s to %s", name, c.got, c.first, c.last)
		}
	}
	one := WindowsFrom(day("2021-06-08"), day("2021-06-08"))
	if one.In != [2]when.Day{day("2021-06-08"), day("2021-06-08")} || one.Earlier[0] != day("2021-06-07") {
		t.Errorf("from one day: %+v", one)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text string
		room float64
		want []string
	}{
		{"Prisoners", 100, []string{"Prisoners"}},
		{"Roads, railways, corridors and crossings", 130, []string{"Roads, railways,", "corridors and crossi…"}},
		{"Roads, railways, corridors", 120, []string{"Roads, railways,", "corridors"}},
		{"Verkehrswegebenutzungsrecht", 60, []string{"Verkehr…"}},
		{"", 60, nil},
	} {
		got := wrap(c.text, 12, c.room, 2)
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %.0f pixels is %q, want %q", c.text, c.room, got, c.want)
		}
	}
}

// TestStyle holds that a page and a file of its own differ in nothing but how
// colours are named.
func TestStyle(t *testing.T) {
	page, file := Style(), standaloneStyle
	if strings.Contains(file, "var(") || strings.ContainsAny(strings.NewReplacer("&gt;", "", "&lt;", "", "&amp;", "").Replace(file), "<>&") {
		t.Error("the sheet of a file has custom properties, or is no XML text")
	}
	for _, c := range palette {
		page = strings.ReplaceAll(page, "var(--"+c[0]+","+c[1]+")", c[1])
		if strings.Contains(page, "{"+c[0]+"}") {
			t.Errorf("the colour %s was not written", c[0])
		}
	}
	if page != strings.NewReplacer("&gt;", ">", "&lt;", "<", "&amp;", "&").Replace(file) {
		t.Error("the sheets of a page and of a file differ")
	}
}
