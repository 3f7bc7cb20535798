package overview

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"chancery/record"
)

// made makes glances of changes of 256 reports with five events each, a third of which join an occurrence that is there.
func made(changes int) []*record.Glances {
	random := rand.New(rand.NewPCG(1, 2))
	words := []string{""}
	word := func(format string, n int) uint32 {
		words = append(words, fmt.Sprintf(format, n))
		return uint32(len(words) - 1)
	}
	list := func(format string, n int) (out []uint32) {
		for i := range n {
			out = append(out, word(format, i))
		}
		return out
	}
	countries, outlets, entries, tracks := list("C%02d", 60), list("Outlet %d", 40), list("act-%d.verb", 120), list("track-%d", 25)
	categories := []uint32{}
	for _, c := range []string{"AGREE", "CONSULT", "SUPPORT", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "ASSAULT", "COERCE"} {
		words = append(words, c)
		categories = append(categories, uint32(len(words)-1))
	}
	var statuses []uint32
	for _, s := range statusOrder {
		words = append(words, string(s))
		statuses = append(statuses, uint32(len(words)-1))
	}
	parties := []record.GlanceParty{{}}
	for i, c := range countries {
		parties = append(parties, record.GlanceParty{Name: c, Actor: c, Country: c})
		for range 4 {
			parties = append(parties, record.GlanceParty{Name: word("Person %d", len(words)), Actor: word("CGOV:person-%d", len(words)), Country: countries[i], Sector: 0})
		}
	}
	places := []record.GlancePlace{{}}
	for i := range 300 {
		places = append(places, record.GlancePlace{Name: word("Town %d", i), Country: countries[i%60], Lat: float32(i%120 - 60), Lon: float32(i), Resolved: true, UCDP: 1})
	}
	var out []*record.Glances
	number, report := int64(0), int64(0)
	var known []string
	for change := range changes {
		g := &record.Glances{Change: int64(change + 1), Words: words, Parties: parties, Places: places}
		for range 256 {
			report++
			day := int32(12_000 + random.IntN(8_000))
			g.Reports = append(g.Reports, record.GlanceReport{Number: report, Outlet: outlets[random.IntN(len(outlets))], Day: day})
			for range 5 {
				number++
				e := record.Glance{
					Number: number, ID: fmt.Sprintf("e-%016x", random.Uint64()), Report: report, First: day - int32(random.IntN(5)), Last: day, ACLED: 1, UCDP: 1,
					Status: statuses[min(random.IntN(12), len(statuses)-1)], Category: categories[random.IntN(len(categories))], Quad: uint8(1 + random.IntN(4)),
					Intensity: int16(random.IntN(200) - 100), Confidence: uint16(200 + random.IntN(800)), Asserted: true, Denied: random.IntN(50) == 0,
					Sources: []uint32{uint32(1 + random.IntN(len(parties)-1))}, Recipients: []uint32{uint32(1 + random.IntN(len(parties)-1))},
					Speaker: uint32(random.IntN(len(parties))), Place: uint32(random.IntN(len(places))), Entry: entries[random.IntN(len(entries))], Killed: -1, Injured: -1,
				}
				e.ActCategory = e.Category
				if random.IntN(3) == 0 {
					e.Tracks = []uint32{tracks[random.IntN(len(tracks))]}
				}
				if len(known) > 100 && random.IntN(3) == 0 {
					e.Occurrence = known[len(known)-1-random.IntN(min(len(known), 2000))]
				} else {
					e.Occurrence = "o-" + e.ID[2:]
					known = append(known, e.Occurrence)
				}
				g.Opened = append(g.Opened, e)
			}
		}
		out = append(out, g)
	}
	return out
}

// million is a snapshot of a million events, and what made it.
var million = sync.OnceValues(func() (*builder, *Snapshot) {
	b := newBuilder()
	for _, g := range made(1_000_000 / 256 / 5) {
		b.apply(g)
	}
	b.weighAll()
	return b, b.snapshot(nil, nil)
})

func BenchmarkApply(b *testing.B) {
	all := made(20)
	for b.Loop() {
		x := newBuilder()
		for _, g := range all {
			x.apply(g)
		}
		x.weighAll()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(20*256*5), "ns/event")
}

func BenchmarkRefresh(b *testing.B) {
	x, s := million()
	g := made(1)[0]
	next := int64(x.rows.n)
	reports := int64(x.reports.n)
	for b.Loop() {
		fresh := *g
		fresh.Change = int64(x.change) + 1
		fresh.Reports, fresh.Opened = append([]record.GlanceReport(nil), g.Reports...), append([]record.Glance(nil), g.Opened...)
		for i := range fresh.Reports {
			fresh.Reports[i].Number += reports
		}
		for i := range fresh.Opened {
			next++
			e := &fresh.Opened[i]
			e.Number, e.Report = next, e.Report+reports
			e.ID = fmt.Sprintf("e-%016x", next)
			e.Occurrence = "o-" + e.ID[2:]
		}
		reports += 256
		x.apply(&fresh)
		var list []uint32
		for at := range x.touched {
			list = append(list, at)
		}
		x.weighAll()
		s = x.snapshot(s, list)
	}
}

func BenchmarkQueries(b *testing.B) {
	_, s := million()
	filters := []struct {
		name string
		f    Filter
	}{{"all", Filter{}}, {"actor", Filter{Actors: []string{"C07"}}}, {"track", Filter{Tracks: []string{"track-3"}}}, {"year", Filter{From: dayOf(15_000), To: dayOf(15_365)}}}
	for _, q := range []struct {
		name string
		do   func(*Filter)
	}{
		{"activity", func(f *Filter) { s.activity(f, Monthly, ByStatus) }},
		{"timeline", func(f *Filter) { s.timeline(f, 500) }},
		{"dyads", func(f *Filter) { s.dyads(f, 100) }},
		{"actors", func(f *Filter) { s.actors(f, 100) }},
		{"places", func(f *Filter) { s.spots(f, Box{}, 0) }},
		{"tracks", func(f *Filter) { s.onTracks(f) }},
		{"outlets", func(f *Filter) { s.published(f) }},
		{"doubts", func(f *Filter) { s.answers.known.Clear(); s.doubts(f, 50, doubt{score: 1001}, nil) }},
		{"latest", func(f *Filter) { s.latest(f, dayOf(20_000), 50) }},
	} {
		for _, f := range filters {
			b.Run(q.name+"/"+f.name, func(b *testing.B) {
				for b.Loop() {
					q.do(&f.f)
				}
			})
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	r := newRecord(b)
	add(b, r, examples(b)...)
	for b.Loop() {
		o := Open(b.Context(), r, Options{})
		if err := o.Wait(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := o.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
