package coreference

import (
	"math/bits"

	"chancery/syntax"
)

// kind is the form of a mention.
type kind uint8

const (
	common kind = iota
	proper
	pronominal
	number       // a date, a figure, "the latter"
	coordination // "Armenia and Azerbaijan" as a whole
)

// determiner is what a noun phrase begins with.
type determiner uint8

const (
	bare determiner = iota
	definite
	indefiniteArticle
	demonstrative
	owned // "his visit", "Russia's visit"
	quantified
)

// role is the grammatical role of a mention, the more prominent the lower.
type role uint8

const (
	mainSubject role = iota
	subject
	object
	oblique
	possessor
	modifier
	otherRole
)

// mention is a Mention with what the ranker looks at.
type mention struct {
	Mention
	kind        kind
	name        uint8 // 1 + syntax.NameClass of the name its head stands in, 0 for none
	pronoun     pronoun
	form        pronounForm
	determiner  determiner
	role        role
	rel         syntax.Rel
	plural      uint8 // 0 unknown, 1 singular, 2 plural
	gender      uint8 // a set: 1 he, 2 she, 4 it; 0 unknown
	class       Class
	sense       uint8  // WordNet's lexicographer file of the head's first sense, 0 for none
	synset      uint32 // plus one; 0 for none
	head        uint32 // hash of the head's lemma
	text        uint32 // hash of the words without determiner and possessive mark
	governor    int    // token that the phrase depends on, through coordination and apposition; -1 for none
	verb        uint32 // hash of the governor's lemma
	words       [6]uint32
	wordCount   uint8
	capitals    uint32 // hash of the initials, of an all-capital word: of itself; 0 for none
	quotation   int32  // number of the quotation that it stands in, 0 for none
	known       int32  // index into known plus one
	entity      int32  // of that; -1 when it has none
	certain     bool   // and that is told by the words
	predicative bool   // "was a diplomat"
	post        bool   // something follows the head
	outer       int32  // the smallest mention around it, -1 for none
	subjectOf   int    // where it is a subject: its verb; else -1
}

// describe fills in what the ranker looks at.
func (r *ranker) describe(known []Known) {
	doc := r.doc
	offset := 0
	r.offsets = r.offsets[:0]
	for n := range doc.Sentences {
		r.offsets = append(r.offsets, offset)
		offset += len(doc.Sentences[n].Tokens)
	}
	r.offsets = append(r.offsets, offset)
	r.quotations()
	heads := make([]int32, offset) // of each token the known stretch that it heads, plus one
	for k := range known {
		h := &known[k]
		at := r.offsets[h.Sentence] + h.Head
		if heads[at] == 0 || h.Certain {
			heads[at] = int32(k) + 1
		}
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		s := &doc.Sentences[m.Sentence]
		t := &s.Tokens[m.Head]
		m.rel = t.Rel
		m.head = hashLower(t.Lemma)
		m.governor, m.subjectOf, m.outer = -1, -1, -1
		m.quotation = r.quoted[r.offsets[m.Sentence]+m.Head]
		m.entity = -1
		r.relate(m, s)
		r.spell(m, s)
		if m.kind == pronominal {
			m.pronoun, m.form = lookup(t.Form)
			if m.form == objective && t.Rel == syntax.NmodPoss {
				m.form = possessive // "her visit"
			}
			pronounAgreement(m)
		} else {
			m.determiner = determinerOf(s, m)
			r.agreement(m, t)
		}
		if m.kind != coordination {
			if k := heads[r.offsets[m.Sentence]+m.Head]; k > 0 {
				m.known = k
				r.learn(m, &known[k-1])
			}
		}
		for j := i - 1; j >= 0 && r.mentions[j].Sentence == m.Sentence; j-- {
			if r.mentions[j].Last >= m.Last {
				m.outer = int32(j)
				break
			}
		}
	}
}

