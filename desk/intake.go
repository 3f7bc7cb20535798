package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"chancery/access"
	"chancery/intake"
	"chancery/record"
	"chancery/report"
)

// The bounds of what is put in at the desk.
const (
	intakesKept   = 20
	intakesAtOnce = 2
	intakeRows    = 500                     // results that are shown one by one
	intakeFiles   = 50                      // files at once
	intakeWait    = 1500 * time.Millisecond // how long a form waits for its result before it shows how far it is
)

// errIntakes says that enough is being put in.
var errIntakes = fmt.Errorf("%w: others are putting reports in at this moment; try again when they are done", ErrAsk)

// intakes is what is put into the record at the desk, in the background: a large file takes its time.
type intakes struct {
	now    func() time.Time
	group  sync.WaitGroup
	ctx    context.Context // of all of them
	cancel context.CancelFunc

	mutex   sync.Mutex
	list    []*taking // the newest last
	count   int
	running int
	closed  bool
}

func newIntakes(now func() time.Time) *intakes {
	ctx, cancel := context.WithCancel(context.Background())
	return &intakes{now: now, ctx: ctx, cancel: cancel}
}

// close ends what runs, when what was read up to there is stored.
func (i *intakes) close() {
	i.mutex.Lock()
	i.closed = true
	i.mutex.Unlock()
	i.cancel()
	i.group.Wait()
}

// taking is one form's reports on their way into the record.
type taking struct {
	ID      string
	By      string
	Started time.Time
	Names   []string
	done    chan struct{}

	mutex    sync.Mutex
	total    int64 // bytes of the inputs
	position int64
	summary  intake.Summary
	rows     []intake.Result
	ended    bool
	err      error
}

