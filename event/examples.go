package event

import (
	"slices"

	"chancery/actor"
)

// EntryExample is an example sentence of the codebook with the entry that must fire on it.
type EntryExample struct {
	Example
	Entry    string // the entry's name
	File     string // the codebook file it stands in
	operator bool   // an operator that makes no event by itself: the act inside is enough
}

// Entries returns all acts and operators in the order of the files. They belong to the coder: they are not to be changed.
func (c *Coder) Entries() []*Entry { return slices.Clone(c.entries) }

// Examples returns the example sentences of all acts and operators, in the order of the files.
func (c *Coder) Examples() []EntryExample {
	var all []EntryExample
	for _, e := range c.entries {
		for _, x := range e.Examples {
			all = append(all, EntryExample{x, e.ID, e.File, e.Operator && e.Code == nil})
		}
	}
	return all
}

// Holds tells whether the events read from the example's sentence are what the codebook says: the entry has fired,
// as an event or inside one, and with the countries that stand behind the arrow.
func (x *EntryExample) Holds(events []Event) bool {
	for i := range events {
		ev := &events[i]
		own := &Content{Category: ev.Category, Mode: ev.Mode, Sources: ev.Sources, Recipients: ev.Recipients, Entry: ev.Entry, Content: ev.Content}
		for at := own; at != nil; at = at.Content {
			if at.Entry == x.Entry && (!x.Checked || slices.Equal(Countries(at.Sources), x.Sources) && slices.Equal(Countries(at.Recipients), x.Recipients)) {
				return true
			}
		}
	}
	return x.operator && len(events) > 0
}

// Countries lists the countries of parties, and the actor ids of those that have no country, each once, sorted.
func Countries(parties []actor.Party) []string {
	out := []string{}
	for i := range parties {
		s := parties[i].Country
		if s == "" {
			s = parties[i].Actor
		}
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}
