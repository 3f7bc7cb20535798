package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chancery/access"
	"chancery/actor"
	"chancery/event"
	"chancery/internal/console"
	"chancery/occurrence"
	"chancery/report"
)

// fieldView is one field of an occurrence: what its accounts say, who says otherwise, and why it was read so.
type fieldView struct {
	ID      string   // "time": its place on the page is #field-time
	Field   string   // the words that light up with it; "" when its values have words of their own
	Anchors []string // words that lead here, when no value of its own says them
	Role    string   // whose colour it has; "" for none
	Name    string
	Values  []fieldValue
	But     []fieldValue // what accounts say that do not agree
	Rule    string       // how the accounts were weighed
	Hand    bool         // somebody corrected it
	Words   []foundWords // of the account that is shown
	Why     []string     // how this account was read
	Rules   []string     // entries of the codebook
	Forms   []fieldForm  // to correct it
	More    []moreForm   // pages with forms for what takes more room
}

// moreForm leads to the page on which a field with many values is corrected.
type moreForm struct{ Name, Href string }

// fieldValue is one value of a field.
type fieldValue struct {
	Text, Small string
	Href        string
	Field       string // "source-0": the words of this value alone
	Support     string // "3 of 4 accounts, 2 origins"
	At          string // an account that says so
	Outlet      string // of this account
}

// foundWords are words of the text with where they stand.
type foundWords struct {
	Text       string
	Start, End int
	Field      string
}

// fieldMaker makes the fields of a page one after another.
type fieldMaker struct {
	v      *visit
	s      *occurrence.Summary
	m      *occurrence.Member // the account that is shown
	e      *event.Event
	fields []fieldView
	review bool
}

// occurrenceFields are the fields of an occurrence, with the words of the account that is shown.
func (v *visit) occurrenceFields(s *occurrence.Summary, chosen *occurrence.Member) []fieldView {
	f := &fieldMaker{v: v, s: s, m: chosen, e: &chosen.Event, review: v.who.Role.May(access.Decide) && v.to.asOf == ""}
	f.action()
	f.content()
	f.status()
	f.parties("source", "Who", roleSource, s.Sources, f.e.Sources)
	f.parties("recipient", "To whom", roleRecipient, s.Recipients, f.e.Recipients)
	f.speaker()
	f.time()
	f.place()
	f.victims()
	f.circumstances()
	f.tracks()
	f.confidence()
	return f.fields
}

// weighed is what the accounts together say of a field.
func (f *fieldMaker) weighed(name string) *occurrence.Field {
	for i := range f.s.Fields {
		if f.s.Fields[i].Name == name {
			return &f.s.Fields[i]
		}
	}
	return nil
}

// support says who gives a value. Of one account alone nothing is said: there is nobody to agree with it.
func (f *fieldMaker) support(v *occurrence.Value) string {
	if f.s.Accounts == 1 {
		return ""
	}
	return fmt.Sprintf("%d of %s, %s", len(v.Support.Evidence), plural(f.s.Accounts, "account"), plural(v.Support.Origins, "origin"))
}

// othersMost is how many values beside what is agreed on are shown in a field: all stand in the comparison.
const othersMost = 6

// others are what accounts say that do not agree.
func (f *fieldMaker) others(w *occurrence.Field, say func(string) string) []fieldValue {
	if w == nil {
		return nil
	}
	var out []fieldValue
	for i := range w.Others {
		if i == othersMost {
			out = append(out, fieldValue{Text: plural(len(w.Others)-i, "other value"), At: "#accounts"})
			break
		}
		o := &w.Others[i]
		value := fieldValue{Text: say(o.Text), Support: f.support(o)}
		if len(o.Support.Evidence) > 0 {
			value.At = f.v.to.account(f.s.ID, o.Support.Evidence[0].Event)
		}
		out = append(out, value)
	}
	return out
}

// found adds words of the account that is shown to a field.
func (f *fieldMaker) found(view *fieldView, field string, s report.Span) {
	if text := wordsOf(f.m.Report.Text, s); text != "" {
		view.Words = append(view.Words, foundWords{Text: clipped(text, 200), Start: s.Start, End: s.End, Field: field})
	}
}

