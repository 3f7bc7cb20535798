package wire

import (
	"encoding/json"
	"time"

	"chancery/record"
)

// Change is a change of the record.
type Change struct {
	Change int64  `json:"change" doc:"Its number."`
	At     string `json:"at" format:"date-time"`
	Author string `json:"author"`
	Kind   string `json:"kind" doc:"add, watch, review, reread, import"`
	Reason string `json:"reason,omitempty"`
}

// ChangeOf makes the JSON of a change.
func ChangeOf(c record.Change) Change {
	return Change{c.Number, c.At.Format(time.RFC3339Nano), c.Author, c.Kind, c.Reason}
}

// Step is what a change did to a thing.
type Step struct {
	Change
	Thing  string  `json:"thing" doc:"Its kind: report, reading, quotation, event, membership, link, ledger, review."`
	ID     string  `json:"id"`
	What   string  `json:"what" doc:"opened, changed, closed; of a review its action."`
	Fields []Field `json:"fields"`
}

// Field is one value before and after.
type Field struct {
	Field  string          `json:"field"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// StepOf makes the JSON of a step.
func StepOf(s *record.Step) Step {
	out := Step{Change: ChangeOf(s.Change), Thing: s.Kind, ID: s.ID, What: s.What, Fields: []Field{}}
	for _, f := range s.Fields {
		out.Fields = append(out.Fields, Field(f))
	}
	return out
}
