package actor

import (
	"slices"
	"strings"

	"chancery/coreference"
	"chancery/report"
	"chancery/syntax"
)

// newResolver gathers what the names of a report tell, and lets short names mean what they shorten.
func (x *Lexicon) newResolver(doc *syntax.Document, r *report.Report, mentions []Mention) *resolver {
	c := &resolver{x: x, doc: doc, mentions: mentions, starts: make([]int, len(doc.Sentences)+1), home: -1}
	for i, n := 0, 0; n < len(c.starts); n++ {
		for i < len(mentions) && mentions[i].Sentence < n {
			i++
		}
		c.starts[n] = i
	}
	if r.Dateline != nil {
		c.dateline = r.Dateline.End
		c.home = x.capitalOf(r.Dateline.Place)
	}
	entities := 0
	for i := range mentions {
		entities = max(entities, mentions[i].Entity+1)
	}
	c.gender, c.seen = make([]byte, entities), make([]int32, entities)
	c.learnGenders()
	c.topic = -1
	for i := range mentions {
		if m := &mentions[i]; m.Class == Person && m.Form == Proper {
			c.topic = m.Entity
			break
		}
	}
	c.markQuotations()
	c.shorten()
	return c
}

// resolve finds whom pronouns and descriptions refer to. It goes through the mentions in the order of the
// text and gives each that has no party those of the best antecedent, if one is good enough: a wrong
// party does more harm in a record than an unknown one. First persons stay open; whoever knows the
// quotation they stand in knows who speaks.
//
// "He" and "she" mean whom the ranker of package coreference links them to, where that is somebody. For the rest the
// preferences are the classical ones (Lappin and Leass 1994, "An algorithm for pronominal anaphora
// resolution"): what is near before what is far, subjects before objects before the rest, names before
// descriptions; and the bars of the same clause: "Biden praised him" is not about Biden.
func (c *resolver) resolve() {
	for i := range c.mentions {
		c.enterSentence(c.mentions[i].Sentence)
		m := &c.mentions[i]
		if m.clue.person == 1 {
			c.firstPerson(i)
		} else if len(m.Parties) == 0 && m.clue.person != 2 {
			c.refer(i)
		} else if m.Form == Nominal && len(m.Parties) == 1 && m.Parties[0].Resolved == ByDescription {
			c.refer(i)
		}
		c.gather(i)
		if m.Entity >= 0 {
			c.seen[m.Entity]++
		}
	}
}

// resolver is what is known while the mentions of one report are resolved.
type resolver struct {
	x        *Lexicon
	doc      *syntax.Document
	mentions []Mention
	starts   []int // the first mention of each sentence, and the number of mentions
	home     int   // the state whose capital the dateline names, or -1
	dateline int   // end of the dateline: what stands in it is no antecedent
	sentence int
	quoted   []bool  // tokens of the sentence at hand that stand in quotation marks
	quotes   []bool  // the same for all tokens of the report
	offsets  []int   // of each sentence's first token in quotes
	said     []bool  // sentences that stand in quotation marks altogether
	gender   []byte  // of each entity, 0 when nothing tells
	seen     []int32 // how often each entity has been mentioned so far
	topic    int     // the first person whom the report names
	speakers []voice // whose first persons have an entity
	pairs    []pair
	links    []coreference.Mention // of all noun phrases of the report; none when the rules are to do without
	linked   []int32               // of each token of the report that heads one of these: its number plus one
	heads    []int32               // of each token that heads a mention of an actor: its number plus one
}

// pair is two states or bodies that the text names together: "Armenia and Azerbaijan", "Baku-Washington ties".
// A list of more is a pair with others.
type pair struct {
	sentence int
	first    int // mention
	second   int
	others   []int
}

// window is how many sentences back an antecedent may stand, farthest how many mentions: a list without end
// must not take time that grows with its square.
const (
	window   = 4
	farthest = 150
)

// enterSentence prepares the sentence that the next mention stands in.
func (c *resolver) enterSentence(n int) {
	c.sentence = n
	c.quoted = c.quotes[c.offsets[n]:c.offsets[n+1]]
}

