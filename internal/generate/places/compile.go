package main

import (
	"io"
	"sort"
	"strings"
	"unicode"

	"chancery/internal/gazetteer"
)

type compiled struct {
	codes   []gazetteer.Code
	records []gazetteer.Record
	names   []gazetteer.Name
	count   [4]int
}

func (c *compiled) write(w io.Writer) error {
	return gazetteer.Write(w, note, c.codes, c.records, c.names)
}

// place is what a division's towns tell about where it lies.
type place struct {
	lat, lon float64
	n, pop   int
}

func (p *place) add(t *town) {
	p.lat, p.lon, p.n, p.pop = p.lat+t.Lat, p.lon+t.Lon, p.n+1, p.pop+t.Pop
}

func compile(s *sources) *compiled {
	c := &compiled{}
	firstPlace, secondPlace := map[string]*place{}, map[string]*place{}
	townOf := map[string]bool{} // folded names of the towns of a division
	at := func(m map[string]*place, key string) *place {
		if m[key] == nil {
			m[key] = &place{}
		}
		return m[key]
	}
	for i := range s.towns {
		t := &s.towns[i]
		key := t.Country + "." + t.First
		at(firstPlace, key).add(t)
		if t.second != "" {
			at(secondPlace, key+"."+t.second).add(t)
		}
		townOf[key+"|"+gazetteer.Fold(t.Name)] = true
	}

	countryAt := map[string]int{}
	capitalOf := map[string]string{}
	for _, k := range s.countries {
		if !k.hasCentre {
			continueWithTowns(&k, s)
		}
		i := len(c.records)
		countryAt[k.Alpha2] = i
		capitalOf[k.Alpha2] = gazetteer.Fold(k.Capital)
		c.codes = append(c.codes, gazetteer.Code{Alpha2: k.Alpha2, Alpha3: k.Alpha3})
		name := k.names[0]
		if len(k.names) > 1 {
			name = k.names[1] // CLDR's own name stands before its variants
		}
		c.records = append(c.records, gazetteer.Record{Name: name, Kind: gazetteer.Country, Lat: k.lat, Lon: k.lon,
			GeoNames: k.GeoNames, Pop: k.Pop, Country: i, First: -1, Second: -1})
		for _, n := range k.names {
			c.name(n, i, n != name)
		}
	}

	firstAt := map[string]int{}
	for _, d := range s.first {
		p, country := firstPlace[d.Code], strings.SplitN(d.Code, ".", 2)[0]
		k, ok := countryAt[country]
		if p == nil || !ok {
			continue
		}
		i := len(c.records)
		firstAt[d.Code] = i
		c.records = append(c.records, gazetteer.Record{Name: d.Name, Kind: gazetteer.First, Lat: p.lat / float64(p.n), Lon: p.lon / float64(p.n),
			GeoNames: s.states[d.Code], Pop: p.pop, Country: k, First: -1, Second: -1})
		c.name(d.Name, i, false)
		if short := withoutGeneric(d.Name); short != d.Name {
			// "in Omsk" is in the town and not in Omsk Oblast.
			c.name(short, i, townOf[d.Code+"|"+gazetteer.Fold(short)])
		}
	}

	secondAt := map[string]int{}
	for _, d := range s.second {
		parts := strings.SplitN(d.Code, ".", 3)
		p := secondPlace[d.Code]
		k, ok := countryAt[parts[0]]
		short := withoutGeneric(d.Name)
		if p == nil || !ok || len(d.Name) > 60 ||
			// "Campinas" of which the only town is Campinas says nothing that the town does not.
			townOf[parts[0]+"."+parts[1]+"|"+gazetteer.Fold(short)] && parts[0] != "US" && parts[0] != "GB" && parts[0] != "IE" {
			continue
		}
		i := len(c.records)
		secondAt[d.Code] = i
		first, ok := firstAt[parts[0]+"."+parts[1]]
		if !ok {
			first = -1
		}
		c.records = append(c.records, gazetteer.Record{Name: d.Name, Kind: gazetteer.Second, Lat: p.lat / float64(p.n), Lon: p.lon / float64(p.n),
			Pop: p.pop, Country: k, First: first, Second: -1})
		c.name(d.Name, i, false)
		if short != d.Name && parts[0] != "US" { // "Paris" is no county of Texas, but "Lancaster County" is Lancaster County
			c.name(short, i, true)
		}
	}

	c.count[0], c.count[1], c.count[2] = len(c.codes), len(firstAt), len(secondAt)
	c.towns(s, countryAt, firstAt, secondAt, capitalOf)
	return c
}

