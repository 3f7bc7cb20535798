package review

import (
	"fmt"

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

// Opinion is an event as each coder who judged it would have it.
type Opinion struct {
	Event string
	Coder string
	View  *event.Event // nil when the coder rejected it
}

// Opinions gives every event as each coder who judged it would have it, in the order in which the acts first speak of
// them. What a coder accepts or corrects is judged to be right, what is rejected not; the last act on a field counts.
// Corrections that make no sense are errors beside the rest.
func Opinions(names *Names, acts []Judged) ([]Opinion, []error) {
	type place struct{ event, coder string }
	at := map[place]int{}
	var out []Opinion
	var faults []error
	for i := range acts {
		a := &acts[i]
		if a.Event == nil || a.Action != Accept && a.Action != Correct && a.Action != Reject {
			continue
		}
		key := place{a.Event.ID, a.Coder}
		n, there := at[key]
		if !there {
			own := *a.Event
			n, at[key] = len(out), len(out)
			out = append(out, Opinion{a.Event.ID, a.Coder, &own})
		}
		if out[n].View == nil && a.Action != Reject {
			own := *a.Event
			out[n].View = &own
		}
		switch a.Action {
		case Reject:
			out[n].View = nil
		case Correct:
			if err := names.Correct(out[n].View, a.Field, a.Value, a.Report); err != nil {
				faults = append(faults, fmt.Errorf("%s corrects %s of %s: %w", a.Coder, a.Field, a.Target, err))
			}
		}
	}
	return out, faults
}

// Agree gives the agreement of coders by field, [Right] first, then in the order of [Fields]. What a coder accepts or
// corrects is judged to be right, what is rejected not; of events that are right, the coder vouches for every field as it
// was found or as corrected. Corrections that make no sense are errors beside the agreement of the rest.
func Agree(names *Names, acts []Judged) ([]Agreement, []error) {
	opinions, faults := Opinions(names, acts)
	return AgreeOn(opinions), faults
}

// AgreeOn is [Agree] over opinions.
func AgreeOn(opinions []Opinion) []Agreement {
	right := make([]Judgement, 0, len(opinions))
	for _, o := range opinions {
		value := "yes"
		if o.View == nil {
			value = "no"
		}
		right = append(right, Judgement{o.Event, o.Coder, value})
	}
	out := []Agreement{Alpha(Right, Nominal, right)}
	for _, field := range Fields() {
		var all []Judgement
		for _, o := range opinions {
			if o.View != nil {
				all = append(all, Judgement{o.Event, o.Coder, Value(o.View, field)})
			}
		}
		out = append(out, Alpha(field, ScaleOf(field), all))
	}
	return out
}