// markQuotations notes which tokens stand in quotation marks. A quotation may go over several sentences of a
// paragraph, and no further: “I came. I saw.” A mark that is never closed ends with its paragraph.
func (c *resolver) markQuotations() {
	c.offsets = make([]int, len(c.doc.Sentences)+1)
	c.said = make([]bool, len(c.doc.Sentences))
	total := 0
	for n := range c.doc.Sentences {
		total += len(c.doc.Sentences[n].Tokens)
		c.offsets[n+1] = total
	}
	c.quotes = make([]bool, 0, total)
	inside := false
	for n := range c.doc.Sentences {
		s := &c.doc.Sentences[n]
		if n > 0 && s.Block != c.doc.Sentences[n-1].Block {
			inside = false
		}
		all := true
		for i := range s.Tokens {
			mark := true
			switch s.Tokens[i].Form {
			case "“", "``", "«", "„":
				inside = true
			case "”", "''", "»":
				inside = false
			case `"`:
				inside = !inside
			default:
				mark = false
			}
			c.quotes = append(c.quotes, inside || mark)
			all = all && (inside || mark || s.Tokens[i].UPOS == syntax.PUNCT)
		}
		c.said[n] = all
	}
}

func (c *resolver) tokens(m *Mention) *syntax.Sentence { return &c.doc.Sentences[m.Sentence] }

// gather notes which two parties mention i makes a pair with: the mention before it, when both name states
// or bodies and are coordinated or joined by a hyphen.
func (c *resolver) gather(i int) {
	m := &c.mentions[i]
	if !pairable(m) {
		return
	}
	s := c.tokens(m)
	for j := i - 1; j >= max(0, i-4); j-- {
		p := &c.mentions[j]
		if p.Sentence != m.Sentence {
			return
		}
		if !pairable(p) || p.Parties[0].Country == m.Parties[0].Country && p.Parties[0].Actor == m.Parties[0].Actor {
			continue
		}
		if sameCountry(p, m) {
			continue
		}
		coordinated := s.Tokens[m.Head].Rel == syntax.Conj && (int(s.Tokens[m.Head].Head) == p.Head || s.Tokens[p.Head].Rel == syntax.Conj && s.Tokens[p.Head].Head == s.Tokens[m.Head].Head)
		hyphenated := m.First == p.Last+2 && isHyphen(s, p.Last+1)
		// "between X and Y" where the tree hangs Y elsewhere
		between := m.First-p.Last <= 3 && p.Last+1 < len(s.Tokens) && is(s, m.First-1, "and") && (p.First > 0 && is(s, p.First-1, "between") || m.First-p.Last == 2)
		if !coordinated && !hyphenated && !between {
			continue
		}
		if n := len(c.pairs) - 1; n >= 0 && c.pairs[n].sentence == m.Sentence && (c.pairs[n].second == j || c.pairs[n].first == j) && coordinated {
			c.pairs[n].others = append(c.pairs[n].others, i)
			return
		}
		listed := pair{sentence: m.Sentence, first: j, second: i}
		// "Pashinyan, Aliyev and Putin": what stands before a comma belongs to the list
		for k, next := j-1, p; k >= c.starts[m.Sentence]; k-- {
			q := &c.mentions[k]
			if q.Last+2 != next.First || !is(s, q.Last+1, ",") || !pairable(q) || q.Class != p.Class || sameCountry(q, p) || sameCountry(q, m) {
				break
			}
			listed.others = append(listed.others, k)
			next = q
		}
		c.pairs = append(c.pairs, listed)
		return
	}
}

// pairable tells whether a mention can be one of two sides.
func pairable(m *Mention) bool {
	return len(m.Parties) == 1 && m.Form == Proper && (m.Class == State || m.Class == Organisation || m.Class == Person && m.Parties[0].Country != "")
}

func sameCountry(a, b *Mention) bool {
	return a.Parties[0].Country != "" && a.Parties[0].Country == b.Parties[0].Country
}

