package event

import (
	"chancery/report"
)

// Proposal is a word of a report with an entry of the codebook that it could tell of, whether or not
// an event came of it. Proposals are what a person who checks the codebook looks at, and what a ranker may choose from
// where a sentence is known to hold an event.
type Proposal struct {
	Entry    *Entry
	Sentence int
	Token    int // in the sentence
	Span     report.Span
	// Fits tells that one of the entry's constructions holds at the word; without it only the word speaks for the entry.
	Fits bool
	// Roles are the tokens that fill the construction's arguments, -1 for none, when it fits.
	Source, Recipient, Content int
	// Parent is the index, in the list, of the proposal in whose content this one stands; -1 for none.
	Parent int
}

// Propose returns for every word that the codebook knows the entry whose construction fits it best, where one does, and
// then every other entry that has a construction for the word, in the order of the text and of the codebook.
func (c *Coder) Propose(in Input) []Proposal {
	w, ok := c.pool.Get().(*coding)
	if !ok {
		w = &coding{Coder: c}
	}
	w.reset(in)
	var out []Proposal
	for i := range in.Doc.Sentences {
		w.enter(i)
		if len(w.w) > 0 {
			out = w.propose(out)
		}
	}
	w.in = Input{}
	c.pool.Put(w)
	return out
}

// Candidates returns what the acts and operators of a report come to when nothing is asked of them but that they stand
// there: [Coder.Code] keeps those that say enough to be events, where somebody is known to have done something to
// somebody. Only category, mode, code, status, parties, words and entry are set.
func (c *Coder) Candidates(in Input) []Event {
	w, ok := c.pool.Get().(*coding)
	if !ok {
		w = &coding{Coder: c}
	}
	w.reset(in)
	var out []Event
	for i := range in.Doc.Sentences {
		w.enter(i)
		if len(w.w) == 0 {
			continue
		}
		w.firstMatch = len(w.matches)
		w.findMatches()
		w.relate(w.firstMatch)
		w.attach(i)
		for k, end := w.firstMatch, len(w.matches); k < end; k++ {
			if w.matches[k].dropped || w.matches[k].relation != top {
				continue
			}
			for _, o := range w.evaluate(k, 0) {
				if o.content.Category == "" {
					continue
				}
				e := Event{
					Category: o.content.Category, Mode: o.content.Mode, Status: o.content.Status, Quad: o.content.Category.Quad(),
					Sources: o.content.Sources, Recipients: o.content.Recipients, Content: o.content.Content,
					Sentence: i, Evidence: []report.Span{o.content.Span}, Entry: o.content.Entry,
				}
				if o.code != nil {
					e.CAMEO = o.code.CAMEO
				}
				out = append(out, e)
			}
		}
	}
	w.in = Input{}
	c.pool.Put(w)
	return out
}

func (c *coding) propose(out []Proposal) []Proposal {
	c.firstMatch = len(c.matches)
	c.findMatches()
	c.relate(c.firstMatch)
	at := make(map[int32]int, len(c.matches)-c.firstMatch) // match → proposal; looked up only
	first := len(out)
	for t := range c.w {
		if x := c.w[t].match; x >= 0 {
			m := &c.matches[x]
			at[x] = len(out)
			out = append(out, Proposal{
				Entry: m.entry(), Sentence: c.sent, Token: t, Span: c.s.Tokens[t].Span, Fits: true,
				Source: firstOf(m, SourceRole, BothRole), Recipient: firstOf(m, RecipientRole, TargetRole, DestinationRole, VictimRole, BothRole), Content: m.role(ContentRole),
				Parent: int(m.parent),
			})
		}
		id := c.w[t].lemma
		if id < 0 {
			continue
		}
		class, ok := c.predicateClass(t)
		if !ok {
			continue
		}
		before := len(out)
		if c.w[t].match >= 0 {
			before-- // the one that fits
		}
		for _, f := range c.frames[class][id] {
			known := false
			for k := before; k < len(out); k++ {
				known = known || out[k].Entry == f.entry
			}
			if !known {
				out = append(out, Proposal{Entry: f.entry, Sentence: c.sent, Token: t, Span: c.s.Tokens[t].Span, Source: -1, Recipient: -1, Content: -1, Parent: -1})
			}
		}
	}
	for i := first; i < len(out); i++ {
		if p := &out[i]; p.Parent >= 0 {
			if k, ok := at[int32(p.Parent)]; ok {
				p.Parent = k
			} else {
				p.Parent = -1
			}
		}
	}
	return out
}

// firstOf returns the token that fills the first slot with one of the roles; for a role that two slots share, the last.
func firstOf(m *match, roles ...Role) int {
	for _, r := range roles {
		t := -1
		for k := range m.frame.slots {
			if m.frame.slots[k].role == r && m.fill[k].token >= 0 {
				t = int(m.fill[k].token)
				if r != BothRole || roles[0] == SourceRole {
					break
				}
			}
		}
		if t >= 0 {
			return t
		}
	}
	return -1
}
