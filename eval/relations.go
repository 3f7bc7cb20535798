package eval

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"chancery/actor"
	"chancery/codebook"
	"chancery/event"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

// Relation is a sentence in which a source does something to a target, and what it does: a root category of the
// first PLOVER (15 of them: YIELD is today's CONCEDE and RETREAT), as in PLV (Hu and others 2024).
type Relation struct {
	Sentence       string
	Source, Target string
	// SourceSpan and TargetSpan are where they stand in the sentence.
	SourceSpan, TargetSpan report.Span
	Quad, Root             string
	File                   string
	Line                   int
}

// ReadRelations reads tab-separated values whose first line names the columns, in any order: sentence, source, target,
// marked_sentence (<s>…</s> and <t>…</t> around the two), quad and root. One of sentence and marked_sentence is
// enough, and without quad the root's own counts. Roots may be today's: CONCEDE and RETREAT are YIELD, FIGHT is ASSAULT
// and INVESTIGATE is ACCUSE. A mistake names its line.
func ReadRelations(in io.Reader, name string) ([]Relation, error) {
	scan := bufio.NewScanner(in)
	scan.Buffer(make([]byte, 64<<10), 1<<24)
	var columns map[string]int // looked up only
	width := 0
	var out []Relation
	for line := 1; scan.Scan(); line++ {
		text := strings.TrimSuffix(scan.Text(), "\r")
		if strings.TrimSpace(text) == "" {
			continue
		}
		fields := strings.Split(text, "\t")
		if columns == nil {
			var err error
			if columns, err = relationColumns(fields); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, line, err)
			}
			width = len(fields)
			continue
		}
		if len(fields) < width {
			return nil, fmt.Errorf("%s:%d: %d columns where the header has %d", name, line, len(fields), width)
		}
		get := func(column string) string {
			if i, ok := columns[column]; ok {
				return unquoted(fields[i])
			}
			return ""
		}
		r := Relation{Source: get("source"), Target: get("target"), File: name, Line: line}
		r.unmark(cmp.Or(get("marked_sentence"), get("sentence")))
		r.seek()
		if get("root") == "" {
			return nil, fmt.Errorf("%s:%d: the root is missing, and without the right answer there is nothing to score", name, line)
		}
		if r.Root = relationRoot(get("root")); rootQuad(r.Root) == "0" {
			return nil, fmt.Errorf("%s:%d: %q is none of the 15 roots of the first PLOVER", name, line, get("root"))
		}
		if r.Quad = cmp.Or(get("quad"), rootQuad(r.Root)); len(r.Quad) != 1 || r.Quad < "1" || r.Quad > "4" {
			return nil, fmt.Errorf("%s:%d: %q is no quad class from 1 to 4", name, line, r.Quad)
		}
		out = append(out, r)
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no sentence in it", name)
	}
	return out, nil
}

// relationColumns finds the columns that a header names.
func relationColumns(header []string) (map[string]int, error) {
	columns := map[string]int{}
	for i, f := range header {
		f = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(f, "\ufeff")))
		columns[strings.ReplaceAll(unquoted(f), " ", "_")] = i
	}
	_, sentence := columns["sentence"]
	_, marked := columns["marked_sentence"]
	if !sentence && !marked {
		return nil, errors.New(`the header lacks the columns "sentence" and "marked_sentence"; one of them is needed`)
	}
	for _, f := range []string{"source", "target", "root"} {
		if _, ok := columns[f]; ok {
			continue
		}
		if f == "root" {
			return nil, errors.New(`the header lacks the column "root": without the right answers there is nothing to score`)
		}
		return nil, fmt.Errorf("the header lacks the column %q", f)
	}
	return columns, nil
}

// unquoted takes off the quotation marks that some programs put around values of tab-separated files.
func unquoted(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	inner := s[1 : len(s)-1]
	if strings.Contains(strings.ReplaceAll(inner, `""`, ""), `"`) {
		return s // "“A” and “B”" with straight marks: they are the sentence's own
	}
	return strings.ReplaceAll(inner, `""`, `"`)
}

// relationRoot is a root of the first PLOVER for its name or today's.
func relationRoot(name string) string {
	switch name = strings.ToUpper(strings.TrimSpace(name)); name {
	case "CONCEDE", "RETREAT":
		return "YIELD"
	case "FIGHT":
		return "ASSAULT"
	case "INVESTIGATE":
		return "ACCUSE"
	}
	return name
}

