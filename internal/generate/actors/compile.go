package main

import (
	"bufio"
	"fmt"
	"sort"
	"strings"
)

// person is somebody as the sources have them.
type person struct {
	id, name, wikidata, gender string
	names                      []string
	hand                       bool
}

// holding is one time in one office. Days are EDTF; last is ".." while open, seen then says up to when.
type holding struct {
	person                            *person
	office, of, to, first, last, seen string
	source                            string
}

// compiler gathers holdings from the sources, one after the other.
type compiler struct {
	book                          *book
	holdings                      []*holding
	byWikidata                    map[string]*person
	byName                        map[string]*person // folded name and state
	byOffice                      map[string][]*holding
	ids                           map[string]bool
	writtenPeople, writtenTenures int
}

// earliest is the first year whose offices are wanted.
const earliest = "1990"

// single are the offices that one person at a time holds.
func single(office string) bool {
	switch office {
	case "president", "prime-minister", "chancellor", "monarch", "foreign-minister", "secretary-of-state", "defence-minister", "secretary-of-defense",
		"interior-minister", "finance-minister", "justice-minister", "energy-minister", "economy-minister", "speaker", "pope", "ambassador", "permanent-representative-to-the-un", "chief-of-general-staff", "secretary-general":
		return true
	}
	return false
}

// add enters a holding unless a better source has it.
func (c *compiler) add(name, wikidata, gender string, h holding) {
	if c.byOffice == nil {
		c.byWikidata, c.byName, c.byOffice, c.ids = map[string]*person{}, map[string]*person{}, map[string][]*holding{}, map[string]bool{}
		for _, h := range c.book.hand {
			c.byOffice[h.place()] = append(c.byOffice[h.place()], h)
			c.byName[fold(h.person.name)+h.of] = h.person
			c.ids[h.person.id] = true
		}
	}
	name = strings.TrimSpace(name)
	if before, _, ok := strings.Cut(name, ","); ok {
		name = before // "Mark Malloch Brown, Baron Malloch-Brown"
	}
	for _, end := range []string{" (", " of "} { // "Felipe VI of Spain"
		if before, _, ok := strings.Cut(name, end); ok {
			name = before
		}
	}
	if !latin(name) || len(strings.Fields(name)) < 2 || len(name) > 60 || h.office == "" || h.of == "" {
		return
	}
	if home := c.book.known[fold(name)]; home != "" && home != h.of && (h.office == "head-of-state" || h.office == "monarch" || h.office == "president") {
		return // the King of many realms, the co-prince of Andorra: the news means the one state
	}
	if h.last != ".." && h.last < earliest || h.first == "" && h.last == ".." && h.seen == "" {
		return
	}
	for _, other := range c.byOffice[h.place()] {
		same := other.person.wikidata != "" && other.person.wikidata == wikidata || alike(other.person.name, name)
		if same && overlaps(other, &h) || same && other.person.hand {
			c.merge(other.person, name, wikidata, gender)
			if other.last == ".." && h.last == ".." && h.seen > other.seen && other.seen != "" {
				other.seen = h.seen
			}
			return
		}
		if !same && single(h.office) && (overlapsLong(other, &h) || other.person.hand && overlaps(other, &h) && h.last == "..") {
			return
		}
	}
	p := c.person(name, wikidata, h.of)
	c.merge(p, name, wikidata, gender)
	h.person = p
	c.holdings = append(c.holdings, &h)
	c.byOffice[h.place()] = append(c.byOffice[h.place()], &h)
}

// place is the office as one that people follow each other in.
func (h *holding) place() string { return h.office + " " + h.of + " " + h.to }

// person returns the one whom the name means in that state.
func (c *compiler) person(name, wikidata, of string) *person {
	if p := c.byWikidata[wikidata]; wikidata != "" && p != nil {
		return p
	}
	if p := c.byName[fold(name)+of]; p != nil && (wikidata == "" || p.wikidata == "" || p.wikidata == wikidata) {
		return p
	}
	p := &person{name: name}
	c.byName[fold(name)+of] = p
	return p
}

// merge notes another spelling and what else a source tells of somebody.
func (c *compiler) merge(p *person, name, wikidata, gender string) {
	if p.wikidata == "" {
		p.wikidata = wikidata
	}
	if p.gender == "" {
		p.gender = gender
	}
	if p.wikidata != "" {
		c.byWikidata[p.wikidata] = p
	}
	if name != p.name {
		known := false
		for _, n := range p.names {
			known = known || fold(n) == fold(name)
		}
		if !known && fold(name) != fold(p.name) {
			p.names = append(p.names, name)
		}
	}
}

