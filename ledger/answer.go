package ledger

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chancery/event"
	"chancery/when"
)

// reach is for how long, after it was last told of, an entry without a promised day can still be answered: a release
// of prisoners answers the demand of last spring and not that of ten years ago.
const reach = 2 * 365

// standing is the reach of commitments: whoever promised to keep a road open is held to it for long.
const standing = 5 * 365

// momentary is the reach of what asks for an end of fighting: the next ceasefire but one answers another call.
const momentary = 60

func (n *entry) reach() int {
	if n.act.category == event.Retreat && n.act.mode == "ceasefire" {
		if n.Kind.Commitment() && n.State != Broken {
			return 3 * momentary
		}
		return momentary
	}
	if n.Kind == Promise || n.Kind == Agreement {
		return standing
	}
	return reach
}

// dead tells whether nothing of a day or later can move the entry any more, so that a long record is not looked through
// for each event.
func (n *entry) dead(day when.Day) bool {
	last := later(n.last, n.due)
	return day.Known() && last.Known() && day.Number()-last.Number() > max(n.reach(), grace)
}

// grace is for how long an entry is overdue before it is lapsed.
const grace = 365

// answer is what a fact does to an entry.
type answer struct {
	move    Move
	level   int
	sure    bool
	reasons []string
	due     when.Day
	denies  bool
}

// fit is how well an act is the one that an entry is about.
type fit struct {
	same bool // of the same kind
	talk bool // and this is meeting and talking
	// inferred is set when the kind of what was promised is not the reading's but ours.
	inferred bool
	differs  bool     // both kinds are known and are not the same
	shared   []string // telling words of both
	weight   float64
	named    bool // a shared word is a name
	track    string
	reasons  []string
}

// fitOf compares the act of an entry with another act.
func (n *entry) fitOf(category event.Category, mode string, w, around words, tracks []string) fit {
	var g fit
	a := &n.act
	switch {
	case a.category == "" || category == "":
	case a.category == category && (a.mode == mode || a.mode == "" || mode == ""):
		g.same = true
		g.talk = category == event.Consult
		g.reasons = append(g.reasons, "the act is of the same kind, "+codeOf(category, mode))
		if a.inferred != "" {
			g.inferred = true
			g.reasons = append(g.reasons, a.inferred)
		}
	case a.category == event.Retreat && category == event.Retreat && g.leaves(n, w, around):
		g.same = true
		g.reasons = append(g.reasons, "a place is handed over by leaving it")
	case a.category == event.Concede && category == event.Retreat, a.category == event.Retreat && a.mode == "" && category == event.Concede:
		g.same = true
		g.reasons = append(g.reasons, codeOf(category, mode)+" is a concession such as was asked for")
	default:
		g.differs = true
	}
	g.shared, g.weight = a.words.shared(w)
	if more, _ := a.words.shared(around); len(more) > len(g.shared) {
		for _, s := range more { // names elsewhere in the sentence: "entered the Kalbajar district after Armenian forces withdrew"
			if !slices.Contains(g.shared, s) && slices.Contains(n.names, s) {
				g.shared = append(g.shared, s)
				g.weight++
			}
		}
	}
	for _, s := range g.shared {
		g.named = g.named || slices.Contains(n.names, s)
	}
	if len(g.shared) > 0 {
		g.reasons = append(g.reasons, "shared words: "+strings.Join(g.shared, ", "))
	}
	for _, t := range a.tracks {
		if slices.Contains(tracks, t) {
			g.track = t
			g.reasons = append(g.reasons, "the same track, "+t)
			break
		}
	}
	return g
}

// leaves tells whether a withdrawal and a handing over are of the same named place.
func (g *fit) leaves(n *entry, w, around words) bool {
	for _, set := range [...]words{w, around} {
		for _, s := range set {
			if s.name && slices.Contains(n.names, s.text) {
				return true
			}
		}
	}
	return false
}

func codeOf(c event.Category, mode string) string {
	if mode == "" {
		return string(c)
	}
	return string(c) + " " + mode
}

// sure tells whether the act is the one; exact, whether it is done to those to whom it was promised.
func (g *fit) sure(exact bool) bool {
	switch {
	case g.same && g.talk: // everybody talks: only talks with the same are the ones that were promised
		return exact && (!g.inferred || len(g.shared) > 0)
	case g.same:
		return g.named || len(g.shared) >= 2 || exact && (g.track != "" || len(g.shared) >= 1)
	case g.differs:
		return exact && len(g.shared) >= 3
	}
	return exact && len(g.shared) >= 2 || len(g.shared) >= 3 && g.track != ""
}

