package coreference

import "chancery/syntax"

// How far back an antecedent may stand: near ones are all looked at, of those far away only what shares a word. Texts
// without end must not take time that grows with their square.
const (
	nearSentences  = 3  // for pronouns
	nearNominal    = 1  // for noun phrases that share no word
	nearMentions   = 60 // mentions looked at for closeness
	sharedMentions = 8  // mentions a shared word may bring
	mostCandidates = 96
	indexBits      = 11
)

// chain is what the mentions of one chain tell together.
type chain struct {
	gender uint8
	plural uint8
	class  Class
	size   int32
	first  int32
	last   int32
	entity int32 // what the words of one of them name for certain, -1 for nothing
	ruled  int32 // what one of them is taken for
	forms  uint32
	proper bool
}

// ranker holds what is known while one document's links are made.
type ranker struct {
	doc      *syntax.Document
	nouns    nouns
	mentions []mention
	offsets  []int
	quoted   []int32
	chains   []chain
	index    [1 << indexBits]int32 // of a word's hash the latest entry in nodes, plus one
	nodes    []node
	seen     []int32 // of each mention, the anaphor for which it was last made a candidate, plus one
	touched  []int32 // the same of chains
	list     []int32 // candidates of the mention at hand
	features []uint32
	starts   []int32 // of each sentence its first mention, and the number of mentions
	texts    int     // earlier mentions with the same words as the one at hand
	heads    int     // and with the same head
	fitting  int     // candidates nearer than the one at hand that agree with a pronoun
	subjects int     // and are subjects
	topic    int     // the chain of the first person named, -1 for none yet
	order    []int32 // the mentions in the order in which they are linked
	later    []int32 // of each mention the subject after it that it may mean, -1 for none
}

type node struct {
	word    uint32
	mention int32
	before  int32
}

// begin prepares for a document.
func (r *ranker) begin(doc *syntax.Document, known []Known) {
	r.doc = doc
	r.mentions = find(doc)
	r.describe(known)
	r.starts = r.starts[:0]
	for n, k := 0, 0; n <= len(doc.Sentences); n++ {
		for k < len(r.mentions) && r.mentions[k].Sentence < n {
			k++
		}
		r.starts = append(r.starts, int32(k))
	}
	r.chains, r.nodes = r.chains[:0], r.nodes[:0]
	clear(r.index[:])
	r.seen, r.touched = r.seen[:0], r.touched[:0]
	for range r.mentions {
		r.seen, r.touched = append(r.seen, 0), append(r.touched, 0)
	}
	r.topic = -1
	r.arrange()
}

// arrange sets the order of linking: that of the text, but that a pronoun in a phrase before the subject waits for
// the subject: "In his letter, Biden wrote".
func (r *ranker) arrange() {
	r.order, r.later = r.order[:0], r.later[:0]
	for range r.mentions {
		r.later = append(r.later, -1)
	}
	for n := range r.doc.Sentences {
		s := &r.doc.Sentences[n]
		from, to := r.starts[n], r.starts[n+1]
		for j := from; j < to; j++ {
			m := &r.mentions[j]
			if m.kind == pronominal && m.pronoun >= pronounHe && m.pronoun <= pronounThey {
				r.later[j] = r.subjectAfter(s, m, j, to)
			}
		}
		for j := from; j < to; j++ {
			if r.later[j] < 0 {
				r.order = append(r.order, j)
				for k := from; k < j; k++ {
					if r.later[k] == j {
						r.order = append(r.order, k)
					}
				}
			}
		}
	}
}

// subjectAfter is the subject that follows the phrase in which a pronoun stands, or -1.
func (r *ranker) subjectAfter(s *syntax.Sentence, m *mention, j, to int32) int32 {
	top := m.Head
	for n := 0; n < 30; n++ {
		up := int(s.Tokens[top].Head)
		if up < 0 {
			return -1
		}
		rel := s.Tokens[top].Rel
		if (rel == syntax.Obl || rel == syntax.Advcl || rel == syntax.Acl || rel == syntax.OblUnmarked || rel == syntax.Dislocated) && up > top {
			for k := j + 1; k < to; k++ {
				if a := &r.mentions[k]; a.kind != pronominal && a.kind != coordination && a.role <= subject && (a.subjectOf == up || a.Head == up) && a.First > top && (rel != syntax.Obl || m.form == possessive) {
					return k
				}
			}
		}
		top = up
	}
	return -1
}

// link gives mention j the antecedent i, or a chain of its own when i is -1.
func (r *ranker) link(j, i int) {
	m := &r.mentions[j]
	m.Antecedent = i
	if i < 0 {
		m.Chain = len(r.chains)
		r.chains = append(r.chains, chain{gender: m.gender, plural: m.plural, class: m.class, size: 1, first: int32(j), last: int32(j), entity: -1, ruled: m.entity, forms: r.formBit(m), proper: m.kind == proper})
		if m.certain {
			r.chains[m.Chain].entity = m.entity
		}
	} else {
		m.Chain = r.mentions[i].Chain
		c := &r.chains[m.Chain]
		if g := c.gender & m.gender; g != 0 {
			c.gender = g
		} else if c.gender == 0 {
			c.gender = m.gender
		}
		if c.plural == 0 {
			c.plural = m.plural
		}
		if c.class == Unknown || m.kind == proper && !c.proper && m.class != Unknown {
			c.class = m.class
		}
		c.proper = c.proper || m.kind == proper
		c.size++
		c.last = int32(j)
		if m.certain && c.entity < 0 {
			c.entity = m.entity
		}
		if c.ruled < 0 {
			c.ruled = m.entity
		}
		c.forms |= r.formBit(m)
	}
	if r.topic < 0 && m.kind == proper && m.class == Person {
		r.topic = m.Chain
	}
	r.enter(j)
}

