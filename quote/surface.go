package quote

import "chancery/syntax"

// subjectBySurface mends what parsers get wrong most: the subject of a finite verb of saying is the nominative
// pronoun or the name right before it ("That is when she said", "…, Clinton said"), or the noun phrase before an
// apposition or participle between commas ("Trump, speaking to veterans, said").
func (t *tree) subjectBySurface(c *cue, marks []int32) {
	s := t.s
	tok := &s.Tokens[c.token]
	if tok.UPOS != syntax.VERB || c.passive || tok.XPOS == syntax.TagVBG && s.Child(c.token, syntax.Aux) < 0 || c.refused {
		return
	}
	if tok.XPOS == syntax.TagVB && s.Child(c.token, syntax.Aux) < 0 {
		return
	}
	k := c.first - 1
	if k < 0 {
		t.opening(c, marks)
		return
	}
	if c.source >= 0 {
		// Nobody inside the quotation marks, or on their other side, is the one who says it.
		cut := marks[c.source] != 0
		for j := min(c.source, c.token) + 1; j < max(c.source, c.token) && !cut; j++ {
			cut = marks[j] != 0 && int(s.Tokens[j].Head) != c.source
		}
		if cut {
			saved, savedOwn := c.source, c.ownSource
			c.source, c.ownSource = -1, false
			defer func() {
				if c.source < 0 && marks[saved] == 0 {
					c.source, c.ownSource = saved, savedOwn
				}
			}()
		}
	}
	before := &s.Tokens[k]
	if c.source < 0 && quantifier(before) && marks[k] == 0 {
		c.source, c.ownSource = k, true
		return
	}
	if marks[k] != 0 && before.UPOS != syntax.PUNCT {
		return
	}
	if c.source >= 0 && t.below(k, c.source) {
		return
	}
	if before.Form == ")" && marks[k] == 0 {
		// "Rep. John Mica (R-Fla.) said"
		for j := k - 1; j > 0 && j > k-12; j-- {
			if s.Tokens[j].Form == "(" {
				k = j - 1
				before = &s.Tokens[k]
				break
			}
		}
	}
	if c.source >= 0 && before.Form == "," && isRelative(&s.Tokens[c.source]) {
		// "Brinkley, a historian who attended, recalled": the relative clause has a verb already.
		for j := c.source + 1; j < k; j++ {
			if x := s.Tokens[j].XPOS; x == syntax.TagVBD || x == syntax.TagVBZ || x == syntax.TagVBP {
				c.source = -1
				break
			}
		}
	}
	if before.UPOS == syntax.PRON {
		switch lower(before.Form) {
		case "he", "she", "they", "we", "i", "it", "who":
			c.source, c.ownSource = k, true
		}
		return
	}
	if c.ownSource && c.source > c.token {
		return
	}
	after := t.afterWords(c, k, marks)
	if c.source < 0 && before.UPOS == syntax.PUNCT && c.token+1 < len(s.Tokens) && marks[c.token+1] == 0 && (c.frame == 0 || c.from == c.token+1 || after) {
		// "“…,” said Tim Hess, a developer": whatever the tree makes of him.
		h := c.token + 1
		for h+1 < len(s.Tokens) && (s.Tokens[h].UPOS == syntax.ADJ || s.Tokens[h].UPOS == syntax.DET) {
			h++
		}
		if u := s.Tokens[h].UPOS; u == syntax.PROPN || u == syntax.NOUN || u == syntax.PRON && s.Tokens[h].XPOS == syntax.TagPRP && lower(s.Tokens[h].Form) != "it" || u == syntax.NUM {
			for {
				up := int(s.Tokens[h].Head)
				if up <= h || int(t.low[up]) <= c.token || !isNominal(&s.Tokens[up]) || t.comma(h, up) {
					break
				}
				h = up
			}
			if isNominal(&s.Tokens[h]) && !isTime(&s.Tokens[h]) && c.entry.class != attitude && (c.frame == 0 || c.entry.takes&takesObject == 0 || after || s.Tokens[h].UPOS == syntax.PROPN) {
				c.source, c.ownSource = h, true
				c.frame, c.from, c.to = 0, -1, -1
				return
			}
		}
	}
	if marks[k] != 0 {
		return
	}
	if before.UPOS == syntax.PROPN || before.UPOS == syntax.NOUN && c.source < 0 {
		if isTime(before) {
			return
		}
		h := k
		for {
			up := int(s.Tokens[h].Head)
			if up < 0 || up >= c.first || !isNominal(&s.Tokens[up]) || int(t.top[up]) > k || t.oblique(up) && s.Tokens[h].Rel != syntax.Flat {
				break
			}
			h = up
		}
		if t.oblique(h) {
			return
		}
		if c.source >= 0 {
			// The subject that the tree gives must be cut off from the verb: "with a singer, Clinton called".
			low := int(t.low[h])
			if low == 0 || s.Tokens[low-1].UPOS != syntax.PUNCT || int(t.top[c.source]) >= low {
				return
			}
		}
		c.source, c.ownSource = h, true
		return
	}
	finite := tok.XPOS == syntax.TagVBZ || tok.XPOS == syntax.TagVBD
	if c.source < 0 && k == 0 && finite && before.UPOS == syntax.VERB && before.Form[0] >= 'A' && before.Form[0] <= 'Z' {
		c.source, c.ownSource = k, true // "Merrill says": a name taken for a verb
		return
	}
	if c.source < 0 && before.UPOS == syntax.CCONJ && finite {
		// "The ministry is preparing a reply and says that …"
		if root := s.Root(); root >= 0 && root < k {
			c.source, _, _ = t.subject(root)
			if c.source >= c.token {
				c.source = -1
			}
		}
		return
	}
	if c.source < 0 && before.Form == "," {
		start := 0
		for j := k - 1; j > 0; j-- {
			if marks[j] != 0 || s.Tokens[j].Form == ";" || s.Tokens[j].Form == ":" || s.Tokens[j].Form == "—" {
				start = j + 1
				break
			}
		}
		for j := start; j < k; j++ {
			n := &s.Tokens[j]
			if n.UPOS == syntax.VERB || n.UPOS == syntax.AUX {
				return
			}
			if (n.UPOS == syntax.NOUN || n.UPOS == syntax.PROPN || n.UPOS == syntax.PRON) && !isTime(n) {
				h := j
				for up := int(s.Tokens[h].Head); up > h && up < k && isNominal(&s.Tokens[up]) && s.Tokens[h].Rel != syntax.Nsubj; up = int(s.Tokens[h].Head) {
					h = up
				}
				if s.Child(h, syntax.Case) >= 0 {
					j = max(j, h)
					continue
				}
				c.source, c.ownSource = h, true
				return
			}
		}
	}
}