// refer finds the antecedent of mention i, which has no party yet or one that only says what it is.
func (c *resolver) refer(i int) {
	m := &c.mentions[i]
	if m.Form == Nominal && m.clue.country == "" && c.belongs(i) {
		return
	}
	defer c.datelined(i)
	switch {
	case m.clue.what == toEachOther:
		return // the coder takes the parties of the clause
	case m.clue.what == toBoth, m.clue.what == toSides, m.clue.what == toCountry && (m.Count == 2 || m.clue.plural):
		c.sides(i)
	case m.clue.what == toLatter, m.clue.what == toFormerOfTwo:
		c.oneOfTwo(i)
	case m.clue.what == toCountry:
		c.country(i)
	case m.Form == Pronoun && m.Class == Person:
		c.person(i)
	case m.Form == Pronoun && m.clue.plural:
		c.plural(i)
	case m.Form == Pronoun:
		c.neuter(i)
	case m.clue.definite && !m.clue.plural && m.Class == Person:
		c.describedPerson(i)
	case m.clue.definite && m.clue.what == toBody:
		c.body(i)
	case m.clue.definite && m.Count == 2 && m.Class == Group && c.ofPeople(m):
		c.twoPeople(i)
	case m.clue.definite && m.Class == Group && is(c.tokens(m), m.Head, companyNouns...):
		c.body(i)
	case m.clue.definite && m.clue.plural && m.Class == Group:
		c.group(i)
	}
}

// take gives mention i the parties of mention j.
func (c *resolver) take(i, j int) {
	m, from := &c.mentions[i], &c.mentions[j]
	if len(from.Parties) == 0 {
		m.Entity = from.Entity // "A man was hurt. He": describe says later what can be said of both
		if g := m.clue.gender; g != 0 && g != 'n' && c.gender[from.Entity] == 0 {
			c.gender[from.Entity] = g
		}
		return
	}
	c.give(i, from.Parties, from.In(c.doc.Text))
	m.Entity = from.Entity
	if m.Class == Unknown {
		m.Class = from.Class
	}
	// What a pronoun tells of its antecedent's gender holds for what follows.
	if g := m.clue.gender; g != 0 && g != 'n' && from.Class == Person && c.gender[from.Entity] == 0 {
		c.gender[from.Entity] = g
	}
	if m.clue.office == 0 {
		m.clue.office = from.clue.office
	}
}

// give sets the parties of mention i to those that words elsewhere in the text name.
func (c *resolver) give(i int, parties []Party, words string) {
	m := &c.mentions[i]
	by := ByDescription
	if m.Form == Pronoun {
		by = ByPronoun
	}
	if len(parties) > 1 {
		// the same several as before are the same entity: "They … both sides"
		for j := i - 1; j >= max(0, i-farthest/3); j-- {
			if sameParties(c.mentions[j].Parties, parties) {
				m.Entity = c.mentions[j].Entity
				break
			}
		}
	}
	m.Parties = make([]Party, 0, len(parties))
	for _, p := range parties {
		p.Resolved, p.Span = by, m.Span
		p.Reason = "refers to “" + strings.Join(strings.Fields(words), " ") + "”"
		m.Parties = append(m.Parties, p)
	}
}

// sameParties tells whether two lists name the same parties in the same order.
func sameParties(a, b []Party) bool {
	return slices.EqualFunc(a, b, func(p, q Party) bool { return p.Actor == q.Actor && p.Name == q.Name })
}

// role is how prominent a mention is in its sentence: 3 for the subject of a main clause down to 0.
func (c *resolver) role(m *Mention) int {
	s := c.tokens(m)
	h := m.Head
	// A name in apposition or in a list has the role of the whole.
	for n := 0; n < 4 && (s.Tokens[h].Rel == syntax.Appos || s.Tokens[h].Rel == syntax.Flat || s.Tokens[h].Rel == syntax.Conj && isNoun(s, h)) && s.Tokens[h].Head >= 0; n++ {
		h = int(s.Tokens[h].Head)
	}
	switch s.Tokens[h].Rel {
	case syntax.Nsubj, syntax.NsubjPass, syntax.Root, syntax.NsubjOuter:
		return 3
	case syntax.Obj, syntax.Iobj, syntax.OblAgent:
		return 2
	case syntax.Obl, syntax.NmodPoss, syntax.Vocative:
		return 1
	}
	return 0
}

