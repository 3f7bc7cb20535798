package alike

// Telling is how one report tells of one event, in what can be compared with other tellings: small, and nothing in it
// points into the text. All words are lemmas in small letters; lists of words are sorted and hold nothing twice. An
// actor that the codebook knows stands among the words of an argument as "=" with its id.
type Telling struct {
	Report   *Report `json:"-"` // shared by the tellings of one report
	Sentence int     // in its report, from 0
	Head     string  // the word that names the event: "sign" for "signed", "signing" for "the signing"
	Root     string  // the verb that the head comes from, "sign" for "signing"; else the head
	Kind     Kind
	Phrase   []string // content words of the stretch that names it
	Subject  []string // content words of who does it, by all names that the report has for them
	Object   []string // to whom or what
	Other    []string // with, in, on, for whom or what
	Near     []string // the content words beside it
	Governor string   // the word that it hangs on in the sentence's tree
	Names    []string // words of the names in its sentence
	Numbers  []string // in its sentence
	Context  []Word   // content words of its sentence, sorted by lemma
	Salience int      // how often its head occurs in the report
	Denied   bool     // "did not", "no"
	Unsure   bool     // "may", "if", "plans to", "would"
	First    int      // days since 1970 between which its sentence dates it; both 0 when it does not
	Last     int
}

// Report is what the tellings of one report share.
type Report struct {
	Words   []Word   // the weightiest words, sorted by lemma; the weight grows with how often they stand there
	Names   []Word   // words of the names in it
	Lead    []Word   // content words of the first sentences
	Title   []string // content words of the headline, else of the first sentence
	Numbers []string // written in it
	Dates   []int    // the days that it names, in days since 1970, sorted
	Day     int      // of publication, in days since 1970; 0 when unknown
}

// Word is a word with its weight.
type Word struct {
	Lemma  string
	Weight int
}

// Kind is what kind of word names an event.
type Kind uint8

// The kinds.
const (
	Verb Kind = iota
	Noun
	Name  // "the Holocaust"
	Other // an adjective, an adverb: "dead", "guilty"
)
