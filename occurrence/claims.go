package occurrence

import (
	"cmp"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// claims tells whose word the accounts are: each account's innermost voice, else its outlet, asserts, doubts or denies.
// One voice is named once for each stance, with its first words.
func (w *weighing) claims(s *Summary) {
	asserted, denied := false, false
	for i, m := range w.members {
		c := Claim{Stance: quote.Asserts, Day: w.reportDay(i), Words: w.words(i, report.Span{})}
		voice := innermost(m.Event.Attribution)
		switch {
		case voice != nil:
			c.By, c.Actor, c.Stance = strings.Join(strings.Fields(voice.Name), " "), voice.Actor, voice.Stance
			c.Country = w.sideOf(voice)
		case m.Event.Speaker != nil && m.Event.Speaker.Name != "":
			c.By, c.Actor, c.Country = m.Event.Speaker.Name, m.Event.Speaker.Actor, m.Event.Speaker.Country
		default:
			c.By = cmp.Or(m.Report.Outlet, m.Report.ID)
		}
		if c.Stance == "" {
			c.Stance = quote.Asserts
		}
		for _, v := range m.Event.Attribution {
			if v.Stance == quote.Denies {
				c.Stance = quote.Denies
			}
		}
		if m.Event.Status == event.NotHappened && c.Stance == quote.Asserts && s.Status != event.NotHappened {
			c.Stance = quote.Denies // "the ministry said that no troops had crossed"
		}
		asserted = asserted || c.Stance == quote.Asserts
		denied = denied || c.Stance == quote.Denies
		if !slices.ContainsFunc(s.Claims, func(o Claim) bool { return o.By == c.By && o.Stance == c.Stance }) {
			s.Claims = append(s.Claims, c)
		}
	}
	s.Contested = asserted && denied
}

// innermost is the voice nearest to what is told, documents passed over: a letter is its writer's word.
func innermost(voices []quote.Voice) *quote.Voice {
	for i := len(voices) - 1; i >= 0; i-- {
		if voices[i].Kind != quote.DocumentVoice && voices[i].Name != "" {
			return &voices[i]
		}
	}
	return nil
}

// sideOf is the country, among those of the accounts' parties and speakers, that a voice speaks for. Outlets and
// agencies speak for nobody.
func (w *weighing) sideOf(v *quote.Voice) string {
	if v.Kind == quote.OutletVoice || v.Kind == quote.AgencyVoice {
		return ""
	}
	for _, m := range w.members {
		if p := m.Event.Speaker; p != nil && (p.Actor != "" && p.Actor == v.Actor || p.Name == v.Name) {
			return p.Country
		}
	}
	for _, p := range w.allParties() {
		if p.Country != "" && (v.Actor == p.Actor && v.Actor != "" || v.Actor == p.Country || strings.HasPrefix(v.Actor, p.Country+"GOV:") || p.Actor == p.Country && strings.Contains(v.Name, p.Name)) {
			return p.Country
		}
	}
	return ""
}

// allParties gives the parties of all accounts.
func (w *weighing) allParties() []actor.Party {
	var out []actor.Party
	for _, m := range w.members {
		out = append(append(out, m.Event.Sources...), m.Event.Recipients...)
	}
	return out
}

// quarrel are acts that one side holds against another, so that the other's word is missed.
func quarrel(c event.Category) bool {
	switch c {
	case event.Assault, event.Coerce, event.Mobilize, event.Threaten, event.Sanction:
		return true
	}
	return false
}

// silences tells which side of a quarrel was not heard. That a side is not quoted is less than that a report says it
// did not answer; both are told, the second with its words.
func (w *weighing) silences(s *Summary) {
	if !quarrel(s.Category) {
		return
	}
	countries := map[string]string{} // by code, the name
	var order []string
	for _, list := range [2][]actor.Party{s.Sources, s.Recipients} {
		for _, p := range list {
			if p.Country != "" && countries[p.Country] == "" {
				countries[p.Country] = p.Name
				order = append(order, p.Country)
			}
			if p.Actor == p.Country && p.Country != "" {
				countries[p.Country] = p.Name
			}
		}
	}
	if len(order) < 2 {
		return
	}
	var first, last when.Day
	heard := map[string]bool{}
	for _, c := range s.Claims {
		heard[c.Country] = true
	}
	for i, m := range w.members {
		if p := m.Event.Speaker; p != nil {
			heard[p.Country] = true
		}
		for k := range m.Event.Attribution {
			heard[w.sideOf(&m.Event.Attribution[k])] = true
		}
		if d := w.reportDay(i); d.Known() {
			if !first.Known() || d.Before(first) {
				first = d
			}
			if !last.Known() || last.Before(d) {
				last = d
			}
		}
	}
	delete(heard, "")
	if len(heard) == 0 {
		return // no side was heard: then none is missing
	}
	since := first
	if s.Time.First.Known() && s.Time.First == s.Time.Last && !s.Time.Span.Empty() {
		since = s.Time.First // how long the other side has had
	}
	for _, country := range order {
		words := w.unanswered(country, order)
		if heard[country] && len(words) == 0 {
			continue
		}
		silence := Silence{Party: countries[country], Country: country, Since: since, Until: last, Words: words}
		if since.Known() && last.Known() {
			silence.Days = max(0, last.Number()-since.Number())
		}
		s.Silences = append(s.Silences, silence)
	}
}

// unansweredWords are those with which reports say that somebody has not confirmed, denied or commented.
var unansweredWords = [...]string{
	"declined to comment", "refused to comment", "did not comment", "has not commented", "have not commented", "had not commented", "made no comment",
	"no immediate comment", "no immediate reaction", "no immediate response", "did not immediately respond", "did not respond", "has not responded",
	"had not responded", "did not reply", "not immediately comment", "neither confirmed nor denied", "has not confirmed", "have not confirmed",
	"had not confirmed", "did not confirm", "no comment from", "no confirmation from", "no word from", "has yet to comment", "had yet to comment",
}

// answerReach is how far from the words of an event, in bytes, a report may say that a side did not answer.
const answerReach = 1200

// unanswered finds the sentences, near the words of the accounts, that say that a side did not answer.
func (w *weighing) unanswered(country string, sides []string) []Evidence {
	var out []Evidence
	for i, m := range w.members {
		text := m.Report.Text
		lower := asciiLower(text)
		from, to := len(text), 0
		for _, e := range m.Event.Evidence {
			from, to = min(from, e.Start), max(to, e.End)
		}
		from, to = max(0, from-answerReach), min(len(text), to+answerReach)
		if from >= to {
			continue
		}
		for _, words := range unansweredWords {
			at := strings.Index(lower[from:to], words)
			if at < 0 {
				continue
			}
			span := sentenceAround(text, from+at)
			if w.nearestSide(span.In(text), from+at-span.Start, sides) == country && !slices.ContainsFunc(out, func(e Evidence) bool { return e.Text == span.In(text) }) {
				out = append(out, w.words(i, span))
				break
			}
		}
	}
	return out
}

func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// sentenceAround is the sentence that holds a byte, by the marks at its ends; line breaks within it count as spaces.
func sentenceAround(text string, at int) report.Span {
	start := 0
	for _, end := range [...]string{". ", ".\n", "\n\n", "” ", "\" "} {
		if i := strings.LastIndex(text[:at], end); i >= 0 {
			start = max(start, i+len(end))
		}
	}
	end := len(text)
	for _, mark := range [...]string{". ", ".\n", "\n\n"} {
		if i := strings.Index(text[at:], mark); i >= 0 {
			end = min(end, at+i+1)
		}
	}
	return report.Span{Start: start, End: max(end, start)}
}

// nearestSide is the side that a sentence names nearest to a place in it: "Westhaven said that it was shelled; Norland did
// not respond". "" when it names none.
func (w *weighing) nearestSide(sentence string, at int, sides []string) (nearest string) {
	best := len(sentence) + 1
	for _, country := range sides {
		for _, name := range w.sideNames(country) {
			for from := 0; ; {
				i := strings.Index(sentence[from:], name)
				if i < 0 {
					break
				}
				i += from
				if far := max(i-at, at-i); far < best {
					best, nearest = far, country
				}
				from = i + len(name)
			}
		}
	}
	return nearest
}

// sideNames are the words with which the accounts name a side, cut so that "Azerbaijani forces" finds "Azerbaijan" and
// "Iranian" finds "Iran".
func (w *weighing) sideNames(country string) []string {
	var out []string
	add := func(words string) {
		for field := range strings.FieldsSeq(words) {
			if field = strings.Trim(field, ",.'’"); len(field) >= 4 && startsUpper(field) && !slices.Contains(out, field[:cutAt(field, 4)]) {
				out = append(out, field[:cutAt(field, 4)])
			}
		}
	}
	for _, m := range w.members {
		for _, list := range [...][]actor.Party{m.Event.Sources, m.Event.Recipients} {
			for _, p := range list {
				if p.Country != country {
					continue
				}
				if p.Actor == p.Country {
					add(p.Name)
				}
				if !p.Span.Empty() && p.Span.End <= len(m.Report.Text) && !strings.Contains(p.Actor, ":") {
					add(p.Span.In(m.Report.Text)) // "Azerbaijani forces"; what people and bodies are called is no name of a side
				}
			}
		}
	}
	return out
}
