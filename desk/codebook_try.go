package desk

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"chancery/event"
	"chancery/reading"
	"chancery/report"
)

// longestSentence is how many bytes are tried at once: a sentence or a few paragraphs. Whole reports are read at /read.
const longestSentence = 6000

// sentenceTried is /codebook/try: a sentence with which entries fired on which words, and which did not.
type sentenceTried struct {
	Text, Date string
	Draft      string // the rehearsal with whose codebook it is read; "" for the one in use
	Problem    string
	Read       bool
	Sentences  []sentenceRead
	Events     int
}

// sentenceRead is one sentence of the text.
type sentenceRead struct {
	Words   []segment
	Events  []eventRead
	Refused []refusedWord
}

// eventRead is an event with what made it.
type eventRead struct {
	ID       string
	Sentence string
	Status   event.Status
	Category meaning
	Mode     string
	Entry    string
	Known    bool // the entry has a page
	Words    string
	Why      []string
	Sure     float64
}

// refusedWord is a word that the codebook knows, of which no event came, with the entries that were considered.
type refusedWord struct {
	Word    string
	Fits    []string // entries one of whose constructions holds there
	Unfit   []string // entries that know the word, but none of whose constructions holds
	Because string
}

func (d *Desk) sentencePage(v *visit) (*page, error) {
	asked := v.URL.Query()
	body := &sentenceTried{Text: strings.TrimSpace(strings.ReplaceAll(asked.Get("text"), "\r\n", "\n")), Date: strings.TrimSpace(asked.Get("date")), Draft: asked.Get("draft")}
	p := &page{Template: "codebook-try", Title: "Try a sentence", Section: "codebook", Body: body}
	u := d.codebookNow()
	if body.Draft != "" {
		j := d.jobs.get(body.Draft)
		if j == nil || j.draft == nil {
			return nil, fmt.Errorf("%w: this rehearsal is not kept any more", ErrNowhere)
		}
		u = j.draft.use
	}
	if body.Text == "" {
		return p, nil
	}
	if len(body.Text) > longestSentence {
		body.Problem = fmt.Sprintf("This is too long for a sentence: %d characters, where up to %d are tried. Whole reports are read at the front page.", len([]rune(body.Text)), longestSentence)
		p.Status = 422
		return p, nil
	}
	rep, err := report.FromText([]byte(body.Text), report.Options{Published: body.Date, Language: "en"})
	if err != nil {
		body.Problem, p.Status = problemWords(err), 422
		return p, nil
	}
	got, considered, err := u.reader.Consider(v.Context(), rep)
	if errors.Is(err, reading.ErrSpan) {
		body.Problem, p.Status = problemWords(err), 422
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	body.Read, body.Events = true, len(got.Events)
	body.Sentences = sentencesRead(u, &got, considered)
	return p, nil
}

// sentencesRead tells sentence by sentence what came of it.
func sentencesRead(u *codebookInUse, got *reading.Reading, considered []event.Proposal) []sentenceRead {
	text := got.Report.Text
	out := make([]sentenceRead, len(got.Sentences))
	marks := make([][]mark, len(out))
	for i := range got.Events {
		e := &got.Events[i]
		n := min(max(e.Sentence, 0), len(out)-1)
		one := eventRead{ID: e.ID, Sentence: sentenceOf(e), Status: e.Status, Category: categoryMeaning(e.Category), Mode: e.Mode, Entry: e.Entry,
			Known: u.entry(e.Entry) != nil, Why: e.Explanation, Sure: e.Confidence}
		var words []string
		for _, s := range e.Evidence {
			words = append(words, wordsOf(text, s))
		}
		one.Words = strings.Join(words, " … ")
		out[n].Events = append(out[n].Events, one)
		for k := range out {
			marks[k] = append(marks[k], eventMarks(e)...)
		}
	}
	for i := range out {
		s := got.Sentences[i]
		out[i].Words = marked(text, s.Start, s.End, marks[i])
	}
	for _, p := range considered {
		if p.Sentence >= len(out) || fired(got.Events, &p, considered) {
			continue
		}
		s := &out[p.Sentence]
		word := wordsOf(text, p.Span)
		at := slices.IndexFunc(s.Refused, func(r refusedWord) bool { return r.Word == word })
		if at < 0 {
			at = len(s.Refused)
			s.Refused = append(s.Refused, refusedWord{Word: word})
		}
		r := &s.Refused[at]
		if p.Fits {
			r.Fits = append(r.Fits, p.Entry.ID)
			r.Because = whyNothing(&p, considered)
		} else {
			r.Unfit = append(r.Unfit, p.Entry.ID)
		}
	}
	return out
}

// fired tells whether an event came of a word with an entry: one whose words hold it, by this entry or with it inside.
func fired(events []event.Event, p *event.Proposal, all []event.Proposal) bool {
	for i := range events {
		e := &events[i]
		here := slices.ContainsFunc(e.Evidence, func(s report.Span) bool { return s.Overlaps(p.Span) })
		if here && p.Fits && (e.Entry == p.Entry.ID || inContent(e.Content, p.Entry.ID) || p.Entry.Operator) {
			return true
		}
		if here && !p.Fits && slices.ContainsFunc(all, func(o event.Proposal) bool { return o.Fits && o.Span == p.Span }) {
			return false // another entry took the word: this one was considered and left
		}
	}
	return false
}

func inContent(c *event.Content, entry string) bool {
	for ; c != nil; c = c.Content {
		if c.Entry == entry {
			return true
		}
	}
	return false
}

// whyNothing says, as far as it can be told from outside, why a construction that fits made no event.
func whyNothing(p *event.Proposal, all []event.Proposal) string {
	switch {
	case p.Entry.Operator && p.Content < 0:
		return "its construction fits, but no act of the codebook stands inside"
	case p.Parent >= 0 && p.Parent < len(all):
		return "it stands inside " + all[p.Parent].Entry.ID
	case p.Source < 0 && p.Recipient < 0:
		return "its construction fits, but nobody is named who acts or is acted upon"
	case p.Source < 0:
		return "its construction fits, but nobody is named who acts"
	}
	return "its construction fits, but who is named is no actor of the record, or it is not of a kind that belongs there"
}
