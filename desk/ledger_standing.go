package desk

import (
	"strings"

	"chancery/ledger"
	"chancery/record"
)

// standing is how many entries are in each state.
type standing map[ledger.State]int

// ledgerCounts gives where the entries of each track stand on the visit's day, by the track's id; "" is no track.
func (v *visit) ledgerCounts() (map[string]standing, error) {
	entries, err := v.view.Ledger(v.Context(), record.LedgerFilter{Day: v.day})
	if err != nil {
		return nil, err
	}
	counts := map[string]standing{}
	count := func(track string, s ledger.State) {
		if counts[track] == nil {
			counts[track] = standing{}
		}
		counts[track][s]++
	}
	for i := range entries {
		e := &entries[i]
		for _, t := range e.Tracks {
			count(t, e.State)
		}
		if len(e.Tracks) == 0 {
			count("", e.State)
		}
	}
	return counts, nil
}

// stateCounts leads to the entries of each state that something has; pairs say what else is asked for.
func (v *visit) stateCounts(s standing, pairs ...string) []stateCount {
	var out []stateCount
	for _, state := range statesByUrgency {
		if n := s[state]; n > 0 {
			class := strings.ReplaceAll(string(state), " ", "-")
			out = append(out, stateCount{State: stateView{State: state, Class: class, Words: string(state)}, Count: n,
				Href: v.to.Ledger(append([]string{"state", class}, pairs...)...)})
		}
	}
	return out
}
