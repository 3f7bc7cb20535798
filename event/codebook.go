package event

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"chancery/codebook"
)

// lexicon is the codebook as the coder uses it: words as numbers, classes as sets of bits.
type lexicon struct {
	ids     map[string]int32 // word → lemma id
	words   []string
	classes map[string]int32
	names   []string
	// member[class] is a bit set over lemma ids; phrases[lemma] are the phrases of several words with that head.
	member   [][]uint64
	phrases  [][]phrase
	frames   [wordClasses][][]*frame // by lemma id of the predicate
	entries  []*Entry
	codes    map[string]*Code
	compose  [compositions][]composeRule // longest prefix first
	contexts []topic
	tracks   []track
	known    knownClasses
}

// phrase is a class member of several words, hung up at its head word.
type phrase struct {
	class         int32
	before, after []int32
}

// composeRule turns the code of an inner act into the code of the whole.
type composeRule struct {
	prefix string
	code   *Code
}

// topic is a named list of words: a PLOVER context.
type topic struct {
	name  string
	class int32
}

// knownClasses are the classes that the engine itself asks for. A codebook must have them.
type knownClasses struct {
	from                                                                                    int32 // the word "from"
	engage, journey, warfare, continuing                                                    int32
	light, lightRecipient, occur, express, communicate, quantity, relation, border, proviso int32
	people, civilian, conflict, disaster                                                    int32
	negative, doubtful, planned, potential, current                                         int32
	association, collective, measure                                                        int32
	capacity, chair                                                                         int32
	more, less, upTo, killed, injured                                                       int32
	demandable, strikable, publicMatter                                                     int32
	habit, inert, rule, sport, fiction, natural, weapon, associate, binding, site, plight   int32
	letter, call, meeting, visit, briefing, statement, interview, decree                    int32
}

var knownNames = []struct {
	name string
	at   func(*knownClasses) *int32
}{
	{"light", func(k *knownClasses) *int32 { return &k.light }},
	{"light-recipient", func(k *knownClasses) *int32 { return &k.lightRecipient }},
	{"engage", func(k *knownClasses) *int32 { return &k.engage }},
	{"journey", func(k *knownClasses) *int32 { return &k.journey }},
	{"warfare", func(k *knownClasses) *int32 { return &k.warfare }},
	{"continuing", func(k *knownClasses) *int32 { return &k.continuing }},
	{"occur", func(k *knownClasses) *int32 { return &k.occur }},
	{"express", func(k *knownClasses) *int32 { return &k.express }},
	{"communicate", func(k *knownClasses) *int32 { return &k.communicate }},
	{"quantity", func(k *knownClasses) *int32 { return &k.quantity }},
	{"relation", func(k *knownClasses) *int32 { return &k.relation }},
	{"border", func(k *knownClasses) *int32 { return &k.border }},
	{"proviso", func(k *knownClasses) *int32 { return &k.proviso }},
	{"people", func(k *knownClasses) *int32 { return &k.people }},
	{"civilian", func(k *knownClasses) *int32 { return &k.civilian }},
	{"conflict", func(k *knownClasses) *int32 { return &k.conflict }},
	{"disaster", func(k *knownClasses) *int32 { return &k.disaster }},
	{"negative", func(k *knownClasses) *int32 { return &k.negative }},
	{"doubtful", func(k *knownClasses) *int32 { return &k.doubtful }},
	{"measure", func(k *knownClasses) *int32 { return &k.measure }},
	{"collective", func(k *knownClasses) *int32 { return &k.collective }},
	{"association", func(k *knownClasses) *int32 { return &k.association }},
	{"planned", func(k *knownClasses) *int32 { return &k.planned }},
	{"potential", func(k *knownClasses) *int32 { return &k.potential }},
	{"current", func(k *knownClasses) *int32 { return &k.current }},
	{"strikable", func(k *knownClasses) *int32 { return &k.strikable }},
	{"demandable", func(k *knownClasses) *int32 { return &k.demandable }},
	{"public-matter", func(k *knownClasses) *int32 { return &k.publicMatter }},
	{"capacity", func(k *knownClasses) *int32 { return &k.capacity }},
	{"chair", func(k *knownClasses) *int32 { return &k.chair }},
	{"habit", func(k *knownClasses) *int32 { return &k.habit }},
	{"inert", func(k *knownClasses) *int32 { return &k.inert }},
	{"plight", func(k *knownClasses) *int32 { return &k.plight }},
	{"rule", func(k *knownClasses) *int32 { return &k.rule }},
	{"sport", func(k *knownClasses) *int32 { return &k.sport }},
	{"fiction", func(k *knownClasses) *int32 { return &k.fiction }},
	{"natural", func(k *knownClasses) *int32 { return &k.natural }},
	{"binding", func(k *knownClasses) *int32 { return &k.binding }},
	{"site", func(k *knownClasses) *int32 { return &k.site }},
	{"associate", func(k *knownClasses) *int32 { return &k.associate }},
	{"weapon", func(k *knownClasses) *int32 { return &k.weapon }},
	{"more", func(k *knownClasses) *int32 { return &k.more }},
	{"less", func(k *knownClasses) *int32 { return &k.less }},
	{"up-to", func(k *knownClasses) *int32 { return &k.upTo }},
	{"killed", func(k *knownClasses) *int32 { return &k.killed }},
	{"injured", func(k *knownClasses) *int32 { return &k.injured }},
	{"medium-letter", func(k *knownClasses) *int32 { return &k.letter }},
	{"medium-call", func(k *knownClasses) *int32 { return &k.call }},
	{"medium-meeting", func(k *knownClasses) *int32 { return &k.meeting }},
	{"medium-visit", func(k *knownClasses) *int32 { return &k.visit }},
	{"medium-briefing", func(k *knownClasses) *int32 { return &k.briefing }},
	{"medium-statement", func(k *knownClasses) *int32 { return &k.statement }},
	{"medium-interview", func(k *knownClasses) *int32 { return &k.interview }},
	{"medium-decree", func(k *knownClasses) *int32 { return &k.decree }},
}

