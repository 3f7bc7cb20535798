package review

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/codebook"
	"chancery/event"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// Names is what the words of a correction can mean: codes, actors, places of a codebook.
type Names struct {
	codes  event.Vocabulary
	actors *actor.Lexicon
	places *place.Gazetteer
}

// LoadNames loads the names of a codebook.
func LoadNames(book *codebook.Book) (*Names, error) {
	coder, err := event.Load(book)
	if err != nil {
		return nil, err
	}
	n := &Names{codes: coder.Vocabulary()}
	if n.actors, err = actor.Load(book); err != nil {
		return nil, err
	}
	if n.places, err = place.Load(book); err != nil {
		return nil, err
	}
	return n, nil
}

// Correct gives a field of an event the value that a coder wrote; an empty value makes it unknown. Where the words of the
// new value stand in the event's sentence it points to them, else it points to none: a correction needs no words, but is
// marked as somebody's. The error wraps [ErrAct] and says what can be written.
func (n *Names) Correct(e *event.Event, field, value string, rep *report.Report) error {
	value = strings.TrimSpace(value)
	var err error
	switch field {
	case "category":
		var category string
		if category, err = oneOf(field, strings.ToUpper(value), n.codes.Categories, false); err == nil {
			n.recategorise(e, event.Category(category))
		}
	case "mode":
		var mode string
		if mode, err = oneOf(field, value, n.modes(e.Category), true); err == nil {
			e.Mode = mode
		}
	case "cameo":
		err = n.recode(e, value)
	case "status":
		var status string
		if status, err = oneOf(field, strings.ReplaceAll(value, " ", "_"), n.codes.Statuses, false); err == nil {
			e.Status = event.Status(status)
		}
	case "historical":
		var yes bool
		if yes, err = strconv.ParseBool(value); err != nil {
			err = fault("historical is true or false, not %q", value)
		} else {
			e.Historical = yes
		}
	case "contexts":
		e.Contexts, err = someOf(field, value, n.codes.Contexts)
	case "tracks":
		tracks := make([]string, len(n.codes.Tracks))
		for i, t := range n.codes.Tracks {
			tracks[i] = t.ID
		}
		e.Tracks, err = someOf(field, value, tracks)
	case "sources":
		e.Sources, err = n.parties(value, e, e.Sources, rep)
	case "recipients":
		e.Recipients, err = n.parties(value, e, e.Recipients, rep)
	case "speaker":
		err = n.speaker(e, value, rep)
	case "medium":
		var medium string
		media := []quote.Medium{quote.Letter, quote.Call, quote.Meeting, quote.Visit, quote.Briefing, quote.Statement, quote.Interview, quote.Decree}
		if medium, err = oneOf(field, value, media, true); err == nil {
			e.Medium = quote.Medium(medium)
		}
	case "time":
		e.Time, err = interval(value)
	case "place":
		e.Place, err = n.place(value, e, rep)
	case "killed", "injured":
		err = casualties(e, field, value)
	default:
		err = fault("there is no field %q to correct; there are %s", field, strings.Join(Fields(), ", "))
	}
	return err
}

func fault(format string, values ...any) error {
	return Refuse(format, values...)
}

// oneOf gives a value that must be one of a list.
func oneOf[T ~string](field, value string, list []T, empty bool) (string, error) {
	if empty && value == "" || slices.Contains(list, T(value)) {
		return value, nil
	}
	all := make([]string, len(list))
	for i := range list {
		all[i] = string(list[i])
	}
	if len(all) == 0 {
		return "", fault("no %s is known here; leave it empty", field)
	}
	return "", fault("%q is no %s; there are %s", value, field, strings.Join(all, ", "))
}

