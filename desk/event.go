package desk

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"chancery/record"
)

// eventRedirect is /events/ID: an event is seen on the page of its occurrence, at its account.
func (d *Desk) eventRedirect(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	v, err := d.newVisit(r, who)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	id, err := v.resolve("event", r.PathValue("id"))
	if err != nil {
		d.serve(w, r, func(v *visit) (*page, error) { return d.gone(v, "event", err) }, false)
		return
	}
	of, err := v.occurrenceOf(id)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	to := v.to.account(of, id)
	if done := changeNumber(r.URL.Query().Get("done")); done > 0 { // what was just decided on it is told there
		to = withDone(to, done)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// resolve gives the whole identity of a thing of one kind; ErrNotFound when it is none, or of another kind.
func (v *visit) resolve(want, start string) (id string, err error) {
	kind, id, err := v.view.Resolve(v.Context(), start)
	if err == nil && kind != want {
		err = fmt.Errorf("%s is a kind of %s, not of %s: %w", start, kind, want, record.ErrNotFound)
	}
	return id, err
}

// occurrenceOf is the occurrence that an event belongs to.
func (v *visit) occurrenceOf(event string) (string, error) {
	found, err := v.find("kind:occurrences event:"+event, record.Page{Limit: 1})
	if err != nil {
		return "", err
	}
	if len(found.Hits) > 0 && found.Hits[0].Occurrence != nil {
		return found.Hits[0].Occurrence.ID, nil
	}
	// What a reviewer rejected is found only by who asks for it.
	found, err = v.find("kind:occurrences reviewed:rejected event:"+event, record.Page{Limit: 1})
	if err != nil {
		return "", err
	}
	if len(found.Hits) > 0 && found.Hits[0].Occurrence != nil {
		return found.Hits[0].Occurrence.ID, nil
	}
	return "", fmt.Errorf("the occurrence of %s: %w", event, record.ErrNotFound)
}

// goneBody is what a page says of something that stands no more.
type goneBody struct {
	Kind, ID string
	Stood    string // the address at which it is seen as it was
	When     string
	History  []changeView
}

// gone shows what became of something that stood once and stands no more, with the way to the day on which it still
// stood. What never stood gets the error with which it was not found.
func (d *Desk) gone(v *visit, want string, notFound error) (*page, error) {
	if !errors.Is(notFound, record.ErrNotFound) {
		return nil, notFound
	}
	ctx := v.Context()
	kind, id, err := v.view.ResolveEver(ctx, v.PathValue("id"))
	if err != nil || kind != want {
		return nil, notFound
	}
	steps, err := v.view.History(ctx, kind, id)
	if err != nil {
		return nil, err
	}
	b := goneBody{Kind: kind, ID: id, History: v.changesOf(steps)}
	for _, s := range steps {
		if closes(&s, id) && s.Change.Number > 1 {
			at, err := d.Record.At(ctx, s.Change.Number-1)
			if err != nil {
				return nil, err
			}
			last, err := at.LastChange(ctx)
			if err != nil {
				return nil, err
			}
			to := links{asOf: last.At.UTC().Format(time.RFC3339Nano), on: v.to.on}
			b.Stood, b.When = to.to([]string{kind + "s", id}), last.At.UTC().Format("2 January 2006, 15:04")
		}
	}
	return &page{Template: "gone", Title: "This stands no more", Section: "changes", Body: b, Status: http.StatusGone}, nil
}

// closes tells whether after a step a thing stood no more, or had nothing left that belonged to it.
func closes(s *record.Step, id string) bool {
	return s.ID == id && s.What == "closed" || s.Kind == "membership" && s.What != "opened"
}
