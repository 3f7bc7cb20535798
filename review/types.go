package review

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Action is what somebody does in reviewing.
type Action string

// The actions.
const (
	Accept  Action = "accept"  // an event is right as it stands
	Correct Action = "correct" // a field of an event has another value
	Reject  Action = "reject"  // an event is not what the report says
	Split   Action = "split"   // an event does not belong to its occurrence; or, with another occurrence as value, two are not the same
	Join    Action = "join"    // an event or an occurrence is the same as the occurrence that is the value
	Add     Action = "add"     // a report tells an event that was not read: the value is the event as JSON
	Note    Action = "note"    // a remark that changes nothing
	Undo    Action = "undo"    // a change of review is taken back: the target is its number
)

// Actions gives all actions.
func Actions() []Action {
	return []Action{Accept, Correct, Reject, Split, Join, Add, Note, Undo}
}

// Act is one act of review.
type Act struct {
	Action Action `json:"action"`
	Target string `json:"target"`          // the identity of an event, occurrence or report; for Undo the number of a change
	Field  string `json:"field,omitempty"` // for Correct
	Value  string `json:"value,omitempty"` // the new value for Correct, the occurrence for Join and Split, the event for Add, the words for Note
	Coder  string `json:"coder,omitempty"` // who; else whoever applies the file
	Reason string `json:"reason,omitempty"`
}

// Check says what an act lacks. The error wraps [ErrAct].
func (a *Act) Check() error {
	fault := Refuse
	for _, text := range [...]string{string(a.Action), a.Target, a.Field, a.Value, a.Coder, a.Reason} {
		if !utf8.ValidString(text) {
			return fault("%q is not UTF-8: save the file as UTF-8", text)
		}
	}
	if !slices.Contains(Actions(), a.Action) {
		var all []string
		for _, action := range Actions() {
			all = append(all, string(action))
		}
		return fault("the action is %q; there are %s", a.Action, strings.Join(all, ", "))
	}
	switch {
	case a.Target == "":
		return fault("%s needs a target", a.Action)
	case a.Action == Correct && !slices.Contains(Fields(), a.Field):
		return fault("there is no field %q to correct; there are %s", a.Field, strings.Join(Fields(), ", "))
	case a.Action != Correct && a.Field != "":
		return fault("%s has no field", a.Action)
	case (a.Action == Join || a.Action == Add || a.Action == Note) && a.Value == "":
		return fault("%s needs a value", a.Action)
	case (a.Action == Accept || a.Action == Reject || a.Action == Undo) && a.Value != "":
		return fault("%s has no value", a.Action)
	}
	return nil
}

// Fields gives the fields of an event that can be corrected, in the order of docs/formats/reading.md.
func Fields() []string {
	return []string{
		"category", "mode", "contexts", "cameo", "status", "historical", "sources", "recipients", "speaker", "medium",
		"time", "place", "killed", "injured", "tracks",
	}
}
