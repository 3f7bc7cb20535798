package place

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
