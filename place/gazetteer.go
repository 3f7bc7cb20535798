package place

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"chancery/codebook"
	"chancery/internal/gazetteer"
)

//go:embed gazetteer.bin
var compiled string

// Gazetteer knows the places of the world by their names. It is read only and safe for many goroutines.
type Gazetteer struct {
	file     *gazetteer.File
	overlay  []entry
	byName   map[string][]gazetteer.Hit // folded names of the overlay; records from file.Len() on are overlay entries
	byPeople map[string]int32           // folded adjectives and names of peoples → record
	hidden   map[int32]bool             // records that the overlay replaces
	moved    map[int32][2]float64       // records to which the overlay gives another point
	renamed  map[int32]string           // places of the gazetteer, as the overlay calls them
	alpha3   map[string]int32           // country code → record
	alpha2   map[string]int32
	longest  int // words of the longest name of the overlay
}

// Load opens the compiled gazetteer and lays the codebook's places over it.
// Mistakes in the codebook are *codebook.Error, several of them joined.
func Load(book *codebook.Book) (*Gazetteer, error) {
	file, err := gazetteer.Open(compiled)
	if err != nil {
		return nil, fmt.Errorf("place: %w", err)
	}
	g := &Gazetteer{file: file, hidden: map[int32]bool{}, moved: map[int32][2]float64{}, renamed: map[int32]string{}, alpha3: map[string]int32{}, alpha2: map[string]int32{}}
	_, countries := file.Bounds(gazetteer.Country)
	for i := range countries {
		code := file.Code(i)
		g.alpha3[code.Alpha3], g.alpha2[code.Alpha2] = int32(i), int32(i)
	}
	entries, err := readOverlay(book)
	if err != nil {
		return nil, err
	}
	if err := g.lay(entries); err != nil {
		return nil, err
	}
	return g, nil
}

// lay puts the overlay's entries in. A later entry of the same name, kind and country replaces an earlier one.
func (g *Gazetteer) lay(entries []entry) error {
	var mistakes []error
	g.byName = make(map[string][]gazetteer.Hit, 4*len(entries))
	g.byPeople = make(map[string]int32, 2*len(entries))
	seen := make(map[string]int, len(entries))
	for _, e := range entries {
		fail := func(format string, args ...any) {
			mistakes = append(mistakes, &codebook.Error{File: e.file, Line: e.line, Reason: fmt.Sprintf(format, args...)})
		}
		bad := false
		for code := range strings.SplitSeq(e.Country, ";") {
			if code = strings.TrimSpace(code); code == "" {
				continue
			}
			c, ok := g.alpha3[code]
			if !ok {
				fail("unknown country %q; write ISO 3166-1 alpha-3 codes, several with ; between", code)
				bad = true
				break
			}
			e.countries = append(e.countries, c)
		}
		if bad {
			continue
		}
		if e.Country = ""; len(e.countries) == 1 {
			e.Country = g.file.Code(int(e.countries[0])).Alpha3
		}
		if e.Kind == Country && len(e.countries) != 1 {
			fail("a country needs its own ISO 3166-1 alpha-3 code")
			continue
		}
		if !e.located || e.Kind == Country || e.Kind == Province {
			// A line about a country or division that the gazetteer has adds names to it and may move its point.
			if e.record = g.recordOf(&e); e.record >= 0 {
				if e.located {
					g.moved[e.record] = [2]float64{e.Lat, e.Lon}
				}
				g.renamed[e.record] = e.Name
				g.addNames(e.record, &e)
				continue
			}
			if !e.located {
				fail("the gazetteer has no %s of this name there: give latitude and longitude", e.Kind)
				continue
			}
		}
		if e.Admin1 != "" && len(e.countries) > 0 {
			for _, hit := range g.file.Lookup(nil, gazetteer.Hash([]byte(gazetteer.Fold(e.Admin1)))) {
				if r := g.file.Record(hit.Record); r.Kind == gazetteer.First && int32(r.Country) == e.countries[0] {
					e.first = int32(hit.Record)
					break
				}
			}
		}
		key := fmt.Sprint(gazetteer.Fold(e.Name), "|", e.Kind, "|", e.Country, "|", e.first)
		if old, ok := seen[key]; ok {
			g.overlay[old] = e
			g.addNames(int32(g.file.Len()+old), &e)
			continue
		}
		seen[key] = len(g.overlay)
		g.hideTwins(&e)
		g.overlay = append(g.overlay, e)
		g.addNames(int32(g.file.Len()+len(g.overlay)-1), &e)
	}
	return errors.Join(mistakes...)
}

