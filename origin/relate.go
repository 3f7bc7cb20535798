package origin

import (
	"strings"
	"time"

	"chancery/report"
)

// Item is a report as [Relate] compares it. Unknown fields are zero.
type Item struct {
	Signature *Signature
	Outlet    string
	URL       string
	Published report.Published
}

// ItemOf makes the item of a report.
func ItemOf(r *report.Report, s *Signature) Item {
	published := r.Published
	return Item{Signature: s, Outlet: r.Outlet, URL: r.URL, Published: published}
}

// Link is a copy with what the reports' dates and outlets add.
type Link struct {
	Copy
	First int // -1 when a was published first, 1 when b was, 0 when this is not known
}

// How far apart in days two reports may be published and still be copies.
const (
	shortApart   = 1 // short texts: what stands in them is said again and again
	partlyApart  = 2 // texts that share much less than their words: rewritten within days, or a formula used again
	changedApart = 3 // texts with other numbers or names: a toll is updated within days, a formula used again after weeks
)

// Relate tells whether two reports are copies, by their texts, dates and outlets.
//
//   - A short text comes again: "The Federal Reserve entered the government securities market to arrange customer
//     repurchase agreements" is news each time. More than a day apart it is no copy.
//   - Texts that share less than seven in ten words of either are copies within two days: a text is rewritten for the
//     day's news, and "The Bundesbank set a new tender for a securities repurchase agreement" is written anew each fortnight.
//   - A text with other numbers or names in the same places is a later version within three days. Later it is an annual
//     letter or a monthly figure, unless nine in ten of its numbers and names are the same.
//   - A near copy or an excerpt of the same outlet, and anything that shares its words and its address, is a version.
func Relate(a, b Item) (Link, bool) {
	l := Link{First: First(a.Published, b.Published)}
	sameURL := a.URL != "" && a.URL == b.URL
	c, ok := compare(a.Signature, b.Signature)
	if !ok && !(sameURL && max(c.OfA, c.OfB) >= rewrittenLess) {
		return Link{}, false
	}
	days, known := apart(a.Published, b.Published)
	switch {
	case sameURL:
	case known && days > shortApart && min(a.Signature.words, b.Signature.words) < shortText:
		return Link{}, false
	case known && days > partlyApart && max(c.OfA, c.OfB) < nearShare:
		return Link{}, false
	case known && days > changedApart && c.Replaced > 0 && 10*c.Replaced > c.Kept:
		return Link{}, false
	}
	sameOutlet := a.Outlet != "" && strings.EqualFold(a.Outlet, b.Outlet)
	if c.Relation != Identical && (sameURL || sameOutlet && (c.Relation == Near || c.Relation == Excerpt)) {
		c.Relation = Version
	}
	c.Reason = c.reason()
	switch {
	case sameURL && c.Relation == Version:
		c.Reason += "; the same address"
	case sameOutlet && c.Relation == Version:
		c.Reason += "; the same outlet"
	}
	l.Copy = c
	return l, true
}

// apart gives the days between two publications, and false when one of them is not known to the day.
func apart(a, b report.Published) (days int, ok bool) {
	x, okX := day(a)
	y, okY := day(b)
	if !okX || !okY {
		return 0, false
	}
	return max(x-y, y-x), true
}

// day counts days since 1970-01-01.
func day(p report.Published) (int, bool) {
	year, month, d, ok := p.Day()
	if !ok {
		return 0, false
	}
	return int(time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC).Unix() / 86400), true
}

// First tells which of two publications came first, -1 or 1: by the day, and on one day by the time when both give it;
// 0 when this does not tell.
func First(a, b report.Published) int {
	x, okX := day(a)
	y, okY := day(b)
	switch {
	case !okX || !okY:
		return 0
	case x < y:
		return -1
	case x > y:
		return 1
	}
	s, errA := time.Parse(time.RFC3339, a.EDTF)
	t, errB := time.Parse(time.RFC3339, b.EDTF)
	if errA != nil || errB != nil {
		return 0
	}
	return s.Compare(t)
}
