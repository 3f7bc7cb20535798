package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chancery/event"
	"chancery/occurrence"
	"chancery/quote"
)

// comparison is accounts side by side, field by field.
type comparison struct {
	Columns []compareColumn
	Rows    []compareRow
	Victims *victimsView // nil when nobody counts any
}

// compareColumn is one account.
type compareColumn struct {
	Event, Href string
	Outlet, Day string
	Title       string
	Voice       string // whose account it is, when it is not the outlet's own
	Verdict     string
	Chosen      bool
}

// compareRow is one field over all accounts.
type compareRow struct {
	Name, Role string
	Field      string // the words that light up with the cell of the account that is shown
	Differs    bool   // accounts contradict each other in it
	Agreed     string // what they agree on, with who says so
	Cells      []compareCell
}

// compareCell is what one account says of one field.
type compareCell struct {
	Text   string
	Loud   bool // it contradicts what is agreed on
	Chosen bool
	Words  bool // it is the account's own words
}

// comparedNames are the rows, in their order, by the names of the fields of an occurrence.
var comparedNames = [...]struct{ field, name, role, marks string }{
	{"category", "What", roleAction, "action"}, {"mode", "Kind of it", roleAction, "action"}, {"content", "What of", "", ""}, {"status", "Status", "", ""},
	{"source", "Who", roleSource, ""}, {"recipient", "To whom", roleRecipient, ""}, {"time", "When", roleTime, "time"}, {"place", "Where", rolePlace, "place"},
	{"killed", "Killed", roleCasualties, "killed"}, {"injured", "Injured", roleCasualties, "injured"}, {"medium", "How", "", ""}, {"track", "Tracks", "", ""},
	{"wording", "Wording", "", ""},
}

// agreedMost is how many values that accounts agree on are named beside a row.
const agreedMost = 8