// continueWithTowns places a country that has no shape in the atlas in the middle of its towns.
func continueWithTowns(k *country, s *sources) {
	p := place{}
	for i := range s.towns {
		if s.towns[i].Country == k.Alpha2 {
			p.add(&s.towns[i])
		}
	}
	if p.n > 0 {
		k.lat, k.lon = p.lat/float64(p.n), p.lon/float64(p.n)
	}
}

func (c *compiled) towns(s *sources, countryAt, firstAt, secondAt map[string]int, capitalOf map[string]string) {
	order := make([]int, 0, len(s.towns))
	for i := range s.towns {
		if _, ok := countryAt[s.towns[i].Country]; ok {
			order = append(order, i)
		}
	}
	// Large towns first, so that those one asks for lie close together.
	sort.SliceStable(order, func(i, j int) bool { return s.towns[order[i]].Pop > s.towns[order[j]].Pop })
	hasCapital := map[string]bool{}
	for _, n := range order {
		t := &s.towns[n]
		i := len(c.records)
		r := gazetteer.Record{Name: t.Name, Kind: gazetteer.Town, Lat: t.Lat, Lon: t.Lon, GeoNames: t.GeoNames, Pop: t.Pop,
			Country: countryAt[t.Country], First: -1, Second: -1}
		if first, ok := firstAt[t.Country+"."+t.First]; ok {
			r.First = first
			if second, ok := secondAt[t.Country+"."+t.First+"."+t.second]; ok {
				r.Second = second
			}
		}
		switch {
		case !hasCapital[t.Country] && (t.feature == "PPLC" || gazetteer.Fold(t.Name) == capitalOf[t.Country]):
			r.Flags |= gazetteer.StateCapital
			hasCapital[t.Country] = true
		case t.feature == "PPLA":
			r.Flags |= gazetteer.DivisionSeat
		case t.feature == "PPLX":
			r.Flags |= gazetteer.TownSection
		}
		c.records = append(c.records, r)
		c.count[3]++
		c.name(t.Name, i, false)
		own := gazetteer.Fold(t.Name)
		// The news names small places by their own names; the South Caucasus has several for each village.
		if t.Pop < 2000 && t.Country != "AM" && t.Country != "AZ" && t.Country != "GE" {
			continue
		}
		for _, alternate := range t.Alternates {
			if usable(alternate, t.Pop) && gazetteer.Fold(alternate) != own {
				c.name(alternate, i, true)
			}
		}
	}
}

// name adds a name of a record.
func (c *compiled) name(name string, record int, alternate bool) {
	if folded := gazetteer.Fold(name); folded != "" {
		c.names = append(c.names, gazetteer.Name{Folded: folded, Record: record, Alternate: alternate})
	}
}

// usable reports whether an alternate name can stand in English text. GeoNames has names in all scripts,
// codes of airports ("GYD") and letter-by-letter transliterations ("ʼzryt", "swsh") among them.
func usable(name string, pop int) bool {
	vowel, lower := false, false
	for i, r := range name {
		switch {
		case i == 0 && !unicode.IsUpper(r):
			return false
		case r > 0x24F && r != '’' && r != 'ʻ' && r != 'ʼ' && (r < 0x1E00 || r > 0x1EFF):
			return false
		case unicode.IsDigit(r), r == '(', r == '/':
			return false
		}
		if strings.ContainsRune("aeiouyəıàáâãäåèéêëìíîïòóôõöøùúûüý", unicode.ToLower(r)) {
			vowel = true
		}
		lower = lower || unicode.IsLower(r)
	}
	return vowel && lower && len(name) >= 3 && len(name) < 50 && (pop > 0 || len(name) < 30)
}

var generic = []string{" Province", " Region", " Oblast", " Governorate", " District", " County", " Prefecture", " State", " Department",
	" Krai", " Kray", " Rayon", " Raion", " Municipality", " City", " Republic", " Division", " Shi", " İlçesi", " Kommun", " Kommune",
	" oblast", " Oblast'", " Okrug", " Tumani", " Járás", " Aūdany", " Zone", " kommun", " Atoll", " Sahari"}

var genericBefore = []string{"Province of ", "State of ", "Republic of ", "Region of ", "City and Borough of ", "Metropolitan Borough of ",
	"Royal Borough of ", "Borough of ", "City of ", "District of ", "County ", "Departamento de ", "Provincia de ", "Provincia di "}

// withoutGeneric takes the kind of division off its name: "Tavush Province" is found as "Tavush" too.
func withoutGeneric(name string) string {
	if name == "District of Columbia" || name == "Mexico City" {
		return name
	}
	for _, g := range generic {
		if strings.HasSuffix(name, g) && len(name) > len(g)+2 {
			return strings.TrimSuffix(name, g)
		}
	}
	for _, g := range genericBefore {
		if strings.HasPrefix(name, g) && len(name) > len(g)+2 {
			return strings.TrimPrefix(name, g)
		}
	}
	return name
}
