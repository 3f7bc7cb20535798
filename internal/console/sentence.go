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
	"RETREAT":                {"step back", "from"},
	"RETREAT withdraw":       {"withdraw", "from"},
	"RETREAT release":        {"release people or property", "to"},
	"RETREAT disarm":         {"de-escalate or disarm", "towards"},
	"RETREAT ceasefire":      {"cease fire", "with"},
	"RETREAT access":         {"allow access", "to"},
	"RETREAT resign":         {"step down", "for"},
	"REQUEST":                {"make a request", "of"},
	"REQUEST assist":         {"ask for help", "of"},
	"REQUEST change":         {"ask for change", "of"},
	"REQUEST yield":          {"ask for a concession", "of"},
	"REQUEST meet":           {"ask for talks", "of"},
	"ACCUSE":                 {"accuse", ""},
	"ACCUSE disapprove":      {"criticise", ""},
	"ACCUSE investigate":     {"investigate", ""},
	"ACCUSE allege":          {"accuse", ""},
	"REJECT":                 {"rebuff", ""},
	"REJECT assist":          {"refuse help", "to"},
	"REJECT change":          {"refuse change", "to"},
	"REJECT yield":           {"refuse to yield", "to"},
	"REJECT meet":            {"refuse to talk", "with"},
	"THREATEN":               {"threaten", ""},
	"THREATEN restrict":      {"threaten restrictions", "against"},
	"THREATEN arrest":        {"threaten arrests", "of"},
	"THREATEN relations":     {"threaten to cut relations", "with"},
	"THREATEN expel":         {"threaten to expel", ""},
	"THREATEN territory":     {"threaten the territory", "of"},
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
	"SANCTION expel":         {"expel or suspend", ""},
	"SANCTION withdraw":      {"pull out", "of"},
	"SANCTION discontinue":   {"break off ties, talks or aid", "with"},
	"MOBILIZE":               {"mobilise", "against"},
	"MOBILIZE troops":        {"mobilise troops", "against"},
	"MOBILIZE weapons":       {"show or test weapons", "against"},
	"MOBILIZE police":        {"mobilise police", "against"},
	"MOBILIZE militia":       {"mobilise a militia", "against"},
	"COERCE":                 {"coerce", ""},
	"COERCE seize":           {"seize power, land or property", "from"},
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
	"ASSAULT explosives":     {"set off explosives", "against"},
	"ASSAULT suicide-attack": {"carry out a suicide attack", "on"},
	"ASSAULT aerial":         {"bomb", ""},
	"ASSAULT drone":          {"send drones", "against"},
	"ASSAULT heavy-weapons":  {"shell", ""},
	"ASSAULT crowd-control":  {"use force", "against"},
	"ASSAULT unconventional": {"use unconventional weapons", "against"},
}

