package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"chancery/event"
	"chancery/occurrence"
	"chancery/when"
)

// writeCalendar writes iCalendar (RFC 5545): all-day entries for meetings, visits, calls and other consultations, for
// what is planned, and for the promised days of the ledger. What took place is CONFIRMED, what is planned, offered or
// demanded TENTATIVE, what did not happen CANCELLED.
func writeCalendar(ctx context.Context, w io.Writer, source Source, o Options) error {
	out := &calendar{w: bufio.NewWriter(w)}
	out.line("BEGIN:VCALENDAR")
	out.line("VERSION:2.0")
	out.line("PRODID:-//chancery//diplomatic record//EN")
	out.line("CALSCALE:GREGORIAN")
	out.line("X-WR-CALNAME:" + calendarText(o.title()))
	stamp := o.At
	if stamp.IsZero() {
		stamp = time.Unix(0, 0)
	}
	out.stamp = stamp.UTC().Format("20060102T150405Z")
	err := eachOccurrence(ctx, source, func(oc *occurrence.Occurrence) error {
		t := told(oc)
		e := &t.Event
		if !e.Time.Closed() || e.Category != event.Consult && e.Status != event.Planned {
			return nil
		}
		status := "CONFIRMED"
		switch e.Status {
		case event.NotHappened:
			status = "CANCELLED"
		case event.Planned, event.Offered, event.Demanded, event.Hypothetical, event.Threatened:
			status = "TENTATIVE"
		}
		quoted, _, _ := evidence(e, t.Report.Text)
		out.entry(oc.ID+"@chancery", e.Time.First, e.Time.Last, t.title(), "“"+quoted+"” ("+cited(t)+")", t.placeName(), status, t.Report.URL)
		return nil
	})
	if err != nil {
		return err
	}
	entries, err := source.Ledger(ctx)
	if err != nil {
		return fmt.Errorf("read the ledger to export: %w", err)
	}
	for i := range entries {
		entry := &entries[i]
		at, err := time.Parse(time.DateOnly, entry.Due)
		if err != nil {
			continue // no promised day
		}
		due := when.DayOf(at.Year(), int(at.Month()), at.Day())
		title := "Due: " + strings.Join(ledgerNames(entry.From), ", ") + ": " + entry.What
		out.entry(entry.ID+"@chancery", due, due, title, "The ledger has it as "+string(entry.State)+".", "", "TENTATIVE", "")
	}
	out.line("END:VCALENDAR")
	return out.w.Flush()
}

type calendar struct {
	w     *bufio.Writer
	stamp string
}

func (c *calendar) entry(uid string, first, last when.Day, summary, description, location, status, address string) {
	c.line("BEGIN:VEVENT")
	c.line("UID:" + uid)
	c.line("DTSTAMP:" + c.stamp)
	c.line("DTSTART;VALUE=DATE:" + compact(first))
	c.line("DTEND;VALUE=DATE:" + compact(last.Add(1))) // the day after: RFC 5545 has the end outside
	c.line("SUMMARY:" + calendarText(summary))
	c.line("DESCRIPTION:" + calendarText(description))
	if location != "" {
		c.line("LOCATION:" + calendarText(location))
	}
	if address != "" && !strings.ContainsAny(address, "\r\n") {
		c.line("URL:" + address)
	}
	c.line("STATUS:" + status)
	c.line("TRANSP:TRANSPARENT")
	c.line("END:VEVENT")
}

// line writes a content line, folded at 75 bytes as RFC 5545 asks, never inside a character. What goes wrong is told by
// Flush.
func (c *calendar) line(s string) {
	room := 75
	for len(s) > room {
		cut := room
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		_, _ = c.w.WriteString(s[:cut] + "\r\n ")
		s, room = s[cut:], 74
	}
	_, _ = c.w.WriteString(s + "\r\n")
}

// calendarText escapes a TEXT value.
func calendarText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}
