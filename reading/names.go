package reading

import (
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/quote"
)

// Names that the codebook does not have are words of the text, and a line of the text may end within them: "Leo\nTindemans"
// of one report and "Leo Tindemans" of another are one name. The span keeps the words as they stand.

// oneLine puts a name on one line.
func oneLine(name *string) {
	if strings.ContainsAny(*name, "\n\r\t") || strings.Contains(*name, "  ") {
		*name = strings.Join(strings.Fields(*name), " ")
	}
}

func onePartyLine(parties ...*actor.Party) {
	for _, p := range parties {
		if p != nil {
			oneLine(&p.Name)
			oneLine(&p.Office)
		}
	}
}

func voicesOnOneLine(voices []quote.Voice) {
	for i := range voices {
		oneLine(&voices[i].Name)
	}
}

func partiesOnOneLine(parties []actor.Party) {
	for i := range parties {
		onePartyLine(&parties[i])
	}
}

// namesOnOneLine puts the names of events and quotations on one line each.
func namesOnOneLine(events []event.Event, quotations []quote.Quotation) {
	for i := range events {
		e := &events[i]
		partiesOnOneLine(e.Sources)
		partiesOnOneLine(e.Recipients)
		onePartyLine(e.Speaker, e.Mechanism)
		voicesOnOneLine(e.Attribution)
		for _, c := range [...]*event.Content{e.Content, e.Condition} {
			for ; c != nil; c = c.Content {
				partiesOnOneLine(c.Sources)
				partiesOnOneLine(c.Recipients)
			}
		}
		if e.Casualties != nil {
			oneLine(&e.Casualties.Claimant)
		}
	}
	for i := range quotations {
		q := &quotations[i]
		onePartyLine(q.Speaker, q.Addressee)
		voicesOnOneLine(q.Attribution)
	}
}
