package overview

import (
	"chancery/event"
	"chancery/place"
	"chancery/when"
)

// Mood is whether something was done or said: acts are material, words are verbal, by their quad class.
type Mood string

// The moods.
const (
	Done Mood = "done" // material: quad classes 2 and 4
	Said Mood = "said" // verbal: quad classes 1 and 3
)

// Historical says what is done with what is told as background.
type Historical string

// The choices.
const (
	WithHistorical    Historical = ""
	WithoutHistorical Historical = "without"
	OnlyHistorical    Historical = "only"
)

// The verdicts that a [Filter] may ask for.
const (
	Unjudged = "unjudged"
	Accepted = "accepted"
	Amended  = "corrected"
)

// Filter says which occurrences are looked at. The zero value means all. Of a list any one suffices, but for Parties.
type Filter struct {
	From, To   when.Day // some possible day of it lies between, both included; unknown for no limit
	Tracks     []string // ids
	Statuses   []event.Status
	Categories []event.Category
	Quads      []int
	// Actors take part, as source, recipient or speaker: a state's code ("ARM"), which means all who act for it, or an
	// actor's id ("ARMGOV:nikol-pashinyan").
	Actors     []string
	Parties    []string // all of these take part, as source or recipient
	Sources    []string
	Recipients []string
	Speakers   []string
	Countries  []string // of the place; "" for what has none. So it is with Places, Tracks and Outlets
	Places     []string // their names
	Outlets    []string // one of its accounts is by one of these
	Entries    []string // one of its accounts was read by one of these entries of the codebook
	Mood       Mood
	Historical Historical
	Confidence float64  // its surest account is at least as sure
	Verdicts   []string // one of its accounts is judged so: Unjudged, Accepted, Amended
	Accounts   int      // at least so many
}

// Group is by what [Snapshot.Activity] counts apart.
type Group string

// The groups.
const (
	Whole    Group = ""
	ByTrack  Group = "track" // an occurrence on two tracks counts on both
	ByStatus Group = "status"
	ByQuad   Group = "quad"
)

// Step is the length of a bin of time.
type Step string

// The steps.
const (
	Daily   Step = "day"
	Weekly  Step = "week" // from Monday
	Monthly Step = "month"
	Yearly  Step = "year"
)

// Bin is a stretch of days with how many occurrences began in it.
type Bin struct {
	First when.Day
	Count int
}

// Series are the bins of one group, those without occurrences left out, the earliest first.
type Series struct {
	Group string // the id of a track, a status, the number of a quad class; "" for the whole, and for what is on no track
	Count int
	Bins  []Bin
}

// Activity counts occurrences over time.
type Activity struct {
	Step    Step
	Series  []Series // in the order of statuses and quad classes; of tracks the largest first
	Count   int      // occurrences, each once
	Undated int      // of these have no day and stand in no bin
}

// Party is one who takes part.
type Party struct {
	Key     string // the country's code for a state and those who act for it, else the actor's id, else the name in small letters
	Name    string
	Actor   string // the actor's id; "" for who has none
	Country string
	Sector  string
}

// Place is a place of an occurrence.
type Place struct {
	Name, Country, Admin1 string
	Lat, Lon              float64
	GeoNames              int64
	Kind                  place.Kind
	Resolved              bool // else the words name a place, but which one is not known
	ACLED                 int  // geo_precision: 1 town, 2 part of a region, 3 region
	UCDP                  int  // where_prec: 1 exact … 6 country, 7 sea or air
}

// Item is an occurrence in a few values.
type Item struct {
	ID          string
	First, Last when.Day // possible days; unknown for none
	ACLED, UCDP int      // precision of the time, as in when.Interval
	Basis       when.Basis
	Reported    when.Day // the day of its first report
	Status      event.Status
	Category    event.Category
	Mode        string
	Quad        int
	Intensity   float64
	Confidence  float64 // of its surest account
	Historical  bool
	Sources     []Party
	Recipients  []Party
	Speaker     *Party
	Tracks      []string
	Place       *Place
	Accounts    int
	Outlets     int
	Contested   bool     // it is both asserted and denied
	Disagree    []string // fields in which accounts contradict each other: status, category, killed, injured
	Added       int64    // the change that brought its first account
	Event       string   // its first account
}

