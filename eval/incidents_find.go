package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/codebook"
	"chancery/event"
	"chancery/internal/truecase"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

// IncidentReader finds violent incidents as MUC-4 asks for them in the events of the reading. What it adds to the
// engine is what makes an incident one of MUC-4's: acts of violence against civilians that are told as facts and are not long past, those
// of one kind at one time in one country being one incident.
type IncidentReader struct {
	engine
	caser *truecase.Model
}

// NewIncidentReader loads the models and a codebook.
func NewIncidentReader(book *codebook.Book) (*IncidentReader, error) {
	var r IncidentReader
	var err error
	if r.engine, err = openEngine(book); err != nil {
		return nil, err
	}
	if r.caser, err = truecase.Load(); err != nil {
		return nil, err
	}
	return &r, nil
}

// Country returns the code of a country for its name, as the keys write it: "EL SALVADOR"; the name when it is unknown.
func (r *IncidentReader) Country(name string) string {
	if name == "" {
		return ""
	}
	words := strings.Fields(strings.ToLower(name))
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	text := strings.Join(words, " ")
	for _, m := range r.gazetteer.Resolve(text, []report.Span{{Start: 0, End: len(text)}}, place.Hints{}) {
		if m.Resolved && m.Place.Country != "" {
			return m.Place.Country
		}
	}
	return name
}

// unhurt reports whether the sentence of an act or one of the two after it says that nobody was hurt.
func unhurt(x *event.Input, e *event.Event) bool {
	for k := e.Sentence; k <= e.Sentence+2 && k < len(x.Doc.Sentences); k++ {
		words := " " + strings.ToLower(strings.Join(strings.Fields(x.Doc.Sentences[k].In(x.Doc.Text)), " "))
		for _, says := range []string{" no casualties", " no injuries", " no victims", " no one was ", " nobody was ", " no deaths", " no one died", " without casualties", " unharmed", " unhurt", " any casualties", " any victims", " any injuries", " no reports of ", " no fatalities"} {
			if strings.Contains(words, says) {
				return true
			}
		}
	}
	return false
}

// Read finds the incidents of a message.
func (r *IncidentReader) Read(m *MUCMessage) ([]Incident, error) {
	text := m.Text
	if truecase.AllCapitals(text) {
		text = r.caser.Restore(text)
	}
	rep, err := report.FromText([]byte(text), report.Options{ID: m.ID, Published: m.Published.EDTF, KeepFurniture: true})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.ID, err)
	}
	doc := r.analyzer.Analyze(rep.Text, rep.Blocks)
	x := event.Input{Report: &rep, Doc: doc, Mentions: r.actors.Find(doc, &rep)}
	x.Times = when.Find(doc, rep.Published)
	x.Places = r.gazetteer.Find(doc, &rep, x.Mentions)
	x.Quotations = quote.Find(doc, &rep, x.Mentions)
	home := r.homeCountry(m, &x)
	var acts []act
	events := r.coder.Code(x)
	// Acts that fall short of events of the diplomatic record may still be incidents: "the murder of two tourists".
	for _, e := range r.coder.Candidates(x) {
		if e.Category == event.Assault && !slices.ContainsFunc(events, func(o event.Event) bool { return o.Category == event.Assault && o.Evidence[0].Overlaps(e.Evidence[0]) }) {
			e.Time, e.Place = nearestTime(&x, &e), nearestPlace(&x, &e)
			events = append(events, e)
		}
	}
	slices.SortStableFunc(events, func(a, b event.Event) int { return a.Evidence[0].Start - b.Evidence[0].Start })
	for i := range events {
		if a, ok := r.act(&x, &events[i], m); ok {
			acts = append(acts, a)
		}
	}
	freed := slices.ContainsFunc(events, func(e event.Event) bool {
		return e.Category == event.Retreat && e.Mode == "release" && e.Status == event.Actual
	})
	var incidents []Incident
	acts = r.blasts(&x, acts)
	for i := range acts {
		if !acts[i].first.Known() {
			acts[i].takeDay(&x)
		}
	}
	for _, a := range join(acts) {
		if a.kind == "KIDNAPPING" && freed {
			a.victims = append(a.victims, victims{entity: -1, effects: []string{"REGAINED FREEDOM"}})
		}
		a.country = cmp.Or(a.country, home)
		if !ofInterest(a.country) && !a.interest {
			continue
		}
		incidents = append(incidents, a.incident(m))
	}
	return incidents, nil
}

