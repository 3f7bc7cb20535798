package desk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chancery/access"
	"chancery/codebook"
	"chancery/event"
	"chancery/overview"
	"chancery/reading"
	"chancery/record"
	"chancery/when"
)

// Limits of a rehearsal: how many reports are read again, and how large a file of a codebook may be.
const (
	rehearsedUsually = 50
	rehearsedMost    = 2000
	differencesMost  = 300
	sampledFrom      = 20_000 // occurrences, the newest, among which a sample is taken
)

// bookFolders are the folders in which files of a codebook stand, with how their names end.
var bookFolders = map[string]string{"events": ".txt", "tracks": ".txt", "actors": ".tsv", "places": ".tsv"}

// draft is a codebook as it would be with one file changed.
type draft struct {
	File    string // inside the codebook: "events/mine.txt"
	Text    string
	Remove  bool // the file is taken out of the folder
	use     *codebookInUse
	before  string   // the version of the codebook that it changes
	Touched []string // entries that the change adds, changes or takes away, sorted
	Wide    bool     // it changes classes, codes, contexts, tracks, actors or places: any report may be read otherwise
	Kept    bool
}

// fault is one mistake of a draft.
type fault struct {
	File   string
	Line   int  // 0 when it is of no line
	Here   bool // in the very file that is edited
	Reason string
}

// bookFileName checks the name of a file of a codebook: a folder of it, a plain name and the right ending. Nothing else may
// be written.
func bookFileName(name string) (string, error) {
	folder, base, ok := strings.Cut(name, "/")
	ending := bookFolders[folder]
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.'
	}
	switch {
	case !ok || ending == "":
		return "", fmt.Errorf("%w: a file of a codebook stands in events/, tracks/, actors/ or places/, not %q", ErrAsk, name)
	case !strings.HasSuffix(base, ending) || base == ending || strings.HasPrefix(base, ".") || len(base) > 100 ||
		strings.ContainsFunc(base, func(r rune) bool { return !plain(r) }):
		return "", fmt.Errorf("%w: a file in %s/ has a name of letters, digits, - and _ that ends in %s, not %q", ErrAsk, folder, ending, base)
	}
	return name, nil
}

// ownFiles reads the files of the folder that lies over the shipped codebook.
func (u *codebookInUse) ownFiles() (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, f := range folderTitles {
		for _, name := range u.book.Files(f.folder, "") {
			if !u.ownFile(name) {
				continue
			}
			data, err := u.book.Read(name)
			if err != nil {
				return nil, fmt.Errorf("the codebook's file %s: %w", name, err)
			}
			out[name] = data
		}
	}
	return out, nil
}

// draftLabel stands before the files of a draft in messages.
const draftLabel = "draft"

// newDraft lays a changed file over the codebook in use. What is wrong with it comes back as faults.
func (u *codebookInUse) newDraft(ctx context.Context, file, text string, remove bool) (*draft, []fault, error) {
	files, err := u.ownFiles()
	if err != nil {
		return nil, nil, err
	}
	d := &draft{File: file, Text: text, Remove: remove}
	if remove {
		delete(files, file)
	} else {
		files[file] = []byte(text)
	}
	book := codebook.Over(draftLabel, files)
	if len(files) == 0 {
		book = codebook.Shipped()
	}
	reader, err := reading.New(reading.Options{Codebook: book})
	if err != nil {
		faults := faultsOf(err, file)
		if len(faults) == 0 {
			return nil, nil, err
		}
		return nil, faults, nil
	}
	d.use = useCodebook(book, reader, nil) // a draft judges nothing
	d.before = u.book.Version()
	d.compare(u)
	return d, nil, ctx.Err()
}

// faultsOf takes the mistakes out of what loading a codebook returned.
func faultsOf(err error, file string) []fault {
	var out []fault
	var walk func(error)
	walk = func(err error) {
		var mistake *codebook.Error
		var many interface{ Unwrap() []error }
		switch {
		case errors.As(err, &many) && !isMistake(err):
			for _, one := range many.Unwrap() {
				walk(one)
			}
		case errors.As(err, &mistake):
			name := strings.TrimPrefix(mistake.File, draftLabel+"/")
			out = append(out, fault{name, mistake.Line, name == file, mistake.Reason})
		case errors.Is(err, codebook.ErrCodebook):
			out = append(out, fault{Reason: err.Error()})
		}
	}
	walk(err)
	return out
}