// predicate is the token that a mention is an argument of, through prepositions and appositions, or -1.
func (c *resolver) predicate(m *Mention) int {
	s := c.tokens(m)
	h := m.Head
	for n := 0; n < 4 && s.Tokens[h].Head >= 0; n++ {
		switch s.Tokens[h].Rel {
		case syntax.Appos, syntax.Flat, syntax.Conj:
			h = int(s.Tokens[h].Head)
			continue
		}
		break
	}
	return int(s.Tokens[h].Head)
}

// barred tells whether grammar forbids that the pronoun m means a: both are arguments of one verb ("Biden
// praised him"), or a is the understood subject of m's verb ("Biden wrote to congratulate him").
func (c *resolver) barred(m, a *Mention) bool {
	if m.Sentence != a.Sentence || m.clue.reflex {
		return false
	}
	if a.First <= m.First && m.Last <= a.Last {
		return true // "Biden's visit" as a whole
	}
	if m.clue.owned {
		return false
	}
	s := c.tokens(m)
	p := c.predicate(m)
	if p < 0 {
		return false
	}
	if c.predicate(a) == p {
		return true
	}
	for n := 0; n < 4 && s.Child(p, syntax.Nsubj, syntax.NsubjPass) < 0; n++ {
		up := int(s.Tokens[p].Head)
		switch s.Tokens[p].Rel {
		case syntax.Xcomp, syntax.Advcl, syntax.Acl, syntax.Conj:
		default:
			return false
		}
		if up < 0 {
			return false
		}
		controller := s.Child(up, syntax.Obj)
		if s.Tokens[p].Rel != syntax.Xcomp || controller < 0 {
			controller = s.Child(up, syntax.Nsubj, syntax.NsubjPass)
		}
		if controller >= 0 {
			return a.First <= controller && controller <= a.Last || a.Head == controller
		}
		p = up
	}
	return false
}

// candidate tells whether mention j can be the antecedent of the singular pronoun or description m at all.
func (c *resolver) candidate(m *Mention, j int) bool {
	a := &c.mentions[j]
	if len(a.Parties) != 1 && !(a.Class == Person && a.Form == Nominal && len(a.Parties) == 0 && !a.clue.plural && a.Count < 2) || a.Modifier || a.End <= c.dateline {
		return false
	}
	// Words in quotation marks do not speak of the one who says them in the third person: “He lied,” Price said.
	if a.Sentence == m.Sentence && m.Head < len(c.quoted) && c.quoted[m.Head] && !c.quoted[a.Head] {
		return false
	}
	return !c.barred(m, a)
}

// emptySubjectOf are the predicates that take an "it" that means nothing: "It is raining in Oslo", "It is clear that".
var emptySubjectOf = []string{"rain", "snow", "freeze", "seem", "appear", "turn", "happen", "take", "remain", "clear", "possible", "likely", "unclear", "necessary", "important", "time", "true", "up"}