// why adds the lines of the explanation that begin with one of some words.
func (f *fieldMaker) why(view *fieldView, starts ...string) {
	for _, line := range f.e.Explanation {
		for _, start := range starts {
			if strings.HasPrefix(line, start) {
				view.Why = append(view.Why, line)
				break
			}
		}
	}
}

// add finishes a field; forms are the names of the fields of package review with which it is corrected.
func (f *fieldMaker) add(view fieldView, forms ...string) {
	if f.review {
		for _, name := range forms {
			form := f.v.fieldForm(&f.m.Account, name)
			if form.Kind == "several" || name == "cameo" {
				view.More = append(view.More, moreForm{form.Label, f.v.to.to([]string{"review", "correct"}, "target", f.e.ID, "field", name, "back", f.v.URL.RequestURI())})
				continue
			}
			view.Forms = append(view.Forms, form)
		}
	}
	for _, name := range forms {
		view.Hand = view.Hand || slices.Contains(f.m.ByHand, name) || slices.Contains(f.m.ByHand, "event")
	}
	if len(view.Values)+len(view.But)+len(view.Forms)+len(view.More) > 0 {
		f.fields = append(f.fields, view)
	}
}

func same(s string) string { return s }

// action says what kind of act it is.
func (f *fieldMaker) action() {
	view := fieldView{ID: "action", Field: "action", Role: roleAction, Name: "What"}
	value := fieldValue{Text: capitalised(categoryWords(f.s.Category)), Small: string(f.s.Category)}
	if f.s.Mode != "" {
		value.Text += ": " + strings.ReplaceAll(f.s.Mode, "-", " ")
		value.Small += " " + f.s.Mode
	}
	if w := f.weighed("category"); w != nil && len(w.Consensus) > 0 {
		value.Support, view.Rule = f.support(&w.Consensus[0]), w.Rule
		view.But = f.others(w, func(s string) string { return capitalised(categoryWords(event.Category(s))) })
	}
	if w := f.weighed("mode"); w != nil {
		view.But = append(view.But, f.others(w, func(s string) string { return strings.ReplaceAll(s, "-", " ") })...)
	}
	view.Values = []fieldValue{value}
	if f.e.CAMEO != "" {
		view.Values = append(view.Values, fieldValue{Text: f.v.desk.codebookNow().meanings.cameo(f.e.CAMEO).Label, Small: "CAMEO " + f.e.CAMEO})
	}
	for _, s := range f.e.Evidence {
		f.found(&view, "action", s)
	}
	f.why(&view, "act ", "operator ", "code:", "also told")
	view.Rules = entriesOf(f.e)
	f.add(view, "category", "mode", "cameo")
}

// entriesOf are the entries of the codebook that made an event: its own, then those of the act within it.
func entriesOf(e *event.Event) []string {
	var out []string
	out = with(out, e.Entry)
	for c := e.Content; c != nil; c = c.Content {
		out = with(out, c.Entry)
	}
	for c := e.Condition; c != nil; c = c.Content {
		out = with(out, c.Entry)
	}
	return out
}

// contentNames say what a content is to its event.
var contentNames = map[event.Category]string{
	event.Agree: "What is offered or agreed", event.Request: "What is asked", event.Reject: "What is refused", event.Threaten: "What is threatened",
	event.Accuse: "Of what", event.Support: "What is supported",
}

