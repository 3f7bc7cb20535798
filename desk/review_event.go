package desk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/actor"
	"chancery/event"
	"chancery/internal/console"
	"chancery/occurrence"
	"chancery/report"
	"chancery/review"
)

// eventCard is one event with its words, as the pages of review show it.
type eventCard struct {
	ID         string
	Occurrence string // "" when the page does not say
	Sentence   string
	Status     event.Status
	Category   event.Category
	Mode       string
	Confidence float64
	Verdict    string
	ByHand     []string
	Report     string
	Title      string
	Outlet     string
	Published  string
	Text       []segment // its sentences, with one to each side, and its words marked
	Fields     []cardField
	Why        []string // the explanation of the reading
	Entry      string   // of the codebook
}

// cardField is one field of an event as a reviewer sees it.
type cardField struct {
	Name   string // as review.Fields has it
	Label  string
	Value  string // for people; "" when unknown
	Code   string // beside the value, where it says more to those who know the codes
	Role   string // whose colour it has; "" for none
	Marks  string // the fields that its words are marked with, separated by spaces
	Hand   bool   // somebody corrected it
	Why    string
	Number int // the key that chooses it, from 1
}

// eventCard makes the card of an account.
func (v *visit) eventCard(a *occurrence.Account) eventCard {
	e, rep := &a.Event, a.Report
	card := eventCard{
		ID: e.ID, Sentence: capitalised(console.Sentence(e)), Status: e.Status, Category: e.Category, Mode: e.Mode, Confidence: e.Confidence,
		Verdict: a.Verdict, ByHand: a.ByHand, Report: rep.ID, Title: rep.Title, Outlet: rep.Outlet, Published: rep.Published.EDTF,
		Why: e.Explanation, Entry: e.Entry,
	}
	from, to := around(rep.Text, e)
	card.Text = marked(rep.Text, from, to, eventMarks(e))
	hand := func(field string) bool {
		return slices.Contains(a.ByHand, field) || slices.Contains(a.ByHand, "event")
	}
	for i, name := range review.Fields() {
		f := cardField{Name: name, Label: fieldName(name), Hand: hand(name), Number: i + 1}
		v.fillField(&f, e)
		card.Fields = append(card.Fields, f)
	}
	return card
}

// fillField gives a field of an event its value for people, its words and how it was found.
func (v *visit) fillField(f *cardField, e *event.Event) {
	f.Value = review.Value(e, f.Name)
	switch f.Name {
	case "category":
		f.Value, f.Code = categoryMeaning(e.Category).Name, string(e.Category)
		f.Role, f.Marks = roleAction, "action"
	case "mode":
		f.Value = strings.ReplaceAll(e.Mode, "-", " ")
	case "cameo":
		if e.CAMEO != "" {
			f.Value, f.Code = v.desk.codebookNow().meanings.cameo(e.CAMEO).Label, e.CAMEO
		}
	case "status":
		f.Value = strings.ReplaceAll(string(e.Status), "_", " ")
	case "historical":
		f.Value = "no"
		if e.Historical {
			f.Value = "told as background"
		}
	case "contexts":
		f.Value = strings.ReplaceAll(strings.Join(e.Contexts, ", "), "_", " ")
	case "sources":
		f.Value, f.Code, f.Why, f.Marks = partiesSaid(e.Sources, roleSource)
		f.Role = roleSource
	case "recipients":
		f.Value, f.Code, f.Why, f.Marks = partiesSaid(e.Recipients, roleRecipient)
		f.Role = roleRecipient
	case "speaker":
		if e.Speaker != nil {
			f.Value, f.Code, f.Why, _ = partiesSaid([]actor.Party{*e.Speaker}, roleSpeaker)
		}
		f.Role, f.Marks = roleSpeaker, "speaker"
	case "time":
		f.Role, f.Marks = roleTime, "time"
		if e.Time.EDTF != "" {
			f.Value, f.Code, f.Why = timeSaid(e.Time), e.Time.EDTF, timeFound(e.Time)
		}
	case "place":
		f.Role, f.Marks = rolePlace, "place"
		if e.Place != nil {
			f.Value, f.Code = e.Place.Place.Name, e.Place.Place.Country
		}
	case "killed", "injured":
		f.Role, f.Marks = roleCasualties, f.Name
	case "tracks":
		var titles []string
		for _, id := range e.Tracks {
			titles = append(titles, v.desk.codebookNow().meanings.track(id))
		}
		f.Value = strings.Join(titles, "; ")
		f.Code = strings.Join(e.Tracks, "; ")
	}
}

// partiesSaid gives parties for people, as codes, and how they were found.
func partiesSaid(all []actor.Party, role string) (value, code, why, marks string) {
	var names, codes, reasons, fields []string
	for i := range all {
		p := &all[i]
		names = append(names, p.Name)
		codes = append(codes, cmp.Or(p.Actor, p.Country))
		reason := "by " + string(p.Resolved)
		if p.Reason != "" {
			reason += " (" + p.Reason + ")"
		}
		reasons = append(reasons, p.Name+": "+reason)
		fields = append(fields, role+"-"+strconv.Itoa(i))
	}
	codes = slices.DeleteFunc(codes, func(c string) bool { return c == "" })
	return strings.Join(names, "; "), strings.Join(codes, "; "), strings.Join(reasons, "; "), strings.Join(fields, " ")
}

// around gives the part of a report in which the words of an event stand: from the start of the sentence before its
// evidence to the end of the sentence after it, within their paragraphs.
func around(text string, e *event.Event) (from, to int) {
	first, last := len(text), 0
	for _, s := range e.Evidence {
		if s.Start < s.End && s.End <= len(text) {
			first, last = min(first, s.Start), max(last, s.End)
		}
	}
	if first > last {
		return 0, min(len(text), 600)
	}
	return sentenceStart(text, sentenceStart(text, first)-1), sentenceEnd(text, sentenceEnd(text, last)+1)
}

// sentenceStart is where the sentence begins in which a byte stands; a paragraph begins one, too. Full stops within
// names ("U.S.") may shorten it: it is only the part that is shown.
func sentenceStart(text string, at int) int {
	at = min(max(at, 0), len(text))
	start := strings.LastIndexByte(text[:at], '\n') + 1
	for i := at - 2; i > start; i-- {
		if stops(text, i) {
			start = i + 1
			break
		}
	}
	for start < len(text) && (text[start] == ' ' || text[start] == '\n') {
		start++
	}
	return start
}

func sentenceEnd(text string, at int) int {
	at = min(max(at, 0), len(text))
	for i := at; i < len(text); i++ {
		if text[i] == '\n' {
			return i
		}
		if i > at && stops(text, i-1) {
			return i
		}
	}
	return len(text)
}

// stops tells whether a sentence ends with a byte: a full stop before a space and a capital or a quotation mark.
func stops(text string, i int) bool {
	if i+2 >= len(text) || text[i] != '.' && text[i] != '!' && text[i] != '?' || text[i+1] != ' ' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i+2:])
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	return !unicode.IsUpper(before) && (unicode.IsUpper(r) || unicode.IsDigit(r) || r == '"' || r == '“')
}

// capitalised begins a sentence with a capital letter.
func capitalised(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// fieldName is what a field of an event is called on a page.
func fieldName(field string) string {
	switch field {
	case "cameo":
		return "CAMEO code"
	case "historical":
		return "background"
	case "tracks":
		return "tracks"
	}
	return field
}

// wordsOf gives the words of a span, "" when it leaves the text.
func wordsOf(text string, s report.Span) string {
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
		return ""
	}
	return text[s.Start:s.End]
}
