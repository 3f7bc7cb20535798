package desk

import (
	"fmt"
	"html/template"
	"strings"

	"chancery/ledger"
	"chancery/picture"
	"chancery/when"
)

// thread is what became of entries, drawn: a line each, with its steps in the order of their days.
func (v *visit) thread(title string, entries []ledger.Entry) *picture.Ledger {
	p := &picture.Ledger{Title: title, Today: v.day}
	for i := range entries {
		e := &entries[i]
		told := v.desk.entryView(e, v.day)
		drawn := picture.Entry{ID: e.ID, Name: e.What, Note: partyList(told.Who) + ", " + string(e.Kind), Href: v.to.Entry(e.ID)}
		if e.What == "" {
			drawn.Name = string(e.Kind)
		}
		for n := range e.Steps {
			s := &e.Steps[n]
			first, _ := isoDay(s.Day)
			due, _ := isoDay(s.Due)
			step := picture.Step{ID: fmt.Sprintf("%s-%d", e.ID, n+1), Move: picture.Move(s.Move), Level: s.Level,
				First: first, Last: first, Due: due, Label: moveWords(s), Title: stepTitle(s)}
			if s.Occurrence != "" {
				step.Href = v.to.Occurrence(s.Occurrence)
			}
			drawn.Steps = append(drawn.Steps, step)
		}
		p.Entries = append(p.Entries, drawn)
	}
	if last := lastMoved(entries); last.Known() && last.Before(v.day) {
		p.Today, p.Last = when.Day{}, last.Add(30) // years of nothing would leave no room for the steps
	}
	return p
}

// lastMoved is the last day on which entries moved that are all at their end; unknown when one of them may go on.
func lastMoved(entries []ledger.Entry) when.Day {
	var last when.Day
	for i := range entries {
		e := &entries[i]
		switch {
		case e.State == ledger.Rejected, e.State == ledger.Broken, e.State == ledger.Lapsed, e.State == ledger.CarriedOut && e.Level == 3:
		default:
			return when.Day{}
		}
		for n := range e.Steps {
			if day, ok := isoDay(e.Steps[n].Day); ok && (!last.Known() || last.Before(day)) {
				last = day
			}
		}
	}
	return last
}

// stepTitle says a step with its words, for who points at it.
func stepTitle(s *ledger.Step) string {
	title := moveWords(s)
	if s.Day != "" {
		title = longDay(s.Day) + ": " + title
	}
	if len(s.Accounts) > 0 {
		a := ledgerAccount{Account: s.Accounts[0]}
		title += ": “" + a.Words() + "”"
		if a.Voice != "" {
			title += ", by " + a.Voice
		}
	} else if len(s.Reasons) > 0 {
		title += ": " + strings.Join(s.Reasons, "; ")
	}
	return title
}

// entryPicture is the thread of one entry for its page.
func (v *visit) entryPicture(e *ledger.Entry) (template.HTML, error) {
	return picture.HTML(v.thread("What became of it", []ledger.Entry{*e}), picture.Options{Width: v.inlineWidth(), ID: "thread"})
}

// inlineWidth is how wide a picture is drawn that stands within a page's column.
func (v *visit) inlineWidth() int { return min(v.pictureWidth(), 1040) }

// entryAlone is the thread of an entry as a file of its own.
func (v *visit) entryAlone() (picture.Picture, error) {
	id, ok := strings.CutSuffix(v.PathValue("name"), ".svg")
	if !ok {
		return nil, ErrNowhere
	}
	e, err := v.entry(id)
	if err != nil {
		return nil, err
	}
	told := v.desk.entryView(e, v.day)
	return v.thread(told.Sentence(), []ledger.Entry{*e}), nil
}
