package actor

import "chancery/report"

// Sector is what kind of actor somebody is, in the codes that PLOVER and CAMEO share: "GOV", "MIL", "REB", "CVL", "JRN"…
type Sector string

// ResolvedBy says by which kind of words a party was found.
type ResolvedBy string

// How a party can be resolved.
const (
	ByName        ResolvedBy = "name"        // "Ilham Aliyev", "Armenia", "the OSCE Minsk Group"
	ByOffice      ResolvedBy = "office"      // "the Secretary of State", on the report's date
	ByNationality ResolvedBy = "nationality" // "Azerbaijani forces"
	ByCapital     ResolvedBy = "capital"     // "Baku" for Azerbaijan's government
	ByPronoun     ResolvedBy = "pronoun"     // "he", "we", "they"
	ByDescription ResolvedBy = "description" // "the US official", "both countries", "two journalists"
	ByInference   ResolvedBy = "inferred"    // not in the words: from the sentences around, with a reason
)

// Party is one who acts or is acted upon, as one stretch of words names it. Unknown fields are "".
type Party struct {
	Name     string // as the record calls it: "Philip Reeker", "United States", "Azerbaijani journalists"
	Actor    string // the actor's id in the codebook: "USA", "USAGOV:antony-blinken", "IGO:osce-minsk-group"
	Country  string // ISO 3166-1 alpha-3
	Sector   Sector
	Office   string // the office held on the report's date: "Secretary of State of the United States"
	Resolved ResolvedBy
	Reason   string      // why, when Resolved is ByInference or a description was looked up in the text before
	Span     report.Span // the words
}

// Form is the kind of noun phrase that a mention is.
type Form uint8

// The forms of a mention.
const (
	Proper  Form = iota // a name: "Aliyev", "the Foreign Ministry of Armenia"
	Nominal             // a description: "the minister", "two Azerbaijani journalists"
	Pronoun             // "he", "they", "we", "both", "his"
)

// Mention is a stretch of words that names or refers to an actor. Tokens are indices into the sentence's Tokens.
//
// A mention can stand for several parties ("both countries", "the parties": two). It has none when the
// text tells that somebody is meant but not who: "he" with nobody named before, "an official".
type Mention struct {
	report.Span
	Sentence    int
	First, Last int // tokens, both inclusive
	Head        int // the token that carries its grammatical role
	Form        Form
	Entity      int     // mentions of the same entity in one report share this number
	Parties     []Party // who is meant; each party's Span is this mention's
	Class       Class   // what kind of thing it names
	Count       int     // "two journalists": 2; 0 when not said
	Modifier    bool    // it only modifies another noun: "Armenian" in "the Armenian army", "US" in "US sanctions"

	clue clue // what the words say of somebody who is not named, for finding whom they mean
}

// Class is what kind of thing a mention names.
type Class uint8

// The classes of mention.
const (
	Unknown      Class = iota
	Person             // one person by name, office or description
	State              // a state, its government, or its people
	Organisation       // an organisation, body, ministry, agency, company, mechanism
	Group              // several people: journalists, troops, rebels
	Outlet             // a news agency or outlet: a voice, never a party
)
