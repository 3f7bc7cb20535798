package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/event"
	"chancery/occurrence"
	"chancery/reading"
)

// Amendment is a change that somebody decided, while it is made. Each of its methods writes at once, within one
// transaction, and sees what those before have written; nothing of it is stored when the function given to
// [Record.Amend] returns an error. It is used by one goroutine and not after that function has returned.
//
// It writes what it is told and nothing else: it does not judge whether a correction makes sense, and writes no row of
// reviews of itself. What depends on an event (its occurrence, its terms, the ledger) follows of itself.
type Amendment struct {
	w      *writer
	record *Record
}

// ByHand, alone in an account's ByHand, says that the event was added by somebody.
const ByHand = "event"

// Amend makes a change that somebody decided, of the kind "review": author is who, "" and "chancery" are ErrAuthor. When
// edit writes nothing no change is made, and its Number is 0.
func (r *Record) Amend(ctx context.Context, author, reason string, edit func(context.Context, *Amendment) error) (Change, error) {
	if author == "" || author == Machine {
		return Change{}, fmt.Errorf("amend the record: %w: %q", ErrAuthor, author)
	}
	c, err := r.write(ctx, author, "review", reason, func(ctx context.Context, w *writer) error {
		return edit(ctx, &Amendment{w, r})
	})
	if err != nil {
		return Change{}, fmt.Errorf("amend the record: %w", err)
	}
	return c, nil
}

// View is the record as it stands in the midst of the amendment. Do not keep it.
func (a *Amendment) View() View { return View{record: a.record, source: a.w, change: a.w.change} }

// Change is the number that the change will have.
func (a *Amendment) Change() int64 { return a.w.change }

// PutEvent writes an event as it stands from now on: with its fields, the names of those that somebody corrected, and
// a verdict ("", "accepted", "rejected"). Its identity stays, whatever is corrected; ErrNotFound when no event of this
// identity stands. An event that is rejected stands on, with its verdict. To undo, put what stood before.
func (a *Amendment) PutEvent(ctx context.Context, e event.Event, byHand []string, verdict string) error {
	if err := a.w.putEvent(ctx, e, byHand, verdict); err != nil {
		return fmt.Errorf("put event %s: %w", e.ID, err)
	}
	return nil
}

func (w *writer) putEvent(ctx context.Context, e event.Event, byHand []string, verdict string) error {
	switch verdict {
	case "", "accepted", "rejected":
	default:
		return fmt.Errorf("%q is no verdict: there are \"\", accepted and rejected", verdict)
	}
	hand := slices.Clone(byHand)
	slices.Sort(hand)
	next := storedEvent{event: &e, report: new(storedReport), byHand: strings.Join(slices.Compact(hand), ","), verdict: verdict}
	var versions int64
	var codebook, body, oldHand, oldVerdict string
	err := w.row(ctx, `SELECT e.n, e.report, e.versions, v.codebook, e.body, e.by_hand, e.verdict FROM events e JOIN versions v ON v.n = e.versions
		WHERE e.id = ? AND e.until IS NULL`, e.ID).Scan(&next.previous, &next.report.n, &versions, &codebook, &body, &oldHand, &oldVerdict)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	if next.report.report, next.report.day, err = reportRow(ctx, w, next.report.n, false); err != nil {
		return err
	}
	p, err := w.checkedEvent(&next, codebook)
	if err != nil {
		return err
	}
	if p.body == body && next.byHand == oldHand && next.verdict == oldVerdict {
		return nil
	}
	if err := w.open(ctx); err != nil {
		return err
	}
	if err := w.close(ctx, "events", next.previous); err != nil {
		return err
	}
	if err := w.insertEvent(ctx, &next, &p, versions); err != nil {
		return err
	}
	return w.settle(ctx, []storedEvent{next})
}

