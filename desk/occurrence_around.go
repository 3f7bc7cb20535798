package desk

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"chancery/ledger"
	"chancery/occurrence"
	"chancery/overview"
	"chancery/record"
	"chancery/when"
)

// ledgerView is an entry of the ledger that an occurrence opened or moved.
type ledgerView struct {
	Href, Kind, What, State, Class, Move string
}

// relatedView is an occurrence on the same track.
type relatedView struct {
	Href, Sentence, Status, Day, Track string
}

// relatedAround is how many days to each side are looked at for what else was going on, and relatedBeside how many
// occurrences before and after are shown.
const (
	relatedAround = 60
	relatedBeside = 3
	relatedLooked = 400
)

// surroundings finds what belongs to an occurrence in the ledger and what else was going on on its tracks. It tells
// whether it had to leave something out that is still being counted.
func (v *visit) surroundings(b *occurrenceBody, s *occurrence.Summary) (waiting bool, err error) {
	snapshot, err := v.snapshot()
	if errors.Is(err, overview.ErrLoading) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if s.Time.First.Known() {
		for _, track := range s.Tracks[:min(len(s.Tracks), 2)] {
			b.Related = append(b.Related, v.related(snapshot, b.ID, track, s.Time.First)...)
		}
	}
	b.Ledger, err = v.desk.standings.of(v, snapshot, b.ID)
	return false, err
}

// related are the occurrences on a track just before and just after a day.
func (v *visit) related(snapshot *overview.Snapshot, but, track string, day when.Day) []relatedView {
	found := snapshot.Timeline(overview.Filter{Tracks: []string{track}, From: day.Add(-relatedAround), To: day.Add(relatedAround), Historical: overview.WithoutHistorical}, relatedLooked)
	at := slices.IndexFunc(found.Items, func(i overview.Item) bool { return i.ID == but })
	if at < 0 {
		at = slices.IndexFunc(found.Items, func(i overview.Item) bool { return !i.First.Before(day) })
		if at < 0 {
			at = len(found.Items)
		}
	}
	var out []relatedView
	for i := max(0, at-relatedBeside); i < min(len(found.Items), at+relatedBeside+1); i++ {
		item := &found.Items[i]
		if item.ID == but {
			continue
		}
		out = append(out, relatedView{Href: v.to.Occurrence(item.ID), Sentence: itemSentence(item), Status: statusText(item.Status), Day: daySaid(item.First), Track: v.desk.trackTitle(track)})
	}
	return out
}

// ledgerMost is up to how many events of a record its whole ledger is looked through for an occurrence. That of a larger
// one would take longer than a page may.
const ledgerMost = 20_000

// standings remembers which entries of the ledger each occurrence opened or moved, for the view and day asked for last.
type standings struct {
	mutex  sync.Mutex
	change int64
	day    when.Day
	known  map[string][]ledgerView
}

// of gives the entries that an occurrence opened or moved; none for a record that is too large to be looked through.
func (st *standings) of(v *visit, snapshot *overview.Snapshot, id string) ([]ledgerView, error) {
	if snapshot.Counts().Events > ledgerMost {
		return nil, nil
	}
	st.mutex.Lock()
	defer st.mutex.Unlock()
	if st.known == nil || st.change != v.view.Change() || st.day != v.day {
		entries, err := v.view.Ledger(v.Context(), record.LedgerFilter{Day: v.day})
		if err != nil {
			return nil, err
		}
		st.known, st.change, st.day = map[string][]ledgerView{}, v.view.Change(), v.day
		for i := range entries {
			st.file(&entries[i])
		}
	}
	out := slices.Clone(st.known[id])
	for i := range out {
		out[i].Href = v.to.Entry(out[i].Href)
	}
	return out, nil
}

// file writes an entry under the occurrences of its steps.
func (st *standings) file(e *ledger.Entry) {
	var seen []string
	for i := range e.Steps {
		step := &e.Steps[i]
		if step.Occurrence == "" || slices.Contains(seen, step.Occurrence) {
			continue
		}
		seen = append(seen, step.Occurrence)
		st.known[step.Occurrence] = append(st.known[step.Occurrence], ledgerView{
			Href: e.ID, Kind: string(e.Kind), What: clipped(e.What, 160), State: string(e.State), Class: strings.ReplaceAll(string(e.State), " ", "-"), Move: moveWords(step),
		})
	}
}
