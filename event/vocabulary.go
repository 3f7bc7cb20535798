package event

import (
	"slices"
	"sort"
)

// Track is a question under negotiation, as the codebook has it.
type Track struct {
	ID    string // "border-demarcation"
	Title string
}

// Vocabulary is what a field of an event may hold: the codes of PLOVER and CAMEO and the tracks of the codebook.
type Vocabulary struct {
	Categories []Category
	Modes      []string // of all categories, sorted
	Contexts   []string // sorted
	Statuses   []Status
	Codes      []Code  // of CAMEO, sorted by code
	Tracks     []Track // sorted by id
}

// Vocabulary gives the codes and tracks that the coder's codebook has.
func (c *Coder) Vocabulary() Vocabulary {
	v := Vocabulary{
		Categories: []Category{
			Agree, Consult, Support, Concede, Cooperate, Aid, Retreat,
			Request, Accuse, Reject, Threaten, Protest, Sanction, Mobilize, Coerce, Assault,
		},
		Statuses: []Status{Actual, Ongoing, Planned, Offered, Demanded, Threatened, Hypothetical, NotHappened},
	}
	for _, code := range c.codes {
		v.Codes = append(v.Codes, *code)
		v.Modes = append(v.Modes, code.Mode)
		v.Contexts = append(v.Contexts, code.Contexts...)
	}
	for _, entry := range c.entries {
		v.Modes = append(v.Modes, entry.Mode)
		v.Contexts = append(v.Contexts, entry.Contexts...)
	}
	for _, topic := range c.contexts {
		v.Contexts = append(v.Contexts, topic.name)
	}
	sort.Slice(v.Codes, func(i, j int) bool { return v.Codes[i].CAMEO < v.Codes[j].CAMEO })
	v.Modes, v.Contexts = distinct(v.Modes), distinct(v.Contexts)
	for _, t := range c.tracks {
		v.Tracks = append(v.Tracks, Track{t.id, t.title})
	}
	sort.Slice(v.Tracks, func(i, j int) bool { return v.Tracks[i].ID < v.Tracks[j].ID })
	return v
}

// distinct sorts words and takes what is empty or there twice away.
func distinct(words []string) []string {
	sort.Strings(words)
	words = slices.Compact(words)
	if len(words) > 0 && words[0] == "" {
		words = words[1:]
	}
	return words
}
