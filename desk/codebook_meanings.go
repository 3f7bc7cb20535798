package desk

import (
	"slices"
	"strings"

	"chancery/event"
	"chancery/quote"
)

// meaning is a code in words.
type meaning struct {
	Code    string
	Name    string // in a word or two: "consult"
	Meaning string // in a sentence
}

// meanings says in words what the codes of a codebook mean.
type meanings struct {
	words event.Vocabulary
}

// plover is the categories of PLOVER in our words.
var plover = []struct {
	code    event.Category
	name    string
	meaning string
}{
	{event.Agree, "agree", "Say that one will do something together, or do it for another: readiness, intent, promise, offer."},
	{event.Consult, "consult", "Speak with one another: talks, visits, calls, mediation."},
	{event.Support, "support", "Stand behind somebody in words or by diplomatic acts: praise, recognition, signing."},
	{event.Concede, "concede", "Give way at home: ease restrictions, reform, lift what was imposed."},
	{event.Cooperate, "cooperate", "Do something together: trade, exercise, share what one knows, work jointly."},
	{event.Aid, "aid", "Give help: money, goods, troops, shelter."},
	{event.Retreat, "retreat", "Step back from a conflict: withdraw, release, disarm, cease fire, let others in."},
	{event.Request, "request", "Ask for or demand something of somebody."},
	{event.Accuse, "accuse", "Speak against somebody: criticise, allege, investigate."},
	{event.Reject, "reject", "Refuse what was asked, offered or proposed."},
	{event.Threaten, "threaten", "Say that harm will follow, on a condition or without one."},
	{event.Protest, "protest", "Show opposition in public: demonstrate, strike, boycott, obstruct."},
	{event.Sanction, "sanction", "Cut or reduce relations, help or rights: expel, break off, convict, embargo."},
	{event.Mobilize, "mobilise", "Bring forces into position or show them without using them."},
	{event.Coerce, "coerce", "Use power against somebody without fighting: arrest, seize, restrict, deport, attack computers."},
	{event.Assault, "assault", "Use force: attack, shell, bomb, abduct, torture."},
}

func categoryMeaning(c event.Category) meaning {
	for _, one := range plover {
		if one.code == c {
			return meaning{string(c), one.name, one.meaning}
		}
	}
	return meaning{Code: string(c), Name: strings.ToLower(string(c))}
}

// realities say how real an event is, by its status.
var realities = []struct {
	code    event.Status
	meaning string
}{
	{event.Actual, "It happened."},
	{event.Ongoing, "It is under way."},
	{event.Planned, "Somebody says that it will be done, or it is on a schedule."},
	{event.Offered, "Somebody is ready to do it, or promises it."},
	{event.Demanded, "Somebody asks that it be done."},
	{event.Threatened, "Somebody says that it will be done to another as a harm."},
	{event.Hypothetical, "It could be, may be or is hoped for: on a condition, or as an attempt."},
	{event.NotHappened, "It did not happen, was denied or was refused."},
}

func statusMeaning(s event.Status) meaning {
	m := meaning{Code: string(s), Name: strings.ReplaceAll(string(s), "_", " ")}
	for _, one := range realities {
		if one.code == s {
			m.Meaning = one.meaning
		}
	}
	return m
}

// mediaMeanings are the ways in which words reached their audience.
var mediaMeanings = []meaning{
	{string(quote.Letter), "letter", "In writing, to somebody."},
	{string(quote.Call), "call", "By telephone or by video."},
	{string(quote.Meeting), "meeting", "Face to face, at talks or a session."},
	{string(quote.Visit), "visit", "While one was the guest of the other."},
	{string(quote.Briefing), "briefing", "To the press, with questions."},
	{string(quote.Statement), "statement", "As a text or a speech for the public."},
	{string(quote.Interview), "interview", "To one outlet, in questions and answers."},
	{string(quote.Decree), "decree", "By an order, a law or a resolution."},
}

// cameo gives a code of CAMEO; the zero one when the codebook has it not.
func (m *meanings) cameo(code string) event.Code {
	i, found := slices.BinarySearchFunc(m.words.Codes, code, func(c event.Code, code string) int { return strings.Compare(c.CAMEO, code) })
	if !found {
		return event.Code{CAMEO: code}
	}
	return m.words.Codes[i]
}

// codesOf gives the codes of CAMEO of a category, those of one mode when it is given.
func (m *meanings) codesOf(category event.Category, mode string) []event.Code {
	var out []event.Code
	for _, c := range m.words.Codes {
		if c.Category == category && (mode == "" || c.Mode == mode) {
			out = append(out, c)
		}
	}
	return out
}

// modesOf gives the modes of a category, each with what its codes of CAMEO are called.
func (m *meanings) modesOf(category event.Category) []meaning {
	var out []meaning
	for _, c := range m.words.Codes {
		if c.Category != category || c.Mode == "" {
			continue
		}
		at := slices.IndexFunc(out, func(o meaning) bool { return o.Code == c.Mode })
		if at < 0 {
			at = len(out)
			out = append(out, meaning{Code: c.Mode, Name: strings.ReplaceAll(c.Mode, "-", " ")})
		}
		if len(out[at].Meaning) < 90 {
			if out[at].Meaning != "" {
				out[at].Meaning += "; "
			}
			out[at].Meaning += lowered(c.Label)
		}
	}
	slices.SortFunc(out, func(a, b meaning) int { return strings.Compare(a.Code, b.Code) })
	return out
}

// lowered begins a label with a small letter, so that it can stand within a sentence.
func lowered(s string) string {
	if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// track gives the title of a track, its id when the codebook has it not.
func (m *meanings) track(id string) string {
	for _, t := range m.words.Tracks {
		if t.ID == id && t.Title != "" {
			return t.Title
		}
	}
	return strings.ReplaceAll(id, "-", " ")
}