func (r *ranker) formBit(m *mention) uint32 {
	if m.kind == pronominal {
		return 1 << m.pronoun
	}
	return 0
}

// enter puts the words of mention j into the index.
func (r *ranker) enter(j int) {
	m := &r.mentions[j]
	if m.kind == pronominal || m.kind == coordination {
		return
	}
	m.indexed(func(word uint32) { r.enterWord(word, j) })
}

// indexed visits the words under which a mention stands in the index and is looked up there.
func (m *mention) indexed(visit func(word uint32)) {
	visit(m.head)
	if m.words[0] != m.head {
		visit(m.words[0])
	}
	if m.kind == proper {
		for _, w := range m.words[1:m.wordCount] {
			visit(w)
		}
	}
	if m.capitals != 0 {
		visit(m.capitals)
	}
	if m.certain && m.entity >= 0 {
		visit(entityWord(m.entity))
	}
}

func entityWord(entity int32) uint32 { return uint32(entity)*2654435761 ^ 0x5bd1e995 }

func (r *ranker) enterWord(word uint32, j int) {
	at := word >> 5 & (1<<indexBits - 1)
	r.nodes = append(r.nodes, node{word, int32(j), r.index[at]})
	r.index[at] = int32(len(r.nodes))
}

// candidates lists the mentions that mention j may go back to, the nearest first among those near by.
func (r *ranker) candidates(j int) {
	m := &r.mentions[j]
	r.list = r.list[:0]
	r.texts, r.heads = 0, 0
	if m.determiner == indefiniteArticle {
		return
	}
	near := nearNominal
	if m.kind == pronominal {
		near = nearSentences
	}
	if k := r.later[j]; k >= 0 {
		r.consider(int(k), j)
	}
	for i := j - 1; i >= max(0, j-nearMentions); i-- {
		a := &r.mentions[i]
		if a.Chain < 0 {
			continue // it waits for its subject
		}
		if m.Sentence-a.Sentence > near {
			break
		}
		r.consider(i, j)
	}
	if m.kind == pronominal {
		if m.pronoun == pronounI || m.pronoun == pronounWe || m.pronoun == pronounYou {
			for k := len(r.chains) - 1; k >= 0 && k >= len(r.chains)-400; k-- {
				if c := &r.chains[k]; c.forms&(1<<pronounI|1<<pronounWe|1<<pronounYou) != 0 {
					r.consider(int(c.last), j)
				}
			}
		}
		return
	}
	if m.kind == coordination {
		return
	}
	m.indexed(func(word uint32) { r.sharing(word, j) })
}

// sharing considers the latest mentions with a word, one of each chain.
func (r *ranker) sharing(word uint32, j int) {
	n := 0
	for at := r.index[word>>5&(1<<indexBits-1)]; at > 0; {
		e := &r.nodes[at-1]
		at = e.before
		if e.word != word {
			continue
		}
		a := &r.mentions[e.mention]
		if c := r.touched[a.Chain]; c == int32(j)+1 && n > 0 {
			continue
		}
		r.touched[a.Chain] = int32(j) + 1
		r.consider(int(e.mention), j)
		if a.head == r.mentions[j].head {
			r.heads++
		}
		if a.text == r.mentions[j].text {
			r.texts++
		}
		if n++; n >= sharedMentions {
			break
		}
	}
}

// consider makes mention i a candidate for j, once.
func (r *ranker) consider(i, j int) {
	if r.seen[i] == int32(j)+1 || len(r.list) >= mostCandidates {
		return
	}
	r.seen[i] = int32(j) + 1
	m, a := &r.mentions[j], &r.mentions[i]
	if a.Sentence == m.Sentence {
		if a.First <= m.First && m.Last <= a.Last {
			// "its" in "Iran and its allies" may mean the first; a phrase never means one that it is part of, but for
			// coordinations and appositions
			if a.kind == coordination || a.Head >= m.First && a.Head <= m.Last {
				return
			}
		} else if m.First <= a.First && a.Last <= m.Last && a.Head == m.Head {
			return
		}
	}
	if m.kind == pronominal && a.kind == pronominal && (m.pronoun == pronounHe && a.pronoun == pronounShe || m.pronoun == pronounShe && a.pronoun == pronounHe) {
		return
	}
	r.list = append(r.list, int32(i))
}

// agrees tells whether a pronoun can mean the chain by gender and number.
func (r *ranker) agrees(m *mention, c *chain) bool {
	if m.gender != 0 && c.gender != 0 && m.gender&c.gender == 0 {
		return false
	}
	return m.plural == 0 || c.plural == 0 || m.plural == c.plural
}
