package watch

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"chancery/report"
)

// page fetches the page of an item and reads the article on it. What the page says of itself goes before what
// the feed says, but for a date that only a line of its text gives.
func (w *Watcher) page(ctx context.Context, o report.Options, it *report.FeedItem) (report.Report, error) {
	a, err := w.fetch(ctx, request{url: it.URL, accept: acceptPages, robots: true})
	if err != nil {
		return report.Report{}, err
	}
	if a.status != 200 {
		return report.Report{}, fmt.Errorf("%w: %d", report.ErrStatus, a.status)
	}
	if frontPage(a.url) && !frontPage(it.URL) {
		return report.Report{}, fmt.Errorf("%w: it leads to %s", ErrOtherPage, a.url)
	}
	o.URL = a.url
	r, err := report.FromAnswer(a.body, a.header.Get("Content-Type"), o)
	if err != nil {
		return report.Report{}, err
	}
	if !about(&r, it.Title) {
		return report.Report{}, fmt.Errorf("%w: it is titled %q", ErrOtherPage, r.Title)
	}
	if teaser := it.Text(); len(r.Text) < len(teaser) && it.Whole {
		return report.Report{}, fmt.Errorf("%w: it shows less than the feed", ErrOtherPage)
	}
	r.Title = cmp.Or(r.Title, it.Title)
	r.Outlet = cmp.Or(r.Outlet, it.Outlet)
	date := it.Date()
	if b := r.Published.Basis; date.EDTF != "" && (b == "" || b == "dateline" || b == "date-line" || len(r.Published.EDTF) < len("2021-06-10")) {
		r.Published = date
	}
	if r.Language == "und" {
		r.Language = cmp.Or(it.Language, r.Language)
	}
	return r, nil
}

// frontPage reports whether an address is that of a whole site.
func frontPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

// maxTitleWords is how many words of a title are looked for: longer ones are no titles.
const maxTitleWords = 40

// about reports whether a page is about what the feed says by the words of the title: a quarter of those that
// carry meaning must be there. Titles of fewer than three such words tell nothing.
func about(r *report.Report, title string) bool {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	text := strings.ToLower(r.Title + "\n" + r.Text)
	all, found := 0, 0
	for _, word := range words {
		if len(word) < 4 {
			continue
		}
		if all == maxTitleWords {
			break
		}
		all++
		if strings.Contains(text, word) {
			found++
		}
	}
	return all < 3 || found*4 >= all
}