// content says what is offered, asked, refused, threatened.
func (f *fieldMaker) content() {
	c := f.e.Content
	if c == nil {
		c = f.s.Content
	}
	if c != nil {
		view := fieldView{ID: "content", Name: cmp.Or(contentNames[f.e.Category], "What of")}
		if f.e.Category == event.Agree && f.e.Status == event.Planned {
			view.Name = "What is planned"
		}
		value := fieldValue{Text: contentSaid(c), Small: strings.TrimSpace(string(c.Category) + " " + c.Mode)}
		if w := f.weighed("content"); w != nil {
			if len(w.Consensus) > 0 {
				value.Support = f.support(&w.Consensus[0])
			}
			view.But = f.others(w, func(s string) string {
				category, mode, _ := strings.Cut(s, "/")
				return strings.TrimSpace(capitalised(categoryWords(event.Category(category))) + " " + strings.ReplaceAll(mode, "-", " "))
			})
		}
		view.Values = []fieldValue{value}
		if c == f.e.Content {
			f.found(&view, "action", c.Span)
		}
		view.Why = []string{"The act within the act: what is " + cmp.Or(string(f.e.Status), "told") + " is no deed yet, and is kept apart from it."}
		view.Rules = with(nil, c.Entry)
		f.add(view)
	}
	if c := f.e.Condition; c != nil {
		view := fieldView{ID: "condition", Name: "On condition", Values: []fieldValue{{Text: contentSaid(c), Small: strings.TrimSpace(string(c.Category) + " " + c.Mode)}}}
		f.found(&view, "action", c.Span)
		f.add(view)
	}
}

// contentSaid says an act within an act in a sentence, its words where the codebook has no act for them.
func contentSaid(c *event.Content) string {
	if c.Category == "" {
		return "something that the codebook has no act for"
	}
	status := c.Status
	if status != event.NotHappened {
		status = event.Actual
	}
	return capitalised(console.Sentence(&event.Event{Category: c.Category, Mode: c.Mode, Sources: c.Sources, Recipients: c.Recipients, Status: status, Content: c.Content}))
}

// status says how real it is.
func (f *fieldMaker) status() {
	view := fieldView{ID: "status", Name: "Status"}
	value := fieldValue{Text: capitalised(statusText(f.s.Status)), Small: statusSaid(f.s.Status)}
	if w := f.weighed("status"); w != nil {
		if len(w.Consensus) > 0 {
			value.Support = f.support(&w.Consensus[0])
		}
		view.Rule = w.Rule
		view.But = f.others(w, func(s string) string { return capitalised(statusText(event.Status(s))) })
	}
	view.Values = []fieldValue{value}
	if f.e.Historical {
		view.Values = append(view.Values, fieldValue{Text: "Background", Small: "this account tells it as history, not as news"})
	}
	f.why(&view, "mood:", "operator ", "status:", "historical:")
	f.add(view, "status", "historical")
}

// parties say who acts or to whom it is done.
func (f *fieldMaker) parties(id, name, role string, agreed, own []actor.Party) {
	view := fieldView{ID: id, Role: role, Name: name}
	placed := make([]bool, len(own))
	place := func(v *occurrence.Value) string {
		for _, words := range v.Support.Evidence {
			if words.Event != f.e.ID {
				continue
			}
			for i := range own {
				if !placed[i] && (own[i].Span == words.Span || strings.Join(strings.Fields(own[i].Name), " ") == v.Text) {
					placed[i] = true
					return id + "-" + strconv.Itoa(i)
				}
			}
		}
		return ""
	}
	if w := f.weighed(id); w != nil {
		for i := range w.Consensus {
			value := fieldValue{Text: w.Consensus[i].Text, Support: f.support(&w.Consensus[i]), Field: place(&w.Consensus[i])}
			if i < len(agreed) {
				value.Small, value.Href = f.v.desk.partySaid(&agreed[i]), f.v.partyHref(&agreed[i])
			}
			view.Values = append(view.Values, value)
		}
		view.But, view.Rule = f.others(w, same), w.Rule
		for i := range min(len(view.But), othersMost) {
			view.But[i].Field = place(&w.Others[i])
		}
	}
	for i := range own { // who is of the same side as another party of this account
		if !placed[i] {
			view.Values = append(view.Values, fieldValue{Text: own[i].Name, Small: f.v.desk.partySaid(&own[i]), Href: f.v.partyHref(&own[i]), Field: id + "-" + strconv.Itoa(i)})
		}
	}
	if id == "recipient" && mutual(agreed, f.s.Sources) && mutual(own, f.e.Sources) && len(view.But) == 0 {
		// "Armenia and Azerbaijan talk": whom they talk with has been said
		var fields []string
		for i := range own {
			fields = append(fields, id+"-"+strconv.Itoa(i))
		}
		view.Values = []fieldValue{{Text: "Each other", Support: view.Values[0].Support}}
		view.Field, view.Anchors = strings.Join(fields, " "), fields
	}
	for i := range own {
		f.found(&view, id+"-"+strconv.Itoa(i), own[i].Span)
		view.Why = append(view.Why, partyWhy(&own[i]))
	}
	f.why(&view, id+"s:")
	f.add(view, id+"s")
}