func isMistake(err error) bool {
	_, ok := err.(*codebook.Error) //nolint:errorlint // joined mistakes are to be told from a single one
	return ok
}

// compare finds what a draft changes against the codebook in use.
func (d *draft) compare(before *codebookInUse) {
	defined := func(u *codebookInUse) map[string]string {
		out := make(map[string]string, len(u.entries))
		for _, e := range u.entries {
			lines, err := u.definition(u.fileName(e.File), e.Line)
			if err != nil {
				continue // it was read a moment ago
			}
			var text strings.Builder
			for _, l := range lines {
				if !l.Remark {
					fmt.Fprintf(&text, "%s %s\n", l.Key, l.Rest)
				}
			}
			out[e.ID] = text.String()
		}
		return out
	}
	was, is := defined(before), defined(d.use)
	for id, text := range is {
		if was[id] != text {
			d.Touched = append(d.Touched, id)
		}
	}
	for id := range was {
		if _, there := is[id]; !there {
			d.Touched = append(d.Touched, id)
		}
	}
	slices.Sort(d.Touched)
	if !strings.HasPrefix(d.File, "events/") {
		d.Wide = true
		return
	}
	old, _ := before.book.Read(d.File) //nolint:errcheck // a new file has no older form
	now, _ := d.use.book.Read(d.File)  //nolint:errcheck // nor one that was taken out
	d.Wide = otherRecords(string(old)) != otherRecords(string(now))
}

// otherRecords gives what stands in a file of events/ beside acts and operators, without remarks: classes, contexts, codes.
func otherRecords(text string) string {
	var out strings.Builder
	entry := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n\t ")
		if line == "" || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		if line[0] != ' ' && line[0] != '\t' {
			entry = strings.HasPrefix(line, "act ") || strings.HasPrefix(line, "operator ")
		}
		if !entry {
			out.WriteString(line + "\n")
		}
	}
	return out.String()
}

// rehearsal is what a draft does to reports of the record.
type rehearsal struct {
	Chosen  int // reports to be read again
	First   int // of these, those that hold events of the entries that are touched
	Touched int // reports of the record that hold such events, as far as they were looked for
	All     int // reports of the record
	Read    int
	Other   int // that were read with another codebook or engine than the one in use
	// Unrelated are differences that reading again with the codebook in use would give, too: they are left out.
	Unrelated int
	Same      int // in which nothing is different
	Failed    []string
	Gone      []differ
	New       []differ
	Changed   []differ
	Stays     []differ // decided by people: they are not touched
	More      int      // differences that are not shown
	Counts    map[string]int
	Examples  examplesHeld
}

// examplesHeld is how the codebook's own examples fare under a draft.
type examplesHeld struct {
	Held, Of int
	Broken   []string // examples of the entries that are touched which do not hold
}

// differ is one event that comes out otherwise.
type differ struct {
	What          record.Difference
	Before, After string // the event as a sentence
	EntryBefore   string
	EntryAfter    string
	Event         string // that stands
	Report        string
	Title         string
	Words         []segment
	Fields        []fieldStep
}

// chooseReports gives the reports that a rehearsal reads: first those that hold the newest events of the entries that are
// touched, then others evenly over the days.
func (v *visit) chooseReports(d *draft, n int) (ids []string, first, touched int, err error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, 0, 0, err
	}
	ctx := v.Context()
	seen := map[string]bool{}
	take := func(events []string) error {
		accounts, err := v.view.Accounts(ctx, events)
		if err != nil {
			return err
		}
		for i := range accounts {
			if id := accounts[i].Report.ID; !seen[id] && len(ids) < n {
				seen[id] = true
				ids = append(ids, id)
			}
		}
		return nil
	}
	if len(d.Touched) > 0 {
		var lists [][]string
		for _, e := range s.Entries() {
			if slices.Contains(d.Touched, e.ID) {
				touched += e.Events
				lists = append(lists, e.Newest)
			}
		}
		for _, list := range lists {
			if err := take(list); err != nil {
				return nil, 0, 0, err
			}
		}
		var occurrences []string
		for _, item := range s.Latest(overview.Filter{Entries: d.Touched}, when.Day{}, 4*n) {
			occurrences = append(occurrences, item.ID)
		}
		for part := range slices.Chunk(occurrences, 100) {
			if len(ids) >= n {
				break
			}
			all, err := v.view.OccurrencesOf(ctx, part)
			if err != nil {
				return nil, 0, 0, err
			}
			for i := range all {
				for k := range all[i].Members {
					m := &all[i].Members[k]
					if id := m.Report.ID; slices.Contains(d.Touched, m.Event.Entry) && !seen[id] && len(ids) < n {
						seen[id] = true
						ids = append(ids, id)
					}
				}
			}
		}
	}
	first = len(ids)
	if len(ids) < n {
		// A sample, evenly over all that happened: the same for the same record.
		items := s.Latest(overview.Filter{}, when.Day{}, sampledFrom)
		step := max(1, len(items)/max(1, 2*(n-len(ids))))
		var events []string
		for i := 0; i < len(items); i += step {
			events = append(events, items[i].Event)
		}
		for part := range slices.Chunk(events, 100) {
			if len(ids) >= n {
				break
			}
			if err := take(part); err != nil {
				return nil, 0, 0, err
			}
		}
	}
	return ids, first, touched, nil
}

