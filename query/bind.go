package query

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/place"
)

// binder gives the values of a query their tests.
type binder struct {
	query      *Query
	vocabulary *Vocabulary // nil: names are ids, codes are as written
}

// bind asks the vocabulary what the values mean.
func (q *Query) bind(v *Vocabulary) error {
	b := binder{q, v}
	var err error
	q.Walk(func(n Node, _ bool) {
		m, ok := n.(*Match)
		for i := 0; ok && err == nil && i < len(m.Values); i++ {
			err = b.value(m.Field, &m.Values[i])
		}
	})
	return err
}

func (b *binder) fail(v *Value, reason string) error { return &Error{b.query.Text, v.At, reason} }

// note tells a reader something once.
func (b *binder) note(text string) {
	if !slices.Contains(b.query.Notes, text) {
		b.query.Notes = append(b.query.Notes, text)
	}
}

// wild tells whether a value is a pattern.
func (v *Value) wild() bool { return !v.Literal && strings.Contains(v.Text, "*") }

func (b *binder) value(f *Field, v *Value) error {
	exact := func(words ...string) { v.Tests = append(v.Tests, Test{Look: Exact, Kinds: f.terms, Words: words}) }
	switch f.Takes {
	case ActorValue:
		return b.actor(f, v)
	case CountryValue:
		return b.country(f, v)
	case SectorValue:
		return b.sector(f, v)
	case CodeValue, YesNoValue:
		return b.code(f, v)
	case NameValue:
		return b.name(f, v)
	case PlaceValue:
		return b.place(f, v)
	case NearValue:
		return b.near(f, v)
	case DayValue:
		first, last, _ := daysOf(v.Text, f.Name == "on")
		name, bound, _ := strings.Cut(f.Name, "-")
		look := Days
		switch name {
		case "published":
			look = Published
		case "added":
			look = Added
		default:
			bound = name
		}
		switch bound {
		case "since":
			last = LastDay
		case "until":
			first = FirstDay
		}
		v.Tests = append(v.Tests, Test{Look: look, First: first, Last: last})
	case NumberValue:
		x, err := strconv.ParseFloat(v.Text, 64)
		if err != nil {
			return b.fail(v, "this is no number")
		}
		look := Number
		if f.Name == "confidence" {
			look = Confidence // nearly every event has one of its own
		}
		v.Tests = append(v.Tests, Test{Look: look, Kinds: f.terms, Compare: v.Compare, Number: x})
	case IDValue:
		text, open := v.Text, false
		if v.wild() {
			text, open = strings.TrimSuffix(text, "*"), true
		}
		v.Tests = append(v.Tests, Test{Look: Identity, Kinds: []string{f.Name}, Words: []string{text}, Open: open})
	case PhraseValue:
		v.Tests = append(v.Tests, Test{Look: Text, Phrase: PhraseOf(v.Text, v.Literal)})
	default:
		exact(v.Text)
	}
	return nil
}

// AsOfDay is the day as of which the record is asked, in days since 1970-01-01; false for now.
func (q *Query) AsOfDay() (int, bool) {
	if q.AsOf == nil {
		return 0, false
	}
	_, last, _ := daysOf(q.AsOf.Text, false)
	return last, true
}

// suffixed gives kinds of terms with a suffix: "source.office".
func suffixed(kinds []string, suffix string) []string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = k + suffix
	}
	return out
}