// checkedEvent prepares an event that somebody wrote, whose spans may lie anywhere.
func (w *writer) checkedEvent(e *storedEvent, codebook string) (preparedEvent, error) {
	text := e.report.report.Text
	if err := checkSpans(e.event, text); err != nil {
		return preparedEvent{}, err
	}
	return prepareEvent(e.report.report, e.event, codebook)
}

// AddEvent adds an event that somebody found in a report, and gives its identity, made from what it says and where; it
// stands as added by hand. ErrNotFound when there is no such report, ErrIdentity when this very event stands already.
func (a *Amendment) AddEvent(ctx context.Context, report string, e event.Event) (id string, err error) {
	id, err = a.w.addEvent(ctx, report, e, ByHand, "")
	if err != nil {
		return "", fmt.Errorf("add an event to %s: %w", report, err)
	}
	return id, nil
}

func (w *writer) addEvent(ctx context.Context, report string, e event.Event, byHand, verdict string) (string, error) {
	added := storedEvent{event: &e, report: new(storedReport), byHand: byHand, verdict: verdict}
	var versions int64
	var codebook string
	err := w.row(ctx, `SELECT r.report, r.versions, v.codebook FROM reports p JOIN readings r ON r.report = p.n AND r.until IS NULL
		JOIN versions v ON v.n = r.versions WHERE p.id = ? AND p.until IS NULL`, report).Scan(&added.report.n, &versions, &codebook)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrNotFound
	}
	if err != nil {
		return "", err
	}
	if added.report.report, added.report.day, err = reportRow(ctx, w, added.report.n, false); err != nil {
		return "", err
	}
	p, err := w.checkedEvent(&added, codebook) // before the identity, which is made from the spans
	if err != nil {
		return "", err
	}
	if e.ID == "" {
		e.ID = reading.EventID(added.report.report, &e)
		if p, err = prepareEvent(added.report.report, &e, codebook); err != nil {
			return "", err
		}
	}
	var there int
	if err := w.row(ctx, `SELECT count(*) FROM events WHERE id = ? AND until IS NULL`, e.ID).Scan(&there); err != nil {
		return "", err
	}
	if there > 0 {
		return "", fmt.Errorf("%w: event %s stands already", ErrIdentity, e.ID)
	}
	if err := w.open(ctx); err != nil {
		return "", err
	}
	if err := w.insertEvent(ctx, &added, &p, versions); err != nil {
		return "", err
	}
	return e.ID, w.settle(ctx, []storedEvent{added})
}

// DropEvent closes an event: it does not stand any more. This undoes AddEvent; what the engine found wrongly is
// rejected by PutEvent instead, so that a rereading does not find it anew. ErrNotFound when it does not stand.
func (a *Amendment) DropEvent(ctx context.Context, id string) error {
	if err := a.w.dropEvent(ctx, id); err != nil {
		return fmt.Errorf("drop event %s: %w", id, err)
	}
	return nil
}