// rehearse reads reports again with a draft and gathers what comes out otherwise. Nothing is stored.
func (d *Desk) rehearse(ctx context.Context, j *job, dr *draft, ids []string, result *rehearsal, used *reading.Reader) error {
	result.Counts = map[string]int{}
	if err := rehearseExamples(ctx, dr, result); err != nil {
		return err
	}
	view, err := d.Record.Now(ctx)
	if err != nil {
		return err
	}
	again := record.Reread{Read: dr.use.reader.Read, Versions: dr.use.reader.Versions(), Reports: ids, All: true, Workers: 1}
	err = d.Record.Reread(ctx, again, func(r *record.Rereading) error {
		j.step()
		result.Read++
		if r.Failed() {
			result.Failed = append(result.Failed, r.Report+": "+r.Err.Error())
			return nil
		}
		if r.Was != used.Versions() {
			result.Other++
		}
		if len(r.Events) == 0 {
			result.Same++
			return nil
		}
		stored, err := view.Reading(ctx, r.Report)
		if err != nil {
			return err
		}
		plain, err := used.Read(ctx, stored.Report)
		if err != nil {
			return err
		}
		any := false
		for i := range r.Events {
			if without(&r.Events[i], &plain) {
				result.Unrelated++
				continue
			}
			any = true
			result.add(r, &r.Events[i], stored.Report.Text)
		}
		if !any {
			result.Same++
		}
		return nil
	})
	j.mutex.Lock()
	j.result = result
	j.mutex.Unlock()
	return err
}

// without tells whether reading again without the draft gives the same difference.
func without(d *record.EventDifference, plain *reading.Reading) bool {
	find := func(id string) *event.Event {
		for i := range plain.Events {
			if plain.Events[i].ID == id {
				return &plain.Events[i]
			}
		}
		return nil
	}
	if d.After == nil {
		return find(d.Before.ID) == nil
	}
	same := find(d.After.ID)
	if same == nil {
		return false
	}
	one, err := reading.EncodeEvent(d.After, plain.Report.Text, "")
	if err != nil {
		return false
	}
	other, err := reading.EncodeEvent(same, plain.Report.Text, "")
	return err == nil && bytes.Equal(one, other)
}

// rehearseExamples reads the codebook's example sentences of what is touched.
func rehearseExamples(ctx context.Context, dr *draft, result *rehearsal) error {
	for _, x := range dr.use.reader.Examples() {
		if !slices.Contains(dr.Touched, x.Entry) {
			continue
		}
		got, err := dr.use.reader.ReadExample(ctx, x)
		if err != nil {
			return err
		}
		result.Examples.Of++
		if x.Holds(got.Events) {
			result.Examples.Held++
		} else {
			result.Examples.Broken = append(result.Examples.Broken, fmt.Sprintf("%s: %s", x.Entry, x.Text))
		}
	}
	return nil
}