// alone is how an act is said when the report names nobody whom it is done to.
var alone = map[string]string{
	"visit": "make a visit", "help": "give help", "accuse": "make accusations", "criticise": "voice criticism", "investigate": "investigate something",
	"restrict": "impose restrictions", "arrest": "arrest people", "censor": "impose censorship", "deport": "deport people", "coerce": "use coercion",
	"abduct": "abduct people", "torture": "torture people", "beat": "beat people", "abuse": "abuse people", "assassinate": "carry out an assassination",
	"convict": "convict people", "expel or suspend": "expel or suspend people", "free": "free people", "threaten": "make threats", "bomb": "drop bombs",
	"shell": "fire heavy weapons", "allow access": "allow access", "boycott": "hold a boycott",
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
	if p, ok := phrases[string(c)+" "+mode]; ok {
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
		subject = "somebody"
	}
	object, _ := names(e.Recipients)
	if object == subject || reversed(e.Sources, e.Recipients) {
		object = "" // a reciprocal act: "Armenia and Azerbaijan talk"
	} else if object == "" && len(e.Sources) == 1 && (e.Category == event.Consult && e.Mode != "visit" && e.Mode != "third-party" || e.Category == event.Agree && e.Content != nil && e.Content.Category == event.Consult && e.Content.Mode == "") {
		object = "somebody" // it takes two to talk
	}
	say := func(infinitive string) string { return conjugate(infinitive, plural) }
	own := act(e.Category, e.Mode, e.CAMEO, e.Recipients, object)
	inner := e.Content
	if inner != nil && inner.Category == "" {
		inner = nil
	}
	predicate := ""
	switch {
	case inner != nil && e.Category == event.Agree:
		// "Turkey offers to talk with Greece", "Chile plans to visit Peru"
		verb := "offer to "
		if e.Status == event.Planned {
			verb = "plan to "
		}
		if e.Status == event.NotHappened {
			verb = "do not offer to "
		}
		predicate = say(verb) + contentWith(inner, e, object)
	case inner != nil && e.Category == event.Request && !(inner.Category == event.Agree && inner.Content == nil):
		switch {
		case object == "" && inner.Category == event.Consult:
			predicate = say(requested(e, "ask for talks"))
		case object == "":
			predicate = say(requested(e, "ask somebody to "+contentBeside(inner, object)))
		default:
			predicate = say(requested(e, "ask "+object+" to "+contentBeside(inner, object)))
		}
	case inner != nil && e.Category == event.Reject:
		predicate = say(rejected(inner, e, object))
	case inner != nil && e.Category == event.Threaten:
		predicate = say("threaten to ") + contentWith(inner, e, object)
	case inner != nil && e.Category == event.Accuse && object != "":
		predicate = say("accuse "+object+" of ") + gerund(contentBeside(inner, object))
	case e.Category == event.Reject && reversed(e.Sources, e.Recipients):
		predicate = say(requested(e, "fail to agree"))
	case verbal(e.Category):
		predicate = say(requested(e, own))
	case e.Status == event.Actual, e.Status == event.Ongoing, e.Status == "":
		predicate = say(own)
	case e.Status == event.Planned:
		predicate = say("plan to ") + own
	case e.Status == event.Offered:
		predicate = say("offer to ") + own
	case e.Status == event.Demanded:
		predicate = "should " + own
	case e.Status == event.Threatened:
		predicate = say("threaten to ") + own
	case e.Status == event.Hypothetical:
		predicate = "may " + own
	case e.Status == event.NotHappened:
		predicate = say("do not ") + own
	}
	return capital(subject + " " + predicate)
}

// requested puts a speech act's status before its own verb: a demand may only be planned, a threat not have been made.
func requested(e *event.Event, infinitive string) string {
	switch e.Status {
	case event.Planned:
		return "plan to " + infinitive
	case event.NotHappened:
		return "do not " + infinitive
	case event.Hypothetical:
		return "perhaps " + infinitive
	}
	return infinitive
}

// act says a category and mode with its object.
func act(c event.Category, mode, cameo string, recipients []actor.Party, object string) string {
	p := phraseOf(c, mode)
	switch {
	case c == event.Retreat && mode == "release" && people(recipients):
		p = phrase{"free", ""} // "frees two women", and "releases people or property to Syria"
	case c == event.Retreat && mode == "disarm" && strings.HasPrefix(cameo, "0873"):
		p = phrase{"disarm", "before"}
	case c == event.Reject && mode == "" && object == "":
		p.infinitive = "refuse"
	case c == event.Request && mode == "assist" && object != "":
		return "ask " + object + " for help"
	case c == event.Request && mode == "change" && object != "":
		return "ask " + object + " for change"
	case c == event.Request && mode == "yield" && object != "":
		return "ask " + object + " for a concession"
	case c == event.Request && mode == "meet" && object != "":
		return "ask " + object + " for talks"
	case c == event.Agree:
		p = phrase{"agree", "with"}
	}
	if words, ok := alone[p.infinitive]; ok && object == "" {
		return words
	}
	return join(p.infinitive, p.recipient, object)
}

// people reports whether the first party is described people and not a state or a body.
func people(parties []actor.Party) bool {
	if len(parties) == 0 {
		return false
	}
	switch parties[0].Sector {
	case "CVL", "REF", "JRN": // never a body that people are handed over to: "released eight Armenian prisoners"
		return true
	case "MIL", "REB", "UAF", "OPP", "CRM", "MED", "NGO", "REL":
		return parties[0].Actor != parties[0].Country && parties[0].Country+string(parties[0].Sector) != parties[0].Actor || parties[0].Actor == ""
	}
	return false
}