// afterWords reports whether a verb of saying stands right behind words in quotation marks that end as words do before
// "said Petrosyan". The tree may give it a subject inside the marks: "“The best road we have is closed,” said Petrosyan".
func (t *tree) afterWords(c *cue, closing int, marks []int32) bool {
	if closing < 1 || marks[closing] == 0 || c.first != c.token || saying(&t.s.Tokens[c.token]) == nil {
		return false
	}
	k := closing - 1
	for k > 0 && t.s.Tokens[k].XPOS == t.s.Tokens[closing].XPOS {
		k-- // the marks of words quoted within
	}
	switch t.s.Tokens[k].Form {
	case ",", "?", "!", "—", "--":
		return true
	}
	return false
}

// oblique reports whether a preposition stands before a noun. "As" and its like are often conjunctions that a parser took
// for one: "even as activists called for a strike".
func (t *tree) oblique(h int) bool {
	switch t.caseOf(h) {
	case "", "as", "while", "since", "after", "before", "until", "than":
		return false
	}
	return true
}

// comma reports whether a punctuation mark stands between two tokens.
func (t *tree) comma(from, to int) bool {
	for k := from + 1; k < to; k++ {
		if t.s.Tokens[k].UPOS == syntax.PUNCT && t.s.Tokens[k].Form != "-" {
			return true
		}
	}
	return false
}

// isTime reports whether a noun names a time: "Wells Fargo this month announced".
func isTime(tok *syntax.Token) bool {
	if tok.UPOS == syntax.PROPN && (tok.Form == "Today" || tok.Form == "TODAY") {
		return false // "USA Today reported"
	}
	switch lower(tok.Form) {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow",
		"week", "month", "year", "day", "night", "morning", "afternoon", "evening", "weekend", "time",
		"january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december":
		return true
	}
	return false
}

