package reading

import (
	"chancery/event"
	"chancery/quote"
	"chancery/report"
)

// Reading is what chancery found in one report.
type Reading struct {
	Report     report.Report
	Quotations []quote.Quotation
	Events     []event.Event
	Versions   Versions
}

// Versions says what a reading was made with, so that it can be made again.
type Versions struct {
	Engine, Models, Codebook string
}
