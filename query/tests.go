package query

// Look is how a test looks at a thing.
type Look uint8

// The ways to look.
const (
	Exact      Look = iota // one of the words is a term of one of the kinds
	Pattern                // a term of one of the kinds fits the pattern Words[0], in which a star is any characters
	AllWords               // all of the words are terms of one of the kinds
	Number                 // a term of one of the kinds is a number that compares with Number as Compare says
	Confidence             // its confidence compares with Number as Compare says
	Days                   // its days, one of First to Last, are possible
	Published              // its report was published between First and Last
	Added                  // it was added between First and Last
	Near                   // it was at most Kilometres away from Latitude and Longitude
	Identity               // its identity, that of its report or of its occurrence, is Words[0], or begins so when Open
	Absent                 // no term of the kinds has one of the words
	Text                   // its text has the phrase
)

// Test is one thing that a value asks for. Which of the fields have a meaning is said with [Look].
type Test struct {
	Look        Look
	Kinds       []string // of terms, as the package's terms.go lists them
	Words       []string
	Compare     Compare
	Number      float64
	First, Last int  // days since 1970-01-01, both included
	Open        bool // the identity is only the beginning of one
	Latitude    float64
	Longitude   float64
	Kilometres  float64
	Phrase      Phrase
}

// The bounds of days that are open: before and after all days.
const (
	FirstDay = -1 << 30
	LastDay  = 1 << 30
)