// widen lets a source begin where its noun phrase begins: a parser may leave "longtime Democratic pollster" outside
// of "longtime Democratic pollster Pat Caddell said".
func (t *tree) widen(c *cue, marks []int32) {
	s := t.s
	if up := s.Tokens[c.source].UPOS; up != syntax.PROPN && up != syntax.NOUN {
		return
	}
	first := c.sourceFirst
walk:
	for k := first - 1; k >= 0; k-- {
		tok := &s.Tokens[k]
		if marks[k] != marks[c.source] || isTime(tok) || k >= c.first && k <= c.last {
			break
		}
		switch tok.UPOS {
		case syntax.NOUN, syntax.PROPN, syntax.ADJ, syntax.NUM, syntax.DET:
			first = k
		case syntax.PART:
			if tok.XPOS != syntax.TagPOS {
				break walk
			}
		case syntax.PUNCT:
			if tok.Form != "-" || k == 0 || s.Tokens[k-1].End != tok.Start {
				break walk
			}
		case syntax.PRON:
			if tok.XPOS == syntax.TagPRPS {
				first = k
			}
			break walk
		default:
			break walk
		}
	}
	if first > 0 && first < c.sourceFirst {
		// "In an interview Trump said": what a preposition opens is another phrase.
		if p := &s.Tokens[first-1]; first-1 != c.last && (p.UPOS == syntax.ADP || p.UPOS == syntax.VERB || p.UPOS == syntax.SCONJ && p.Form != "that") {
			return
		}
	}
	c.sourceFirst = first
	// "the Charlotte mayor Jennifer Roberts said": the name behind the noun.
	for k := c.sourceTo + 1; k < c.first && c.source < c.token; k++ {
		if s.Tokens[k].UPOS != syntax.PROPN || isTime(&s.Tokens[k]) || marks[k] != marks[c.source] {
			break
		}
		c.sourceTo = k
	}
}

// widenInverted lets a source behind its verb run over what stands in brackets and in apposition:
// "said Ned Price, the department's spokesman, who was in Baku."
func (t *tree) widenInverted(c *cue, marks []int32) {
	s := t.s
	to := c.sourceTo
	for to+1 < len(s.Tokens) && s.Tokens[to+1].UPOS == syntax.PROPN && marks[to+1] == 0 && !isTime(&s.Tokens[to+1]) {
		to++
	}
	if to+1 < len(s.Tokens) && s.Tokens[to+1].Form == "(" {
		for k := to + 2; k < len(s.Tokens) && k < to+8; k++ {
			if s.Tokens[k].Form == ")" {
				to = k
				break
			}
		}
	}
	if to+2 < len(s.Tokens) && s.Tokens[to+1].Form == "," && marks[to+1] == 0 {
		next := &s.Tokens[to+2]
		switch next.UPOS {
		case syntax.DET, syntax.NOUN, syntax.PROPN, syntax.ADJ, syntax.PRON:
			if next.UPOS == syntax.PRON && lower(next.Form) != "who" && next.XPOS != syntax.TagPRPS && lower(next.Form) != "whose" {
				break
			}
			k := to + 2
			for k < len(s.Tokens) && marks[k] == 0 {
				if s.Tokens[k].Form == "," && k+1 < len(s.Tokens) && (s.Tokens[k+1].XPOS == syntax.TagVBG || s.Tokens[k+1].UPOS == syntax.CCONJ) || s.Tokens[k].Form == ";" {
					break
				}
				k++
			}
			to = k - 1
		}
	}
	if _, end := t.trimPunct(c.sourceFirst, to); end > c.sourceTo {
		c.sourceTo = end
		if c.from >= 0 && c.from <= end && c.from > c.token {
			c.frame, c.from, c.to = 0, -1, -1 // what looked like an object is the apposition
		}
	}
}

// isFinite reports whether a word is a verb that can have a subject of its own.
func isFinite(tok *syntax.Token) bool {
	return tok.UPOS == syntax.AUX || tok.UPOS == syntax.VERB && tok.XPOS != syntax.TagVBG
}

func isRelative(tok *syntax.Token) bool {
	switch tok.Form {
	case "who", "which", "that":
		return true
	}
	return false
}