// recordOf finds the gazetteer's record that an entry without coordinates means.
func (g *Gazetteer) recordOf(e *entry) int32 {
	if e.Kind == Country {
		return e.countries[0]
	}
	best, most := int32(-1), -1
	for _, hit := range g.file.Lookup(nil, gazetteer.Hash([]byte(gazetteer.Fold(e.Name)))) {
		s := g.spot(int32(hit.Record))
		if s.kind != e.Kind && !(s.kind == Capital && e.Kind == Populated) || len(e.countries) > 0 && s.country != e.countries[0] {
			continue
		}
		if e.GeoNames > 0 && g.file.Record(hit.Record).GeoNames != e.GeoNames {
			continue
		}
		if e.Admin1 != "" && gazetteer.Fold(g.division(s.first)) != gazetteer.Fold(e.Admin1) {
			continue
		}
		if s.pop > most {
			best, most = int32(hit.Record), s.pop
		}
	}
	return best
}

// hideTwins takes the gazetteer's own records of an overlay entry's place out of sight: those of
// the same GeoNames id, and those of the same kind and one of its names within 20 km.
func (g *Gazetteer) hideTwins(e *entry) {
	var hits []gazetteer.Hit
	names := append([]string{e.Name}, e.names...)
	if e.Kind == District || e.Kind == Province {
		for _, name := range names { // "Kalbajar District" is what the gazetteer may call "Kalbajar"
			names = append(names, variants(name)...)
		}
	}
	for _, name := range names {
		hits = g.file.Lookup(hits[:0], gazetteer.Hash([]byte(gazetteer.Fold(name))))
		for _, hit := range hits {
			s := g.spot(int32(hit.Record))
			same := e.GeoNames > 0 && g.file.Record(hit.Record).GeoNames == e.GeoNames
			if same || s.kind == e.Kind && kilometres(s.lat, s.lon, e.Lat, e.Lon) < 20 ||
				(e.Kind == Province || e.Kind == District || e.Kind == Area && e.ucdp == 4) && (s.kind == Province || s.kind == District) &&
					len(e.countries) > 0 && s.country == e.countries[0] && kilometres(s.lat, s.lon, e.Lat, e.Lon) < 150 {
				g.hidden[int32(hit.Record)] = true
			}
		}
	}
}

func (g *Gazetteer) addNames(record int32, e *entry) {
	for _, name := range append([]string{e.Name}, e.names...) {
		folded := gazetteer.Fold(name)
		if folded == "" {
			continue
		}
		if short := letters(name); short != "" {
			folded = short
		}
		g.longest = max(g.longest, 1+strings.Count(folded, " "))
		hit := gazetteer.Hit{Record: int(record)}
		known := false
		for _, h := range g.byName[folded] {
			known = known || h == hit
		}
		if !known {
			g.byName[folded] = append(g.byName[folded], hit)
		}
	}
	for _, people := range e.people {
		if folded := gazetteer.Fold(people); folded != "" {
			g.byPeople[folded] = record
		}
	}
}

// letters returns the letters of an abbreviation, case kept, and "" for longer names: "La." is Louisiana, "L.A." Los
// Angeles, and "us" is nobody.
func letters(name string) string {
	if len(name) > 6 {
		return ""
	}
	var short [6]byte
	n := 0
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			short[n] = c
			n++
		case c != '.' && c != ' ':
			return ""
		}
	}
	if n > 3 || n < 2 {
		return ""
	}
	return string(short[:n])
}

// spot is what disambiguation needs to know of a candidate.
type spot struct {
	record    int32
	kind      Kind
	alternate bool
	people    bool // found by an adjective or people: a hint, not a place
	vague     bool // found by the name of a landform or building called after it, perhaps
	loose     bool // found in another transliteration only
	section   bool // part of a larger town
	seat      bool // seat of a first-order division
	pop       int
	lat, lon  float64
	x, y, z   float64 // the point on a sphere of the Earth's size, in kilometres from its centre; see aim
	country   int32   // record, -1 for none or several
	first     int32   // record of the first-order division, -1 for none
	second    int32
}