// seek finds source and target in the sentence when no marks told where they stand.
func (r *Relation) seek() {
	if i := strings.Index(r.Sentence, r.Source); r.SourceSpan.Empty() && r.Source != "" && i >= 0 {
		r.SourceSpan = report.Span{Start: i, End: i + len(r.Source)}
	}
	if !r.TargetSpan.Empty() || r.Target == "" {
		return
	}
	for from := 0; from < len(r.Sentence); {
		i := strings.Index(r.Sentence[from:], r.Target)
		if i < 0 {
			return
		}
		span := report.Span{Start: from + i, End: from + i + len(r.Target)}
		if !span.Overlaps(r.SourceSpan) {
			r.TargetSpan = span
			return
		}
		from = span.End
	}
}

// unmark takes the marks off a sentence and keeps where they stood. Of several sources or targets the first counts.
func (r *Relation) unmark(marked string) {
	var b strings.Builder
	for marked != "" {
		i := strings.IndexByte(marked, '<')
		if i < 0 {
			b.WriteString(marked)
			break
		}
		b.WriteString(marked[:i])
		marked = marked[i:]
		known := false
		for _, tag := range [...]string{"<s>", "</s>", "<t>", "</t>"} {
			rest, ok := strings.CutPrefix(marked, tag)
			if !ok {
				continue
			}
			switch known, marked = true, rest; {
			case tag == "<s>" && r.SourceSpan.End == 0:
				r.SourceSpan.Start = b.Len()
			case tag == "</s>" && r.SourceSpan.End == 0:
				r.SourceSpan.End = b.Len()
			case tag == "<t>" && r.TargetSpan.End == 0:
				r.TargetSpan.Start = b.Len()
			case tag == "</t>" && r.TargetSpan.End == 0:
				r.TargetSpan.End = b.Len()
			}
			break
		}
		if !known {
			b.WriteByte('<')
			marked = marked[1:]
		}
	}
	r.Sentence = b.String()
}

// RelationReader finds what a source does to a target with the engine as it stands: the same analysis, the same
// codebook, but the source and the target are given.
type RelationReader struct{ engine }

// NewRelationReader loads the models and a codebook.
func NewRelationReader(book *codebook.Book) (*RelationReader, error) {
	opened, err := openEngine(book)
	if err != nil {
		return nil, err
	}
	return &RelationReader{opened}, nil
}

// RelationChoice is what was found for a relation. Root is "" when nothing was.
type RelationChoice struct {
	Root  string
	Quad  string
	Entry string // of the codebook
	Words string // that it fired on
	// How is "event" when an event of the engine links source and target, "candidate" when an act does that says too
	// little for an event, "proposal" when only words speak for the entry.
	How string
	// Turn says what the ranker took the entry's act to be turned into by the words around it: "offered", "demanded",
	// "refused", "threatened", "ended"; "" for the act as it is told.
	Turn string
}

// The parties that stand for source and target while a relation is read.
const (
	relationSource = "~source"
	relationTarget = "~target"
)

// relationText is a relation's sentence after all stages before the coder.
type relationText struct {
	relation       *Relation
	input          event.Input
	source, target site
}

// site is where a mention that was given stands; sentence is -1 when its words were not found.
type site struct{ sentence, first, last, head int }

// Choose reads a relation's sentence and chooses what links source and target.
func (r *RelationReader) Choose(rel *Relation) (RelationChoice, error) {
	x, err := r.read(rel)
	if err != nil {
		return RelationChoice{}, err
	}
	if choice, ok := r.byEvent(x); ok {
		return choice, nil
	}
	return r.byProposal(x), nil
}

func (r *RelationReader) read(rel *Relation) (*relationText, error) {
	rep, err := report.FromText([]byte(rel.Sentence), report.Options{})
	if err != nil {
		return nil, fmt.Errorf("%s:%d: %w", rel.File, rel.Line, err)
	}
	// One plain paragraph, whatever the words look like: a sentence that begins as a date line does is still a sentence.
	rep.Text = rel.Sentence
	rep.Blocks = []report.Block{{Span: report.Span{Start: 0, End: len(rel.Sentence)}, Kind: report.Paragraph}}
	doc := r.analyzer.Analyze(rep.Text, rep.Blocks)
	x := &relationText{relation: rel}
	mentions := r.actors.Find(doc, &rep)
	x.source, mentions = inject(doc, mentions, rel.SourceSpan, relationSource)
	x.target, mentions = inject(doc, mentions, rel.TargetSpan, relationTarget)
	x.input = event.Input{Report: &rep, Doc: doc, Mentions: mentions}
	x.input.Times = when.Find(doc, rep.Published)
	x.input.Places = r.gazetteer.Find(doc, &rep, mentions)
	x.input.Quotations = quote.Find(doc, &rep, mentions)
	return x, nil
}

