package desk

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"chancery/access"
	"chancery/record"
	"chancery/review"
)

// logPart is how many decisions a page of the log shows.
const logPart = 40

// reviewLog is what was decided, by whom, and what was taken back.
type reviewLog struct {
	Coder, Action string
	Coders        []string
	Actions       []review.Action
	Rows          []logRow
	All           int
	Older         string // the address of the part before; "" for none
	Deciding      bool   // the visitor may undo
}

type logRow struct {
	record.Review
	Told    string
	Before  string
	After   string
	Address string // of the target
	Undone  int64  // the change that took it back
}

// logPage is /review/log: what was decided, the newest first.
func (d *Desk) logPage(v *visit) (*page, error) {
	reviews, err := v.view.Reviews(v.Context(), "")
	if err != nil {
		return nil, err
	}
	undone := record.Undone(reviews)
	asked := v.URL.Query()
	body := &reviewLog{Coder: asked.Get("coder"), Action: asked.Get("action"), Actions: review.Actions(), All: len(reviews),
		Deciding: v.decides()}
	before := changeNumber(asked.Get("before"))
	for i := range reviews {
		if !slices.Contains(body.Coders, reviews[i].Coder) {
			body.Coders = append(body.Coders, reviews[i].Coder)
		}
	}
	slices.Sort(body.Coders)
	for i := range slices.Backward(reviews) {
		r := &reviews[i]
		if before > 0 && r.Number >= before || body.Coder != "" && r.Coder != body.Coder || body.Action != "" && r.Action != body.Action {
			continue
		}
		if len(body.Rows) == logPart {
			body.Older = v.to.to([]string{"review", "log"}, "coder", body.Coder, "action", body.Action,
				"before", strconv.FormatInt(body.Rows[logPart-1].Number, 10))
			break
		}
		row := logRow{Review: *r, Told: toldReview(v.Context(), v.view, r), Before: plainJSON(r.Before), After: plainJSON(r.After), Undone: undone[r.Change.Number]}
		row.Address = v.target(r)
		body.Rows = append(body.Rows, row)
	}
	return &page{Template: "review-log", Title: "What was decided", Section: "review", Body: body,
		Exports: []exportLink{{"CSV", v.to.to([]string{"review", "decisions.csv"})}}}, nil
}

// decides tells whether the visitor may decide on what the page shows.
func (v *visit) decides() bool { return v.to.asOf == "" && v.who.Role.May(access.Decide) }

// target gives the address of what was decided on; "" for what stands no more.
func (v *visit) target(r *record.Review) string {
	if r.Action == string(review.Undo) {
		return v.to.Change(changeNumber(r.Target))
	}
	kind, id, err := v.view.Resolve(v.Context(), r.Target)
	if err != nil {
		return ""
	}
	switch kind {
	case "event":
		return v.to.Event(id)
	case "occurrence":
		return v.to.Occurrence(id)
	case "report":
		return v.to.Report(id)
	case "quotation":
		return v.to.Quotation(id)
	}
	return ""
}

// decisionsCSV answers GET /review/decisions.csv: what is in force, as a file that another record takes. What was undone
// and the undoings are left out.
func (d *Desk) decisionsCSV(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	if !who.Role.May(access.Export) {
		d.fail(w, r, fmt.Errorf("%w: your role does not reach so far", ErrForbidden))
		return
	}
	v, err := d.newVisit(r, who)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	reviews, err := v.view.Reviews(r.Context(), "")
	if err != nil {
		d.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="decisions.csv"`)
	w.Header().Set("Cache-Control", "private, no-cache")
	out := csv.NewWriter(w)
	undone := record.Undone(reviews)
	_ = out.Write([]string{"action", "target", "field", "value", "coder", "reason"}) // Flush keeps the first error
	for i := range reviews {
		one := &reviews[i]
		if _, taken := undone[one.Change.Number]; taken || one.Action == string(review.Undo) {
			continue
		}
		target, value := one.Target, plainJSON(one.After)
		switch review.Action(one.Action) {
		case review.Accept, review.Reject:
			value = ""
		case review.Split:
			if target[:2] == "e-" {
				value = ""
			}
		case review.Add: // a review names the event; an act names its report
			account, err := v.view.Account(r.Context(), one.Target)
			if err != nil {
				continue // corrected away since
			}
			target, value = account.Report.ID, string(one.After)
		}
		_ = out.Write([]string{one.Action, target, one.Field, value, one.Coder, one.Reason})
	}
	out.Flush()
	if err := out.Error(); err != nil && r.Context().Err() == nil {
		d.Log.Error("the decisions were not written", "error", err)
	}
}
