package desk

import (
	"fmt"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
	"chancery/review"
)

// fieldForm is the form in which a field of an event is given another value: the values that it may have with what they
// mean, or a line to write in.
type fieldForm struct {
	Event   string
	Field   string
	Label   string
	Now     string // as it stands, for people
	Value   string // as a coder writes it
	Kind    string // "one" of the choices, "several" of them, "parties", "place", "days", "count"
	Choices []choice
	Known   []string // names that may be meant, for completion
	Hint    string
	Reason  string
	Back    string
	Seen    int64
}

// choice is a value that a field may have.
type choice struct {
	Value, Name, Meaning string
	Chosen               bool
}

// fieldForm makes the form of a field as it stands.
func (v *visit) fieldForm(a *occurrence.Account, field string) fieldForm {
	e := &a.Event
	shown := cardField{Name: field}
	v.fillField(&shown, e)
	f := fieldForm{Event: e.ID, Field: field, Label: fieldName(field), Now: shown.Value, Value: review.Value(e, field), Seen: v.view.Change()}
	f.Kind, f.Choices, f.Hint = v.desk.codebookNow().meanings.choices(field, e.Category)
	if f.Kind == "parties" {
		f.Known = namesIn(e)
	}
	f.tick(f.Value)
	return f
}

// tick marks the choices that are in a value as a coder writes it.
func (f *fieldForm) tick(value string) {
	var chosen []string
	for one := range strings.SplitSeq(value, ";") {
		chosen = append(chosen, strings.TrimSpace(one))
	}
	for i := range f.Choices {
		f.Choices[i].Chosen = slices.Contains(chosen, f.Choices[i].Value)
	}
}

// choices says how a field is written: of which kind its form is, what may be chosen, and a hint.
func (m *meanings) choices(field string, category event.Category) (kind string, all []choice, hint string) {
	none := choice{Value: "", Name: "unknown", Meaning: "The report does not say."}
	from := func(list []meaning) (out []choice) {
		for _, m := range list {
			out = append(out, choice{Value: m.Code, Name: m.Name, Meaning: m.Meaning})
		}
		return out
	}
	switch field {
	case "category":
		for _, c := range m.words.Categories {
			one := categoryMeaning(c)
			all = append(all, choice{Value: one.Code, Name: one.Name, Meaning: one.Meaning})
		}
		return "one", all, "A mode or a CAMEO code that does not go with another category becomes unknown."
	case "mode":
		return "one", append([]choice{none}, from(m.modesOf(category))...), "A kind of " + categoryMeaning(category).Name + "."
	case "cameo":
		all = append(all, none)
		for _, c := range m.codesOf(category, "") {
			all = append(all, choice{Value: c.CAMEO, Name: c.CAMEO, Meaning: c.Label})
		}
		return "one", all, "The codes that go with " + categoryMeaning(category).Name + ": correct the category first for others."
	case "status":
		for _, s := range m.words.Statuses {
			one := statusMeaning(s)
			all = append(all, choice{Value: one.Code, Name: one.Name, Meaning: one.Meaning})
		}
		return "one", all, ""
	case "historical":
		return "one", []choice{
			{Value: "false", Name: "no", Meaning: "It is news of this report."},
			{Value: "true", Name: "yes", Meaning: "It is told as background: history, not news."},
		}, ""
	case "medium":
		return "one", append([]choice{none}, from(mediaMeanings)...), ""
	case "contexts":
		for _, c := range m.words.Contexts {
			all = append(all, choice{Value: c, Name: strings.ReplaceAll(c, "_", " ")})
		}
		return "several", all, "What it is about; any number."
	case "tracks":
		for _, t := range m.words.Tracks {
			all = append(all, choice{Value: t.ID, Name: t.Title})
		}
		return "several", all, "Questions under negotiation to which it belongs; any number."
	case "sources":
		return "parties", nil, "Who acts. Names or identities, several separated by semicolons: Armenia; Ararat Mirzoyan."
	case "recipients":
		return "parties", nil, "To whom it is done. Names or identities, several separated by semicolons. Leave it empty when the report does not say."
	case "speaker":
		return "parties", nil, "Whose words these are: one name or identity."
	case "place":
		return "place", nil, "A town, region or country by its name, with its country after a comma where several have it: Paris, FRA."
	case "time":
		return "days", nil, "A day as 2021-05-13, a month as 2021-05, a year as 2021, or from one to another: 2021-05-13/2021-05-20. Leave it empty when it is unknown."
	case "killed", "injured":
		return "count", nil, "A number, from one to another (3-5), or at least so many (3-). Leave it empty when the report does not say."
	}
	return "words", nil, ""
}

// namesIn gives who is named in an event, for completion.
func namesIn(e *event.Event) []string {
	var names []string
	add := func(p *actor.Party) {
		if p != nil && p.Name != "" && !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	for i := range e.Sources {
		add(&e.Sources[i])
	}
	for i := range e.Recipients {
		add(&e.Recipients[i])
	}
	add(e.Speaker)
	for c := e.Content; c != nil; c = c.Content {
		for i := range c.Sources {
			add(&c.Sources[i])
		}
		for i := range c.Recipients {
			add(&c.Recipients[i])
		}
	}
	return names
}

// correction is the page on which a field is chosen and given another value.
type correction struct {
	Event eventCard
	Form  *fieldForm // nil while no field is chosen
	Back  string
}

// correctPage is /review/correct?target=EVENT&field=FIELD: without a field it asks which.
func (d *Desk) correctPage(v *visit) (*page, error) {
	if v.to.asOf != "" {
		return nil, fmt.Errorf("%w: the past cannot be corrected: go back to the present", ErrAsk)
	}
	asked := v.URL.Query()
	kind, id, err := v.view.Resolve(v.Context(), asked.Get("target"))
	if err != nil {
		return nil, err
	}
	if kind != "event" {
		return nil, fmt.Errorf("%w: only events are corrected, %s is a %s", ErrAsk, id, kind)
	}
	account, err := v.view.Account(v.Context(), id)
	if err != nil {
		return nil, err
	}
	body := correction{Event: v.eventCard(&account), Back: v.to.Event(id)}
	if local, ok := localAddress(asked.Get("back")); ok {
		body.Back = local
	}
	if field := asked.Get("field"); field != "" {
		if !slices.Contains(review.Fields(), field) {
			return nil, fmt.Errorf("%w: there is no field %q to correct; there are %s", ErrAsk, field, strings.Join(review.Fields(), ", "))
		}
		form := v.fieldForm(&account, field)
		form.Back = body.Back
		body.Form = &form
	}
	return &page{Template: "review-correct", Title: "Correct an event", Section: "review", Body: body, Scripts: []string{"review-names"}}, nil
}
