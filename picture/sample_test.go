package picture

import (
	"fmt"
	"math/rand/v2"

	"chancery/when"
)

// The samples are about countries that do not exist.

func day(s string) when.Day {
	var y, m, d int
	if n, _ := fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d); n != 3 {
		return when.Day{}
	}
	return when.DayOf(y, m, d)
}

func window(first, last when.Day) string {
	return "/timeline?first=" + first.String() + "&last=" + last.String()
}

func mark(id, first, last, label string, t Tone, s Status) Mark {
	return Mark{ID: id, Label: label, Href: "/occurrence/" + id, First: day(first), Last: day(last), Tone: t, Status: s}
}

// talks is a timeline of few events, one of each kind.
func talks() *Timeline {
	return &Timeline{
		Title: "The border talks of Norland and Sudland",
		First: day("2021-05-01"), Last: day("2021-07-31"), Today: day("2021-07-20"),
		Window: window,
		Lanes: []Lane{
			{ID: "border", Name: "Border demarcation", Href: "/track/border", Note: "9 events", Marks: []Mark{
				mark("a1", "2021-05-12", "2021-05-12", "Sudland's troops crossed the lake line", Conflict, Actual),
				mark("a2", "2021-05-14", "2021-05-14", "Norland asked for talks", Cooperation, Demanded),
				mark("a3", "2021-05-20", "2021-05-31", "Shots near the village of Aster", Conflict, Actual),
				mark("a4", "2021-06-02", "2021-06-02", "Both met in the capital", Cooperation, Actual),
				mark("a5", "2021-06-08", "2021-06-08", "Estmark offered maps", Cooperation, Offered),
				mark("a6", "2021-06-01", "2021-06-30", "A commission is to meet", Cooperation, Planned),
				mark("a7", "2021-06-10", "2021-06-10", "Sudland threatened to close the road", Conflict, Threatened),
				mark("a8", "2021-07-05", "2021-07-05", "The road was closed", Conflict, NotHappened),
				mark("a9", "2021-07-10", "2021-07-25", "A treaty, if both agree", Cooperation, Hypothetical),
			}},
			{ID: "prisoners", Name: "Prisoners", Href: "/track/prisoners", Marks: []Mark{
				mark("b1", "2021-06-12", "2021-06-12", "15 prisoners released for maps", Cooperation, Actual),
				mark("b2", "2021-07-03", "2021-07-03", "15 more released", Cooperation, Actual),
				mark("b3", "2021-07-04", "", "Talks on the rest go on", Cooperation, Ongoing),
				mark("b4", "2021-06-20", "2021-06-20", "Release of all", Cooperation, Demanded),
				{ID: "b5", Label: "Nobody knows when", Status: Actual},
			}},
			{ID: "transport", Name: "Roads, railways, corridors and customs of both countries", Marks: []Mark{
				mark("c1", "2021-05-28", "2021-05-28", "Statement on the railway", Neutral, Actual),
				mark("c2", "2021-07-01", "2021-09-30", "The railway opens", Cooperation, Planned),
			}},
		},
		Overview: crowd(1, 700, "2018-01-01", "2022-12-31", 1),
	}
}

// crowd makes counts, one a day at most, that rise and fall.
func crowd(seed uint64, n int, first, last string, weight int) []Count {
	r := rand.New(rand.NewPCG(seed, 2))
	a, b := day(first).Number(), day(last).Number()
	var all []Count
	for range n {
		x := (r.Float64() + r.Float64() + r.Float64()) / 3
		d := when.DayNumbered(a + int(x*float64(b-a)))
		all = append(all, Count{First: d, Last: d, Cooperation: r.IntN(3) * weight, Conflict: r.IntN(4) / 2 * weight, Other: r.IntN(5) / 4})
	}
	return all
}

// even is a timeline of n marks in ten lanes.
func even(n int) *Timeline {
	r := rand.New(rand.NewPCG(1, 1))
	p := &Timeline{Title: "Ten lanes", Window: window, First: day("2012-01-01"), Last: day("2021-12-31")}
	for i := range 10 {
		l := Lane{ID: fmt.Sprint(i), Name: "Lane " + fmt.Sprint(i)}
		for k := range n / 10 {
			d := day("2012-01-01").Add(r.IntN(3650))
			l.Marks = append(l.Marks, Mark{ID: fmt.Sprint(k), Label: "Event number " + fmt.Sprint(k), Href: "/occurrence/x", First: d, Last: d.Add(r.IntN(4) / 3 * 90), Tone: Tone(r.IntN(3)), Status: [...]Status{Actual, Actual, Planned}[r.IntN(3)]})
		}
		p.Lanes = append(p.Lanes, l)
	}
	return p
}