// alike tells whether two names are spellings of one, when office and time agree as well: the beginnings of
// the first and the last word agree in this order or the other, or a name that is a surname alone agrees.
func alike(a, b string) bool {
	x, y := strings.Fields(fold(a)), strings.Fields(fold(b))
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	firstX, lastX, firstY, lastY := cut(x[0]), cut(x[len(x)-1]), cut(y[0]), cut(y[len(y)-1])
	switch {
	case len(x) == 1 || len(y) == 1:
		return start(x[len(x)-1], 5) == start(y[len(y)-1], 5)
	case lastX == lastY && (firstX == firstY || firstX[0] == firstY[0] && start(x[len(x)-1], 6) == start(y[len(y)-1], 6)):
		return true
	}
	return firstX == lastY && lastX == firstY
}

func start(w string, n int) string { return w[:min(n, len(w))] }

// bounds returns comparable first and last days.
func (h *holding) bounds() (string, string) {
	first, last := h.first, h.last
	if first == "" {
		first = h.seen
	}
	if last == ".." || last == "" {
		last = "9999"
	}
	return first, last
}

// overlaps tells whether two holdings share a year.
func overlaps(a, b *holding) bool {
	af, al := a.bounds()
	bf, bl := b.bounds()
	return year(af) <= year(bl)+1 && year(bf) <= year(al)+1
}

// overlapsLong tells whether b's beginning, or most of it, lies within a.
func overlapsLong(a, b *holding) bool {
	af, al := a.bounds()
	bf, bl := b.bounds()
	if len(bf) == 4 {
		bf += "-07"
	}
	if af <= bf && bf < al && !(len(al) >= 7 && len(bf) >= 7 && al[:7] == bf[:7]) && a.last != ".." {
		return true
	}
	return bf <= af && (al <= bl) && a.last != ".."
}

func year(s string) int {
	n := 0
	for i := 0; i < len(s) && i < 4; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// write writes the table: by state, then by person, with a person's tenures together.
func (c *compiler) write(w *bufio.Writer) {
	// An open tenure ends where a successor in the same office begins.
	for _, list := range c.byOffice {
		for _, h := range list {
			if h.last != ".." || h.person.hand || !single(h.office) {
				continue
			}
			for _, next := range list {
				if next.person != h.person && next.first > h.first && next.first != "" && (h.last == ".." || next.first < h.last) {
					h.last = next.first
				}
			}
		}
	}
	people := map[*person][]*holding{}
	var order []*person
	for _, h := range c.holdings {
		if h.person.hand && c.handHas(h) {
			continue
		}
		if h.last != ".." && (h.last < earliest || h.first > h.last) {
			continue
		}
		if people[h.person] == nil {
			order = append(order, h.person)
		}
		people[h.person] = append(people[h.person], h)
	}
	for _, p := range order {
		if p.id == "" {
			h := people[p][0]
			base := h.of + c.book.sector[h.office]
			if before, _, ok := strings.Cut(h.of, ":"); ok {
				base = before
			}
			p.id = base + ":" + slug(p.name)
			for n := 2; c.ids[p.id]; n++ {
				p.id = fmt.Sprintf("%s:%s-%d", base, slug(p.name), n)
			}
			c.ids[p.id] = true
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return order[i].id < order[j].id })
	w.WriteString(heading)
	w.WriteString("holder\tname\tnames\tsurname\tgender\toffice\tof\tto\tfirst\tlast\tseen\twikidata\tsource\n")
	for _, p := range order {
		list := people[p]
		sort.SliceStable(list, func(i, j int) bool { return list[i].first < list[j].first })
		c.writtenPeople++
		for i, h := range list {
			seen := h.seen
			if h.last != ".." {
				seen = ""
			}
			row := []string{p.id, "", "", "", "", h.office, h.of, h.to, h.first, h.last, seen, "", h.source}
			if i == 0 {
				row[1], row[2], row[3], row[4], row[11] = p.name, strings.Join(p.names, "; "), surname(p.name, h.of), p.gender, p.wikidata
			}
			fmt.Fprintln(w, strings.TrimRight(strings.Join(row, "\t"), "\t"))
			c.writtenTenures++
		}
	}
}

// handHas tells whether the tables kept by hand have the person in the office.
func (c *compiler) handHas(h *holding) bool {
	for _, o := range c.book.hand {
		if o.person == h.person && o.office == h.office && o.of == h.of {
			return true
		}
	}
	return false
}
