package desk

import (
	"slices"

	"chancery/review"
)

// disagreementsMost is how many events on which coders differ are shown at once.
const disagreementsMost = 25

// agreement is how far coders agree, and where they do not.
type agreement struct {
	Coders []coderChoice
	Fields []fieldAgreement
	Field  string // only what they differ on in this field; "" for all
	Units  int    // events that two or more of the chosen judged
	Differ []difference
	More   int // events on which they differ beyond those shown
	Faults []string
}

type coderChoice struct {
	Name   string
	Judged int // events
	Chosen bool
}

type fieldAgreement struct {
	review.Agreement
	Label   string
	Level   string // what alpha is taken to mean, in words
	Percent int    // of the bar: alpha from 0 to 1
	Address string // what they differ on in this field
}

// difference is one event on which coders differ.
type difference struct {
	Event    string
	Sentence string
	Words    []segment
	Rows     []differRow
}

type differRow struct {
	Field  string
	Label  string
	Read   string // as the engine read it
	Values []differValue
}

type differValue struct {
	Coder, Value string
	Given        bool // the coder said something of it
}

// agreementPage is /review/agreement?coder=A&coder=B&field=F.
func (d *Desk) agreementPage(v *visit) (*page, error) {
	judged, err := v.view.Judged(v.Context())
	if err != nil {
		return nil, err
	}
	opinions, faults := review.Opinions(d.codebookNow().names, judged)
	body := &agreement{Field: v.URL.Query().Get("field")}
	asked := v.URL.Query()["coder"]
	counts := map[string]int{}
	var coders []string
	for _, o := range opinions {
		if counts[o.Coder]++; counts[o.Coder] == 1 {
			coders = append(coders, o.Coder)
		}
	}
	slices.Sort(coders)
	for _, name := range coders {
		body.Coders = append(body.Coders, coderChoice{name, counts[name], len(asked) == 0 || slices.Contains(asked, name)})
	}
	chosen := slices.DeleteFunc(slices.Clone(opinions), func(o review.Opinion) bool {
		return len(asked) > 0 && !slices.Contains(asked, o.Coder)
	})
	for _, f := range review.AgreeOn(chosen) {
		one := fieldAgreement{Agreement: f, Label: fieldName(f.Field)}
		if f.Field == review.Right {
			one.Label, body.Units = "right at all", f.Units
		}
		if f.Known {
			one.Level, one.Percent = alphaWords(f.Alpha), int(100*min(max(f.Alpha, 0), 1))
		}
		if f.Agreed < f.Units {
			pairs := []string{"field", f.Field}
			for _, name := range asked {
				pairs = append(pairs, "coder", name)
			}
			one.Address = v.to.to([]string{"review", "agreement"}, pairs...) + "#differ"
		}
		body.Fields = append(body.Fields, one)
	}
	for _, fault := range faults {
		body.Faults = append(body.Faults, fault.Error())
	}
	read := map[string]*review.Judged{}
	for i := range judged {
		if e := judged[i].Event; e != nil && read[e.ID] == nil {
			read[e.ID] = &judged[i]
		}
	}
	body.differ(chosen, read)
	return &page{Template: "agreement", Title: "Agreement of coders", Section: "review", Body: body}, nil
}

// differ gathers the events on which the chosen coders differ, in the order in which they were first judged.
func (a *agreement) differ(opinions []review.Opinion, read map[string]*review.Judged) {
	byEvent := map[string][]review.Opinion{}
	var order []string
	for _, o := range opinions {
		if byEvent[o.Event] == nil {
			order = append(order, o.Event)
		}
		byEvent[o.Event] = append(byEvent[o.Event], o)
	}
	for _, id := range order {
		of := byEvent[id]
		if len(of) < 2 {
			continue
		}
		rows := differences(of, read[id], a.Field)
		if len(rows) == 0 {
			continue
		}
		if len(a.Differ) == disagreementsMost {
			a.More++
			continue
		}
		one := difference{Event: id, Rows: rows}
		if j := read[id]; j != nil && j.Report != nil {
			one.Sentence = sentenceOf(j.Event)
			from, to := around(j.Report.Text, j.Event)
			one.Words = marked(j.Report.Text, from, to, eventMarks(j.Event))
		}
		a.Differ = append(a.Differ, one)
	}
}

// differences gives the fields in which opinions of one event differ, all or one of them.
func differences(of []review.Opinion, read *review.Judged, only string) []differRow {
	var rows []differRow
	for _, field := range append([]string{review.Right}, review.Fields()...) {
		if only != "" && field != only {
			continue
		}
		row := differRow{Field: field, Label: fieldName(field)}
		if field == review.Right {
			row.Label = "right at all"
		} else if read != nil {
			row.Read = review.Value(read.Event, field)
		}
		var said []string
		for _, o := range of {
			value := differValue{Coder: o.Coder, Given: true}
			switch {
			case field == review.Right && o.View == nil:
				value.Value = "no"
			case field == review.Right:
				value.Value = "yes"
			case o.View == nil:
				value.Given = false
			default:
				value.Value = review.Value(o.View, field)
			}
			if value.Given {
				said = append(said, value.Value)
			}
			row.Values = append(row.Values, value)
		}
		slices.Sort(said)
		if len(slices.Compact(said)) > 1 {
			rows = append(rows, row)
		}
	}
	return rows
}

// alphaWords says what an alpha is usually taken to mean (Krippendorff 2004: 0.8 is good, from 0.667 conclusions are
// tentative).
func alphaWords(alpha float64) string {
	switch {
	case alpha >= 0.8:
		return "good"
	case alpha >= 0.667:
		return "tentative"
	case alpha > 0:
		return "weak"
	}
	return "none beyond chance"
}