func (w *writer) dropEvent(ctx context.Context, id string) error {
	gone := storedEvent{gone: true, report: new(storedReport)}
	var body []byte
	err := w.row(ctx, `SELECT n, report, by_hand, verdict, body FROM events WHERE id = ? AND until IS NULL`, id).
		Scan(&gone.previous, &gone.report.n, &gone.byHand, &gone.verdict, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	if gone.report.report, gone.report.day, err = reportRow(ctx, w, gone.report.n, false); err != nil {
		return err
	}
	e, _, err := reading.DecodeEvent(body, gone.report.report.Text)
	if err != nil {
		return damaged(err)
	}
	gone.event = &e
	if err := w.open(ctx); err != nil {
		return err
	}
	if err := w.close(ctx, "events", gone.previous); err != nil {
		return err
	}
	return w.settle(ctx, []storedEvent{gone})
}

// PutMember says which occurrence an event belongs to from now on, and gives the occurrence. Occurrence "" makes a new
// one of the event alone, as splitting does. By "" is the author of the change: what a person joined stays; an
// undoing gives it back to "chancery". Its At is not looked at. ErrNotFound when the event does not stand, or nothing
// belongs to the occurrence.
func (a *Amendment) PutMember(ctx context.Context, event, occurrence string, join occurrence.Join) (string, error) {
	id, err := a.w.putMember(ctx, event, occurrence, join)
	if err != nil {
		return "", fmt.Errorf("put event %s into occurrence %s: %w", event, occurrence, err)
	}
	return id, nil
}

func (w *writer) putMember(ctx context.Context, id, into string, join occurrence.Join) (string, error) {
	moved := storedEvent{report: new(storedReport)}
	var body []byte
	err := w.row(ctx, `SELECT n, report, by_hand, verdict, body FROM events WHERE id = ? AND until IS NULL`, id).
		Scan(&moved.n, &moved.report.n, &moved.byHand, &moved.verdict, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrNotFound
	}
	if err != nil {
		return "", err
	}
	if join.By == "" {
		join.By = w.author
	}
	var row int64
	var from, reasons, by string
	var score float64
	err = w.row(ctx, `SELECT n, occurrence, score, reasons, author FROM members WHERE event = ? AND until IS NULL`, id).Scan(&row, &from, &score, &reasons, &by)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	if into == "" {
		if into, err = w.occurrenceID(ctx, id); err != nil {
			return "", err
		}
	} else {
		var others int
		if err := w.row(ctx, `SELECT count(*) FROM (SELECT 1 FROM members WHERE occurrence = ? LIMIT 1)`, into).Scan(&others); err != nil {
			return "", err
		}
		if others == 0 {
			return "", fmt.Errorf("occurrence %s: %w", into, ErrNotFound)
		}
	}
	if row != 0 && into == from && score == join.Score && by == join.By && reasons == strings.Join(join.Reasons, "\n") {
		return into, nil
	}
	if err := w.open(ctx); err != nil {
		return "", err
	}
	if row != 0 {
		if err := w.close(ctx, "members", row); err != nil {
			return "", err
		}
	}
	if err := w.insertMember(ctx, id, into, join.Score, join.Reasons, join.By); err != nil {
		return "", err
	}
	// What the ledger says of an event rests on its occurrence.
	if moved.report.report, moved.report.day, err = reportRow(ctx, w, moved.report.n, false); err != nil {
		return "", err
	}
	e, _, err := reading.DecodeEvent(body, moved.report.report.Text)
	if err != nil {
		return "", damaged(err)
	}
	moved.event = &e
	return into, w.stale(ctx, &moved)
}

// The verdicts of a link.
const (
	Possible = "possible" // possibly the same
	Apart    = "apart"    // told to be different: never joined
)

// PutLink says how two occurrences stand to each other from now on: Possible, Apart, or "" for nothing. By "" is the
// author of the change.
func (a *Amendment) PutLink(ctx context.Context, one, other, verdict string, join occurrence.Join) error {
	if err := a.w.putLink(ctx, one, other, verdict, join); err != nil {
		return fmt.Errorf("link %s and %s: %w", one, other, err)
	}
	return nil
}

func (w *writer) putLink(ctx context.Context, one, other, verdict string, join occurrence.Join) error {
	if verdict != Possible && verdict != Apart && verdict != "" {
		return fmt.Errorf("%q is no verdict: there are possible, apart and \"\"", verdict)
	}
	if one == other {
		return fmt.Errorf("%w: an occurrence is itself", ErrIdentity)
	}
	if join.By == "" {
		join.By = w.author
	}
	a, b := min(one, other), max(one, other)
	if err := w.open(ctx); err != nil {
		return err
	}
	if err := w.exec(ctx, `UPDATE links SET until = ? WHERE a = ? AND b = ? AND until IS NULL`, w.change, a, b); err != nil {
		return err
	}
	w.glances.link(a, b, verdict, join.Score)
	if verdict == "" {
		return nil
	}
	n, err := w.next(ctx, "links")
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO links (n, a, b, verdict, score, reasons, author, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		n, a, b, verdict, join.Score, strings.Join(join.Reasons, "\n"), join.By, w.change)
}

// Review is what somebody decided, as it was put. The record keeps reviews beside the facts that they changed.
type Review struct {
	Number int64  // in the order in which they were decided
	Change Change // the change that it is part of
	Action string // accept, correct, reject, split, join, add, note, undo
	Target string // the identity of an event, quotation, occurrence or report
	Field  string // of a correction
	Before json.RawMessage
	After  json.RawMessage
	Coder  string // who judged; the author of the change may be another, who brought the judgement in
	Reason string
}

// Review keeps a decision, and gives its number. Number and Change are not looked at; Coder "" is the author.
func (a *Amendment) Review(ctx context.Context, v Review) (int64, error) {
	w := a.w
	if v.Coder == "" {
		v.Coder = w.author
	}
	for _, value := range []*json.RawMessage{&v.Before, &v.After} {
		if len(*value) == 0 {
			*value = json.RawMessage("null")
		}
		if !json.Valid(*value) {
			return 0, fmt.Errorf("review of %s: %q is not JSON", v.Target, *value)
		}
	}
	if err := w.open(ctx); err != nil {
		return 0, err
	}
	w.glances.Reviews = append(w.glances.Reviews, GlanceReview{v.Target, v.Action})
	n, err := w.next(ctx, "reviews")
	if err != nil {
		return 0, err
	}
	err = w.exec(ctx, `INSERT INTO reviews (n, change, action, target, field, before, after, coder, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		n, w.change, v.Action, v.Target, v.Field, string(v.Before), string(v.After), v.Coder, v.Reason)
	if err != nil {
		return 0, fmt.Errorf("review of %s: %w", v.Target, err)
	}
	return n, nil
}

// Reviews gives what was decided on a target, or on everything when target is "", in order.
func (v View) Reviews(ctx context.Context, target string) ([]Review, error) {
	return v.reviews(ctx, `r.change <= ?1 AND (?2 = '' OR r.target = ?2)`, v.change, target)
}

// ReviewsOf gives what one change decided, in order: none for what is no review, and for what the view does not know.
func (v View) ReviewsOf(ctx context.Context, change int64) ([]Review, error) {
	return v.reviews(ctx, `r.change <= ?1 AND r.change = ?2`, v.change, change)
}

// DecidedSince counts the reviews of a coder since a time.
func (v View) DecidedSince(ctx context.Context, coder string, since time.Time) (n int, err error) {
	err = v.source.row(ctx, `SELECT count(*) FROM reviews r JOIN changes c ON c.n = r.change WHERE r.change <= ? AND r.coder = ? AND c.at >= ?`,
		v.change, coder, since.UTC().Format("2006-01-02T15:04:05")).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count reviews: %w", err)
	}
	return n, nil
}

func (v View) reviews(ctx context.Context, where string, args ...any) ([]Review, error) {
	var out []Review
	err := each(ctx, v.source, func(rows *sql.Rows) error {
		var r Review
		var before, after string
		if err := scanChange(rows, &r.Change, &r.Number, &r.Action, &r.Target, &r.Field, &before, &after, &r.Coder, &r.Reason); err != nil {
			return err
		}
		r.Before, r.After = json.RawMessage(before), json.RawMessage(after)
		out = append(out, r)
		return nil
	}, `SELECT c.n, c.at, c.author, c.kind, c.reason, r.n, r.action, r.target, r.field, r.before, r.after, r.coder, r.reason
		FROM reviews r JOIN changes c ON c.n = r.change WHERE `+where+` ORDER BY r.n`, args...)
	if err != nil {
		return nil, fmt.Errorf("reviews: %w", err)
	}
	return out, nil
}
