package actor

// clue is what the words of a mention tell of whom they mean, short of telling who it is. Descriptions
// and pronouns are resolved by it.
type clue struct {
	country  string // "the US official": USA; "" when the words give none
	sector   Sector
	office   int32 // index of the office plus one; 0 when the words name none
	what     reference
	gender   byte // 'm' for he, f for she, 'n' for it; 0 when the words do not tell
	person   int8 // grammatical person of a pronoun: 1, 2 or 3
	plural   bool
	definite bool   // "the minister", "this country", "their leaders", but not "a minister"
	owned    bool   // the form is possessive: "his", "their"
	reflex   bool   // "himself", "themselves"
	former   bool   // "the former president"
	words    string // without determiner and number
	stated   string // the office as the words give it
}

// reference says what sort of thing a mention refers to, where that matters for resolving it.
type reference uint8

const (
	plainReference    reference = iota
	toCountry                   // "the country", "both countries", "the two nations"
	toSides                     // "the parties", "the two sides", "both sides"
	toBoth                      // "both", "the two", "either"
	toEachOther                 // "each other", "one another"
	toLatter                    // "the latter"
	toFormerOfTwo               // "the former"
	toOfficeHolder              // "the minister", "the president", "the ministers"
	toPersonByKind              // "the official", "the journalist"
	toBody                      // "the ministry", "the government", "the organisation"
	toGroup                     // "the soldiers", "the delegation"
	toPeopleOfCountry           // "the Armenians"
)