// maxMistakes is how many mistakes of a codebook are reported at once.
const maxMistakes = 50

// loader gathers records from the files of a codebook.
type loader struct {
	*lexicon
	book     *codebook.Book
	mistakes []error
	classAt  []site // where each class was defined; File "" while it is only referred to
	members  [][]string
	byID     map[string]int
	order    int
	pending  []pendingEntry
	composed []pendingRule
	trackAt  map[string]int
}

type site struct {
	file    string
	line    int
	overlay bool
}

type pendingEntry struct {
	entry   *Entry
	lines   []line
	overlay bool
}

type pendingRule struct {
	column       composition
	prefix, code string
	at           site
}

// line is one indented line of a record: a key and its value.
type line struct {
	key, value string
	number     int
}

// record is a heading and the indented lines below it.
type record struct {
	kind, name string
	at         site
	lines      []line
}

func (l *loader) mistake(at site, format string, args ...any) {
	l.mistakes = append(l.mistakes, &codebook.Error{File: at.file, Line: at.line, Reason: fmt.Sprintf(format, args...)})
}

// load reads events/ and tracks/ of a codebook.
func load(book *codebook.Book) (*lexicon, error) {
	l := &loader{
		lexicon: &lexicon{ids: map[string]int32{}, classes: map[string]int32{}, codes: map[string]*Code{}},
		book:    book, byID: map[string]int{}, trackAt: map[string]int{},
	}
	for _, name := range book.Files("events", ".txt") {
		l.file(name, l.event)
	}
	for _, name := range book.Files("tracks", ".txt") {
		l.file(name, l.track)
	}
	l.resolve()
	if len(l.mistakes) > maxMistakes {
		l.mistakes = l.mistakes[:maxMistakes]
	}
	if err := errors.Join(l.mistakes...); err != nil {
		return nil, err
	}
	return l.lexicon, nil
}

