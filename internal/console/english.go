package console

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/actor"
)

// articled are names that English gives "the".
var articled = [...]string{
	"United States", "United Kingdom", "United Arab Emirates", "United Nations", "UN ", "European ", "African Union", "Arab League", "Soviet Union",
	"Netherlands", "Philippines", "Maldives", "Bahamas", "Gambia", "Czech Republic", "Dominican Republic", "Central African Republic",
	"Democratic Republic", "Republic of", "Solomon Islands", "Marshall Islands", "Comoros", "Seychelles", "Holy See", "Organization ", "Organisation ",
	"Government of", "President of", "Prime Minister of", "Ministry of", "Minister of", "Parliament of", "Embassy of", "Taliban", "Houthis", "White House",
	"Kremlin", "Pentagon", "Security Council", "International ", "Islamic State", "World ", "Collective ", "Commonwealth", "Syrian Democratic Forces",
	"Acting ", "Foreign Minister of", "Defence Minister of", "Foreign Ministry", "Interior Ministry", "Supreme Court", "Senate", "Red Cross",
}

// withArticle is a party's name as it stands inside a sentence: "the United States", "a militant group",
// "the troops of the United States".
func withArticle(p actor.Party) string {
	name := p.Name
	for _, a := range articled[:2] {
		name = strings.Replace(name, " of "+a, " of the "+a, 1)
	}
	lower := strings.ToLower(name)
	for _, a := range [...]string{"the ", "a ", "an ", "some ", "several ", "both ", "all ", "his ", "her ", "its ", "their "} {
		if strings.HasPrefix(lower, a) {
			return strings.ToLower(name[:len(a)]) + name[len(a):]
		}
	}
	for _, a := range articled {
		if strings.HasPrefix(name, a) && !strings.Contains(name, "'s ") {
			return "the " + name
		}
	}
	if p.Sector == "IGO" && len(name) <= 4 && name == strings.ToUpper(name) && name != "NATO" && name != "OPEC" {
		return "the " + name // "the CSTO", "the EU"
	}
	first, _ := utf8.DecodeRuneInString(name)
	if described := p.Resolved == actor.ByDescription || p.Resolved == actor.ByNationality || p.Resolved == actor.ByInference || unicode.IsLower(first); !described || strings.Contains(p.Actor, ":") || p.Actor == p.Country && p.Actor != "" || manyBy(p) || strings.Contains(name, "'s ") || strings.Contains(name, "’s ") {
		return name
	}
	if !strings.Contains(name, " ") && unicode.IsUpper(first) {
		return name // "Volvo"
	}
	if strings.Contains(name, " of ") {
		return "the " + name
	}
	if unicode.IsUpper(first) && !unicode.IsLower(lastWordRune(name)) {
		return name // a name that only looks described
	}
	switch strings.ToLower(lastOf(name)) {
	case "government", "parliament", "army", "police", "military", "president", "minister", "ministry", "opposition", "cabinet", "press", "public", "navy", "administration", "congress":
		return "the " + name
	}
	if strings.ContainsRune("aeiouAEIO", first) {
		return "an " + name
	}
	return "a " + name
}

// lastOf is the word that heads a name: "troops" of "troops of the United States".
func lastOf(name string) string {
	for _, cut := range [...]string{" of ", " in ", " at ", " from ", " for ", ", ", " ("} {
		if i := strings.Index(name, cut); i > 0 {
			name = name[:i]
		}
	}
	return name[strings.LastIndexByte(name, ' ')+1:]
}

func lastWordRune(name string) rune {
	r, _ := utf8.DecodeRuneInString(lastOf(name))
	return r
}

// manyBy tells whether a party's name is a plural: "gunmen", "US troops", "Houthis".
func manyBy(p actor.Party) bool {
	if p.Actor != "" && p.Actor == p.Country {
		return false
	}
	word := lastOf(p.Name)
	lower := strings.ToLower(word)
	switch lower {
	case "people", "police", "men", "women", "children", "personnel", "houthis", "taliban", "democrats", "republicans", "kurds", "troops", "forces":
		return true
	case "press", "congress", "states", "nations", "news", "hamas", "maldives", "philippines", "netherlands":
		return false
	}
	if strings.HasSuffix(lower, "men") && len(lower) > 4 && word == lower {
		return true
	}
	if !strings.HasSuffix(lower, "s") || strings.HasSuffix(lower, "ss") || strings.HasSuffix(lower, "us") || strings.HasSuffix(lower, "is") {
		return false
	}
	if word == lower {
		return true
	}
	return p.Resolved == actor.ByNationality || p.Resolved == actor.ByDescription && !strings.Contains(p.Name, " ")
}

// capital makes a sentence begin with a capital.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// conjugate puts the first word of an infinitive into the third person.
func conjugate(infinitive string, plural bool) string {
	if plural {
		return infinitive
	}
	verb, rest := cutVerb(infinitive)
	if verb == "perhaps" {
		return verb + " " + conjugate(strings.TrimPrefix(rest, " "), plural)
	}
	switch {
	case strings.HasSuffix(verb, "y") && !strings.HasSuffix(verb, "ay") && !strings.HasSuffix(verb, "oy"):
		verb = verb[:len(verb)-1] + "ies"
	case strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "sh"), strings.HasSuffix(verb, "ch"), verb == "go", verb == "do":
		verb += "es"
	default:
		verb += "s"
	}
	if more, ok := strings.CutPrefix(rest, " or "); ok {
		return verb + " or " + conjugate(more, plural) // "expels or suspends"
	}
	return verb + rest
}

// gerund puts the first word of an infinitive into its -ing form.
func gerund(infinitive string) string {
	verb, rest := cutVerb(infinitive)
	switch {
	case verb == "step", verb == "expel", verb == "cut", verb == "set":
		verb += verb[len(verb)-1:] + "ing"
	case strings.HasSuffix(verb, "e") && !strings.HasSuffix(verb, "ee"):
		verb = verb[:len(verb)-1] + "ing"
	default:
		verb += "ing"
	}
	if more, ok := strings.CutPrefix(rest, " or "); ok {
		return verb + " or " + gerund(more)
	}
	return verb + rest
}

func cutVerb(infinitive string) (verb, rest string) {
	if i := strings.IndexByte(infinitive, ' '); i >= 0 {
		return infinitive[:i], infinitive[i:]
	}
	return infinitive, ""
}
