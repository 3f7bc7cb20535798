package desk

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
	"chancery/record"
)

// changeView is a change with what it did.
type changeView struct {
	Number               int64
	At                   time.Time
	Author, Kind, Reason string
	Person               bool // somebody decided it, not chancery
	Undone               int64
	Steps                []changeStep
}

// changeStep is what a change did to one thing, in words.
type changeStep struct {
	What    string
	ID      string
	Href    string
	Fields  []changedField
	Reasons []string
	Loud    bool
}

// changedField is a value before and after.
type changedField struct{ Name, Before, After string }

// stepNames are what things are called, and stepVerbs what a change did to them.
var (
	stepNames = map[string]string{"membership": "the account", "ledger": "the ledger entry", "review": "review"}
	stepVerbs = map[string]string{"opened": "came in", "changed": "changed", "closed": "does not stand any more"}
)

// changesOf puts steps together by the changes that made them, in their order.
func (v *visit) changesOf(steps []record.Step) []changeView {
	var out []changeView
	for i := range steps {
		s := &steps[i]
		if len(out) == 0 || out[len(out)-1].Number != s.Change.Number {
			out = append(out, changeOf(s.Change))
		}
		last := &out[len(out)-1]
		last.Steps = append(last.Steps, v.step(s))
	}
	return out
}

func changeOf(c record.Change) changeView {
	return changeView{Number: c.Number, At: c.At, Author: c.Author, Kind: c.Kind, Reason: c.Reason, Person: c.Author != record.Machine}
}

// step says in words what a change did to a thing.
func (v *visit) step(s *record.Step) changeStep {
	view := changeStep{ID: s.ID, Href: v.thing(s.Kind, s.ID)}
	name := cmp.Or(stepNames[s.Kind], "the "+s.Kind)
	for _, f := range s.Fields {
		if f.Field == "reasons" { // why two belong together: lines for a reader
			var reasons string
			if err := json.Unmarshal([]byte(cmp.Or(string(f.After), string(f.Before))), &reasons); err == nil && reasons != "" {
				view.Reasons = strings.Split(reasons, "\n")
			}
			continue
		}
		view.Fields = append(view.Fields, changedField{pathSaid(f.Field), plainValue(string(f.Before)), plainValue(string(f.After))})
	}
	switch {
	case s.Kind == "review":
		view.What = reviewSaid(s.What)
		view.Loud = true
	case s.Kind == "membership" && s.What == "opened":
		view.What = "the account was placed"
	case s.Kind == "membership" && s.What == "closed":
		view.What = "the account belongs here no more"
	case s.Kind == "link":
		view.What = linkSaid(s)
	case s.Kind == "reading" && s.What == "opened":
		view.What = "the report was read"
	case s.Kind == "reading" && s.What == "changed":
		view.What = "the report was read again"
	case s.Kind == "event" && s.What == "opened":
		view.What = "the event was read"
	case s.Kind == "quotation" && s.What == "opened":
		view.What = "the quotation was read"
	default:
		view.What = name + " " + cmp.Or(stepVerbs[s.What], s.What)
	}
	view.Fields = slices.DeleteFunc(view.Fields, func(f changedField) bool {
		return f.Before == "" && (f.After == "" || f.Name == "by" && f.After == record.Machine || f.Name == "score" && f.After == "1.0")
	})
	return view
}

func reviewSaid(action string) string {
	switch action {
	case "accept":
		return "accepted: it is right as it stands"
	case "correct":
		return "corrected"
	case "reject":
		return "rejected: the report does not say this"
	case "split":
		return "taken apart: not the same"
	case "join":
		return "joined: the same"
	case "add":
		return "added by hand"
	case "note":
		return "a note"
	case "undo":
		return "taken back"
	}
	return action
}

func linkSaid(s *record.Step) string {
	for _, f := range s.Fields {
		if f.Field == "verdict" {
			switch plainValue(string(f.After)) {
			case record.Apart:
				return "two occurrences were told to be different"
			case record.Possible:
				return "two occurrences are possibly the same"
			}
		}
	}
	if s.What == "closed" {
		return "two occurrences are not linked any more"
	}
	return "the link between two occurrences changed"
}

