package record

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"chancery/event"
	"chancery/reading"
	"chancery/report"
)

// Reread says which reports are to be read again, and what becomes of it. The zero value reads what was read with other
// versions, and keeps nothing.
type Reread struct {
	// Read reads a report with the present engine, models and codebook, which are Versions. It is called by several
	// goroutines.
	Read     func(context.Context, report.Report) (reading.Reading, error)
	Versions reading.Versions

	Reports []string // only these; nil for all
	All     bool     // those that were read with the same versions, too
	Keep    bool     // store what is different, as changes of the kind "reread"
	Reason  string   // of these changes
	Workers int      // reports read at the same time; 0 for one a core
}

// Rereading is what reading one report again gave, and how it differs from what is stored.
type Rereading struct {
	Report     string // its identity
	Title      string
	Was        reading.Versions
	Events     []EventDifference // in the order of the text
	Quotations int               // how many came, went or changed
	Err        error             // why the report could not be read again: all stays as it is
}

// Failed reports whether the report could not be read again: Err says why.
func (r *Rereading) Failed() bool { return r.Err != nil }

// Differs reports whether anything came out otherwise than before.
func (r *Rereading) Differs() bool { return len(r.Events) > 0 || r.Quotations > 0 }

// EventDifference is one event that is not what it was.
type EventDifference struct {
	What   Difference
	Before *event.Event // nil for New and Withheld
	After  *event.Event // nil for Gone and Stays
	Fields []FieldChange
}

// Difference is what became of an event.
type Difference string

// The differences.
const (
	Gone    Difference = "gone"    // it is not found any more
	New     Difference = "new"     // it was not found before
	Changed Difference = "changed" // it is read from the same words, with other values; its identity may be another
	// Stays is an event that somebody corrected, accepted, rejected or added, and that would now be read otherwise or
	// not at all: it is not touched.
	Stays Difference = "stays"
	// Withheld is a new event that is read from words which such an event is read from: it is not added beside it.
	Withheld Difference = "withheld"
)

// rereadTogether is how many reports are read before what came out is stored, in one change.
const rereadTogether = 128

// Reread reads stored reports again and hands what came out to each, in the order in which the reports were stored.
// What people corrected, accepted, rejected or added is never touched. Whatever was handed to each with Keep is stored.
// It returns early when each returns an error, which it gives back.
func (r *Record) Reread(ctx context.Context, o Reread, each func(*Rereading) error) error {
	if err := r.reread(ctx, &o, each); err != nil {
		return fmt.Errorf("read again: %w", err)
	}
	return nil
}

// ToReread counts the reports that Reread would read.
func (r *Record) ToReread(ctx context.Context, o Reread) (int, error) {
	v, err := r.Now(ctx)
	if err != nil {
		return 0, err
	}
	numbers, err := v.toReread(ctx, &o)
	if err != nil {
		return 0, fmt.Errorf("what is to be read again: %w", err)
	}
	return len(numbers), nil
}

func (v View) toReread(ctx context.Context, o *Reread) ([]int64, error) {
	var only any
	if o.Reports != nil {
		list, err := json.Marshal(o.Reports)
		if err != nil {
			return nil, err
		}
		only = string(list)
	}
	var numbers []int64
	err := each(ctx, v.source, func(rows *sql.Rows) error {
		var n int64
		err := rows.Scan(&n)
		numbers = append(numbers, n)
		return err
	}, `SELECT p.n FROM reports p JOIN readings r ON r.report = p.n AND r.until IS NULL JOIN versions v ON v.n = r.versions
		WHERE p.until IS NULL AND (?1 OR v.engine <> ?2 OR v.models <> ?3 OR v.codebook <> ?4)
		AND (?5 IS NULL OR p.id IN (SELECT value FROM json_each(?5))) ORDER BY p.n`,
		o.All, o.Versions.Engine, o.Versions.Models, o.Versions.Codebook, only)
	return numbers, err
}

