package review

import (
	"encoding/json"
	"slices"
	"strings"

	"chancery/event"
	"chancery/reading"
	"chancery/report"
)

// Event makes the event of an act of adding: a JSON object with the words it is told in ("evidence", exactly as they
// stand in the report) and fields as a correction writes them. Category and status must be among them.
//
//	{"evidence": "offered to host the talks", "category": "AGREE", "status": "offered", "sources": "GEO", "recipients": "ARM; AZE"}
func (n *Names) Event(value string, r *reading.Reading) (event.Event, []string, error) {
	fields := map[string]string{}
	if err := json.Unmarshal([]byte(value), &fields); err != nil {
		return event.Event{}, nil, fault("an event is added as a JSON object of strings: %v", err)
	}
	words := fields["evidence"]
	start := strings.Index(r.Report.Text, words)
	if words == "" || start < 0 {
		return event.Event{}, nil, fault("the evidence %q does not stand in the report; copy it exactly", words)
	}
	if strings.Contains(r.Report.Text[start+1:], words) {
		return event.Event{}, nil, fault("the evidence %q stands in the report more than once; take in more words", words)
	}
	if fields["category"] == "" || fields["status"] == "" {
		return event.Event{}, nil, fault("an added event needs a category and a status")
	}
	e := event.Event{Evidence: []report.Span{{Start: start, End: start + len(words)}}, Confidence: 1}
	for i, s := range r.Sentences {
		if s.Start <= start && start < s.End {
			e.Sentence = i
		}
	}
	var given []string
	for name := range fields {
		if name != "evidence" && !slices.Contains(Fields(), name) {
			return event.Event{}, nil, fault("an event has no field %q; there are evidence, %s", name, strings.Join(Fields(), ", "))
		}
	}
	for _, field := range Fields() { // in this order, as codes are checked against the category
		if fields[field] == "" {
			continue
		}
		if err := n.Correct(&e, field, fields[field], &r.Report); err != nil {
			return event.Event{}, nil, err
		}
		given = append(given, field)
	}
	return e, given, nil
}