// thing is the address of something that a change touched, "" when it has none.
func (v *visit) thing(kind, id string) string {
	switch kind {
	case "event", "membership":
		return v.to.Event(id)
	case "report", "reading":
		return v.to.Report(id)
	case "quotation":
		return v.to.Quotation(id)
	case "ledger":
		return v.to.Entry(id)
	case "link":
		one, _, _ := strings.Cut(id, " ")
		return v.to.Occurrence(one)
	case "review":
		switch {
		case strings.HasPrefix(id, "e-"):
			return v.to.Event(id)
		case strings.HasPrefix(id, "o-"):
			return v.to.Occurrence(id)
		case strings.HasPrefix(id, "q-"):
			return v.to.Quotation(id)
		}
		if n := changeNumber(strings.TrimPrefix(id, "#")); n > 0 {
			return v.to.Change(n)
		}
		return v.to.Report(id)
	}
	return ""
}

// pathSaid makes the path of a field readable: "sources[0].country" is "sources 1, country".
func pathSaid(path string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(path, ".") {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		name, index, _ := strings.Cut(part, "[")
		b.WriteString(strings.ReplaceAll(name, "_", " "))
		if n, err := strconv.Atoi(strings.TrimSuffix(index, "]")); err == nil {
			b.WriteString(" " + strconv.Itoa(n+1))
		}
	}
	return b.String()
}

// plainValue writes a value of JSON for people: text without its quotation marks, lists with commas, of a thing its name
// or its words.
func plainValue(raw string) string {
	if raw == "" {
		return ""
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(raw)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return raw
	}
	return clippedValue(saidValue(value))
}

// valueMost is how many characters of a value are shown.
const valueMost = 400

func clippedValue(s string) string {
	if r := []rune(s); len(r) > valueMost {
		return string(r[:valueMost]) + "…"
	}
	return s
}

