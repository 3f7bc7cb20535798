package desk

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"chancery/access"
	"chancery/record"
	"chancery/review"
)

// actsMost is how many acts of a file are applied at once: longer files are for chancery review apply.
const actsMost = 1000

// actsFile is the page on which a file of decisions is shown before it is applied, and what became of it.
type actsFile struct {
	Text    string
	Name    string
	Rows    []actRow
	Faults  []string // lines that are no act
	Good    int
	Bad     int
	Left    int // acts beyond those that are applied at once
	Applied bool
}

type actRow struct {
	Number        int
	Act           review.Act
	Coder         string
	Before, After string
	Problem       string
	Change        int64 // that it made
}

// filePage is /review/file: the form that takes a file of decisions.
func (d *Desk) filePage(v *visit) (*page, error) {
	if !v.decides() {
		return nil, fmt.Errorf("%w: deciding needs the role review, and the present", ErrForbidden)
	}
	return &page{Template: "review-file", Title: "A file of decisions", Section: "review", Body: &actsFile{}}, nil
}

// fileDecisions answers POST /review/file: it shows what each act of a file would do or, with action=apply, does it.
func (d *Desk) fileDecisions(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	if !who.Role.May(access.Decide) || who.Name == "" {
		d.fail(w, r, fmt.Errorf("%w: deciding needs the role review", ErrForbidden))
		return
	}
	body := &actsFile{Name: "the file"}
	if err := body.read(r); err != nil {
		d.fail(w, r, err)
		return
	}
	apply := r.PostFormValue("action") == "apply"
	if err := d.takeFile(r, who, body, apply); err != nil {
		d.fail(w, r, err)
		return
	}
	if takesJSON(r) {
		writeJSON(w, http.StatusOK, map[string]any{"applied": body.Applied, "good": body.Good, "bad": body.Bad + len(body.Faults)})
		return
	}
	d.show(w, r, func(*visit) (*page, error) {
		p := &page{Template: "review-file", Title: "A file of decisions", Section: "review", Body: body}
		if body.Bad+len(body.Faults) > 0 {
			p.Status = http.StatusUnprocessableEntity
		}
		return p, nil
	})
}

// read takes the text of the file: pasted, or uploaded.
func (f *actsFile) read(r *http.Request) error {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		if err := r.ParseMultipartForm(formBytes); err != nil {
			return fmt.Errorf("%w: the form cannot be read: %w", ErrAsk, err)
		}
		file, header, err := r.FormFile("file")
		if err == nil {
			defer file.Close()
			data, err := io.ReadAll(file)
			if err != nil {
				return fmt.Errorf("%w: the file cannot be read: %w", ErrAsk, err)
			}
			if f.Text = string(data); f.Text != "" {
				f.Name = header.Filename
			}
		} else if !errors.Is(err, http.ErrMissingFile) {
			return fmt.Errorf("%w: the file cannot be read: %w", ErrAsk, err)
		}
	} else if err := r.ParseForm(); err != nil {
		return fmt.Errorf("%w: the form cannot be read: %w", ErrAsk, err)
	}
	if f.Text == "" {
		f.Text = r.PostFormValue("text")
	}
	f.Text = strings.ToValidUTF8(strings.ReplaceAll(f.Text, "\r\n", "\n"), "\uFFFD")
	return nil
}

// takeFile tries or applies the acts of a file, each for itself: what makes no sense is told and the rest goes on.
func (d *Desk) takeFile(r *http.Request, who access.Who, f *actsFile, apply bool) error {
	acts, faults := review.Parse(f.Name, strings.NewReader(f.Text))
	for _, fault := range faults {
		f.Faults = append(f.Faults, fault.Error())
	}
	if len(acts) > actsMost {
		f.Left = len(acts) - actsMost
		acts = acts[:actsMost]
	}
	d.deciding.Lock()
	defer d.deciding.Unlock()
	defer d.changed()
	for i := range acts {
		row := actRow{Number: i + 1, Act: acts[i], Coder: acts[i].Coder}
		if row.Coder == "" {
			row.Coder = who.Name
		}
		would, err := d.Record.TryDecision(r.Context(), who.Name, acts[i], d.codebookNow().names)
		if err == nil && apply {
			var change record.Change
			// The author of the change is who brings the file in; who judged stands in the act.
			change, err = d.Record.Decide(r.Context(), who.Name, acts[i], d.codebookNow().names)
			row.Change = change.Number
		}
		switch {
		case err == nil:
			row.Before, row.After = plainJSON(would.Before), plainJSON(would.After)
			f.Good++
		case errors.Is(err, review.ErrAct), errors.Is(err, record.ErrNotFound), errors.Is(err, record.ErrAmbiguous), errors.Is(err, record.ErrIdentity):
			row.Problem = err.Error()
			f.Bad++
		default:
			return err
		}
		f.Rows = append(f.Rows, row)
	}
	f.Applied = apply
	return nil
}