// compare aligns accounts, those from one number up to another. What an account says comes from the weighing, so that the
// page and the weighing never disagree on what is a disagreement.
func (v *visit) compare(o *occurrence.Occurrence, s *occurrence.Summary, chosen, from, to int) *comparison {
	c := &comparison{Victims: victims(o, s)}
	at := make(map[string]int, to-from)
	words := compareRow{Name: "In its words", Field: "action", Role: roleAction}
	for i := from; i < to; i++ {
		m := &o.Members[i]
		at[m.Event.ID] = i - from
		c.Columns = append(c.Columns, compareColumn{
			Event: m.Event.ID, Href: v.to.account(o.ID, m.Event.ID), Outlet: outletSaid(m.Report), Day: publishedSaid(m.Report.Published),
			Title: titleSaid(m.Report), Voice: innermost(m.Event.Attribution), Verdict: m.Verdict, Chosen: i == chosen,
		})
		words.Cells = append(words.Cells, compareCell{Text: evidenceSaid(&m.Account), Words: true, Chosen: i == chosen})
	}
	c.Rows = append(c.Rows, words)
	for _, n := range comparedNames {
		k := slices.IndexFunc(s.Fields, func(f occurrence.Field) bool { return f.Name == n.field })
		if k < 0 {
			continue
		}
		f := &s.Fields[k]
		row := compareRow{Name: n.name, Role: n.role, Field: n.marks, Differs: len(f.Others) > 0 && n.field != "track" && n.field != "medium", Cells: make([]compareCell, to-from)}
		for i := range row.Cells {
			row.Cells[i].Chosen = from+i == chosen
		}
		say := v.compareSays(n.field)
		var agreed []string
		for i := range f.Consensus {
			value := &f.Consensus[i]
			if i < agreedMost {
				agreed = append(agreed, fmt.Sprintf("%s (%d of %d)", say(value.Text), len(value.Support.Evidence), s.Accounts))
			}
			row.fill(at, value, say, false)
		}
		for i := range f.Others {
			row.fill(at, &f.Others[i], say, row.Differs)
		}
		for i := range row.Cells { // what was not weighed is told all the same
			if row.Cells[i].Text == "" {
				row.Cells[i].Text = unweighed(n.field, &o.Members[from+i].Event)
			}
		}
		if row.Agreed = strings.Join(agreed, "; "); len(f.Consensus) > agreedMost {
			row.Agreed += fmt.Sprintf("; and %d more", len(f.Consensus)-agreedMost)
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

// unweighed is what an account says of a field where the weighing did not ask it: a claimant's older count, or what a
// denial denies.
func unweighed(field string, e *event.Event) string {
	switch {
	case field == "category" && e.Category != "":
		return capitalised(categoryWords(e.Category))
	case field == "killed" && e.Casualties != nil:
		return countSaid(e.Casualties.Killed)
	case field == "injured" && e.Casualties != nil:
		return countSaid(e.Casualties.Injured)
	}
	return ""
}

// fill writes a value into the cells of the accounts that give it.
func (r *compareRow) fill(at map[string]int, value *occurrence.Value, say func(string) string, loud bool) {
	for _, e := range value.Support.Evidence {
		i, ok := at[e.Event]
		if !ok {
			continue
		}
		cell := &r.Cells[i]
		if cell.Text != "" {
			cell.Text += "; "
		}
		cell.Text += say(value.Text)
		cell.Loud = cell.Loud || loud
	}
}

// compareSays says a value of a field of an occurrence in words.
func (v *visit) compareSays(field string) func(string) string {
	switch field {
	case "category":
		return func(s string) string { return capitalised(categoryWords(event.Category(s))) }
	case "mode":
		return func(s string) string { return strings.ReplaceAll(s, "-", " ") }
	case "content":
		return func(s string) string {
			category, mode, _ := strings.Cut(s, "/")
			return strings.TrimSpace(capitalised(categoryWords(event.Category(category))) + " " + strings.ReplaceAll(mode, "-", " "))
		}
	case "status":
		return func(s string) string { return capitalised(statusText(event.Status(s))) }
	case "track":
		return v.desk.trackTitle
	case "medium":
		return capitalised
	case "wording":
		return func(s string) string { return "“" + s + "”" }
	}
	return same
}

// innermost is whose word an account is, "" when it is its outlet's own.
func innermost(chain []quote.Voice) string {
	if len(chain) == 0 {
		return ""
	}
	last := &chain[len(chain)-1]
	if last.Kind == quote.OutletVoice {
		return ""
	}
	name := cmp.Or(last.Name, "somebody not named")
	if last.Stance == quote.Denies || last.Stance == quote.Doubts {
		name += " " + string(last.Stance)
	}
	return name
}

// victimsView is who counts how many victims.
type victimsView struct {
	More int // earlier counts that are not shown
	Rows []victimsRow
	Best []victimsBest
}

type victimsRow struct {
	Claimant, Day, Killed, Injured, Note, Words string
}

// victimsBest is the best count of all.
type victimsBest struct {
	Name            string
	Low, Best, High string
	Rule            string
}

// victimsMost is how many counts are shown, the latest ones.
const victimsMost = 24

func victims(o *occurrence.Occurrence, s *occurrence.Summary) *victimsView {
	t := s.Casualties
	if t == nil {
		return nil
	}
	v := &victimsView{More: max(0, len(t.Rows)-victimsMost)}
	for i := range t.Rows[v.More:] {
		r := &t.Rows[v.More+i]
		row := victimsRow{Claimant: claimant(r.Claimant, o), Day: cmp.Or(daySaid(r.Day), "no date"), Killed: countSaid(r.Killed), Injured: countSaid(r.Injured), Words: clipped(r.Words.Text, 160)}
		if r.Cumulative {
			row.Note = "so far, not of this alone"
		}
		v.Rows = append(v.Rows, row)
	}
	for _, f := range [...]struct {
		name string
		of   *occurrence.Figure
	}{{"killed", t.Killed}, {"injured", t.Injured}} {
		if f.of == nil {
			continue
		}
		best := victimsBest{Name: f.name, Low: fmt.Sprint(f.of.Low), Best: fmt.Sprint(f.of.Best), High: fmt.Sprint(f.of.High), Rule: f.of.Rule}
		if f.of.High < 0 {
			best.High = "not told"
		}
		if f.of.Low < 0 {
			best.Low = "not told"
		}
		v.Best = append(v.Best, best)
	}
	return v
}
