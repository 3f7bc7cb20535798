package place

import (
	"math"
	"sort"
	"strings"
	"sync"

	"chancery/internal/gazetteer"
	"chancery/report"
)

// Hints is what is known of a report besides the places that it names. The zero value is no hint.
type Hints struct {
	// Countries are ISO 3166-1 alpha-3 codes of the countries that the report is about: of its actors, its
	// dateline. A country may stand there several times and then weighs more.
	Countries []string
	Outlet    string // name of the outlet: "Gainesville Times"
	URL       string // its top-level domain tells the country of a local outlet
	// Surroundings asks for the coordinates of the places named beside it for a place that the gazetteer lacks.
	// Such mentions have coordinates but no name and are not Resolved.
	Surroundings bool
}

// The weights of the evidence, in orders of magnitude of population times sizeWeight. They are round numbers, set by
// hand and tried on LGL (local news) and GeoVirus (world news): what helps the one at the other's cost was left out.
const (
	sizeWeight      = 0.5
	countryPrior    = 3
	worldCountry    = 2
	worldCity       = 1.5
	strangeCountry  = 3
	capitalPrior    = 0.5
	provincePrior   = 0.8
	districtPrior   = 0.25
	areaPrior       = 6
	alternateCost   = 1.5
	countryWeight   = 0.6
	countryLimit    = 2
	divisionWeight  = 0.3
	divisionLimit   = 2.5
	voteWeight      = 0.6
	voteLimit       = 2
	districtWeight  = 1
	listWeight      = 2
	supportLimit    = 2.2
	divisionForTown = 1
	countryForTown  = 0.2
	townForDivision = 1.2
	countryOfName   = 0.2
	sameCountry     = 0.1
	sameDivision    = 0.5
	nearest         = 2.5
	close           = 1
	regional        = 0.6
	americanWeight  = 1
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

// leading and trailing are words that stand around a name without being part of it: "downtown Baku", "Baku city".
var leading = []string{"the ", "downtown ", "central ", "northern ", "southern ", "eastern ", "western ", "north ", "south ", "east ", "west ",
	"northeast ", "northwest ", "southeast ", "southwest ", "city of ", "town of ", "village of ", "greater ", "port of ", "state of ",
	"county of ", "island of ", "lake ", "mount ", "upper ", "lower ", "mid-", "old ", "university of ", "northeastern ", "northwestern ",
	"southeastern ", "southwestern ", "metro ", "new "}

var trailing = []string{"'s", "’s", "'", "’", " county", " counties", " parish", " township", " twp.", " city", " region", " province", " district", " state", " area",
	" village", " town", " river", " lake", " creek", " valley", " beach", " park", " island", " islands", " heights", " hills", " bay", " harbor", " harbour",
	" international airport", " airport", " air base", " national park", " oblast", " governorate", " prefecture", " krai", " raion", " municipality", " borough", " corridor", " peninsula", " peninsular", " coast", " border", " mountains", " mountain",
	" ranges", " basin", " reservoir", " dam", " station", " bridge", " gorge", " square", " metro area", " metropolitan area", " suburbs", " suburb", " isd", " junction"}

// landform reports whether the end of a name, which variants cut off, says that it is no town.
func landform(end string) bool {
	for _, word := range [...]string{"iver", "ake", "reek", "alley", "ountain", "eservoir", "am", "eights", "ills", "ay", "ark", "ridge", "sland", "irport", "tation", " base", "quare"} {
		if strings.Contains(end, word) {
			return true
		}
	}
	return false
}

// variants returns shorter forms of a name to be tried in turn.
func variants(name string) []string {
	var forms []string
	for range 3 {
		lower := strings.ToLower(name)
		cut := false
		for _, t := range trailing {
			if strings.HasSuffix(lower, t) && len(lower) == len(name) && len(name) > len(t)+1 {
				name, cut = name[:len(name)-len(t)], true
				break
			}
		}
		if !cut {
			for _, l := range leading {
				if strings.HasPrefix(lower, l) && len(lower) == len(name) && len(name) > len(l)+1 {
					name, cut = name[len(l):], true
					break
				}
			}
		}
		if !cut {
			break
		}
		forms = append(forms, name)
	}
	return forms
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

// contain finds the items that the text itself places: "Paris, Texas", "Goris (Armenia)", "Baku in Azerbaijan".
func (r *resolver) contain() {
	for i := 0; i+1 < len(r.items); i++ {
		a := &r.items[i]
		for j := i + 1; j < len(r.items) && j <= i+2; j++ {
			b := &r.items[j]
			if a.group < 0 || b.group < 0 || b.span.Start < a.span.End {
				continue
			}
			between := r.text[a.span.End:b.span.Start]
			if len(between) > 12 || !placing(between) {
				break
			}
			if j == i+1 && between == ", " && r.elsewhere(a, b) {
				a.outside = true
				a.container = j
				break
			}
			if r.canHold(a, b) {
				a.container = j
				r.groups[b.group].holds = true
				break
			}
		}
	}
}

// elsewhere reports whether "a, b" puts a small town into a country or division in which the gazetteer has none of
// that name: "Cotton Tree, Australia" is not the one in Belize. Large towns may merely stand beside b in a list.
func (r *resolver) elsewhere(a, b *item) bool {
	holder := r.groups[b.group].candidates
	if len(holder) == 0 || holder[0].kind != Country && holder[0].kind != Province || b.weak {
		return false
	}
	for i := range r.groups[a.group].candidates {
		if c := &r.groups[a.group].candidates[i]; c.pop > 50000 || c.kind != Populated {
			return false
		}
	}
	return !r.canHold(a, b)
}

func placing(between string) bool {
	switch between {
	case ", ", " (", ", in ", " in ", ",", " - ", " – ", " of ", " ":
		return true
	}
	return false
}

// canHold reports whether some candidate of b holds some candidate of a.
func (r *resolver) canHold(a, b *item) bool {
	for i := range r.groups[a.group].candidates {
		c := &r.groups[a.group].candidates[i]
		for j := range r.groups[b.group].candidates {
			if holds(&r.groups[b.group].candidates[j], c) {
				return true
			}
		}
	}
	return false
}

// holds reports whether the larger place contains the smaller.
func holds(larger, smaller *spot) bool {
	if larger.record == smaller.record {
		return false
	}
	switch larger.kind {
	case Country:
		return smaller.kind != Country && smaller.country == larger.country
	case Province:
		return (smaller.kind == Populated || smaller.kind == Capital || smaller.kind == District || smaller.kind == Feature) && smaller.first >= 0 && smaller.first == larger.first
	case District:
		return (smaller.kind == Populated || smaller.kind == Capital) && smaller.second >= 0 && smaller.second == larger.second
	case Area:
		return smaller.kind != Area && smaller.kind != Country && smaller.country >= 0 && smaller.country == larger.country &&
			kilometres(larger.lat, larger.lon, smaller.lat, smaller.lon) < 250
	}
	return false
}

// weigh collects how much the report is about each country and division.
func (r *resolver) weigh(hints Hints) {
	for _, code := range hints.Countries {
		if c, ok := r.g.alpha3[code]; ok {
			r.countries[c] += 0.5
		}
	}
	if c := r.g.countryOfURL(hints.URL); c >= 0 {
		r.countries[c] += 3
	}
	if c, ok := r.g.alpha3["USA"]; ok && !r.abroad(c) {
		r.countries[c] += americanWeight * float64(americanisms(r.text))
	}
	for i := range r.groups {
		r.speakFor(&r.groups[i], 1)
	}
}

// foreign reports whether names other than g are of states or peoples outside the English-speaking world: then the
// report is world news, in which a country is a country and Montreal is not in Wisconsin.
func (r *resolver) foreign(g *group) bool {
	for i := range r.groups {
		o := &r.groups[i]
		if o == g || len(o.candidates) == 0 || o.candidates[0].kind != Country || len(o.candidates) > 1 && !o.candidates[0].people && o.count < 2 {
			continue
		}
		if !r.english(o.candidates[0].country) {
			return true
		}
	}
	return false
}

// english reports whether English is the language of a country's local news.
func (r *resolver) english(country int32) bool {
	if country < 0 {
		return false
	}
	switch r.g.file.Code(int(country)).Alpha3 {
	case "USA", "GBR", "CAN", "AUS", "IRL", "NZL", "ZAF":
		return true
	}
	return false
}

// abroad reports whether the text names a country, or a people, other than home.
func (r *resolver) abroad(home int32) bool {
	for i := range r.groups {
		if c := r.groups[i].candidates; len(c) > 0 && c[0].kind == Country && c[0].country != home && (len(c) == 1 || c[0].people) {
			return true
		}
	}
	return false
}

// americanisms counts, up to six, the words of a text that belong to life in the United States. Local news there
// rarely says in which country it plays: "Dublin City Council members … the school district" is not of Ireland.
func americanisms(text string) (n int) {
	for _, word := range [...]string{"heriff", "chool district", "chool board", "igh School", "ighway ", "nterstate", "tate police", "State Police", " County", "state trooper",
		"downtown", "county attorney", "Ave.", "Blvd", "neighborhood"} {
		if n < 6 && strings.Contains(text, word) {
			n++
		}
	}
	return n
}

// speakFor adds what a name itself says about countries and divisions, or takes it away again: "Mexico" speaks for
// the country, but is no evidence that "Mexico" is the city.
func (r *resolver) speakFor(g *group, sign float64) {
	n := sign * float64(g.count)
	for k := range g.candidates {
		c := &g.candidates[k]
		switch {
		case c.kind == Country && c.country >= 0:
			r.countries[c.country] += n
		case c.kind == Province && (len(g.candidates) == 1 || c.pop > 300000 || g.holds) && !c.alternate:
			r.divisions[c.first] += n
			r.countries[c.country] += 0.5 * n
		}
	}
}

// namesOutlet reports whether an outlet without a country of its own is called after the place: parisbeacon.com.
func namesOutlet(g *group, local string) bool {
	if len(g.folded) < 5 || strings.Contains(g.folded, " ") || len(g.candidates) == 0 || g.candidates[0].people {
		return false
	}
	return strings.Contains(local, g.folded)
}

// ofEnglish prefers the candidates of countries that read English: there is no Paris Beacon in France.
func (r *resolver) ofEnglish(g *group) {
	for k := range g.candidates {
		c := &g.candidates[k]
		if c.kind != Country && r.english(c.country) {
			g.prior[k] += 2
		}
	}
}

// host returns the host of a URL whose top-level domain is no country's, "" for others.
func host(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		rest = url
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, ":")
	host = strings.ToLower(host)
	for _, tld := range [...]string{".com", ".net", ".org"} {
		if strings.HasSuffix(host, tld) {
			return host
		}
	}
	return ""
}

// countryOfURL returns the country of a URL's top-level domain, -1 when it has none.
func (g *Gazetteer) countryOfURL(url string) int32 {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		rest = url
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, ":")
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 || len(host)-dot != 3 {
		return -1
	}
	tld := strings.ToUpper(host[dot+1:])
	switch tld {
	case "UK":
		tld = "GB"
	case "TV", "ME", "IO", "CO", "AI", "FM", "CC", "WS", "TO", "LY", "IS", "EU": // sold all over the world
		return -1
	}
	if c, ok := g.alpha2[tld]; ok {
		return c
	}
	return -1
}