// neuter resolves "it" and "its". "It" often means a thing that no actor is, so the antecedent must be the
// subject of the clause around it or of the sentence before: "Armenia said it would", "Armenia refused. It said".
func (c *resolver) neuter(i int) {
	m := &c.mentions[i]
	s := c.tokens(m)
	if verb := int(s.Tokens[m.Head].Head); verb >= 0 && !m.clue.owned && is(s, m.Head, "it") && slices.Contains(emptySubjectOf, s.Tokens[verb].Lemma) {
		return
	}
	if j := c.cataphor(i); j >= 0 {
		c.take(i, j)
		return
	}
	if owned := int(s.Tokens[m.Head].Head); m.clue.owned && owned >= 0 && s.Tokens[owned].Rel == syntax.Conj {
		// "expressed support for Georgia and its territorial integrity": Georgia's
		for j := i - 1; j >= c.starts[m.Sentence]; j-- {
			if a := &c.mentions[j]; a.Head == int(s.Tokens[owned].Head) && isBody(a) {
				c.take(i, j)
				return
			}
		}
	}
	if j := c.subjectAround(i, isBody); j >= 0 {
		c.take(i, j)
		return
	}
	if m.clue.owned || c.role(m) == 3 {
		if j := c.subjectBefore(i, isBody); j >= 0 {
			c.take(i, j)
			return
		}
	}
	if m.clue.owned {
		// "Turkey opened a corridor for Ukraine's grain, its ministry said": the subject's before the nearest
		best, bestRole := -1, -1
		for j := i - 1; j >= c.starts[m.Sentence]; j-- {
			a := &c.mentions[j]
			if !isBody(a) || !c.candidate(m, j) {
				continue
			}
			if role := c.role(a); role > bestRole {
				best, bestRole = j, role
			}
		}
		if best >= 0 {
			c.take(i, best)
		}
	}
}

func isBody(a *Mention) bool {
	return (a.Class == State || a.Class == Organisation) && len(a.Parties) == 1 && !a.clue.plural || a.Class == Group && len(a.Parties) == 1 && a.Form == Proper
}

func isPlural(a *Mention) bool {
	return a.Class == Group && len(a.Parties) > 0 || len(a.Parties) > 1 || a.clue.plural && len(a.Parties) > 0
}

// subjectAround finds the mention that is the subject of the clause which mention i stands in, or of the one
// around that, and fits.
func (c *resolver) subjectAround(i int, fits func(*Mention) bool) int {
	m := &c.mentions[i]
	s := c.tokens(m)
	for up, n := int(s.Tokens[m.Head].Head), 0; up >= 0 && n < 30; up, n = int(s.Tokens[up].Head), n+1 {
		subject := s.Child(up, syntax.Nsubj, syntax.NsubjPass)
		if subject < 0 {
			subject = c.understood(s, up)
		}
		if subject < 0 || subject == m.Head {
			continue
		}
		for j := i - 1; j >= max(0, i-farthest) && c.mentions[j].Sentence == m.Sentence; j-- {
			a := &c.mentions[j]
			if a.Head == subject && (fits(a) || m.clue.plural && c.isFirstOfSeveral(j)) && len(a.Parties) > 0 && !a.Modifier && !c.barred(m, a) && (len(a.Parties) > 1 || c.candidate(m, j)) {
				return j
			}
		}
	}
	return -1
}

// understood is the token that an infinitive's subject is understood to be, when it is an object of the verb
// above: "France urged Azerbaijan to pull back its forces", "called on Azerbaijan to". -1 when there is none.
func (c *resolver) understood(s *syntax.Sentence, verb int) int {
	up := int(s.Tokens[verb].Head)
	if up < 0 || s.Tokens[verb].Rel != syntax.Xcomp && s.Tokens[verb].Rel != syntax.Advcl && s.Tokens[verb].Rel != syntax.Ccomp {
		return -1
	}
	if s.Tokens[verb].Rel == syntax.Xcomp {
		if o := s.Child(up, syntax.Obj, syntax.Iobj); o >= 0 && o < verb {
			return o
		}
	}
	// Infinitives that hang on "call on", "appeal to" come as xcomp or advcl.
	if marker := s.Child(verb, syntax.Mark); marker >= 0 && s.Tokens[marker].Form == "to" {
		if o := s.Child(up, syntax.Obl); o > up && o < verb && (is(s, o-1, "on", "upon", "to", "with") || is(s, o-2, "on", "upon", "to", "with")) {
			return o
		}
	}
	return -1
}

