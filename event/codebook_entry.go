package event

import (
	"slices"
	"strings"
)

// lines reads the indented lines of an act or operator.
func (l *loader) lines(p pendingEntry) {
	e := p.entry
	at := site{file: e.File, line: e.Line, overlay: p.overlay}
	var plover, contexts []string
	frames := 0
	for _, ln := range p.lines {
		at.line = ln.number
		switch ln.key {
		case "cameo":
			if e.Code = l.codes[ln.value]; e.Code == nil {
				l.mistake(at, "code %q is not in the table of codes", ln.value)
			}
		case "plover":
			plover = strings.Fields(ln.value)
			if len(plover) == 0 || len(plover) > 2 || !categories[Category(plover[0])] {
				l.mistake(at, "write a category of PLOVER and, if it has one, a mode: \"plover RETREAT release\"")
				plover = nil
			}
		case "contexts":
			contexts = commas(ln.value)
		case "effect":
			i := slices.Index(effectNames[:], ln.value)
			if i < 0 {
				l.mistake(at, "%q is no effect; write one of %s", ln.value, strings.Join(effectNames[1:], ", "))
				continue
			}
			e.Effect = Effect(i)
		case "doer":
			e.Doer = roleOf(ln.value)
			if e.Doer != SourceRole && e.Doer != RecipientRole {
				l.mistake(at, "the doer of the content is SOURCE or RECIPIENT, not %q", ln.value)
			}
		case "medium":
			e.Medium = ln.value
		case "status":
			e.Status = Status(ln.value)
			if !slices.Contains([]Status{Actual, Ongoing, Planned, Offered, Demanded, Threatened, Hypothetical, NotHappened}, e.Status) {
				l.mistake(at, "%q is no status", ln.value)
			}
		case "needs":
			for _, w := range strings.Fields(strings.ReplaceAll(ln.value, ",", " ")) {
				if r := roleOf(w); r != NoRole {
					e.Needs = append(e.Needs, r)
				} else if w == "conflict" {
					e.Conflict = true
				} else {
					l.mistake(at, "an entry can need roles (%s) or conflict, not %q", strings.Join(roleNames[1:], ", "), w)
				}
			}
		case "light":
			for _, w := range commas(ln.value) {
				e.Light = append(e.Light, l.lemmaID(w))
			}
		case "with":
			f := strings.Fields(ln.value)
			if len(f) < 2 || len(f) > 3 || f[0][0] != '@' {
				l.mistake(at, "write a class, a code and, if it has one, a mode: \"with @drone 1952 drone\"")
				continue
			}
			id, ok := l.classes[f[0][1:]]
			if !ok || l.classAt[id].file == "" {
				l.mistake(at, "class %s is not defined", f[0])
				continue
			}
			r := refinement{class: id, code: l.codes[f[1]]}
			if r.code == nil {
				l.mistake(at, "code %q is not in the table of codes", f[1])
				continue
			}
			r.mode = r.code.Mode
			if len(f) == 3 {
				r.mode = f[2]
			}
			e.With = append(e.With, r)
		case "example":
			l.example(e, ln, at)
		case "verb", "noun", "adj":
			frames++
			l.frameLine(e, ln, at)
		default:
			if c := compositionOf(ln.key); c < compositions {
				if e.Composed[c] = l.codes[ln.value]; e.Composed[c] == nil {
					l.mistake(at, "code %q is not in the table of codes", ln.value)
				}
				continue
			}
			l.mistake(at, "%q is no line of an entry; write cameo, plover, contexts, effect, doer, medium, status, needs, light, with, verb, noun, adj, example, or one of %s", ln.key, strings.Join(compositionNames[:], ", "))
		}
	}
	at.line = e.Line
	if e.Code != nil {
		e.Category, e.Mode, e.Contexts = e.Code.Category, e.Code.Mode, e.Code.Contexts
	}
	if plover != nil {
		e.Category, e.Mode = Category(plover[0]), ""
		if len(plover) > 1 {
			e.Mode = plover[1]
		}
	}
	if contexts != nil {
		e.Contexts = contexts
	}
	switch {
	case frames == 0:
		l.mistake(at, "%s has no construction; add a line such as \"verb SOURCE release @prisoner\"", e.ID)
	case !e.Operator && e.Code == nil:
		l.mistake(at, "act %s has no code; add a line such as \"cameo 0841\"", e.ID)
	case !e.Operator && e.Category == "":
		l.mistake(at, "act %s has no category, for code %s has none; add a line such as \"plover CONSULT\"", e.ID, e.Code.CAMEO)
	case e.Operator && e.Effect == NoEffect:
		l.mistake(at, "operator %s has no effect; add a line such as \"effect offer\"", e.ID)
	}
	l.entries = append(l.entries, e)
}

