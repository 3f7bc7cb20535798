package ledger

import (
	"cmp"
	"slices"

	"chancery/event"
	"chancery/occurrence"
	"chancery/when"
)

// Build makes the ledger of some occurrences as of a day: entries in the order of their opening. Occurrences of later
// days and reports that were published later are left out. An unknown day means that no day has passed: nothing is
// overdue and nothing is left out. The order of the occurrences does not matter.
func Build(occurrences []occurrence.Occurrence, asOf when.Day) []Entry {
	facts := factsOf(occurrences, asOf)
	var all []*entry
	doers := map[string][]*entry{} // entries by the keys of their parties, so that a fact looks at those of its own only
	for _, f := range facts {
		seen := map[*entry]bool{}
		var mine []*entry
		for _, k := range f.actors() {
			doers[k] = slices.DeleteFunc(doers[k], func(n *entry) bool { return n.dead(f.day) })
			for _, n := range doers[k] {
				if !seen[n] {
					seen[n] = true
					mine = append(mine, n)
				}
			}
		}
		doers[""] = slices.DeleteFunc(doers[""], func(n *entry) bool { return n.dead(f.day) })
		for _, n := range doers[""] { // offers to nobody in particular can be answered by anybody
			if !seen[n] {
				seen[n] = true
				mine = append(mine, n)
			}
		}
		slices.SortFunc(mine, func(a, b *entry) int { return cmp.Or(a.opened.Compare(b.opened), cmp.Compare(a.ID, b.ID)) })
		for _, n := range mine {
			if a, ok := n.answer(f); ok {
				n.apply(f, a)
			}
		}
		if told, wrapped := told(f); wrapped {
			if !slices.ContainsFunc(mine, func(n *entry) bool { return n.lastIs(f) }) {
				all = append(all, told)
				file(doers, told)
			}
			continue
		}
		if f.kind == "" {
			continue
		}
		if old := repeats(mine, f); old != nil {
			old.repeat(f)
			continue
		}
		n := open(f)
		for _, n := range append([]*entry{n}, n.schedule(f)...) {
			all = append(all, n)
			file(doers, n)
		}
	}
	out := make([]Entry, 0, len(all))
	for _, n := range all {
		e := n.finished()
		e.Pass(asOf)
		out = append(out, e)
	}
	Sort(out)
	return out
}

// Sort puts entries into the order of their opening, then of their identities.
func Sort(entries []Entry) {
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Opened, b.Opened), cmp.Compare(a.ID, b.ID))
	})
}

func file(doers map[string][]*entry, n *entry) {
	for _, k := range n.Pair {
		doers[k] = append(doers[k], n)
	}
	if n.Kind == Offer && len(n.To) == 0 {
		doers[""] = append(doers[""], n)
	}
}

// factsOf prepares and sorts what Build looks at: by day, and on one day questions before answers, for nobody answers
// what was not yet asked.
func factsOf(occurrences []occurrence.Occurrence, asOf when.Day) []*fact {
	facts := make([]*fact, 0, len(occurrences))
	for i := range occurrences {
		f, ok := factOf(&occurrences[i])
		if !ok || asOf.Known() && (asOf.Before(f.day) || asOf.Before(f.told)) {
			continue
		}
		facts = append(facts, f)
	}
	slices.SortFunc(facts, func(a, b *fact) int {
		return cmp.Or(a.day.Compare(b.day), cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.published, b.published),
			cmp.Compare(a.occurrence, b.occurrence), cmp.Compare(a.event.ID, b.event.ID))
	})
	return facts
}

func (f *fact) rank() int {
	switch {
	case f.kind == Offer || f.kind == Demand:
		return 0
	case f.kind != "":
		return 1
	case f.event.Category == event.Reject:
		return 2
	}
	return 3
}

// actors are the keys by which the entries that a fact may touch are found.
func (f *fact) actors() []string {
	keys := slices.Clone(f.sources)
	if f.event.Content != nil {
		for c := f.event.Content; c != nil; c = c.Content {
			keys = append(keys, keysOf(c.Sources)...)
		}
	}
	if f.event.Category == event.Accuse {
		keys = append(keys, f.recipients...)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// told opens the entry of a demand or an offer that is only told with its refusal: "Pashinyan rejected Aliyev's demand
// that the route should have no customs posts".
func told(f *fact) (*entry, bool) {
	e := f.event
	if e.Category != event.Reject || f.denied || e.Content == nil || e.Status == event.NotHappened || e.Status == event.Hypothetical {
		return nil, false
	}
	c := e.Content
	if has(f.text, "comment", "confirm") {
		return nil, false // "declined to confirm that the United States will offer wheat"
	}
	if c.Category != event.Request && c.Category != event.Agree || len(keysOf(c.Sources)) == 0 {
		return nil, false
	}
	n := &entry{opened: f.day, since: f.day, last: f.day}
	n.ID = "l-" + shortHash(e.ID)
	n.Kind = Demand
	if c.Category == event.Agree {
		n.Kind = Offer
	}
	n.From = partiesOf(c.Sources)
	n.To = without(partiesOf(e.Sources, c.Recipients), n.From)
	if len(n.To) == 0 {
		return nil, false
	}
	n.Does = n.To
	if n.Kind == Offer {
		n.Does = n.From
	}
	n.What = plainWhat(f.textOf(c.Span.Start, c.Span.End))
	if c.Content != nil && !c.Content.Span.Empty() {
		n.What = plainWhat(f.textOf(c.Content.Span.Start, c.Content.Span.End))
	}
	n.act = actOf(f, innermost(c), n.What)
	n.Category, n.Mode = string(n.act.category), n.act.mode
	n.Tracks = append([]string{}, e.Tracks...)
	if len(n.Tracks) > 0 {
		n.Track = n.Tracks[0]
	}
	for _, p := range append(slices.Clone(n.From), n.To...) {
		n.Pair = append(n.Pair, p.Key)
	}
	slices.Sort(n.Pair)
	n.Pair = slices.Compact(n.Pair)
	n.step(Step{Move: Opened, Day: f.day.String(), By: nameOf(n.From), Occurrence: f.occurrence, Accounts: f.accounts,
		Reasons: []string{"told with its refusal"}})
	n.State = Rejected
	n.step(Step{Move: Rejects, Day: f.day.String(), By: nameOf(partiesOf(e.Sources)), Occurrence: f.occurrence, Accounts: f.accounts,
		Reasons: []string{"the words say that it was refused"}})
	return n, true
}
