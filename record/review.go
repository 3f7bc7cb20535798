package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"chancery/occurrence"
	"chancery/review"
)

// Decide applies one act of review as a change of its own, by the coder of the act, or by author when it names none.
// Nothing is stored when the act makes no sense: the error wraps [review.ErrAct] or [ErrNotFound].
func (r *Record) Decide(ctx context.Context, author string, act review.Act, names *review.Names) (Change, error) {
	if err := act.Check(); err != nil {
		return Change{}, err
	}
	if act.Coder == "" {
		act.Coder = author
	}
	if author == "" {
		author = act.Coder
	}
	var refused error // why, without that it was an amendment
	c, err := r.Amend(ctx, author, act.Reason, func(ctx context.Context, a *Amendment) error {
		d := &decision{Amendment: a, act: &act, names: names}
		refused = d.apply(ctx)
		return refused
	})
	if refused != nil {
		err = refused
	}
	if err != nil {
		return Change{}, fmt.Errorf("%s %s: %w", act.Action, act.Target, err)
	}
	return c, nil
}

// decision is one act while it is applied.
type decision struct {
	*Amendment
	act   *review.Act
	names *review.Names
}

func (d *decision) apply(ctx context.Context) error {
	kind, id := "change", d.act.Target
	if d.act.Action != review.Undo {
		var err error
		if kind, id, err = d.View().Resolve(ctx, d.act.Target); err != nil {
			return err
		}
	}
	needs := func(kinds ...string) error {
		if slices.Contains(kinds, kind) {
			return nil
		}
		return review.Refuse("%s is of no use on a %s", d.act.Action, kind)
	}
	switch d.act.Action {
	case review.Accept, review.Reject, review.Correct:
		if err := needs("event"); err != nil {
			return err
		}
		return d.judge(ctx, id)
	case review.Split:
		if err := needs("event", "occurrence"); err != nil {
			return err
		}
		return d.split(ctx, kind, id)
	case review.Join:
		if err := needs("event", "occurrence"); err != nil {
			return err
		}
		return d.join(ctx, kind, id)
	case review.Add:
		if err := needs("report"); err != nil {
			return err
		}
		return d.add(ctx, id)
	case review.Note:
		return d.keep(ctx, id, "", nil, d.act.Value)
	case review.Undo:
		return d.undo(ctx)
	}
	return review.Refuse("%q", d.act.Action)
}

// keep writes the row of reviews: what was before and after as JSON.
func (d *decision) keep(ctx context.Context, target, field string, before, after any) error {
	was, err := json.Marshal(before)
	if err != nil {
		return err
	}
	is, err := json.Marshal(after)
	if err != nil {
		return err
	}
	_, err = d.Review(ctx, Review{
		Action: string(d.act.Action), Target: target, Field: field, Before: was, After: is, Coder: d.act.Coder, Reason: d.act.Reason,
	})
	return err
}

// judge accepts, rejects or corrects an event.
func (d *decision) judge(ctx context.Context, id string) error {
	a, err := d.View().Account(ctx, id)
	if err != nil {
		return err
	}
	e := a.Event
	byHand, verdict, before := a.ByHand, a.Verdict, any(a.Verdict)
	var after any
	switch d.act.Action {
	case review.Accept:
		verdict = "accepted"
		after = verdict
	case review.Reject:
		verdict = "rejected"
		after = verdict
	default:
		was := review.Value(&e, d.act.Field)
		if err := d.names.Correct(&e, d.act.Field, d.act.Value, a.Report); err != nil {
			return err
		}
		before, after = was, review.Value(&e, d.act.Field)
		if !slices.Contains(byHand, ByHand) && before != after {
			byHand = append(slices.Clone(byHand), d.act.Field)
		}
	}
	if err := d.PutEvent(ctx, e, byHand, verdict); err != nil {
		return err
	}
	return d.keep(ctx, id, d.act.Field, before, after)
}

// split takes an event out of its occurrence, or keeps two occurrences apart.
func (d *decision) split(ctx context.Context, kind, id string) error {
	reason := d.because("taken apart")
	if d.act.Value == "" {
		if kind != "event" {
			return review.Refuse("to split an occurrence, name the event that does not belong to it, or as value another occurrence that it is not")
		}
		from, err := d.occurrenceOf(ctx, id)
		if err != nil {
			return err
		}
		to, err := d.PutMember(ctx, id, "", occurrence.Join{Score: 1, Reasons: reason})
		if err != nil {
			return err
		}
		if to != from {
			if err := d.PutLink(ctx, from, to, Apart, occurrence.Join{Score: 1, Reasons: reason}); err != nil {
				return err
			}
		}
		return d.keep(ctx, id, "", from, to)
	}
	one, other, err := d.both(ctx, kind, id)
	if err != nil {
		return err
	}
	if err := d.PutLink(ctx, one, other, Apart, occurrence.Join{Score: 1, Reasons: reason}); err != nil {
		return err
	}
	return d.keep(ctx, one, "", nil, other)
}

