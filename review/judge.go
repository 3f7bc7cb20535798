package review

import (
	"fmt"
	"slices"

	"chancery/event"
	"chancery/report"
)

// Right is the name under which agreement on whether an event is right at all is given.
const Right = "right"

// Judged is an act with the event that it was about, as the coder found it.
type Judged struct {
	Act
	Event  *event.Event // nil when there is none: the act is left out
	Report *report.Report
}

// Agree gives the agreement of coders by field, [Right] first, then in the order of [Fields]. What a coder accepts or
// corrects is judged to be right, what is rejected not; of events that are right, the coder vouches for every field as it
// was found or as corrected. Corrections that make no sense are errors beside the agreement of the rest.
func Agree(names *Names, acts []Judged) ([]Agreement, []error) {
	type place struct{ event, coder string }
	views := map[place]*event.Event{} // as each coder would have it; nil for rejected
	var order []place
	var faults []error
	for i := range acts {
		a := &acts[i]
		if a.Event == nil || a.Action != Accept && a.Action != Correct && a.Action != Reject {
			continue
		}
		key := place{a.Event.ID, a.Coder}
		if !slices.Contains(order, key) {
			order = append(order, key)
			own := *a.Event
			views[key] = &own
		}
		switch a.Action {
		case Reject:
			views[key] = nil
		case Correct:
			if views[key] == nil {
				own := *a.Event
				views[key] = &own
			}
			if err := names.Correct(views[key], a.Field, a.Value, a.Report); err != nil {
				faults = append(faults, fmt.Errorf("%s corrects %s of %s: %w", a.Coder, a.Field, a.Target, err))
			}
		}
	}
	right := make([]Judgement, 0, len(order))
	for _, key := range order {
		value := "yes"
		if views[key] == nil {
			value = "no"
		}
		right = append(right, Judgement{key.event, key.coder, value})
	}
	out := []Agreement{Alpha(Right, Nominal, right)}
	for _, field := range Fields() {
		var all []Judgement
		for _, key := range order {
			if e := views[key]; e != nil {
				all = append(all, Judgement{key.event, key.coder, Value(e, field)})
			}
		}
		out = append(out, Alpha(field, ScaleOf(field), all))
	}
	return out, faults
}
