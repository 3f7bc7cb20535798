package intake

import (
	"context"
	"time"

	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// Reader reads one report; a reading.Reader is one.
type Reader interface {
	Read(context.Context, report.Report) (reading.Reading, error)
}

// Options say how reports are taken in. The zero value takes what suits the machine.
type Options struct {
	Workers int    // that read at the same time; 0 means one a core
	Kind    string // of the changes: "add" or "watch"; "" means "add"
	Reason  string // of the changes

	// A batch is stored when it has so many items or bytes of reports, or when its first item has waited so long.
	// 0 means the default.
	BatchItems int
	BatchBytes int
	BatchTime  time.Duration

	// Stored is told what became of the items of a batch, after its transaction was committed. It is called by one
	// goroutine, and the results of all calls are in the order of the items.
	Stored func([]Result)
}

// The bounds that hold where Options names none.
const (
	DefaultBatchItems = 256
	DefaultBatchBytes = 8 << 20
	DefaultBatchTime  = 500 * time.Millisecond
)

// Result is what became of an item.
type Result struct {
	record.Stored
	Source   string // the file and line it came from
	Position int64  // bytes of the inputs that were passed when it was found, as in report.Item
}

// Summary counts what became of the items that are stored.
type Summary struct {
	Added, Known, Revised, SetAside int
	Events                          int
	Joined                          int // events that joined an occurrence which was there
	Copies                          int // reports that are copies of others which were there, or others of them
}

// Items is how many items the summary counts.
func (s *Summary) Items() int { return s.Added + s.Known + s.Revised + s.SetAside }

func (s *Summary) add(r *Result) {
	switch r.Outcome {
	case record.Added:
		s.Added++
	case record.Known:
		s.Known++
	case record.Revised:
		s.Revised++
	case record.SetAside:
		s.SetAside++
	}
	s.Events += r.Events
	s.Joined += r.Joined
	if r.Copies > 0 {
		s.Copies++
	}
}
