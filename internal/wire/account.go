package wire

import (
	"fmt"

	"chancery/actor"
	"chancery/ledger"
	"chancery/occurrence"
	"chancery/reading"
	"chancery/record"
)

// Account is an event with what the record knows of it beside its words (docs/formats/show.md).
type Account struct {
	Event      Event    `json:"event"`
	Report     string   `json:"report"`
	Outlet     string   `json:"outlet,omitempty"`
	Published  string   `json:"published,omitempty" doc:"EDTF"`
	Occurrence string   `json:"occurrence,omitempty"`
	Added      string   `json:"added,omitempty" format:"date-time"`
	ByHand     []string `json:"by_hand,omitempty" doc:"Fields that somebody corrected."`
	Verdict    string   `json:"verdict,omitempty"`
	Reviews    []string `json:"reviews,omitempty" doc:"What was decided on it, a line each."`
	Versions   Versions `json:"versions" doc:"What it was read with."`
}

// Versions says what a reading was made with.
type Versions struct {
	Codebook string `json:"codebook"`
	Engine   string `json:"engine"`
	Models   string `json:"models"`
}

// AccountOf makes the JSON of an account; the occurrence and the reviews are for the caller to add.
func AccountOf(a *occurrence.Account) (Account, error) {
	body, err := reading.EncodeEvent(&a.Event, a.Report.Text, a.Versions.Codebook)
	if err != nil {
		return Account{}, err
	}
	return Account{Event: body, Report: a.Report.ID, Outlet: a.Report.Outlet, Published: a.Report.Published.EDTF,
		Added: a.Added.UTC().Format("2006-01-02T15:04:05Z"), ByHand: a.ByHand, Verdict: a.Verdict,
		Versions: Versions{Engine: a.Versions.Engine, Models: a.Versions.Models, Codebook: a.Versions.Codebook}}, nil
}

// ReviewLine says what was decided in a line.
func ReviewLine(r *record.Review) string {
	line := r.Change.At.Format("2006-01-02") + " " + r.Coder + ": " + r.Action
	if r.Field != "" {
		line += fmt.Sprintf(" %s from %s to %s", r.Field, r.Before, r.After)
	}
	if r.Reason != "" {
		line += " (" + r.Reason + ")"
	}
	return line
}

// Member is an account of an occurrence, with how it came to it.
type Member struct {
	Account
	Score   float64  `json:"score"`
	Reasons []string `json:"reasons"`
	By      string   `json:"by" doc:"chancery, or who decided it."`
}

// MembersOf makes the JSON of the accounts of an occurrence.
func MembersOf(o *occurrence.Occurrence) ([]Member, error) {
	members := make([]Member, 0, len(o.Members))
	for i := range o.Members {
		m := &o.Members[i]
		a, err := AccountOf(&m.Account)
		if err != nil {
			return nil, err
		}
		members = append(members, Member{a, m.Join.Score, append([]string{}, m.Join.Reasons...), m.Join.By})
	}
	return members, nil
}

// Statement is a quotation with the report that it stands in.
type Statement struct {
	Outlet    string    `json:"outlet"`
	Published string    `json:"published" doc:"EDTF"`
	Quotation Quotation `json:"quotation"`
	Report    string    `json:"report"`
}

// StatementOf makes the JSON of a quotation.
func StatementOf(q *record.Quotation) (Statement, error) {
	body, err := reading.EncodeQuotation(&q.Quotation, q.Report)
	return Statement{Quotation: body, Report: q.Report.ID, Outlet: q.Report.Outlet, Published: q.Report.Published.EDTF}, err
}

// Actor is what the record and the codebook know of an actor.
type Actor struct {
	Counts     map[string]int    `json:"counts" doc:"Events by category."`
	Country    string            `json:"country"`
	Events     []string          `json:"events" doc:"The newest, by identity."`
	ID         string            `json:"id"`
	Kind       string            `json:"kind"`
	Name       string            `json:"name"`
	Offices    []Office          `json:"offices"`
	Positions  []ledger.Position `json:"positions" doc:"What the actor last said on each track."`
	Statements []string          `json:"statements" doc:"The newest quotations, by identity."`
	Total      int               `json:"total" doc:"Events in which the actor takes part."`
}

// Office is one time of one person in one office.
type Office struct {
	Person string `json:"person"`
	Name   string `json:"name"`
	Office string `json:"office"`
	Of     string `json:"of"`
	First  string `json:"first,omitempty"`
	Last   string `json:"last,omitempty"`
}

// OfficesOf makes the JSON of times in office.
func OfficesOf(tenures []actor.Tenure) []Office {
	offices := make([]Office, 0, len(tenures))
	for _, t := range tenures {
		offices = append(offices, Office{t.Person, t.Name, t.Office, t.Of, t.First, t.Last})
	}
	return offices
}

// ClassName is what kind of actor somebody is.
func ClassName(c actor.Class) string {
	switch c {
	case actor.Person:
		return "person"
	case actor.State:
		return "state"
	case actor.Group:
		return "group"
	case actor.Outlet:
		return "outlet"
	}
	return "organisation"
}

// HighestOffices are the offices whose holders are told of a state or an organisation.
func HighestOffices() []string {
	return []string{"head-of-state", "president", "monarch", "prime-minister", "foreign-minister", "defence-minister", "secretary-general", "chair"}
}
