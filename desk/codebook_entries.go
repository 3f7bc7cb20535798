package desk

import (
	"fmt"
	"slices"
	"strings"

	"chancery/event"
	"chancery/overview"
)

// ruleRow is an entry of the codebook in a list.
type ruleRow struct {
	ID       string
	Operator bool
	Effect   string
	Category string // PLOVER's code
	Mode     string
	CAMEO    string
	Label    string // of the CAMEO code
	File     string
	Line     int
	Own      bool // of the user's own folder
	Events   int
	Rejected int
	Examples int
}

func ruleRowOf(u *codebookInUse, e *event.Entry) ruleRow {
	r := ruleRow{ID: e.ID, Operator: e.Operator, Category: string(e.Category), Mode: e.Mode, File: u.fileName(e.File), Line: e.Line, Examples: len(e.Examples)}
	r.Own = u.ownFile(r.File)
	if e.Operator {
		r.Effect = e.Effect.String()
	}
	if e.Code != nil {
		r.CAMEO, r.Label = e.Code.CAMEO, e.Code.Label
	}
	return r
}

// rules is /codebook/entries: acts and operators with the events that each made.
type rules struct {
	Kind, Category, Effect, Sort string
	Categories                   []meaning
	Effects                      []string
	Rows                         []ruleRow
	Gone                         []overview.Entry // that made events and are no more in the codebook
	Events                       int
}

// counted gives the events that entries made, by their names; nil while the record is still being counted.
func (v *visit) counted() (map[string]overview.Entry, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	out := map[string]overview.Entry{}
	for _, e := range s.Entries() {
		out[e.ID] = e
	}
	return out, nil
}

func (d *Desk) entriesPage(v *visit) (*page, error) {
	u := d.codebookNow()
	asked := v.URL.Query()
	body := &rules{Kind: asked.Get("kind"), Category: asked.Get("category"), Effect: asked.Get("effect"), Sort: asked.Get("sort")}
	counts, err := v.counted()
	if err != nil {
		return nil, err
	}
	for _, c := range u.meanings.words.Categories {
		body.Categories = append(body.Categories, categoryMeaning(c))
	}
	for _, e := range effects {
		body.Effects = append(body.Effects, e.effect)
	}
	known := map[string]bool{}
	for _, e := range u.entries {
		known[e.ID] = true
		r := ruleRowOf(u, e)
		if body.Kind == "act" && r.Operator || body.Kind == "operator" && !r.Operator ||
			body.Category != "" && r.Category != body.Category || body.Effect != "" && r.Effect != body.Effect {
			continue
		}
		r.Events, r.Rejected = counts[e.ID].Events, counts[e.ID].Rejected
		body.Events += r.Events
		body.Rows = append(body.Rows, r)
	}
	switch body.Sort {
	case "", "events":
		slices.SortStableFunc(body.Rows, func(a, b ruleRow) int { return b.Events - a.Events })
	case "rejected":
		slices.SortStableFunc(body.Rows, func(a, b ruleRow) int { return b.Rejected - a.Rejected })
	case "file":
	default:
		return nil, fmt.Errorf("%w: sort=%s is none of events, rejected, file", ErrAsk, body.Sort)
	}
	if s, err := v.snapshot(); err == nil && body.Kind+body.Category+body.Effect == "" {
		for _, e := range s.Entries() {
			if !known[e.ID] {
				body.Gone = append(body.Gone, e)
			}
		}
	}
	return &page{Template: "codebook-entries", Title: "Acts and operators", Section: "codebook", Body: body}, nil
}

// rule is /codebook/entries/{id}: one act or operator with what it made.
type rule struct {
	ruleRow
	Known      bool // the codebook in use has it
	Kind       string
	Meaning    string // of an operator: what it does to the act inside
	Definition []codebookLine
	Examples   []exampleRow
	Newest     []eventCard
	Category   meaning
	Effects    string
	Editable   bool
}

// exampleRow is an example sentence and whether it still holds.
type exampleRow struct {
	Text  string
	Want  string
	Line  int
	Holds bool
	Got   string // what is read instead
	Words []segment
}

// newestShown is how many of the events that an entry made are shown.
const newestShown = 8

func (d *Desk) rulePage(v *visit) (*page, error) {
	u := d.codebookNow()
	id := v.PathValue("id")
	counts, err := v.counted()
	if err != nil {
		return nil, err
	}
	made := counts[id]
	e := u.entry(id)
	if e == nil && made.ID == "" {
		return nil, fmt.Errorf("%w: the codebook has no entry %q", ErrNowhere, id)
	}
	body := &rule{ruleRow: ruleRow{ID: id}}
	if e != nil {
		body.ruleRow, body.Known = ruleRowOf(u, e), true
		body.Kind = "act"
		if e.Operator {
			body.Kind = "operator"
			for _, one := range effects {
				if one.effect == body.Effect {
					body.Meaning = one.meaning
				}
			}
		}
		if e.Category != "" {
			body.Category = categoryMeaning(e.Category)
		}
		if body.Definition, err = u.definition(body.File, e.Line); err != nil {
			return nil, err
		}
		if body.Examples, err = v.examplesOf(u, id); err != nil {
			return nil, err
		}
	}
	body.Events, body.Rejected = made.Events, made.Rejected
	newest := made.Newest
	if len(newest) > newestShown {
		newest = newest[:newestShown]
	}
	if len(newest) > 0 {
		accounts, err := v.view.Accounts(v.Context(), newest)
		if err != nil {
			return nil, err
		}
		for i := range accounts {
			body.Newest = append(body.Newest, v.eventCard(&accounts[i]))
		}
	}
	return &page{Template: "codebook-entry", Title: id, Section: "codebook", Body: body}, nil
}

