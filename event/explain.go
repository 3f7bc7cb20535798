package event

import (
	"fmt"
	"strings"

	"chancery/actor"
)

// explainMatch tells which entries fired on which words.
func (c *coding) explainMatch(d *draft, o *outcome) {
	text := c.in.Report.Text
	seen := int32(-1)
	for i := o.match; i >= 0 && i != seen; {
		m := &c.matches[i]
		kind := "act"
		if m.entry().Operator {
			kind = "operator (" + m.entry().Effect.String() + ")"
		}
		d.notef("%s %s: %q on %q", kind, m.entry().ID, m.frame.text, words(text, c.evidence(int(i))))
		seen = i
		if i != o.act {
			i = o.act
		}
	}
	if s := moodWords(o.mood); s != "" {
		d.notef("mood: %s", s)
	}
	if o.code != nil {
		d.notef("code: %s %s", o.code.CAMEO, o.code.Label)
	}
	if o.inferred {
		d.notef("recipients: from the words of its content, for none is told in a role")
	}
}

var moodNames = [...]string{"negated", "future", "would", "possible", "necessary", "progressive", "conditional", "purpose", "question", "doubted", "planned", "", "", "", "", "", "", "", ""}

func moodWords(m mood) string {
	var names []string
	for i, n := range moodNames {
		if n != "" && m&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", ")
}

// explainParties tells how each party was found.
func (d *draft) explainParties() {
	for _, side := range []struct {
		name string
		list []actor.Party
	}{{"source", d.event.Sources}, {"recipient", d.event.Recipients}} {
		for _, p := range side.list {
			line := fmt.Sprintf("%s: %s, by %s", side.name, p.Name, p.Resolved)
			if p.Reason != "" {
				line += " (" + p.Reason + ")"
			}
			d.notes = append(d.notes, line)
		}
	}
}
