package record

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"chancery/event"
	"chancery/occurrence"
	"chancery/reading"
	"chancery/review"
)

// Undone gives the changes of review that were taken back, each with the change that did so, from all reviews of a
// record in order. An undoing that was itself undone counts for nothing.
func Undone(reviews []Review) map[int64]int64 {
	undone := map[int64]int64{}
	for i := range slices.Backward(reviews) {
		r := &reviews[i]
		if r.Action != string(review.Undo) {
			continue
		}
		if _, taken := undone[r.Change.Number]; taken {
			continue
		}
		if n, err := strconv.ParseInt(r.Target, 10, 64); err == nil {
			undone[n] = r.Change.Number
		}
	}
	return undone
}

// undoing takes one change of review back. What the change did is compared with what stands: a field that stands as the
// change left it gets the value from before the change, whatever was done to the other fields since. So one mistake can
// be taken back out of the middle of a colleague's work. A field that was changed again stands in the way, unless that
// was undone in its turn.
type undoing struct {
	*decision
	n      int64
	idle   map[int64]bool // changes of review that are not in force: undone ones, and those that undo
	events []stages[eventRow]
	moved  []stages[memberRow]
	links  []stages[linkRow]
}

// stages are the rows of one thing before the change, after it, and now; nil where there was none.
type stages[R any] struct{ was, left, now *R }

type eventRow struct {
	since, report           int64
	id, body, hand, verdict string
}

type memberRow struct {
	since                              int64
	event, occurrence, reasons, author string
	score                              float64
}

type linkRow struct {
	since                          int64
	a, b, verdict, reasons, author string
	score                          float64
}