// actor finds who is meant by a name. A state, a body and a person's full name mean what they mean; a surname means
// everybody of that name whom the codebook has, and a note names them; an office means whoever held it when a report
// spoke of them; a name that the codebook does not have means the parties in whose names all its words stand.
func (b *binder) actor(f *Field, v *Value) error {
	if v.wild() {
		pattern := v.Text
		if head, tail, ok := strings.Cut(pattern, ":"); ok {
			pattern = strings.ToUpper(head) + ":" + strings.ToLower(tail)
		} else {
			pattern = strings.ToUpper(pattern)
		}
		v.Tests = append(v.Tests, Test{Look: Pattern, Kinds: f.terms, Words: []string{pattern}},
			Test{Look: Pattern, Kinds: suffixed(f.terms, ".name"), Words: []string{foldPattern(v.Text)}})
		return nil
	}
	if b.vocabulary == nil {
		v.Tests = append(v.Tests, Test{Look: Exact, Kinds: f.terms, Words: []string{v.Text}})
		return nil
	}
	lexicon, err := b.vocabulary.actors()
	if err != nil {
		return err
	}
	var ids, names, surnames, people, offices []string
	for _, n := range lexicon.Called(v.Text) {
		switch n.Kind {
		case actor.NamedOffice:
			offices = append(offices, officeTitles(n.Name)...)
		case actor.NamedBySurname:
			surnames, people = append(surnames, n.ID), append(people, n.Name+" ("+n.ID+")")
		default:
			ids, names = append(ids, n.ID), append(names, n.Name+" ("+n.ID+")")
		}
	}
	if len(ids) == 0 {
		ids, names = surnames, people
	}
	if len(ids) > 1 {
		b.note(quoteText(v.Text) + " is taken to mean any of " + some(names) + "; give an id to mean one")
	}
	if len(ids) > 0 {
		v.Tests = append(v.Tests, Test{Look: Exact, Kinds: f.terms, Words: ids})
		return nil
	}
	if len(offices) == 0 {
		offices = b.officeOf(lexicon, v.Text)
	}
	if len(offices) > 0 {
		for _, o := range offices {
			v.Tests = append(v.Tests, Test{Look: Pattern, Kinds: suffixed(f.terms, ".office"), Words: []string{o}})
		}
		return nil
	}
	if looksLikeID(v.Text) {
		var known []string
		for _, n := range lexicon.Actors() {
			if len(n.ID) <= 2*len(v.Text) {
				known = append(known, n.ID)
			}
		}
		return b.fail(v, "no actor has the id "+quoteText(v.Text)+didYouMean(v.Text, known))
	}
	var known []string
	for _, n := range lexicon.Actors() {
		known = append(known, n.Name)
	}
	note := "no actor of the codebook is called " + quoteText(v.Text)
	if near := nearest(v.Text, known); len(near) > 0 {
		note += " (did you mean " + either(near) + "?)"
	}
	b.note(note + ": its words were looked for in the names that reports give")
	v.Tests = append(v.Tests, Test{Look: AllWords, Kinds: suffixed(f.terms, ".name"), Words: nameWords(v.Text)})
	return nil
}

// nameWords are the words by which a name is found that the codebook does not have: those that are kept as terms.
func nameWords(name string) []string {
	var out []string
	for _, w := range strings.Fields(Fold(name)) {
		if !Common(w) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return strings.Fields(Fold(name))
	}
	return out
}

// NameWords are the terms of a party without an id: the words of its name that are not common.
func NameWords(name string) []string { return nameWords(name) }

// officeTitles are the folded titles of an office, as patterns: alone, and of any state or body. A star in the title
// is where the state stands: "* Permanent Representative".
func officeTitles(title string) []string {
	folded := foldPattern(title)
	if strings.Contains(title, "*") {
		return []string{folded}
	}
	return []string{folded, folded + " of *"}
}

// officeOf finds the office of one state: "president of Armenia", "Armenian president", "US Secretary of State".
func (b *binder) officeOf(lexicon *actor.Lexicon, name string) []string {
	words := strings.Fields(name)
	try := func(office, state string) (titles []string) {
		for _, s := range lexicon.Called(state) {
			if s.Kind == actor.NamedOffice || s.Class == actor.Person {
				continue
			}
			for _, o := range lexicon.Called(office) {
				if o.Kind != actor.NamedOffice {
					continue
				}
				of := Fold(s.Name)
				if strings.Contains(o.Name, "*") {
					titles = append(titles, foldPattern(strings.ReplaceAll(o.Name, "*", s.Name)))
					continue
				}
				titles = append(titles, Fold(o.Name)+" of "+of, Fold(o.Name)+" of the "+of)
			}
		}
		return titles
	}
	for i := len(words) - 1; i > 0; i-- {
		if titles := try(strings.Join(words[i:], " "), strings.Join(words[:i], " ")); len(titles) > 0 {
			return titles
		}
		if words[i] == "of" && i+1 < len(words) {
			if titles := try(strings.Join(words[:i], " "), strings.Join(words[i+1:], " ")); len(titles) > 0 {
				return titles
			}
		}
	}
	return nil
}

