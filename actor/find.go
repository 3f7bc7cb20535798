package actor

import (
	"sort"
	"strings"

	"chancery/coreference"
	"chancery/report"
	"chancery/syntax"
)

// finder holds what is known while one report is read.
type finder struct {
	x        *Lexicon
	doc      *syntax.Document
	report   *report.Report
	day      int32 // of publication, 0 when it is not known to the day
	scanner  scanner
	s        *syntax.Sentence // the sentence at hand and its number
	number   int
	mentions []Mention
	pending  []pending       // surnames, which the whole report explains
	named    []named         // people whom the report names in full or with their office
	counts   []int32         // for each actor how often the report names it
	own      []int32         // of these, how often by people, capital or adjective
	phrases  map[uint64]bool // the report's phrases, when an ambiguous state asked for them
	scanned  int             // the mentions found before surnames were resolved, whose sentences ascend
	tree     bool            // whether the sentence at hand has a tree
	taken    []bool          // tokens of the sentence at hand that a mention covers
}

// named is somebody whom the report names.
type named struct {
	party  Party
	office int32 // index plus one
	of     int32 // whose office, index into actors plus one; 0 when not known
	ref    int32 // index into people plus one, 0 for somebody no table has
	family uint64
	given  uint64
	order  int // of the mention, in the order of the text
}

// pending is a surname that stands alone.
type pending struct {
	sentence int
	item     item
	fallback int // index into mentions of what else the word may be, or -1
}

// Find returns the report's mentions of actors in the order of the text. The sentences may lack
// trees and tags; with them context decides more.
func (x *Lexicon) Find(doc *syntax.Document, r *report.Report) []Mention {
	mentions, _ := x.FindAll(doc, r)
	return mentions
}

// FindAll is Find and returns all noun phrases of the report besides, actors or not, with the chains of those that
// mean the same.
func (x *Lexicon) FindAll(doc *syntax.Document, r *report.Report) ([]Mention, []coreference.Mention) {
	f := x.find(doc, r)
	links := x.ranker.Resolve(doc, x.propose(doc, r, f.mentions))
	c := x.newResolver(doc, r, f.mentions)
	c.follow(links)
	c.resolve()
	f.describe()
	return f.mentions, links
}

// find does what Find does before pronouns and descriptions are resolved.
func (x *Lexicon) find(doc *syntax.Document, r *report.Report) *finder {
	f := &finder{x: x, doc: doc, report: r}
	f.scanner.x = x
	if year, month, day, ok := r.Published.Day(); ok {
		f.day = int32(year*10000 + month*100 + day)
	}
	f.gatherStates()
	for i := range doc.Sentences {
		f.s, f.number = &doc.Sentences[i], i
		if len(f.s.Tokens) == 0 {
			continue
		}
		f.tree = parsed(f.s)
		f.scanner.scan(f.s)
		f.taken = f.taken[:0]
		for range f.s.Tokens {
			f.taken = append(f.taken, false)
		}
		begin := len(f.mentions)
		f.assemble()
		f.apposition(begin)
	}
	f.resolveSurnames()
	f.order()
	f.numberEntities()
	return f
}

// gatherStates counts which states a report names, since ambiguous names are taken for whoever
// belongs to these.
func (f *finder) gatherStates() {
	both := make([]int32, 2*len(f.x.actors))
	f.counts, f.own = both[:len(f.x.actors)], both[len(f.x.actors):]
	for i := range f.doc.Sentences {
		f.scanner.scan(&f.doc.Sentences[i])
		for _, it := range f.scanner.items {
			for v := it.entry; v > 0; v = f.x.entries[v-1].next {
				e := &f.x.entries[v-1]
				switch e.kind {
				case stateName, adjective, peopleName, capital, seat, organisationName:
					f.counts[e.ref]++
					if e.kind != stateName {
						f.own[e.ref]++
					}
				default:
					continue
				}
				break
			}
		}
	}
}

// add appends a mention of the tokens first to last.
func (f *finder) add(m Mention, first, last int) int {
	m.Span = f.s.Words(first, last)
	m.Sentence, m.First, m.Last = f.number, first, last
	m.Head = headOf(f.s, first, last)
	m.Modifier = m.Modifier || f.modifies(m.Head, last)
	m.Entity = -1
	for i := range m.Parties {
		m.Parties[i].Span = m.Span
	}
	for t := first; t <= last; t++ {
		f.taken[t] = true
	}
	f.mentions = append(f.mentions, m)
	return len(f.mentions) - 1
}

