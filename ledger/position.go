package ledger

import (
	"cmp"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
	"chancery/when"
)

// Positions gives what each actor last said on each track as of a day: its last offer, demand, refusal, accusation or
// word of support, in the order of the actors' keys, then tracks. A person is an actor beside the state that the person
// speaks for, so that both can be looked up.
func Positions(occurrences []occurrence.Occurrence, asOf when.Day) []Position {
	type at struct{ actor, track string }
	last := map[at]*Position{}
	var order []at
	for _, f := range factsOf(occurrences, asOf) {
		stance := stanceOf(f.event)
		if stance == "" || f.denied || len(f.accounts) == 0 {
			continue
		}
		for i := range f.event.Sources {
			s := &f.event.Sources[i]
			k := key(s)
			if k == "" {
				continue
			}
			ids := []string{k}
			if s.Actor != "" && s.Actor != k {
				ids = append(ids, s.Actor)
			}
			for _, id := range ids {
				for _, t := range f.event.Tracks {
					where := at{id, t}
					p := last[where]
					if p == nil {
						p = &Position{Earlier: -1}
						last[where] = p
						order = append(order, where)
					}
					*p = Position{
						Party: Party{Name: s.Name, Actor: s.Actor, Country: s.Country, Key: id}, Track: t, Stance: stance, Day: f.day.String(),
						What: strings.Join(strings.Fields(f.text), " "), Account: f.accounts[0], Earlier: p.Earlier + 1,
					}
				}
			}
		}
	}
	slices.SortFunc(order, func(a, b at) int { return cmp.Or(cmp.Compare(a.actor, b.actor), cmp.Compare(a.track, b.track)) })
	out := make([]Position, 0, len(order))
	for _, where := range order {
		out = append(out, *last[where])
	}
	return out
}

// stanceOf says what somebody does by speaking; "" for deeds.
func stanceOf(e *event.Event) string {
	if e.Status == event.Hypothetical || e.Status == event.NotHappened {
		return ""
	}
	switch e.Category {
	case event.Agree:
		switch e.Status {
		case event.Planned:
			return "plans"
		case event.Offered:
			return "offers or agrees"
		}
		return "agrees"
	case event.Request:
		return "demands"
	case event.Reject:
		return "rejects"
	case event.Support:
		return "supports"
	case event.Accuse:
		return "accuses"
	case event.Threaten:
		return "threatens"
	}
	return ""
}

// Keys gives the keys by which the ledger files what parties do: the state for those who act for it, else the actor;
// and the actors' own identities, so that one person's dealings are found.
// What is stored about an event is found by them again.
func Keys(e *event.Event) []string {
	groups := [][]actor.Party{e.Sources, e.Recipients}
	for c := e.Content; c != nil; c = c.Content {
		groups = append(groups, c.Sources)
	}
	var keys []string
	for _, g := range groups {
		keys = append(keys, keysOf(g)...)
		for i := range g {
			if g[i].Actor != "" {
				keys = append(keys, g[i].Actor)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Key gives the key under which the ledger files a party: the state for a state, its offices and those of its
// nationality; else the actor's identity. "" is somebody who is not known.
func Key(p *actor.Party) string { return key(p) }

// Counts reports whether an event can open or move an entry, or state a position: attacks and arrests cannot, but for
// breaches of a ceasefire.
func Counts(e *event.Event) bool {
	switch e.Category {
	case event.Protest, event.Sanction, event.Coerce, event.Mobilize:
		return false
	case event.Assault:
		return len(e.Sources) > 0 && (strings.HasPrefix(e.CAMEO, "196") || len(e.Recipients) > 0)
	}
	return len(e.Sources) > 0
}
