package occurrence

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chancery/event"
	"chancery/report"
	"chancery/when"
)

// casualties sets the counts of all accounts side by side and finds the best figure of each kind. Of a claimant that
// counts several times the latest count stands; of these, the one that most independent origins give is the best, of
// equally many the later, then the lower one. Low and high are those of all standing counts. Counts of all that happened
// since something stay out of the figures.
func (w *weighing) casualties(s *Summary) {
	var table CasualtyTable
	var accounts []int
	for i, m := range w.members {
		c := m.Event.Casualties
		if c == nil || c.Killed == nil && c.Injured == nil {
			continue
		}
		row := CasualtyRow{Day: w.reportDay(i), Killed: c.Killed, Injured: c.Injured, Cumulative: c.Cumulative}
		var span report.Span
		if c.Killed != nil {
			span = c.Killed.Span
		} else {
			span = c.Injured.Span
		}
		row.Words = w.words(i, span)
		row.Claimant = strings.Join(strings.Fields(c.Claimant), " ")
		if row.Claimant == "" {
			if v := innermost(m.Event.Attribution); v != nil {
				row.Claimant = strings.Join(strings.Fields(v.Name), " ")
			} else {
				row.Claimant = cmp.Or(m.Report.Outlet, m.Report.ID)
			}
		}
		table.Rows = append(table.Rows, row)
		accounts = append(accounts, i)
	}
	if len(table.Rows) == 0 {
		return
	}
	table.Killed = w.figure(s, "killed", &table, accounts, func(r *CasualtyRow) *event.Count { return r.Killed })
	table.Injured = w.figure(s, "injured", &table, accounts, func(r *CasualtyRow) *event.Count { return r.Injured })
	s.Casualties = &table
}

// figure finds the best count of one kind and writes its field.
func (w *weighing) figure(s *Summary, name string, table *CasualtyTable, accounts []int, of func(*CasualtyRow) *event.Count) *Figure {
	var counting []int // rows that count what happened once
	for i := range table.Rows {
		if of(&table.Rows[i]) != nil && !table.Rows[i].Cumulative {
			counting = append(counting, i)
		}
	}
	if len(counting) == 0 {
		return nil
	}
	latest := map[string]when.Day{}
	for _, i := range counting {
		r := &table.Rows[i]
		if d, ok := latest[r.Claimant]; !ok || d.Before(r.Day) {
			latest[r.Claimant] = r.Day
		}
	}
	f := &Figure{Low: -1, High: -1}
	var votes, old []vote
	newest := map[string]when.Day{} // by count
	for _, i := range counting {
		r := &table.Rows[i]
		c := of(r)
		v := vote{accounts[i], fmt.Sprintf("%09d", c.Best), countText(c), c.Span, w.byHand(accounts[i], "casualties", name)}
		if r.Day.Before(latest[r.Claimant]) {
			old = append(old, v) // its claimant has counted again since
			continue
		}
		votes = append(votes, v)
		if newest[v.key].Before(r.Day) || !newest[v.key].Known() {
			newest[v.key] = r.Day
		}
		if f.Low < 0 || c.Low < f.Low {
			f.Low = c.Low
		}
		f.High = max(f.High, c.High, c.Best)
	}
	ballots := w.gather(votes)
	slices.SortStableFunc(ballots, func(a, b ballot) int {
		if a.value.ByHand != b.value.ByHand {
			return b2i(b.value.ByHand) - b2i(a.value.ByHand)
		}
		return cmp.Or(
			cmp.Compare(b.value.Support.Origins, a.value.Support.Origins),
			newest[b.key].Compare(newest[a.key]),
			strings.Compare(a.key, b.key),
		)
	})
	lead := &ballots[0]
	f.Support = lead.value.Support
	best := of(&table.Rows[counting[slices.IndexFunc(counting, func(i int) bool { return fmt.Sprintf("%09d", of(&table.Rows[i]).Best) == lead.key })]])
	f.Best = best.Best
	if best.High < 0 && f.High == f.Best {
		f.High = -1 // "at least eleven", and nobody counts more
	}
	switch {
	case len(ballots) == 1 && len(old) == 0 && len(votes) == 1:
		f.Rule = "the only count"
	case len(ballots) == 1 && len(old) == 0:
		f.Rule = "all counts are the same"
	case len(ballots) == 1:
		f.Rule = "the latest count; earlier ones of the same claimants are replaced by it"
	case lead.value.Support.Origins > ballots[1].value.Support.Origins:
		f.Rule = "the count that most independent origins give"
	case newest[ballots[1].key].Before(newest[lead.key]):
		f.Rule = "the latest of the counts that equally many origins give"
	default:
		f.Rule = "the lowest of the latest counts that equally many origins give"
	}
	field := Field{Name: name, Consensus: []Value{lead.value}, Rule: f.Rule}
	for _, b := range ballots[1:] {
		if c := of(&table.Rows[slices.Index(accounts, b.votes[0].account)]); c.Low > f.Best || c.High >= 0 && c.High < f.Best {
			field.Others = append(field.Others, b.value) // "at least eight" does not contradict eleven
		}
	}
	for _, b := range w.gather(old) {
		if b.key != lead.key && !slices.ContainsFunc(ballots, func(o ballot) bool { return o.key == b.key }) {
			b.value.Text += ", before"
			field.Others = append(field.Others, b.value)
		}
	}
	s.add(field)
	return f
}

// countText is a count as reports give it: "3", "at least 21", "10 to 12".
func countText(c *event.Count) string {
	switch {
	case c.Low == c.High:
		return fmt.Sprint(c.Best)
	case c.High < 0:
		return fmt.Sprintf("at least %d", c.Low)
	case c.Low <= 0:
		return fmt.Sprintf("at most %d", c.High)
	}
	return fmt.Sprintf("%d to %d", c.Low, c.High)
}