// modifies tells whether the mention whose head and last token these are only modifies another noun.
func (f *finder) modifies(head, last int) bool {
	s := f.s
	if last+1 < len(s.Tokens) && isPossessive(s, last+1) {
		return false // "Armenia's position": the tree tells the possessor
	}
	if f.tree {
		t := &s.Tokens[head]
		switch t.Rel {
		case syntax.Compound, syntax.Amod:
			return int(t.Head) > last || t.Head >= 0 && int(t.Head) < head && t.Rel == syntax.Amod
		}
		if isHyphen(s, last+1) && last+2 < len(s.Tokens) {
			switch t.Rel {
			case syntax.Obl, syntax.Nmod, syntax.Dep, syntax.Punct:
				return int(t.Head) > last // "Armenian - planted"
			}
		}
		return false
	}
	return last+1 < len(s.Tokens) && (s.Tokens[last+1].UPOS == syntax.NOUN || isHyphen(s, last+1))
}

// order sorts the mentions by their place in the text.
func (f *finder) order() {
	sort.SliceStable(f.mentions, func(i, j int) bool {
		a, b := &f.mentions[i], &f.mentions[j]
		if a.Sentence != b.Sentence {
			return a.Sentence < b.Sentence
		}
		if a.First != b.First {
			return a.First < b.First
		}
		return a.Last > b.Last
	})
}

// numberEntities gives mentions of one actor the same number. Mentions that name nobody get their own.
func (f *finder) numberEntities() {
	numbers := map[string]int{}
	next := 0
	for i := range f.mentions {
		m := &f.mentions[i]
		key := entityKey(m)
		if key == "" {
			m.Entity = next
			next++
			continue
		}
		n, ok := numbers[key]
		if !ok {
			n = next
			next++
			numbers[key] = n
		}
		m.Entity = n
	}
}

// entityKey is the same for mentions that surely mean the same actor, and "" where that cannot be told:
// two mentions of "Azerbaijani soldiers" may be different soldiers.
func entityKey(m *Mention) string {
	if len(m.Parties) != 1 {
		return ""
	}
	p := &m.Parties[0]
	switch {
	case m.Class == Group:
		return ""
	case p.Actor != "":
		return p.Actor
	case m.Class == Person && (m.Form == Proper || p.Reason != ""), m.Class == Organisation && m.Form == Proper:
		return p.Name
	}
	return ""
}

// describe gives descriptions that stayed unresolved a party of their own where the words tell
// something of it: "a US official" is somebody of the US government.
func (f *finder) describe() {
	var described map[int]*Mention // of each entity the first description
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Form != Nominal || len(m.Parties) > 0 || m.clue.words == "" || m.clue.sector == "" && m.clue.country == "" {
			continue
		}
		switch m.clue.what {
		case toCountry, toSides, toBoth, toEachOther, toLatter, toFormerOfTwo:
			continue
		}
		if m.clue.what == toOfficeHolder && m.Class == Person && m.clue.country == "" && !m.clue.definite && !is(&f.doc.Sentences[m.Sentence], m.First-1, "a", "an", "one", "another", "any", "each", "every", "no") {
			continue // "ran for president": the office, not its holder
		}
		p := Party{Name: m.clue.words, Country: m.clue.country, Sector: m.clue.sector, Resolved: ByDescription, Span: m.Span}
		if p.Country != "" {
			p.Actor = p.Country + string(p.Sector)
		}
		p.Office = m.clue.stated
		m.Parties = []Party{p}
		if m.Class == Person {
			if described == nil {
				described = map[int]*Mention{}
			}
			if described[m.Entity] == nil {
				described[m.Entity] = m
			}
		}
	}
	// "An Israeli officer was hurt. He": what is known of the officer is known of him.
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Form != Pronoun || len(m.Parties) > 0 || m.clue.person != 3 || described[m.Entity] == nil {
			continue
		}
		from := described[m.Entity]
		p := from.Parties[0]
		p.Resolved, p.Span = ByPronoun, m.Span
		p.Reason = "refers to “" + strings.Join(strings.Fields(from.In(f.doc.Text)), " ") + "”"
		m.Parties = []Party{p}
	}
}
