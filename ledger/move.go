package ledger

import (
	"fmt"
	"slices"
	"time"

	"chancery/actor"
	"chancery/event"
	"chancery/when"
)

func (n *entry) step(s Step) { n.Steps = append(n.Steps, s) }

// lastIs tells whether a fact made the last step.
func (n *entry) lastIs(f *fact) bool { return n.Steps[len(n.Steps)-1].Occurrence == f.occurrence }

// apply moves the entry by an answer.
func (n *entry) apply(f *fact, a answer) {
	accounts := append(slices.Clone(f.accounts), f.denials...)
	if !a.sure {
		if n.State != CarriedOut || n.Level < 3 {
			n.Possible = append(n.Possible, Possible{Occurrence: f.occurrence, Move: a.move, Day: f.day.String(), Accounts: accounts, Reasons: a.reasons})
		}
		return
	}
	s := Step{Move: a.move, Level: a.level, Day: f.day.String(), By: nameOf(partiesOf(f.event.Sources)), Occurrence: f.occurrence, Accounts: accounts, Reasons: a.reasons}
	if a.denies {
		s.Move = Denies
		n.step(s)
		return
	}
	if f.event.Category == event.Accuse { // the accused one did it, by the account of the accuser
		s.By = nameOf(partiesOf(f.event.Recipients))
		if by := nameOf(partiesOf(f.event.Sources)); by != "" {
			for i := range s.Accounts {
				s.Accounts[i].Voice = by
			}
		}
	}
	if same := n.sameStep(s); same != nil { // an accusation and the breach that it tells of
		for _, acc := range s.Accounts {
			if !slices.ContainsFunc(same.Accounts, func(o Account) bool { return o.Report == acc.Report && o.Voice == acc.Voice }) {
				same.Accounts = append(same.Accounts, acc)
			}
		}
		return
	}
	to := n.State
	switch a.move {
	case Accepts:
		if n.State != Open && n.State != Rejected {
			return
		}
		to = Accepted
	case Rejects:
		if n.State != Open && n.State != Accepted && n.State != Rejected {
			return
		}
		to = Rejected
	case Signs:
		if n.State != Open && n.State != Accepted {
			return
		}
		to = Signed
	case Breaks:
		to = Broken
	case CarriesOut:
		if n.State == CarriedOut && n.Level >= 3 {
			return
		}
		to = CarriedOut
		if n.due.Known() && n.due.Before(f.day) {
			s.Reasons = append(s.Reasons, late(f.day.Number()-n.due.Number()))
		}
		if a.level > n.Level {
			n.Level, n.since = a.level, f.day
		}
	case NotDone:
		if n.Kind.Commitment() && n.due.Known() && n.due.Before(f.day) && n.Level == 0 {
			s.Move, to = Breaks, Broken
			s.Reasons = append(s.Reasons, "told as not done after the promised day")
		}
	case Extends:
		n.due = a.due
		s.Due = a.due.String()
	}
	if to != n.State {
		n.State, n.since = to, f.day
	}
	n.last = later(n.last, f.day)
	n.step(s)
}

func late(days int) string {
	if days == 1 {
		return "one day after the promised day"
	}
	return fmt.Sprintf("%d days after the promised day", days)
}

// sameStep finds a step of the same move, day and actor.
func (n *entry) sameStep(s Step) *Step {
	for i := range n.Steps {
		if o := &n.Steps[i]; o.Move == s.Move && o.Day == s.Day && o.By == s.By && o.Move != Opened && o.Move != Repeated {
			return o
		}
	}
	return nil
}

