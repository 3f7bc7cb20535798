package quote

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed cues.txt
var cueFile string

// class is what a cue tells of its source.
type class uint8

const (
	speech   class = iota // it said, wrote, asked: words were uttered
	thought               // it believes, knows, fears that something is so
	attitude              // it wants, supports, opposes something
	finding               // a study, a document or a poll shows it
)

// complement is how a cue takes its content.
type complement uint16

const (
	takesQuote       complement = 1 << iota // words in quotation marks
	takesClause                             // "said that …", "asked whether …", and "…, he said"
	takesTo                                 // "refused to …"
	takesSomeoneTo                          // "urged Armenia to …"
	takesIng                                // "denied shelling …"
	takesAs                                 // "called it a disaster", "described it as a disaster"
	takesObject                             // "announced a ceasefire"
	takesHearer                             // the object is who is told: "told reporters that …"
	takesPassive                            // "is expected to …", "was accused of …": the subject belongs to the content
	takesPreposition                        // "called for restraint": in prepositions
	takesPatient                            // "was announced": the subject of the passive is the content
	takesBare                               // its clause often stands without "that": "said the talks went on"
)

var complementNames = map[string]complement{
	"quote": takesQuote, "clause": takesClause, "to": takesTo, "someone-to": takesSomeoneTo, "ing": takesIng,
	"as": takesAs, "object": takesObject, "hearer": takesHearer, "passive": takesPassive,
	"bare": takesBare, "patient": takesPatient,
}

// entry is one line of the cue file.
type entry struct {
	class        class
	stance       Stance
	takes        complement
	prepositions []string
	nobody       bool // it tells how things seem to nobody in particular: "seemed", "appeared"
	stative      bool // its passive tells what the subject itself thinks: "is convinced", "are opposed"
	unowned      bool // a noun that tells an attitude even where the text does not say whose: "opposition to the plan"
	relay        bool // it passes on somebody else's words: "quoted", "cited"
}

// lexicon is the cue file as read.
type lexicon struct {
	verbs      map[string]*entry
	adjectives map[string]*entry
	nouns      map[string]*entry
	documents  map[string]Medium // "letter", "report": nouns that speak; Medium "" when it is none of the record's
	media      map[string]Medium // "briefing", "call": nouns after in, at, during, on
	agencies   map[string]bool   // words that end an agency's name
	bodies     map[string]bool   // nouns for bodies: "ministry"
}

var cues = mustParse(cueFile)

// mustParse reads the cue file that is compiled in, which a test checks.
func mustParse(text string) *lexicon {
	lex, err := parse(text)
	if err != nil {
		panic(err)
	}
	return lex
}

// parse reads a cue file; an error names the line.
func parse(text string) (*lexicon, error) {
	lex := &lexicon{
		verbs: map[string]*entry{}, adjectives: map[string]*entry{}, nouns: map[string]*entry{},
		documents: map[string]Medium{}, media: map[string]Medium{}, agencies: map[string]bool{}, bodies: map[string]bool{},
	}
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if err := lex.add(words); err != nil {
			return nil, fmt.Errorf("cues.txt:%d: %w", i+1, err)
		}
	}
	return lex, nil
}

func (lex *lexicon) add(words []string) error {
	if len(words) < 2 {
		return fmt.Errorf("%q needs a word after it", words[0])
	}
	rest := words[2:]
	switch words[0] {
	case "verb", "adjective", "noun":
		e, err := parseEntry(rest)
		if err != nil {
			return err
		}
		into := lex.verbs
		switch words[0] {
		case "adjective":
			into = lex.adjectives
		case "noun":
			into = lex.nouns
		}
		for _, lemma := range strings.Split(words[1], ",") {
			if into[lemma] != nil {
				return fmt.Errorf("%s %q stands here twice", words[0], lemma)
			}
			into[lemma] = e
		}
	case "document", "medium":
		medium := Medium("")
		if len(rest) > 0 {
			medium = Medium(rest[0])
			switch medium {
			case Letter, Call, Meeting, Visit, Briefing, Statement, Interview, Decree:
			default:
				return fmt.Errorf("%q is not a medium", rest[0])
			}
		}
		into := lex.documents
		if words[0] == "medium" {
			into = lex.media
		}
		for _, lemma := range strings.Split(words[1], ",") {
			into[lemma] = medium
		}
	case "agency", "body":
		into := lex.agencies
		if words[0] == "body" {
			into = lex.bodies
		}
		for _, word := range words[1:] {
			into[word] = true
		}
	default:
		return fmt.Errorf("%q is no kind of line: verb, adjective, noun, document, medium, agency or body", words[0])
	}
	return nil
}

func parseEntry(words []string) (*entry, error) {
	e := &entry{stance: Asserts}
	for _, w := range words {
		switch w {
		case "speech":
			e.class = speech
		case "thought":
			e.class = thought
		case "attitude":
			e.class = attitude
		case "finding":
			e.class = finding
		case "denies":
			e.stance = Denies
		case "doubts":
			e.stance = Doubts
		case "relay":
			e.relay = true
		case "stative":
			e.stative = true
		case "nobody":
			e.nobody = true
		case "unowned":
			e.unowned = true
		default:
			if c, ok := complementNames[w]; ok {
				e.takes |= c
			} else if p, ok := strings.CutPrefix(w, "prep:"); ok && p != "" {
				e.takes |= takesPreposition
				e.prepositions = append(e.prepositions, strings.Split(p, ",")...)
			} else {
				return nil, fmt.Errorf("%q is no class, stance or complement", w)
			}
		}
	}
	return e, nil
}

// verb returns the entry of a verb, nil when it has none. A lemmatiser may leave an e at the end of a lemma that it
// does not know: "shoute" for "shouted".
func (lex *lexicon) verb(lemma string) *entry {
	e := lex.verbs[lemma]
	if n := len(lemma); e == nil && n > 4 && lemma[n-1] == 'e' {
		e = lex.verbs[lemma[:n-1]]
	}
	return e
}

func (e *entry) takesPrep(p string) bool {
	for _, q := range e.prepositions {
		if p == q {
			return true
		}
	}
	return false
}