// blasts adds the bombs that nobody is said to have set off, which are no events of the record but incidents: "A bomb
// exploded in the bathroom." Only a word that the codebook knows as one of bombings tells of one.
func (r *IncidentReader) blasts(x *event.Input, acts []act) []act {
	proposals := r.coder.Propose(*x)
	for i := range proposals {
		p := &proposals[i]
		if p.Entry.ID != "bomb-attack" && p.Entry.ID != "set-off-blast" || slices.ContainsFunc(acts, func(a act) bool { return a.kind == "BOMBING" && a.sentence == p.Sentence }) {
			continue
		}
		s := &x.Doc.Sentences[p.Sentence]
		switch t := &s.Tokens[p.Token]; {
		case t.Lemma != "explode" && t.Lemma != "detonate" && t.Lemma != "dynamite" && t.Lemma != "explosion":
			continue
		case negated(s, p.Token):
			continue
		}
		e := event.Event{Category: event.Assault, Mode: "explosives", Entry: p.Entry.ID, Status: event.Actual, Sentence: p.Sentence, Evidence: []report.Span{p.Span}}
		e.Time, e.Place = nearestTime(x, &e), nearestPlace(x, &e)
		a := act{kind: "BOMBING", sentence: p.Sentence, words: strings.Join(strings.Fields(s.In(x.Doc.Text)), " ")}
		a.first, a.last, a.weekday = e.Time.First, e.Time.Last, namesWeekday(e.Time.Span.In(x.Report.Text))
		if e.Place != nil {
			a.country = e.Place.Place.Country
		}
		if unhurt(x, &e) {
			a.victims = append(a.victims, victims{entity: -1, effects: []string{"NO INJURY OR DEATH"}})
		}
		acts = append(acts, a)
	}
	slices.SortStableFunc(acts, func(a, b act) int { return a.sentence - b.sentence })
	return acts
}

// negated reports whether a word has a "not" or "no".
func negated(s *syntax.Sentence, t int) bool {
	for d := s.First(t); d >= 0; d = s.Next(d) {
		if lemma := s.Tokens[d].Lemma; lemma == "not" || lemma == "no" || lemma == "never" || lemma == "could" || lemma == "would" {
			return true
		}
	}
	return false
}

