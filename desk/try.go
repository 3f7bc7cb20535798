package desk

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"chancery/access"
	"chancery/actor"
	"chancery/event"
	"chancery/internal/console"
	"chancery/reading"
	"chancery/report"
)

// longestPaste is how many bytes of a text are read at once for somebody who waits for it. Longer ones are added.
const longestPaste = 60_000

// pasted is what stands in the box into which a report is pasted, and its fields.
type pasted struct {
	Text, Title, Outlet, URL, Published string
}

func pastedFrom(r *http.Request) pasted {
	clean := func(name string) string { return strings.TrimSpace(r.FormValue(name)) }
	return pasted{Text: strings.ReplaceAll(r.FormValue("text"), "\r\n", "\n"), Title: clean("title"), Outlet: clean("outlet"),
		URL: clean("url"), Published: clean("published")}
}

func (p *pasted) options() report.Options {
	return report.Options{Title: p.Title, Outlet: p.Outlet, URL: p.URL, Published: p.Published}
}

// tried is what the page of a pasted text shows.
type tried struct {
	Pasted  pasted
	Problem string // what is wrong with the text, in a sentence; "" when it was read
	Read    *triedReading
}

// triedReading is the reading of a pasted text.
type triedReading struct {
	Title, Outlet, Published string
	Known                    string // the identity of a report of the record with this very text; "" for none
	Text                     []segment
	Events                   []triedEvent
	Quotations               []triedQuotation
	Speakers                 int
}

type triedEvent struct {
	ID, Sentence, Status, Kind, Code string
	Words                            []segment
	Time, Place                      string
	Confidence                       float64
}

type triedQuotation struct {
	Speaker string
	Words   []string
}

