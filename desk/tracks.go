package desk

import (
	"cmp"
	"errors"
	"html/template"
	"slices"

	"chancery/overview"
	"chancery/picture"
	"chancery/when"
)

// tracksPage is the list of the codebook's tracks.
type tracksPage struct {
	Rows     []trackRow
	Quiet    []trackTitle // of which the record tells nothing
	Counting int          // how much of the record is looked over, in percent; 100 when all of it is
	None     int          // occurrences on no track
	Reading  bool         // the ledger is still being read
	NoLedger bool         // it is not drawn up for that day
}

// trackRow is a track in the list.
type trackRow struct {
	trackTitle
	Count  int
	Spark  template.HTML
	Newest *itemLine
	States []stateCount // of its entries
}

// sparkWidth and sparkHeight are the size of a sparkline, in pixels.
const (
	sparkWidth  = 140
	sparkHeight = 26
)

// tracksPage lists the tracks: how much was told of each and when, the latest, and where its offers, demands and
// commitments stand.
func (d *Desk) tracksPage(v *visit) (*page, error) {
	body := &tracksPage{Counting: 100}
	rows, err := v.trackRows(body)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if r := &rows[i]; r.Count > 0 || len(r.States) > 0 || body.Counting < 100 {
			body.Rows = append(body.Rows, *r)
		} else {
			body.Quiet = append(body.Quiet, r.trackTitle)
		}
	}
	slices.SortStableFunc(body.Rows, func(a, b trackRow) int { return cmp.Compare(b.Count, a.Count) })
	return &page{Template: "tracks", Title: "Tracks", Section: "tracks", Body: body, Exports: v.ledgerExports(ledgerAsked{}), Fleeting: body.Counting < 100 || body.Reading}, nil
}

// trackRows gives all tracks of the codebook in the order of their titles, with as much as is known of each.
func (v *visit) trackRows(body *tracksPage) ([]trackRow, error) {
	d := v.desk
	rows := make([]trackRow, 0, len(d.tracks))
	for i := range d.tracks {
		rows = append(rows, trackRow{trackTitle: trackTitle{d.tracks[i].ID, d.tracks[i].Title}})
	}
	slices.SortFunc(rows, func(a, b trackRow) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID)) })
	standing, err := v.ledgerCounts()
	if errors.Is(err, overview.ErrLoading) {
		body.Reading, err = true, nil
	}
	if errors.Is(err, errPastLedger) {
		body.NoLedger, err = true, nil
	}
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].States = v.stateCounts(standing[rows[i].ID], "track", rows[i].ID)
	}
	snapshot, err := v.snapshot()
	if errors.Is(err, overview.ErrLoading) {
		body.Counting = int(100 * d.overview.Progress().Share())
		return rows, nil
	}
	if err != nil {
		return nil, err
	}
	f := overview.Filter{Historical: overview.WithoutHistorical, To: v.until()}
	sparks, err := sparksOf(snapshot, f)
	if err != nil {
		return nil, err
	}
	until := v.told(snapshot)
	for _, t := range snapshot.Tracks(f) {
		at := slices.IndexFunc(rows, func(r trackRow) bool { return r.ID == t.ID })
		if at < 0 {
			if t.ID == "" {
				body.None = t.Count
			}
			continue
		}
		rows[at].Count, rows[at].Spark = t.Count, sparks[t.ID]
		own := f
		own.Tracks = []string{t.ID}
		for _, item := range snapshot.Latest(own, until, 1) {
			line := v.itemLine(&item)
			rows[at].Newest = &line
		}
	}
	return rows, nil
}

// sparksOf draws the activity of each track at the size of a word, all over the same days.
func sparksOf(s *overview.Snapshot, f overview.Filter) (map[string]template.HTML, error) {
	activity := s.Activity(f, overview.Monthly, overview.ByTrack)
	var first, last when.Day
	for i := range activity.Series {
		for _, b := range activity.Series[i].Bins {
			if !first.Known() || b.First.Before(first) {
				first = b.First
			}
			if !last.Known() || last.Before(b.First) {
				last = b.First
			}
		}
	}
	if year := picture.Months.Start(picture.Months.Next(last).Add(-360)); first.Known() && year.Before(first) {
		first = year // one month alone is no bar as wide as the cell
	}
	sparks := make(map[string]template.HTML, len(activity.Series))
	for i := range activity.Series {
		one := &activity.Series[i]
		drawn := &picture.Spark{Noun: "occurrence", First: first, Last: picture.Months.Next(last).Add(-1)}
		for _, b := range one.Bins {
			drawn.Counts = append(drawn.Counts, picture.Count{First: b.First, Last: picture.Months.Next(b.First).Add(-1), Other: b.Count})
		}
		html, err := picture.HTML(drawn, picture.Options{Width: sparkWidth, Height: sparkHeight, ID: "spark-" + one.Group})
		if err != nil {
			return nil, err
		}
		sparks[one.Group] = html
	}
	return sparks, nil
}

// toldOf is how many of the newest occurrences are looked at for the day up to which the record tells.
const toldOf = 100

// told is the day up to which the record tells what happened: that of the newest report, however far ahead the plans lie
// that it tells of, and not after the day that the visitor asks for.
func (v *visit) told(s *overview.Snapshot) when.Day {
	var newest when.Day
	for _, item := range s.Latest(overview.Filter{}, v.day, toldOf) {
		if item.Reported.Known() && (!newest.Known() || newest.Before(item.Reported)) {
			newest = item.Reported
		}
	}
	if !newest.Known() || v.day.Before(newest) {
		return v.day
	}
	return newest
}

// until is the day after which a visitor who asks for another day sees nothing; unknown for who does not.
func (v *visit) until() when.Day {
	if v.to.on == "" {
		return when.Day{}
	}
	return v.day
}
