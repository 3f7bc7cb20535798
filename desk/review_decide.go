package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"chancery/access"
	"chancery/event"
	"chancery/internal/console"
	"chancery/record"
	"chancery/review"
)

// decision is one act of review as a form or a program asks for it.
type decision struct {
	act  review.Act
	seen int64  // the change that the page showed on which it was decided; 0 when it is not said
	back string // where to go afterwards, on this desk
}

// decide answers POST /review: one act of review, from whichever page it was made. A browser is led back to its page, which
// says what was done; a program that takes application/json gets the number of the change.
func (d *Desk) decide(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	asked, err := readDecision(r)
	var made decided
	if err == nil {
		made, err = d.apply(r, who, asked)
	}
	var changed *changedSince
	var refused *refusal
	switch {
	case err == nil && takesJSON(r):
		writeJSON(w, http.StatusOK, made)
	case err == nil:
		http.Redirect(w, r, withDone(asked.back, made.Change), http.StatusSeeOther) // back is an address of this desk: localAddress
	case takesJSON(r):
		d.problem(w, r, err)
	case errors.As(err, &changed):
		d.show(w, r, func(v *visit) (*page, error) { return v.conflictPage(asked, changed) })
	case errors.As(err, &refused):
		d.show(w, r, func(v *visit) (*page, error) { return v.refusedPage(asked, refused) })
	default:
		d.fail(w, r, err)
	}
}

// decided is what a program is told of a decision.
type decided struct {
	Change int64  `json:"change"`
	What   string `json:"what"`
	Event  string `json:"event,omitempty"` // that was added
}

// changedSince says that somebody changed a thing after the page on which a decision about it was made.
type changedSince struct {
	kind, id string
	steps    []record.Step
}

func (c *changedSince) Error() string {
	last := c.steps[len(c.steps)-1].Change
	return fmt.Sprintf("%s was changed by %s (change %d) since you saw it: look at it again", c.id, last.Author, last.Number)
}

// refusal says why an act makes no sense as it was asked for, so that it can be asked for otherwise.
type refusal struct{ error }

func (r *refusal) Unwrap() error { return r.error }

// readDecision reads the fields of a form: action, target, field, value, reason, seen, back. An event that is added may
// come as JSON in value, or as one field for each of its own, with its words in evidence.
func readDecision(r *http.Request) (decision, error) {
	if err := r.ParseForm(); err != nil {
		return decision{}, fmt.Errorf("%w: the form cannot be read: %w", ErrAsk, err)
	}
	text := func(name string) string {
		return strings.TrimSpace(strings.ReplaceAll(r.PostForm.Get(name), "\r\n", "\n"))
	}
	asked := decision{act: review.Act{Action: review.Action(text("action")), Target: text("target"), Field: text("field"), Reason: text("reason")}}
	var values []string // boxes that are ticked come as a value each
	for _, value := range r.PostForm["value"] {
		if value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n")); value != "" {
			values = append(values, value)
		}
	}
	asked.act.Value = strings.Join(values, "; ")
	if asked.act.Action == review.Add && asked.act.Value == "" {
		fields := map[string]string{}
		for _, name := range append([]string{"evidence"}, review.Fields()...) {
			var all []string
			for _, value := range r.PostForm[name] {
				if value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n")); value != "" {
					all = append(all, value)
				}
			}
			if len(all) > 0 {
				fields[name] = strings.Join(all, "; ")
			}
		}
		value, err := json.Marshal(fields)
		if err != nil {
			return decision{}, fmt.Errorf("%w: %w", ErrAsk, err)
		}
		asked.act.Value = string(value)
	}
	if seen := text("seen"); seen != "" {
		n, err := strconv.ParseInt(seen, 10, 64)
		if err != nil || n < 0 {
			return decision{}, fmt.Errorf("%w: seen=%s is no number of a change", ErrAsk, seen)
		}
		asked.seen = n
	}
	asked.back = "/review"
	if back := text("back"); back != "" {
		local, ok := localAddress(back)
		if !ok {
			return decision{}, fmt.Errorf("%w: back leads away from the desk", ErrAsk)
		}
		asked.back = local
	}
	return asked, nil
}