// contentWith says the inner act of an offer, a plan or a threat, whose recipients are those of the whole when it has
// none of its own: "offers to talk with Greece".
func contentWith(c *event.Content, e *event.Event, object string) string {
	inner, _ := names(c.Recipients)
	if inner == "" || reversed(c.Sources, c.Recipients) {
		inner = object
	}
	if c.Content != nil && c.Content.Category != "" {
		return nested(c, inner)
	}
	return act(c.Category, c.Mode, "", c.Recipients, inner)
}

// contentBeside says the inner act of a demand or an accusation; its recipients are left out when they are those of
// the whole: "asks Syria to withdraw".
func contentBeside(c *event.Content, outer string) string {
	object, _ := names(c.Recipients)
	if object == outer || reversed(c.Sources, c.Recipients) {
		object = ""
	}
	if c.Content != nil && c.Content.Category != "" {
		return nested(c, object)
	}
	return act(c.Category, c.Mode, "", c.Recipients, object)
}

// nested says an act about an act.
func nested(c *event.Content, object string) string {
	inner := contentBeside(c.Content, object)
	switch c.Category {
	case event.Agree:
		return "offer to " + inner
	case event.Request:
		return join("ask", "", object) + " to " + inner
	case event.Reject:
		return "refuse to " + inner
	case event.Threaten:
		return "threaten to " + inner
	}
	return act(c.Category, c.Mode, "", c.Recipients, object)
}

// rejected says a refusal: of an offer or a demand that somebody else made, or to do something oneself.
func rejected(c *event.Content, e *event.Event, object string) string {
	offer, demand := "an offer", "a demand"
	if object != "" {
		offer, demand = possessive(object)+" offer", possessive(object)+" demand"
	}
	inner := c.Content != nil && c.Content.Category != ""
	switch {
	case c.Category == event.Agree && inner:
		return "reject " + offer + " to " + contentBeside(c.Content, object)
	case c.Category == event.Agree:
		return "reject " + offer
	case c.Category == event.Request && inner:
		return "reject " + demand + " to " + contentBeside(c.Content, object)
	case c.Category == event.Request:
		return "reject " + demand
	case len(c.Sources) > 0 && !shares(c.Sources, e.Sources):
		// "opposed the withdrawal of US troops": not one's own deed
		who, _ := names(c.Sources)
		return "oppose that " + who + " should " + act(c.Category, c.Mode, "", c.Recipients, "")
	}
	return "refuse to " + contentWith(c, e, object)
}

func shares(a, b []actor.Party) bool {
	for i := range a {
		for j := range b {
			if a[i].Name == b[j].Name || a[i].Country != "" && a[i].Country == b[j].Country {
				return true
			}
		}
	}
	return false
}

func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "’"
	}
	return name + "’s"
}

// reversed tells whether the same parties stand on both sides.
func reversed(a, b []actor.Party) bool {
	if len(a) < 2 || len(a) != len(b) {
		return false
	}
	for i := range a {
		found := false
		for j := range b {
			found = found || a[i].Name == b[j].Name
		}
		if !found {
			return false
		}
	}
	return true
}

// label is a party's name with its article, and with its country where the name does not tell it.
func label(p actor.Party) string {
	if p.Name == "" {
		return ""
	}
	name := withArticle(p)
	if p.Country == "" || p.Actor == p.Country || p.Office == "" || strings.Contains(p.Office, " of ") && strings.HasPrefix(p.Office, p.Name) {
		return name
	}
	return name + " (" + p.Country + ")"
}

// names lists parties as English does, each name once; plural tells whether the verb stands in the plural.
func names(parties []actor.Party) (list string, plural bool) {
	var all []string
next:
	for _, p := range parties {
		name := label(p)
		if name == "" {
			continue
		}
		for _, n := range all {
			if n == name {
				continue next
			}
		}
		all = append(all, name)
		plural = manyBy(p)
	}
	switch n := len(all); n {
	case 0:
		return "", false
	case 1:
		return all[0], plural
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
