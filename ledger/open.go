package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"chancery/event"
	"chancery/when"
)

// entry is an Entry while it is built.
type entry struct {
	Entry
	opened   when.Day
	due      when.Day
	since    when.Day
	act      act
	last     when.Day // of the last step that a report tells
	number   int      // how many are promised or demanded: "exchange 10 prisoners"; 0 when not said
	done     int      // how many have been carried out
	names    []string // what is named to be done: "Kalbajar", "Aghdam", "Lachin"
	nameDone []string
}

// act is what would be done: its kind where the codebook knows one, its words and tracks.
type act struct {
	category   event.Category
	mode       string
	inferred   string // why category and mode are ours and not the reading's; "" when they are the reading's
	words      words
	tracks     []string
	recipients []string // keys of those to whom it would be done, as far as the words tell
}

// kindOf tells what an event opens, by the words around its content: the operator of the codebook that decided is not
// asked, so that operators of a user's own open entries too.
func kindOf(f *fact, text string) Kind {
	e := f.event
	c := e.Content
	if f.denied || c == nil || len(f.sources) == 0 || extends(f.text) {
		return ""
	}
	switch e.Category {
	case event.Agree:
		if e.Status == event.NotHappened || e.Status == event.Hypothetical {
			return ""
		}
	case event.Request:
		if e.Status != event.Demanded && e.Status != event.Actual {
			return "" // "will appeal for consultations" asks for nothing yet
		}
	default:
		return ""
	}
	var outside strings.Builder // the evidence without the content
	for _, s := range e.Evidence {
		for at := s.Start; at < s.End && s.End <= len(text); {
			if at < c.Span.Start {
				end := min(s.End, c.Span.Start)
				outside.WriteString(text[at:end] + " ")
				at = end
			} else if at < c.Span.End {
				at = c.Span.End
			} else {
				outside.WriteString(text[at:s.End] + " ")
				at = s.End
			}
		}
	}
	words := outside.String()
	inner := innermost(c)
	switch inner.Category {
	case event.Assault, event.Coerce, event.Protest, event.Threaten, event.Accuse, event.Reject, event.Mobilize:
		return "" // "warned the troops to expect attacks"; who urges violence is told by the event itself
	}
	if inner.Status == event.NotHappened {
		return "" // "warned them not to intervene": that something is not done, no report tells
	}
	if inner.Category == "" && wordsOf(inText(c.Span, text), f.parties...).telling() < 1 && f.words.telling() < 2 {
		return "" // "urged both to take further steps": nothing that could be seen done
	}
	switch {
	case e.Category == event.Request && has(words, "propos", "suggest", "offer"):
		return Offer
	case e.Category == event.Request:
		return Demand
	case has(words, "promis", "pledg", "vow", "commit", "guarantee", "undert", "swore", "swear", "assur"):
		return Promise
	case has(words, "offer", "propos", "ready", "willing", "readiness", "prepared", "volunteer"):
		return Offer
	case has(words, "agree", "accept", "consent", "deal", "accord", "undertook"):
		return Agreement
	case e.Status == event.Planned:
		if len(e.Tracks) == 0 {
			return "" // plans to travel and to speak are not commitments
		}
		return Plan
	}
	return Offer
}

// innermost goes through acts about acts: "demanded that it agree to withdraw" asks for a withdrawal.
func innermost(c *event.Content) *event.Content {
	for c.Content != nil && (c.Category == event.Agree || c.Category == event.Request || c.Category == event.Reject) {
		c = c.Content
	}
	return c
}

// yields are words of giving a place or a thing away; what they tell is, for the ledger, what a withdrawal does.
// "Armenia promised to hand over the Kalbajar district" has no act of the codebook inside.
var yields = [...]string{"hand", "cede", "return", "vacat", "surrender", "leav", "withdraw", "evacuat"}

// meets are words of bringing a body together: "agreed to convene a joint border commission".
var meets = [...]string{"convene", "meet", "summit"}

