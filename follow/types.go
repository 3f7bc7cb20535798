package follow

import "time"

// Search is a query with a name that is watched.
type Search struct {
	ID     string    `json:"id"` // stays when the query is changed
	Name   string    `json:"name"`
	Query  string    `json:"query"`
	Author string    `json:"author"`
	Made   time.Time `json:"made"`
	Since  int64     `json:"since"` // the change at which it was made
}

// Hook is an address that is called with what a search newly finds.
type Hook struct {
	ID      string    `json:"id"` // another one when the address is set anew
	Address string    `json:"address"`
	Secret  string    `json:"secret"` // "whsec_" and base64: by what deliveries are signed
	Author  string    `json:"author"`
	Made    time.Time `json:"made"`
}

// State is how far a webhook is.
type State struct {
	Hook      string    `json:"hook"` // its ID
	Sent      int64     `json:"sent"` // everything that came with changes up to this one was delivered
	Number    int       `json:"number"`
	Delivered time.Time `json:"delivered,omitzero"` // when something last was
	Pending   *Pending  `json:"pending,omitempty"`
	// Stopped is why nothing is delivered any more until somebody decides what becomes of Pending; "" while it runs.
	Stopped string `json:"stopped,omitempty"`
	// Problem is why nothing can be looked for: the query makes no sense any more.
	Problem string `json:"problem,omitempty"`
}

// Pending is a delivery that is under way.
type Pending struct {
	ID       string    `json:"id"`
	Number   int       `json:"number"` // the first is 1
	After    int64     `json:"after"`  // what came after this change
	To       int64     `json:"to"`     // up to this one
	Cursor   string    `json:"cursor,omitempty"`
	Attempts int       `json:"attempts"`
	Begun    time.Time `json:"begun"`
	Next     time.Time `json:"next"` // when it is tried again
	Problem  string    `json:"problem,omitempty"`
}
