package actor

import (
	"strconv"
	"strings"
)

// person is somebody of the table of holders.
type person struct {
	id, name string
	gender   byte  // 'm', 'f' or 0
	byHand   bool  // written down by hand, so one whom the news names without explaining
	tenures  int32 // first tenure plus one, linked by nextOfPerson
}

// tenure is one time in one office. Days are numbers such as 20210126; a day that is known to the
// month or year alone is the first possible one for first and the last possible one for last.
type tenure struct {
	person, office, of         int32
	to                         int32 // where an ambassador is sent, plus one
	first, last, seen          int32 // last is forever while in office; seen is the last day the source tells of, 0 when it does not matter
	nextOfPerson, nextOfOffice int32 // plus one
}

const forever = 99991231

// officeKey is an office of a state or organisation.
type officeKey struct{ office, of int32 }

// grace is how long after the last day that its source tells of an open tenure is still believed: a
// year, in the numbers that days are written as. The sources end in different years, and "the foreign
// minister" years after must not become the last one they knew.
const grace = 1_00_00

const (
	holderNames, holderSurname, holderGender, holderOffice, holderOf, holderTo = 2, 3, 4, 5, 6, 7
	holderFirst, holderLast, holderSeen, holderSource                          = 8, 9, 10, 12
)

// addHolder enters a person and one tenure.
func (l *loader) addHolder(r *row) {
	x := l.lexicon
	id, name := r.values[idColumn], r.values[nameColumn]
	ref, ok := x.personID[id]
	if !ok {
		if name == "" {
			l.mistaken(r.line, "%s has no name; the first line of a person must give it", id)
			return
		}
		ref = int32(len(x.people))
		x.personID[id] = ref
		x.people = append(x.people, person{id: id, name: name})
	}
	p := &x.people[ref]
	switch g := r.values[holderGender]; g {
	case "":
	case "m", "f":
		p.gender = g[0]
	default:
		l.mistaken(r.line, "the gender is m, f or empty, not %q", g)
	}
	if r.values[holderSource] == "" {
		p.byHand = true
		if name != "" {
			p.name = name // spelled as the news does rather than as the source
		}
	}
	if name != "" {
		l.enterPerson(name, r.values[holderSurname], ref)
	}
	for other := range list(r.values[holderNames]) {
		l.enterPerson(other, r.values[holderSurname], ref)
	}
	if r.values[holderOffice] != "" { // without one it is only a person with a name
		l.addTenure(r, ref)
	}
}

// addTenure reads one tenure and hangs it on its person and its office.
func (l *loader) addTenure(r *row, ref int32) {
	x := l.lexicon
	office, ok := x.officeID[r.values[holderOffice]]
	if !ok {
		l.mistaken(r.line, "no office has the id %q", r.values[holderOffice])
		return
	}
	of, ok := x.byID[r.values[holderOf]]
	if !ok {
		l.mistaken(r.line, "no state or organisation has the id %q", r.values[holderOf])
		return
	}
	to := int32(0)
	if t := r.values[holderTo]; t != "" {
		ref, ok := x.byID[t]
		if !ok {
			l.mistaken(r.line, "no state or organisation has the id %q", t)
			return
		}
		to = ref + 1
	}
	first, ok1 := dayNumber(r.values[holderFirst], false)
	last, ok2 := dayNumber(r.values[holderLast], true)
	seen, ok3 := dayNumber(r.values[holderSeen], true)
	if !ok1 || !ok2 || !ok3 {
		l.mistaken(r.line, "a day is written 2021-01-26, 2021-01 or 2021; .. is an open end")
		return
	}
	if first > last {
		l.mistaken(r.line, "the first day %s is after the last day %s", r.values[holderFirst], r.values[holderLast])
		return
	}
	if last < forever {
		seen = last
	}
	key := officeKey{office, of}
	p := &x.people[ref]
	x.tenures = append(x.tenures, tenure{person: ref, office: office, of: of, to: to, first: first, last: last, seen: seen,
		nextOfPerson: p.tenures, nextOfOffice: x.byOffice[key]})
	p.tenures = int32(len(x.tenures))
	x.byOffice[key] = p.tenures
}

// enterPerson enters a spelling of a full name and the surname in it. Where the table gives no
// surname it is the last word.
func (l *loader) enterPerson(name, last string, ref int32) {
	x := l.lexicon
	var cut [24]string
	parts := words(cut[:0], name)
	var tokens [16]uint64
	n := x.nameTokens(tokens[:0], parts)
	if len(n) == 0 {
		return
	}
	if len(n) > 1 {
		l.attach(x.names.add(n), entry{kind: personName, ref: ref})
		if len(n) > 2 && last == "" {
			// "Recep Tayyip Erdogan" is "Recep Erdogan" as well.
			l.attach(x.names.add([]uint64{n[0], n[len(n)-1]}), entry{kind: personName, ref: ref})
		}
	}
	family := n[len(n)-1:]
	if len(n) > 1 && isRoman(parts[len(parts)-1]) {
		family = n[len(n)-2 : len(n)-1] // "Karekin II"
	}
	if last != "" {
		var cutLast [8]string
		var tokensLast [8]uint64
		family = x.nameTokens(tokensLast[:0], words(cutLast[:0], last))
	}
	if len(family) > 0 {
		l.attach(x.surnames.add(family), entry{kind: surname, ref: ref})
	}
}