// Timeline is what happened over time: occurrences one by one, or counts where there are too many.
type Timeline struct {
	Items   []Item // the earliest first, those without a day last; nil when there are more than asked for
	Count   int
	Undated int
	First   when.Day // of all that have a day
	Last    when.Day
	Step    Step // of Bins
	// Bins are counts by status and by track where there are too many items.
	ByStatus []Series
	ByTrack  []Series
}

// DyadMonth is what one party did to another in a month, or over all when Month is unknown.
type DyadMonth struct {
	Month                 when.Day // its first day
	Count                 int
	Cooperation, Conflict int // by quad class: 1 and 2, 3 and 4
	Verbal, Material      int // 1 and 3, 2 and 4
	Intensity             float64
}

// Dyad is what one party did to another. Its counts are those of all months together.
type Dyad struct {
	Source, Recipient Party // Key and a name
	DyadMonth
	Months []DyadMonth // the earliest first; what has no day stands in none
}

// Actor is one of whom the record tells.
type Actor struct {
	Party
	Count       int // occurrences in which it takes part
	AsSource    int
	AsRecipient int
	AsSpeaker   int
	First, Last when.Day
}

// Spot is a place with what happened there.
type Spot struct {
	Place
	Count                 int
	Cooperation, Conflict int
	First, Last           when.Day
	Newest                string // an occurrence
}

// Box is a part of the map in degrees. West may be greater than East: then it crosses the date line. The zero value is
// the whole world.
type Box struct{ West, South, East, North float64 }

// Track is a track with what is on it; ID "" is what is on none.
type Track struct {
	ID          string
	Count       int
	First, Last when.Day
	Statuses    []Share // in the order of statuses
	Newest      string
}

// Share is how many occurrences have a value.
type Share struct {
	Value string
	Count int
}

// Outlet is who published reports.
type Outlet struct {
	Name        string // "" when it is not named
	Reports     int
	Events      int
	First, Last when.Day // of its reports
	// Occurrences are what it tells of, Alone what only it tells of, Before what it told of before others.
	Occurrences, Alone, Before int
}

// Entry is an entry of the codebook with the events it made.
type Entry struct {
	ID       string
	Events   int
	Rejected int      // of all ever: events that a reviewer rejected
	Newest   []string // events, those of the newest reports first
}

// Reason is why something is in the queue of doubts.
type Reason string

// The reasons.
const (
	Unsure        Reason = "confidence"    // an event that nobody has judged
	Contradiction Reason = "contradiction" // accounts of one occurrence contradict each other
	Same          Reason = "same"          // two occurrences are possibly the same
)

// Doubt is something that a person should look at.
type Doubt struct {
	Reason     Reason
	Score      float64 // the higher the more doubtful: 0 to 1
	Event      string  // of Unsure, and of others the first account
	Occurrence string
	Other      string   // the other occurrence of Same
	Fields     []string // of Contradiction: status, denied, category, killed, injured
	Confidence float64  // of Unsure; of Same how likely it is that they are the same
	Day        when.Day
	Category   event.Category
	Status     event.Status
	Cursor     string // goes on after it
}

// Doubts are a part of the queue.
type Doubts struct {
	Items  []Doubt
	Next   string         // the cursor of the next part; "" for none
	Counts map[Reason]int // all that wait, by reason; read it by the reasons' names
}

// Counts are what the snapshot holds.
type Counts struct {
	Reports, Events, Occurrences int
	Rejected                     int // of Events
	Judged                       int // of Events: accepted, rejected or corrected
	Dated                        int // occurrences with a day
	Contested                    int // occurrences that are both asserted and denied
	Outlets                      int
	First, Last                  when.Day // of occurrences that are no background
}
