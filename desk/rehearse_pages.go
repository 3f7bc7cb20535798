package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"chancery/access"
	"chancery/codebook"
	"chancery/reading"
	"chancery/record"
	"chancery/review"
)

// editForm is /codebook/edit: a file of the user's folder, to be changed, checked and rehearsed.
type editForm struct {
	File    string
	Text    string
	Remove  bool
	Reports int
	Own     bool // the folder has this file
	Shipped bool // the shipped codebook has a file of this name, which it replaces
	Former  []codebookLine
	Entry   string
	Folder  string // into which it could be kept; "" for none
	Faults  []fault
	Checked bool
	Broken  []string // examples that do not hold
	Touched []string
	Files   []string // of the folder
	Admin   bool
}

// jobRow is a job in a list.
type jobRow struct {
	progress
	Kind    string
	File    string
	By      string
	Started time.Time
	Href    string
}

func rowOf(j *job) jobRow {
	r := jobRow{progress: j.progress(), Kind: j.Kind, By: j.By, Started: j.Started}
	if j.draft != nil {
		r.File = j.draft.File
	}
	return r
}

func rowsOf(jobs []*job) []jobRow {
	var out []jobRow
	for _, j := range jobs {
		out = append(out, rowOf(j))
	}
	return out
}

// rehearsalPageBody is /codebook/rehearsals/{id}.
type rehearsalPageBody struct {
	jobRow
	Draft   *draft
	Result  *rehearsal
	Percent int
	Folder  string
	Keep    bool // the visitor may keep it
	Current bool // the file is as it was when it was rehearsed
}

// editPage is /codebook/edit?file=&entry=: a file of the folder, or an entry of a shipped file to be replaced.
func (d *Desk) editPage(v *visit) (*page, error) {
	if err := mayRehearse(v.who); err != nil {
		return nil, err
	}
	u := d.codebookNow()
	asked := v.URL.Query()
	body := &editForm{File: asked.Get("file"), Entry: asked.Get("entry"), Reports: rehearsedUsually}
	if id := body.Entry; id != "" {
		e := u.entry(id)
		if e == nil {
			return nil, fmt.Errorf("%w: the codebook has no entry %q", ErrNowhere, id)
		}
		if name := u.fileName(e.File); u.ownFile(name) {
			body.File = name
		} else {
			body.File = "events/desk-" + strings.Map(plainName, id) + ".txt"
			if !u.hasFile(body.File) {
				text, err := u.headingOf(e)
				if err != nil {
					return nil, err
				}
				body.Text = text
			}
		}
	}
	if body.File == "" {
		body.File = "events/desk.txt"
	}
	name, err := bookFileName(body.File)
	if err != nil {
		return nil, err
	}
	if body.Text == "" && u.hasFile(name) {
		data, err := u.book.Read(name)
		if err != nil {
			return nil, fmt.Errorf("the codebook's file %s: %w", name, err)
		}
		body.Text = string(data)
	}
	if err := v.fillEdit(body, u); err != nil {
		return nil, err
	}
	return &page{Template: "codebook-edit", Title: "Change the codebook", Section: "codebook", Body: body, Scripts: []string{"codebook-edit"}}, nil
}

func plainName(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
		return r
	}
	return '-'
}

func (u *codebookInUse) hasFile(name string) bool {
	for _, known := range u.files {
		if known == name {
			return true
		}
	}
	return false
}

func (v *visit) fillEdit(body *editForm, u *codebookInUse) error {
	body.Own = u.hasFile(body.File) && u.ownFile(body.File)
	if _, err := codebook.Shipped().Read(body.File); err == nil {
		body.Shipped = true
	}
	body.Folder, body.Admin = v.desk.CodebookDir, v.who.Role.May(access.Codebook)
	files, err := u.ownFiles()
	if err != nil {
		return err
	}
	for _, f := range folderTitles {
		for _, name := range u.book.Files(f.folder, "") {
			if files[name] != nil {
				body.Files = append(body.Files, name)
			}
		}
	}
	return nil
}

