package coreference

// pronoun is a class of pronouns that mean alike.
type pronoun uint8

const (
	noPronoun       pronoun = iota
	pronounRelative         // "who", "which": they belong to the phrase they modify
	pronounHe
	pronounShe
	pronounIt
	pronounThey
	pronounI
	pronounWe
	pronounYou
	pronounThis
	pronounThat
	pronounThese
	pronounThose
	pronounHere
	pronounThere
	pronounIndefinite // "someone", "everybody", "nothing"
	pronounEach       // "each other"
	pronounCount
)

// pronounForm is the case of a pronoun.
type pronounForm uint8

const (
	subjective pronounForm = iota
	objective
	possessive
	reflexive
)

var pronouns = map[string]struct {
	p    pronoun
	form pronounForm
}{
	"he": {pronounHe, subjective}, "him": {pronounHe, objective}, "his": {pronounHe, possessive}, "himself": {pronounHe, reflexive},
	"she": {pronounShe, subjective}, "her": {pronounShe, objective}, "hers": {pronounShe, possessive}, "herself": {pronounShe, reflexive},
	"it": {pronounIt, subjective}, "its": {pronounIt, possessive}, "itself": {pronounIt, reflexive},
	"they": {pronounThey, subjective}, "them": {pronounThey, objective}, "their": {pronounThey, possessive}, "theirs": {pronounThey, possessive}, "themselves": {pronounThey, reflexive}, "'em": {pronounThey, objective}, "themself": {pronounThey, reflexive},
	"i": {pronounI, subjective}, "me": {pronounI, objective}, "my": {pronounI, possessive}, "mine": {pronounI, possessive}, "myself": {pronounI, reflexive},
	"we": {pronounWe, subjective}, "us": {pronounWe, objective}, "our": {pronounWe, possessive}, "ours": {pronounWe, possessive}, "ourselves": {pronounWe, reflexive}, "'s": {pronounWe, objective}, "’s": {pronounWe, objective},
	"you": {pronounYou, subjective}, "your": {pronounYou, possessive}, "yours": {pronounYou, possessive}, "yourself": {pronounYou, reflexive}, "yourselves": {pronounYou, reflexive}, "ya": {pronounYou, subjective}, "y'all": {pronounYou, subjective},
	"this": {pronounThis, subjective}, "that": {pronounThat, subjective}, "these": {pronounThese, subjective}, "those": {pronounThose, subjective},
	"here": {pronounHere, subjective}, "there": {pronounThere, subjective},
	"who": {pronounRelative, subjective}, "whom": {pronounRelative, subjective}, "whose": {pronounRelative, subjective}, "which": {pronounRelative, subjective}, "what": {pronounRelative, subjective}, "whoever": {pronounRelative, subjective}, "whatever": {pronounRelative, subjective}, "whichever": {pronounRelative, subjective},
	"someone": {pronounIndefinite, subjective}, "somebody": {pronounIndefinite, subjective}, "anyone": {pronounIndefinite, subjective}, "anybody": {pronounIndefinite, subjective}, "everyone": {pronounIndefinite, subjective}, "everybody": {pronounIndefinite, subjective}, "nobody": {pronounIndefinite, subjective},
	"something": {pronounIndefinite, subjective}, "anything": {pronounIndefinite, subjective}, "everything": {pronounIndefinite, subjective}, "nothing": {pronounIndefinite, subjective}, "none": {pronounIndefinite, subjective},
	"other": {pronounEach, subjective}, "another": {pronounEach, subjective},
}

// longestPronoun is the length in bytes of the longest form in the table.
const longestPronoun = 10

// lookup returns the class and case of a word as written.
func lookup(form string) (pronoun, pronounForm) {
	if len(form) > longestPronoun+2 {
		return noPronoun, subjective
	}
	var buffer [longestPronoun + 2]byte
	p, ok := pronouns[string(lower(buffer[:0], form))]
	if !ok {
		return noPronoun, subjective
	}
	return p.p, p.form
}

func pronounOf(form string) pronoun {
	p, _ := lookup(form)
	return p
}

// lower appends the word with ASCII capitals made small; other letters stay as they are.
func lower(buffer []byte, form string) []byte {
	for i := 0; i < len(form); i++ {
		c := form[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buffer = append(buffer, c)
	}
	return buffer
}