// inject makes the words of a span one mention with one party, in the place of those that overlap it.
func inject(doc *syntax.Document, mentions []actor.Mention, span report.Span, id string) (site, []actor.Mention) {
	at := site{sentence: -1}
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if s.End <= span.Start || s.Start >= span.End {
			continue
		}
		for t := range s.Tokens {
			if tok := &s.Tokens[t]; tok.End > span.Start && tok.Start < span.End && tok.UPOS != syntax.PUNCT {
				if at.sentence < 0 {
					at = site{i, t, t, -1}
				}
				if at.sentence == i {
					at.last = t
				}
			}
		}
		if at.sentence >= 0 {
			break
		}
	}
	if at.sentence < 0 {
		return at, mentions
	}
	s := &doc.Sentences[at.sentence]
	for t := at.first; t <= at.last && at.head < 0; t++ {
		if h := int(s.Tokens[t].Head); h < at.first || h > at.last {
			switch s.Tokens[t].Rel {
			case syntax.Case, syntax.Det, syntax.Punct, syntax.Mark:
			default:
				at.head = t
			}
		}
	}
	if at.head < 0 {
		at.head = at.last
	}
	m := actor.Mention{Span: s.Words(at.first, at.last), Sentence: at.sentence, First: at.first, Last: at.last, Head: at.head, Form: actor.Nominal, Class: actor.Unknown}
	p := actor.Party{Name: span.In(doc.Text), Actor: id, Resolved: actor.ByName, Span: m.Span}
	entity := -1
	kept := mentions[:0:0]
	put := false
	for i := range mentions {
		o := &mentions[i]
		if o.Sentence != at.sentence || o.Last < at.first || o.First > at.last {
			if !put && (o.Sentence > at.sentence || o.Sentence == at.sentence && o.First > at.last) {
				kept, put = append(kept, m), true
			}
			kept = append(kept, *o)
			continue
		}
		if o.Head == at.head && !o.Modifier || m.Class == actor.Unknown && o.First <= at.head && at.head <= o.Last {
			m.Class, m.Form, m.Count, m.Entity = o.Class, o.Form, o.Count, o.Entity
			entity = o.Entity
			if len(o.Parties) > 0 {
				p.Sector = o.Parties[0].Sector
			}
		}
	}
	if !put {
		kept = append(kept, m)
	}
	if m.Class == actor.Unknown || m.Class == actor.Outlet {
		m.Class = classOf(s, at)
	}
	for i := range kept {
		o := &kept[i]
		if o.Sentence == at.sentence && o.First == at.first && o.Last == at.last && o.Head == at.head {
			m.Parties = []actor.Party{p}
			*o = m
		} else if entity >= 0 && o.Entity == entity && len(o.Parties) == 1 && !strings.HasPrefix(o.Parties[0].Actor, "~") {
			q := p
			q.Span = o.Span
			o.Parties = []actor.Party{q} // a pronoun that means the source
		} else if id == relationSource && o.Form == actor.Pronoun && len(o.Parties) == 0 && o.Sentence == at.sentence && o.First > at.last {
			q := p
			q.Span, q.Resolved = o.Span, actor.ByPronoun
			o.Parties = []actor.Party{q} // "FARC has said it will release": of a source that the lexicon does not know
		}
	}
	return at, kept
}

// classOf tells what kind of actor words name that the lexicon does not know.
func classOf(s *syntax.Sentence, at site) actor.Class {
	for _, n := range s.Names {
		if n.First <= at.head && at.head <= n.Last {
			switch n.Class {
			case syntax.PersonName:
				return actor.Person
			case syntax.PlaceName:
				return actor.State
			}
			return actor.Organisation
		}
	}
	switch tok := &s.Tokens[at.head]; tok.XPOS {
	case syntax.TagNNS, syntax.TagNNPS:
		return actor.Group
	case syntax.TagNNP:
		return actor.Organisation
	}
	return actor.Person
}