// nameTokens appends the hashes of a name's words, leaving out what spellings differ in: the Arabic
// article ("Abdel Fattah al-Sisi", "Abdel Fattah Sisi") and initials ("Michael R. Pompeo").
func (x *Lexicon) nameTokens(out []uint64, parts []string) []uint64 {
	for i, w := range parts {
		if isArticleOfName(w) && i+1 < len(parts) || isInitial(w) && len(parts) > 2 && i > 0 {
			continue
		}
		if len(out) == 16 {
			return nil
		}
		out = append(out, x.nameHash(w))
	}
	return out
}

// isArticleOfName tells the Arabic article, in its usual spellings, from the rest of a name.
func isArticleOfName(w string) bool {
	if len(w) != 2 {
		return false
	}
	switch w {
	case "al", "Al", "el", "El", "ul", "Ul", "ol", "AL", "EL":
		return true
	}
	return false
}

// isRoman tells a number after a name from the name.
func isRoman(w string) bool { return w != "" && strings.Trim(w, "IVX") == "" }

// isInitial tells "R." and "R" from a name.
func isInitial(w string) bool {
	return len(w) == 1 && w[0] >= 'A' && w[0] <= 'Z' || len(w) == 2 && w[1] == '.' && w[0] >= 'A' && w[0] <= 'Z'
}

// dayNumber reads a day as EDTF writes it into a number such as 20210126. For "" and ".." it gives
// the earliest or, for an end, the latest number there is.
func dayNumber(s string, end bool) (int32, bool) {
	if s == "" || s == ".." {
		if end {
			return forever, true
		}
		return 0, true
	}
	year, rest, _ := strings.Cut(s, "-")
	month, day, _ := strings.Cut(rest, "-")
	y, err := strconv.Atoi(year)
	if err != nil || len(year) != 4 {
		return 0, false
	}
	m, d := 1, 1
	if end {
		m, d = 12, 31
	}
	if month != "" {
		if m, err = strconv.Atoi(month); err != nil || m < 1 || m > 12 || len(month) != 2 {
			return 0, false
		}
	}
	if day != "" {
		if d, err = strconv.Atoi(day); err != nil || d < 1 || d > 31 || len(day) != 2 {
			return 0, false
		}
	}
	return int32(y*10000 + m*100 + d), true
}

// held tells whether the tenure can be taken to hold on a day.
func (t *tenure) held(day int32) bool {
	return day > 0 && t.first <= day && day <= t.last && (t.last < forever || t.seen == 0 || t.seen == forever || day <= t.seen+grace)
}

// several tells whether many people hold an office of this kind at a time, so that it names nobody.
func several(kind string) bool {
	switch kind {
	case "legislator", "deputy-minister", "deputy", "military", "spokesperson", "official", "envoy", "regional", "judge", "religious", "elite", "party", "rebel":
		return true
	}
	return false
}

// holder returns who holds the office of the state or organisation on the day, of an ambassador the one
// sent to a state (plus one): the tenure, or nil when nobody is known, or when several hold such offices.
func (x *Lexicon) holder(office, of, to, day int32) *tenure {
	if day == 0 || to == 0 && x.offices[office].id == "ambassador" {
		return nil
	}
	var best *tenure
	for i := x.byOffice[officeKey{office, of}]; i > 0; i = x.tenures[i-1].nextOfOffice {
		t := &x.tenures[i-1]
		if !t.held(day) || t.to != to {
			continue
		}
		switch {
		case best == nil || best.person == t.person:
			best = t
		case several(x.offices[office].kind) && to == 0:
			return nil
		case t.first > best.first:
			best = t // the sources are slow in closing a predecessor's tenure
		}
	}
	return best
}

// on returns the person's tenure on the day, the highest office first, and otherwise the last
// tenure before the day; with day 0 none.
func (x *Lexicon) on(p *person, day int32) (now, last *tenure) {
	for i := p.tenures; i > 0; i = x.tenures[i-1].nextOfPerson {
		t := &x.tenures[i-1]
		switch {
		case t.held(day):
			if now == nil || t.office < now.office {
				now = t
			}
		case day > 0 && t.first <= day:
			if last == nil || t.last > last.last {
				last = t
			}
		}
	}
	return now, last
}

// title is the office as the record calls it: "Secretary of State of the United States".
func (x *Lexicon) title(t *tenure) string {
	title := x.offices[t.office].title
	if before, after, ok := strings.Cut(title, "*"); ok {
		return before + x.nameOf(t.of) + after
	}
	switch base, rest, ok := strings.Cut(title, " to the "); {
	case x.actors[t.of].class == Organisation && x.offices[t.office].country == t.of: // "President of the European Council": the title says whose
	case x.offices[t.office].kind == "regional": // of a part of the state, which the table does not name
	case ok: // "Permanent Representative of Armenia to the United Nations"
		title = base + " of " + x.nameOf(t.of) + " to the " + rest
	case !strings.HasSuffix(title, " of "+x.nameOf(t.of)):
		title += " of " + x.nameOf(t.of)
	}
	if t.to > 0 {
		title += " to " + x.nameOf(t.to-1)
	}
	return title
}

// nameOf is an actor's name inside a phrase: "the United States", "Armenia".
func (x *Lexicon) nameOf(actor int32) string {
	if a := &x.actors[actor]; a.article {
		return "the " + a.name
	}
	return x.actors[actor].name
}
