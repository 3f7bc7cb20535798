package console

import (
	"strings"

	"chancery/actor"
	"chancery/event"
)

// phrase is how an act is said in plain English: an infinitive with what joins the recipient to it.
type phrase struct{ infinitive, recipient string }

// phrases are keyed "CATEGORY" and "CATEGORY mode"; the mode's phrase is preferred.
var phrases = map[string]phrase{
	"AGREE":                  {"agree to work", "with"},
	"CONSULT":                {"talk", "with"},
	"CONSULT visit":          {"visit", ""},
	"CONSULT phone":          {"speak by telephone", "with"},
	"CONSULT third-party":    {"mediate", "with"},
	"CONSULT multilateral":   {"meet in a wider round", "with"},
	"SUPPORT":                {"express support", "for"},
	"CONCEDE":                {"make a concession", "to"},
	"COOPERATE":              {"cooperate", "with"},
	"AID":                    {"help", ""},
	"RETREAT":                {"ease its hold", "on"},
	"RETREAT withdraw":       {"withdraw", "before"},
	"RETREAT release":        {"release people or property", "to"},
	"RETREAT disarm":         {"disarm", "before"},
	"RETREAT ceasefire":      {"cease fire", "with"},
	"RETREAT access":         {"allow access", "to"},
	"RETREAT resign":         {"step down", "before"},
	"REQUEST":                {"make a request", "of"},
	"REQUEST assist":         {"ask for help", "of"},
	"REQUEST change":         {"ask for change", "of"},
	"REQUEST yield":          {"ask for a concession", "of"},
	"REQUEST meet":           {"ask for talks", "of"},
	"ACCUSE":                 {"accuse", ""},
	"ACCUSE disapprove":      {"criticise", ""},
	"ACCUSE investigate":     {"investigate", ""},
	"ACCUSE allege":          {"accuse", ""},
	"REJECT":                 {"refuse", ""},
	"REJECT assist":          {"refuse help", "to"},
	"REJECT change":          {"refuse change", "to"},
	"REJECT yield":           {"refuse to yield", "to"},
	"REJECT meet":            {"refuse to talk", "with"},
	"THREATEN":               {"threaten", ""},
	"THREATEN restrict":      {"threaten restrictions", "against"},
	"THREATEN arrest":        {"threaten arrests", "of"},
	"THREATEN relations":     {"threaten to cut relations", "with"},
	"THREATEN expel":         {"threaten to expel people", "of"},
	"THREATEN territory":     {"threaten territory", "of"},
	"THREATEN violence":      {"threaten force", "against"},
	"PROTEST":                {"protest", "against"},
	"PROTEST demo":           {"demonstrate", "against"},
	"PROTEST riot":           {"riot", "against"},
	"PROTEST strike":         {"strike", "against"},
	"PROTEST hunger":         {"go on hunger strike", "against"},
	"PROTEST boycott":        {"boycott", ""},
	"PROTEST obstruct":       {"block the way", "against"},
	"PROTEST vandalize":      {"damage property", "of"},
	"SANCTION":               {"impose sanctions", "on"},
	"SANCTION convict":       {"convict", ""},
	"SANCTION expel":         {"expel people", "of"},
	"SANCTION withdraw":      {"withdraw people", "from"},
	"SANCTION discontinue":   {"break off relations or aid", "with"},
	"MOBILIZE":               {"mobilise", "against"},
	"MOBILIZE troops":        {"mobilise troops", "against"},
	"MOBILIZE weapons":       {"show weapons", "against"},
	"MOBILIZE police":        {"mobilise police", "against"},
	"MOBILIZE militia":       {"mobilise a militia", "against"},
	"COERCE":                 {"coerce", ""},
	"COERCE seize":           {"seize what belongs", "to"},
	"COERCE restrict":        {"restrict", ""},
	"COERCE censor":          {"censor", ""},
	"COERCE curfew":          {"impose a curfew", "on"},
	"COERCE martial-law":     {"impose martial law", "on"},
	"COERCE arrest":          {"arrest", ""},
	"COERCE deport":          {"deport", ""},
	"COERCE withhold":        {"withhold goods or services", "from"},
	"COERCE misinformation":  {"spread falsehoods", "against"},
	"COERCE cyber":           {"attack computers", "of"},
	"ASSAULT":                {"attack", ""},
	"ASSAULT abduct":         {"abduct", ""},
	"ASSAULT beat":           {"beat", ""},
	"ASSAULT torture":        {"torture", ""},
	"ASSAULT sexual":         {"abuse", ""},
	"ASSAULT targeted":       {"assassinate", ""},
	"ASSAULT destroy":        {"destroy property", "of"},
	"ASSAULT firearms":       {"attack", ""},
	"ASSAULT explosives":     {"attack with explosives", "on"},
	"ASSAULT suicide-attack": {"carry out a suicide attack", "on"},
	"ASSAULT aerial":         {"bomb", ""},
	"ASSAULT drone":          {"attack with drones", "on"},
	"ASSAULT heavy-weapons":  {"shell", ""},
	"ASSAULT crowd-control":  {"use force", "against"},
	"ASSAULT unconventional": {"use unconventional weapons", "against"},
}