// clauseBySurface finds the clause after a verb of saying when the tree lost it: "charges that countries …", whose
// "that" was read as a pronoun, and "said the campaign planned to …", whose clause was read as an object.
func (t *tree) clauseBySurface(c *cue, marks []int32) {
	s := t.s
	if c.entry.takes&takesClause == 0 || c.entry.class == attitude || c.frame == takesClause || c.frame == takesSomeoneTo {
		return
	}
	if c.source > c.token && c.ownSource || s.Tokens[c.token].UPOS != syntax.VERB {
		return
	}
	start := -1
	inside := false // behind a preposition: "said at an event in Tbilisi that"
	for k := c.last + 1; k < len(s.Tokens) && k <= c.last+12; k++ {
		tok := &s.Tokens[k]
		if inside = inside || tok.UPOS == syntax.ADP; !inside && isNominal(tok) && tok.UPOS != syntax.DET && !isTime(tok) && lower(tok.Form) != "that" && c.entry.takes&takesHearer == 0 {
			break // "repeated its claim that": the noun's clause
		}
		if marks[k] != 0 || tok.UPOS == syntax.PUNCT || tok.UPOS == syntax.VERB {
			break
		}
		form := lower(tok.Form)
		if k == c.last+1 && (form == "that" || form == "whether" || form == "if" || form == "how" || form == "why") && tok.UPOS != syntax.DET ||
			form == "that" && (tok.UPOS == syntax.SCONJ || isTime(&s.Tokens[k-1])) && (c.entry.takes&(takesObject|takesQuote) != takesObject || isTime(&s.Tokens[k-1])) ||
			form == "that" && k > c.last+1 && c.entry.takes&takesHearer != 0 && isNominal(&s.Tokens[k-1]) && k+1 < len(s.Tokens) && !isFinite(&s.Tokens[k+1]) {
			start = k
			break
		}
	}
	if start < 0 && c.entry.takes&takesHearer != 0 {
		start = t.toldBare(c, marks)
	}
	if start < 0 {
		if c.entry.takes&takesBare == 0 || c.last+1 >= len(s.Tokens) {
			return
		}
		k := c.last + 1
		for k+1 < len(s.Tokens) && (isTime(&s.Tokens[k]) || s.Tokens[k].UPOS == syntax.ADV) {
			k++
		}
		if marks[k] != 0 {
			return
		}
		switch s.Tokens[k].UPOS {
		case syntax.DET, syntax.NOUN, syntax.PROPN, syntax.PRON, syntax.ADJ, syntax.NUM:
			start = k
		default:
			return
		}
	}
	if s.Tokens[start].UPOS != syntax.SCONJ {
		// "did not admit defeat, and vowed to go on": the verb must come before any break.
		for k := start; k < len(s.Tokens) && !isFinite(&s.Tokens[k]); k++ {
			if s.Tokens[k].Form == "," || s.Tokens[k].Form == "without" || s.Tokens[k].UPOS == syntax.CCONJ && k+1 < len(s.Tokens) && isFinite(&s.Tokens[k+1]) {
				return
			}
		}
	}
	end, verb := start, false
	for k := start + 1; k < len(s.Tokens); k++ {
		tok := &s.Tokens[k]
		if tok.Form == "," && c.first == 0 && c.passive && t.answered(k) {
			break // "Asked about the claim that a bomb had gone off, the mayor said: “…”"
		}
		if tok.Form == ";" || tok.Form == "," && k+1 < len(s.Tokens) && s.Tokens[k+1].XPOS == syntax.TagVBG && cues.verbs[s.Tokens[k+1].Lemma] != nil {
			break
		}
		if tok.UPOS == syntax.AUX || tok.UPOS == syntax.VERB && tok.XPOS != syntax.TagVBG {
			verb = true
		}
		end = k
	}
	if !verb {
		return
	}
	if from, to := t.trimPunct(start, end); from <= to {
		c.frame, c.from, c.to = takesClause, from, to
	}
}

// answered reports whether behind a comma the one who was asked says something: ", the mayor said".
func (t *tree) answered(comma int) bool {
	s := t.s
	for k := comma + 1; k < len(s.Tokens) && k < comma+8; k++ {
		if k > comma+1 && s.Tokens[k].UPOS == syntax.VERB {
			return saying(&s.Tokens[k]) != nil
		}
		if !isNominal(&s.Tokens[k]) && s.Tokens[k].UPOS != syntax.ADJ && s.Tokens[k].UPOS != syntax.ADV {
			return false
		}
	}
	return false
}

