package place

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/actor"
	"chancery/internal/gazetteer"
	"chancery/report"
	"chancery/syntax"
)

// longestName is the most tokens a name of the gazetteer is sought over; hyphens are tokens.
const longestName = 8

// Find returns the places that a report speaks of as places, in text order. Countries and capitals count when the
// words use them so ("in Armenia", "a visit to Baku"), not when they stand for governments ("Baku said", "a letter to
// Armenia"). Names that the syntax takes for places, or the words around them do ("the village of X"), are there even
// if the gazetteer lacks them: with Resolved false and the words as the Place's Name.
//
// mentions are the report's actors: their countries help to choose between places of one name, and what names a
// person or an organisation names no place.
func (g *Gazetteer) Find(doc *syntax.Document, r *report.Report, mentions []actor.Mention) []Mention {
	f := finder{resolver: g.resolver(doc.Text), doc: doc, mentions: mentions}
	defer f.release()
	f.meet()
	at := 0
	for i := range doc.Sentences {
		for at < len(mentions) && mentions[at].Sentence < i {
			at++
		}
		end := at
		for end < len(mentions) && mentions[end].Sentence == i {
			end++
		}
		f.sentence(i, mentions[at:end])
	}
	hints := Hints{Outlet: r.Outlet, URL: r.URL}
	for i := range mentions {
		m := &mentions[i]
		if m.Form == actor.Pronoun || len(hints.Countries) >= 20 {
			continue
		}
		for k := range m.Parties {
			if c := m.Parties[k].Country; c != "" {
				hints.Countries = append(hints.Countries, c)
			}
		}
	}
	if r.Dateline != nil && r.Dateline.Place != "" {
		for _, p := range g.Lookup(r.Dateline.Place) {
			if p.Kind == Capital || p.Pop > 1000000 {
				hints.Countries = append(hints.Countries, p.Country, p.Country)
				break
			}
		}
	}
	f.decide(hints)
	return f.result()
}

// sight is an item's place in its sentence and how it is used.
type sight struct {
	sentence    int
	first, last int
	head        int
	use         use
	near        bool
	part        bool
	want        Kind // the kind that the words say: "Kalbajar district"
	wanted      bool
	named       bool // the statistical name finder takes it for a place
}

type use uint8

const (
	hint    use = iota // no place mention: a government, an adjective
	located            // used as a place
)

type finder struct {
	*resolver
	doc      *syntax.Document
	mentions []actor.Mention
	sights   []sight
	s        *syntax.Sentence
	number   int
	actors   []actor.Mention // of the sentence
	people   []string        // last names of the report's people
}

// meet notes the last words of the names of the report's people: once "Mark Conway" has been named, "Conway" is he
// and no town in Florida.
func (f *finder) meet() {
	note := func(s *syntax.Sentence, first, last int) {
		if last > first && s.Tokens[last].UPOS == syntax.PROPN {
			f.people = append(f.people, s.Tokens[last].Form)
		}
	}
	for i := range f.doc.Sentences {
		s := &f.doc.Sentences[i]
		for k := range s.Names {
			if n := &s.Names[k]; n.Class == syntax.PersonName {
				note(s, n.First, n.Last)
			}
		}
		for k := 2; k < len(s.Tokens); k++ { // three parts at least: "El Paso" is flat as well
			if s.Tokens[k].Rel == syntax.Flat && s.Tokens[k-1].Rel == syntax.Flat && s.Tokens[k].Head == s.Tokens[k-1].Head && nameLike(&s.Tokens[k-1]) {
				note(s, k-1, k)
			}
		}
	}
	for i := range f.mentions {
		if m := &f.mentions[i]; m.Class == actor.Person && m.Form == actor.Proper && m.Sentence < len(f.doc.Sentences) {
			note(&f.doc.Sentences[m.Sentence], m.First, m.Last)
		}
	}
}