func (g *Gazetteer) spot(record int32) spot {
	if n := int32(g.file.Len()); record >= n {
		e := &g.overlay[record-n]
		s := spot{record: record, kind: e.Kind, pop: e.Pop, lat: e.Lat, lon: e.Lon, country: -1, first: e.first, second: -1}
		if len(e.countries) == 1 {
			s.country = e.countries[0]
		}
		return s
	}
	r := g.file.Record(int(record))
	s := spot{record: record, pop: r.Pop, lat: r.Lat, lon: r.Lon, country: int32(r.Country), first: int32(r.First), second: int32(r.Second)}
	if r.Kind <= gazetteer.First {
		if at, ok := g.moved[record]; ok {
			s.lat, s.lon = at[0], at[1]
		}
	}
	switch r.Kind {
	case gazetteer.Country:
		s.kind = Country
	case gazetteer.First:
		s.kind = Province
		s.first = record
	case gazetteer.Second:
		s.kind = District
		s.second = record
	default:
		s.kind = Populated
		if r.Flags&gazetteer.StateCapital != 0 {
			s.kind = Capital
		}
		s.section = r.Flags&gazetteer.TownSection != 0
		s.seat = r.Flags&gazetteer.DivisionSeat != 0
	}
	return s
}

// place returns the Place of a record as the record gives it out.
func (g *Gazetteer) place(record int32) Place {
	if n := int32(g.file.Len()); record >= n {
		return g.overlay[record-n].Place
	}
	r := g.file.Record(int(record))
	s := g.spot(record)
	p := Place{Name: r.Name, Country: g.file.Code(r.Country).Alpha3, Lat: s.lat, Lon: s.lon, GeoNames: r.GeoNames, Kind: s.kind, Pop: r.Pop}
	if name, ok := g.renamed[record]; ok {
		p.Name = name
	}
	if s.kind != Province {
		p.Admin1 = g.division(s.first)
	}
	return p
}

func (g *Gazetteer) division(record int32) string {
	if record < 0 || record >= int32(g.file.Len()) {
		return ""
	}
	return g.file.Record(int(record)).Name
}

// precision returns the codes for a record.
func (g *Gazetteer) precision(record int32, kind Kind, near bool) (acled, ucdp int) {
	if n := int32(g.file.Len()); record >= n {
		switch u := g.overlay[record-n].ucdp; {
		case u == 1 && near:
			return 2, 2
		case u > 0 && !near:
			return acledOf(u), u
		}
	}
	return precisionOf(kind, near)
}

// lookup appends the spots that carry a name: the overlay's first, then the gazetteer's. folded is the name's folded form.
func (g *Gazetteer) lookup(dst []spot, name string, folded []byte) []spot {
	start := len(dst)
	for _, hit := range g.named(name, folded) {
		dst = append(dst, g.spot(int32(hit.Record)))
		dst[len(dst)-1].aim()
	}
	var buffer [64]gazetteer.Hit
next:
	for _, hit := range g.file.Lookup(buffer[:0], gazetteer.Hash(folded)) {
		if g.hidden[int32(hit.Record)] {
			continue
		}
		for _, s := range dst[start:] {
			if s.record == int32(hit.Record) {
				continue next
			}
		}
		s := g.spot(int32(hit.Record))
		s.alternate = hit.Alternate
		s.aim()
		dst = append(dst, s)
	}
	return dst
}

// named returns what the overlay knows under a name.
func (g *Gazetteer) named(name string, folded []byte) []gazetteer.Hit {
	if short := letters(name); short != "" {
		return g.byName[short]
	}
	return g.byName[string(folded)]
}

// Lookup returns the places that carry a name, in whatever spelling of case, accents and hyphens, in no particular order of importance.
func (g *Gazetteer) Lookup(name string) []Place {
	var places []Place
	for _, s := range g.lookup(nil, name, []byte(gazetteer.Fold(name))) {
		places = append(places, g.place(s.record))
	}
	return places
}