// examplesOf reads the example sentences of an entry.
func (v *visit) examplesOf(u *codebookInUse, id string) ([]exampleRow, error) {
	var out []exampleRow
	for _, x := range u.reader.Examples() {
		if x.Entry != id {
			continue
		}
		got, err := u.reader.ReadExample(v.Context(), x)
		if err != nil {
			return nil, err
		}
		row := exampleRow{Text: x.Text, Line: x.Line, Holds: x.Holds(got.Events)}
		if x.Checked {
			row.Want = sideCodes(x.Sources) + " > " + sideCodes(x.Recipients)
		}
		var marks []mark
		var read []string
		for i := range got.Events {
			marks = append(marks, eventMarks(&got.Events[i])...)
			read = append(read, fmt.Sprintf("%s (%s > %s)", got.Events[i].Entry, sideCodes(event.Countries(got.Events[i].Sources)), sideCodes(event.Countries(got.Events[i].Recipients))))
		}
		if row.Got = strings.Join(read, "; "); row.Got == "" {
			row.Got = "no event"
		}
		row.Words = marked(got.Report.Text, 0, len(got.Report.Text), marks)
		out = append(out, row)
	}
	return out, nil
}

// sideCodes writes the countries of one side of an example as the codebook does.
func sideCodes(countries []string) string {
	if len(countries) == 0 {
		return "-"
	}
	return strings.Join(countries, " ")
}

// categoryOfBook is /codebook/categories/{category}: a category with its modes, codes and entries.
type categoryOfBook struct {
	meaning
	Modes []modeRow
	Rows  []ruleRow
}

type modeRow struct {
	meaning
	Codes []event.Code
}

func (d *Desk) categoryPage(v *visit) (*page, error) {
	u := d.codebookNow()
	c := event.Category(strings.ToUpper(v.PathValue("category")))
	if !slices.Contains(u.meanings.words.Categories, c) {
		return nil, fmt.Errorf("%w: PLOVER has no category %q", ErrNowhere, c)
	}
	counts, err := v.counted()
	if err != nil {
		return nil, err
	}
	body := &categoryOfBook{meaning: categoryMeaning(c)}
	plain := modeRow{meaning: meaning{Name: "without a mode"}}
	for _, code := range u.meanings.codesOf(c, "") {
		if code.Mode == "" {
			plain.Codes = append(plain.Codes, code)
		}
	}
	if len(plain.Codes) > 0 {
		body.Modes = append(body.Modes, plain)
	}
	for _, m := range u.meanings.modesOf(c) {
		body.Modes = append(body.Modes, modeRow{m, u.meanings.codesOf(c, m.Code)})
	}
	for _, e := range u.entries {
		if e.Category == c {
			r := ruleRowOf(u, e)
			r.Events, r.Rejected = counts[e.ID].Events, counts[e.ID].Rejected
			body.Rows = append(body.Rows, r)
		}
	}
	return &page{Template: "codebook-category", Title: capitalised(body.Name), Section: "codebook", Body: body}, nil
}

// bookFile is /codebook/files/{folder}/{name}: one file, as a table or as its lines, a part at a time.
type bookFile struct {
	Name     string
	Own      bool
	About    string
	Query    string
	Columns  []string
	Rows     []row
	Lines    []codebookLine
	From, To int // rows shown, from 1
	All      int
	Prev     string
	Next     string
}

// rowsMost is how many rows of a table a page shows.
const rowsMost = 200

func (d *Desk) filesPage(v *visit) (*page, error) {
	u := d.codebookNow()
	name := v.PathValue("folder") + "/" + v.PathValue("name")
	if !slices.Contains(u.book.Files(v.PathValue("folder"), ""), name) {
		return nil, fmt.Errorf("%w: the codebook has no file %s", ErrNowhere, name)
	}
	body := &bookFile{Name: name, Own: u.ownFile(name), Query: strings.TrimSpace(v.URL.Query().Get("find"))}
	p := &page{Template: "codebook-file", Title: name, Section: "codebook", Body: body, Wide: true}
	if !strings.HasSuffix(name, ".tsv") {
		data, err := u.book.Read(name)
		if err != nil {
			return nil, fmt.Errorf("the codebook's file %s: %w", name, err)
		}
		number := 0
		for text := range strings.Lines(string(data)) {
			number++
			body.Lines = append(body.Lines, lineOf(number, strings.TrimRight(text, "\r\n")))
		}
		body.All = number
		return p, nil
	}
	t, err := readTable(u.book, name)
	if err != nil {
		return nil, fmt.Errorf("the codebook's file %s: %w", name, err)
	}
	body.About, body.Columns = t.Remarks, t.Columns
	rows := t.Rows
	if body.Query != "" {
		look := looked(body.Query)
		rows = slices.DeleteFunc(slices.Clone(rows), func(r row) bool {
			return !slices.ContainsFunc(r.Cells, func(c string) bool { return strings.Contains(strings.ToLower(c), look) })
		})
	}
	from := int(changeNumber(v.URL.Query().Get("from")))
	from = min(max(from, 1), max(len(rows), 1))
	to := min(from+rowsMost-1, len(rows))
	body.All, body.From, body.To = len(rows), from, to
	if len(rows) > 0 {
		body.Rows = rows[from-1 : to]
	}
	at := func(n int) string {
		return v.to.to([]string{"codebook", "files", v.PathValue("folder"), v.PathValue("name")}, "find", body.Query, "from", fmt.Sprint(n))
	}
	if from > 1 {
		body.Prev = at(max(1, from-rowsMost))
	}
	if to < len(rows) {
		body.Next = at(to + 1)
	}
	return p, nil
}