// foldPattern folds what stands between the stars of a pattern.
func foldPattern(pattern string) string {
	parts := strings.Split(pattern, "*")
	for i, part := range parts {
		folded := Fold(part)
		if i > 0 && strings.HasPrefix(part, " ") && folded != "" {
			folded = " " + folded
		}
		if i < len(parts)-1 && strings.HasSuffix(part, " ") && folded != "" {
			folded += " "
		}
		parts[i] = folded
	}
	return strings.Join(parts, "*")
}

// looksLikeID tells whether a name is written as ids are: "ARM", "USAGOV:antony-blinken".
func looksLikeID(name string) bool {
	head, _, colon := strings.Cut(name, ":")
	return (colon || len(name) == 3) && strings.ToUpper(head) == head && !strings.ContainsAny(head, " .")
}

// some joins at most six names.
func some(names []string) string {
	if len(names) > 6 {
		return strings.Join(names[:5], ", ") + " and " + itoa(len(names)-5) + " others"
	}
	return either(names)
}

// country finds a state's code.
func (b *binder) country(f *Field, v *Value) error {
	switch {
	case v.wild():
		v.Tests = append(v.Tests, Test{Look: Pattern, Kinds: f.terms, Words: []string{strings.ToUpper(v.Text)}})
		return nil
	case b.vocabulary == nil:
		v.Tests = append(v.Tests, Test{Look: Exact, Kinds: f.terms, Words: []string{v.Text}})
		return nil
	}
	lexicon, err := b.vocabulary.actors()
	if err != nil {
		return err
	}
	code := ""
	other := ""
	for _, n := range lexicon.Called(v.Text) {
		if n.Class == actor.State && code == "" {
			if code = n.Country; code == "" {
				code = n.ID
			}
		} else if other == "" {
			other = n.Name
		}
	}
	switch {
	case code != "":
		v.Tests = append(v.Tests, Test{Look: Exact, Kinds: f.terms, Words: []string{code}})
		return nil
	case other != "":
		return b.fail(v, quoteText(v.Text)+" is "+other+", which is no country: ask for party: or speaker:")
	}
	var known []string
	for _, n := range lexicon.Actors() {
		if n.Class == actor.State {
			if len(v.Text) == 3 {
				known = append(known, n.ID)
			} else {
				known = append(known, n.Name)
			}
		}
	}
	return b.fail(v, "no country is called "+quoteText(v.Text)+didYouMean(v.Text, known))
}

// sectors are the codes of sectors and common words for them.
var sectors = map[string]string{
	"GOV": "government", "MIL": "military", "COP": "police", "SPY": "intelligence", "JUD": "courts", "LEG": "parliament",
	"OPP": "opposition", "PTY": "party", "REB": "rebels", "UAF": "armed", "PKO": "peacekeepers", "IGO": "international",
	"NGO": "organisations", "CVL": "civilians", "REF": "refugees", "JRN": "journalists", "MED": "health", "EDU": "education",
	"REL": "religion", "LAB": "labour", "BUS": "business", "AGR": "farming", "CRM": "crime", "ELI": "elites", "IMG": "militants",
	"SET": "settlers", "MNC": "corporations", "HRI": "rights", "DEV": "development", "UIS": "unidentified",
}

func (b *binder) sector(f *Field, v *Value) error {
	if v.wild() {
		v.Tests = append(v.Tests, Test{Look: Pattern, Kinds: f.terms, Words: []string{strings.ToUpper(v.Text)}})
		return nil
	}
	code := strings.ToUpper(v.Text)
	var known []string
	for c, word := range sectors {
		if word == strings.ToLower(v.Text) {
			code = c
		}
		known = append(known, c)
	}
	sort.Strings(known)
	if sectors[code] == "" {
		if len(code) != 3 {
			return b.fail(v, "unknown sector "+quoteText(v.Text)+": a sector has three letters, "+strings.Join(known, ", "))
		}
		b.note("the sector " + code + " is none of PLOVER's and CAMEO's: it is found only where a codebook of yours has it")
	}
	v.Tests = append(v.Tests, Test{Look: Exact, Kinds: f.terms, Words: []string{code}})
	return nil
}

