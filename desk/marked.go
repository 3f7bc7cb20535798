package desk

import (
	"slices"
	"strconv"
	"strings"

	"chancery/event"
	"chancery/report"
)

// A role is what words are in an event. Each has one colour, in style/base.css.
const (
	roleSource     = "source"
	roleRecipient  = "recipient"
	roleAction     = "action"
	roleTime       = "time"
	rolePlace      = "place"
	roleSpeaker    = "speaker"
	roleCasualties = "casualties"
	roleFound      = "found" // words that were looked for
)

// mark says that a stretch of a text is the words of a field.
type mark struct {
	Start, End int    // bytes of the text
	Role       string // one of the roles
	Field      string // which field of the page it goes with: "source-0"; with Of it is unique on a page
	Of         string // the event, "" when there is one only
}

// segment is a stretch of text over which the same marks lie.
type segment struct {
	Text   string
	Class  string // "role-source role-action"; "" when no mark lies over it
	Fields string // "source-0 evidence", for the script that links fields and words
	Events string // the events that its marks are of, separated by spaces
}

// marked cuts the part of a text from one byte to another where marks begin and end. Marks may overlap; what lies outside
// of the part is left out. Offsets that do not lie in the text are ignored: nothing that is stored can break a page.
func marked(text string, from, to int, marks []mark) []segment {
	from, to = max(from, 0), min(to, len(text))
	if from >= to {
		return nil
	}
	cuts := []int{from, to}
	var in []mark
	for _, m := range marks {
		m.Start, m.End = max(m.Start, from), min(m.End, to)
		if m.Start < m.End {
			in, cuts = append(in, m), append(cuts, m.Start, m.End)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	segments := make([]segment, 0, len(cuts)-1)
	for i := 0; i+1 < len(cuts); i++ {
		var roles, fields, events []string
		for _, m := range in {
			if m.Start <= cuts[i] && m.End >= cuts[i+1] {
				roles, fields, events = with(roles, "role-"+m.Role), with(fields, m.Field), with(events, m.Of)
			}
		}
		segments = append(segments, segment{Text: text[cuts[i]:cuts[i+1]], Class: strings.Join(roles, " "),
			Fields: strings.Join(fields, " "), Events: strings.Join(events, " ")})
	}
	return segments
}

func with(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// eventMarks are the words of each field of an event. The names of fields are those of the chips beside the text.
func eventMarks(e *event.Event) []mark {
	var marks []mark
	add := func(s report.Span, role, field string) {
		if s.Start < s.End {
			marks = append(marks, mark{Start: s.Start, End: s.End, Role: role, Field: field, Of: e.ID})
		}
	}
	for _, s := range e.Evidence {
		add(s, roleAction, "action")
	}
	for i, p := range e.Sources {
		add(p.Span, roleSource, "source-"+strconv.Itoa(i))
	}
	for i, p := range e.Recipients {
		add(p.Span, roleRecipient, "recipient-"+strconv.Itoa(i))
	}
	if e.Speaker != nil {
		add(e.Speaker.Span, roleSpeaker, "speaker")
	}
	for i, v := range e.Attribution {
		add(v.Span, roleSpeaker, "voice-"+strconv.Itoa(i))
	}
	add(e.Time.Span, roleTime, "time")
	if e.Place != nil {
		add(e.Place.Span, rolePlace, "place")
	}
	if c := e.Casualties; c != nil {
		if c.Killed != nil {
			add(c.Killed.Span, roleCasualties, "killed")
		}
		if c.Injured != nil {
			add(c.Injured.Span, roleCasualties, "injured")
		}
	}
	return marks
}