// close tells whether the act is near enough to be shown as a possible answer.
func (g *fit) close(exact bool) bool {
	return g.same && (len(g.shared) > 0 || exact && g.track != "") || !g.differs && len(g.shared) >= 1 && (g.track != "" || exact)
}

// answer tells what a fact does to the entry; ok is false when it does nothing.
func (n *entry) answer(f *fact) (answer, bool) {
	if f.occurrence == n.Steps[0].Occurrence || !f.day.Known() || !n.opened.Known() || f.day.Before(n.opened) {
		return answer{}, false
	}
	if anchor := later(n.last, n.due); f.day.Number()-anchor.Number() > n.reach() {
		return answer{}, false
	}
	e := f.event
	if extends(f.text) && f.due.Known() && n.due.Known() {
		return n.extended(f)
	}
	switch e.Category {
	case event.Reject:
		return n.rejected(f, f.sources, e.Content, "")
	case event.Agree:
		return n.agreed(f)
	case event.Request:
		return answer{}, false
	case event.Accuse:
		return n.accused(f)
	}
	if a, ok := n.violated(f, f.sources); ok {
		return a, true
	}
	if strings.HasPrefix(e.CAMEO, "057") {
		return n.signed(f)
	}
	return n.deed(f)
}

func later(a, b when.Day) when.Day {
	if a.Before(b) || !a.Known() {
		return b
	}
	return a
}

// extended moves the promised day: "agreed to extend the deadline for Armenia to withdraw from Kalbajar until …".
func (n *entry) extended(f *fact) (answer, bool) {
	c := f.event.Content
	doers := f.sources
	var g fit
	if c != nil {
		doers = append(slices.Clone(doers), keysOf(c.Sources)...)
		g = n.fitOf(innermost(c).Category, innermost(c).Mode, f.words, f.aroundWords, f.event.Tracks)
	} else {
		g = n.fitOf("", "", f.words, f.aroundWords, f.event.Tracks)
	}
	if p, ok := holdsAny(n.Does, doers); ok && g.sure(true) && n.due.Before(f.due) {
		return answer{move: Extends, sure: true, due: f.due, reasons: append([]string{"the words move the day of what " + p.Name + " promised"}, g.reasons...)}, true
	}
	return answer{}, false
}

// rejected: the one who was asked or offered refuses; or the one who promised goes back on it.
func (n *entry) rejected(f *fact, who []string, c *event.Content, by string) (answer, bool) {
	if has(f.text, "comment", "confirm") {
		return answer{}, false // "declined to comment" refuses nothing that was asked
	}
	if f.event.Status == event.NotHappened || f.event.Status == event.Hypothetical || f.event.Status == event.Planned {
		return answer{}, false
	}
	asked := n.To
	if n.Kind == Demand {
		asked = append(slices.Clone(n.Does), n.To...)
	}
	p, addressee := holdsAny(asked, who)
	own, promiser := holdsAny(n.Does, who)
	open := n.Kind == Offer && len(n.To) == 0 && !promiser
	if !addressee && !open && !(promiser && n.Kind.Commitment()) {
		return answer{}, false
	}
	_, exact := holdsAny(n.From, f.recipients)
	var g fit
	if c == nil {
		g = n.fitOf("", "", f.words, f.aroundWords, f.event.Tracks)
	} else {
		g = n.fitOf(innermost(c).Category, innermost(c).Mode, f.words, f.aroundWords, f.event.Tracks)
	}
	if open && (!exact || !g.telling()) {
		return answer{}, false
	}
	a := answer{move: Rejects, sure: g.sure(exact)}
	switch {
	case n.Kind.Commitment() && promiser:
		a.move = Breaks
		a.reasons = append(a.reasons, own.Name+" refuses what it had promised")
	case addressee:
		a.reasons = append(a.reasons, p.Name+" refuses, of whom it was asked or to whom it was offered")
	default:
		a.reasons = append(a.reasons, "somebody refuses what was offered to nobody in particular")
	}
	if by != "" {
		a.reasons[0] += ", by the account of " + by
	}
	if exact {
		a.reasons = append(a.reasons, "and refuses it to the one who asked or offered")
	}
	a.reasons = append(a.reasons, g.reasons...)
	return a, a.sure || g.close(exact)
}

// consents are words of saying yes.
var consents = [...]string{"agree", "accept", "consent", "approv", "promis", "pledg", "undert", "accede", "vow"}