// add takes in one event that comes out otherwise.
func (r *rehearsal) add(of *record.Rereading, e *record.EventDifference, text string) {
	r.Counts[string(e.What)]++
	if len(r.Gone)+len(r.New)+len(r.Changed)+len(r.Stays) >= differencesMost {
		r.More++
		return
	}
	one := differ{What: e.What, Report: of.Report, Title: of.Title}
	shown := e.After
	if e.Before != nil {
		one.Before, one.EntryBefore, one.Event = sentenceOf(e.Before), e.Before.Entry, e.Before.ID
		shown = e.Before
	}
	if e.After != nil {
		one.After, one.EntryAfter = sentenceOf(e.After), e.After.Entry
	}
	from, to := around(text, shown)
	one.Words = marked(text, from, to, eventMarks(shown))
	for _, f := range e.Fields {
		switch name, _, _ := strings.Cut(f.Field, "["); name {
		case "id", "confidence", "explanation", "grounds", "evidence", "codebook":
			continue // what follows of itself, or says nothing to a reader
		}
		if len(one.Fields) < 12 {
			one.Fields = append(one.Fields, fieldStep{f.Field, plainJSON(f.Before), plainJSON(f.After)})
		}
	}
	switch e.What {
	case record.Gone:
		r.Gone = append(r.Gone, one)
	case record.New:
		r.New = append(r.New, one)
	case record.Changed:
		r.Changed = append(r.Changed, one)
	default:
		r.Stays = append(r.Stays, one)
	}
}

// mayRehearse and mayKeep say who may see what a change would do, and who may keep it.
func mayRehearse(who access.Who) error {
	if !who.Role.May(access.Rehear) {
		return fmt.Errorf("%w: rehearsing a change of the codebook needs the role review", ErrForbidden)
	}
	return nil
}

func mayKeep(who access.Who) error {
	if !who.Role.May(access.Codebook) {
		return fmt.Errorf("%w: keeping a change of the codebook needs the role admin", ErrForbidden)
	}
	return nil
}

// keepDraft writes the file of a draft into the folder of the codebook: whole or not at all, with the former file beside
// it. It gives the name of that copy, "" when there was no former file.
func keepDraft(dir string, d *draft, now string) (backup string, err error) {
	target := filepath.Join(dir, filepath.FromSlash(d.File))
	// The folder is the user's own, but nothing may lead out of it.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", fmt.Errorf("the codebook's folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	if err := root.MkdirAll(filepath.Dir(filepath.FromSlash(d.File)), 0o755); err != nil {
		return "", fmt.Errorf("the codebook's folder: %w", err)
	}
	name := filepath.FromSlash(d.File)
	former, err := root.ReadFile(name)
	switch {
	case err == nil:
		// A name with a point before it is no file of the codebook.
		backup = filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+"."+now+".bak")
		if err := writeWhole(root, backup, former); err != nil {
			return "", fmt.Errorf("keep the former %s: %w", target, err)
		}
	case !errors.Is(err, os.ErrNotExist):
		return "", fmt.Errorf("the former %s: %w", target, err)
	}
	if d.Remove {
		if err := root.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("take out %s: %w", target, err)
		}
		return backup, nil
	}
	if err := writeWhole(root, name, []byte(d.Text)); err != nil {
		return "", fmt.Errorf("write %s: %w", target, err)
	}
	return backup, nil
}

// writeWhole writes a file beside its place and then moves it there.
func writeWhole(root *os.Root, name string, data []byte) error {
	beside := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".new")
	f, err := root.OpenFile(beside, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = root.Rename(beside, name)
	}
	if err != nil {
		return errors.Join(err, root.Remove(beside))
	}
	return nil
}

// reportsAsked reads how many reports are to be rehearsed with.
func reportsAsked(r *http.Request) (int, error) {
	text := strings.TrimSpace(r.PostFormValue("reports"))
	if text == "" {
		return rehearsedUsually, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > rehearsedMost {
		return 0, fmt.Errorf("%w: between 1 and %d reports are read again, not %q", ErrAsk, rehearsedMost, text)
	}
	return n, nil
}

// headingOf is the text with which a new file begins for an entry of a shipped one: its definition, to be changed.
func (u *codebookInUse) headingOf(e *event.Entry) (string, error) {
	lines, err := u.definition(u.fileName(e.File), e.Line)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "# Replaces %s of %s, line %d.\n\n", e.ID, u.fileName(e.File), e.Line)
	for _, l := range lines {
		if l.Key != "" {
			fmt.Fprintf(&out, "    %-8s  %s\n", l.Key, l.Rest)
		} else {
			out.WriteString(cmp.Or(l.Rest, "") + "\n")
		}
	}
	return out.String(), nil
}