func (r *Record) reread(ctx context.Context, o *Reread, each func(*Rereading) error) error {
	if o.Keep && r.options.ReadOnly {
		return ErrReadOnly
	}
	v, err := r.Now(ctx)
	if err != nil {
		return err
	}
	numbers, err := v.toReread(ctx, o)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(numbers, rereadTogether) {
		again := r.readAgain(ctx, o, part)
		if err := ctx.Err(); err != nil {
			return err
		}
		results := make([]*Rereading, len(again))
		compare := func(ctx context.Context, w *writer) error {
			var s source = r.pool
			if w != nil {
				s = w
			}
			for i := range again {
				if results[i], err = again[i].compare(ctx, s, w); err != nil {
					return err
				}
			}
			return nil
		}
		if o.Keep {
			_, err = r.write(ctx, r.options.Author, "reread", o.Reason, compare)
		} else {
			err = compare(ctx, nil)
		}
		if err != nil {
			return err
		}
		for _, result := range results {
			if result == nil {
				continue // another process revised the report meanwhile: its new text was read with what is new
			}
			if err := each(result); err != nil {
				return err
			}
		}
	}
	return nil
}

// again is a report that was read again.
type again struct {
	n    int64
	item Item // prepared
	err  error
}

// readAgain reads reports in several goroutines.
func (r *Record) readAgain(ctx context.Context, o *Reread, numbers []int64) []again {
	out := make([]again, len(numbers))
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	jobs := make(chan int)
	var group sync.WaitGroup
	for range min(workers, len(numbers)) {
		group.Go(func() {
			for i := range jobs {
				out[i] = r.readOne(ctx, o, numbers[i])
			}
		})
	}
	for i := range numbers {
		select {
		case jobs <- i:
		case <-ctx.Done():
		}
	}
	close(jobs)
	group.Wait()
	return out
}

func (r *Record) readOne(ctx context.Context, o *Reread, n int64) again {
	out := again{n: n}
	rep, _, err := reportRow(ctx, r.pool, n, true)
	if err != nil {
		out.err = err
		return out
	}
	out.item.Reading.Report = *rep
	got, err := o.Read(ctx, *rep)
	if err != nil {
		out.err = err
		return out
	}
	out.item, out.err = Prepare(Item{Reading: got})
	return out
}

func (a *again) failed() bool { return a.err != nil }

// compare compares what was read again with what stands, and with a writer stores what is different. It gives nil when
// the report does not stand any more.
func (a *again) compare(ctx context.Context, s source, w *writer) (*Rereading, error) {
	out := &Rereading{Report: a.item.Reading.Report.ID, Title: a.item.Reading.Report.Title, Err: a.err}
	if a.failed() {
		return out, nil
	}
	var reading, versions int64
	var sentences []byte
	err := s.row(ctx, `SELECT r.n, r.versions, r.sentences, v.engine, v.models, v.codebook FROM reports p JOIN readings r ON r.report = p.n AND r.until IS NULL
		JOIN versions v ON v.n = r.versions WHERE p.n = ? AND p.until IS NULL`, a.n).
		Scan(&reading, &versions, &sentences, &out.Was.Engine, &out.Was.Models, &out.Was.Codebook)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the reading of %s: %w", out.Report, err)
	}
	rep := &storedReport{n: a.n}
	stand, err := standing(ctx, s, rep)
	if err != nil {
		return nil, err
	}
	events := planEvents(stand, &a.item)
	out.Events = events.differences
	quotations, err := planQuotations(ctx, s, a)
	if err != nil {
		return nil, fmt.Errorf("the quotations of %s: %w", out.Report, err)
	}
	out.Quotations = quotations.count
	same := out.Was == a.item.Reading.Versions && bytes.Equal(sentences, a.item.prepared.sentences)
	if w == nil || same && !events.any() && !out.Differs() {
		return out, nil
	}
	return out, a.keep(ctx, w, rep, reading, events, quotations)
}