func (d *decision) undo(ctx context.Context) error {
	n, err := strconv.ParseInt(strings.TrimLeft(d.act.Target, "#c"), 10, 64)
	if err != nil {
		return review.Refuse("undo takes the number of a change, as chancery log shows it, not %q", d.act.Target)
	}
	var kind string
	if err := d.w.row(ctx, `SELECT kind FROM changes WHERE n = ?`, n).Scan(&kind); err != nil {
		return fmt.Errorf("change %d: %w", n, ErrNotFound)
	}
	if kind != "review" {
		return review.Refuse("change %d is of the kind %s; only reviews can be undone", n, kind)
	}
	reviews, err := d.View().Reviews(ctx, "")
	if err != nil {
		return err
	}
	undone := Undone(reviews)
	if by, taken := undone[n]; taken {
		return review.Refuse("change %d was undone already, by change %d", n, by)
	}
	u := &undoing{decision: d, n: n, idle: map[int64]bool{}}
	for i := range reviews {
		_, taken := undone[reviews[i].Change.Number]
		u.idle[reviews[i].Change.Number] = taken || reviews[i].Action == string(review.Undo)
	}
	// All is looked at before anything is written, for writing an event may move it.
	if err := u.look(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{u.undoEvents, u.undoMembers, u.undoLinks} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return d.keep(ctx, strconv.FormatInt(n, 10), "", nil, nil)
}

// look reads what the change did, and what stands of it now.
func (u *undoing) look(ctx context.Context) (err error) {
	u.events, err = stagesOf(ctx, u, `SELECT DISTINCT id, '' FROM events WHERE ?1 IN (since, until) ORDER BY id`,
		`SELECT since, report, id, body, by_hand, verdict FROM events WHERE id = ?1 AND ?2 = '' AND `,
		func(rows *sql.Rows, r *eventRow) error {
			return rows.Scan(&r.since, &r.report, &r.id, &r.body, &r.hand, &r.verdict)
		})
	if err != nil {
		return err
	}
	u.moved, err = stagesOf(ctx, u, `SELECT DISTINCT event, '' FROM members WHERE ?1 IN (since, until) ORDER BY event`,
		`SELECT since, event, occurrence, reasons, author, score FROM members WHERE event = ?1 AND ?2 = '' AND `,
		func(rows *sql.Rows, r *memberRow) error {
			return rows.Scan(&r.since, &r.event, &r.occurrence, &r.reasons, &r.author, &r.score)
		})
	if err != nil {
		return err
	}
	u.links, err = stagesOf(ctx, u, `SELECT DISTINCT a, b FROM links WHERE ?1 IN (since, until) ORDER BY a, b`,
		`SELECT since, a, b, verdict, reasons, author, score FROM links WHERE a = ?1 AND b = ?2 AND `,
		func(rows *sql.Rows, r *linkRow) error {
			return rows.Scan(&r.since, &r.a, &r.b, &r.verdict, &r.reasons, &r.author, &r.score)
		})
	return err
}

// stagesOf reads the rows of all that the change touched; touched gives their keys, rows those of a key.
func stagesOf[R any](ctx context.Context, u *undoing, touched, rows string, scan func(*sql.Rows, *R) error) ([]stages[R], error) {
	var keys [][2]string
	err := each(ctx, u.w, func(rows *sql.Rows) error {
		var key [2]string
		err := rows.Scan(&key[0], &key[1])
		keys = append(keys, key)
		return err
	}, touched, u.n)
	if err != nil {
		return nil, err
	}
	out := make([]stages[R], len(keys))
	for i, key := range keys {
		for _, stage := range []struct {
			row   **R
			where string
		}{
			// A row that the change both opened and closed never stood.
			{&out[i].was, `until = ?3 AND since < ?3`}, {&out[i].left, `since = ?3 AND coalesce(until, -1) <> ?3`}, {&out[i].now, `until IS NULL AND ?3 > 0`},
		} {
			err := each(ctx, u.w, func(rows *sql.Rows) error {
				*stage.row = new(R)
				return scan(rows, *stage.row)
			}, rows+stage.where, key[0], key[1], u.n)
			if err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// inTheWay is the error for what was changed again, at the latest by the last of the given changes that is in force.
func (u *undoing) inTheWay(ctx context.Context, thing string, later []int64) error {
	change := int64(0)
	for _, n := range later {
		if change == 0 || u.idle[change] || !u.idle[n] {
			change = n
		}
	}
	var kind string
	if err := u.w.row(ctx, `SELECT kind FROM changes WHERE n = ?`, change).Scan(&kind); err != nil {
		return fmt.Errorf("change %d: %w", change, err)
	}
	if kind != "review" {
		return review.Refuse("%s was changed again by change %d (%s), which cannot be undone: correct it as it should be", thing, change, kind)
	}
	return review.Refuse("%s was changed again by change %d: undo that first", thing, change)
}

func (u *undoing) undoEvents(ctx context.Context) error {
	for _, s := range u.events {
		switch {
		case s.left == nil && s.was == nil: // it never stood
		case s.left == nil: // taken away by the change
			if s.now != nil {
				return u.inTheWay(ctx, "event "+s.now.id, []int64{s.now.since})
			}
			e, report, err := u.event(ctx, s.was, []byte(s.was.body))
			if err != nil {
				return err
			}
			if _, err := u.w.addEvent(ctx, report, e, s.was.hand, s.was.verdict); err != nil {
				return fmt.Errorf("event %s: %w", s.was.id, err)
			}
		case s.now == nil:
			later, err := u.numbers(ctx, `SELECT until FROM events WHERE until > ?1 AND id = ?2 ORDER BY until`, s.left.id)
			if err != nil {
				return err
			}
			return u.inTheWay(ctx, "event "+s.left.id, later)
		case s.was == nil: // added by the change
			if s.now.body != s.left.body || s.now.hand != s.left.hand || s.now.verdict != s.left.verdict {
				later, err := u.numbers(ctx, `SELECT since FROM events WHERE since > ?1 AND id = ?2 ORDER BY since`, s.left.id)
				if err != nil {
					return err
				}
				return u.inTheWay(ctx, "event "+s.left.id, later)
			}
			if err := u.DropEvent(ctx, s.now.id); err != nil {
				return err
			}
		default:
			if err := u.undoFields(ctx, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// undoFields gives the fields that the change wrote the values that they had before.
func (u *undoing) undoFields(ctx context.Context, s stages[eventRow]) error {
	was, err := s.was.fields()
	if err != nil {
		return err
	}
	left, err := s.left.fields()
	if err != nil {
		return err
	}
	now, err := s.now.fields()
	if err != nil {
		return err
	}
	for _, field := range fieldNames(was, left) {
		switch {
		case was[field] == left[field]:
			continue
		case now[field] != left[field]:
			later, err := u.writers(ctx, s.left, field)
			if err != nil {
				return err
			}
			return u.inTheWay(ctx, fmt.Sprintf("%s of event %s", field, s.left.id), later)
		case was[field] == "":
			delete(now, field)
		default:
			now[field] = was[field]
		}
	}
	verdict := now[verdictField]
	delete(now, verdictField)
	// A map of what was JSON is JSON: only the order of its keys is lost, which storing restores.
	raw := make(map[string]json.RawMessage, len(now))
	for field, value := range now {
		raw[field] = json.RawMessage(value)
	}
	body, err := json.Marshal(raw)
	if err != nil {
		return err
	}
	e, _, err := u.event(ctx, s.now, body)
	if err != nil {
		return err
	}
	return u.PutEvent(ctx, e, handAfter(s), verdict)
}

// verdictField is the name under which an event's verdict stands among the keys of its JSON.
const verdictField = "the verdict"

// fields gives an event field by field, as JSON; what is not there is "".
func (r *eventRow) fields() (map[string]string, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(r.body), &raw); err != nil {
		return nil, damaged(err)
	}
	out := make(map[string]string, len(raw)+1)
	for field, value := range raw {
		out[field] = string(value)
	}
	out[verdictField] = r.verdict
	return out, nil
}

// fieldNames gives the names of the fields of two stages of an event, sorted.
func fieldNames(one, other map[string]string) []string {
	both := maps.Clone(one)
	maps.Copy(both, other)
	return slices.Sorted(maps.Keys(both))
}

// handAfter gives the fields that somebody corrected, without those that only the undone change did.
func handAfter(s stages[eventRow]) []string {
	was, left := splitFields(s.was.hand), splitFields(s.left.hand)
	var out []string
	for _, field := range splitFields(s.now.hand) {
		if !slices.Contains(left, field) || slices.Contains(was, field) {
			out = append(out, field)
		}
	}
	for _, field := range was {
		if !slices.Contains(left, field) && !slices.Contains(out, field) {
			out = append(out, field)
		}
	}
	return out
}

// writers gives the changes after the undone one that wrote a field of an event.
func (u *undoing) writers(ctx context.Context, left *eventRow, field string) (later []int64, err error) {
	fields, err := left.fields()
	if err != nil {
		return nil, err
	}
	before := fields[field]
	err = each(ctx, u.w, func(rows *sql.Rows) error {
		var r eventRow
		if err := rows.Scan(&r.since, &r.body, &r.verdict); err != nil {
			return err
		}
		fields, err := r.fields()
		if err != nil {
			return err
		}
		if fields[field] != before {
			later = append(later, r.since)
		}
		before = fields[field]
		return nil
	}, `SELECT since, body, verdict FROM events WHERE id = ? AND since > ? ORDER BY since, n`, left.id, u.n)
	return later, err
}

// event decodes an event of a report, and gives the report's identity.
func (u *undoing) event(ctx context.Context, r *eventRow, body []byte) (event.Event, string, error) {
	rep, _, err := reportRow(ctx, u.w, r.report, false)
	if err != nil {
		return event.Event{}, "", err
	}
	e, _, err := reading.DecodeEvent(body, rep.Text)
	if err != nil {
		return event.Event{}, "", damaged(err)
	}
	return e, rep.ID, nil
}

// numbers gives the changes after the undone one that a query finds for a thing.
func (u *undoing) numbers(ctx context.Context, query string, key ...any) (out []int64, err error) {
	err = each(ctx, u.w, func(rows *sql.Rows) error {
		var n int64
		err := rows.Scan(&n)
		out = append(out, n)
		return err
	}, query, append([]any{u.n}, key...)...)
	return out, err
}

// undoMembers puts events back into the occurrences from which the change took them. What the engine joined otherwise
// since then stays so.
func (u *undoing) undoMembers(ctx context.Context) error {
	for _, s := range u.moved {
		id := ""
		switch {
		case s.was == nil: // new with the change, and gone with it
			continue
		case s.left == nil: // gone with the change, and back
			id = s.was.event
		case s.now != nil && s.now.occurrence == s.left.occurrence && s.now.author == s.left.author:
			id = s.was.event
		case s.left.author != Machine:
			later, err := u.numbers(ctx, `SELECT since FROM members WHERE since > ?1 AND event = ?2 ORDER BY since`, s.left.event)
			if err != nil {
				return err
			}
			return u.inTheWay(ctx, "the occurrence of event "+s.left.event, later)
		default:
			continue
		}
		join := occurrence.Join{Score: s.was.score, Reasons: splitLines(s.was.reasons), By: s.was.author}
		if _, err := u.PutMember(ctx, id, s.was.occurrence, join); err != nil {
			return err
		}
	}
	return nil
}

// undoLinks puts back how occurrences stood to each other.
func (u *undoing) undoLinks(ctx context.Context) error {
	for _, s := range u.links {
		of := cmp.Or(s.left, s.was)
		if of == nil {
			continue
		}
		same := s.left == nil && s.now == nil ||
			s.left != nil && s.now != nil && s.now.verdict == s.left.verdict && s.now.author == s.left.author
		byHand := s.left != nil && s.left.author != Machine || s.now != nil && s.now.author != Machine
		switch {
		case same:
		case byHand:
			later, err := u.numbers(ctx, `SELECT since FROM links WHERE since > ?1 AND a = ?2 AND b = ?3
				UNION SELECT until FROM links WHERE until > ?1 AND a = ?2 AND b = ?3 ORDER BY 1`, of.a, of.b)
			if err != nil {
				return err
			}
			return u.inTheWay(ctx, fmt.Sprintf("how %s and %s stand to each other", of.a, of.b), later)
		default: // the engine's
			continue
		}
		back, join := "", occurrence.Join{}
		if s.was != nil {
			back, join = s.was.verdict, occurrence.Join{Score: s.was.score, Reasons: splitLines(s.was.reasons), By: s.was.author}
		}
		if err := u.PutLink(ctx, of.a, of.b, back, join); err != nil {
			return err
		}
	}
	return nil
}