// join puts an event, or all events of an occurrence, into another occurrence.
func (d *decision) join(ctx context.Context, kind, id string) error {
	from, into, err := d.both(ctx, kind, id)
	if err != nil {
		return err
	}
	events := []string{id}
	if kind == "occurrence" {
		o, err := d.View().Occurrence(ctx, from)
		if err != nil {
			return err
		}
		events = events[:0]
		for i := range o.Members {
			events = append(events, o.Members[i].Event.ID)
		}
	}
	for _, event := range events {
		if _, err := d.PutMember(ctx, event, into, occurrence.Join{Score: 1, Reasons: d.because("joined")}); err != nil {
			return err
		}
	}
	if err := d.PutLink(ctx, from, into, "", occurrence.Join{}); err != nil {
		return err
	}
	return d.keep(ctx, id, "", from, into)
}

// both gives the occurrence of the target and the one that is the act's value; they must not be the same.
func (d *decision) both(ctx context.Context, kind, id string) (one, other string, err error) {
	one = id
	if kind == "event" {
		if one, err = d.occurrenceOf(ctx, id); err != nil {
			return "", "", err
		}
	}
	kind, other, err = d.View().Resolve(ctx, d.act.Value)
	if err != nil {
		return "", "", err
	}
	if kind == "event" {
		if other, err = d.occurrenceOf(ctx, other); err != nil {
			return "", "", err
		}
	} else if kind != "occurrence" {
		return "", "", review.Refuse("%s is a %s, not an occurrence", d.act.Value, kind)
	}
	if one == other {
		return "", "", review.Refuse("%s is that occurrence already", d.act.Target)
	}
	return one, other, nil
}

func (d *decision) occurrenceOf(ctx context.Context, event string) (id string, err error) {
	err = d.w.row(ctx, `SELECT occurrence FROM members WHERE event = ? AND until IS NULL`, event).Scan(&id)
	if err != nil {
		return "", fmt.Errorf("the occurrence of %s: %w", event, err)
	}
	return id, nil
}

// because gives the reason of a join by hand.
func (d *decision) because(done string) []string {
	reason := done + " by " + d.act.Coder
	if d.act.Reason != "" {
		reason += ": " + d.act.Reason
	}
	return []string{reason}
}

// add adds an event that the reading missed.
func (d *decision) add(ctx context.Context, report string) error {
	r, err := d.View().Reading(ctx, report)
	if err != nil {
		return err
	}
	e, _, err := d.names.Event(d.act.Value, &r)
	if err != nil {
		return err
	}
	id, err := d.AddEvent(ctx, report, e)
	if err != nil {
		return err
	}
	return d.keep(ctx, id, "", nil, json.RawMessage(d.act.Value))
}

// Judged gives the acts of review on events that the record holds, each with the event as the engine first read it, for
// the agreement of coders. What was undone is left out.
func (v View) Judged(ctx context.Context) ([]review.Judged, error) {
	reviews, err := v.Reviews(ctx, "")
	if err != nil {
		return nil, err
	}
	undone := Undone(reviews)
	var acts []review.Act
	for i := range reviews {
		r := &reviews[i]
		if _, taken := undone[r.Change.Number]; taken {
			continue
		}
		act := review.Act{Action: review.Action(r.Action), Target: r.Target, Field: r.Field, Coder: r.Coder, Reason: r.Reason}
		if act.Action == review.Correct {
			if err := json.Unmarshal(r.After, &act.Value); err != nil {
				return nil, fmt.Errorf("review %d: %w: %w", r.Number, ErrDamaged, err)
			}
		}
		acts = append(acts, act)
	}
	return v.Judge(ctx, acts)
}

// Judge gives acts the events that they are about, as the engine first read them, whatever was corrected since. Acts on
// something else, or on what is not there, have no event.
func (v View) Judge(ctx context.Context, acts []review.Act) ([]review.Judged, error) {
	var out []review.Judged
	for _, act := range acts {
		j := review.Judged{Act: act}
		var first sql.NullInt64
		if err := v.source.row(ctx, `SELECT min(since) FROM events WHERE id = ? AND since <= ?`, act.Target, v.change).Scan(&first); err != nil {
			return nil, fmt.Errorf("the event of a review: %w", err)
		}
		if first.Valid {
			a, err := View{record: v.record, source: v.source, change: first.Int64}.Account(ctx, act.Target)
			if err != nil {
				return nil, fmt.Errorf("the event of a review: %w", err)
			}
			j.Event, j.Report = &a.Event, a.Report
		}
		out = append(out, j)
	}
	return out, nil
}
