package place

import "math"

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

// abroad reports whether the text names a country, or a people, other than home.
func (r *resolver) abroad(home int32) bool {
	for i := range r.groups {
		if c := r.groups[i].candidates; len(c) > 0 && c[0].kind == Country && c[0].country != home && (len(c) == 1 || c[0].people) {
			return true
		}
	}
	return false
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