// mutual tells whether the same parties, several, stand on both sides.
func mutual(a, b []actor.Party) bool {
	if len(a) < 2 || len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name {
			return false
		}
	}
	return true
}

// partyHref is the page of a party, when it has one.
func (v *visit) partyHref(p *actor.Party) string {
	if id := cmp.Or(p.Actor, p.Country); id != "" {
		return v.to.Actor(id)
	}
	return ""
}

// partyWhy says how a party was resolved.
func partyWhy(p *actor.Party) string {
	line := p.Name + ": " + cmp.Or(resolvedSaid(p), "as the words name it")
	if id := cmp.Or(p.Actor, p.Country); id != "" {
		line += ", " + id
	}
	if p.Office != "" {
		line += "; held the office: " + p.Office
	}
	return line
}

// speaker says whose words these are.
func (f *fieldMaker) speaker() {
	view := fieldView{ID: "speaker", Field: "speaker", Role: roleSpeaker, Name: "Who says so"}
	if p := f.e.Speaker; p != nil {
		view.Values = []fieldValue{{Text: p.Name, Small: f.v.desk.partySaid(p), Href: f.v.partyHref(p)}}
		f.found(&view, "speaker", p.Span)
		view.Why = []string{partyWhy(p)}
	}
	f.why(&view, "voice:", "speaker:")
	f.add(view, "speaker")
}

func (f *fieldMaker) time() {
	view := fieldView{ID: "time", Field: "time", Role: roleTime, Name: "When"}
	if t := f.s.Time; t.EDTF != "" {
		value := fieldValue{Text: timeSaid(t), Small: strings.Join(slices.DeleteFunc([]string{t.EDTF, timePrecision(t), codesSaid(t.ACLED, t.UCDP)}, func(s string) bool { return s == "" }), ", ")}
		if w := f.weighed("time"); w != nil {
			if len(w.Consensus) > 0 && !(t.Span.Empty() && len(w.Consensus[0].Support.Evidence) == 1) {
				value.Support = f.support(&w.Consensus[0])
			}
			view.Rule = w.Rule
			view.But = f.others(w, same)
		}
		view.Values = []fieldValue{value}
	}
	f.found(&view, "time", f.e.Time.Span)
	f.why(&view, "time:")
	if found := timeFound(f.e.Time); found != "" && len(view.Why) == 0 {
		view.Why = []string{found}
	}
	f.add(view, "time")
}

func (f *fieldMaker) place() {
	view := fieldView{ID: "place", Field: "place", Role: rolePlace, Name: "Where"}
	if p := f.s.Place; p != nil {
		text := f.m.Report.Text
		w := f.weighed("place")
		if w != nil && len(w.Consensus) > 0 && len(w.Consensus[0].Support.Evidence) > 0 && w.Consensus[0].Support.Evidence[0].Event != f.e.ID {
			text = "" // the words are another account's
		}
		small := []string{placePrecision(p), codesSaid(p.ACLED, p.UCDP)}
		if p.Resolved {
			small = append(small, fmt.Sprintf("%.2f, %.2f", p.Place.Lat, p.Place.Lon))
		}
		value := fieldValue{Text: f.v.desk.placeSaid(text, p), Small: strings.Join(slices.DeleteFunc(small, func(s string) bool { return s == "" }), ", ")}
		if w != nil && len(w.Consensus) > 0 {
			value.Support, value.Text = f.support(&w.Consensus[0]), cmp.Or(value.Text, w.Consensus[0].Text)
			view.Rule = w.Rule
			view.But = f.others(w, same)
		}
		view.Values = []fieldValue{value}
	}
	if p := f.e.Place; p != nil {
		f.found(&view, "place", p.Span)
		if p.Place.GeoNames > 0 {
			view.Why = append(view.Why, fmt.Sprintf("GeoNames %d, a %s", p.Place.GeoNames, p.Place.Kind))
		}
	}
	f.why(&view, "place:")
	f.add(view, "place")
}