// get gives what somebody put in; nil when it is not known any more.
func (i *intakes) get(id string) *taking {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	for _, t := range i.list {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// start begins to put something in.
func (i *intakes) start(t *taking, run func(context.Context) error) error {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	switch {
	case i.closed:
		return context.Canceled
	case i.running >= intakesAtOnce:
		return errIntakes
	}
	i.running++
	i.count++
	t.Started = i.now().UTC()
	t.ID = t.Started.Format("20060102-150405") + "-" + strconv.Itoa(i.count)
	t.done = make(chan struct{})
	if i.list = append(i.list, t); len(i.list) > intakesKept {
		i.list = slices.Delete(i.list, 0, len(i.list)-intakesKept)
	}
	i.group.Go(func() {
		defer close(t.done)
		err := run(i.ctx)
		t.mutex.Lock()
		t.ended, t.err = true, err
		t.mutex.Unlock()
		i.mutex.Lock()
		i.running--
		i.mutex.Unlock()
	})
	return nil
}

// stored takes what became of a batch.
func (t *taking) stored(results []intake.Result) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	for _, r := range results {
		switch r.Outcome {
		case record.Added:
			t.summary.Added++
		case record.Known:
			t.summary.Known++
		case record.Revised:
			t.summary.Revised++
		case record.SetAside:
			t.summary.SetAside++
		}
		t.summary.Events += r.Events
		t.summary.Joined += r.Joined
		t.summary.Copies += r.Copies
		t.position = max(t.position, r.Position)
		// What went wrong is always shown.
		if len(t.rows) < intakeRows || r.Outcome == record.SetAside && len(t.rows) < 2*intakeRows {
			t.rows = append(t.rows, r)
		}
	}
}

// addReports answers the form that puts reports into the record.
func (d *Desk) addReports(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	if err := who.Must(access.Add); err != nil {
		d.fail(w, r, err)
		return
	}
	if err := r.ParseMultipartForm(8 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		d.fail(w, r, fmt.Errorf("%w: the form breaks off: %w", ErrAsk, err))
		return
	}
	form := pastedFrom(r)
	t, problem, err := d.take(r, who, form)
	switch {
	case err != nil:
		d.fail(w, r, err)
		return
	case problem != "":
		d.show(w, r, func(v *visit) (*page, error) {
			return v.reports(&reports{Show: "add", Form: form, Problem: problem}, http.StatusUnprocessableEntity)
		})
		return
	}
	wait := time.NewTimer(intakeWait)
	defer wait.Stop()
	select {
	case <-t.done:
	case <-wait.C:
	case <-r.Context().Done():
	}
	http.Redirect(w, r, links{}.to([]string{"intakes", t.ID}), http.StatusSeeOther)
}

// take begins to put in what a form holds. problem is what is wrong with the form, in a sentence.
func (d *Desk) take(r *http.Request, who access.Who, form pasted) (t *taking, problem string, err error) {
	var files []*multipart.FileHeader
	if r.MultipartForm != nil {
		for _, f := range r.MultipartForm.File["files"] {
			if f.Filename != "" {
				files = append(files, f)
			}
		}
	}
	text := strings.TrimSpace(form.Text) != ""
	switch {
	case !text && len(files) == 0:
		return nil, "There is nothing to add: paste a text, or choose files.", nil
	case text && len(files) > 0:
		return nil, "Add either what is pasted or files, one after the other: what is said of the one would be said of the others.", nil
	case len(files) > intakeFiles:
		return nil, fmt.Sprintf("These are %d files; up to %d are taken at once. Large collections are added with: chancery add", len(files), intakeFiles), nil
	}
	if form.Published != "" {
		if _, err := report.ParsePublished(form.Published); err != nil {
			return nil, problemWords(err), nil
		}
	}
	if form.URL != "" && webAddress(form.URL) == "" {
		return nil, "The address of a report begins with https:// or http://.", nil
	}
	t = &taking{By: who.Name}
	reason := "added at the desk by " + who.Name
	note := func(what string) error { return d.Access.Note(r.Context(), access.Event(who, "add", what, "")) }
	if text {
		rep, err := report.FromText([]byte(form.Text), form.options())
		if err != nil {
			return nil, problemWords(err), nil
		}
		rep.Origin = "pasted at the desk"
		t.Names, t.total = []string{"what was pasted"}, int64(len(form.Text))
		if err := note("a pasted report"); err != nil {
			return nil, "", err
		}
		item := report.NewItem(rep)
		return t, "", d.intakes.start(t, func(ctx context.Context) error {
			return d.takeIn(ctx, t, reason, slices.Values([]report.Item{item}))
		})
	}
	dir, err := os.MkdirTemp("", "chancery-upload")
	if err != nil {
		return nil, "", fmt.Errorf("a folder for what was uploaded: %w", err)
	}
	inputs, err := upload(dir, files, t)
	if err == nil {
		err = note(plural(len(files), "file") + ": " + strings.Join(t.Names, ", "))
	}
	if err == nil {
		options := form.options()
		if len(files) > 1 {
			options.Title, options.URL = "", "" // of one report
		}
		err = d.intakes.start(t, func(ctx context.Context) error {
			return errors.Join(d.takeIn(ctx, t, reason, uploaded(ctx, dir, inputs, options)), os.RemoveAll(dir))
		})
	}
	if err != nil {
		return nil, "", errors.Join(err, os.RemoveAll(dir))
	}
	return t, "", nil
}

// takeIn puts items into the record, and tells those who wait for it.
func (d *Desk) takeIn(ctx context.Context, t *taking, reason string, items iter.Seq[report.Item]) error {
	_, err := intake.Run(ctx, d.codebookNow().reader, d.Record, items, intake.Options{Reason: reason, Stored: func(results []intake.Result) {
		t.stored(results)
		d.changed()
	}})
	d.changed()
	d.follower.Wake()
	if err != nil {
		d.Log.Error("adding at the desk ended", "error", err)
	}
	return err
}

// upload writes files into folders of their own, by the names that they were given as far as these are harmless.
func upload(dir string, files []*multipart.FileHeader, t *taking) (inputs []string, err error) {
	for i, f := range files {
		folder := filepath.Join(dir, strconv.Itoa(i))
		if err := os.Mkdir(folder, 0o700); err != nil {
			return nil, err
		}
		name := harmless(f.Filename)
		path := filepath.Join(folder, name)
		if err := copyUpload(path, f); err != nil {
			return nil, fmt.Errorf("%w: the upload of %s: %w", ErrAsk, name, err)
		}
		inputs, t.Names, t.total = append(inputs, path), append(t.Names, name), t.total+f.Size
	}
	return inputs, nil
}

func copyUpload(path string, f *multipart.FileHeader) (err error) {
	from, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// harmless gives the name of a file without what leads elsewhere or means something to whoever reads it.
func harmless(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) || strings.ContainsRune(`*?[]{}|<>:"'`, c) {
			return '_'
		}
		return c
	}, strings.ToValidUTF8(name, "_"))
	name = strings.TrimLeft(name, ".- ")
	if len(name) > 120 { // the extension tells what it is
		ext := filepath.Ext(name)
		if len(ext) > 20 {
			ext = ""
		}
		name = wholeRunes(name, 100) + ext
	}
	if name == "" {
		name = "report.txt"
	}
	return name
}

// uploaded gives the reports of uploaded files, by the names of the files rather than by where they lie.
func uploaded(ctx context.Context, dir string, inputs []string, o report.Options) iter.Seq[report.Item] {
	return func(yield func(report.Item) bool) {
		for item := range report.Items(ctx, inputs, o) {
			if rest, ok := strings.CutPrefix(item.Origin, dir+string(filepath.Separator)); ok {
				if _, name, ok := strings.Cut(rest, string(filepath.Separator)); ok {
					item.Origin = "uploaded: " + name
				}
			}
			if !yield(item) {
				return
			}
		}
	}
}