// homeCountry is the country that a message tells of most often; its dateline counts twice.
func (r *IncidentReader) homeCountry(m *MUCMessage, x *event.Input) string {
	var names []string
	var counts []int
	add := func(country string, n int) {
		if country == "" {
			return
		}
		at := slices.Index(names, country)
		if at < 0 {
			at = len(names)
			names, counts = append(names, country), append(counts, 0)
		}
		counts[at] += n
	}
	where, _, _ := strings.Cut(m.Dateline, ",")
	if _, country, ok := strings.Cut(where, "("); ok {
		where = strings.Trim(country, "() ")
	}
	if code := r.Country(strings.TrimSpace(where)); len(code) == 3 && where != "CLANDESTINE" {
		add(code, 2)
	}
	for i := range x.Places {
		if p := &x.Places[i]; p.Resolved {
			add(p.Place.Country, 1)
		}
	}
	for i := range x.Mentions {
		for _, p := range x.Mentions[i].Parties {
			add(p.Country, 1)
		}
	}
	best := -1
	for i := range counts {
		if best < 0 || counts[i] > counts[best] {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return names[best]
}

// act tells whether an event is violence that MUC-4 asks for.
func (r *IncidentReader) act(x *event.Input, e *event.Event, m *MUCMessage) (act, bool) {
	a := act{sentence: e.Sentence, words: strings.Join(strings.Fields(e.Evidence[0].In(x.Report.Text)), " ")}
	if e.Status != event.Actual && e.Status != event.Ongoing {
		return a, false
	}
	if a.kind = incidentKind(e, a.words); a.kind == "" {
		return a, false
	}
	if e.Time.First.Known() && e.Time.Last.Known() && !e.Time.Span.Empty() { // else it is the report's own day
		a.first, a.last = e.Time.First, e.Time.Last
	}
	if year, month, day, ok := m.Published.Day(); ok && a.first.Known() {
		switch published := (when.Day{Year: year, Month: month, Day: day}); {
		case published.Before(a.first):
			a.first, a.last = when.Day{}, when.Day{}
		case a.last.Number()+longPast < published.Number():
			return a, false
		}
	}
	a.weekday = namesWeekday(e.Time.Span.In(x.Report.Text))
	if e.Place != nil && e.Place.Resolved {
		a.country = e.Place.Place.Country
	}
	fighters := 0
	for i := range e.Recipients {
		p := &e.Recipients[i]
		a.interest = a.interest || ofInterest(p.Country)
		if isFighter(p.Sector) {
			fighters++
			continue
		}
		if v, ok := victimsOf(x, p, e); ok {
			a.victims = append(a.victims, v)
		}
	}
	if fighters > 0 && fighters == len(e.Recipients) {
		return a, false
	}
	if c := e.Casualties; c != nil && (c.Cumulative || c.Killed != nil && c.Killed.Best > manyDead) {
		return a, false // "in ten years of war more than 70,000 people have been killed"
	}
	if len(a.victims) == 0 {
		if c := e.Casualties; c != nil {
			for _, one := range []struct {
				count  *event.Count
				effect string
			}{{c.Killed, "DEATH"}, {c.Injured, "INJURY"}} {
				if one.count != nil {
					a.victims = append(a.victims, victims{entity: -1, number: countText(one.count), effects: []string{one.effect}})
				}
			}
		} else if a.kind == "ATTACK" && len(e.Recipients) == 0 {
			return a, false // "the offensive": nobody is told to be its target
		}
	}
	a.loose = a.kind == "ATTACK" && e.Mode == "" && len(e.Sources) == 0
	if len(a.victims) == 0 && a.kind != "KIDNAPPING" && unhurt(x, e) {
		a.victims = append(a.victims, victims{entity: -1, effects: []string{"NO INJURY OR DEATH"}})
	}
	return a, true
}

// nearestTime is the day that is told nearest to an act in its sentence.
func nearestTime(x *event.Input, e *event.Event) (at when.Interval) {
	least := 1 << 30
	for i := range x.Times {
		t := &x.Times[i]
		if t.Sentence == e.Sentence && t.Interval.First.Known() && t.Interval.Last.Known() {
			if d := distance(t.Span, e.Evidence[0]); d < least {
				at, least = t.Interval, d
				at.Span = t.Span
			}
		}
	}
	return at
}

// takeDay takes the day that the sentence before or after an act tells, when it is one of the days before the report:
// "The bomb went off last night. Two people were killed."
func (a *act) takeDay(x *event.Input) {
	year, month, day, ok := x.Report.Published.Day()
	if !ok {
		return
	}
	published := when.Day{Year: year, Month: month, Day: day}
	for _, sentence := range []int{a.sentence - 1, a.sentence + 1} {
		for i := range x.Times {
			t := &x.Times[i]
			in := t.Interval
			if t.Sentence == sentence && t.Type != when.Duration && in.First.Known() && in.First == in.Last && !published.Before(in.First) && in.First.Number()+recent >= published.Number() {
				a.first, a.last, a.weekday = in.First, in.Last, namesWeekday(t.In(x.Report.Text))
				return
			}
		}
	}
}

// recent is how many days before a report its neighbouring sentences may set an incident.
const recent = 10

// nearestPlace is the place that is told nearest to an act in its sentence.
func nearestPlace(x *event.Input, e *event.Event) (at *place.Mention) {
	least := 1 << 30
	for i := range x.Places {
		p := &x.Places[i]
		if p.Sentence == e.Sentence && p.Resolved {
			if d := distance(p.Span, e.Evidence[0]); d < least {
				at, least = p, d
			}
		}
	}
	return at
}

// distance is how many bytes lie between two spans.
func distance(a, b report.Span) int { return max(0, a.Start-b.End, b.Start-a.End) }

// longPast is after how many days MUC-4 asks no more for an incident.
const longPast = 75

// manyDead are more dead than one incident has.
const manyDead = 400

// ofInterest reports whether MUC-4 asks for incidents in a country.
func ofInterest(country string) bool {
	switch country {
	case "SLV", "GTM", "HND", "ARG", "BOL", "CHL", "COL", "ECU", "PER":
		return true
	}
	return false
}

// incidentKind is the type of incident that an event is, "" for none.
func incidentKind(e *event.Event, words string) string {
	words = strings.ToLower(words)
	has := func(all ...string) bool {
		return slices.ContainsFunc(all, func(w string) bool { return strings.Contains(words, w) })
	}
	switch {
	case e.Category == event.Assault && e.Mode == "abduct":
		return "KIDNAPPING"
	case e.Category == event.Coerce && has("rob", "stole", "steal", "loot"):
		return "ROBBERY"
	case e.Category != event.Assault:
		return ""
	case has("burn", "arson", "set fire", "on fire", "torch"):
		return "ARSON"
	case has("bomb") && slices.ContainsFunc(e.Sources, func(p actor.Party) bool { return p.Sector == "MIL" || p.Sector == "GOV" }):
		return "ATTACK" // from the air
	case e.Mode == "explosives" || e.Mode == "suicide-attack" || has("bomb", "dynamite", "explo", "blew up", "blown up"):
		return "BOMBING"
	case e.Entry == "clash" || e.Mode == "crowd-control" || e.Mode == "aerial" || e.Mode == "heavy-weapons":
		return ""
	case e.Entry == "attack-more" && !has("attack"):
		return "" // "are carrying out operations"
	}
	return "ATTACK"
}

// isFighter reports whether a sector is one that MUC-4 does not take for a victim.
func isFighter(s actor.Sector) bool {
	switch s {
	case "MIL", "REB", "UAF", "COP", "SPY", "INS", "SEP":
		return true
	}
	return false
}

// victimsOf tells how many a party is and what happened to them.
func victimsOf(x *event.Input, p *actor.Party, e *event.Event) (victims, bool) {
	v := victims{entity: -1}
	for i := range x.Mentions {
		m := &x.Mentions[i]
		if m.Span != p.Span {
			continue
		}
		v.entity, v.name = m.Entity, p.Name
		switch {
		case m.Count > 0:
			v.number = strconv.Itoa(m.Count)
		case m.Class == actor.Person:
			v.number = "1"
		case m.Class == actor.Group:
			v.number = "PLURAL"
		default:
			return v, false // "attacked the ministry": no human target
		}
		break
	}
	if v.entity < 0 {
		return v, false
	}
	if c := e.Casualties; c != nil {
		if c.Killed != nil {
			v.effects = append(v.effects, "DEATH")
		}
		if c.Injured != nil {
			v.effects = append(v.effects, "INJURY")
		}
	} else if words := strings.ToLower(e.Evidence[0].In(x.Report.Text)); strings.Contains(words, "wound") || strings.Contains(words, "injur") {
		v.effects = append(v.effects, "INJURY")
	} else if e.Entry == "assassinate" || e.Entry == "kill" || e.Entry == "execute" || e.Entry == "massacre" || e.Entry == "behead" {
		v.effects = append(v.effects, "DEATH")
	}
	return v, true
}

func countText(c *event.Count) string {
	if c.Best <= 0 || c.High < 0 && c.Low > 100 {
		return "PLURAL"
	}
	return strconv.Itoa(c.Best)
}

func namesWeekday(words string) bool {
	words = strings.ToLower(words)
	return slices.ContainsFunc([]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}, func(day string) bool { return strings.Contains(words, day) })
}