// learn takes over what is known.
func (r *ranker) learn(m *mention, k *Known) {
	m.entity, m.certain = int32(k.Entity), k.Certain
	if m.kind != pronominal {
		if k.Class != Unknown {
			m.class = k.Class
		}
		switch k.Class {
		case Person:
			m.gender = 3
			if k.Gender == 'm' {
				m.gender = 1
			} else if k.Gender == 'f' {
				m.gender = 2
			}
		case State, Organisation:
			m.gender = 4
		}
		return
	}
	if m.pronoun != pronounHe && m.pronoun != pronounShe && k.Class != Unknown && m.class == Unknown {
		m.class = k.Class
	}
}

// relate notes the role and what governs it.
func (r *ranker) relate(m *mention, s *syntax.Sentence) {
	h := m.Head
	for n := 0; n < 6; n++ {
		rel := s.Tokens[h].Rel
		if (rel == syntax.Conj || rel == syntax.Appos || rel == syntax.Flat) && s.Tokens[h].Head >= 0 {
			h = int(s.Tokens[h].Head)
			continue
		}
		break
	}
	t := &s.Tokens[h]
	m.governor = int(t.Head)
	m.role = otherRole
	m.predicative = s.Child(m.Head, syntax.Cop) >= 0
	m.post = m.Last > m.Head
	if t.Head < 0 {
		return
	}
	up := &s.Tokens[t.Head]
	m.verb = hashLower(up.Lemma)
	switch t.Rel {
	case syntax.Nsubj, syntax.NsubjPass, syntax.NsubjOuter:
		m.role = subject
		if up.Rel == syntax.Root || up.Rel == syntax.Parataxis || up.Rel == syntax.Conj {
			m.role = mainSubject
		}
		m.subjectOf = int(t.Head)
	case syntax.Obj, syntax.Iobj, syntax.OblAgent:
		m.role = object
	case syntax.Obl, syntax.OblUnmarked, syntax.Vocative, syntax.Dislocated:
		m.role = oblique
	case syntax.NmodPoss:
		m.role = possessor
	case syntax.Nmod, syntax.NmodUnmarked, syntax.Compound, syntax.NmodDesc, syntax.Appos:
		m.role = modifier
	}
}

// spell hashes the words of a mention.
func (r *ranker) spell(m *mention, s *syntax.Sentence) {
	first, last := m.First, m.Last
	for first < last && (s.Tokens[first].UPOS == syntax.DET || s.Tokens[first].UPOS == syntax.PUNCT) {
		first++
	}
	for last > first && (s.Tokens[last].UPOS == syntax.PART || s.Tokens[last].UPOS == syntax.PUNCT || s.Tokens[last].XPOS == syntax.TagPOS) {
		last--
	}
	h := uint32(2166136261)
	initials, count := uint32(2166136261), 0
	m.words[0], m.wordCount = hashLower(s.Tokens[m.Head].Form), 1
	for t := first; t <= last; t++ {
		w := &s.Tokens[t]
		x := hashLower(w.Form)
		h = (h ^ x) * 16777619
		switch w.UPOS {
		case syntax.PROPN, syntax.NOUN, syntax.ADJ, syntax.NUM:
			if t != m.Head && t <= m.Head+4 && int(m.wordCount) < len(m.words) {
				m.words[m.wordCount] = x
				m.wordCount++
			}
		}
		if c := w.Form[0]; 'A' <= c && c <= 'Z' && w.UPOS == syntax.PROPN {
			initials = (initials ^ uint32(c)) * 16777619
			count++
		}
	}
	m.text = h ^ h>>15
	if m.kind == proper {
		if form := s.Tokens[m.Head].Form; first == last && len(form) >= 2 && len(form) <= 6 {
			initials, count = 2166136261, 0
			for i := 0; i < len(form); i++ {
				if c := form[i]; 'A' <= c && c <= 'Z' {
					initials = (initials ^ uint32(c)) * 16777619
					count++
				} else if c != '.' {
					count = -9
				}
			}
		}
		if count >= 2 {
			m.capitals = initials
		}
	}
}

