package place

import (
	"sort"
	"strings"
	"sync"

	"chancery/internal/gazetteer"
	"chancery/report"
)

// Resolve says which places the given stretches of text name, one Mention for each span and in their order.
// The mentions have no tokens. Spans that name no place of the gazetteer come back with Resolved false.
//
// What decides between places of one name, from strong to weak: that the text says where it is ("Paris, Texas";
// "Lancaster County, Pennsylvania"); that it lies in a division or country, or close to a town, of which the
// report speaks as well; that it is a country, a capital or large. One name means one place throughout a report,
// unless the text says otherwise.
func (g *Gazetteer) Resolve(text string, spans []report.Span, hints Hints) []Mention {
	r := g.resolver(text)
	defer r.release()
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return spans[order[a]].Start < spans[order[b]].Start })
	for _, i := range order {
		if s := spans[i]; s.Start < 0 || s.End > len(text) || s.Empty() {
			r.items = append(r.items, item{group: -1, container: -1})
		} else {
			r.add(s)
		}
	}
	r.decide(hints)
	mentions := make([]Mention, len(spans))
	for k, i := range order {
		m := Mention{Span: spans[i]}
		it := &r.items[k]
		if it.group >= 0 {
			if best := it.best; best >= 0 {
				c := &r.groups[it.group].candidates[best]
				m.Place, m.Resolved = g.place(c.record), true
				m.ACLED, m.UCDP = g.precision(c.record, c.kind, false)
			} else if hints.Surroundings {
				m.Place.Lat, m.Place.Lon = r.surroundings(k)
				m.ACLED, m.UCDP = 3, 5
			}
		}
		mentions[k].Span = m.Span
		mentions[k] = m
	}
	result := make([]Mention, len(spans))
	for k, i := range order {
		result[i] = mentions[k]
	}
	return result
}

// item is one stretch of words that may name a place.
type item struct {
	span      report.Span
	group     int  // -1: no name
	container int  // the item that says where this one is: "Texas" of "Paris, Texas"; -1 for none
	weak      bool // counts as a hint only: an adjective, a name in another use
	best      int  // the group's candidate that it means, -1 for none
	outside   bool // the text says where it is, and the gazetteer has no such place there
}

// group is all items of one name.
type group struct {
	folded     string
	short      string // the letters of an abbreviation
	candidates []spot
	prior      []float64
	score      []float64
	best       int
	count      int
	holds      bool // the text sets others into it: "Texas" of "Paris, Texas"
	unique     bool // one candidate only, or a country: evidence for the others from the start
}

// resolver holds the working memory of one report.
type resolver struct {
	g         *Gazetteer
	text      string
	items     []item
	groups    []group
	spots     []spot
	buffer    []byte
	countries []float64 // weight of each country's record
	divisions map[int32]float64
}

var resolvers = sync.Pool{New: func() any { return &resolver{divisions: map[int32]float64{}} }}

func (g *Gazetteer) resolver(text string) *resolver {
	r := resolvers.Get().(*resolver)
	r.g, r.text = g, text
	r.items, r.groups, r.spots = r.items[:0], r.groups[:0], r.spots[:0]
	_, n := g.file.Bounds(gazetteer.Country)
	if cap(r.countries) < n {
		r.countries = make([]float64, n)
	}
	r.countries = r.countries[:n]
	clear(r.countries)
	clear(r.divisions)
	return r
}

func (r *resolver) release() {
	r.g, r.text = nil, ""
	clear(r.groups[:cap(r.groups)])
	resolvers.Put(r)
}

// add makes an item of a span and returns its index.
func (r *resolver) add(s report.Span) int {
	name := s.In(r.text)
	r.buffer = gazetteer.AppendFold(r.buffer[:0], name)
	return r.addFolded(s, name)
}

// addFolded makes an item of the name that is in the buffer.
func (r *resolver) addFolded(s report.Span, name string) int {
	it := item{span: s, group: -1, container: -1, best: -1}
	short := letters(name)
	for i := range r.groups {
		if r.groups[i].folded == string(r.buffer) && r.groups[i].short == short {
			it.group = i
			r.groups[i].count++
			break
		}
	}
	if it.group < 0 {
		it.group = len(r.groups)
		folded := string(r.buffer)
		r.groups = append(r.groups, group{folded: folded, short: short, best: -1, count: 1})
		r.groups[it.group].candidates = r.find(name)
	}
	if c := r.groups[it.group].candidates; len(c) > 0 && c[0].people {
		it.weak = true
	}
	r.items = append(r.items, it)
	return len(r.items) - 1
}