// isPerson reports whether a single word is the last name of somebody in the report, and what it names is not a place
// that everybody knows.
func (f *finder) isPerson(first, last int, g *group) bool {
	if first != last {
		return false
	}
	for k := range g.candidates {
		if c := &g.candidates[k]; c.kind != Populated && !c.alternate || c.pop > 1000000 || c.record >= int32(f.g.file.Len()) {
			return false
		}
	}
	form := f.s.Tokens[first].Form
	for _, p := range f.people {
		if p == form {
			return true
		}
	}
	return false
}

func (f *finder) sentence(number int, actors []actor.Mention) {
	f.s, f.number, f.actors = &f.doc.Sentences[number], number, actors
	s := f.s
	for i := 0; i < len(s.Tokens); {
		if t := &s.Tokens[i]; !nameLike(t) || t.UPOS == syntax.DET && i+1 < len(s.Tokens) {
			i++
			continue
		}
		if i > 0 && direction(s.Tokens[i-1].Form) { // "southern Lebanon" has a name of its own
			if last, known := f.longest(i - 1); known && last >= i && (len(f.sights) == 0 || f.sights[len(f.sights)-1].sentence != number || f.sights[len(f.sights)-1].last < i-1) {
				f.consider(i-1, last)
				i = last + 1
				continue
			}
		}
		last, known := f.longest(i)
		if n := f.nameAt(i); n != nil && n.Class == syntax.PlaceName && (!known || n.Last > last) && n.First == i {
			// A name that the finder sees and the gazetteer lacks, or knows only the beginning of.
			if !known || !f.inside(last+1, n.Last) {
				last, known = n.Last, true
			}
		}
		if !known {
			if f.announced(i) {
				last = f.run(i)
				known = true
			}
		}
		if !known {
			i++
			continue
		}
		if n := last + 1; n < len(s.Tokens) && nameLike(&s.Tokens[n]) && adjacent(s, last) && administrative(s.Tokens[n].Form) {
			last = n // "the Akita Prefecture", which the gazetteer calls Akita
		}
		f.consider(i, last)
		i = last + 1
	}
}

// direction reports whether a lower-case word names a part of what follows: "southern Armenia".
func direction(form string) bool {
	switch form {
	case "northern", "southern", "eastern", "western", "central", "north", "south", "east", "west", "northeastern", "northwestern", "southeastern", "southwestern",
		"north-eastern", "north-western", "south-eastern", "south-western", "northeast", "northwest", "southeast", "southwest", "occupied", "annexed", "upstate":
		return true
	}
	return false
}

// administrative reports whether a capitalised word after a name is the name's second half.
func administrative(form string) bool {
	switch form {
	case "Prefecture", "Province", "Region", "Oblast", "District", "County", "Parish", "Governorate", "Peninsula", "Valley", "Island", "Islands", "River", "Mountains", "Krai", "Raion", "Municipality":
		return true
	}
	return false
}

// inside reports whether all tokens from first to last are lower-case generic words.
func (f *finder) inside(first, last int) bool {
	for i := first; i <= last; i++ {
		if _, ok := generic[f.s.Tokens[i].Form]; !ok {
			return false
		}
	}
	return true
}

