package desk

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"

	"chancery/access"
)

//go:embed templates
var templateFiles embed.FS

// page is what a page function gives to be shown.
type page struct {
	Template string // the file in templates that defines its content: "occurrence"
	Title    string
	Section  string   // which part of the navigation it belongs to: "timeline"
	Body     any      // what the content is made of
	Scripts  []string // the files of static/script that refine it, without ".js"
	Exports  []exportLink
	Wide     bool // uses the whole width, as pictures do
	Status   int  // 0 for 200
	// Fleeting says that this is a word on the way and not what the address shows: it is never kept, and asked for again
	// by itself after a moment.
	Fleeting bool
}

// exportLink is one form in which what a page shows can be had.
type exportLink struct{ Name, Href string }

// layout is what every template gets: the page and what surrounds it.
type layout struct {
	page
	To       links
	Who      access.Who
	Reviewer bool // may decide
	Admin    bool
	CSRF     string // for the hidden field csrf of every form that posts
	Change   int64  // the last change that the page knows
	AsOf     string // set when the page shows the past
	On       string
	Day      string // for which ledgers are drawn up
	Search   string // what stands in the box of the heading
	Demo     bool
	Style    string // address of the stylesheet
	Address  string // of this very page, for signing in and coming back
	Done     *done  // what was just decided
	desk     *Desk
}

// done is a decision that the visitor just made, with the way back.
type done struct {
	Change int64
	What   string
}

// Script gives the address of a script.
func (l *layout) Script(name string) string { return l.desk.scripts[name+".js"].address }

// sections is the navigation, in its order: the name of the page, and what it is called.
var sections = [...]struct{ Name, Title string }{
	{"", "Desk"}, {"timeline", "Timeline"}, {"actors", "Actors"}, {"map", "Map"}, {"tracks", "Tracks"},
	{"search", "Search"}, {"review", "Review"}, {"codebook", "Codebook"}, {"reports", "Reports"},
}

// Sections is the navigation.
func (l *layout) Sections() any { return sections[:] }

// loadTemplates reads every page's template together with the layout and the parts that pages share.
func (d *Desk) loadTemplates() error {
	base, err := template.New("").Funcs(templateFunctions()).ParseFS(templateFiles, "templates/layout.html", "templates/parts/*.html")
	if err != nil {
		return err
	}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return err
	}
	d.templates = map[string]*template.Template{}
	for _, f := range files {
		name := strings.TrimSuffix(path.Base(f), ".html")
		if name == "layout" {
			continue
		}
		set, err := base.Clone()
		if err != nil {
			return err
		}
		if d.templates[name], err = set.ParseFS(templateFiles, f); err != nil {
			return err
		}
	}
	return nil
}

// render makes the bytes of a page.
func (d *Desk) render(v *visit, p *page, csrf string) ([]byte, error) {
	set, ok := d.templates[p.Template]
	if !ok {
		return nil, fmt.Errorf("there is no template %q", p.Template)
	}
	l := &layout{page: *p, To: v.to, Who: v.who, Reviewer: v.who.Role.May(access.Decide), Admin: v.who.Role.May(access.Codebook), CSRF: csrf,
		Change: v.view.Change(), AsOf: v.to.asOf, On: v.to.on, Day: v.day.String(), Search: v.URL.Query().Get("q"), Demo: d.Demo,
		Style: d.styles.address, Address: v.URL.RequestURI(), desk: d}
	if n := changeNumber(v.URL.Query().Get("done")); n > 0 && n <= v.view.Change() && v.to.asOf == "" {
		l.Done = &done{Change: n, What: v.whatWasDone(n)}
	}
	var out bytes.Buffer
	if err := set.ExecuteTemplate(&out, "layout", l); err != nil {
		return nil, fmt.Errorf("the page %s: %w", p.Template, err)
	}
	return out.Bytes(), nil
}

// templateFunctions are what templates may call beside the fields of their data.
func templateFunctions() template.FuncMap {
	return template.FuncMap{
		"plural":  plural,
		"words":   func(s string) string { return strings.ReplaceAll(s, "_", " ") },
		"percent": func(x float64) string { return fmt.Sprintf("%.0f%%", 100*x) },
		"day":     longDay,
		"moment":  func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") },
		"join":    strings.Join,
		"add":     func(a, b int) int { return a + b },
		// list and pair hand several values to a part: {{template "part" (list .A .B)}}.
		"list": func(values ...any) []any { return values },
	}
}

// plural counts things in words: "1 report", "2 reports", "1 entry", "2 entries".
func plural(n int, thing string) string {
	switch {
	case n == 1:
		return "1 " + thing
	case strings.HasSuffix(thing, "y") && !strings.HasSuffix(thing, "ay"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(thing, "y"))
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// whatWasDone tells a change in a few words.
func (v *visit) whatWasDone(n int64) string {
	reviews, err := v.view.ReviewsOf(v.Context(), n)
	if err != nil || len(reviews) == 0 {
		return ""
	}
	return toldReview(v.Context(), v.view, &reviews[len(reviews)-1])
}