// keep stores what is different.
func (a *again) keep(ctx context.Context, w *writer, rep *storedReport, oldReading int64, events eventPlan, quotations quotationPlan) error {
	if err := w.open(ctx); err != nil {
		return err
	}
	versions, err := w.versionsOf(ctx, a.item.Reading.Versions)
	if err != nil {
		return err
	}
	if err := w.close(ctx, "readings", oldReading); err != nil {
		return err
	}
	n, err := w.next(ctx, "readings")
	if err != nil {
		return err
	}
	if err := w.exec(ctx, `INSERT INTO readings (n, since, report, versions, sentences) VALUES (?, ?, ?, ?, ?)`, n, w.change, a.n, versions, a.item.prepared.sentences); err != nil {
		return fmt.Errorf("insert the reading of %s: %w", rep.report.ID, err)
	}
	if err := w.tell(ctx, a.n, a.item.prepared.copies.told); err != nil {
		return err
	}
	for _, n := range quotations.close {
		if err := w.close(ctx, "quotations", n); err != nil {
			return err
		}
	}
	for _, q := range quotations.open {
		if err := w.insertQuotation(ctx, rep, q); err != nil {
			return err
		}
	}
	if err := w.tell(ctx, a.n, a.item.prepared.copies.told); err != nil {
		return err
	}
	var touched []storedEvent
	for _, gone := range events.close {
		if err := w.close(ctx, "events", gone.n); err != nil {
			return err
		}
		gone.previous, gone.n, gone.gone = gone.n, 0, true
		touched = append(touched, gone)
	}
	for _, change := range events.replace {
		if err := w.close(ctx, "events", change.old.n); err != nil {
			return err
		}
		next := storedEvent{previous: change.old.n, event: change.event, report: rep}
		if err := w.insertEvent(ctx, &next, change.prepared, versions); err != nil {
			return err
		}
		touched = append(touched, next)
	}
	for _, found := range events.open {
		next := storedEvent{event: found.event, report: rep}
		if err := w.insertEvent(ctx, &next, found.prepared, versions); err != nil {
			return err
		}
		touched = append(touched, next)
	}
	return w.settle(ctx, touched)
}

// eventPlan is what is to be done to the events of one report.
type eventPlan struct {
	close       []storedEvent
	replace     []replaced // the same identity with other values
	open        []foundAgain
	differences []EventDifference
}

func (p *eventPlan) any() bool { return len(p.close)+len(p.replace)+len(p.open) > 0 }

type foundAgain struct {
	event    *event.Event
	prepared *preparedEvent
}

type replaced struct {
	foundAgain
	old *storedEvent
}

// planEvents compares the events that stand with those that were read again.
func planEvents(stand []storedEvent, item *Item) eventPlan {
	var plan eventPlan
	byID := make(map[string]int, len(item.Reading.Events))
	for i := range item.Reading.Events {
		byID[item.Reading.Events[i].ID] = i
	}
	matched := make([]bool, len(item.Reading.Events))
	var hands []*storedEvent
	for i := range stand {
		old := &stand[i]
		hand := old.byHand != "" || old.verdict != ""
		if hand {
			hands = append(hands, old)
		}
		at, found := byID[old.event.ID]
		switch {
		case found && hand:
			matched[at] = true
			if fields := eventFields(old.event, &item.Reading.Events[at], item.Reading.Report.Text); len(fields) > 0 {
				plan.differences = append(plan.differences, EventDifference{Stays, old.event, &item.Reading.Events[at], fields})
			}
		case found:
			matched[at] = true
			next := foundAgain{&item.Reading.Events[at], &item.prepared.events[at]}
			if fields := eventFields(old.event, next.event, item.Reading.Report.Text); len(fields) > 0 {
				plan.replace = append(plan.replace, replaced{next, old})
				plan.differences = append(plan.differences, EventDifference{Changed, old.event, next.event, fields})
			}
		case hand:
			if !slices.Contains(splitFields(old.byHand), ByHand) { // what was added by hand nobody expects to be read
				plan.differences = append(plan.differences, EventDifference{What: Stays, Before: old.event})
			}
		default:
			plan.close = append(plan.close, *old)
		}
	}
	// What is gone and what is new from the same words is one event that was read otherwise.
	paired := make([]bool, len(item.Reading.Events))
	for i := range plan.close {
		d := EventDifference{What: Gone, Before: plan.close[i].event}
		for j := range item.Reading.Events {
			e := &item.Reading.Events[j]
			if !matched[j] && !paired[j] && overlap(d.Before, e) && !overlapsAny(hands, e) {
				paired[j] = true
				d.What, d.After, d.Fields = Changed, e, eventFields(d.Before, e, item.Reading.Report.Text)
				break
			}
		}
		plan.differences = append(plan.differences, d)
	}
	for j := range item.Reading.Events {
		e := &item.Reading.Events[j]
		switch {
		case matched[j]:
		case overlapsAny(hands, e):
			plan.differences = append(plan.differences, EventDifference{What: Withheld, After: e})
		default:
			plan.open = append(plan.open, foundAgain{e, &item.prepared.events[j]})
			if !paired[j] {
				plan.differences = append(plan.differences, EventDifference{What: New, After: e})
			}
		}
	}
	slices.SortStableFunc(plan.differences, func(a, b EventDifference) int { return cmp.Compare(a.start(), b.start()) })
	return plan
}

