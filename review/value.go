package review

import (
	"fmt"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/event"
)

// Value gives a field of an event as a coder writes it: the form that [Names.Correct] reads. What is not known is "".
func Value(e *event.Event, field string) string {
	switch field {
	case "category":
		return string(e.Category)
	case "mode":
		return e.Mode
	case "contexts":
		return strings.Join(e.Contexts, "; ")
	case "cameo":
		return e.CAMEO
	case "status":
		return string(e.Status)
	case "historical":
		return strconv.FormatBool(e.Historical)
	case "sources":
		return parties(e.Sources)
	case "recipients":
		return parties(e.Recipients)
	case "speaker":
		if e.Speaker == nil {
			return ""
		}
		return parties([]actor.Party{*e.Speaker})
	case "medium":
		return string(e.Medium)
	case "time":
		return e.Time.EDTF
	case "place":
		if e.Place == nil {
			return ""
		}
		return strings.Trim(e.Place.Place.Name+", "+e.Place.Place.Country, ", ")
	case "killed":
		if e.Casualties != nil {
			return count(e.Casualties.Killed)
		}
	case "injured":
		if e.Casualties != nil {
			return count(e.Casualties.Injured)
		}
	case "tracks":
		return strings.Join(e.Tracks, "; ")
	}
	return ""
}

// parties writes each party as its identity, or as its name when it has none.
func parties(all []actor.Party) string {
	out := make([]string, len(all))
	for i := range all {
		if out[i] = all[i].Actor; out[i] == "" {
			out[i] = all[i].Name
		}
	}
	return strings.Join(out, "; ")
}

// count writes a count as its best figure, or as low-high where the words give no single one.
func count(c *event.Count) string {
	switch {
	case c == nil:
		return ""
	case c.Best >= 0:
		return strconv.Itoa(c.Best)
	case c.High >= 0:
		return fmt.Sprintf("%d-%d", max(c.Low, 0), c.High)
	}
	return fmt.Sprintf("%d-", max(c.Low, 0))
}