func saidValue(value any) string {
	switch x := value.(type) {
	case nil:
		return ""
	case string:
		return x
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case []any:
		var parts []string
		for _, one := range x {
			parts = append(parts, saidValue(one))
		}
		return strings.Join(parts, "; ")
	case map[string]any:
		for _, key := range [...]string{"name", "edtf", "text", "category"} {
			if s, ok := x[key].(string); ok && s != "" {
				return s
			}
		}
		keys := make([]string, 0, len(x))
		for key := range x {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		var parts []string
		for _, key := range keys {
			if said := saidValue(x[key]); said != "" {
				parts = append(parts, strings.ReplaceAll(key, "_", " ")+" "+said)
			}
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(value)
}

// occurrenceHistory tells what was done to an occurrence, to the account that is shown, and to those accounts that
// somebody judged, in the order of the changes.
func (v *visit) occurrenceHistory(o *occurrence.Occurrence, chosen *occurrence.Member) (changes []changeView, earlier int, err error) {
	ctx := v.Context()
	steps, err := v.view.History(ctx, "occurrence", o.ID)
	if err != nil {
		return nil, 0, err
	}
	for i := range o.Members {
		m := &o.Members[i]
		if m != chosen && m.Verdict == "" && len(m.ByHand) == 0 {
			continue
		}
		more, err := v.view.History(ctx, "event", m.Event.ID)
		if err != nil {
			return nil, 0, err
		}
		for j := range more {
			if more[j].Kind != "membership" { // told above
				steps = append(steps, more[j])
			}
		}
	}
	slices.SortStableFunc(steps, func(a, b record.Step) int { return cmp.Compare(a.Change.Number, b.Change.Number) })
	if v.URL.Query().Get("history") != "all" {
		steps, earlier = shorten(steps)
	}
	changes = v.changesOf(steps)
	for i := range changes { // that it is this occurrence goes without saying
		for k := range changes[i].Steps {
			step := &changes[i].Steps[k]
			step.Fields = slices.DeleteFunc(step.Fields, func(f changedField) bool { return f.Name == "occurrence" && f.Before == "" && f.After == o.ID })
		}
	}
	return changes, earlier, nil
}

// historyMost is how many steps of a history are shown, the last ones; the others are a link away.
const historyMost = 40

// shorten keeps the last steps of a history, and tells how many there were before them.
func shorten(steps []record.Step) (last []record.Step, earlier int) {
	earlier = max(0, len(steps)-historyMost)
	return steps[earlier:], earlier
}

// changesShown is how many changes stand on one page, and stepsShown how many things that one change touched.
const (
	changesShown = 50
	stepsShown   = 200
)

// changesBody is the log of changes, the newest first.
type changesBody struct {
	Changes    []changeView
	Kind, By   string // asked for
	Kinds      []string
	From, To   int
	Of         int
	Newer      string
	Older      string
	Unfiltered string
}

// changesPage is /changes?kind=review&by=NAME&from=51.
func (d *Desk) changesPage(v *visit) (*page, error) {
	all, err := v.view.Log(v.Context(), "")
	if err != nil {
		return nil, err
	}
	asked := v.URL.Query()
	b := changesBody{Kind: asked.Get("kind"), By: asked.Get("by"), Unfiltered: v.to.Page("changes")}
	for i := range all {
		b.Kinds = with(b.Kinds, all[i].Kind)
	}
	slices.Sort(b.Kinds)
	all = slices.DeleteFunc(all, func(c record.Change) bool { return b.Kind != "" && c.Kind != b.Kind || b.By != "" && c.Author != b.By })
	slices.Reverse(all)
	from, err := strconv.Atoi(cmp.Or(asked.Get("from"), "1"))
	if err != nil || from < 1 {
		return nil, fmt.Errorf("%w: from=%s is no place in the list: it counts from 1", ErrAsk, asked.Get("from"))
	}
	from = min(from, max(1, len(all)))
	to := min(from+changesShown-1, len(all))
	b.From, b.To, b.Of = from, to, len(all)
	address := func(from int) string {
		return v.to.Page("changes", "kind", b.Kind, "by", b.By, "from", strconv.Itoa(from))
	}
	if from > 1 {
		b.Newer = address(max(1, from-changesShown))
	}
	if to < len(all) {
		b.Older = address(to + 1)
	}
	for _, c := range all[from-1 : to] {
		b.Changes = append(b.Changes, changeOf(c))
	}
	return &page{Template: "changes", Title: "Changes", Section: "changes", Body: b}, nil
}

// changeBody is one change with all that it did.
type changeBody struct {
	changeView
	Did     []didView
	Undoes  int64 // the change that it takes back
	Total   int
	From    int
	To      int
	Before  string
	After   string
	Earlier int64
	Later   int64
	AsOf    string // the record as it was right after it
}

// didView counts what a change did.
type didView struct {
	N    int
	What string
}

// changePage is /changes/N.
func (d *Desk) changePage(v *visit) (*page, error) {
	ctx := v.Context()
	n := changeNumber(v.PathValue("n"))
	if n == 0 || n > v.view.Change() {
		return nil, fmt.Errorf("change %s: %w", v.PathValue("n"), record.ErrNotFound)
	}
	at, err := d.Record.At(ctx, n)
	if err != nil {
		return nil, err
	}
	change, err := at.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	if change.Number != n {
		return nil, fmt.Errorf("change %d: %w", n, record.ErrNotFound)
	}
	b := changeBody{changeView: changeOf(change), AsOf: links{asOf: change.At.UTC().Format(time.RFC3339Nano), on: v.to.on}.Page("")}
	from, err := strconv.Atoi(cmp.Or(v.URL.Query().Get("from"), "1"))
	if err != nil || from < 1 {
		return nil, fmt.Errorf("%w: from=%s is no place in the list: it counts from 1", ErrAsk, v.URL.Query().Get("from"))
	}
	b.From = from
	if change.Kind == "review" {
		err = v.reviewed(&b)
	} else {
		err = v.brought(&b, at)
	}
	if err != nil {
		return nil, err
	}
	address := func(from int) string {
		return v.to.to([]string{"changes", strconv.FormatInt(n, 10)}, "from", strconv.Itoa(from))
	}
	if b.From > 1 {
		b.Before = address(max(1, b.From-stepsShown))
	}
	if b.To < b.Total {
		b.After = address(b.To + 1)
	}
	if n > 1 {
		b.Earlier = n - 1
	}
	if n < v.view.Change() {
		b.Later = n + 1
	}
	if change.Kind == "review" {
		if err := v.undone(&b); err != nil {
			return nil, err
		}
	}
	return &page{Template: "change", Title: "Change " + strconv.FormatInt(n, 10), Section: "changes", Body: b}, nil
}

// reviewed tells what a decision did, thing by thing: the review first, which tells why all else was done.
func (v *visit) reviewed(b *changeBody) error {
	steps, err := v.view.History(v.Context(), "change", strconv.FormatInt(b.Number, 10))
	if err != nil {
		return err
	}
	b.Did = didOf(steps)
	slices.SortStableFunc(steps, func(x, y record.Step) int {
		return cmp.Compare(boolNumber(y.Kind == "review"), boolNumber(x.Kind == "review"))
	})
	for i := range b.part(len(steps)) {
		b.Steps = append(b.Steps, v.step(&steps[b.From-1+i]))
	}
	return nil
}

// part says which part of what a change did is shown, and how long it is.
func (b *changeBody) part(total int) int {
	b.Total = total
	b.From = min(b.From, max(1, total))
	b.To = min(b.From+stepsShown-1, total)
	return b.To - b.From + 1
}

// brought tells what chancery itself did in a change. One that added hundreds of reports is told by the glance that the
// record keeps of it: reading all that it stored would take too long for a page.
func (v *visit) brought(b *changeBody, at record.View) error {
	for g, err := range at.Glances(v.Context(), b.Number-1) {
		if err != nil {
			return err
		}
		for _, did := range [...]struct {
			n                int
			thing, one, many string
		}{
			{len(g.Reports), "report", "came in", "came in"}, {len(g.ClosedReports), "report", "was revised", "were revised"}, {len(g.Opened), "event", "was read", "were read"},
			{len(g.Closed), "event", "stands no more", "stand no more"}, {len(g.Moved), "account", "was placed elsewhere", "were placed elsewhere"},
			{len(g.Links), "link between occurrences", "was made or changed", "were made or changed"},
		} {
			if did.n == 0 {
				continue
			}
			verb := did.many
			if did.n == 1 {
				verb = did.one
			}
			_, thing, _ := strings.Cut(plural(did.n, did.thing), " ")
			if strings.HasPrefix(did.thing, "link") && did.n > 1 {
				thing = "links between occurrences"
			}
			b.Did = append(b.Did, didView{did.n, thing + " " + verb})
		}
		for i := range b.part(len(g.Opened)) {
			e := &g.Opened[b.From-1+i]
			b.Steps = append(b.Steps, changeStep{What: glanceSentence(g, e), ID: e.ID, Href: v.to.Event(e.ID)})
		}
	}
	return nil
}

// glanceSentence says an event in a sentence, from the glance that the record keeps of it.
func glanceSentence(g *record.Glances, e *record.Glance) string {
	parties := func(list []uint32) []actor.Party {
		out := make([]actor.Party, len(list))
		for i, n := range list {
			p := &g.Parties[n]
			out[i] = actor.Party{Name: g.Words[p.Name], Actor: g.Words[p.Actor], Country: g.Words[p.Country], Sector: actor.Sector(g.Words[p.Sector])}
		}
		return out
	}
	return sentenceOf(&event.Event{
		Category: event.Category(g.Words[e.Category]), Mode: g.Words[e.Mode], Status: event.Status(g.Words[e.Status]),
		Sources: parties(e.Sources), Recipients: parties(e.Recipients),
	})
}

// didOf counts what steps did, in the order in which it was first done.
func didOf(steps []record.Step) []didView {
	type done struct{ kind, what string }
	var order []done
	counts := map[done]int{}
	for i := range steps {
		d := done{steps[i].Kind, steps[i].What}
		if counts[d]++; counts[d] == 1 {
			order = append(order, d)
		}
	}
	var out []didView
	for _, d := range order {
		n := counts[d]
		things := plural(n, cmp.Or(countedNames[d.kind], d.kind))
		_, things, _ = strings.Cut(things, " ")
		verb := d.what
		switch d.what {
		case "opened":
			verb = cmp.Or(openedVerbs[d.kind], "came in")
		case "changed":
			verb = "changed"
		case "closed":
			verb = "stand no more"
			if n == 1 {
				verb = "stands no more"
			}
		}
		if d.kind == "review" {
			things, verb = reviewSaid(d.what), ""
		}
		out = append(out, didView{N: n, What: strings.TrimSpace(things + " " + verb)})
	}
	return out
}

var (
	countedNames = map[string]string{"membership": "account", "link": "link", "ledger": "entry"}
	openedVerbs  = map[string]string{"event": "read", "quotation": "read", "reading": "made", "membership": "placed in an occurrence", "link": "made between occurrences"}
)

// undone says whether a review was taken back, or takes another back.
func (v *visit) undone(b *changeBody) error {
	reviews, err := v.view.Reviews(v.Context(), "")
	if err != nil {
		return err
	}
	b.Undone = record.Undone(reviews)[b.Number]
	for i := range reviews {
		if reviews[i].Change.Number == b.Number && reviews[i].Action == "undo" {
			b.Undoes = changeNumber(strings.TrimPrefix(reviews[i].Target, "#"))
		}
	}
	return nil
}

func boolNumber(b bool) int {
	if b {
		return 1
	}
	return 0
}
