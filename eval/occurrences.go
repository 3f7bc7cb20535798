package eval

import (
	"fmt"
	"slices"
	"strings"

	"chancery/alike"
	"chancery/codebook"
	"chancery/report"
	"chancery/when"
)

// TellingReader reads documents of ECB+ as chancery reads reports.
type TellingReader struct {
	engine
	Model *alike.Model
}

// NewTellingReader loads the models and a codebook.
func NewTellingReader(book *codebook.Book) (*TellingReader, error) {
	var x TellingReader
	var err error
	if x.engine, err = openEngine(book); err != nil {
		return nil, err
	}
	x.Model, err = alike.Load()
	return &x, err
}

// ToldDocument is a document with what chancery makes of its mentions.
type ToldDocument struct {
	*TellingDocument
	Report   *alike.Report
	Tellings []alike.Telling // of each mention
}

// Story is the topic and whether the document is of ECB or of what ECB+ added: the corpus took all documents of one
// topic and part for the sake of one occurrence.
func (d *TellingDocument) Story() string {
	if strings.HasSuffix(d.Name, "plus") {
		return d.Topic + "plus"
	}
	return d.Topic
}

// Keep leaves only the mentions in sentences of the list, and reports whether the list has the document at all.
func (d *TellingDocument) Keep(list AnnotatedSentences) bool {
	d.Mentions = slices.DeleteFunc(d.Mentions, func(m TellingMention) bool { return !list[d.Name][m.Sentence] })
	return len(list[d.Name]) > 0
}

// Tell reads a document and makes the tellings of its mentions. Nothing of the corpus's marks is used but where the
// words stand that name events.
func (x *TellingReader) Tell(d *TellingDocument) (*ToldDocument, error) {
	r := &report.Report{Text: d.Text, URL: d.URL}
	for _, s := range d.Sentences {
		r.Blocks = append(r.Blocks, report.Block{Span: s})
	}
	doc := x.analyzer.Analyze(r.Text, r.Blocks)
	if !d.Published.Empty() {
		for _, e := range when.Find(doc, report.Published{}) {
			if first := e.Interval.First; d.Published.Contains(e.Span) && first.Known() && first == e.Interval.Last {
				r.Published = report.Published{EDTF: fmt.Sprintf("%04d-%02d-%02d", first.Year, first.Month, first.Day), Precision: "day", Basis: "given"}
				break
			}
		}
	}
	t := alike.Teller{Model: x.Model, Doc: doc, Report: r, Times: when.Find(doc, r.Published)}
	t.Mentions, t.Chains = x.actors.FindAll(doc, r)
	told := &ToldDocument{TellingDocument: d, Report: t.Shared()}
	for i := range d.Mentions {
		one, ok := t.Tell(d.Mentions[i].Span)
		if !ok {
			return nil, fmt.Errorf("%s: no word of the text stands at %d", d.Name, d.Mentions[i].Start)
		}
		told.Tellings = append(told.Tellings, one)
	}
	return told, nil
}

// Tellings lists the tellings of documents, one after the other.
func Tellings(documents []*ToldDocument) (list []*alike.Telling) {
	for _, d := range documents {
		for i := range d.Tellings {
			list = append(list, &d.Tellings[i])
		}
	}
	return list
}

// OccurrenceScore is how well the events of documents were joined: by chancery, and by the words that name them alone.
type OccurrenceScore struct {
	Across, Within           CorefScore // by chancery; over all documents as one, and in each document for itself
	LemmaAcross, LemmaWithin CorefScore // all mentions of one head lemma joined, in all documents and in each
	LemmaStories             CorefScore // all mentions of one head lemma joined in documents that chancery takes for reports of the same things
	Topics, Documents        int
	Sentences, Mentions      int
	AllSentences             bool // not only those of the corpus's list
}

// ScoreOccurrences joins the tellings of documents and compares. Every joined or parted pair that is wrong is told to
// wrong.
func ScoreOccurrences(model *alike.Model, documents []*ToldDocument, wrong func(string)) OccurrenceScore {
	s := OccurrenceScore{Documents: len(documents)}
	tellings := Tellings(documents)
	topics := map[string]bool{}
	for _, d := range documents {
		topics[d.Topic] = true
		for i := range d.Mentions {
			if i == 0 || d.Mentions[i].Sentence != d.Mentions[i-1].Sentence {
				s.Sentences++
			}
		}
	}
	s.Topics, s.Mentions = len(topics), len(tellings)
	across := model.Join(tellings)
	s.Across = ScoreJoined(documents, across, false)
	s.Within = ScoreJoined(documents, model.JoinWithin(tellings), true)
	heads := map[string]int{}
	lemma := make([]int, len(tellings))
	stories := make([]int, len(tellings))
	story := model.Stories(tellings)
	for i, t := range tellings {
		for k, key := range [...]string{t.Head, fmt.Sprintf("%d %s", story[i], t.Head)} {
			if _, ok := heads[key]; !ok {
				heads[key] = len(heads)
			}
			[...][]int{lemma, stories}[k][i] = heads[key]
		}
	}
	s.LemmaAcross, s.LemmaWithin = ScoreJoined(documents, lemma, false), ScoreJoined(documents, lemma, true)
	s.LemmaStories = ScoreJoined(documents, stories, false)
	if wrong != nil {
		differences(model, documents, tellings, across, wrong)
	}
	return s
}