// code takes a value of a list: the field's own or the codebook's.
func (b *binder) code(f *Field, v *Value) error {
	switch f.Name {
	case "quad":
		var words []string
		for _, c := range categories {
			if Fits(v.Text, quadNames[c.Quad()-1]) {
				words = append(words, string(c))
			}
		}
		v.Tests = append(v.Tests, Test{Look: Exact, Kinds: f.terms, Words: words})
		return nil
	case "historical":
		look := Exact
		if v.Text == "no" {
			look = Absent
		}
		v.Tests = append(v.Tests, Test{Look: look, Kinds: f.terms, Words: []string{"yes"}})
		return nil
	case "reviewed":
		switch v.Text {
		case "yes":
			v.Tests = append(v.Tests, Test{Look: Exact, Kinds: f.terms, Words: reviewNames[2:]})
			return nil
		case "no":
			v.Tests = append(v.Tests, Test{Look: Absent, Kinds: f.terms, Words: reviewNames[2:]})
			return nil
		}
	}
	if f.Values == nil && b.vocabulary != nil {
		if err := b.coded(f, v); err != nil {
			return err
		}
	}
	look := Exact
	if v.wild() {
		look = Pattern
	}
	v.Tests = append(v.Tests, Test{Look: look, Kinds: f.terms, Words: []string{v.Text}})
	return nil
}

var categories = []event.Category{
	event.Agree, event.Consult, event.Support, event.Concede, event.Cooperate, event.Aid, event.Retreat, event.Request,
	event.Accuse, event.Reject, event.Threaten, event.Protest, event.Sanction, event.Mobilize, event.Coerce, event.Assault,
}

// coded makes sure that the codebook has a code, and brings it into the codebook's case.
func (b *binder) coded(f *Field, v *Value) error {
	known, err := b.vocabulary.Values(f.Name)
	if err != nil {
		return err
	}
	text := v.Text
	switch f.Name {
	case "category":
		text = strings.ToUpper(text)
	case "track":
		text = strings.ReplaceAll(strings.ToLower(text), " ", "-")
	case "context", "mode":
		text = strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(text))
		if f.Name == "mode" && !slices.Contains(known, text) {
			text = strings.ToLower(v.Text)
		}
	}
	for _, code := range known {
		if code == text || v.wild() && Fits(text, code) {
			v.Text = text
			v.Literal = v.Literal && !bareValue(text)
			return nil
		}
	}
	names := map[string]string{"cameo": "code of CAMEO"}
	name := names[f.Name]
	if name == "" {
		name = f.Name
	}
	if v.wild() {
		return b.fail(v, "no "+name+" fits "+quoteText(v.Text)+didYouMean(strings.ReplaceAll(v.Text, "*", ""), known))
	}
	if f.Name == "cameo" && slices.ContainsFunc(known, func(code string) bool { return strings.HasPrefix(code, text) }) {
		return b.fail(v, "no code of CAMEO is "+quoteText(text)+" alone: did you mean "+text+"*, all codes that begin so?")
	}
	return b.fail(v, "unknown "+name+" "+quoteText(v.Text)+didYouMean(v.Text, known))
}

// name takes the name of an outlet, an origin or a language.
func (b *binder) name(f *Field, v *Value) error {
	if f.Name == "language" {
		code := strings.ToLower(v.Text)
		look := Exact
		if v.wild() {
			look = Pattern
		} else {
			v.Tests = append(v.Tests, Test{Look: Pattern, Kinds: f.terms, Words: []string{code + "-*"}})
		}
		v.Tests = append(v.Tests, Test{Look: look, Kinds: f.terms, Words: []string{code}})
		return nil
	}
	if v.wild() {
		v.Tests = append(v.Tests, Test{Look: Pattern, Kinds: f.terms, Words: []string{foldPattern(v.Text)}})
		return nil
	}
	words := []string{Fold(v.Text)}
	if b.vocabulary != nil {
		lexicon, err := b.vocabulary.actors()
		if err != nil {
			return err
		}
		for _, n := range lexicon.Called(v.Text) {
			if n.Kind == actor.NamedOffice || n.Kind == actor.NamedBySurname || n.Kind == actor.NamedByNationality || n.Kind == actor.NamedByCapital {
				continue
			}
			for _, word := range []string{Fold(n.Name), n.ID} {
				if !slices.Contains(words, word) {
					words = append(words, word)
				}
			}
		}
	}
	if looksLikeID(v.Text) && !slices.Contains(words, v.Text) {
		words = append(words, v.Text)
	}
	v.Tests = append(v.Tests, Test{Look: Exact, Kinds: f.terms, Words: words})
	return nil
}

