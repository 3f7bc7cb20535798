package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/query"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

// generator makes any number of readings of a few real ones, by rule: the same number always gives the same reading.
//
// A variant of a reading tells of the same kinds of acts, in sentences of the same build, but of other actors, on other
// days, in other words. Words are replaced by words of the same length, as often as real texts have them, so that every
// span stays where it is; states and people by those of other readings, as often as these have them. Of ten stories one
// or two are told by a second outlet in words of its own, so that there is something to join, and one of twenty is
// printed by another outlet word for word, so that there are copies.
type generator struct {
	base   []reading.Reading
	words  map[int][]string // by length, as often as they stand
	states []actor.Party
	people []actor.Party
}

// telling is what kind of report of a story it is.
type telling uint8

const (
	first telling = iota
	again         // by another outlet in other words
	copied
)

func newGenerator(base []reading.Reading) *generator {
	g := &generator{base: base, words: map[int][]string{}}
	for i := range base {
		r := &base[i]
		for _, w := range query.WordsOf(nil, r.Report.Text) {
			if n := len(w.Text); len(g.words[n]) < 20000 && replaceable(r.Report.Text[w.Start:w.End], w.Text) {
				g.words[n] = append(g.words[n], w.Text)
			}
		}
		for j := range r.Events {
			for _, p := range append(slices.Clone(r.Events[j].Sources), r.Events[j].Recipients...) {
				switch {
				case len(p.Actor) == 3:
					g.states = append(g.states, p)
				case p.Office != "" && strings.Contains(p.Actor, ":"):
					g.people = append(g.people, p)
				}
			}
		}
	}
	return g
}

// replaceable tells whether a word of a text may stand for another: it is in small letters of ASCII.
func replaceable(written, folded string) bool {
	return written == folded && len(written) > 2 && !query.Common(folded) && strings.Trim(written, "abcdefghijklmnopqrstuvwxyz") == ""
}

// mixed spreads numbers (splitmix64, Steele, Lea and Flood 2014).
func mixed(parts ...uint64) uint64 {
	x := uint64(0x9e3779b97f4a7c15)
	for _, p := range parts {
		x ^= p
		x += 0x9e3779b97f4a7c15
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		x ^= x >> 31
	}
	return x
}

func hashOf(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(text); i++ {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}

// story gives the reports of the story with a number.
func (g *generator) story(n int) []reading.Reading {
	out := []reading.Reading{g.report(n, first)}
	switch x := mixed(uint64(n), 7) % 100; {
	case x < 15:
		out = append(out, g.report(n, again))
	case x < 20:
		out = append(out, g.report(n, copied))
	}
	return out
}

// storiesPerDay is how many stories there are of each day. They come in the order of their days, as news does, but for
// a few that are told late: a record grows in time, and there are not more events of a day in a large one.
const storiesPerDay = 60

var outlets = []string{"Meridian Wire", "Northern Courier", "The Harbour Post", "Capital Daily", "Eastern Review", "Weekly Observer", "City Telegraph", "Radio Valley", "Evening Ledger", "Coastal Times"}

func (g *generator) report(n int, t telling) reading.Reading {
	base := &g.base[mixed(uint64(n), 1)%uint64(len(g.base))]
	r := *base
	rep := &r.Report
	day := when.DayOf(2014, 1, 1).Number() + n/storiesPerDay - int(mixed(uint64(n), 2)%4)
	shift := 0
	if y, m, d, ok := rep.Published.Day(); ok {
		shift = day - when.DayOf(y, m, d).Number()
	}
	rep.ID = fmt.Sprintf("scale-%d-%d", n, t)
	rep.URL = "https://news.example/" + rep.ID
	rep.Outlet = outlets[(mixed(uint64(n), 3)+uint64(t))%uint64(len(outlets))]
	published := when.DayNumbered(day)
	if t != first {
		published = published.Add(1)
	}
	rep.Published = report.Published{EDTF: published.String(), Precision: "day", Basis: "given"}
	wording := mixed(uint64(n), 4)
	if t == again {
		wording = mixed(uint64(n), 5)
	}
	rep.Text = g.reworded(rep.Text, wording)
	rep.Title = g.reworded(rep.Title, wording)
	rep.Raw, rep.Furniture = rep.Text, nil
	sum := sha256.Sum256([]byte(rep.Text))
	rep.SHA256 = hex.EncodeToString(sum[:])
	cast := casting{g, uint64(n)}
	r.Quotations = slices.Clone(base.Quotations)
	for i := range r.Quotations {
		q := &r.Quotations[i]
		q.Speaker, q.Addressee = cast.one(q.Speaker), cast.one(q.Addressee)
	}
	r.Events = slices.Clone(base.Events)
	for i := range r.Events {
		e := &r.Events[i]
		e.Sources, e.Recipients = cast.all(e.Sources), cast.all(e.Recipients)
		e.Speaker = cast.one(e.Speaker)
		e.Content, e.Condition = cast.content(e.Content), cast.content(e.Condition)
		e.Time = shifted(e.Time, shift)
		e.ID = reading.EventID(rep, e)
	}
	return r
}

// shifted moves an interval by days.
func shifted(i when.Interval, days int) when.Interval {
	if !i.Known() {
		return i
	}
	out := when.NewInterval(i.First.Add(days), i.Last.Add(days), i.Basis)
	out.Span = i.Span
	return out
}

// reworded replaces half of the words that may be replaced, each wherever it stands by the same one.
func (g *generator) reworded(text string, wording uint64) string {
	out := []byte(text)
	for _, w := range query.WordsOf(nil, text) {
		if !replaceable(text[w.Start:w.End], w.Text) {
			continue
		}
		x := mixed(hashOf(w.Text), wording)
		if others := g.words[len(w.Text)]; len(others) > 0 && x&1 == 0 {
			copy(out[w.Start:w.End], others[(x>>1)%uint64(len(others))])
		}
	}
	return string(out)
}

// casting gives the actors of one story their parts: everybody the same one everywhere.
type casting struct {
	*generator
	story uint64
}

func (c casting) party(p actor.Party) actor.Party {
	x := mixed(hashOf(p.Actor), c.story)
	var with actor.Party
	switch {
	case len(p.Actor) == 3:
		with = c.states[x%uint64(len(c.states))]
	case p.Office != "" && strings.Contains(p.Actor, ":"):
		with = c.people[x%uint64(len(c.people))]
	default:
		return p
	}
	with.Span, with.Resolved, with.Reason = p.Span, p.Resolved, p.Reason
	return with
}

func (c casting) one(p *actor.Party) *actor.Party {
	if p == nil {
		return nil
	}
	with := c.party(*p)
	return &with
}

func (c casting) all(parties []actor.Party) []actor.Party {
	out := slices.Clone(parties)
	for i := range out {
		out[i] = c.party(out[i])
	}
	return out
}

func (c casting) content(in *event.Content) *event.Content {
	if in == nil {
		return nil
	}
	out := *in
	out.Sources, out.Recipients, out.Content = c.all(in.Sources), c.all(in.Recipients), c.content(in.Content)
	return &out
}
