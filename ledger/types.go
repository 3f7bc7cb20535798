package ledger

// Kind is what sort of thing an entry holds.
type Kind string

// The kinds of entry. Promises, agreements and plans are commitments.
const (
	Offer     Kind = "offer"     // offered, proposed, ready to
	Demand    Kind = "demand"    // asked, urged, demanded of somebody
	Promise   Kind = "promise"   // promised, pledged, committed to
	Agreement Kind = "agreement" // agreed to do, alone or with others
	Plan      Kind = "plan"      // announced as one's own plan: "Russia will deploy 1,960 peacekeepers"
)

// Commitment reports whether those who opened the entry are bound by it.
func (k Kind) Commitment() bool { return k == Promise || k == Agreement || k == Plan }

// State is where an entry stands.
type State string

// The states.
const (
	Open       State = "open"
	Accepted   State = "accepted"
	Rejected   State = "rejected"
	Signed     State = "signed"
	CarriedOut State = "carried out" // to the degree of Level
	Broken     State = "broken"
	Overdue    State = "overdue" // the promised day has passed without a full carrying out, as of the day asked for
	Lapsed     State = "lapsed"  // overdue for longer than a year
)

// States gives all states in the order in which an entry usually goes through them.
func States() []State {
	return []State{Open, Accepted, Signed, CarriedOut, Overdue, Rejected, Broken, Lapsed}
}

// Move is what a step does with an entry.
type Move string

// The moves.
const (
	Opened       Move = "opened"
	Repeated     Move = "repeated" // offered, demanded or promised again, or told again
	Accepts      Move = "accepted"
	Rejects      Move = "rejected"
	Signs        Move = "signed"
	CarriesOut   Move = "carried out"
	Breaks       Move = "broken"
	Extends      Move = "put off"  // the promised day was moved
	NotDone      Move = "not done" // told as not carried out
	Denies       Move = "denied"   // somebody denies what another step tells
	PassesDue    Move = "overdue"  // the promised day passed; no report tells this
	PassesLapsed Move = "lapsed"   // a year after that
)

// Party is one who offers, asks, promises or acts.
type Party struct {
	Name    string `json:"name"`
	Actor   string `json:"actor,omitempty"`
	Country string `json:"country,omitempty"`
	Key     string `json:"key"` // what pairs are made of: the country for a state and those who act for it, else the actor
}

// Evidence is where the words of an account stand.
type Evidence struct {
	Start int    `json:"start"` // bytes into the report's text
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Account is one report's telling of a step.
type Account struct {
	Event     string     `json:"event"`
	Report    string     `json:"report"`
	Outlet    string     `json:"outlet,omitempty"`
	Published string     `json:"published,omitempty"` // EDTF
	Voice     string     `json:"voice,omitempty"`     // whose account it is: the innermost voice, else the outlet
	Denies    bool       `json:"denies,omitempty"`    // this voice denies it
	Evidence  []Evidence `json:"evidence"`
}

// Step is one thing that happened to an entry. Days are ISO 8601; "" is unknown.
type Step struct {
	Move       Move      `json:"move"`
	Level      int       `json:"level,omitempty"` // of carrying out, 1 to 3
	Day        string    `json:"day,omitempty"`
	Due        string    `json:"due,omitempty"` // the promised day from here on, where this step tells or moves it
	By         string    `json:"by,omitempty"`  // who acts, by name
	Occurrence string    `json:"occurrence,omitempty"`
	Accounts   []Account `json:"accounts,omitempty"` // none for the passing of a day
	Reasons    []string  `json:"reasons,omitempty"`  // why it belongs to this entry, a line each
}

// Possible is an occurrence that may answer an entry, but not so that it is sure.
type Possible struct {
	Occurrence string    `json:"occurrence"`
	Move       Move      `json:"move"`
	Day        string    `json:"day,omitempty"`
	Accounts   []Account `json:"accounts"`
	Reasons    []string  `json:"reasons"` // what fits, and what does not
}

// Entry is one offer, demand or commitment and what became of it.
type Entry struct {
	ID       string     `json:"id"` // "l-…", from the event that opened it
	Kind     Kind       `json:"kind"`
	Track    string     `json:"track,omitempty"` // the first of Tracks; "" when it is on none
	Tracks   []string   `json:"tracks"`
	Pair     []string   `json:"pair"` // keys of the parties, sorted
	From     []Party    `json:"from"` // who offers, asks or promises
	To       []Party    `json:"to"`   // to whom, of whom
	Does     []Party    `json:"does"` // who would carry it out
	What     string     `json:"what"` // in the words of the first account
	Category string     `json:"category,omitempty"`
	Mode     string     `json:"mode,omitempty"`
	Opened   string     `json:"opened,omitempty"` // ISO 8601 day
	Due      string     `json:"due,omitempty"`    // the promised day, as moved last
	State    State      `json:"state"`
	Level    int        `json:"level"`           // of carrying out, 0 to 3
	Since    string     `json:"since,omitempty"` // the day from which the state holds
	Steps    []Step     `json:"steps"`
	Possible []Possible `json:"possible,omitempty"`
}

// Has reports whether somebody with this identity offers, asks, promises or is addressed: "AZEGOV:ilham-aliyev".
func (e *Entry) Has(actor string) bool {
	for _, group := range [...][]Party{e.From, e.To, e.Does} {
		for _, p := range group {
			if p.Actor == actor {
				return true
			}
		}
	}
	return false
}

// Position is what an actor last said on a track.
type Position struct {
	Party   Party   `json:"party"`
	Track   string  `json:"track"`
	Stance  string  `json:"stance"` // offers, agrees, plans, demands, rejects, supports, accuses, threatens
	Day     string  `json:"day,omitempty"`
	What    string  `json:"what"`
	Account Account `json:"account"`
	Earlier int     `json:"earlier"` // statements of this actor on this track before
}