// victims say how many were killed and injured, as this account counts and as all do.
func (f *fieldMaker) victims() {
	view := fieldView{ID: "victims", Role: roleCasualties, Name: "Victims"}
	for _, name := range [...]string{"killed", "injured"} {
		w := f.weighed(name)
		if w == nil {
			continue
		}
		for i := range w.Consensus {
			view.Values = append(view.Values, fieldValue{Text: w.Consensus[i].Text + " " + name, Support: f.support(&w.Consensus[i]), Field: name})
		}
		view.Rule = cmp.Or(view.Rule, w.Rule)
		view.But = append(view.But, f.others(w, func(s string) string { return s + " " + name })...)
	}
	if c := f.e.Casualties; c != nil {
		for _, count := range [...]struct {
			name string
			of   *event.Count
		}{{"killed", c.Killed}, {"injured", c.Injured}} {
			if count.of == nil {
				continue
			}
			if f.weighed(count.name) == nil {
				view.Values = append(view.Values, fieldValue{Text: countSaid(count.of) + " " + count.name, Field: count.name})
			}
			f.found(&view, count.name, count.of.Span)
		}
		for i := range c.Groups {
			g := &c.Groups[i]
			var parts []string
			if g.Killed != nil {
				parts = append(parts, countSaid(g.Killed)+" killed")
			}
			if g.Injured != nil {
				parts = append(parts, countSaid(g.Injured)+" injured")
			}
			view.Values = append(view.Values, fieldValue{Text: g.Group + ": " + strings.Join(parts, ", ")})
		}
		if c.Cumulative {
			view.Why = append(view.Why, "This account counts all since something began, not this event alone.")
		}
		if c.Claimant != "" {
			view.Why = append(view.Why, "By the count of "+c.Claimant+".")
		}
	}
	if len(view.Values) > 0 {
		f.add(view, "killed", "injured")
	}
}

// circumstances say how and within what it happened.
func (f *fieldMaker) circumstances() {
	view := fieldView{ID: "medium", Name: "How"}
	if f.s.Medium != "" {
		value := fieldValue{Text: capitalised(string(f.s.Medium))}
		if w := f.weighed("medium"); w != nil && len(w.Consensus) > 0 {
			value.Support = f.support(&w.Consensus[0])
			view.But = f.others(w, capitalised)
		}
		view.Values = []fieldValue{value}
	}
	f.why(&view, "medium:")
	f.add(view, "medium")
	if p := f.e.Mechanism; p != nil {
		view := fieldView{ID: "mechanism", Name: "Within", Values: []fieldValue{{Text: p.Name, Small: f.v.desk.partySaid(p), Href: f.v.partyHref(p)}}}
		view.Why = []string{partyWhy(p)}
		f.why(&view, "mechanism:")
		f.add(view)
	}
}

// tracks say on which questions it is, and what it is about.
func (f *fieldMaker) tracks() {
	view := fieldView{ID: "tracks", Name: "Tracks"}
	if w := f.weighed("track"); w != nil {
		for i := range w.Consensus {
			view.Values = append(view.Values, fieldValue{Text: f.v.desk.trackTitle(w.Consensus[i].Text), Href: f.v.to.Track(w.Consensus[i].Text), Support: f.support(&w.Consensus[i])})
		}
		view.But = f.others(w, f.v.desk.trackTitle)
	}
	for _, c := range f.e.Contexts {
		view.Values = append(view.Values, fieldValue{Text: strings.ReplaceAll(c, "_", " "), Small: "context"})
	}
	f.why(&view, "track:", "tracks:", "context:")
	f.add(view, "tracks", "contexts")
}

// confidence says how sure the reading of this account is.
func (f *fieldMaker) confidence() {
	view := fieldView{ID: "confidence", Name: "Confidence"}
	view.Values = []fieldValue{{Text: fmt.Sprintf("%.0f%%", 100*f.e.Confidence), Small: fmt.Sprintf("of readings like this one some %.0f in 10 are right", 10*f.e.Confidence)}}
	f.why(&view, "confidence:")
	f.add(view)
}