// ScoreJoined compares a joining of all mentions of documents with the corpus's: over all of them as one document, or
// in each for itself.
func ScoreJoined(documents []*ToldDocument, joined []int, within bool) CorefScore {
	var s CorefScore
	var gold, found tellingChains
	i := 0
	for _, d := range documents {
		for k := range d.Mentions {
			gold.add(d.Mentions[k].Chain, i)
			found.add(fmt.Sprint(joined[i]), i)
			i++
		}
		if within {
			s.Add(gold.chains, found.chains)
			gold, found = tellingChains{}, tellingChains{}
		}
	}
	if !within {
		s.Add(gold.chains, found.chains)
	}
	return s
}

// tellingChains gathers mentions, which are numbered, by the names of their chains.
type tellingChains struct {
	chains [][]CorefSpan
	number map[string]int
}

func (c *tellingChains) add(name string, mention int) {
	if c.number == nil {
		c.number = map[string]int{}
	}
	k, ok := c.number[name]
	if !ok {
		k = len(c.chains)
		c.number[name] = k
		c.chains = append(c.chains, nil)
	}
	c.chains[k] = append(c.chains[k], CorefSpan{mention, mention})
}

// differences tells of each mention that the corpus joins with one before it and chancery with none of those, and of
// each that chancery joins with one before it and the corpus with none of those: the pair that chancery finds most alike.
func differences(model *alike.Model, documents []*ToldDocument, tellings []*alike.Telling, joined []int, wrong func(string)) {
	type place struct {
		d *ToldDocument
		m *TellingMention
	}
	var places []place
	for _, d := range documents {
		for k := range d.Mentions {
			places = append(places, place{d, &d.Mentions[k]})
		}
	}
	tell := func(what string, i int, others []int) {
		best, bestChance := -1, -1.0
		for _, k := range others {
			if chance := model.Chance(tellings[i], tellings[k]); chance > bestChance {
				best, bestChance = k, chance
			}
		}
		_, reasons := model.Same(tellings[i], tellings[best])
		a, b := places[i], places[best]
		wrong(fmt.Sprintf("%s %.2f %s ← %s: %s", what, bestChance, a.d.around(a.m), b.d.around(b.m), strings.Join(reasons, "; ")))
	}
	for i := range places {
		var gold, found []int
		both := false
		for k := range i {
			g, f := places[i].m.Chain == places[k].m.Chain, joined[i] == joined[k]
			both = both || g && f
			if g {
				gold = append(gold, k)
			}
			if f {
				found = append(found, k)
			}
		}
		if both {
			continue
		}
		if len(gold) > 0 {
			tell("missed", i, gold)
		}
		if len(found) > 0 {
			tell("wrong", i, found)
		}
	}
}

// around is a mention with its document and sentence.
func (d *TellingDocument) around(m *TellingMention) string {
	sentence := report.Span{Start: m.Start, End: m.End}
	for _, s := range d.Sentences {
		if s.Contains(m.Span) {
			sentence = s
		}
	}
	return d.Name + " “" + d.Text[sentence.Start:m.Start] + "⟦" + m.In(d.Text) + "⟧" + d.Text[m.End:sentence.End] + "”"
}

// Lines are the figures, "metric value" each; the first seven are the task's own.
func (s *OccurrenceScore) Lines() []string {
	which := "in the sentences of ECB+'s list"
	if s.AllSentences {
		which = "in all sentences"
	}
	lines := []string{
		fmt.Sprintf("conll_f1 %.2f", s.Across.CoNLL()),
		fmt.Sprintf("muc_f1 %.2f", s.Across.MUC.F1()), fmt.Sprintf("b3_f1 %.2f", s.Across.BCubed.F1()), fmt.Sprintf("ceafe_f1 %.2f", s.Across.CEAF.F1()),
		fmt.Sprintf("within_conll_f1 %.2f", s.Within.CoNLL()),
		fmt.Sprintf("lemma_conll_f1 %.2f", s.LemmaAcross.CoNLL()),
		fmt.Sprintf("scored \"%d given mentions of events, chains of one included, %s (%d), %d documents of %d topics as one\"", s.Mentions, which, s.Sentences, s.Documents, s.Topics),
	}
	for _, part := range []struct {
		name  string
		score *CorefScore
	}{{"", &s.Across}, {"within_", &s.Within}, {"lemma_", &s.LemmaAcross}, {"lemma_within_", &s.LemmaWithin}, {"lemma_clustered_", &s.LemmaStories}} {
		if part.name != "" && part.name != "within_" && part.name != "lemma_" {
			lines = append(lines, fmt.Sprintf("%sconll_f1 %.2f", part.name, part.score.CoNLL()))
		}
		for _, metric := range []struct {
			name   string
			ratios Ratios
		}{{"muc", part.score.MUC}, {"b3", part.score.BCubed}, {"ceafe", part.score.CEAF}} {
			lines = append(lines,
				fmt.Sprintf("%s%s_precision %.2f", part.name, metric.name, metric.ratios.Precision()),
				fmt.Sprintf("%s%s_recall %.2f", part.name, metric.name, metric.ratios.Recall()))
			if part.name != "" {
				lines = append(lines, fmt.Sprintf("%s%s_f1 %.2f", part.name, metric.name, metric.ratios.F1()))
			}
		}
	}
	return lines
}