// intakeView is the page of what became of what was put in.
type intakeView struct {
	ID, By   string
	Names    string
	Running  bool
	Percent  int
	Summary  string
	Problem  string
	Rows     []intakeRow
	More     int
	Again    string
	Position int64
}

type intakeRow struct {
	Source, Href, Title, Outcome, Reason, Advice, Facts string
	Bad                                                 bool
}

// intakePage is /intakes/ID: how far it is, and what became of each report.
func (d *Desk) intakePage(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	if err := who.Must(access.Add); err != nil {
		d.fail(w, r, err)
		return
	}
	d.show(w, r, func(v *visit) (*page, error) {
		t := d.intakes.get(r.PathValue("id"))
		if t == nil {
			return nil, fmt.Errorf("%w: what was put in here is not remembered any more: look at the reports themselves", record.ErrNotFound)
		}
		body, err := v.intakeView(t)
		if err != nil {
			return nil, err
		}
		made := &page{Template: "intake", Title: "Adding reports", Section: "reports", Body: body, Scripts: []string{"intake"}}
		if strings.Contains(r.Header.Get("Accept"), "fragment") {
			made.Template = "intake-fragment"
		}
		return made, nil
	})
}

// titlesShown is for how many reports the titles are looked up.
const titlesShown = 60

func (v *visit) intakeView(t *taking) (*intakeView, error) {
	t.mutex.Lock()
	body := &intakeView{ID: t.ID, By: t.By, Names: strings.Join(t.Names, ", "), Running: !t.ended, Again: links{}.to([]string{"intakes", t.ID}), Position: t.position}
	summary, rows, err := t.summary, slices.Clone(t.rows), t.err
	if t.total > 0 {
		body.Percent = int(min(100, 100*t.position/t.total))
	}
	t.mutex.Unlock()
	if err != nil {
		body.Problem = "It ended before all was read: " + err.Error() + ". What is shown as added is stored; add the rest again."
	}
	body.Summary = summaryWords(&summary)
	body.More = summary.Items() - len(rows)
	for i := range rows {
		row, err := v.intakeRow(&rows[i], i < titlesShown)
		if err != nil {
			return nil, err
		}
		body.Rows = append(body.Rows, row)
	}
	// What went wrong comes first.
	slices.SortStableFunc(body.Rows, func(a, b intakeRow) int {
		if a.Bad == b.Bad {
			return 0
		}
		if a.Bad {
			return -1
		}
		return 1
	})
	return body, nil
}

// summaryWords counts what became of reports: "3 added, 1 known".
func summaryWords(s *intake.Summary) string {
	var parts []string
	add := func(n int, words string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words))
		}
	}
	add(s.Added, "added")
	add(s.Revised, "revised")
	add(s.Known, "known already")
	add(s.SetAside, "set aside")
	if len(parts) == 0 {
		return "nothing yet"
	}
	out := strings.Join(parts, ", ")
	if s.Events > 0 {
		out += "; " + plural(s.Events, "event")
		if s.Joined > 0 {
			out += fmt.Sprintf(", %d of them told before", s.Joined)
		}
	}
	if s.Copies > 0 {
		out += "; " + plural(s.Copies, "copy") + " of other reports"
	}
	return out
}

func (v *visit) intakeRow(r *intake.Result, titled bool) (intakeRow, error) {
	row := intakeRow{Source: r.Source}
	switch r.Outcome {
	case record.Added:
		row.Outcome = "added"
	case record.Known:
		row.Outcome = "known already: nothing changed"
	case record.Revised:
		row.Outcome = "revised: the older text stands closed beside it"
	case record.SetAside:
		row.Outcome, row.Bad, row.Reason = "set aside", true, "no reason was given"
		if r.Err != nil {
			row.Reason = r.Err.Error()
		}
		_, row.Advice = reasonOfFailure(row.Reason)
		return row, nil
	}
	row.Href, row.Title = v.to.Report(r.Report), r.Report
	if titled {
		view, err := v.desk.Record.Now(v.Context())
		if err != nil {
			return row, err
		}
		got, err := view.Reading(v.Context(), r.Report)
		if err == nil {
			row.Title = titleOr(&got.Report)
			if row.Facts = plural(len(got.Events), "event"); len(got.Quotations) > 0 {
				row.Facts += ", " + plural(len(got.Quotations), "quotation")
			}
		} else if !errors.Is(err, record.ErrNotFound) {
			return row, err
		}
	}
	if r.Joined > 0 {
		row.Facts += fmt.Sprintf(", %d told before by others", r.Joined)
	}
	if r.Copies > 0 {
		row.Facts += ", a copy"
	}
	return row, nil
}