// toldBare returns where a clause without "that" begins behind the one who is told, -1 when there is none: "telling his
// aides he planned to go". It opens with a pronoun or a name right behind the hearer.
func (t *tree) toldBare(c *cue, marks []int32) int {
	s := t.s
	k := c.last + 1
	if k >= len(s.Tokens) || marks[k] != 0 {
		return -1
	}
	if s.Tokens[k].XPOS != syntax.TagPRP {
		for k < len(s.Tokens) && k < c.last+10 && s.Tokens[k].XPOS != syntax.TagPRP && (isNominal(&s.Tokens[k]) || s.Tokens[k].UPOS == syntax.ADJ || s.Tokens[k].XPOS == syntax.TagPOS) {
			k++
		}
		k--
	}
	if k <= c.last || k+2 >= len(s.Tokens) || marks[k+1] != 0 {
		return -1
	}
	for k++; k < len(s.Tokens) && (isTime(&s.Tokens[k]) || k+1 < len(s.Tokens) && s.Tokens[k].UPOS == syntax.ADP && isTime(&s.Tokens[k+1])); k++ {
		// "told reporters on Thursday he would go"
	}
	if k+1 >= len(s.Tokens) || marks[k] != 0 {
		return -1
	}
	switch tok := &s.Tokens[k]; {
	case tok.XPOS == syntax.TagPRP && isFinite(&s.Tokens[k+1]),
		tok.UPOS == syntax.PROPN && isFinite(&s.Tokens[k+1]) && s.Tokens[k-1].UPOS != syntax.PROPN,
		tok.UPOS == syntax.DET && s.Tokens[k-1].UPOS == syntax.PRON:
		return k
	}
	return -1
}

// widenBefore lets a source before its verb run up to the verb when only a bracket or an apposition stands between:
// "Shaw (D-Mo.), ranking member of the committee, said".
func (t *tree) widenBefore(c *cue, marks []int32) {
	s := t.s
	if !c.ownSource || c.source > c.token || c.passive {
		return
	}
	k := c.sourceTo + 1
	if k >= c.first || marks[k] != marks[c.source] {
		return
	}
	last := c.first - 1
	switch s.Tokens[k].Form {
	case "(":
		for j := k; j <= last; j++ {
			if s.Tokens[j].Form == ")" {
				c.sourceTo = j
				break
			}
		}
		if c.sourceTo+1 <= last && s.Tokens[c.sourceTo+1].Form == "," {
			k = c.sourceTo + 1
			break
		}
		return
	case ",":
	default:
		// "the president of the federation | of teachers said": the tree cut the phrase.
		if s.Tokens[k].UPOS == syntax.ADP && s.Tokens[last].UPOS != syntax.PUNCT && c.source < k {
			for j := k; j <= last; j++ {
				if u := s.Tokens[j].UPOS; u == syntax.VERB || u == syntax.AUX || u == syntax.PUNCT || isTime(&s.Tokens[j]) {
					return
				}
			}
			if s.Tokens[k].Form == "of" {
				c.sourceTo = last
			}
		}
		return
	}
	if s.Tokens[last].Form != "," || last <= k+1 || isTime(&s.Tokens[k+1]) {
		return
	}
	switch next := &s.Tokens[k+1]; next.UPOS {
	case syntax.DET, syntax.NOUN, syntax.PROPN, syntax.NUM, syntax.ADJ:
	case syntax.PRON:
		if form := lower(next.Form); form != "who" && form != "which" && form != "whose" && next.XPOS != syntax.TagPRPS {
			return
		}
	default:
		switch lower(next.Form) {
		case "including", "like", "such":
			// "Some observers, including the teachers' union, also criticised it"
		default:
			return
		}
	}
	for j := k; j < last; j++ {
		if marks[j] != marks[c.source] {
			return
		}
	}
	c.sourceTo = last - 1
}