// example reads "TEXT => RUS GBR > UKR"; what follows the arrow may be left out.
func (l *loader) example(e *Entry, ln line, at site) {
	text, want, ok := strings.Cut(ln.value, "=>")
	ex := Example{Text: strings.TrimSpace(text), Checked: ok, Line: ln.number}
	if ok {
		src, rec, ok := strings.Cut(want, ">")
		if !ok {
			l.mistake(at, "write the countries of sources, > and those of recipients after =>: \"=> RUS > UKR\"; - stands for none")
			return
		}
		ex.Sources, ex.Recipients = strings.Fields(src), strings.Fields(rec)
		for _, list := range []*[]string{&ex.Sources, &ex.Recipients} {
			*list = slices.DeleteFunc(*list, func(s string) bool { return s == "-" })
			slices.Sort(*list)
		}
	}
	e.Examples = append(e.Examples, ex)
}

func roleOf(name string) Role {
	for i, n := range roleNames {
		if n == name {
			return Role(i)
		}
	}
	return NoRole
}

// frameLine reads a construction: "verb SOURCE release|set+free RECIPIENT:@prisoner (to THING)".
// It makes a frame for each way to write the predicate and hangs it at the predicate's lemma.
func (l *loader) frameLine(e *Entry, ln line, at site) {
	f := frame{entry: e, particle: -1, modifier: -1, text: ln.key + " " + ln.value, line: ln.number}
	for i, n := range wordClassNames {
		if n == ln.key {
			f.class = wordClass(i)
		}
	}
	words := strings.Fields(ln.value)
	if len(words) == 0 {
		l.mistake(at, "the construction is empty")
		return
	}
	// The subject of a verb or adjective, or the owner of a noun ("SOURCE's visit"), stands first.
	if r, _, _ := strings.Cut(words[0], ":"); roleOf(strings.TrimSuffix(r, "'s")) != NoRole || words[0] == "IT" || words[0][0] == '@' {
		s := slot{kind: subjectSlot, optional: true}
		if f.class == nounFrame {
			s.kind = ownerSlot
		}
		if words[0] != "IT" {
			if !l.filler(&s, strings.TrimSuffix(words[0], "'s"), at) {
				return
			}
			s.optional = len(s.fillers) == 0
			f.slots = append(f.slots, s)
		}
		words = words[1:]
	} else if f.class != nounFrame {
		l.mistake(at, "begin with the subject's role: \"verb SOURCE release @prisoner\"; IT stands for a subject without a role")
		return
	}
	if len(words) == 0 {
		l.mistake(at, "the construction has no predicate after its subject")
		return
	}
	predicates := words[0]
	if f.class == nounFrame && predicates == "be" && len(words) > 1 && len(f.slots) == 1 {
		// "noun RECIPIENT:@relation be nature": a noun that is said of a subject.
		f.slots[0].kind, words = subjectSlot, words[1:]
		predicates = words[0]
	}
	if f.class == nounFrame && len(f.slots) == 0 {
		// An owner that is not written is the source: "Biden's visit", "US sanctions".
		f.slots = append(f.slots, slot{kind: ownerSlot, role: SourceRole, optional: true})
	}
	for rest := words[1:]; len(rest) > 0; {
		n := l.slot(&f, rest, at)
		if n == 0 {
			return
		}
		rest = rest[n:]
	}
	for _, p := range l.expandPredicates(predicates, at) {
		g := f
		if word, particle, ok := strings.Cut(p, "+"); ok {
			g.particle, p = l.lemmaID(particle), word
		}
		if i := strings.LastIndexByte(p, '_'); i >= 0 {
			g.modifier, p = l.lemmaID(p[:i]), p[i+1:]
		}
		l.order++
		g.order = l.order
		id := l.lemmaID(p)
		// Among equals the first wins, so the user's own constructions go before the shipped ones.
		frames := l.frames[f.class][id]
		g.overlay = at.overlay
		n := len(frames)
		if g.overlay {
			n = 0
			for n < len(frames) && frames[n].overlay {
				n++
			}
		}
		l.frames[f.class][id] = slices.Insert(frames, n, &g)
	}
	for _, s := range f.slots {
		e.roles |= 1 << s.role
	}
}