// someOf gives the values of a list, each of which must be one of another.
func someOf(field, value string, list []string) ([]string, error) {
	all := members(value)
	for _, one := range all {
		if _, err := oneOf(strings.TrimSuffix(field, "s"), one, list, false); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// modes gives the modes that a category has.
func (n *Names) modes(category event.Category) []string {
	var out []string
	for _, code := range n.codes.Codes {
		if code.Category == category && code.Mode != "" {
			out = append(out, code.Mode)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// recategorise gives an event another category. A mode or a CAMEO code that does not go with it becomes unknown.
func (n *Names) recategorise(e *event.Event, category event.Category) {
	if category == e.Category {
		return
	}
	e.Category, e.Quad = category, category.Quad()
	if e.Mode != "" && !slices.Contains(n.modes(category), e.Mode) {
		e.Mode = ""
	}
	if code := n.code(e.CAMEO); code == nil || code.Category != category {
		e.CAMEO, e.Intensity = "", 0
	}
}

// recode gives an event another CAMEO code.
func (n *Names) recode(e *event.Event, value string) error {
	if value == "" {
		e.CAMEO, e.Intensity = "", 0
		return nil
	}
	code := n.code(value)
	if code == nil {
		return fault("CAMEO has no code %q", value)
	}
	if code.Category != "" && code.Category != e.Category {
		return fault("CAMEO %s (%s) is %s, the event is %s: correct the category first", value, code.Label, code.Category, e.Category)
	}
	e.CAMEO, e.Intensity = value, code.Goldstein
	return nil
}

func (n *Names) code(cameo string) *event.Code {
	i, found := slices.BinarySearchFunc(n.codes.Codes, cameo, func(c event.Code, cameo string) int { return strings.Compare(c.CAMEO, cameo) })
	if !found {
		return nil
	}
	return &n.codes.Codes[i]
}

// parties reads a list of actors, by identity or by name. A party that the event has already stays as it is.
func (n *Names) parties(value string, e *event.Event, before []actor.Party, rep *report.Report) ([]actor.Party, error) {
	var out []actor.Party
	for one := range strings.SplitSeq(value, ";") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		p, err := n.party(one, e, before, rep)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (n *Names) party(name string, e *event.Event, before []actor.Party, rep *report.Report) (actor.Party, error) {
	for i := range before {
		if before[i].Actor == name || before[i].Name == name {
			return before[i], nil
		}
	}
	p := actor.Party{Name: name, Resolved: actor.ByInference, Reason: "by hand", Span: inSentence(name, e, rep)}
	meanings := n.actors.Called(name)
	meanings = slices.DeleteFunc(meanings, func(m actor.Naming) bool { return m.Kind == actor.NamedOffice })
	switch {
	case len(meanings) == 1 || len(meanings) > 1 && meanings[0].Kind == actor.NamedByName && meanings[1].Kind != actor.NamedByName:
		p.Actor, p.Name, p.Country = meanings[0].ID, meanings[0].Name, meanings[0].Country
		if p.Span.Empty() {
			p.Span = inSentence(p.Name, e, rep)
		}
		if i := strings.LastIndexByte(p.Name, ' '); i > 0 && p.Span.Empty() && meanings[0].Class == actor.Person {
			p.Span = inSentence(p.Name[i+1:], e, rep) // "Pashinyan and Aliyev agreed": reports name people in full only once
		}
	case len(meanings) > 1:
		var all []string
		for _, m := range meanings {
			all = append(all, m.ID)
		}
		return p, fault("%q can be %s: write which", name, strings.Join(all, ", "))
	case strings.Contains(name, ":"):
		return p, fault("there is no actor %q in the codebook", name)
	}
	return p, nil
}

func (n *Names) speaker(e *event.Event, value string, rep *report.Report) error {
	var before []actor.Party
	if e.Speaker != nil {
		before = []actor.Party{*e.Speaker}
	}
	all, err := n.parties(value, e, before, rep)
	switch {
	case err != nil:
		return err
	case len(all) > 1:
		return fault("one speaker, not %d", len(all))
	case len(all) == 0:
		e.Speaker = nil
	default:
		e.Speaker = &all[0]
	}
	return nil
}

// inSentence finds words between the end of the sentence before the evidence and the end of the evidence's own.
func inSentence(words string, e *event.Event, rep *report.Report) report.Span {
	if words == "" || len(e.Evidence) == 0 {
		return report.Span{}
	}
	first, last := e.Evidence[0].Start, e.Evidence[0].End
	for _, span := range e.Evidence {
		first, last = min(first, span.Start), max(last, span.End)
	}
	start := strings.LastIndexAny(rep.Text[:first], ".\n") + 1
	end := len(rep.Text)
	if i := strings.IndexByte(rep.Text[last:], '\n'); i >= 0 {
		end = last + i
	}
	if i := strings.Index(rep.Text[start:end], words); i >= 0 {
		return report.Span{Start: start + i, End: start + i + len(words)}
	}
	return report.Span{}
}

// interval reads EDTF: a day, a month, a year, or two of them with "/" between.
func interval(value string) (when.Interval, error) {
	if value == "" {
		return when.Interval{Basis: when.Unstated}, nil
	}
	from, to, two := strings.Cut(value, "/")
	read := func(s string) (when.Interval, error) {
		p, err := report.ParsePublished(s)
		if err != nil || strings.Contains(s, "T") {
			return when.Interval{}, fault("a time is written 2021-05-13, 2021-05, 2021 or 2021-05-13/2021-05-20, not %q", value)
		}
		return when.Report(p), nil
	}
	var first, last when.Interval
	var err error
	if from != "" && from != ".." {
		if first, err = read(from); err != nil {
			return first, err
		}
	}
	if !two {
		last = first
	} else if to != "" && to != ".." {
		if last, err = read(to); err != nil {
			return last, err
		}
	}
	if first.First.Known() && last.Last.Known() && last.Last.Before(first.First) {
		return when.Interval{}, fault("%q ends before it begins", value)
	}
	return when.NewInterval(first.First, last.Last, when.Stated), nil
}

// place reads a place by its name, with ", COUNTRY" after it where the name alone is not enough.
func (n *Names) place(value string, e *event.Event, rep *report.Report) (*place.Mention, error) {
	if value == "" {
		return nil, nil
	}
	name, country, _ := strings.Cut(value, ",")
	name, country = strings.TrimSpace(name), strings.TrimSpace(country)
	all := n.places.Lookup(name)
	if country != "" {
		all = slices.DeleteFunc(all, func(p place.Place) bool { return !strings.EqualFold(p.Country, country) })
	}
	switch {
	case len(all) == 0:
		return nil, fault("the gazetteer knows no place %q", value)
	case len(all) > 1 && !slices.ContainsFunc(all[1:], func(p place.Place) bool { return p.Country != all[0].Country }):
		// Several of one country: a town before the province that is called after it, then the one with the most
		// inhabitants, as readers take it.
		all[0] = slices.MaxFunc(all, func(a, b place.Place) int {
			town := func(p place.Place) int {
				if p.Kind == place.Populated || p.Kind == place.Capital {
					return 1
				}
				return 0
			}
			return cmp.Or(town(a)-town(b), a.Pop-b.Pop)
		})
	case len(all) > 1:
		var countries []string
		for _, p := range all {
			countries = append(countries, p.Country)
		}
		slices.Sort(countries)
		return nil, fault("there is a place %q in %s: write %q", name, strings.Join(slices.Compact(countries), ", "), name+", "+countries[0])
	}
	m := &place.Mention{Span: inSentence(name, e, rep), Sentence: e.Sentence, Place: all[0], Resolved: true}
	m.ACLED, m.UCDP = place.Precision(all[0].Kind)
	return m, nil
}

// casualties reads a number of dead or injured: "3", "3-5", "3-" for three or more.
func casualties(e *event.Event, field, value string) error {
	var c *event.Count
	if value != "" {
		low, high, open := strings.Cut(value, "-")
		c = &event.Count{Low: -1, Best: -1, High: -1}
		var err error
		if c.Low, err = strconv.Atoi(low); err != nil || c.Low < 0 {
			return fault("a number of people is written 3, 3-5 or 3-, not %q", value)
		}
		switch {
		case !open:
			c.Best, c.High = c.Low, c.Low
		case high != "":
			if c.High, err = strconv.Atoi(high); err != nil || c.High < c.Low {
				return fault("a number of people is written 3, 3-5 or 3-, not %q", value)
			}
		}
	}
	// A copy: the event before the correction keeps its own.
	changed := event.Casualties{}
	if e.Casualties != nil {
		changed = *e.Casualties
	}
	if field == "killed" {
		changed.Killed = c
	} else {
		changed.Injured = c
	}
	e.Casualties = &changed
	if changed.Killed == nil && changed.Injured == nil && len(changed.Groups) == 0 {
		e.Casualties = nil
	}
	return nil
}
