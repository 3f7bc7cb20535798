package desk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/access"
	"chancery/event"
	"chancery/report"
	"chancery/review"
)

// addForm is the form with which an event is added that was not read.
type addForm struct {
	Report   string
	Title    string
	Outlet   string
	Evidence string
	Words    []segment // the evidence in its sentence, where it is known; nil before it is
	Text     []segment // the report, for copying its words
	Groups   []fieldForm
	Reason   string
	Back     string
}

// addPage is /review/add?report=ID&start=&end=: the bytes of the report whose words tell the event, or none, for words
// that are pasted.
func (d *Desk) addPage(v *visit) (*page, error) {
	if !v.who.Role.May(access.Decide) {
		return nil, fmt.Errorf("%w: adding an event needs the role review", ErrForbidden)
	}
	if v.to.asOf != "" {
		return nil, fmt.Errorf("%w: nothing can be added to the past: go back to the present", ErrAsk)
	}
	asked := v.URL.Query()
	start, end := 0, 0
	if s, e := asked.Get("start"), asked.Get("end"); s != "" || e != "" {
		var errs [2]error
		start, errs[0] = strconv.Atoi(s)
		end, errs[1] = strconv.Atoi(e)
		if errs[0] != nil || errs[1] != nil || start < 0 || end <= start {
			return nil, fmt.Errorf("%w: start and end are the bytes of the report between which the words stand", ErrAsk)
		}
	}
	form, err := v.addForm(asked.Get("report"), start, end)
	if err != nil {
		return nil, err
	}
	if local, ok := localAddress(asked.Get("back")); ok {
		form.Back = local
	}
	return &page{Template: "review-add", Title: "Add an event", Section: "review", Body: form, Scripts: []string{"review-names"}}, nil
}

// addForm makes the form for a report and the words between two of its bytes; without words when end is 0.
func (v *visit) addForm(id string, start, end int) (*addForm, error) {
	kind, id, err := v.view.Resolve(v.Context(), id)
	if err != nil {
		return nil, err
	}
	if kind != "report" {
		return nil, fmt.Errorf("%w: events are added to reports, %s is a %s", ErrAsk, id, kind)
	}
	got, err := v.view.Reading(v.Context(), id)
	if err != nil {
		return nil, err
	}
	rep := &got.Report
	form := &addForm{Report: id, Title: rep.Title, Outlet: rep.Outlet, Back: v.to.Report(id)}
	var marks []mark
	for i := range got.Events {
		for _, s := range got.Events[i].Evidence {
			marks = append(marks, mark{Start: s.Start, End: s.End, Role: roleAction, Field: "action", Of: got.Events[i].ID})
		}
	}
	if end > 0 {
		if end > len(rep.Text) || !utf8.ValidString(rep.Text[start:end]) {
			return nil, fmt.Errorf("%w: the report has no words from byte %d to byte %d", ErrAsk, start, end)
		}
		span := unique(rep.Text, wholeWords(rep.Text, report.Span{Start: start, End: end}))
		form.Evidence = wordsOf(rep.Text, span)
		e := event.Event{Evidence: []report.Span{span}}
		from, to := around(rep.Text, &e)
		form.Words = marked(rep.Text, from, to, []mark{{Start: span.Start, End: span.End, Role: roleFound}})
		marks = append(marks, mark{Start: span.Start, End: span.End, Role: roleFound})
	}
	form.Text = marked(rep.Text, 0, len(rep.Text), marks)
	for _, field := range review.Fields() {
		f := fieldForm{Field: field, Label: fieldName(field)}
		f.Kind, f.Choices, f.Hint = v.desk.codebookNow().meanings.choices(field, "")
		switch field {
		case "cameo": // the engine's own code; who adds an event need not know CAMEO
			continue
		case "mode":
			f.Kind, f.Choices, f.Hint = "modes", nil, "A kind of the category."
			for _, c := range v.desk.codebookNow().meanings.words.Categories {
				for _, m := range v.desk.codebookNow().meanings.modesOf(c) {
					f.Choices = append(f.Choices, choice{Value: m.Code, Name: categoryMeaning(c).Name + ": " + m.Name, Meaning: m.Meaning})
				}
			}
		case "status":
			f.tick(string(event.Actual))
		case "historical":
			f.tick("false")
		}
		form.Groups = append(form.Groups, f)
	}
	return form, nil
}

// wholeWords widens a stretch so that it neither begins nor ends within a word.
func wholeWords(text string, s report.Span) report.Span {
	within := func(at int) bool {
		if at <= 0 || at >= len(text) {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at:])
		return (unicode.IsLetter(before) || unicode.IsDigit(before)) && (unicode.IsLetter(after) || unicode.IsDigit(after))
	}
	for within(s.Start) {
		_, size := utf8.DecodeLastRuneInString(text[:s.Start])
		s.Start -= size
	}
	for within(s.End) {
		_, size := utf8.DecodeRuneInString(text[s.End:])
		s.End += size
	}
	return s
}

// unique widens words, by whole words to both sides in turns, until they stand in the text once only.
func unique(text string, s report.Span) report.Span {
	for forward := true; strings.Count(text, text[s.Start:s.End]) > 1 && (s.Start > 0 || s.End < len(text)); forward = !forward {
		if forward && s.End < len(text) {
			rest := strings.TrimLeft(text[s.End:], " \n")
			word := strings.IndexAny(rest, " \n")
			if word < 0 {
				word = len(rest)
			}
			s.End = len(text) - len(rest) + word
		} else if s.Start > 0 {
			before := strings.TrimRight(text[:s.Start], " \n")
			s.Start = strings.LastIndexAny(before, " \n") + 1
		}
	}
	return s
}

// fill gives the form the values that were sent before.
func (f *addForm) fill(fields map[string]string) {
	f.Evidence = fields["evidence"]
	for i := range f.Groups {
		g := &f.Groups[i]
		if value, there := fields[g.Field]; there {
			g.Value = value
			g.tick(value)
		} else if g.Kind == "several" || g.Kind == "one" {
			g.tick("\x00")
		}
	}
	// A mode may be one of several categories: the first is enough to show what was chosen.
	if i := slices.IndexFunc(f.Groups, func(g fieldForm) bool { return g.Kind == "modes" }); i >= 0 {
		first := true
		for j := range f.Groups[i].Choices {
			f.Groups[i].Choices[j].Chosen = f.Groups[i].Choices[j].Chosen && first
			first = first && !f.Groups[i].Choices[j].Chosen
		}
	}
}