// find looks a name up as it stands and then with less and less around it.
func (r *resolver) find(name string) []spot {
	g := r.g
	start := len(r.spots)
	result := func() []spot { return r.spots[start:len(r.spots):len(r.spots)] }
	if record, ok := g.byPeople[string(r.buffer)]; ok {
		s := g.spot(record)
		s.people = true
		r.spots = append(r.spots, s)
		return result()
	}
	r.spots = g.lookup(r.spots, name, r.buffer)
	if len(r.spots) > start {
		return result()
	}
	for _, variant := range variants(name) {
		r.buffer = gazetteer.AppendFold(r.buffer[:0], variant)
		if record, ok := g.byPeople[string(r.buffer)]; ok {
			r.spots = append(r.spots, g.spot(record))
			r.spots[len(r.spots)-1].people = true
			return result()
		}
		r.spots = g.lookup(r.spots, variant, r.buffer)
		if len(r.spots) > start {
			if landform(name[len(variant):]) || !strings.HasPrefix(name, variant) {
				for i := start; i < len(r.spots); i++ { // the Red River does not flow past Red, Maharashtra
					r.spots[i].loose = r.spots[i].kind == Populated
					r.spots[i].vague = r.spots[i].loose && r.spots[i].pop < 100000
				}
			}
			return result()
		}
	}
	r.buffer = gazetteer.AppendFold(r.buffer[:0], name)
	r.spots = g.transliterated(r.spots, r.buffer)
	return result()
}

// decide chooses a candidate for every item.
func (r *resolver) decide(hints Hints) {
	r.contain()
	r.weigh(hints)
	local := host(hints.URL) + " " + strings.ToLower(hints.Outlet)
	for i := range r.groups {
		g := &r.groups[i]
		r.priors(g)
		if namesOutlet(g, local) {
			r.ofEnglish(g)
		}
	}
	r.vote()
	r.districts()
	for round := range 4 {
		for i := range r.groups {
			r.rescore(i)
		}
		changed := false
		for i := range r.groups {
			g := &r.groups[i]
			was := g.best
			g.choose()
			changed = changed || g.best != was
		}
		if !changed && round > 0 {
			break
		}
	}
	for i := range r.groups {
		if r.stray(i) {
			r.groups[i].best = -1
		}
	}
	for i := range r.items {
		it := &r.items[i]
		if it.group < 0 {
			continue
		}
		it.best = r.groups[it.group].best
		switch {
		case it.outside:
			it.best = -1
		case it.container >= 0:
			r.within(it)
		}
	}
}

// stray reports whether a name's best candidate is a small town in a country of which the report says nothing else,
// while other names lie elsewhere: "the electoral district of Groom" in a report from Queensland is not Groom, Texas.
func (r *resolver) stray(i int) bool {
	g := &r.groups[i]
	if g.best < 0 {
		return false
	}
	c := &g.candidates[g.best]
	if c.vague { // Bradley International Airport is not at any Bradley, unless the report plays near one
		for j := range r.groups {
			if o := &r.groups[j]; j != i && o.best >= 0 && o.candidates[o.best].first == c.first && c.first >= 0 && o.candidates[o.best].record != c.record {
				return false
			}
		}
		return true
	}
	if !c.loose && (c.kind != Populated || c.pop > 20000) || c.country < 0 || c.record >= int32(r.g.file.Len()) || r.countries[c.country] > 0 {
		return false
	}
	elsewhere := 0
	for j := range r.groups {
		o := &r.groups[j]
		if j == i || o.best < 0 {
			continue
		}
		if b := &o.candidates[o.best]; b.country == c.country {
			return false
		} else if b.country >= 0 && (b.kind == Country || b.pop > 20000) {
			elsewhere++
		}
	}
	return elsewhere > 0 || c.loose
}

// choose takes the best candidate; the first of equals.
func (g *group) choose() {
	g.best = -1
	for i := range g.candidates {
		if g.best < 0 || g.score[i] > g.score[g.best]+1e-9 {
			g.best = i
		}
	}
}

// surroundings returns the coordinates of the place nearest in the text to item k, towns first.
func (r *resolver) surroundings(k int) (lat, lon float64) {
	if r.items[k].outside {
		holder := &r.groups[r.items[r.items[k].container].group]
		if holder.best >= 0 {
			if c := &holder.candidates[holder.best]; c.kind != Country {
				return c.lat, c.lon
			}
		}
	}
	var found *spot
	rank := -1
	for distance := 1; distance < len(r.items); distance++ {
		for _, j := range [2]int{k - distance, k + distance} {
			if j < 0 || j >= len(r.items) || r.items[j].group < 0 || r.items[j].best < 0 {
				continue
			}
			c := &r.groups[r.items[j].group].candidates[r.items[j].best]
			n := 0
			switch c.kind {
			case Populated, District, Feature:
				n = 3
			case Capital:
				n = 2
			case Province, Area, Water:
				n = 1
			}
			if n > rank {
				found, rank = c, n
			}
		}
		if rank == 3 {
			break
		}
	}
	if found == nil {
		return 0, 0
	}
	return found.lat, found.lon
}