// expandPredicates replaces classes among the predicates by their words.
func (l *loader) expandPredicates(s string, at site) (out []string) {
	for p := range strings.SplitSeq(s, "|") {
		switch {
		case p == "":
			l.mistake(at, "a predicate is empty in %q", s)
		case p[0] != '@':
			out = append(out, p)
		default:
			id, ok := l.classes[p[1:]]
			if !ok || l.classAt[id].file == "" {
				l.mistake(at, "class %s is not defined", p)
				continue
			}
			for _, m := range l.members[id] {
				if m[0] != '@' {
					out = append(out, strings.ReplaceAll(m, " ", "_"))
				} else {
					out = append(out, l.expandPredicates(m, at)...)
				}
			}
		}
	}
	return out
}

// slot reads one argument from the start of words and returns how many words it took; 0 after a mistake.
func (l *loader) slot(f *frame, words []string, at site) int {
	s := slot{kind: objectSlot}
	n := 0
	next := func() string {
		if n == len(words) {
			l.mistake(at, "the construction ends where an argument should stand, in %q", f.text)
			return ""
		}
		n++
		return words[n-1]
	}
	w := next()
	if strings.HasPrefix(w, "(") {
		s.optional = true
		w = w[1:]
	}
	if w != "" && (w[0] >= 'a' && w[0] <= 'z') {
		switch w {
		case "that":
			s.kind = thatSlot
		case "to":
			s.kind = toSlot
		default:
			s.kind = prepSlot
		}
		for p := range strings.SplitSeq(w, "|") {
			s.preps = append(s.preps, l.lemmaID(p))
			if p == "to" && s.kind == prepSlot {
				s.kind = toSlot
			}
		}
		if w = next(); w == "" {
			return 0
		}
	}
	closed := strings.HasSuffix(w, ")")
	w = strings.TrimSuffix(w, ")")
	if closed != s.optional {
		l.mistake(at, "an optional argument stands in brackets, each in its own: \"(from PLACE) (to RECIPIENT)\", in %q", f.text)
		return 0
	}
	if !l.filler(&s, w, at) {
		return 0
	}
	if s.kind == toSlot && s.role != ContentRole {
		s.kind = prepSlot // "to" with a noun only
	}
	f.slots = append(f.slots, s)
	return n
}

// filler reads "RECIPIENT:@prisoner|soldier", "RECIPIENT" or "@prisoner"; "!" before an alternative excludes it.
func (l *loader) filler(s *slot, w string, at site) bool {
	role, rest, constrained := strings.Cut(w, ":")
	if strings.HasPrefix(w, "@") || strings.HasPrefix(w, "!") {
		role, rest, constrained = "THING", w, true
	}
	if s.role = roleOf(role); s.role == NoRole {
		l.mistake(at, "%q is no role; write one of %s, or a class such as @weapon; a preposition is in lower case and stands before its argument", role, strings.Join(roleNames[1:], ", "))
		return false
	}
	if !constrained {
		return true
	}
	s.words = !strings.Contains(rest, "@")
	for a := range strings.SplitSeq(rest, "|") {
		alt := alternative{class: -1, lemma: -1}
		a, alt.not = strings.CutPrefix(a, "!")
		switch {
		case a == "":
			l.mistake(at, "an alternative is empty in %q", w)
			return false
		case a[0] != '@' && strings.Contains(a, "_"):
			alt.class = l.phraseClass(a, at)
		case a[0] != '@':
			alt.lemma = l.lemmaID(a)
		default:
			if i := slices.Index(kindNames[:], a); i > 0 {
				alt.kind = kind(i)
				break
			}
			id, ok := l.classes[a[1:]]
			if !ok || l.classAt[id].file == "" {
				l.mistake(at, "class %s is not defined; the built-in ones are %s", a, strings.Join(kindNames[1:], ", "))
				return false
			}
			alt.class = id
		}
		s.fillers = append(s.fillers, alt)
	}
	return true
}

// phraseClass makes a class of a phrase that a construction asks for: "hunger_strike".
func (l *loader) phraseClass(phrase string, at site) int32 {
	id := l.classID(phrase) // no class that is declared has an underscore in its name
	if l.members[id] == nil {
		l.classAt[id] = at
		l.members[id] = []string{strings.ReplaceAll(phrase, "_", " ")}
	}
	return id
}
