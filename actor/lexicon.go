package actor

import (
	"chancery/codebook"
	"chancery/coreference"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Lexicon is all that the codebook says of actors, ready for finding them. It does not change after
// loading and is safe for use by several goroutines.
type Lexicon struct {
	actors   []known // states, organisations, groups, outlets
	offices  []office
	agents   []agent
	people   []person
	tenures  []tenure
	entries  []entry
	phrases  phraseTable         // strictly folded: everything but people
	names    phraseTable         // loosely folded: people's full names
	surnames phraseTable         // loosely folded: people's surnames
	given    map[uint64]byte     // gender of given names by their strict hash
	alike    map[uint64]uint64   // loose hash of a spelling → of the one it counts as: "Muhammad", "Mohammed"
	byID     map[string]int32    // of actors
	officeID map[string]int32    // of offices
	personID map[string]int32    // of people
	byOffice map[officeKey]int32 // first tenure of an office, plus one
	ranker   *coreference.Model
}

// known is an actor of the tables that is no person.
type known struct {
	id, name string
	country  string // ISO 3166-1 alpha-3, "" when it has none
	sector   Sector
	class    Class
	kind     string
	article  bool // "the United States"
	unless   []uint64
	removed  bool
}

// office is a kind of office: foreign minister, spokesperson.
type office struct {
	id, title string
	sector    Sector
	country   int32 // the actor that "the Secretary of State" belongs to when nothing else is said, or -1
	parent    int32 // the office this is a special case of, or -1
	kind      string
	removed   bool
}

// agent is a word for somebody by what they are or do: journalist, army, foreign ministry.
type agent struct {
	sector  Sector
	kind    agentKind
	title   string // for bodies: "Foreign Ministry"
	slug    string // for bodies: "foreign-ministry"
	country int32
}

type agentKind uint8

const (
	agentPerson  agentKind = iota // journalist, soldier
	agentGeneric                  // official, leader, spokesman: the word before may say of what
	agentGroup                    // troops, police
	agentBody                     // foreign ministry, parliament, government
	agentState                    // country, nation
	agentSides                    // parties, sides
	agentOutlet                   // news agency, state television
)

var agentKinds = map[string]agentKind{"person": agentPerson, "generic": agentGeneric, "group": agentGroup, "body": agentBody, "state": agentState, "sides": agentSides, "outlet": agentOutlet}

// entryKind says in which way a phrase names what it names.
type entryKind uint8

const (
	stateName entryKind = iota
	adjective           // "Armenian", "US"
	peopleName
	capital
	seat // "the Kremlin"
	organisationName
	outletName
	weakOutlet // an outlet only next to a word of reporting: "Trend"
	officeName
	officePlural
	agentName
	agentPlural
	otherName // names something that is no actor: "New Mexico"
	personName
	surname
)

// entry is one meaning of a phrase. The phrase's other meanings hang on next.
type entry struct {
	kind entryKind
	caps capsRule
	ref  int32
	next int32 // index plus one, 0 at the end
}

// capsRule says how a phrase must be written to be the name.
type capsRule uint8

const (
	anyCase    capsRule = iota
	capital1st          // its first letter is a capital
	allCaps             // "US", not "us"
)

// Load reads the tables of the codebook's folder actors. What is wrong in them comes back as one
// [codebook.Error] for each mistake, joined.
func Load(book *codebook.Book) (*Lexicon, error) {
	var sources []source
	for _, name := range book.Files("actors", ".tsv") {
		data, err := book.Read(name)
		if err != nil {
			return nil, fmt.Errorf("%w: actors: %w", codebook.ErrCodebook, err)
		}
		sources = append(sources, source{book.Name(name), string(data)})
	}
	return load(sources)
}

// source is a file of the folder actors.
type source struct{ name, text string }

// load makes a lexicon of files.
func load(sources []source) (*Lexicon, error) {
	x := &Lexicon{
		phrases: newPhraseTable(1 << 14), names: newPhraseTable(1 << 15), surnames: newPhraseTable(1 << 14),
		alike: map[uint64]uint64{}, given: make(map[uint64]byte, 1<<13), byID: make(map[string]int32, 1024), officeID: make(map[string]int32, 256),
		personID: make(map[string]int32, 1<<14), byOffice: make(map[officeKey]int32, 1<<12),
	}
	var err error
	if x.ranker, err = coreference.Load(); err != nil {
		return nil, err
	}
	l := &loader{lexicon: x}
	// Rows are gathered first, since a later file may replace an earlier one's rows and refer to rows that follow.
	var gathered struct {
		actors, offices, agents, spellings, others []located
	}
	into := func(rows *[]located) func(*row) {
		return func(r *row) { *rows = append(*rows, located{*r, l.file}) }
	}
	handlers := map[string]func(*row){
		"state":        func(r *row) { l.addActor(r, &gathered.actors, "state") },
		"organisation": func(r *row) { l.addActor(r, &gathered.actors, "organisation") },
		"outlet":       func(r *row) { l.addActor(r, &gathered.actors, "outlet") },
		"office":       func(r *row) { l.addOffice(r, &gathered.offices) },
		"agent":        into(&gathered.agents),
		"holder":       l.addHolder,
		"spelling":     into(&gathered.spellings),
		"other":        into(&gathered.others),
		"given":        l.addGiven,
	}
	for _, s := range sources {
		if l.file = s.name; kindOfTable(s.text) != "holder" {
			l.readTable(s.text, handlers)
		}
	}
	l.indexSpellings(gathered.spellings)
	l.indexActors(gathered.actors)
	l.indexOffices(gathered.offices)
	l.indexAgents(gathered.agents)
	l.indexOthers(gathered.others)
	lines := 0
	for _, s := range sources {
		if kindOfTable(s.text) == "holder" {
			lines += strings.Count(s.text, "\n")
		}
	}
	x.people, x.tenures = make([]person, 0, lines), make([]tenure, 0, lines)
	x.entries = slices.Grow(x.entries, 3*lines)
	// The holders are most of the text: they are read in one go, when everything that they refer to is known.
	for _, s := range sources {
		if l.file = s.name; kindOfTable(s.text) == "holder" {
			l.readTable(s.text, handlers)
		}
	}
	if len(l.mistakes) > 0 {
		return nil, errors.Join(l.mistakes...)
	}
	return x, nil
}

// located is a row with the file it stands in.
type located struct {
	row
	file string
}

// Columns of a state, an organisation and an outlet, by their place in tableShapes.
const (
	idColumn   = 0
	nameColumn = 1

	stateNames, stateAdjectives, statePeople, stateCapitals, stateSeats, stateStatus = 2, 3, 4, 5, 6, 7
	stateCountry, stateArticle, stateUnless                                          = 8, 9, 12

	organisationNames, organisationSeats, organisationCountry, organisationSector, organisationKind, organisationArticle = 2, 3, 4, 5, 6, 7

	outletNames, outletWeak, outletCountry, outletKind = 2, 3, 4, 5
)

// addActor enters the row under its id, in the place of an earlier row with the same id.
func (l *loader) addActor(r *row, rows *[]located, kind string) {
	x := l.lexicon
	k := known{id: r.values[idColumn], name: r.values[nameColumn], kind: kind}
	if k.name == "" {
		l.mistaken(r.line, "%s has no name; write - as its name to take it out", k.id)
		return
	}
	k.removed = k.name == "-"
	switch kind {
	case "state":
		k.kind, k.class, k.country = r.values[stateStatus], State, k.id
		switch k.kind {
		case "state", "de facto", "territory", "former", "":
		case "people":
			k.class = Group
		default:
			l.mistaken(r.line, "the status is one of state, de facto, territory, former and people, not %q", k.kind)
		}
		switch c := r.values[stateCountry]; c {
		case "":
		case "-":
			k.country = ""
		default:
			k.country = c
		}
		if k.country != "" && !isAlpha3(k.country) {
			l.mistaken(r.line, "%q is no ISO 3166-1 alpha-3 code; write - as the country when it has none", k.country)
		}
		k.article = r.values[stateArticle] == "the"
	case "organisation":
		k.class, k.country, k.sector, k.kind = Organisation, r.values[organisationCountry], Sector(r.values[organisationSector]), r.values[organisationKind]
		if !isSector(k.sector) {
			l.mistaken(r.line, "%q is no sector: three capital letters such as IGO, NGO, GOV, MIL, REB", k.sector)
		}
		k.article = r.values[organisationArticle] == "the"
	case "outlet":
		k.class, k.country, k.sector, k.kind = Outlet, r.values[outletCountry], "JRN", r.values[outletKind]
	}
	if old, ok := x.byID[k.id]; ok {
		x.actors[old], (*rows)[old] = k, located{*r, l.file}
		return
	}
	x.byID[k.id] = int32(len(x.actors))
	x.actors = append(x.actors, k)
	*rows = append(*rows, located{*r, l.file})
}

// isAlpha3 tells whether s is three capital letters.
func isAlpha3(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// isSector tells whether s looks like a code of PLOVER or CAMEO; the list of codes is the user's to extend.
func isSector(s Sector) bool { return isAlpha3(string(s)) }

// indexActors enters the names of states, organisations and outlets.
func (l *loader) indexActors(rows []located) {
	x := l.lexicon
	for i := range rows {
		k, r := &x.actors[i], &rows[i]
		l.file = r.file
		ref := int32(i)
		if k.removed {
			continue
		}
		switch {
		case k.class == Outlet:
			l.enterName(k.name, outletName, ref)
			for name := range list(r.values[outletNames]) {
				l.enterName(name, outletName, ref)
			}
			for name := range list(r.values[outletWeak]) {
				l.enterName(name, weakOutlet, ref)
			}
		case k.class == Organisation:
			if k.country != "" {
				if c, ok := x.byID[k.country]; ok {
					k.country = x.actors[c].country
				} else {
					l.mistaken(r.line, "no state has the id %q", k.country)
				}
			}
			l.enterName(k.name, organisationName, ref)
			for name := range list(r.values[organisationNames]) {
				l.enterName(name, organisationName, ref)
			}
			for name := range list(r.values[organisationSeats]) {
				l.enterName(name, capital, ref)
			}
		default:
			if k.class == State {
				l.enterName(k.name, stateName, ref)
				for name := range list(r.values[stateNames]) {
					l.enterName(name, stateName, ref)
				}
			}
			for name := range list(r.values[stateAdjectives]) {
				l.enterName(name, adjective, ref)
				// "Armenian" makes "Armenians"; the column people is for those that do otherwise.
				if r.values[statePeople] == "" {
					l.enterName(name, peopleName, ref)
					l.enterName(name+"s", peopleName, ref)
				}
			}
			for name := range list(r.values[statePeople]) {
				l.enterName(name, peopleName, ref)
			}
			for name := range list(r.values[stateCapitals]) {
				l.enterName(name, capital, ref)
			}
			for name := range list(r.values[stateSeats]) {
				l.enterName(name, seat, ref)
			}
			for name := range list(r.values[stateUnless]) {
				k.unless = append(k.unless, phraseHash(name))
			}
		}
	}
}

// phraseHash is the hash of a phrase's strictly folded tokens.
func phraseHash(name string) uint64 {
	h := hashStart
	for _, w := range words(nil, name) {
		h = join(h, strictHash(w))
	}
	return h
}

// capsOf is how a name must be written, by how the table writes it.
func capsOf(name string) capsRule {
	if len(name) > 3 && (name[:2] == "al" || name[:2] == "Al") && (name[2] == '-' || name[2] == ' ') {
		return anyCase // "al-Shabaab" and "Al-Shabaab"
	}
	letters, lower := 0, 0
	for _, c := range name {
		switch {
		case 'a' <= c && c <= 'z' || c >= 0x80:
			letters++
			lower++
		case 'A' <= c && c <= 'Z':
			letters++
		}
	}
	switch {
	case letters > 0 && lower == 0 && letters <= 6:
		return allCaps
	case lower > 0 && name[0] >= 'a' && name[0] <= 'z':
		return anyCase
	}
	return capital1st
}

// enterName enters a proper name.
func (l *loader) enterName(name string, kind entryKind, ref int32) {
	l.enter(name, kind, capsOf(name), ref)
}

// enter enters a phrase of the strict table.
func (l *loader) enter(name string, kind entryKind, caps capsRule, ref int32) {
	var tokens [16]uint64
	n := 0
	var cut [24]string
	for _, w := range words(cut[:0], name) {
		if n == len(tokens) {
			return // no name of so many words is matched whole
		}
		tokens[n] = strictHash(w)
		n++
	}
	if n == 0 {
		return
	}
	l.attach(l.lexicon.phrases.add(tokens[:n]), entry{kind: kind, caps: caps, ref: ref})
}

// attach hangs an entry on a slot, unless the slot has it already.
func (l *loader) attach(slot *int32, e entry) {
	x := l.lexicon
	for i := *slot; i > 0; i = x.entries[i-1].next {
		if old := &x.entries[i-1]; old.kind == e.kind && old.ref == e.ref {
			old.caps = min(old.caps, e.caps)
			return
		}
	}
	e.next = *slot
	x.entries = append(x.entries, e)
	*slot = int32(len(x.entries))
}

const officeTitle, officeNames, officeSector, officeCountry, officeParent, officeKind = 1, 2, 3, 4, 5, 6

// addOffice enters an office under its id.
func (l *loader) addOffice(r *row, rows *[]located) {
	x := l.lexicon
	o := office{id: r.values[idColumn], title: r.values[officeTitle], sector: Sector(r.values[officeSector]), kind: r.values[officeKind], country: -1, parent: -1}
	if o.title == "" {
		l.mistaken(r.line, "office %s has no title", o.id)
		return
	}
	o.removed = o.title == "-"
	if !o.removed && !isSector(o.sector) {
		l.mistaken(r.line, "office %s: %q is no sector: three capital letters such as GOV, MIL, LEG", o.id, o.sector)
	}
	if old, ok := x.officeID[o.id]; ok {
		x.offices[old], (*rows)[old] = o, located{*r, l.file}
		return
	}
	x.officeID[o.id] = int32(len(x.offices))
	x.offices = append(x.offices, o)
	*rows = append(*rows, located{*r, l.file})
}

// indexOffices enters the words for offices, singular and plural.
func (l *loader) indexOffices(rows []located) {
	x := l.lexicon
	for i := range rows {
		o, r := &x.offices[i], &rows[i]
		l.file = r.file
		if o.removed {
			continue
		}
		if c := r.values[officeCountry]; c != "" {
			ref, ok := x.byID[c]
			if !ok {
				l.mistaken(r.line, "office %s: no state or organisation has the id %q", o.id, c)
				continue
			}
			o.country = ref
		}
		if p := r.values[officeParent]; p != "" {
			ref, ok := x.officeID[p]
			if !ok {
				l.mistaken(r.line, "office %s: no office has the id %q", o.id, p)
				continue
			}
			o.parent = ref
		}
		enter := func(phrase string) {
			caps := anyCase
			if strings.IndexByte(phrase, ' ') < 0 {
				caps = capsOf(phrase) // "PM" is no time of day, "Speaker" no speaker at a rally
			}
			l.enter(phrase, officeName, caps, int32(i))
			l.enter(pluralOfTitle(phrase), officePlural, min(caps, capital1st), int32(i)) // "MPs"
		}
		if strings.IndexByte(o.title, ' ') > 0 && strings.IndexByte(o.title, '*') < 0 {
			enter(o.title) // a title of one word ("Leader") says too little to be taken for the office everywhere
		}
		for name := range list(r.values[officeNames]) {
			if err := expand(name, enter); err != nil {
				l.mistaken(r.line, "office %s: %q has %v", o.id, name, err)
			}
		}
	}
}

// pluralOfTitle puts the head of a title into the plural: "minister of defence" is "ministers of defence".
func pluralOfTitle(title string) string {
	for _, of := range []string{" of ", " for ", " to ", " in "} {
		if i := strings.Index(title, of); i > 0 {
			return plural(title[:i]) + title[i:]
		}
	}
	return plural(title)
}

// plural is the regular English plural of a noun phrase's last word, with the irregular ones that name people.
func plural(word string) string {
	for _, ends := range [][2]string{{"man", "men"}, {"person", "people"}, {"child", "children"}, {"foreign affairs", "foreign affairs"}} {
		if stem, ok := strings.CutSuffix(word, ends[0]); ok && word != "German" {
			return stem + ends[1]
		}
	}
	switch {
	case strings.HasSuffix(word, "y") && len(word) > 1 && !strings.ContainsAny(word[len(word)-2:len(word)-1], "aeiou"):
		return word[:len(word)-1] + "ies"
	case strings.HasSuffix(word, "s"), strings.HasSuffix(word, "x"), strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"):
		return word + "es"
	}
	return word + "s"
}

const agentKindColumn, agentWords, agentCountry = 1, 2, 3

// indexAgents enters the words for people by what they are or do. Of two rows with one word the later holds.
func (l *loader) indexAgents(rows []located) {
	x := l.lexicon
	for i := range rows {
		r := &rows[i]
		l.file = r.file
		kind, ok := agentKinds[r.values[agentKindColumn]]
		if !ok {
			l.mistaken(r.line, "the kind of an agent is one of body, generic, group, outlet, person, sides and state, not %q", r.values[agentKindColumn])
			continue
		}
		a := agent{sector: Sector(r.values[idColumn]), kind: kind, country: -1}
		if a.sector == "-" {
			a.sector = ""
		} else if !isSector(a.sector) {
			l.mistaken(r.line, "%q is no sector: three capital letters such as GOV, MIL, JRN, or - for none", a.sector)
			continue
		}
		if c := r.values[agentCountry]; c != "" {
			ref, ok := x.byID[c]
			if !ok {
				l.mistaken(r.line, "no state or organisation has the id %q", c)
				continue
			}
			a.country = ref
		}
		title := ""
		for name := range list(r.values[agentWords]) {
			if kind == agentBody && title == "" {
				// The first name of a body is its name in the record, the same for all names on the line.
				if err := expand(name, func(phrase string) {
					if title == "" {
						title = phrase
					}
				}); err == nil {
					a.title, a.slug = titleCase(title), slug(title)
				}
			}
			ref := int32(len(x.agents))
			x.agents = append(x.agents, a)
			if err := expand(name, func(phrase string) {
				l.replaceAgent(phrase, agentName, ref)
				if kind != agentGroup {
					l.replaceAgent(plural(phrase), agentPlural, ref)
				}
			}); err != nil {
				l.mistaken(r.line, "%q has %v", name, err)
			}
		}
	}
}

// replaceAgent enters a word for an agent and forgets what it meant before.
func (l *loader) replaceAgent(phrase string, kind entryKind, ref int32) {
	x := l.lexicon
	var tokens [16]uint64
	n := 0
	for _, w := range words(nil, phrase) {
		if n == len(tokens) {
			return
		}
		tokens[n] = strictHash(w)
		n++
	}
	if n == 0 {
		return
	}
	caps := anyCase
	if strings.IndexByte(phrase, ' ') < 0 {
		caps = capsOf(phrase) // "MOD"
	}
	slot := x.phrases.add(tokens[:n])
	for i := *slot; i > 0; i = x.entries[i-1].next {
		if e := &x.entries[i-1]; e.kind == kind {
			e.ref, e.caps = ref, caps
			return
		}
	}
	l.attach(slot, entry{kind: kind, caps: caps, ref: ref})
}

// titleCase writes the words of a body with capitals, save the small ones: "Ministry of Defence".
func titleCase(phrase string) string {
	parts := strings.Fields(phrase)
	for i, p := range parts {
		if i == 0 || p != "of" && p != "for" && p != "and" && p != "the" {
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, " ")
}

// slug writes a phrase as a part of an id: "foreign-ministry".
func slug(phrase string) string {
	var out []byte
	for _, w := range strings.Fields(phrase) {
		if len(out) > 0 {
			out = append(out, '-')
		}
		for _, c := range fold(nil, w) {
			if c == '-' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
				out = append(out, c)
			}
		}
	}
	return string(out)
}

// indexOthers enters names that contain an actor's name and name something else.
func (l *loader) indexOthers(rows []located) {
	for i := range rows {
		r := &rows[i]
		l.file = r.file
		l.enterName(r.values[idColumn], otherName, -1)
		for name := range list(r.values[1]) {
			l.enterName(name, otherName, -1)
		}
	}
}

// indexSpellings enters which spellings of a name count as one.
func (l *loader) indexSpellings(rows []located) {
	for i := range rows {
		r := &rows[i]
		to := looseHash(r.values[idColumn])
		for name := range list(r.values[1]) {
			if from := looseHash(name); from != to {
				l.lexicon.alike[from] = to
			}
		}
	}
}

// nameHash is the hash by which tokens of people's names are compared.
func (x *Lexicon) nameHash(word string) uint64 {
	h := looseHash(word)
	if to, ok := x.alike[h]; ok {
		return to
	}
	return h
}