// open makes a new entry of a fact.
func open(f *fact) *entry {
	e := f.event
	c := innermost(e.Content)
	n := &entry{opened: f.day, due: f.due, since: f.day, last: f.day}
	n.ID = "l-" + shortHash(e.ID)
	n.Kind, n.State = f.kind, Open
	n.From = actingOf(e.Sources)
	n.To = without(partiesOf(e.Recipients), n.From)
	n.Does = actingOf(c.Sources)
	switch {
	case n.Kind == Demand:
		n.Does = without(n.Does, n.From)
		if len(n.Does) == 0 {
			n.Does = n.To
		}
		n.To = n.mergeTo()
	case len(n.Does) == 0:
		n.Does = n.From
	}
	span := e.Content.Span
	n.What = plainWhat(f.textOf(span.Start, span.End))
	if n.What == "" {
		n.What = strings.Join(strings.Fields(f.text), " ")
	}
	n.act = actOf(f, c, n.What)
	n.Category, n.Mode = string(n.act.category), n.act.mode
	n.Tracks = slices.Clone(e.Tracks)
	if n.Tracks == nil {
		n.Tracks = []string{}
	}
	if len(n.Tracks) > 0 {
		n.Track = n.Tracks[0]
	}
	for _, p := range append(append(slices.Clone(n.From), n.To...), n.Does...) {
		n.Pair = append(n.Pair, p.Key)
	}
	slices.Sort(n.Pair)
	n.Pair = slices.Compact(n.Pair)
	n.number = numberIn(n.What)
	for _, s := range n.act.words {
		if s.name {
			n.names = append(n.names, s.text)
		}
	}
	n.step(Step{Move: Opened, Day: f.day.String(), Due: f.due.String(), By: nameOf(n.From), Occurrence: f.occurrence, Accounts: f.accounts,
		Reasons: []string{openedBecause(n.Kind)}})
	return n
}

// plainWhat takes off the words that only join the content to its verb: "that", "to", "of".
func plainWhat(s string) string {
	for _, w := range [...]string{"that ", "to ", "of ", "for "} {
		if rest, ok := strings.CutPrefix(s, w); ok {
			return rest
		}
	}
	return s
}

// mergeTo adds to the addressees of a demand those who should do what is demanded.
func (n *entry) mergeTo() []Party { return append(slices.Clone(n.To), without(n.Does, n.To)...) }

func actOf(f *fact, c *event.Content, what string) act {
	e := f.event
	a := act{category: c.Category, mode: c.Mode, tracks: e.Tracks, recipients: keysOf(c.Recipients)}
	a.words = wordsOf(what, f.parties...)
	if a.words.telling() < 1 { // "to create by the end of 2021": the object stands before it
		a.words = f.words
	}
	switch {
	case a.category != "":
	case has(what, yields[:]...) && slices.ContainsFunc(a.words, func(s stem) bool { return s.name }):
		a.category, a.mode, a.inferred = event.Retreat, "withdraw", "handing over a place is what a withdrawal from it does"
	case has(what, meets[:]...):
		a.category, a.inferred = event.Consult, "convening is what a meeting does"
	}
	return a
}

func openedBecause(k Kind) string {
	switch k {
	case Offer:
		return "the words offer or propose it"
	case Demand:
		return "the words ask or demand it of somebody"
	case Promise:
		return "the words promise it"
	case Agreement:
		return "the words say that it was agreed"
	}
	return "the words announce it as a plan"
}

// shortHash makes an identity from another: the first 16 hexadecimal digits of its SHA-256.
func shortHash(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:8])
}

func nameOf(parties []Party) string {
	names := make([]string, 0, len(parties))
	for _, p := range parties {
		names = append(names, p.Name)
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// extends tells whether words move a promised day: "agreed to extend the deadline", "postponed the withdrawal".
func extends(text string) bool {
	return has(text, "extend", "postpon", "prolong", "delay") && has(text, "deadline", "term", "time", "withdrawal", "date") ||
		has(text, "deadline") && has(text, "push", "put", "mov")
}