// busy is a timeline of so many events that lanes become counts.
func busy(n int) *Timeline {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	statuses := []Status{Actual, Actual, Actual, Actual, Ongoing, Planned, Offered, Demanded, Threatened, Hypothetical, NotHappened}
	p := &Timeline{Title: "Everything in ten years", Window: window, First: day("2012-01-01"), Last: day("2021-12-31")}
	names := []string{"Border demarcation", "Prisoners", "Minefield maps", "Transport links", "A peace agreement", "Observers"}
	for i, name := range names {
		l := Lane{ID: fmt.Sprint(i), Name: name, Href: "/track/" + fmt.Sprint(i)}
		for k := range n / len(names) >> i {
			d := day("2012-01-01").Add(r.IntN(3650))
			last := d
			if r.IntN(4) == 0 {
				last = d.Add(r.IntN(700))
			}
			l.Marks = append(l.Marks, Mark{ID: fmt.Sprintf("m%d-%d", i, k), Label: "Event number " + fmt.Sprint(k), Href: "/occurrence/x", First: d, Last: last, Tone: Tone(r.IntN(3)), Status: statuses[r.IntN(len(statuses))]})
		}
		p.Lanes = append(p.Lanes, l)
	}
	return p
}

var actors = []Node{
	{ID: "NOR", Name: "Norland", Events: 120, Kind: State}, {ID: "SUD", Name: "Sudland", Events: 110, Kind: State},
	{ID: "EST", Name: "Estmark", Events: 60, Kind: State}, {ID: "WES", Name: "Westria", Events: 44, Kind: State},
	{ID: "UNI", Name: "League of Nations", Events: 38, Kind: Organisation}, {ID: "RED", Name: "Committee of the Red Lamp", Events: 20, Kind: Organisation},
	{ID: "FRO", Name: "Lake Front", Events: 25, Kind: Group}, {ID: "ENV", Name: "Envoy Marta Olsen", Events: 18, Kind: Person},
	{ID: "ISL", Name: "Isle of Fer", Events: 9, Kind: State}, {ID: "KAL", Name: "Kaland", Events: 7, Kind: State},
	{ID: "MIN", Name: "Minister Peter Holt", Events: 14, Kind: Person}, {ID: "SEA", Name: "Sea Patrol", Events: 3, Kind: Unsorted},
	{ID: "OST", Name: "Ostia", Events: 2, Kind: State}, {ID: "VAL", Name: "Valmark", Events: 2, Kind: State}, {ID: "LON", Name: "Lonely Rock", Events: 1, Kind: State},
}

// quarrel is a network with every kind of edge.
func quarrel() *Network {
	edge := func(from, to int, t Tone, said bool, n int) Edge {
		return Edge{From: from, To: to, Tone: t, Said: said, Count: n, Href: fmt.Sprintf("/find?q=%s+to+%s", actors[from].ID, actors[to].ID)}
	}
	p := &Network{Title: "Who did what to whom", Nodes: append([]Node(nil), actors...)}
	for i := range p.Nodes {
		p.Nodes[i].Href = "/actor/" + p.Nodes[i].ID
	}
	p.Edges = []Edge{
		edge(0, 1, Cooperation, false, 24), edge(1, 0, Cooperation, false, 18), edge(0, 1, Conflict, true, 30), edge(1, 0, Conflict, false, 22), edge(1, 0, Conflict, true, 9),
		edge(2, 0, Cooperation, false, 14), edge(2, 1, Cooperation, false, 12), edge(0, 2, Cooperation, true, 8), edge(3, 0, Cooperation, true, 9),
		edge(3, 1, Conflict, true, 6), edge(4, 0, Cooperation, false, 10), edge(4, 1, Cooperation, false, 9), edge(5, 1, Cooperation, false, 7), edge(6, 0, Conflict, false, 11),
		edge(0, 6, Conflict, false, 8), edge(7, 0, Cooperation, true, 5), edge(7, 1, Cooperation, true, 6), edge(8, 3, Cooperation, true, 2), edge(9, 2, Neutral, true, 3),
		edge(10, 1, Conflict, true, 4), edge(1, 10, Neutral, false, 2), edge(11, 6, Conflict, false, 2), edge(12, 13, Cooperation, true, 2), edge(0, 0, Conflict, false, 3), edge(4, 7, Cooperation, false, 3),
	}
	return p
}

// dyads is the matrix of the same.
func dyads(n int, months bool) *Matrix {
	p := &Matrix{Title: "Who to whom"}
	r := rand.New(rand.NewPCG(3, 9))
	for _, a := range actors[:n] {
		p.Rows = append(p.Rows, Heading{ID: a.ID, Name: a.Name, Href: "/actor/" + a.ID})
	}
	p.Columns = p.Rows
	for i := range n {
		for j := range n {
			if i == j || r.IntN(3) == 0 {
				continue
			}
			k := 60 / (1 + i + j)
			m := Cell{Row: i, Column: j, Cooperation: r.IntN(k + 2), Conflict: r.IntN(k + 1), Other: r.IntN(2), Href: "/find"}
			if months {
				m.Months = crowd(uint64(i*100+j), 3+k, "2019-01-01", "2021-12-31", 1)
			}
			p.Cells = append(p.Cells, m)
		}
	}
	return p
}