// retracts are words of taking a promise back.
var retracts = [...]string{"drop", "abandon", "broke", "break", "renounc", "withdr", "retract", "scrap", "shelv", "fail", "refus"}

// telling tells whether more than the kind and the track is the same.
func (g *fit) telling() bool {
	return !g.talk && (g.same && len(g.shared) > 0 || len(g.shared) >= 2)
}

// agreed: the one who was asked or offered agrees.
func (n *entry) agreed(f *fact) (answer, bool) {
	e := f.event
	if e.Status == event.NotHappened {
		if p, ok := holdsAny(n.Does, f.sources); ok && n.Kind.Commitment() && e.Content != nil && has(f.around, retracts[:]...) {
			c := innermost(e.Content)
			if g := n.fitOf(c.Category, c.Mode, f.words, f.aroundWords, e.Tracks); g.sure(true) {
				return answer{move: Breaks, sure: true, reasons: append([]string{p.Name + " takes back what it had promised"}, g.reasons...)}, true
			}
		}
		return answer{}, false
	}
	if !has(f.text, consents[:]...) {
		return answer{}, false // "will send a mission" plans something of its own
	}
	if e.Status == event.Hypothetical || n.Kind.Commitment() || f.kind == Plan || f.kind == Offer && n.Kind == Offer {
		return answer{}, false
	}
	asked := n.To
	if n.Kind == Demand {
		asked = append(slices.Clone(n.Does), n.To...)
	}
	p, addressee := holdsAny(asked, f.sources)
	if n.Kind == Offer && !addressee && len(f.sources) == 0 {
		return answer{}, false // an analyst agrees
	}
	if n.Kind == Offer && !addressee {
		// To whom it was offered is often not told; who is to have it, or agrees with the one who offered, accepts.
		_, own := holdsAny(n.From, f.sources)
		if own && len(f.sources) == 1 {
			return answer{}, false
		}
		if len(n.To) > 0 {
			return answer{}, false
		}
		p = Party{Name: partyName(f, f.sources)}
	} else if !addressee {
		return answer{}, false
	}
	_, exact := holdsAny(n.From, f.recipients)
	if !addressee && !exact { // somebody agrees with somebody else
		return answer{}, false
	}
	var g fit
	if e.Content == nil {
		g = n.fitOf("", "", f.words, f.aroundWords, e.Tracks)
	} else {
		c := innermost(e.Content)
		g = n.fitOf(c.Category, c.Mode, f.words, f.aroundWords, e.Tracks)
	}
	if !addressee && !g.telling() {
		return answer{}, false
	}
	a := answer{move: Accepts, sure: g.sure(exact), reasons: []string{p.Name + " agrees"}}
	if exact {
		a.reasons = append(a.reasons, "with the one who asked or offered")
	}
	a.reasons = append(a.reasons, g.reasons...)
	return a, a.sure || addressee && g.close(exact)
}

func partyName(f *fact, keys []string) string {
	for i := range f.event.Sources {
		if slices.Contains(keys, key(&f.event.Sources[i])) {
			return f.event.Sources[i].Name
		}
	}
	return "somebody"
}

// accused: an accusation tells of a refusal or a breach by the account of the accuser.
func (n *entry) accused(f *fact) (answer, bool) {
	c := f.event.Content
	if c == nil {
		return answer{}, false
	}
	who := f.recipients
	if len(who) == 0 {
		who = keysOf(c.Sources)
	}
	by := partyName(f, f.sources)
	if c.Category == event.Reject {
		return n.rejected(f, who, c.Content, by)
	}
	return n.violated(f, who)
}

// violations are words of breaking what was agreed.
var violations = [...]string{"violat", "breach", "breaking", "breaks", "contraven", "collaps"}