// subjectBefore finds the subject of the main clause of the sentence before.
func (c *resolver) subjectBefore(i int, fits func(*Mention) bool) int {
	m := &c.mentions[i]
	n := m.Sentence - 1
	if n < 0 || m.Head < len(c.quoted) && c.quoted[m.Head] {
		return -1
	}
	s := &c.doc.Sentences[n]
	root := s.Root()
	if root < 0 {
		return -1
	}
	subject := s.Child(root, syntax.Nsubj, syntax.NsubjPass)
	for j := i - 1; j >= 0 && c.mentions[j].Sentence >= n; j-- {
		if a := &c.mentions[j]; a.Sentence == n && a.Head == subject && fits(a) && a.End > c.dateline {
			return j
		}
	}
	return -1
}

// plural resolves "they", "them", "their".
func (c *resolver) plural(i int) {
	m := &c.mentions[i]
	if j := c.subjectAround(i, isPlural); j >= 0 {
		c.takeAll(i, j)
		return
	}
	if c.otherPlural(m) {
		return
	}
	best, bestScore := -1, -30
	for j := i - 1; j >= max(0, i-farthest) && m.Sentence-c.mentions[j].Sentence <= 2; j-- {
		a := &c.mentions[j]
		if a.Modifier || a.End <= c.dateline || a.clue.person == 1 || len(a.Parties) == 0 || c.barred(m, a) {
			continue
		}
		if a.Sentence == m.Sentence && c.quoted[a.Head] != c.quoted[m.Head] {
			continue
		}
		role := c.role(a)
		score := 3*role - 12*(m.Sentence-a.Sentence)
		switch {
		case isPlural(a) || c.isFirstOfSeveral(j):
			if a.Form == Pronoun {
				score += 3
			}
		case a.Class == Organisation && role == 3 && m.Sentence-a.Sentence <= 1 || a.Class == State && role == 3 && a.Sentence == m.Sentence: // "The ministry said … They": a body may be many
			score -= 12
		default:
			continue
		}
		if a.Sentence == m.Sentence && c.above(m, a) {
			score += 6
		}
		if score > bestScore {
			best, bestScore = j, score
		}
	}
	if best >= 0 {
		c.takeAll(i, best)
	}
}

// otherPlural tells whether the subject just before a plural pronoun is a plural noun that is no actor:
// "The talks failed. They".
func (c *resolver) otherPlural(m *Mention) bool {
	n := m.Sentence - 1
	if n < 0 || c.role(m) != 3 {
		return false
	}
	s := &c.doc.Sentences[n]
	root := s.Root()
	if root < 0 {
		return false
	}
	subject := s.Child(root, syntax.Nsubj, syntax.NsubjPass)
	if subject < 0 || s.Tokens[subject].XPOS != syntax.TagNNS {
		return false
	}
	for k := c.starts[n]; k < c.starts[n+1]; k++ {
		if a := &c.mentions[k]; a.First <= subject && subject <= a.Last {
			return false
		}
	}
	return true
}

// isFirstOfSeveral tells whether others hang on mention j with "and".
func (c *resolver) isFirstOfSeveral(j int) bool { return c.coordinated(j) != nil }

// takeAll gives mention i the parties of mention j and of all that is coordinated with it.
func (c *resolver) takeAll(i, j int) {
	all := c.coordinated(j)
	if all == nil {
		c.take(i, j)
		return
	}
	c.give(i, all, c.mentions[j].In(c.doc.Text)+" …")
	if c.mentions[i].Class == Unknown {
		c.mentions[i].Class = Group
	}
}

// coordinated returns the parties of mention i and of those that hang on it with "and", or nil when it stands alone.
func (c *resolver) coordinated(i int) []Party {
	a := &c.mentions[i]
	s := c.tokens(a)
	if a.Form == Pronoun || s.Child(a.Head, syntax.Conj) < 0 {
		return nil
	}
	var parties []Party
	for j := i + 1; j < min(i+farthest, c.starts[a.Sentence+1]); j++ {
		b := &c.mentions[j]
		if len(b.Parties) > 0 && s.Tokens[b.Head].Rel == syntax.Conj && int(s.Tokens[b.Head].Head) == a.Head {
			if parties == nil {
				parties = append(parties, a.Parties...)
			}
			parties = append(parties, b.Parties...)
		}
	}
	if len(parties) < 2 {
		return nil
	}
	return parties
}