// narrow takes off a source what is none of it: a dateline ("WASHINGTON -- President Obama"), a time before or after
// it ("Last week Stumpf", "The Times on Saturday"), a participle or circumstance between commas ("Trump, under
// fire over his taxes, is"), and verbs that a parser left at its end.
func (t *tree) narrow(c *cue) {
	s := t.s
	first, last, head := c.sourceFirst, c.sourceTo, c.source
	if last-first > 400 {
		return
	}
	for k := head - 1; k >= first; k-- {
		tok := &s.Tokens[k]
		if tok.Form == "--" || tok.Form == "—" || tok.Form == "―" || tok.Form == "–" || tok.Form == "-" && s.Tokens[k-min(k, 1)].End < tok.Start {
			first = k + 1
			break
		}
		if isTime(tok) && k+1 <= head && tok.Rel != syntax.Compound && (s.Tokens[k+1].Form == "," || k-first < 2) && (k == first || s.Tokens[first].UPOS != syntax.PROPN || s.Tokens[k+1].Form == ",") {
			first = k + 1
			break
		}
	}
	for k := head + 1; k < last; k++ {
		if s.Tokens[k].Form != "," {
			continue
		}
		next := &s.Tokens[k+1]
		if next.XPOS == syntax.TagVBG || next.UPOS == syntax.ADP && next.Form != "of" {
			if form := lower(next.Form); (form == "including" || form == "like") && last+1 < len(s.Tokens) && s.Tokens[last+1].Form == "," {
				continue
			}
			last = k - 1
			break
		}
	}
	for last > head && !t.modifies(last, head) {
		tok := &s.Tokens[last]
		if isTime(tok) {
			last--
			for last > head && (s.Tokens[last].UPOS == syntax.ADP || s.Tokens[last].UPOS == syntax.DET || s.Tokens[last].UPOS == syntax.ADJ) {
				last--
			}
			continue
		}
		if isRelative(tok) {
			last-- // "two senators present who": the rest of the clause is elsewhere
			continue
		}
		switch tok.UPOS {
		case syntax.VERB, syntax.AUX, syntax.PART, syntax.SCONJ, syntax.ADP, syntax.CCONJ, syntax.ADV:
			if tok.XPOS == syntax.TagPOS {
				break
			}
			last--
			continue
		}
		break
	}
	for first < head && opensNoSource(&s.Tokens[first]) {
		first++ // "with half of them saying", "even some of his admirers wonder", "Though executives say"
	}
	first, last = t.trimPunct(first, last)
	if first <= head && head <= last {
		c.sourceFirst, c.sourceTo = first, last
	}
}

// modifies reports whether a token at the end of a noun phrase goes with it all the same: as a participle or the end of
// one's phrase ("Polls released on Sunday showed"), as the end of a relative clause ("Reeker, who came last week, said"),
// or as a place ("Voters here say").
func (t *tree) modifies(k, head int) bool {
	s := t.s
	if tok := &s.Tokens[k]; lower(tok.Form) == "here" && isNominal(&s.Tokens[k-1]) {
		return true
	}
	for d := k; d > head; d = int(s.Tokens[d].Head) {
		switch tok := &s.Tokens[d]; tok.Rel {
		case syntax.Acl:
			return tok.XPOS == syntax.TagVBN && (k > d || s.Tokens[d-1].UPOS == syntax.NOUN || s.Tokens[d-1].UPOS == syntax.DET)
		case syntax.AclRelcl:
			if k == d {
				return s.Child(d, syntax.Nsubj) > head && s.Tokens[s.Child(d, syntax.Nsubj)].XPOS == syntax.TagPRP // "All those I asked said"
			}
			return int(t.low[d]) > head && isTime(&s.Tokens[k])
		}
	}
	return false
}

// opensNoSource reports whether a word before a noun phrase is no part of it.
func opensNoSource(tok *syntax.Token) bool {
	switch lower(tok.Form) {
	case "with", "even", "though", "although", "while", "as", "if", "because", "when", "until", "since", "after", "before", "that", "and", "but", "or", "by", "from", "like", "then", "still", "where":
		return tok.UPOS != syntax.PROPN
	}
	return false
}

// appositive widens a source that is only the apposition of the name before it: "Benjamin Rhodes, one of the closest
// aides, recalled" has "one" as the subject in some trees.
func (t *tree) appositive(c *cue, marks []int32) {
	s := t.s
	k := c.sourceFirst - 1
	if k < 1 || c.source > c.token || s.Tokens[k].Form != "," || c.sourceTo+1 >= len(s.Tokens) || c.sourceTo+2 != c.first ||
		s.Tokens[c.sourceTo+1].Form != "," || s.Tokens[k-1].UPOS != syntax.PROPN || marks[k-1] != 0 || isTime(&s.Tokens[k-1]) {
		return
	}
	first := k - 1
	for first > 0 && (s.Tokens[first-1].UPOS == syntax.PROPN || s.Tokens[first-1].Form == "-" && s.Tokens[first-1].End == s.Tokens[first].Start || s.Tokens[first-1].UPOS == syntax.ADJ || s.Tokens[first-1].UPOS == syntax.NOUN || s.Tokens[first-1].UPOS == syntax.DET) {
		first--
	}
	if first > 0 && s.Tokens[first-1].UPOS == syntax.ADP {
		return
	}
	c.sourceFirst, c.source = first, k-1
}