// violated: the one who promised breaks it. A ceasefire is broken by any violation of it that somebody tells of.
func (n *entry) violated(f *fact, who []string) (answer, bool) {
	e := f.event
	p, promiser := holdsAny(n.Does, who)
	if !promiser || !n.Kind.Commitment() && n.State != Accepted && n.State != Signed {
		return answer{}, false
	}
	breach := has(f.text, violations[:]...) || strings.HasPrefix(e.CAMEO, "196")
	ceasefire := n.act.category == event.Retreat && n.act.mode == "ceasefire"
	attack := ceasefire && e.Category == event.Assault && e.Casualties == nil && f.attacks(n)
	if !breach && !attack || e.Status == event.Hypothetical || e.Status == event.Planned || e.Status == event.Threatened {
		return answer{}, false
	}
	if e.Category == event.Accuse && !n.concerns(f.sources) && !n.concerns(f.recipients) {
		return answer{}, false
	}
	g := n.fitOf("", "", f.words, f.aroundWords, e.Tracks)
	a := answer{move: Breaks, denies: f.denied || e.Status == event.NotHappened}
	switch {
	case ceasefire && (g.track == "ceasefire" || attack):
		a.sure = true
		a.reasons = append(a.reasons, "violence by "+p.Name+", who had agreed to cease fire")
	case breach && n.concerns(f.sources, p.Key) && (len(g.shared) >= 2 || len(g.shared) == 1 && g.track != ""),
		breach && len(g.shared) >= 3:
		a.sure = true
		a.reasons = append(a.reasons, "the words tell of a breach by "+p.Name)
	default:
		return answer{}, false
	}
	a.reasons = append(a.reasons, g.reasons...)
	if e.Category == event.Accuse {
		a.reasons = append(a.reasons, "by the account of "+partyName(f, f.sources))
	}
	return a, true
}

// concerns tells whether any of some keys is a party of the entry, beside one that does not count.
func (n *entry) concerns(keys []string, but ...string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(n.Pair, k) && !slices.Contains(but, k) })
}

// attacks tells whether an attack strikes somebody of the pair.
func (f *fact) attacks(n *entry) bool {
	return slices.ContainsFunc(f.recipients, func(k string) bool {
		return slices.Contains(n.Pair, k) && !slices.Contains(f.sources, k)
	})
}

// signed: those who agreed sign.
func (n *entry) signed(f *fact) (answer, bool) {
	if f.event.Status != event.Actual && f.event.Status != event.Ongoing {
		return answer{}, false
	}
	p, ok := holdsAny(append(slices.Clone(n.Does), n.From...), f.sources)
	if !ok || n.Kind == Demand && n.State == Open {
		return answer{}, false
	}
	g := n.fitOf("", "", f.words, f.aroundWords, f.event.Tracks)
	// A signature under "a statement" or "a treaty" signs what is said in the same words, or what is on the same
	// track on the same day.
	together := len(n.Pair) > 1 && n.concerns(append(slices.Clone(f.sources), f.recipients...), p.Key)
	if together && (len(g.shared) >= 2 || len(g.shared) == 1 && g.track != "") || len(g.shared) >= 3 {
		return answer{move: Signs, sure: true, reasons: append([]string{p.Name + " signs"}, g.reasons...)}, true
	}
	return answer{}, false
}

// deed: the one who promised or was asked does it, or is told not to have done it.
func (n *entry) deed(f *fact) (answer, bool) {
	e := f.event
	p, doer := holdsAny(n.Does, f.sources)
	if !doer || !n.opened.Before(f.day) {
		// What is done on the day on which it is asked for or promised was done before: "released eight prisoners;
		// France urged it to release the others".
		return answer{}, false
	}
	switch e.Status {
	case event.Actual, event.Ongoing, event.NotHappened, "":
	default:
		return answer{}, false
	}
	switch e.Category {
	case event.Assault, event.Coerce, event.Threaten, event.Protest, event.Sanction:
		if n.act.category != e.Category { // "tanks enter the district" carries no promise out
			return answer{}, false
		}
	}
	targets := slices.Clone(n.act.recipients)
	if n.Kind == Demand {
		targets = append(targets, keysOfParties(n.From)...)
	} else {
		targets = append(targets, keysOfParties(n.To)...)
		targets = append(targets, keysOfParties(without(n.Does, []Party{p}))...) // "the sides are to exchange prisoners"
	}
	exact := slices.ContainsFunc(f.recipients, func(k string) bool { return slices.Contains(targets, k) && k != p.Key })
	elsewhere := len(f.recipients) > 0 && !exact && len(n.act.recipients) > 0
	g := n.fitOf(e.Category, e.Mode, f.words, f.aroundWords, e.Tracks)
	a := answer{move: CarriesOut, sure: g.sure(exact) && !elsewhere}
	if g.talk && slices.ContainsFunc(append(slices.Clone(f.sources), f.recipients...), func(k string) bool { return !slices.Contains(n.Pair, k) }) {
		a.sure = false // talks of seven are not the talks of two that were promised
	}
	if e.Category == event.Consult && n.act.category != event.Consult {
		// Who meets does not yet do what was asked; but the meeting of the commission that was to be created tells that
		// it has been: the words around must name it.
		near, _ := n.act.words.shared(f.aroundWords)
		a.sure = g.track != "" && len(near) >= 2 && exact && !g.differs
	}
	if f.denied {
		a.denies = true
	}
	if e.Status == event.NotHappened {
		a.move = NotDone
	}
	a.reasons = append(a.reasons, p.Name+" acts, who would have to")
	if exact {
		a.reasons = append(a.reasons, "it is done to those to whom it was due")
	}
	if elsewhere {
		a.reasons = append(a.reasons, "but it is done to somebody else")
	}
	a.reasons = append(a.reasons, g.reasons...)
	if a.move == CarriesOut && a.sure {
		var why string
		a.level, why = n.level(f, g)
		a.reasons = append(a.reasons, why)
	}
	return a, a.sure || g.close(exact)
}