// start is where a difference stands in the text.
func (d *EventDifference) start() int {
	if d.Before != nil {
		return startOf(d.Before.Evidence)
	}
	return startOf(d.After.Evidence)
}

func overlapsAny(hands []*storedEvent, e *event.Event) bool {
	return slices.ContainsFunc(hands, func(h *storedEvent) bool { return overlap(h.event, e) })
}

// overlap reports whether two events are read from the same words.
func overlap(a, b *event.Event) bool {
	for _, x := range a.Evidence {
		if slices.ContainsFunc(b.Evidence, x.Overlaps) {
			return true
		}
	}
	return false
}

// eventFields gives the fields in which two events differ. Which version of the codebook it was is no difference.
func eventFields(before, after *event.Event, text string) []FieldChange {
	var values [2]any
	for i, e := range [2]*event.Event{before, after} {
		body, err := reading.EncodeEvent(e, text, "")
		if err != nil {
			return nil // both were encoded before
		}
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		if err := decoder.Decode(&values[i]); err != nil {
			return nil
		}
	}
	return differences("", values[0], values[1])
}

// quotationPlan is what is to be done to the quotations of one report.
type quotationPlan struct {
	close []int64
	open  []*preparedQuotation
	count int // of quotations that came, went or changed
}

// planQuotations compares the quotations that stand with those that were read again. What a review speaks of stays.
func planQuotations(ctx context.Context, s source, a *again) (quotationPlan, error) {
	var plan quotationPlan
	found := make(map[string]*preparedQuotation, len(a.item.prepared.quotations))
	for i := range a.item.prepared.quotations {
		q := &a.item.prepared.quotations[i]
		found[q.id] = q
	}
	stands := map[string]bool{}
	err := each(ctx, s, func(rows *sql.Rows) error {
		var n int64
		var id, body string
		var reviewed bool
		if err := rows.Scan(&n, &id, &body, &reviewed); err != nil {
			return err
		}
		q := found[id]
		switch {
		case reviewed, q != nil && q.body == body:
			stands[id] = true
		default:
			plan.close = append(plan.close, n)
			if q == nil {
				plan.count++
			}
		}
		return nil
	}, `SELECT q.n, q.id, q.body, EXISTS (SELECT 1 FROM reviews v WHERE v.target = q.id) FROM quotations q WHERE q.report = ? AND q.until IS NULL ORDER BY q.n`, a.n)
	if err != nil {
		return plan, err
	}
	for i := range a.item.prepared.quotations {
		q := &a.item.prepared.quotations[i]
		if !stands[q.id] {
			stands[q.id] = true // two of one identity are stored once
			plan.open = append(plan.open, q)
			plan.count++
		}
	}
	return plan, nil
}

// String names a difference and the event in a line: "changed e-12ab AGREE → CONSULT".
func (d *EventDifference) String() string {
	var out strings.Builder
	out.WriteString(string(d.What))
	for _, e := range [2]*event.Event{d.Before, d.After} {
		if e == nil {
			continue
		}
		if out.Len() > len(d.What) {
			out.WriteString(" →")
		}
		fmt.Fprintf(&out, " %s %s %s", e.ID, e.Category, e.Status)
	}
	return out.String()
}
