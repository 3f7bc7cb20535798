package event

import (
	"slices"
	"strings"
)

// track is a question under negotiation: what its events are told with.
type track struct {
	id, title string
	words     int32    // class of the words that belong to it; -1 for none
	with      int32    // class of words of which one must stand in the event too; -1 for none
	codes     []string // CAMEO codes, or beginnings of codes, of its events and of their contents
	actors    []string // countries or actors of whom one must be a party; empty for any
}

// track takes one record of tracks/.
func (l *loader) track(r record) {
	if r.kind != "track" || !plain(r.name) {
		l.mistake(r.at, "begin a track with the word track and its name in lower-case letters, digits and hyphens: \"track border-demarcation\"")
		return
	}
	t := track{id: r.name, title: r.name, words: -1, with: -1}
	words := record{at: r.at}
	with := record{at: r.at}
	for _, ln := range r.lines {
		switch ln.key {
		case "title":
			t.title = ln.value
		case "words":
			words.lines = append(words.lines, line{key: ln.value})
		case "with":
			with.lines = append(with.lines, line{key: ln.value})
		case "codes":
			t.codes = append(t.codes, commas(ln.value)...)
		case "actors":
			t.actors = append(t.actors, commas(ln.value)...)
		default:
			at := r.at
			at.line = ln.number
			l.mistake(at, "%q is no line of a track; write title, words, with, codes or actors", ln.key)
		}
	}
	if words.lines == nil && t.codes == nil {
		l.mistake(r.at, "track %s has neither words nor codes, so that nothing can belong to it", t.id)
		return
	}
	name := "track " + t.id
	if words.lines != nil {
		l.resetOverlay(name, r)
		t.words = l.topicClass(name, words)
	}
	if with.lines != nil {
		l.resetOverlay(name+" with", r)
		t.with = l.topicClass(name+" with", with)
	}
	if i, ok := l.trackAt[t.id]; ok {
		if !r.at.overlay {
			l.mistake(r.at, "track %s stands twice", t.id)
			return
		}
		l.tracks[i] = t
		return
	}
	l.trackAt[t.id] = len(l.tracks)
	l.tracks = append(l.tracks, t)
}

// resetOverlay empties a list of words that a record of an overlay replaces.
func (l *loader) resetOverlay(name string, r record) {
	if id, ok := l.classes[name]; ok && r.at.overlay {
		l.members[id] = nil
	}
}

// hasCode reports whether the code is one of those listed, or begins with one.
func hasCode(codes []string, code string) bool {
	return code != "" && slices.ContainsFunc(codes, func(c string) bool { return strings.HasPrefix(code, c) })
}