// nameLike reports whether a name of a place can begin with the token.
func nameLike(t *syntax.Token) bool {
	c := t.Form[0]
	if c < utf8.RuneSelf {
		return 'A' <= c && c <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(t.Form)
	return unicode.IsUpper(r)
}

// longest returns the last token of the longest name of the gazetteer that begins at token i.
func (f *finder) longest(i int) (last int, known bool) {
	tokens := f.s.Tokens
	for j := i; j < len(tokens) && j < i+longestName; j++ {
		t := &tokens[j]
		if j > i && !nameLike(t) {
			switch strings.ToLower(t.Form) {
			case "-", "–", "of", "and", "the", "al", "el", "de", "del", "la", "le", "du", "des", "di", "da", "do", "dos", "upon", "on", "am", "an", "der", "sur", "en", "-al-", "'", "’", "es", "ul", "el-", "al-", "in",
				"gold", "nuclear", "power", "plant", "hydroelectric":
				continue
			}
			if _, ok := generic[t.Form]; !ok {
				break
			}
		}
		// Possessives end names: "Armenia's Syunik province".
		if j > i && (t.Form == "'s" || t.Form == "’s") {
			break
		}
		if t.UPOS == syntax.PUNCT && j > i && t.Form != "." {
			break
		}
		f.buffer = gazetteer.AppendFold(f.buffer[:0], f.doc.Text[tokens[i].Start:t.End])
		if len(f.buffer) == 0 || len(f.buffer) > 60 {
			continue
		}
		if f.known(f.doc.Text[tokens[i].Start:t.End]) {
			last, known = j, true
		}
	}
	return last, known
}

// known reports whether the folded name in the buffer is one of the gazetteer or of a people.
func (f *finder) known(name string) bool {
	if len(f.g.named(name, f.buffer)) > 0 {
		return true
	}
	if _, ok := f.g.byPeople[string(f.buffer)]; ok {
		return true
	}
	if len(f.buffer) < 3 {
		return false
	}
	return f.g.file.Has(gazetteer.Hash(f.buffer))
}

// nameAt returns the statistical name that token i belongs to, nil for none.
func (f *finder) nameAt(i int) *syntax.Name {
	for k := range f.s.Names {
		if n := &f.s.Names[k]; n.First <= i && i <= n.Last {
			return n
		}
	}
	return nil
}

// announced reports whether the words before token i say that a place follows: "the village of X", "the town X".
func (f *finder) announced(i int) bool {
	t := f.s.Tokens
	if t[i].UPOS != syntax.PROPN || i < 2 {
		return false
	}
	noun := i - 1
	if t[noun].Form == "of" {
		noun--
	}
	return t[noun].UPOS == syntax.NOUN && settlement(t[noun].Lemma) && t[noun].Lemma != "area" && t[noun].Lemma != "region"
}

// run returns the last of the proper nouns that begin at token i.
func (f *finder) run(i int) int {
	for i+1 < len(f.s.Tokens) && f.s.Tokens[i+1].UPOS == syntax.PROPN {
		i++
	}
	return i
}

// consider decides how the name from first to last is used, and takes it in unless it is no name of a place at all.
func (f *finder) consider(first, last int) {
	s := f.s
	span := s.Words(first, last)
	text := span.In(f.doc.Text)
	head := headOf(s, first, last)
	name := f.nameAt(first)
	named := name != nil && name.Class == syntax.PlaceName && name.First <= first && last <= name.Last
	sg := sight{sentence: f.number, first: first, last: last, head: head, named: named}

	if last+1 < len(s.Tokens) {
		if k, ok := generic[strings.ToLower(s.Tokens[last+1].Form)]; ok && adjacent(s, last) {
			sg.want, sg.wanted = k, true
		}
	}
	if k, ok := generic[strings.ToLower(s.Tokens[last].Form)]; ok && last > first {
		sg.want, sg.wanted = k, true
	}

	f.buffer = gazetteer.AppendFold(f.buffer[:0], text)
	index := f.addFolded(span, text)
	it := &f.items[index]
	g := &f.groups[it.group]
	sg.use = hint
	switch {
	case it.weak:
	case f.foreignPart(first, last, name, named, sg.wanted), never[string(f.buffer)], f.isPerson(first, last, g),
		strings.HasPrefix(text, "University") || strings.HasSuffix(text, "University") || strings.HasSuffix(text, "College"):
		// "Jordan" the person, "Boston Globe", "University of Oxford": neither place nor hint.
		f.forget(index)
		return
	default:
		loc := f.location(first, last, head)
		strong := false // a state, capital or area of the overlay: no other evidence that it is a name is needed
		large := 0
		government := false
		for k := range g.candidates {
			c := &g.candidates[k]
			if c.alternate && len(g.candidates) > 1 {
				continue
			}
			large = max(large, c.pop)
			strong = strong || c.kind == Country || c.kind == Capital || c.record >= int32(f.g.file.Len()) || c.kind == Province && !c.alternate
			government = government || c.kind == Country || c.kind == Capital
		}
		sg.near, sg.part = loc.near, loc.part
		if last == first && large == 0 && len(g.candidates) > 0 && !strong && !sg.wanted {
			for k := range g.candidates { // a name that only small places bear beside their own: "Rise"
				large = max(large, g.candidates[k].pop/20)
			}
			named = named && large >= 1000
		}
		common := last == first && calendar[string(f.buffer)] || allCaps(text) && len(text) < 6 && (len(g.candidates) == 0 || g.candidates[0].kind != Country)
		switch {
		case len(g.candidates) == 0 && common:
		case len(g.candidates) == 0:
			if named && loc.sure && s.Tokens[head].UPOS == syntax.PROPN || f.announced(first) {
				sg.use = located
			}
		case common && !(named && (loc.place || sg.wanted) && large >= 15000):
		case loc.polity:
		case loc.place || sg.wanted && !government:
			if strong || named || large >= 15000 && s.Tokens[head].UPOS == syntax.PROPN || loc.sure && properNouns(s, first, last) {
				sg.use = located
			}
		case government:
		case loc.speaks || s.Tokens[head].Rel == syntax.NmodPoss && f.isArea(g):
		case strong && named, named && large >= 1000, strong && last > first, sg.wanted && strong:
			sg.use = located
		case f.caption(first):
			sg.use = located
		}
		if sg.use == hint && !strong && !named {
			f.forget(index)
			return
		}
	}
	if sg.use == hint {
		it.weak = true
	}
	f.sights = append(f.sights, sg)
}

// forget takes the last item back, and its name when nothing else carries it: it must not speak for other names.
func (f *finder) forget(index int) {
	g := &f.groups[f.items[index].group]
	f.items = f.items[:index]
	if g.count--; g.count == 0 {
		f.groups = f.groups[:len(f.groups)-1]
	}
}

// isArea reports whether the name is that of a region: "Europe's energy security" is no place where something happens.
func (f *finder) isArea(g *group) bool {
	return len(g.candidates) > 0 && g.candidates[0].kind == Area
}

// caption reports whether the sentence is a dateline, where a name alone is a place.
func (f *finder) caption(first int) bool {
	return f.s.Kind == report.Dateline && first == 0
}

func adjacent(s *syntax.Sentence, i int) bool {
	return s.Tokens[i+1].Start <= s.Tokens[i].End+1
}

func allCaps(text string) bool {
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
	}
	return !strings.Contains(text, ".")
}