// byEvent chooses among the events that the engine codes: one that links source and target, in these roles rather
// than in others, and rather as it is told than as something inside.
func (r *RelationReader) byEvent(x *relationText) (RelationChoice, bool) {
	choice, score := best(r.coder.Code(x.input), x)
	choice.How = "event"
	if score >= linkedBoth {
		return choice, true
	}
	// An act that says too little for an event of the record may still link the two that are given.
	if other, more := best(r.coder.Candidates(x.input), x); more > score {
		other.How = "candidate"
		return other, true
	}
	return choice, score > 0
}

// best returns the event that links source and target best, the first among equals; the score is 0 for none.
func best(events []event.Event, x *relationText) (RelationChoice, int) {
	at, most := -1, 0
	for i := range events {
		e := &events[i]
		score := linked(e.Sources, e.Recipients)
		if score == 0 {
			continue
		}
		if e.Status == event.Hypothetical {
			score -= 2
		}
		if e.Category == event.Consult && (e.Medium == quote.Call || e.Medium == quote.Letter) {
			score-- // "called him to congratulate him": what the call was for
		}
		if score > most {
			at, most = i, score
		}
	}
	if at < 0 {
		return RelationChoice{}, 0
	}
	e := &events[at]
	root := Root(e.Category, e.CAMEO)
	if e.Status == event.NotHappened && e.Quad <= 2 {
		root = string(event.Reject) // "failed to reach an agreement": PLV knows no status, and calls it a rejection
	}
	return RelationChoice{Root: root, Quad: rootQuad(root), Entry: e.Entry, Words: e.Evidence[0].In(x.input.Report.Text)}, most
}

// linkedBoth is the least score of an act that links source and target in any roles.
const linkedBoth = 10

// linked scores how well an act's parties are the source and the target that were given: 0 for not at all.
func linked(sources, recipients []actor.Party) int {
	s, t := names(sources, relationSource), names(recipients, relationTarget)
	switch {
	case s && t:
		return 16
	case names(sources, relationTarget) && names(recipients, relationSource):
		return 12
	case t:
		return 8
	case s:
		return 6
	case names(recipients, relationSource), names(sources, relationTarget):
		return 4
	}
	return 0
}

func names(parties []actor.Party, id string) bool {
	for i := range parties {
		if parties[i].Actor == id {
			return true
		}
	}
	return false
}