func determinerOf(s *syntax.Sentence, m *mention) determiner {
	t := &s.Tokens[m.First]
	for d := s.First(m.Head); d >= 0 && d < m.Head; d = s.Next(d) {
		if s.Tokens[d].Rel == syntax.NmodPoss {
			return owned
		}
	}
	if t.UPOS != syntax.DET {
		if t.UPOS == syntax.NUM || t.UPOS == syntax.ADJ && (isWord(t.Form, "many") || isWord(t.Form, "several") || isWord(t.Form, "few") || isWord(t.Form, "other") || isWord(t.Form, "more")) {
			return quantified
		}
		return bare
	}
	switch {
	case isWord(t.Form, "the"):
		return definite
	case isWord(t.Form, "a"), isWord(t.Form, "an"):
		return indefiniteArticle
	case isWord(t.Form, "this"), isWord(t.Form, "that"), isWord(t.Form, "these"), isWord(t.Form, "those"):
		return demonstrative
	}
	return quantified
}

// agreement tells number, gender and class of a noun phrase.
func (r *ranker) agreement(m *mention, t *syntax.Token) {
	switch {
	case m.kind == coordination, t.XPOS == syntax.TagNNS, t.XPOS == syntax.TagNNPS:
		m.plural = 2
	case t.UPOS == syntax.NOUN, t.UPOS == syntax.PROPN:
		m.plural = 1
	}
	switch m.name {
	case 1 + uint8(syntax.PersonName):
		m.class, m.gender = Person, 3
		return
	case 1 + uint8(syntax.OrganisationName):
		m.class, m.gender = Organisation, 4
		return
	case 1 + uint8(syntax.PlaceName):
		m.class, m.gender = Place, 4
		return
	}
	if t.UPOS != syntax.NOUN {
		return
	}
	n, ok := r.nouns.find(m.head)
	if !ok {
		return
	}
	m.sense, m.synset, m.gender = n.sense, n.synset+1, n.gender
	m.class = classOfSense(n.sense)
	if m.class == Person && m.gender == 0 {
		m.gender = 3
	} else if m.class != Person && m.class != Unknown {
		m.gender = 4
	}
}

// classOfSense maps WordNet's lexicographer files (lexnames(5WN)) to classes.
func classOfSense(sense uint8) Class {
	switch sense {
	case 18:
		return Person
	case 14:
		return Group
	case 15:
		return Place
	case 28:
		return Time
	case 5, 6, 8, 13, 17, 20, 27:
		return Thing
	case 0:
		return Unknown
	}
	return Abstract
}

func pronounAgreement(m *mention) {
	switch m.pronoun {
	case pronounHe:
		m.plural, m.gender, m.class = 1, 1, Person
	case pronounShe:
		m.plural, m.gender, m.class = 1, 2, Person
	case pronounIt, pronounThis, pronounThat:
		m.plural, m.gender = 1, 4
	case pronounThey, pronounThese, pronounThose:
		m.plural = 2
	case pronounI:
		m.plural, m.gender, m.class = 1, 3, Person
	case pronounWe:
		m.plural, m.class = 2, Person
	case pronounYou, pronounIndefinite:
		m.class, m.gender = Person, 3
	case pronounHere, pronounThere:
		m.class, m.gender = Place, 4
	}
}

// quotations numbers the stretches in quotation marks. One may go over several sentences of a paragraph; a mark that
// is never closed ends with its paragraph.
func (r *ranker) quotations() {
	r.quoted = r.quoted[:0]
	next, inside := int32(1), int32(0)
	for n := range r.doc.Sentences {
		s := &r.doc.Sentences[n]
		if n > 0 && s.Block != r.doc.Sentences[n-1].Block {
			inside = 0
		}
		for t := range s.Tokens {
			switch s.Tokens[t].Form {
			case "“", "``", "«", "„":
				inside = next
				next++
			case "”", "''", "»":
				inside = 0
			case `"`:
				if inside > 0 {
					inside = 0
				} else {
					inside = next
					next++
				}
			}
			r.quoted = append(r.quoted, inside)
		}
	}
}

// hashLower is FNV-1a over the word with ASCII capitals made small, with a final mix.
func hashLower(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}

// bucket puts a distance into one of few classes.
func bucket(n int) uint32 {
	if n < 4 {
		return uint32(n)
	}
	return uint32(bits.Len(uint(n))) + 1
}