func properNouns(s *syntax.Sentence, first, last int) bool {
	for i := first; i <= last; i++ {
		if u := s.Tokens[i].UPOS; u != syntax.PROPN && u != syntax.PUNCT && u != syntax.ADP && i == first {
			return false
		}
	}
	return true
}

// headOf returns the token of a span that hangs outside of it.
func headOf(s *syntax.Sentence, first, last int) int {
	for i := last; i >= first; i-- {
		if h := int(s.Tokens[i].Head); (h < first || h > last) && s.Tokens[i].UPOS != syntax.PUNCT {
			return i
		}
	}
	return last
}

// foreignPart reports whether the name is part of something that is no place.
func (f *finder) foreignPart(first, last int, name *syntax.Name, named, wanted bool) bool {
	s := f.s
	if name != nil && !named && name.Class != syntax.MiscName && (name.First < first || name.Last > last) {
		return true // inside the name of a person or organisation
	}
	if name != nil && name.Class == syntax.PersonName && name.First == first && name.Last == last && !f.placed(first) {
		return true
	}
	for i := range f.actors {
		m := &f.actors[i]
		if m.Form != actor.Proper || m.First > first || m.Last < last {
			continue
		}
		larger := m.First < first || m.Last > last
		switch m.Class {
		case actor.Person:
			return larger || !f.placed(first)
		case actor.Organisation, actor.Outlet:
			if larger && !named || larger && m.Last-m.First <= 5 {
				return true
			}
		}
	}
	// "John Horton Conway": the syntax joins the parts of people's names flat, whatever the name finder says.
	if t := &s.Tokens[first]; t.Rel == syntax.Flat && (t.Head < int32(first) && t.Head >= 0) && s.Tokens[t.Head].UPOS == syntax.PROPN && !f.isPlaceWord(&s.Tokens[t.Head]) && !f.placed(int(t.Head)) {
		return true
	}
	// A proper noun right before or after that the gazetteer does not count in: "Paris Hilton", "Baku Steel".
	if last+1 < len(s.Tokens) && adjacent(s, last) && !wanted && !named {
		t := &s.Tokens[last+1]
		if t.UPOS == syntax.PROPN && nameLike(t) && (t.Rel == syntax.Flat || t.Head == int32(last) || s.Tokens[last].Head == int32(last+1)) {
			return true
		}
	}
	if first > 0 && !named && s.Tokens[first-1].End+1 >= s.Tokens[first].Start {
		t := &s.Tokens[first-1]
		if t.UPOS == syntax.PROPN && nameLike(t) && (s.Tokens[first].Rel == syntax.Flat || s.Tokens[first].Head == int32(first-1) || t.Head == int32(first)) && !f.isPlaceWord(t) {
			return true
		}
	}
	return false
}