// verbal are the categories whose own verb already says that it was only said.
func verbal(c event.Category) bool {
	switch c {
	case event.Request, event.Reject, event.Threaten, event.Accuse, event.Support:
		return true
	}
	return false
}

func phraseOf(c event.Category, mode string) phrase {
	if p, ok := phrases[string(c)+" "+mode]; ok && mode != "" {
		return p
	}
	if p, ok := phrases[string(c)]; ok {
		return p
	}
	return phrase{"act", "towards"}
}

// Sentence says an event in one plain English sentence, without a full stop.
func Sentence(e *event.Event) string {
	subject, plural := names(e.Sources)
	if subject == "" {
		subject = "Somebody"
	}
	object, _ := names(e.Recipients)
	own := phraseOf(e.Category, e.Mode)
	var content string
	if e.Content != nil && e.Content.Category != "" {
		content = contentPhrase(e.Content, object)
	}
	say := func(infinitive string) string { return conjugate(infinitive, plural) }
	with := func(p phrase) string { return join(p.infinitive, p.recipient, object) }
	var predicate string
	switch {
	case content != "" && e.Category == event.Agree:
		predicate = say(join("offer", "", object)) + " to " + content
		if e.Status == event.Planned {
			predicate = say("promise to ") + content
		}
	case content != "" && e.Category == event.Request:
		predicate = say(join("ask", "", object)) + " to " + content
	case content != "" && e.Category == event.Reject:
		predicate = say("refuse to ") + content
	case content != "" && e.Category == event.Threaten:
		predicate = say(join("threaten", "", object)) + " to " + content
	case content != "" && e.Category == event.Accuse:
		predicate = say(with(own)) + ", saying that they " + content
	case verbal(e.Category), e.Status == event.Actual, e.Status == event.Ongoing, e.Status == "":
		predicate = say(with(own))
	case e.Status == event.Planned:
		predicate = say("plan to ") + with(own)
	case e.Status == event.Offered:
		predicate = say("offer to ") + with(own)
	case e.Status == event.Demanded:
		predicate = "should " + with(own)
	case e.Status == event.Threatened:
		predicate = say("threaten to ") + with(own)
	case e.Status == event.Hypothetical:
		predicate = "may " + with(own)
	case e.Status == event.NotHappened:
		predicate = say("do not ") + with(own)
	}
	return subject + " " + predicate
}

// contentPhrase says the inner act; its recipients are left out when they are those of the event.
func contentPhrase(c *event.Content, outer string) string {
	object, _ := names(c.Recipients)
	p := phraseOf(c.Category, c.Mode)
	text := p.infinitive
	if object != "" && object != outer {
		text = join(p.infinitive, p.recipient, object)
	}
	if c.Content != nil && c.Content.Category != "" {
		text += " to " + contentPhrase(c.Content, outer)
	}
	return text
}

// names lists parties as English does, each name once; plural tells whether there are several.
func names(parties []actor.Party) (list string, plural bool) {
	var all []string
next:
	for _, p := range parties {
		name := p.Name
		if name == "" {
			continue
		}
		for _, n := range all {
			if n == name {
				continue next
			}
		}
		all = append(all, name)
	}
	switch n := len(all); n {
	case 0:
		return "", false
	case 1:
		return all[0], false
	default:
		return strings.Join(all[:n-1], ", ") + " and " + all[n-1], true
	}
}

func join(words, preposition, object string) string {
	switch {
	case object == "":
		return words
	case preposition == "":
		return words + " " + object
	default:
		return words + " " + preposition + " " + object
	}
}

// conjugate puts the first word of an infinitive into the third person.
func conjugate(infinitive string, plural bool) string {
	if plural {
		return infinitive
	}
	verb, rest := infinitive, ""
	if i := strings.IndexByte(infinitive, ' '); i >= 0 {
		verb, rest = infinitive[:i], infinitive[i:]
	}
	switch {
	case strings.HasSuffix(verb, "y") && !strings.HasSuffix(verb, "ay") && !strings.HasSuffix(verb, "oy"):
		verb = verb[:len(verb)-1] + "ies"
	case strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "sh"), strings.HasSuffix(verb, "ch"), verb == "go", verb == "do":
		verb += "es"
	default:
		verb += "s"
	}
	return verb + rest
}
