package coreference

import "chancery/syntax"

// The features that the ranker weighs: templates whose values are hashed into one table without being stored
// (Weinberger and others 2009, "Feature hashing for large scale multitask learning"). Most stand alone and joined with
// the form of the anaphor, some with the antecedent's form too.

// place maps a template and its values to a weight's place in a table of 1<<tableBits.
func place(template, a, b, c uint32) uint32 {
	h := uint64(template)*0x9e3779b97f4a7c15 + uint64(a)*0xd6e8feb86659fd93 + uint64(b)*0xa0761d6478bd642f + uint64(c)*0xe7037ed1a0b428db
	h ^= h >> 32
	h *= 0x94d049bb133111eb
	return uint32(h >> (64 - tableBits))
}

const tableBits = 16

// formCode is the form of a mention in few classes: pronouns one each, noun phrases by determiner.
func formCode(m *mention) uint32 {
	switch m.kind {
	case pronominal:
		return 16 + uint32(m.pronoun)
	case proper:
		if m.wordCount > 1 {
			return 2
		}
		return 1
	case number:
		return 3
	case coordination:
		return 4
	}
	return 5 + uint32(m.determiner)
}

// caseCode is formCode with the case of pronouns.
func caseCode(m *mention) uint32 {
	if m.kind == pronominal {
		return 64 + uint32(m.pronoun)*4 + uint32(m.form)
	}
	return formCode(m)
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// add appends a feature.
func (r *ranker) add(template, a, b, c uint32) {
	r.features = append(r.features, place(template, a, b, c))
}

// alone lists the features of mention j beginning a chain of its own.
func (r *ranker) alone(j int) []uint32 {
	r.features = r.features[:0]
	m := &r.mentions[j]
	s := &r.doc.Sentences[m.Sentence]
	f, cf := formCode(m), caseCode(m)
	r.add(1, f, 0, 0)
	r.add(2, cf, uint32(m.rel), 0)
	r.add(3, f, m.head, 0)
	r.add(4, f, uint32(m.class), uint32(m.sense))
	r.add(5, f, flag(m.post), flag(m.predicative))
	r.add(6, f, min(uint32(m.Last-m.First), 9), 0)
	r.add(7, f, min(uint32(r.texts), 3), min(uint32(r.heads), 3))
	r.add(8, f, uint32(m.name), m.known0())
	r.add(9, f, flag(m.Sentence == 0)+2*flag(m.quotation > 0), 0)
	r.add(10, cf, m.verb, 0)
	r.add(11, f, uint32(m.plural), uint32(m.wordCount))
	r.add(12, f, uint32(m.role), flag(m.outer >= 0))
	r.add(13, f, uint32(s.Tokens[m.First].UPOS), 0)
	r.add(14, f, hashLower(s.Tokens[m.First].Form), flag(m.post))
	r.add(15, f, bucket(len(r.list)), flag(r.texts > 0))
	r.add(16, f, uint32(min(m.Sentence, 3)), flag(r.heads > 0))
	if m.kind == pronominal {
		next := uint32(0)
		if m.Head+1 < len(s.Tokens) {
			next = hashLower(s.Tokens[m.Head+1].Lemma)
		}
		r.add(17, cf, next, 0)
		r.add(18, cf, m.verb, uint32(m.rel))
	} else {
		r.add(19, m.head, uint32(m.determiner), flag(r.heads > 0))
		r.add(20, m.text, flag(r.texts > 0), 0)
	}
	return r.features
}

// known0 tells what is known of a mention: nothing, something, its name.
func (m *mention) known0() uint32 {
	if m.known == 0 {
		return 0
	}
	return 1 + flag(m.entity >= 0) + 2*flag(m.certain)
}

// pair lists the features of mention j going back to mention i.
func (r *ranker) pair(i, j int) []uint32 {
	r.features = r.features[:0]
	m, a := &r.mentions[j], &r.mentions[i]
	c := &r.chains[a.Chain]
	f, g := formCode(m), formCode(a)
	cf := caseCode(m)
	apart := m.Sentence - a.Sentence
	if i > j {
		r.after(m, a, c)
		return r.features
	}
	d := min(bucket(apart), 8)
	between := bucket(j - i)
	r.add(21, f, g, 0)
	r.add(22, f, d, 0)
	r.add(23, f, g, d)
	r.add(24, f, between, 0)
	r.add(25, g, between, uint32(m.kind))
	latest := flag(int(c.last) == i)
	r.add(26, f, bucket(int(c.size)), latest)
	r.add(27, f, bucket(j-int(c.last)), 0)
	r.add(28, uint32(m.kind), uint32(m.role)<<4|uint32(a.role), min(d, 2))
	r.add(29, f, uint32(a.role), d)
	r.add(30, cf, uint32(a.rel), min(d, 2))
	number := uint32(m.plural)*9 + uint32(a.plural)*3 + uint32(c.plural)
	r.add(31, f, number, g)
	gender := uint32(m.gender)<<3 | uint32(c.gender)
	r.add(32, f, gender, 0)
	r.add(33, f, gender, g)
	class := uint32(m.class)<<8 | uint32(a.class)<<4 | uint32(c.class)
	r.add(34, f, class, 0)
	r.add(35, f, class, g)
	r.add(36, f, c.forms, 0)
	r.add(37, f, uint32(a.kind), c.forms)
	quotes := flag(m.quotation > 0) + 2*flag(a.quotation > 0) + 4*flag(m.quotation == a.quotation)
	r.add(38, f, quotes, g)
	r.add(39, f, quotes, min(d, 3))
	r.add(40, f, m.known1(a, c), 0)
	r.add(41, f, m.known1(a, c), g)
	r.add(42, f, flag(a.outer >= 0)+2*flag(m.outer >= 0), min(d, 2))
	r.add(43, f, flag(a.predicative)+2*flag(m.predicative)+4*flag(a.post), g)
	r.add(44, f, uint32(m.role)<<4|uint32(a.role), flag(m.verb == a.verb && m.verb != 0))
	if m.Sentence == a.Sentence {
		r.nearby(m, a, cf, g)
	} else {
		// what stands between in the antecedent's sentence
		position := min(uint32(i)-uint32(r.starts[a.Sentence]), 6)
		r.add(45, f, position, min(d, 3))
		r.add(46, f, position, uint32(a.role))
	}
	if m.kind == pronominal {
		r.add(47, f, a.head, 0)
		r.add(48, cf, uint32(a.sense), uint32(a.name))
		r.add(49, m.verb, uint32(m.rel), uint32(a.class)<<8|uint32(a.sense))
		r.add(50, f, m.verb, a.head)
		r.add(51, f, bucket(r.fitting), g)
		r.add(52, f, bucket(r.fitting), min(d, 3))
		r.add(53, f, uint32(a.determiner), uint32(a.role))
		topic := flag(r.topic == a.Chain)
		r.add(81, f, bucket(r.subjects), uint32(a.role)<<4|min(d, 3))
		r.add(82, f, bucket(r.subjects)<<4|bucket(r.fitting), latest)
		r.add(83, f, topic, g)
		r.add(84, f, topic, min(bucket(int(c.size)), 4)<<4|min(d, 3))
		r.add(85, cf, flag(m.rel == a.rel), min(d, 2))
		return r.features
	}
	r.words(m, a, c, f, g)
	return r.features
}

// after lists the features of a pronoun that means the subject after it.
func (r *ranker) after(m, a *mention, c *chain) {
	f := formCode(m)
	r.add(86, f, formCode(a), 0)
	r.add(87, f, uint32(m.gender)<<3|uint32(c.gender), 0)
	r.add(88, f, uint32(m.plural)<<4|uint32(a.plural), uint32(a.class))
	r.add(89, caseCode(m), uint32(m.rel), 0)
	r.add(90, f, bucket(a.First-m.Last), 0)
	r.add(91, f, bucket(int(c.size)), 0)
	r.add(92, f, flag(m.quotation > 0)+2*flag(a.quotation > 0), 0)
}

// known1 compares what is known of an anaphor with its antecedent and the antecedent's chain.
func (m *mention) known1(a *mention, c *chain) uint32 {
	code := uint32(0)
	switch {
	case m.entity < 0:
	case a.entity == m.entity:
		code = 1
	case a.entity >= 0:
		code = 2
	default:
		code = 3
	}
	code = code*2 + flag(m.certain)
	code = code*2 + flag(a.certain)
	switch {
	case m.entity < 0 || c.entity < 0:
		code *= 4
	case m.entity == c.entity:
		code = code*4 + 1
	default:
		code = code*4 + 2
	}
	return code*2 + flag(m.entity >= 0 && c.ruled == m.entity)
}

// nearby adds what the tree tells of two mentions of one sentence.
func (r *ranker) nearby(m, a *mention, cf, g uint32) {
	s := &r.doc.Sentences[m.Sentence]
	inside := uint32(0)
	switch {
	case a.First <= m.First && m.Last <= a.Last:
		inside = 1
	case m.First <= a.First && a.Last <= m.Last:
		inside = 2
	}
	same := flag(m.governor >= 0 && m.governor == a.governor)
	above := flag(r.above(s, m, a))
	tokens := bucket(max(0, m.First-a.Last))
	r.add(54, cf, inside, same)
	r.add(55, cf, above, same)
	r.add(56, cf, above<<4|uint32(a.role), g)
	r.add(57, cf, tokens, 0)
	r.add(58, cf, tokens, uint32(a.role))
	r.add(59, cf, inside<<4|uint32(a.rel), uint32(m.rel))
	joint := flag(s.Tokens[m.Head].Rel == syntax.Conj && int(s.Tokens[m.Head].Head) == a.Head)
	r.add(60, cf, joint, flag(s.Tokens[m.Head].Rel == syntax.Appos && int(s.Tokens[m.Head].Head) == a.Head))
	if owner := int(s.Tokens[m.Head].Head); m.form == possessive && owner >= 0 {
		// "Iran and its allies": what is owned is joined with the owner
		r.add(61, cf, flag(int(s.Tokens[owner].Head) == a.Head), uint32(s.Tokens[owner].Rel))
		r.add(62, cf, flag(s.Tokens[owner].Head >= 0 && int(s.Tokens[owner].Head) == a.governor), uint32(s.Tokens[owner].Rel)<<8|uint32(a.role))
	}
	r.add(93, cf, flag(joinedTo(s, m) == a.Head), 0)
	bracket := flag(a.First > 0 && s.Tokens[a.First-1].Form == "(")
	r.add(63, cf, bracket, g)
	before := flag(m.governor >= 0 && a.governor >= 0 && a.Head < m.governor)
	r.add(64, cf, before, uint32(a.role))
}

// joinedTo is the noun to which what a possessive owns is joined with "and", or -1: "Joan" in "spoke against Joan and
// members of her crew".
func joinedTo(s *syntax.Sentence, m *mention) int {
	if m.form != possessive {
		return -1
	}
	owned := int(s.Tokens[m.Head].Head)
	for n := 0; n < 2 && owned >= 0 && s.Tokens[owned].Rel == syntax.Nmod; n++ {
		owned = int(s.Tokens[owned].Head)
	}
	if owned < 0 || s.Tokens[owned].Rel != syntax.Conj || int(s.Tokens[owned].Head) > m.Head {
		return -1
	}
	return int(s.Tokens[owned].Head)
}

// above tells whether a is the subject of a clause that m stands in.
func (r *ranker) above(s *syntax.Sentence, m, a *mention) bool {
	if a.subjectOf < 0 {
		return false
	}
	for up, n := int(s.Tokens[m.Head].Head), 0; up >= 0 && n < 30; up, n = int(s.Tokens[up].Head), n+1 {
		if up == a.subjectOf {
			return true
		}
	}
	return false
}

// words adds how the words of two noun phrases agree.
func (r *ranker) words(m, a *mention, c *chain, f, g uint32) {
	kinds := uint32(m.kind)<<4 | uint32(a.kind)
	same := flag(m.text == a.text && a.kind != pronominal)
	head := flag(m.head == a.head) + 2*flag(m.words[0] == a.words[0])
	extra, missing := overlap(m, a)
	chainText, chainHead, chainExtra := r.inChain(m, c)
	r.add(65, kinds, same, head)
	r.add(66, f, same<<2|head, g)
	r.add(67, f, head<<8|extra<<4|missing, 0)
	r.add(68, kinds, head<<8|extra<<4|missing, uint32(m.name))
	r.add(69, f, chainText<<4|chainHead<<2|chainExtra, 0)
	r.add(70, kinds, chainText<<4|chainHead<<2|chainExtra, uint32(m.class))
	r.add(71, f, same<<2|head, min(bucket(m.Sentence-a.Sentence), 8))
	r.add(72, f, uint32(m.determiner)<<4|uint32(a.determiner), head)
	r.add(73, m.head, flag(head > 0), same)
	if m.capitals != 0 && m.capitals == a.capitals && m.text != a.text {
		r.add(74, kinds, 0, 0)
	}
	if m.synset != 0 && a.synset != 0 {
		up, down := r.nouns.below(a.synset-1, m.synset-1), r.nouns.below(m.synset-1, a.synset-1)
		r.add(75, f, uint32(up+1), uint32(down+1))
		r.add(76, uint32(m.sense), uint32(a.sense), head)
	}
	if head == 0 {
		r.add(77, m.head, uint32(a.class)<<4|uint32(a.name), uint32(m.determiner))
		if a.kind == common {
			r.add(78, m.head, a.head, 0)
		}
		r.add(79, f, flag(chainHead > 0), g)
	} else {
		r.add(80, f, flag(a.post)+2*flag(m.post), extra)
	}
}

// overlap counts the words of the anaphor that the antecedent lacks, and of the antecedent that the anaphor lacks;
// heads aside.
func overlap(m, a *mention) (extra, missing uint32) {
	for _, w := range m.words[1:m.wordCount] {
		if !a.has(w) {
			extra++
		}
	}
	for _, w := range a.words[1:a.wordCount] {
		if !m.has(w) {
			missing++
		}
	}
	return min(extra, 3), min(missing, 3)
}

func (m *mention) has(word uint32) bool {
	for _, w := range m.words[:m.wordCount] {
		if w == word {
			return true
		}
	}
	return false
}

// inChain tells whether a mention of the chain has the same words, the same head, and all words: the latest few and
// the first are looked at.
func (r *ranker) inChain(m *mention, c *chain) (text, head, all uint32) {
	at := c.last
	for n := 0; n < 6 && at >= 0; n++ {
		o := &r.mentions[at]
		if n == 5 {
			o = &r.mentions[c.first]
		}
		if o.kind != pronominal {
			text |= flag(o.text == m.text)
			head |= flag(o.head == m.head)
			extra, _ := overlap(m, o)
			all |= flag(extra == 0 && (o.head == m.head || o.has(m.words[0])))
		}
		at = int32(o.Antecedent)
	}
	return text, head, all
}