// file cuts a file into records and hands each to take.
func (l *loader) file(name string, take func(record)) {
	at := site{file: l.book.Name(name), overlay: l.book.Name(name) != name}
	data, err := l.book.Read(name)
	if err != nil {
		l.mistake(at, "cannot be read: %v", err)
		return
	}
	var r record
	for number, rest := 1, string(data); rest != ""; number++ {
		var text string
		text, rest, _ = strings.Cut(rest, "\n")
		text = strings.TrimRight(stripComment(text), " \t\r")
		at.line = number
		switch {
		case text == "":
		case text[0] != ' ' && text[0] != '\t':
			if r.kind != "" {
				take(r)
			}
			kind, name, _ := strings.Cut(text, " ")
			r = record{kind: kind, name: strings.TrimSpace(name), at: at}
		case r.kind == "":
			l.mistake(at, "an indented line before any heading; begin a record such as \"act NAME\" at the start of a line")
		default:
			key, value, _ := strings.Cut(strings.TrimLeft(text, " \t"), " ")
			r.lines = append(r.lines, line{key, strings.TrimSpace(value), number})
		}
	}
	if r.kind != "" {
		take(r)
	}
}

// stripComment cuts a comment off: "#" at the start of a line or after white space.
func stripComment(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && (i == 0 || s[i-1] == ' ' || s[i-1] == '\t') {
			return s[:i]
		}
	}
	return s
}

// event takes one record of events/.
func (l *loader) event(r record) {
	switch r.kind {
	case "class":
		l.class(r)
	case "context":
		id := l.topicClass("context "+r.name, r)
		l.contexts = append(l.contexts, topic{r.name, id})
	case "code":
		l.code(r)
	case "compose":
		l.composeTable(r)
	case "act", "operator":
		l.entry(r)
	default:
		l.mistake(r.at, "%q begins no record of events/; write class, act, operator, code, compose or context", r.kind)
	}
}

// class takes "class @weapon" or, to add to a class that is there already, "class @weapon +".
func (l *loader) class(r record) {
	name, extend := strings.CutSuffix(r.name, "+")
	name = strings.TrimSpace(name)
	if len(name) < 2 || name[0] != '@' || !plain(name[1:]) {
		l.mistake(r.at, "a class is named by @ and lower-case letters, digits and hyphens: \"class @weapon\"")
		return
	}
	id := l.classID(name[1:])
	old := l.classAt[id]
	if old.file != "" && !extend {
		if !r.at.overlay || old.overlay {
			l.mistake(r.at, "class %s stands already at %s:%d; to add words to it write \"class %s +\"", name, old.file, old.line, name)
			return
		}
		l.members[id] = nil
	}
	if old.file == "" || !extend {
		l.classAt[id] = r.at
	}
	l.members[id] = append(l.members[id], listed(r)...)
	if len(r.lines) == 0 {
		l.mistake(r.at, "class %s is empty; list its words on indented lines below, separated by commas", name)
	}
}

// topicClass makes a class of a record that is a list of words, under a name that cannot clash with a class.
func (l *loader) topicClass(name string, r record) int32 {
	id := l.classID(name)
	l.classAt[id] = r.at
	l.members[id] = append(l.members[id], listed(r)...)
	return id
}

// listed returns the words of all lines, which are separated by commas.
func listed(r record) (words []string) {
	for _, ln := range r.lines {
		words = append(words, commas(ln.key+" "+ln.value)...)
	}
	return words
}

