package reading

import (
	"chancery/event"
	"chancery/quote"
	"chancery/report"
)

// Reading is what chancery found in one report.
type Reading struct {
	Report     report.Report
	Sentences  []report.Span // what Quotation.Sentence and Event.Sentence count, from 0
	Quotations []quote.Quotation
	Events     []event.Event
	Versions   Versions
}

// Versions says what a reading was made with, so that it can be made again.
type Versions struct {
	Engine, Models, Codebook string
}