// byProposal chooses among the entries that the words propose, where no event links source and target: those nearest to
// the path between the two in the tree, and the constructions that fit before those that do not.
func (r *RelationReader) byProposal(x *relationText) RelationChoice {
	proposals := r.coder.Propose(x.input)
	best, bestScore := -1, -1
	for i := range proposals {
		p := &proposals[i]
		if p.Entry.Category == "" || !p.Fits && fitting(proposals, i) {
			continue
		}
		score := x.weigh(p)
		if !p.Fits {
			for k := range proposals {
				if proposals[k].Sentence == p.Sentence && proposals[k].Token == p.Token && score > 0 {
					score-- // a word that many entries know speaks for none of them
				}
			}
		}
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	if best < 0 {
		return RelationChoice{}
	}
	p := &proposals[best]
	cameo := ""
	if p.Entry.Code != nil {
		cameo = p.Entry.Code.CAMEO
	}
	root := Root(p.Entry.Category, cameo)
	return RelationChoice{Root: root, Quad: rootQuad(root), Entry: p.Entry.ID, Words: p.Span.In(x.input.Report.Text), How: "proposal"}
}

// fitting reports whether a construction of another entry fits at the word of proposal i.
func fitting(proposals []event.Proposal, i int) bool {
	for k := range proposals {
		if q := &proposals[k]; q.Fits && q.Sentence == proposals[i].Sentence && q.Token == proposals[i].Token {
			return true
		}
	}
	return false
}

// weigh scores a proposal by where its word stands to source and target.
func (x *relationText) weigh(p *event.Proposal) int {
	if p.Sentence != x.source.sentence && p.Sentence != x.target.sentence {
		return 0
	}
	s := &x.input.Doc.Sentences[p.Sentence]
	score := 1
	above := func(at site) int { // how many steps up from a mention's head the word stands, -1 when it does not
		if at.sentence != p.Sentence {
			return -1
		}
		for t, n := at.head, 0; t >= 0 && n < 60; t, n = int(s.Tokens[t].Head), n+1 {
			if t == p.Token {
				return n
			}
		}
		return -1
	}
	a, b := above(x.source), above(x.target)
	if a >= 0 {
		score += max(12-a, 4)
	}
	if b >= 0 {
		score += max(12-b, 4)
	}
	if a > 0 && b > 0 {
		score += 6
	}
	if p.Fits {
		score += 5
	}
	if p.Parent >= 0 {
		score -= 3
	}
	return score
}

// Root maps a category of PLOVER 2 and a CAMEO code to the 15 root categories of the first PLOVER, in which PLV is coded.
func Root(c event.Category, cameo string) string {
	switch {
	case c == event.Concede, c == event.Retreat:
		return "YIELD"
	case cameo == "116":
		return "ACCUSE" // find guilty
	case cameo == "163":
		return "COERCE" // embargo, boycott, sanctions
	case cameo == "1712":
		return "COERCE" // destroy property
	case cameo == "191", cameo == "192":
		return "ASSAULT" // blockade and occupation, of CAMEO's root FIGHT
	}
	return string(c)
}

// rootQuad returns the quad class of a root, "" for none.
func rootQuad(root string) string {
	switch root {
	case "":
		return ""
	case "YIELD":
		return "2"
	}
	return string(rune('0' + event.Category(root).Quad()))
}

// RelationScores are the figures of finding relations.
type RelationScores struct {
	Relations int
	// F1, averaged over the classes of the truth, and the share of roots that are right; between 0 and 1.
	BinaryF1, QuadF1, RootF1, RootAccuracy float64
	// ByEvent is the share in which an event of the engine links source and target, and ByEventAccuracy the share of
	// right roots among these.
	ByEvent, ByEventAccuracy float64
}

// ScoreRelations compares choices with the truth. Binary is cooperation (quads 1 and 2) against conflict (3 and 4).
// Macro-F1 is the mean of the classes' F1 over the classes that the truth has, as scikit-learn and the PLV paper compute it.
func ScoreRelations(truth []Relation, found []RelationChoice) RelationScores {
	var binary, quad, root macro
	s := RelationScores{Relations: len(truth)}
	if len(truth) == 0 {
		return s
	}
	right, byEvent, byEventRight := 0, 0, 0
	for i := range truth {
		g, f := &truth[i], &found[i]
		root.add(g.Root, f.Root)
		quad.add(g.Quad, f.Quad)
		binary.add(side(g.Quad), side(f.Quad))
		if g.Root == f.Root {
			right++
		}
		if f.How == "event" {
			byEvent++
			if g.Root == f.Root {
				byEventRight++
			}
		}
	}
	s.BinaryF1, s.QuadF1, s.RootF1 = binary.f1(), quad.f1(), root.f1()
	s.RootAccuracy = float64(right) / float64(len(truth))
	s.ByEvent = float64(byEvent) / float64(len(truth))
	s.ByEventAccuracy = ratio(byEventRight, byEvent)
	return s
}

func side(quad string) string {
	switch quad {
	case "1", "2":
		return "cooperation"
	case "3", "4":
		return "conflict"
	}
	return ""
}

// macro counts for a macro-F1. Classes are few; they are kept in the order of their first appearance.
type macro struct{ classes []classCount }

type classCount struct {
	name                string
	truth, found, right int
}

func (m *macro) at(name string) *classCount {
	for i := range m.classes {
		if m.classes[i].name == name {
			return &m.classes[i]
		}
	}
	m.classes = append(m.classes, classCount{name: name})
	return &m.classes[len(m.classes)-1]
}

func (m *macro) add(truth, found string) {
	m.at(truth).truth++
	m.at(found).found++
	if truth == found {
		m.at(truth).right++
	}
}

func (m *macro) f1() float64 {
	sum, n := 0.0, 0
	for _, c := range m.classes {
		if c.truth == 0 {
			continue
		}
		n++
		sum += PRF{Right: c.right, RightGold: c.right, Found: c.found, Truth: c.truth}.F1()
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Lines returns the figures, a line each, as "metric value" in percent with two decimals.
func (s *RelationScores) Lines() []string {
	line := func(name string, v float64) string { return fmt.Sprintf("%s %.2f", name, 100*v) }
	return []string{
		line("binary_f1", s.BinaryF1), line("quad_f1", s.QuadF1), line("root_f1", s.RootF1), line("root_accuracy", s.RootAccuracy),
		line("by_event", s.ByEvent), line("by_event_accuracy", s.ByEventAccuracy),
	}
}
