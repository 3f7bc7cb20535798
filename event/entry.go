package event

// Role is what an argument of a construction does in the act.
type Role uint8

// The roles that constructions may give to their arguments.
const (
	NoRole          Role = iota
	SourceRole           // who acts
	RecipientRole        // whom it is done to
	BothRole             // takes part on equal terms: source and recipient at once
	TargetRole           // what is struck: a party, or a place that stands for its people
	DestinationRole      // where a visitor goes: a place, whose state is the recipient
	ContentRole          // an act or a topic inside: what is offered, demanded, denied, praised
	ThingRole            // constrains the construction, and plays no part
	WhereRole            // the place of the act
	MechanismRole        // the body under which it happens
	VictimRole           // people who are harmed: recipients, and counted
)

var roleNames = [...]string{"", "SOURCE", "RECIPIENT", "BOTH", "TARGET", "DESTINATION", "CONTENT", "THING", "WHERE", "MECHANISM", "VICTIM"}

// String returns the role as the codebook writes it.
func (r Role) String() string { return roleNames[r] }

// Effect is what an entry does to the act in its CONTENT.
type Effect uint8

// The effects.
const (
	NoEffect  Effect = iota // an act
	Says                    // passes the content on: no event of its own
	Offers                  // is ready, willing or offers to do it
	Promises                // commits itself to it
	Consents                // agrees to do it
	Plans                   // intends or is scheduled to do it
	Demands                 // wants somebody else to do it
	Refuses                 // will not do it
	Threatens               // says it will do harm
	Denies                  // says it did not happen
	Accuses                 // says, against the recipient, that the recipient did it
	Allows                  // it could happen
	Negates                 // it did not happen, or is prevented
	Begins                  // it is under way
	Ends                    // it stops
	Achieves                // it did happen: "managed to", "took the step of"
	Attempts                // it was tried
	Presumes                // takes for granted that it happened: "praised the release"
	Mentions                // it is only talked about
	Asks                    // it is a question
	Doubts                  // it is said with a reservation: "alleged", "reportedly"
	Hopes                   // it is wished for
	Assists                 // helps somebody else to do it
)

var effectNames = [...]string{"act", "say", "offer", "promise", "consent", "plan", "demand", "refuse", "threaten", "deny", "accuse", "possible", "not", "begin", "end", "achieve", "attempt", "fact", "topic", "ask", "doubt", "hope", "assist"}

// String returns the effect as the codebook writes it.
func (e Effect) String() string { return effectNames[e] }

// composition is a column of the table operator × act.
type composition uint8

const (
	offered composition = iota
	demanded
	refused
	threatened
	accused
	ended
	compositions // how many there are
)

var compositionNames = [compositions]string{"offered", "demanded", "refused", "threatened", "accused", "ended"}

// slotKind is where in the clause an argument stands.
type slotKind uint8

const (
	subjectSlot slotKind = iota
	objectSlot
	prepSlot  // after one of the slot's prepositions
	toSlot    // "to" with a verb, or with a noun
	thatSlot  // a clause
	ownerSlot // possessive or modifier of a noun: "Biden's visit", "US sanctions"
)

// kind is a built-in class: what kind of mention fills the slot.
type kind uint8

const (
	anyKind    kind = iota
	partyKind       // any mention that can be a party
	stateKind       // a state, its government or people
	personKind      // a person
	bodyKind        // an organisation
	groupKind       // several people
	placeKind       // a place
	actKind         // a word that an act of the codebook is told with
	wishKind        // a verb in its bare form: "insisted that Serbia withdraw"
)

var kindNames = [...]string{"", "@PARTY", "@STATE", "@PERSON", "@BODY", "@GROUP", "@PLACE", "@ACT", "@WISH"}

// alternative is one thing that a filler may be.
type alternative struct {
	class int32 // word class, or -1
	lemma int32 // a single word, or -1
	kind  kind
	not   bool // must not be this
}

// slot is one argument of a construction.
type slot struct {
	kind     slotKind
	role     Role
	optional bool
	preps    []int32 // lemma ids, for prepSlot
	fillers  []alternative
	words    bool // all alternatives are words and phrases, none a class
}

// wordClass tells the kinds of predicate apart.
type wordClass uint8

const (
	verbFrame wordClass = iota
	nounFrame
	adjectiveFrame
	wordClasses
)

var wordClassNames = [wordClasses]string{"verb", "noun", "adj"}

// frame is one construction of an entry: a line "verb …", "noun …" or "adj …".
type frame struct {
	entry    *Entry
	class    wordClass
	particle int32 // lemma id of the particle, or -1
	modifier int32 // lemma id of a word that the predicate's noun must be modified by ("phone" in phone_call), or -1
	slots    []slot
	text     string // as written
	line     int
	order    int  // in the codebook
	overlay  bool // from the folder that is laid over the shipped codebook
}

// Entry is an act or an operator of the codebook.
type Entry struct {
	ID       string
	Operator bool
	Effect   Effect
	Doer     Role  // who would do the content: SourceRole or RecipientRole
	Code     *Code // nil for an operator that makes no event by itself
	Category Category
	Mode     string
	Contexts []string
	// Composed holds the codes of this act under operators, where the table's would not do: "demanded 1053".
	Composed [compositions]*Code
	Medium   string
	Status   Status  // "" unless the entry fixes it
	Needs    []Role  // roles that must be filled for an event
	Light    []int32 // lemma ids of verbs, beside those of @light, that carry this entry's nouns
	// With makes the act more precise by the words that stand with it: "attacked with drones".
	With []refinement
	// Conflict is set for words that need an agent, a weapon or a conflict around them to be an event: "explosion".
	Conflict bool
	Examples []Example
	File     string
	Line     int
	roles    uint32 // set of the roles in its constructions
}

// Frames reports whether one of the entry's constructions has an argument with the role.
func (e *Entry) Frames(r Role) bool { return e.roles&(1<<r) != 0 }

// refinement is a class of words that, standing with an act, makes its mode or code more precise.
type refinement struct {
	class int32
	mode  string
	code  *Code
}

// Example is a sentence that shows an entry, and whom it must give as source and recipient.
type Example struct {
	Text                string
	Sources, Recipients []string // countries, sorted; checked when Checked is set
	Checked             bool
	Line                int
}

// Code is one code of CAMEO, with what PLOVER makes of it.
type Code struct {
	CAMEO     string
	Goldstein float64
	Category  Category
	Mode      string
	Contexts  []string
	Label     string
}

// Quad returns the quad class of the code's category: 1 verbal cooperation, 2 material
// cooperation, 3 verbal conflict, 4 material conflict; 0 when the category is unknown.
func (c Category) Quad() int {
	switch c {
	case Agree, Consult, Support, Concede:
		return 1
	case Cooperate, Aid, Retreat:
		return 2
	case Request, Accuse, Reject, Threaten:
		return 3
	case Protest, Sanction, Mobilize, Coerce, Assault:
		return 4
	}
	return 0
}