func keysOfParties(parties []Party) (keys []string) {
	for _, p := range parties {
		keys = append(keys, p.Key)
	}
	return keys
}

// level says to which degree a deed carries the entry out, and why.
func (n *entry) level(f *fact, g fit) (int, string) {
	text := f.text
	given := numberIn(text)
	switch {
	case (has(text, "complet", "entire", "remaining", "fully") || hasWord(text, "all", "last")) && f.event.Status != event.Ongoing:
		return 3, "full: the words say that it is complete"
	case f.event.Status == event.Ongoing || has(text, "began", "begin", "begun", "start"):
		return 1, "minimal: it has only begun"
	case len(n.names) > 1 && g.named:
		done := slices.Clone(n.nameDone)
		for _, s := range g.shared {
			if slices.Contains(n.names, s) && !slices.Contains(done, s) {
				done = append(done, s)
			}
		}
		n.nameDone = done
		why := fmt.Sprintf("%d of %d that were named", len(done), len(n.names))
		switch {
		case len(done) == len(n.names):
			return 3, "full: " + why
		case 2*len(done) >= len(n.names):
			return 2, "intermediate: " + why
		}
		return 1, "minimal: " + why
	case n.number > 0 && given > 0:
		n.done += given
		why := fmt.Sprintf("%d of %d", n.done, n.number)
		switch {
		case n.done >= n.number:
			return 3, "full: " + why
		case 2*n.done >= n.number:
			return 2, "intermediate: " + why
		}
		return 1, "minimal: " + why
	case has(text, "several", "partial") || hasWord(text, "some", "part", "number") || given > 0 && n.act.mode == "release":
		if n.Level >= 1 {
			return 2, "intermediate: another part"
		}
		return 1, "minimal: a part of what was asked or promised"
	case hasWord(text, "most"):
		return 2, "intermediate: most of it"
	}
	if !g.same {
		return 2, "intermediate: the words are the same, the act is not quite what was asked or promised"
	}
	switch f.event.Category {
	case event.Aid, event.Cooperate, event.Support:
		return 2, "intermediate: help and cooperation go on, and one act does not tell that they are complete"
	}
	return 3, "full: nothing in the words limits it"
}

// counted finds a number before what is counted: "15 Armenian detainees". Dates, hours and percentages count nothing.
var counted = regexp.MustCompile(`(?i)\b(\d{1,3}(?:,\d{3})+|\d{1,6}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)(?: (?:of )?(?:the |its |their |more |other )?)([\pL-]+)`)

var numerals = map[string]int{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}

// numberIn is how many people or things a text counts first, 0 when none.
func numberIn(text string) int {
	for _, m := range counted.FindAllStringSubmatchIndex(text, -1) {
		digits, noun := text[m[2]:m[3]], strings.ToLower(text[m[4]:m[5]])
		switch noun {
		case "percent", "per", "a", "p", "and", "by", "in", "days", "day", "weeks", "months", "years", "hours", "countries", "sides", "leaders", "states", "million", "billion":
			continue
		}
		if slices.Contains(monthsAndDays, noun) || afterMonth(text[:m[2]]) {
			continue
		}
		if n, ok := numerals[strings.ToLower(digits)]; ok {
			return n
		}
		n, err := strconv.Atoi(strings.ReplaceAll(digits, ",", ""))
		if err == nil && !(n >= 1900 && n <= 2100 && len(digits) == 4) {
			return n
		}
	}
	return 0
}

func afterMonth(before string) bool {
	fields := strings.Fields(strings.ToLower(before))
	return len(fields) > 0 && slices.Contains(monthsAndDays, fields[len(fields)-1])
}