// readPasted answers with the reading of a pasted text: a part of a page for the script, a whole page without it. Nothing
// is stored.
func (d *Desk) readPasted(w http.ResponseWriter, r *http.Request) {
	who, csrf := visitor(r)
	if !who.Role.May(access.TryText) {
		d.fail(w, r, fmt.Errorf("%w: your role does not reach so far", ErrForbidden))
		return
	}
	v, err := d.newVisit(r, who)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	p, err := v.tryPage(pastedFrom(r))
	if err != nil {
		d.fail(w, r, err)
		return
	}
	if strings.Contains(r.Header.Get("Accept"), "fragment") {
		p.Template = "try-fragment"
	}
	made, err := d.answer(v, p, csrf, "", strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"))
	if err != nil {
		d.fail(w, r, err)
		return
	}
	made.send(w)
}

// tryForm is the page with the box alone.
func (d *Desk) tryForm(*visit) (*page, error) {
	return &page{Template: "try", Title: "Read a report", Section: "reports", Body: &tried{}, Scripts: []string{"paste"}}, nil
}

// tryPage makes the page of a pasted text.
func (v *visit) tryPage(p pasted) (*page, error) {
	body := &tried{Pasted: p}
	made := &page{Template: "try", Title: "What is read in it", Section: "reports", Body: body, Scripts: []string{"paste"}}
	problem := func(why string) (*page, error) {
		body.Problem, made.Status = why, http.StatusUnprocessableEntity
		return made, nil
	}
	if n := len(p.Text); n > longestPaste {
		return problem(fmt.Sprintf("This is too long to be read while you wait: %d characters, where up to %d are read here. Add it to the record instead, or paste a part of it.", len([]rune(p.Text)), longestPaste))
	}
	rep, err := report.FromText([]byte(p.Text), p.options())
	if err != nil {
		return problem(problemWords(err))
	}
	if !reading.English(rep.Language) {
		return problem("This seems to be " + languageName(rep.Language) + ". chancery reads English.")
	}
	got, err := v.desk.codebookNow().reader.Read(v.Context(), rep)
	if err != nil {
		return nil, fmt.Errorf("read what was pasted: %w", err)
	}
	body.Read = triedOf(&got)
	if known, err := v.desk.Record.Has(v.Context(), rep.ID, rep.SHA256); err != nil {
		return nil, err
	} else if known {
		if kind, id, err := v.view.Resolve(v.Context(), rep.ID); err == nil && kind == "report" {
			body.Read.Known = id
		}
	}
	return made, nil
}

// problemWords says in a sentence why a text cannot be read.
func problemWords(err error) string {
	switch {
	case errors.Is(err, report.ErrEmpty):
		return "There is no text to read. Paste a news report in English: a few sentences are enough."
	case errors.Is(err, report.ErrBinary):
		return "This is not text. Copy the words of the report, not the file."
	case errors.Is(err, report.ErrDate):
		return "The date of publication is none: write it as 2021-05-13, 2021-05 or 2021, or leave it empty."
	}
	return "This cannot be read: " + err.Error() + "."
}

// languageNames are what the languages of the news near us are called.
var languageNames = map[string]string{
	"ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
	"es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
	"hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean",
	"lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
	"ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish",
	"uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese", "mul": "in several languages",
}

func languageName(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	if name := languageNames[base]; name != "" {
		return name
	}
	return "in another language (" + tag + ")"
}

func triedOf(got *reading.Reading) *triedReading {
	text := got.Report.Text
	out := &triedReading{Title: got.Report.Title, Outlet: got.Report.Outlet, Published: got.Report.Published.EDTF}
	var marks []mark
	for i := range got.Events {
		e := &got.Events[i]
		own := eventMarks(e)
		marks = append(marks, own...)
		one := triedEvent{ID: e.ID, Sentence: sentenceOf(e), Status: string(e.Status), Kind: categoryWords(e.Category), Code: eventCode(e),
			Time: timeWords(e.Time.EDTF), Confidence: e.Confidence}
		if e.Place != nil {
			one.Place = e.Place.Place.Name
		}
		if e.Sentence >= 0 && e.Sentence < len(got.Sentences) {
			s := got.Sentences[e.Sentence]
			one.Words = marked(text, s.Start, s.End, own)
		}
		out.Events = append(out.Events, one)
	}
	out.Text = marked(text, 0, len(text), marks)
	speakers := map[string]bool{}
	for i := range got.Quotations {
		q := &got.Quotations[i]
		one := triedQuotation{Speaker: speakerName(q.Speaker)}
		for _, s := range q.Content {
			one.Words = append(one.Words, s.In(text))
		}
		speakers[one.Speaker] = true
		out.Quotations = append(out.Quotations, one)
	}
	out.Speakers = len(speakers)
	return out
}

// sentenceOf says an event as a sentence with a capital and a full stop.
func sentenceOf(e *event.Event) string {
	s := console.Sentence(e)
	if s == "" {
		return s
	}
	first := []rune(s)
	return strings.ToUpper(string(first[:1])) + string(first[1:]) + "."
}

func speakerName(p *actor.Party) string {
	if p == nil || p.Name == "" {
		return "somebody not named"
	}
	return p.Name
}

// eventCode is an event's code in small: "CONSULT visit".
func eventCode(e *event.Event) string {
	if e.Mode == "" {
		return string(e.Category)
	}
	return string(e.Category) + " " + e.Mode
}

// categories are PLOVER's categories in words.
var categories = map[event.Category]string{
	event.Agree: "agrees to something", event.Consult: "speaks with", event.Support: "supports in words", event.Concede: "gives way",
	event.Cooperate: "works with", event.Aid: "helps", event.Retreat: "steps back", event.Request: "asks for something",
	event.Accuse: "accuses or criticises", event.Reject: "refuses", event.Threaten: "threatens", event.Protest: "protests",
	event.Sanction: "breaks off or punishes", event.Mobilize: "makes ready its forces", event.Coerce: "forces", event.Assault: "uses violence",
}

func categoryWords(c event.Category) string {
	if words := categories[c]; words != "" {
		return words
	}
	return strings.ToLower(string(c))
}