// isPlaceWord reports whether a word before a name may belong to a place: "Lake", "North".
func (f *finder) isPlaceWord(t *syntax.Token) bool {
	switch strings.ToLower(t.Form) {
	case "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "lake", "mount", "upper", "lower", "downtown", "greater", "old", "new":
		return true
	}
	return false
}

// standsForGovernment reports whether the name can stand for a state: a country or a capital.
func (f *finder) standsForGovernment() bool {
	it := &f.items[len(f.items)-1]
	for k := range f.groups[it.group].candidates {
		if c := &f.groups[it.group].candidates[k]; (c.kind == Country || c.kind == Capital) && !c.alternate {
			return true
		}
	}
	return false
}

// result makes the mentions once everything is decided.
func (f *finder) result() []Mention {
	var mentions []Mention
	for i := range f.sights {
		sg, it := &f.sights[i], &f.items[i]
		if sg.use != located {
			continue
		}
		m := Mention{Span: it.span, Sentence: sg.sentence, First: sg.first, Last: sg.last, Head: sg.head}
		g := &f.groups[it.group]
		best := it.best
		if sg.wanted {
			best = f.ofKind(g, best, sg.want)
		}
		if best < 0 {
			m.Place.Name = it.span.In(f.doc.Text)
			if it.outside {
				holder := &f.groups[f.items[it.container].group]
				if holder.best >= 0 {
					m.Place.Country = f.g.place(holder.candidates[holder.best].record).Country
				}
			}
			mentions = append(mentions, m)
			continue
		}
		c := &g.candidates[best]
		m.Place, m.Resolved = f.g.place(c.record), true
		m.ACLED, m.UCDP = f.g.precision(c.record, c.kind, sg.near)
		if sg.wanted && (c.kind == Populated || c.kind == Capital) {
			switch sg.want { // "Kalbajar district" where the gazetteer has only the town
			case District:
				m.ACLED, m.UCDP = 2, 3
			case Province:
				m.ACLED, m.UCDP = 3, 4
			case Area, Feature, Water:
				m.ACLED, m.UCDP = 2, 2
			}
		}
		if sg.part && c.kind == Country {
			m.ACLED, m.UCDP = 3, 5
		}
		mentions = append(mentions, m)
	}
	return mentions
}

// ofKind returns the candidate nearest to the best one that is of the kind which the words say, if there is one.
func (f *finder) ofKind(g *group, best int, want Kind) int {
	if best < 0 {
		return best
	}
	b := &g.candidates[best]
	if b.kind == want || b.kind == Country {
		return best
	}
	found := best
	for k := range g.candidates {
		c := &g.candidates[k]
		if c.kind == want && c.country == b.country && (want != Populated || g.score[k] > g.score[best]-3) && kilometres(c.lat, c.lon, b.lat, b.lon) < 300 {
			if found == best || g.score[k] > g.score[found] {
				found = k
			}
		}
	}
	return found
}