// repeats finds the entry that a fact tells again: of the same sort, by the same, to the same, the same act.
func repeats(mine []*entry, f *fact) *entry {
	c := innermost(f.event.Content)
	var best *entry
	weight := 0.0
	for _, n := range mine {
		if n.Kind.Commitment() != f.kind.Commitment() || (n.Kind == Demand) != (f.kind == Demand) {
			continue
		}
		if _, ok := holdsAny(n.From, f.sources); !ok {
			continue
		}
		if n.State == Broken && !f.event.Historical && !(f.due.Known() && f.due == n.due) {
			continue // agreed anew: the second truce of a week is another
		}
		if n.State == CarriedOut && n.Level >= 3 || n.State == Rejected && n.Kind != Demand || f.day.Known() && n.last.Known() && f.day.Number()-n.last.Number() > grace {
			continue
		}
		if to := keysOfParties(n.To); len(to) > 0 && len(f.recipients) > 0 && n.Kind == Demand && !slices.ContainsFunc(f.recipients, func(k string) bool { return slices.Contains(to, k) }) {
			continue
		}
		// A second promise with another day is another promise.
		if n.due.Known() && f.due.Known() && n.due != f.due {
			continue
		}
		what := f.words
		g := n.fitOf(c.Category, c.Mode, what, nil, f.event.Tracks)
		_, exact := holdsAny(n.To, f.recipients)
		if _, each := holdsAny(n.To, f.sources); each {
			exact = true // "they promised": each to the other
		}
		exact = exact || n.due.Known() && n.due == f.due || len(n.To) == 0 && len(without(partiesOf(f.event.Recipients), n.From)) == 0
		if g.sure(exact) && len(g.shared) > 0 && g.weight > weight {
			best, weight = n, g.weight
		}
	}
	return best
}

// repeat notes that a fact tells the entry again.
func (n *entry) repeat(f *fact) {
	s := Step{Move: Repeated, Day: f.day.String(), By: nameOf(partiesOf(f.event.Sources)), Occurrence: f.occurrence, Accounts: f.accounts,
		Reasons: []string{"the same " + string(n.Kind) + " told again"}}
	if last := &n.Steps[len(n.Steps)-1]; last.Move == Repeated && last.Day == s.Day {
		last.Accounts = append(slices.Clone(last.Accounts), s.Accounts...)
		return
	}
	if f.due.Known() && !n.due.Known() {
		n.due = f.due
		s.Due = f.due.String()
	}
	for _, k := range f.event.Sources {
		if p := partiesOf([]actor.Party{k}); len(p) == 1 && len(without(p, n.From)) == 1 {
			n.From = append(n.From, p[0])
			if n.Kind.Commitment() {
				n.Does = append(n.Does, without(p, n.Does)...)
			}
			n.Pair = append(n.Pair, p[0].Key)
			slices.Sort(n.Pair)
			n.Pair = slices.Compact(n.Pair)
			n.To = without(n.To, n.From)
		}
	}
	n.last = later(n.last, f.day)
	n.step(s)
}

// Pass lets days pass until a day: an entry whose promised day has passed without a carrying out is overdue, and a year
// later lapsed. Entries that [Build] made with a day have had it passed; those made without may have any passed, once.
func (e *Entry) Pass(asOf when.Day) {
	due, err := parseISO(e.Due)
	if err != nil || !due.Known() || !due.Before(asOf) {
		return
	}
	switch e.State {
	case Rejected, Broken, Overdue, Lapsed:
		return
	case CarriedOut:
		if e.Level >= 2 {
			return
		}
	}
	day := due.Add(1)
	at, last := len(e.Steps), due
	for at > 0 && e.Steps[at-1].Day > day.String() {
		at--
	}
	if told, err := parseISO(e.Steps[len(e.Steps)-1].Day); err == nil {
		last = later(last, told)
	}
	e.Steps = slices.Insert(slices.Clone(e.Steps), at, Step{Move: PassesDue, Day: day.String(), Reasons: []string{"the promised day, " + e.Due + ", passed without a full carrying out"}})
	e.State, e.Since = Overdue, day.String()
	if end := last.Add(grace); end.Before(asOf) {
		e.State, e.Since = Lapsed, end.Add(1).String()
		e.Steps = append(e.Steps, Step{Move: PassesLapsed, Day: e.Since, Reasons: []string{"nothing was told of it for a year after the promised day"}})
	}
}

// parseISO reads a day as entries hold it; "" is the unknown day.
func parseISO(s string) (when.Day, error) {
	if s == "" {
		return when.Day{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return when.Day{}, fmt.Errorf("a day of the ledger: %w", err)
	}
	return when.DayOf(t.Year(), int(t.Month()), t.Day()), nil
}

// finished is the entry with its days written out.
func (n *entry) finished() Entry {
	n.Opened, n.Due, n.Since = n.opened.String(), n.due.String(), n.since.String()
	if n.State == Open {
		n.Since = n.Opened
	}
	if len(n.Possible) > possibleShown {
		n.Possible = n.Possible[len(n.Possible)-possibleShown:]
	}
	return n.Entry
}

// possibleShown is how many possible answers an entry keeps, the latest.
const possibleShown = 5