// manyActors is a network of n nodes in which a few have most of the edges.
func manyActors(n int) *Network {
	r := rand.New(rand.NewPCG(5, 5))
	p := &Network{Title: fmt.Sprintf("%d actors", n)}
	for i := range n {
		p.Nodes = append(p.Nodes, Node{ID: fmt.Sprint(i), Name: fmt.Sprintf("Country number %d", i), Href: "/actor/x", Kind: Kind(r.IntN(5)), Events: 400 / (i + 1)})
	}
	for range n * 3 {
		a, b := int(float64(n)*r.Float64()*r.Float64()), int(float64(n)*r.Float64()*r.Float64())
		p.Edges = append(p.Edges, Edge{From: a, To: b, Tone: Tone(r.IntN(3)), Said: r.IntN(2) == 0, Count: 1 + r.IntN(40)/(1+a), Href: "/find"})
	}
	return p
}

// careers are terms of office with every kind of end.
func careers() *Terms {
	return &Terms{
		Title: "Offices of Norland", Today: day("2021-12-31"), Window: window,
		Terms: []Term{
			{ID: "1", Row: "President", Label: "Anna Berg", Href: "/actor/berg", From: On(day("2008-04-09")), To: On(day("2018-04-09"))},
			{ID: "2", Row: "President", Label: "Nils Dahl", Href: "/actor/dahl", From: On(day("2018-04-09"))},
			{ID: "3", Row: "Minister of foreign affairs", Label: "Peter Holt", From: Between{day("2011-01-01"), day("2011-12-31")}, To: Between{day("2016-05-01"), day("2017-03-31")}},
			{ID: "4", Row: "Minister of foreign affairs", Label: "Marta Olsen", From: Between{Last: day("2017-09-01")}, To: On(day("2020-11-16"))},
			{ID: "5", Row: "Minister of foreign affairs", Label: "Ivo Lund, acting", From: On(day("2020-10-01")), To: On(day("2020-12-20"))},
			{ID: "6", Row: "Envoy to the border talks", Label: "Rolf Stein", To: On(day("2013-06-01"))},
			{ID: "7", Row: "Speaker of the assembly", Label: "On unknown days"},
		},
	}
}

// promises are entries of a ledger with every move.
func promises() *Ledger {
	step := func(m Move, first string) Step {
		return Step{ID: "o-" + first, Move: m, First: day(first), Last: day(first), Href: "/occurrence/" + first}
	}
	due := func(s Step, d string) Step { s.Due = day(d); return s }
	level := func(s Step, n int) Step { s.Level = n; return s }
	unsure := step(CarriedOut, "2021-08-01")
	unsure.Last, unsure.Level = day("2021-09-15"), 2
	return &Ledger{
		Title: "What was promised", Today: day("2021-12-01"), Window: window,
		Entries: []Entry{
			{ID: "e1", Name: "Norland agreed, towards Sudland: “release all prisoners for the maps of the minefields”", Note: "Norland to Sudland", Href: "/ledger/e1", Steps: []Step{
				step(Opened, "2021-06-08"), step(Accepted, "2021-06-10"), level(step(CarriedOut, "2021-06-12"), 1), step(Repeated, "2021-06-30"), level(step(CarriedOut, "2021-07-03"), 2), level(step(CarriedOut, "2021-10-19"), 3)}},
			{ID: "e2", Name: "A commission on the border", Note: "both", Href: "/ledger/e2", Steps: []Step{
				due(step(Opened, "2021-05-20"), "2021-06-30"), step(Signed, "2021-05-28"), due(step(PutOff, "2021-06-25"), "2021-09-30"), step(Overdue, "2021-10-01"), step(NotDone, "2021-11-02")}},
			{ID: "e3", Name: "Opening of the railway", Href: "/ledger/e3", Steps: []Step{step(Opened, "2021-05-14"), step(Rejected, "2021-07-22"), step(Denied, "2021-07-23")}},
			{ID: "e4", Name: "Ceasefire along the lake", Href: "/ledger/e4", Steps: []Step{step(Opened, "2021-05-18"), step(Signed, "2021-05-18"), unsure, step(Broken, "2021-11-16")}},
			{ID: "e5", Name: "Aid from Estmark", Steps: []Step{{Move: Opened}, step(Lapsed, "2021-09-09")}},
		},
	}
}

// months is activity over three years.
func months() *Activity {
	p := &Activity{Title: "Events by month", Window: window, Unit: Months, Counts: crowd(4, 900, "2019-01-01", "2021-12-31", 2)}
	for i := range p.Counts {
		p.Counts[i].Said = i%5 == 0
	}
	return p
}

// years is the quarrel through four years.
func years() *Multiples {
	q := quarrel()
	p := &Multiples{Title: "Who did what to whom, year by year", Nodes: q.Nodes}
	for i := range 4 {
		s := Slice{Name: fmt.Sprint(2018 + i), Href: fmt.Sprintf("/network?first=%d-01-01", 2018+i)}
		for k, e := range q.Edges {
			if (k+i)%3 != 0 {
				e.Count = max(e.Count*(k%4+i)/5, 1)
				s.Edges = append(s.Edges, e)
			}
		}
		p.Slices = append(p.Slices, s)
	}
	return p
}