// localAddress takes an address only when it is one of this desk: a path, without a host and without anything that a
// browser takes for one ("//host", "/\host").
func localAddress(address string) (string, bool) {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.Contains(address, `\`) ||
		strings.ContainsFunc(address, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", false
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || strings.HasPrefix(u.EscapedPath(), "//") {
		return "", false
	}
	return u.String(), true
}

// withDone makes an address say which change was just made.
func withDone(address string, change int64) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/review"
	}
	query := u.Query()
	query.Set("done", strconv.FormatInt(change, 10))
	u.RawQuery = query.Encode()
	return u.String()
}

// apply makes a decision a change of the record, unless somebody changed the thing since the visitor saw it.
func (d *Desk) apply(r *http.Request, who access.Who, asked decision) (decided, error) {
	if !who.Role.May(access.Decide) {
		return decided{}, fmt.Errorf("%w: deciding needs the role review", ErrForbidden)
	}
	if who.Name == "" {
		return decided{}, fmt.Errorf("%w: a decision needs the name of who decides: sign in", ErrForbidden)
	}
	ctx := r.Context()
	if err := asked.act.Check(); err != nil {
		return decided{}, &refusal{err}
	}
	// One decision at a time, so that what was looked at is what is changed.
	d.deciding.Lock()
	defer d.deciding.Unlock()
	view, err := d.Record.Now(ctx)
	if err != nil {
		return decided{}, err
	}
	if asked.seen > 0 {
		if err := asSeen(ctx, view, asked); err != nil {
			return decided{}, err
		}
	}
	act := asked.act
	act.Coder = who.Name
	change, err := d.Record.Decide(ctx, who.Name, act, d.codebookNow().names)
	if err != nil {
		if errors.Is(err, review.ErrAct) || errors.Is(err, record.ErrIdentity) {
			return decided{}, &refusal{err}
		}
		return decided{}, err
	}
	d.changed()
	made := decided{Change: change.Number, What: asked.act.Target}
	if view, err = d.Record.Now(ctx); err != nil {
		return decided{}, err
	}
	reviews, err := view.ReviewsOf(ctx, change.Number)
	if err != nil {
		return decided{}, err
	}
	if len(reviews) > 0 {
		one := &reviews[len(reviews)-1]
		made.What = toldReview(ctx, view, one)
		if act.Action == review.Add {
			made.Event = one.Target
		}
	}
	return made, nil
}

// toldReview tells a decision in a few words: "corrected status of “Armenia offers to meet” to planned".
func toldReview(ctx context.Context, view record.View, r *record.Review) string {
	after := plainJSON(r.After)
	called := func(id string) string { return calledOf(ctx, view, id) }
	switch review.Action(r.Action) {
	case review.Accept:
		return "accepted " + called(r.Target)
	case review.Reject:
		return "rejected " + called(r.Target)
	case review.Correct:
		if after == "" {
			after = "unknown"
		}
		return fmt.Sprintf("corrected %s of %s to %s", fieldName(r.Field), called(r.Target), strings.ReplaceAll(after, "_", " "))
	case review.Split:
		if strings.HasPrefix(r.Target, "o-") {
			return fmt.Sprintf("keeps %s and %s apart", called(r.Target), called(after))
		}
		return fmt.Sprintf("split %s from its occurrence", called(r.Target))
	case review.Join:
		return fmt.Sprintf("joined %s with %s", called(r.Target), called(after))
	case review.Add:
		return "added " + called(r.Target)
	case review.Note:
		return "noted on " + called(r.Target)
	case review.Undo:
		return "undid change " + r.Target
	}
	return r.Action + " " + r.Target
}

// calledOf is what a thing is called in a sentence: an event by what it says, an occurrence by its first account, anything
// else, and what stands no more, by its identity.
func calledOf(ctx context.Context, view record.View, id string) string {
	var e *event.Event
	switch {
	case strings.HasPrefix(id, "e-"):
		if account, err := view.Account(ctx, id); err == nil {
			e = &account.Event
		}
	case strings.HasPrefix(id, "o-"):
		if o, err := view.Occurrence(ctx, id); err == nil && len(o.Members) > 0 {
			e = &o.Members[0].Event
		}
	}
	if e == nil {
		return id
	}
	return "“" + capitalised(console.Sentence(e)) + "”"
}

// plainJSON gives a stored value as words: a text without its quotation marks, anything else as JSON.
func plainJSON(raw json.RawMessage) string {
	var s string
	if err := json.Unmarshal(raw, &s); err == nil {
		return s
	}
	if string(raw) == "null" {
		return ""
	}
	return string(raw)
}

// A deed of chancery itself (an account that joined an occurrence, say) is no reason to ask again: these are.
var byPeople = []string{"review", "reread"}

// asSeen gives a *changedSince when people, or a rereading, changed what a decision is about after the visitor saw it.
// A note, an undoing and an added event cannot overwrite anything.
func asSeen(ctx context.Context, view record.View, asked decision) error {
	switch asked.act.Action {
	case review.Note, review.Undo, review.Add:
		return nil
	}
	if asked.seen >= view.Change() {
		return nil
	}
	kind, id, err := view.ResolveEver(ctx, asked.act.Target)
	if err != nil {
		return err
	}
	if kind != "event" && kind != "occurrence" {
		return nil // Decide says what is wrong
	}
	steps, err := view.History(ctx, kind, id)
	if err != nil {
		return err
	}
	var later []record.Step
	for _, s := range steps {
		if s.Change.Number > asked.seen && slices.Contains(byPeople, s.Change.Kind) && s.What != string(review.Note) {
			later = append(later, s)
		}
	}
	if len(later) == 0 {
		return nil
	}
	return &changedSince{kind: kind, id: id, steps: later}
}

// conflict is what the page says of a decision that came too late.
type conflict struct {
	Asked   actForm
	Steps   []conflictStep
	Kind    string
	ID      string
	Event   *eventCard // as it stands now; nil for occurrences and for what stands no more
	Address string
}

type conflictStep struct {
	Change record.Change
	What   string
	Fields []fieldStep
}

type fieldStep struct{ Name, Before, After string }

// actForm is an act as hidden fields of a form that asks for it again.
type actForm struct {
	Action review.Action
	Target string
	Field  string
	Value  string
	Reason string
	Back   string
	Seen   int64
	Words  string // what it would do, in words
}

func (v *visit) formOf(asked decision) actForm {
	f := actForm{Action: asked.act.Action, Target: asked.act.Target, Field: asked.act.Field, Value: asked.act.Value,
		Reason: asked.act.Reason, Back: asked.back, Seen: v.view.Change()}
	switch f.Action {
	case review.Correct:
		value := f.Value
		if value == "" {
			value = "unknown"
		}
		f.Words = fmt.Sprintf("%s should be %s", fieldName(f.Field), value)
	case review.Accept:
		f.Words = "the event is right as it stands"
	case review.Reject:
		f.Words = "the event is not what the report says"
	case review.Split:
		f.Words = "they are not the same"
	case review.Join:
		f.Words = "they are the same as " + f.Value
	default:
		f.Words = string(f.Action)
	}
	return f
}

// conflictPage says what somebody did since, shows the present state, and lets the visitor decide anew.
func (v *visit) conflictPage(asked decision, c *changedSince) (*page, error) {
	body := conflict{Asked: v.formOf(asked), Kind: c.kind, ID: c.id}
	seen := map[int64]int{}
	for _, s := range c.steps {
		at, there := seen[s.Change.Number]
		if !there {
			at = len(body.Steps)
			seen[s.Change.Number] = at
			body.Steps = append(body.Steps, conflictStep{Change: s.Change})
		}
		step := &body.Steps[at]
		if s.Kind == "review" {
			step.What = s.What
		}
		for _, f := range s.Fields {
			if s.Kind == "event" && s.What == "changed" {
				step.Fields = append(step.Fields, fieldStep{f.Field, plainJSON(f.Before), plainJSON(f.After)})
			}
		}
	}
	body.Address = v.to.Occurrence(c.id)
	if c.kind == "event" {
		body.Address = v.to.Event(c.id)
		account, err := v.view.Account(v.Context(), c.id)
		switch {
		case err == nil:
			card := v.eventCard(&account)
			body.Event = &card
		case !errors.Is(err, record.ErrNotFound):
			return nil, err
		}
	}
	return &page{Template: "review-conflict", Title: "Somebody was faster", Section: "review", Body: body, Status: http.StatusConflict}, nil
}

// refused is what the page says of an act that makes no sense as it was asked for.
type refused struct {
	Why   string
	Asked actForm
	Form  *fieldForm // to correct it with; nil for other acts
	Add   *addForm   // to add it with
}

func (v *visit) refusedPage(asked decision, r *refusal) (*page, error) {
	body := refused{Why: reasonOf(r), Asked: v.formOf(asked)}
	p := &page{Template: "review-refused", Title: "This does not fit", Section: "review", Status: http.StatusUnprocessableEntity, Scripts: []string{"review-names"}}
	ctx := v.Context()
	switch asked.act.Action {
	case review.Correct:
		account, err := v.view.Account(ctx, asked.act.Target)
		if err == nil && slices.Contains(review.Fields(), asked.act.Field) {
			form := v.fieldForm(&account, asked.act.Field)
			form.Value, form.Reason, form.Back = asked.act.Value, asked.act.Reason, asked.back
			form.tick(asked.act.Value)
			body.Form = &form
		} else if err != nil && !errors.Is(err, record.ErrNotFound) {
			return nil, err
		}
	case review.Add:
		form, err := v.addForm(asked.act.Target, 0, 0)
		if err != nil && !errors.Is(err, record.ErrNotFound) && !errors.Is(err, record.ErrAmbiguous) {
			return nil, err
		}
		if err == nil {
			var fields map[string]string
			if json.Unmarshal([]byte(asked.act.Value), &fields) == nil {
				form.fill(fields)
			}
			form.Reason, form.Back = asked.act.Reason, asked.back
			body.Add = form
		}
	}
	p.Body = body
	return p, nil
}

// reasonOf says why an act was refused, without the act itself before it.
func reasonOf(err error) string {
	words := err.Error()
	if _, rest, ok := strings.Cut(words, ": "); ok && strings.HasPrefix(words, "correct ") || ok && strings.HasPrefix(words, "add ") {
		words = rest
	}
	return words
}