// priors says how likely each candidate is meant when nothing is known but the countries and divisions of the report.
func (r *resolver) priors(g *group) {
	r.speakFor(g, -1)
	defer r.speakFor(g, 1)
	world := r.foreign(g)
	g.prior, g.score = make([]float64, len(g.candidates)), make([]float64, len(g.candidates))
	for i := range g.candidates {
		c := &g.candidates[i]
		p := sizeWeight * math.Log10(float64(c.pop)+10)
		if world {
			switch {
			case c.kind == Country:
				p += worldCountry
			case (c.kind == Populated || c.kind == Capital) && c.pop > 1000000:
				p += worldCity
			case (c.kind == Populated || c.kind == Capital) && c.pop > 300000:
				p += worldCity / 2
			}
		}
		switch c.kind {
		case Country:
			p += countryPrior
			for k := range g.candidates { // "the vote in Georgia", in a report in which everybody else is American
				if o := &g.candidates[k]; o.kind == Province && r.countries[c.country] == 0 && r.countries[o.country] >= 0.5 {
					p -= strangeCountry
					break
				}
			}
		case Capital:
			p += capitalPrior
			for k := range g.candidates { // "talks in Washington": not the state
				if o := &g.candidates[k]; o.kind == Province && o.country == c.country && !c.alternate {
					p += 1.5
					break
				}
			}
		case Province:
			p += provincePrior
			for k := range g.candidates { // "in Kerman" is in the town and not in Kerman Province
				if o := &g.candidates[k]; (o.kind == Populated || o.kind == Capital) && (o.first == c.first && o.pop > c.pop/10 || o.country == c.country && o.pop > c.pop) && (!o.alternate || c.alternate) {
					p -= 1.5
					break
				}
			}
		case District:
			p -= districtPrior
		case Area, Water:
			p = areaPrior
		case Feature:
			p = 3.5
		}
		if c.record >= int32(r.g.file.Len()) && c.pop == 0 && c.kind == Populated {
			p = 3
		}
		if c.section {
			p -= 0.7
		}
		if c.alternate {
			p -= alternateCost
		}
		if c.loose {
			p -= alternateCost
		}
		if c.country >= 0 && c.kind != Country {
			p += countryWeight * min(r.countries[c.country], countryLimit)
		}
		if c.first >= 0 && c.kind != Province {
			p += divisionWeight * min(r.divisions[c.first], divisionLimit)
		}
		g.prior[i] = p
	}
	g.unique = len(g.candidates) == 1
	copy(g.score, g.prior)
	g.choose()
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

// vote lets each name speak for the divisions in which it has a place: a local report names many small places, each
// of them common, that occur together in one state only. ("Versailles, Lexington, Paris and Winchester": Kentucky.)
func (r *resolver) vote() {
	votes := map[int32]float64{}
	var own []int32
	for i := range r.groups {
		g := &r.groups[i]
		if len(g.candidates) == 0 || len(g.candidates) > 200 {
			continue
		}
		own = own[:0]
		share := 1 / math.Sqrt(float64(len(g.candidates)))
	candidates:
		for k := range g.candidates {
			c := &g.candidates[k]
			if c.first < 0 || c.kind == Province || c.alternate {
				continue
			}
			for _, d := range own {
				if d == c.first {
					continue candidates
				}
			}
			own = append(own, c.first)
			votes[c.first] += share
		}
	}
	for i := range r.groups {
		g := &r.groups[i]
		share := 1 / math.Sqrt(float64(max(len(g.candidates), 1)))
		for k := range g.candidates {
			c := &g.candidates[k]
			if c.first < 0 {
				continue
			}
			others := votes[c.first]
			for n := range g.candidates { // its own vote is no evidence
				if o := &g.candidates[n]; o.first == c.first && o.kind != Province && !o.alternate {
					others -= share
					break
				}
			}
			g.prior[k] += voteWeight * min(max(others, 0), voteLimit)
		}
	}
}

// districts lets a town and the second-order division that it lies in speak for each other: nine states have a Henry
// County, but only one has a Paris in it.
func (r *resolver) districts() {
	for i := range r.groups {
		holder := &r.groups[i]
		for h := range holder.candidates {
			d := &holder.candidates[h]
			if d.kind != District {
				continue
			}
			for j := range r.groups {
				held := &r.groups[j]
				if j == i {
					continue
				}
				for k := range held.candidates {
					if c := &held.candidates[k]; c.kind == Populated && c.second == d.record && !c.alternate {
						held.prior[k] += districtWeight
						holder.prior[h] += districtWeight
					}
				}
			}
		}
	}
}

// rescore adds to each candidate what the other names, as they are understood now, say for it.
func (r *resolver) rescore(i int) {
	g := &r.groups[i]
	for k := range g.candidates {
		c := &g.candidates[k]
		sum := 0.0
		for j := range r.groups {
			o := &r.groups[j]
			if j == i || o.best < 0 {
				continue
			}
			b := &o.candidates[o.best]
			s := support(c, b)
			if len(o.candidates) > 3 {
				s *= 0.7
			}
			sum += s
		}
		g.score[k] = g.prior[k] + min(sum, supportLimit)
	}
	// What the text itself places counts for all mentions of the name, once for each.
	for n := range r.items {
		it := &r.items[n]
		if it.group != i || it.container < 0 {
			continue
		}
		holder := &r.groups[r.items[it.container].group]
		for k := range g.candidates {
			for h := range holder.candidates {
				if holds(&holder.candidates[h], &g.candidates[k]) {
					g.score[k] += 6
					break
				}
			}
		}
	}
	// Lists name things of one kind: "Ohio, Georgia and Florida".
	for n := range r.items {
		if r.items[n].group != i {
			continue
		}
		for _, m := range [2]int{n - 1, n + 1} {
			if m < 0 || m >= len(r.items) || r.items[m].group < 0 || r.items[m].group == i || !r.listed(min(n, m)) {
				continue
			}
			o := &r.groups[r.items[m].group]
			if o.best < 0 {
				continue
			}
			b := &o.candidates[o.best]
			for k := range g.candidates {
				switch c := &g.candidates[k]; {
				case c.country != b.country || c.country < 0:
				case c.kind == Province && b.kind == Province:
					g.score[k] += listWeight / float64(g.count)
				case (c.kind == Populated || c.kind == Capital) && (b.kind == Populated || b.kind == Capital): // "Mecca and Medina"
					g.score[k] += listWeight / 2 / float64(g.count)
				}
			}
		}
	}
	// And the other way round: a name that holds others is a holder.
	for n := range r.items {
		it := &r.items[n]
		if it.container < 0 || r.items[it.container].group != i {
			continue
		}
		held := &r.groups[it.group]
		for k := range g.candidates {
			for h := range held.candidates {
				if holds(&g.candidates[k], &held.candidates[h]) {
					g.score[k] += 2
					break
				}
			}
		}
	}
}

// listed reports whether only a comma or "and" stands between item n and the next.
func (r *resolver) listed(n int) bool {
	a, b := r.items[n].span.End, r.items[n+1].span.Start
	if b < a || b-a > 6 {
		return false
	}
	switch r.text[a:b] {
	case ", ", " and ", ", and ", " or ", " & ":
		return true
	}
	return false
}

// support says how much place b being spoken of makes it likely that c is.
func support(c, b *spot) float64 {
	switch {
	case b.kind == Country:
		if c.country == b.country && c.kind != Country {
			return countryOfName
		}
		return 0
	case b.kind == Province && c.kind != Province:
		if c.first == b.first && c.first >= 0 {
			return divisionForTown
		}
		if c.country == b.country && c.country >= 0 {
			return countryForTown
		}
		return 0
	case c.kind == Country:
		if b.country == c.country {
			return 0.4
		}
		return 0
	case c.kind == Province:
		if b.first == c.first && c.first >= 0 {
			return townForDivision
		}
		if b.country == c.country && c.country >= 0 {
			return 0.2
		}
		return 0
	}
	s := 0.0
	if c.kind == Area && c.country >= 0 && c.country == b.country {
		s = 0.2
	}
	if c.country >= 0 && c.country == b.country {
		s = sameCountry
		if c.first >= 0 && c.first == b.first {
			s = sameDivision
		}
	}
	if b.kind == Area || b.kind == Water || math.Abs(c.lat-b.lat) > 3 {
		return s
	}
	switch d := chord2(c, b); {
	case d < 30*30:
		s += nearest
	case d < 80*80:
		s += close
	case d < 160*160:
		s += regional
	case d < 300*300:
		s += 0.15
	}
	return s
}

// within chooses the best candidate among those that the item's own container holds.
func (r *resolver) within(it *item) {
	g := &r.groups[it.group]
	holder := &r.groups[r.items[it.container].group]
	best := -1
	for k := range g.candidates {
		held := false
		for h := range holder.candidates {
			if holds(&holder.candidates[h], &g.candidates[k]) && (h == holder.best || holder.candidates[h].kind == Country || holder.candidates[h].kind == Province) {
				held = true
			}
		}
		if held && (best < 0 || g.score[k] > g.score[best]) {
			best = k
		}
	}
	if best >= 0 {
		it.best = best
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