func commas(s string) (parts []string) {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// plain reports whether s is made of lower-case letters, digits and hyphens only.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

func (l *loader) classID(name string) int32 {
	if id, ok := l.classes[name]; ok {
		return id
	}
	id := int32(len(l.names))
	l.classes[name] = id
	l.names = append(l.names, name)
	l.classAt = append(l.classAt, site{})
	l.members = append(l.members, nil)
	return id
}

// lemmaID returns the number of a word, making one when it has none.
func (x *lexicon) lemmaID(word string) int32 {
	if id, ok := x.ids[word]; ok {
		return id
	}
	id := int32(len(x.words))
	x.ids[word] = id
	x.words = append(x.words, word)
	x.phrases = append(x.phrases, nil)
	for c := range x.frames {
		x.frames[c] = append(x.frames[c], nil)
	}
	return id
}

var categories = map[Category]bool{Agree: true, Consult: true, Support: true, Concede: true, Cooperate: true, Aid: true, Retreat: true, Request: true, Accuse: true, Reject: true, Threaten: true, Protest: true, Sanction: true, Mobilize: true, Coerce: true, Assault: true}

// code takes a record that is one line: "code 0841 RETREAT release legal 7.0 Return or release persons".
// Contexts are joined by semicolons; "-" stands for no mode, context or category.
func (l *loader) code(r record) {
	const advice = "write \"code CAMEO CATEGORY MODE CONTEXTS GOLDSTEIN LABEL\", with - for what is empty"
	f := strings.Fields(r.name)
	if len(f) < 6 {
		l.mistake(r.at, "%s", advice)
		return
	}
	g, err := strconv.ParseFloat(f[4], 64)
	if err != nil || g < -10 || g > 10 {
		l.mistake(r.at, "%q is no score on Goldstein's scale, -10 to 10; %s", f[4], advice)
		return
	}
	for _, c := range []byte(f[0]) {
		if c < '0' || c > '9' || len(f[0]) > 4 || len(f[0]) < 2 {
			l.mistake(r.at, "%q is no CAMEO code: two to four digits", f[0])
			return
		}
	}
	c := &Code{CAMEO: f[0], Goldstein: g, Category: Category(dash(f[1])), Mode: dash(f[2]), Label: strings.Join(f[5:], " ")}
	if c.Category != "" && !categories[c.Category] {
		l.mistake(r.at, "%q is none of PLOVER's categories; %s", f[1], advice)
		return
	}
	if contexts := dash(f[3]); contexts != "" {
		c.Contexts = strings.Split(contexts, ";")
	}
	if l.codes[c.CAMEO] != nil && !r.at.overlay {
		l.mistake(r.at, "code %s stands twice", c.CAMEO)
		return
	}
	l.codes[c.CAMEO] = c
}

func dash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

// composeTable takes a column of the table operator × act: "compose demanded" and lines "072 1032".
func (l *loader) composeTable(r record) {
	column := compositionOf(r.name)
	if column == compositions {
		l.mistake(r.at, "%q is no column of the table; write compose and one of %s", r.name, strings.Join(compositionNames[:], ", "))
		return
	}
	for _, ln := range r.lines {
		at := r.at
		at.line = ln.number
		l.composed = append(l.composed, pendingRule{column, ln.key, ln.value, at})
	}
}

func compositionOf(name string) composition {
	for i, n := range compositionNames {
		if n == name {
			return composition(i)
		}
	}
	return compositions
}

// entry takes an act or an operator; its constructions are read when all classes are known.
func (l *loader) entry(r record) {
	if !plain(r.name) {
		l.mistake(r.at, "an entry is named by lower-case letters, digits and hyphens: \"%s release-persons\"", r.kind)
		return
	}
	e := &Entry{ID: r.name, Operator: r.kind == "operator", Doer: SourceRole, File: r.at.file, Line: r.at.line}
	p := pendingEntry{e, r.lines, r.at.overlay}
	if i, ok := l.byID[e.ID]; ok {
		old := l.pending[i]
		if !p.overlay || old.overlay {
			l.mistake(r.at, "%s %s stands already at %s:%d; give this one another name, or add its lines there", r.kind, e.ID, old.entry.File, old.entry.Line)
			return
		}
		l.pending[i] = p
		return
	}
	l.byID[e.ID] = len(l.pending)
	l.pending = append(l.pending, p)
}

// resolve reads what referred to names: members of classes, constructions, the table, and the engine's own classes.
func (l *loader) resolve() {
	for _, p := range l.pending {
		l.lines(p)
	}
	l.known.from = l.lemmaID("from")
	l.expandClasses()
	for _, r := range l.composed {
		code := l.codes[r.code]
		if code == nil {
			l.mistake(r.at, "code %q is not in the table of codes", r.code)
			continue
		}
		l.compose[r.column] = append(l.compose[r.column], composeRule{r.prefix, code})
	}
	for c := range l.compose {
		rules := l.compose[c]
		sort.SliceStable(rules, func(i, j int) bool { return len(rules[i].prefix) > len(rules[j].prefix) })
	}
	for _, k := range knownNames {
		id, ok := l.classes[k.name]
		if !ok || l.classAt[id].file == "" {
			l.mistakes = append(l.mistakes, &codebook.Error{File: "events", Line: 1, Reason: "class @" + k.name + " is missing; the engine asks for it"})
			continue
		}
		*k.at(&l.known) = id
	}
}

// expandClasses turns lists of words and classes into sets of bits. Classes may refer to
// each other in any order; one that contains itself is a mistake.
func (l *loader) expandClasses() {
	for id := range l.names {
		for _, m := range l.members[id] {
			if m[0] != '@' {
				for _, w := range strings.Fields(m) {
					l.lemmaID(strings.ToLower(w))
					for part := range strings.SplitSeq(w, "-") {
						l.lemmaID(strings.ToLower(part))
					}
				}
			}
		}
	}
	l.member = make([][]uint64, len(l.names))
	width := (len(l.words) + 63) / 64
	state := make([]uint8, len(l.names))
	phrases := make([][]string, len(l.names)) // members of several words, inherited ones too
	var visit func(id int)
	visit = func(id int) {
		state[id] = 1
		l.member[id] = make([]uint64, width)
		at := l.classAt[id]
		if at.file == "" {
			state[id] = 2
			return
		}
		for _, m := range l.members[id] {
			if m[0] == '@' {
				sub, ok := l.classes[m[1:]]
				switch {
				case !ok || l.classAt[sub].file == "":
					l.mistake(at, "class @%s contains %s, which is not defined", l.names[id], m)
				case state[sub] == 1:
					l.mistake(at, "class @%s contains %s, which contains it", l.names[id], m)
				default:
					if state[sub] == 0 {
						visit(int(sub))
					}
					for i, bits := range l.member[sub] {
						l.member[id][i] |= bits
					}
					phrases[id] = append(phrases[id], phrases[sub]...)
				}
				continue
			}
			if strings.Contains(m, " ") {
				phrases[id] = append(phrases[id], strings.ToLower(m))
				continue
			}
			w := l.ids[strings.ToLower(m)]
			l.member[id][w/64] |= 1 << (w % 64)
			if strings.Contains(m, "-") { // the tokeniser cuts at hyphens: "cease-fire", "sit-in"
				phrases[id] = append(phrases[id], strings.ToLower(strings.ReplaceAll(m, "-", " ")))
			}
		}
		state[id] = 2
	}
	for id := range l.names {
		if state[id] == 0 {
			visit(id)
		}
	}
	for id, list := range phrases {
		for _, p := range list {
			l.addPhrase(int32(id), strings.Fields(p))
		}
	}
	l.plurals()
}

// plurals lets a plural that stands somewhere in the codebook ("withdrawal of troops") be what its singular is.
func (l *loader) plurals() {
	for id, word := range l.words {
		p, ok := l.ids[word+"s"]
		if !ok {
			continue
		}
		for class := range l.member {
			if l.member[class][id/64]&(1<<(id%64)) != 0 {
				l.member[class][p/64] |= 1 << (p % 64)
			}
		}
		l.phrases[p] = append(l.phrases[p], l.phrases[id]...)
		l.frames[nounFrame][p] = append(l.frames[nounFrame][p], l.frames[nounFrame][id]...)
	}
}

// addPhrase hangs a phrase at its head: the word before the first "of", "on", "in", "for", "to" or "with", else the last one.
func (l *loader) addPhrase(class int32, words []string) {
	head := len(words) - 1
	for i, w := range words[1:] {
		if w == "of" || w == "on" || w == "in" || w == "for" || w == "to" || w == "with" || w == "by" || w == "from" {
			head = i
			break
		}
	}
	p := phrase{class: class}
	for i, w := range words {
		if i < head {
			p.before = append(p.before, l.ids[w])
		}
		if i > head {
			p.after = append(p.after, l.ids[w])
		}
	}
	at := l.ids[words[head]]
	l.phrases[at] = append(l.phrases[at], p)
}