// readEdit takes a file of a codebook from a form: from the area, or uploaded.
func readEdit(r *http.Request) (file, text string, remove bool, err error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		if err := r.ParseMultipartForm(formBytes); err != nil {
			return "", "", false, fmt.Errorf("%w: the form cannot be read: %w", ErrAsk, err)
		}
	} else if err := r.ParseForm(); err != nil {
		return "", "", false, fmt.Errorf("%w: the form cannot be read: %w", ErrAsk, err)
	}
	text = r.PostFormValue("text")
	if r.MultipartForm != nil {
		if upload, _, err := r.FormFile("upload"); err == nil {
			defer upload.Close()
			data, err := io.ReadAll(upload)
			if err != nil {
				return "", "", false, fmt.Errorf("%w: the file cannot be read: %w", ErrAsk, err)
			}
			if len(data) > 0 {
				text = string(data)
			}
		}
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if strings.ToValidUTF8(text, "") != text {
		return "", "", false, fmt.Errorf("%w: the file is not UTF-8: save it as UTF-8", ErrAsk)
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	file, err = bookFileName(strings.TrimSpace(r.PostFormValue("file")))
	return file, text, r.PostFormValue("remove") != "", err
}

// edited answers POST /codebook/edit: it checks a changed file and, with action=rehearse, starts a rehearsal.
func (d *Desk) edited(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	if err := mayRehearse(who); err != nil {
		d.fail(w, r, err)
		return
	}
	file, text, remove, err := readEdit(r)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	n, err := reportsAsked(r)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	u := d.codebookNow()
	dr, faults, err := u.newDraft(r.Context(), file, text, remove)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	if len(faults) == 0 && r.PostFormValue("action") == "rehearse" {
		d.startRehearsal(w, r, who, dr, n)
		return
	}
	body := &editForm{File: file, Text: text, Remove: remove, Reports: n, Faults: faults, Checked: true}
	if dr != nil {
		body.Touched = dr.Touched
		held := &rehearsal{}
		if err := rehearseExamples(r.Context(), dr, held); err != nil {
			d.fail(w, r, err)
			return
		}
		body.Broken = held.Examples.Broken
	}
	d.show(w, r, func(v *visit) (*page, error) {
		if err := v.fillEdit(body, u); err != nil {
			return nil, err
		}
		p := &page{Template: "codebook-edit", Title: "Change the codebook", Section: "codebook", Body: body, Scripts: []string{"codebook-edit"}}
		if len(faults) > 0 {
			p.Status = http.StatusUnprocessableEntity
		}
		return p, nil
	})
}

func (d *Desk) startRehearsal(w http.ResponseWriter, r *http.Request, who access.Who, dr *draft, n int) {
	v, err := d.newVisit(r, who)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	ids, first, touched, err := v.chooseReports(dr, n)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	counts, err := v.view.Counts(r.Context())
	if err != nil {
		d.fail(w, r, err)
		return
	}
	result := &rehearsal{Chosen: len(ids), First: first, Touched: touched, All: counts.Reports}
	used := d.codebookNow().reader
	j, err := d.jobs.start("rehearsal", who.Name, len(ids), dr, func(ctx context.Context, j *job) error {
		return d.rehearse(ctx, j, dr, ids, result, used)
	})
	if err != nil {
		d.notStarted(w, r, err)
		return
	}
	http.Redirect(w, r, v.to.to([]string{"codebook", "rehearsals", j.ID}), http.StatusSeeOther)
}

// notStarted says why nothing was begun in the background.
func (d *Desk) notStarted(w http.ResponseWriter, r *http.Request, err error) {
	if !errors.Is(err, errRunning) {
		d.fail(w, r, err)
		return
	}
	d.show(w, r, func(*visit) (*page, error) {
		return &page{Template: "codebook-running", Title: "Something is running", Section: "codebook", Status: http.StatusConflict, Body: rowsOf(d.jobs.all())}, nil
	})
}

// rehearsalPage is /codebook/rehearsals/{id}: how far it is, then what it found.
func (d *Desk) rehearsalPage(v *visit) (*page, error) {
	if err := mayRehearse(v.who); err != nil {
		return nil, err
	}
	j := d.jobs.get(v.PathValue("id"))
	if j == nil {
		return nil, fmt.Errorf("%w: this rehearsal is not kept any more: rehearse again", ErrNowhere)
	}
	body := &rehearsalPageBody{jobRow: rowOf(j), Draft: j.draft, Folder: d.CodebookDir}
	if body.Of > 0 {
		body.Percent = 100 * body.Done / body.Of
	}
	j.mutex.Lock()
	if j.state != jobRuns {
		body.Result = j.result
	}
	j.mutex.Unlock()
	body.Keep = v.who.Role.May(access.Codebook) && d.CodebookDir != ""
	p := &page{Template: "codebook-rehearsal", Title: "A rehearsal", Section: "codebook", Body: body, Scripts: []string{"codebook-job"}}
	if j.Kind == "reread" {
		p.Template, p.Title = "codebook-reread", "Reading all again"
	}
	return p, nil
}

// jobProgress answers GET /codebook/rehearsals/{id}/progress: how far a job is, for a script.
func (d *Desk) jobProgress(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	if err := mayRehearse(who); err != nil {
		d.problem(w, r, err)
		return
	}
	j := d.jobs.get(r.PathValue("id"))
	if j == nil {
		d.problem(w, r, fmt.Errorf("%w: this is not kept any more", ErrNowhere))
		return
	}
	writeJSON(w, http.StatusOK, j.progress())
}

// stopJob answers POST /codebook/rehearsals/{id}/stop.
func (d *Desk) stopJob(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	j := d.jobs.get(r.PathValue("id"))
	if j == nil {
		d.fail(w, r, fmt.Errorf("%w: this is not kept any more", ErrNowhere))
		return
	}
	// Whoever began it may stop it, and admins may stop all.
	if j.By != who.Name || mayRehearse(who) != nil {
		if err := mayKeep(who); err != nil {
			d.fail(w, r, err)
			return
		}
	}
	j.cancel()
	http.Redirect(w, r, links{}.to([]string{"codebook", "rehearsals", j.ID}), http.StatusSeeOther)
}

// keep answers POST /codebook/rehearsals/{id}/keep: the file is written into the folder of the codebook, and the desk reads
// with it from then on.
func (d *Desk) keep(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	if err := mayKeep(who); err != nil {
		d.fail(w, r, err)
		return
	}
	j := d.jobs.get(r.PathValue("id"))
	if j == nil || j.draft == nil || j.Kind != "rehearsal" {
		d.fail(w, r, fmt.Errorf("%w: this rehearsal is not kept any more: rehearse again", ErrNowhere))
		return
	}
	d.keeping.Lock()
	defer d.keeping.Unlock()
	if err := d.keepNow(r.Context(), who, j); err != nil {
		d.fail(w, r, err)
		return
	}
	http.Redirect(w, r, links{}.to([]string{"codebook", "rehearsals", j.ID}), http.StatusSeeOther)
}

func (d *Desk) keepNow(ctx context.Context, who access.Who, j *job) error {
	switch {
	case d.CodebookDir == "":
		return fmt.Errorf("%w: the desk was opened without a folder for the codebook: chancery serve --codebook DIR", ErrAsk)
	case j.draft.Kept:
		return nil
	}
	// Somebody may have written into the folder since: what was rehearsed must be what is kept.
	present, err := codebook.Open(d.CodebookDir)
	if err != nil && !errors.Is(err, codebook.ErrCodebook) {
		return err
	}
	u := d.codebookNow()
	if err == nil && present.Version() != u.book.Version() {
		return fmt.Errorf("%w: the files in %s were changed since the desk was opened: open it again, and rehearse again", ErrAsk, d.CodebookDir)
	}
	if j.draft.before != u.book.Version() {
		return fmt.Errorf("%w: another change was kept since this was rehearsed: rehearse it again", ErrAsk)
	}
	backup, err := keepDraft(d.CodebookDir, j.draft, d.Now().UTC().Format("20060102-150405"))
	if err != nil {
		return err
	}
	detail := "written"
	if j.draft.Remove {
		detail = "taken out"
	}
	if backup != "" {
		detail += "; the former one is " + backup
	}
	book, err := codebook.Open(d.CodebookDir)
	if err != nil { // the last file of the folder was taken out
		book = codebook.Shipped()
	}
	reader, err := reading.New(reading.Options{Codebook: book})
	if err != nil {
		return fmt.Errorf("the codebook was kept, but cannot be read: %w", err)
	}
	names, err := review.LoadNames(book)
	if err != nil {
		return fmt.Errorf("the codebook was kept, but cannot be read: %w", err)
	}
	d.book.Store(useCodebook(book, reader, names))
	j.draft.Kept = true
	d.Log.Info("the codebook was changed", "file", j.draft.File, "by", who.Name, "version", book.Version())
	return d.Access.Note(ctx, access.Event(who, "codebook keep", filepath.ToSlash(j.draft.File), detail+"; version "+book.Version()))
}

// rereadAll answers POST /codebook/reread: all reports that were read with another codebook are read again in the
// background, and what comes out otherwise is stored.
func (d *Desk) rereadAll(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	if err := mayKeep(who); err != nil {
		d.fail(w, r, err)
		return
	}
	u := d.codebookNow()
	again := record.Reread{Read: u.reader.Read, Versions: u.reader.Versions(), Keep: true, Workers: 1,
		Reason: "read again with codebook " + u.book.Version() + ", asked for by " + who.Name}
	n, err := d.Record.ToReread(r.Context(), again)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	j, err := d.jobs.start("reread", who.Name, n, nil, func(ctx context.Context, j *job) error {
		result := &rehearsal{Chosen: n, All: n, Counts: map[string]int{}}
		err := d.Record.Reread(ctx, again, func(one *record.Rereading) error {
			j.step()
			result.Read++
			if one.Failed() {
				result.Failed = append(result.Failed, one.Report+": "+one.Err.Error())
			}
			for i := range one.Events {
				result.Counts[string(one.Events[i].What)]++
			}
			return nil
		})
		j.mutex.Lock()
		j.result = result
		j.mutex.Unlock()
		d.changed()
		return err
	})
	if err != nil {
		d.notStarted(w, r, err)
		return
	}
	if err := d.Access.Note(r.Context(), access.Event(who, "codebook reread", d.Record.Path(), fmt.Sprintf("%d reports, version %s", n, u.book.Version()))); err != nil {
		d.Log.Error("the audit log was not written", "error", err)
	}
	http.Redirect(w, r, links{}.to([]string{"codebook", "rehearsals", j.ID}), http.StatusSeeOther)
}