// place finds a place by any of its names. A country takes in what lies in it, a province what lies in it by name.
func (b *binder) place(f *Field, v *Value) error {
	if v.wild() {
		v.Tests = append(v.Tests, Test{Look: Pattern, Kinds: f.terms, Words: []string{foldPattern(v.Text)}})
		return nil
	}
	words := []string{Fold(v.Text)}
	if b.vocabulary != nil {
		found, err := b.lookup(v.Text)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			if name := Fold(found[0].Name); name != words[0] {
				words = append(words, name)
			}
			if found[0].Kind == place.Country {
				v.Tests = append(v.Tests, Test{Look: Exact, Kinds: []string{"place-country"}, Words: []string{found[0].Country}})
			}
		}
	}
	v.Tests = append(v.Tests, Test{Look: Exact, Kinds: f.terms, Words: words})
	return nil
}

// lookup finds places of a name, the most populous first; "Paris, USA" and "Paris, Texas" say which.
func (b *binder) lookup(name string) ([]place.Place, error) {
	gazetteer, err := b.vocabulary.places()
	if err != nil {
		return nil, err
	}
	found := gazetteer.Lookup(name)
	if town, of, ok := strings.Cut(name, ","); ok && len(found) == 0 {
		of = strings.TrimSpace(of)
		for _, p := range gazetteer.Lookup(town) {
			if strings.EqualFold(p.Country, of) || Fold(p.Admin1) == Fold(of) {
				found = append(found, p)
			}
		}
	}
	rank := func(p place.Place) int {
		if p.Kind == place.Country {
			return 1 << 40
		}
		return p.Pop
	}
	slices.SortStableFunc(found, func(a, b place.Place) int {
		if d := rank(b) - rank(a); d != 0 {
			return d
		}
		if a.Country != b.Country {
			return strings.Compare(a.Country, b.Country)
		}
		if a.Admin1 != b.Admin1 {
			return strings.Compare(a.Admin1, b.Admin1)
		}
		return a.GeoNames - b.GeoNames
	})
	return found, nil
}

// near finds the point around which is looked.
func (b *binder) near(f *Field, v *Value) error {
	name, lat, lon, km, coordinates, _ := near(v.Text)
	if !coordinates {
		if b.vocabulary == nil {
			return b.fail(v, "near: needs coordinates where there is no gazetteer: near:\"40.4,49.9/30km\"")
		}
		found, err := b.lookup(name)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return b.fail(v, "the gazetteer has no place called "+quoteText(name)+": give its coordinates, near:\"40.4,49.9/30km\"")
		}
		p := found[0]
		if p.Kind == place.Country {
			return b.fail(v, p.Name+" is a country: ask for place-country:"+p.Country)
		}
		lat, lon = p.Lat, p.Lon
		if len(found) > 1 && found[1].Pop*20 > p.Pop && !strings.Contains(name, ",") {
			where := p.Name
			if p.Admin1 != "" && p.Admin1 != p.Name {
				where += ", " + p.Admin1
			}
			b.note(fmt.Sprintf("%d places are called %s: near is around %s, %s (%.2f, %.2f); write \"%s, %s\" to mean another",
				len(found), quoteText(name), where, p.Country, lat, lon, name, found[1].Country))
		}
	}
	v.Tests = append(v.Tests, Test{Look: Near, Kinds: f.terms, Latitude: lat, Longitude: lon, Kilometres: km})
	return nil
}
