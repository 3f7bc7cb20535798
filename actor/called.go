package actor

import (
	"strings"

	"chancery/syntax"
)

// Naming is one thing that a name can mean by the tables.
type Naming struct {
	ID      string // the actor's id, or the office's when Kind is NamedOffice
	Name    string // as the record calls it; the title of an office
	Country string // ISO 3166-1 alpha-3; "" when it has none or, for an office, when it is of no one state
	Class   Class
	Kind    NamingKind
}

// NamingKind says in which way a name means what it means.
type NamingKind string

// The ways to mean something.
const (
	NamedByID          NamingKind = "id"          // "USAGOV:antony-blinken"
	NamedByName        NamingKind = "name"        // "Armenia", "Antony Blinken", "OSCE"
	NamedByNationality NamingKind = "nationality" // "Armenian", "Armenians"
	NamedByCapital     NamingKind = "capital"     // "Yerevan", "the Kremlin"
	NamedBySurname     NamingKind = "surname"     // "Blinken"
	NamedOffice        NamingKind = "office"      // "foreign minister"
)

// Called gives what a name means, in the order of the tables: for questions that people type, not for reports. The
// whole of the name must be known; case, accents and hyphens do not matter, and of several readings of a name all are
// given. The same id comes once, in the first way that means it.
func (x *Lexicon) Called(name string) []Naming {
	name = strings.TrimSpace(name)
	if n, ok := x.identified(name); ok {
		return []Naming{n}
	}
	name = strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")
	for _, written := range []string{name, eachWord(name, upperFirst), eachWord(name, strings.ToUpper)} {
		if found := x.called(written); len(found) > 0 {
			return found
		}
	}
	return nil
}

// identified finds an actor by its id.
func (x *Lexicon) identified(id string) (Naming, bool) {
	for _, id := range []string{id, strings.ToUpper(id)} {
		if i, ok := x.byID[id]; ok && !x.actors[i].removed {
			return x.naming(i, NamedByID), true
		}
		if i, ok := x.personID[id]; ok {
			return x.namingOfPerson(i, NamedByID), true
		}
	}
	return x.branch(id)
}

// sectors are the branches of a state that reports name as a whole, and what they are called.
var sectors = map[Sector]string{
	"GOV": "government", "MIL": "armed forces", "COP": "police", "SPY": "intelligence", "JUD": "courts and prosecution", "LEG": "parliament",
	"OPP": "opposition", "PTY": "parties", "REB": "rebels", "UAF": "armed groups", "PKO": "peacekeepers", "NGO": "organisations", "CVL": "civilians",
	"REF": "refugees", "JRN": "journalists", "MED": "health", "EDU": "education", "REL": "religion", "LAB": "labour", "BUS": "business",
	"AGR": "farming", "CRM": "crime", "ELI": "elites",
}

// branch finds what readings compose and no table lists: a state's branch ("ARMGOV") and one of its bodies
// ("ARMGOV:foreign-ministry").
func (x *Lexicon) branch(id string) (Naming, bool) {
	head, body, isBody := strings.Cut(id, ":")
	head, body = strings.ToUpper(head), strings.ToLower(body)
	if len(head) < 4 {
		return Naming{}, false
	}
	i, ok := x.byID[head[:3]]
	sector := Sector(head[3:])
	if !ok || x.actors[i].removed || x.actors[i].class != State || sectors[sector] == "" {
		return Naming{}, false
	}
	state := &x.actors[i]
	if !isBody {
		return Naming{ID: head, Name: state.name + " (" + sectors[sector] + ")", Country: state.country, Kind: NamedByID}, true
	}
	for k := range x.agents {
		if a := &x.agents[k]; a.kind == agentBody && a.slug == body && a.slug != "government" && a.sector == sector {
			return Naming{ID: head + ":" + body, Name: a.title + " of " + x.nameOf(i), Country: state.country, Class: Organisation, Kind: NamedByID}, true
		}
	}
	return Naming{}, false
}

func (x *Lexicon) naming(i int32, kind NamingKind) Naming {
	k := &x.actors[i]
	return Naming{ID: k.id, Name: k.name, Country: k.country, Class: k.class, Kind: kind}
}

func (x *Lexicon) namingOfPerson(i int32, kind NamingKind) Naming {
	p := &x.people[i]
	n := Naming{ID: p.id, Name: p.name, Class: Person, Kind: kind}
	if p.tenures > 0 {
		n.Country = x.actors[x.tenures[p.tenures-1].of].country
	}
	return n
}

// called finds what a name means that is written as a report would write it.
func (x *Lexicon) called(name string) (found []Naming) {
	var sentence syntax.Sentence
	for _, w := range words(nil, name) {
		sentence.Tokens = append(sentence.Tokens, syntax.Token{Form: w})
	}
	s := scanner{x: x}
	s.scan(&sentence)
	if len(s.items) != 1 || s.items[0].first != 0 || s.items[0].last != len(sentence.Tokens)-1 || s.items[0].part {
		return nil
	}
	seen := map[string]bool{}
	add := func(n Naming) {
		if n.ID != "" && !seen[n.ID] {
			seen[n.ID] = true
			found = append(found, n)
		}
	}
	for _, head := range []int32{s.items[0].entry, s.items[0].person, s.items[0].surname} {
		for v := head; v > 0; v = x.entries[v-1].next {
			e := &x.entries[v-1]
			if !s.fits(e.caps, 0) {
				continue
			}
			switch e.kind {
			case stateName, organisationName, outletName, weakOutlet:
				add(x.naming(e.ref, NamedByName))
			case adjective, peopleName:
				add(x.naming(e.ref, NamedByNationality))
			case capital, seat:
				add(x.naming(e.ref, NamedByCapital))
			case personName:
				add(x.namingOfPerson(e.ref, NamedByName))
			case surname:
				add(x.namingOfPerson(e.ref, NamedBySurname))
			case officeName:
				o := &x.offices[e.ref]
				if o.removed {
					continue
				}
				n := Naming{ID: o.id, Name: o.title, Class: Person, Kind: NamedOffice}
				if o.country >= 0 {
					n.Country = x.actors[o.country].country
				}
				add(n)
			}
		}
	}
	return found
}

// eachWord changes every word of a name.
func eachWord(name string, change func(string) string) string {
	fields := strings.Fields(name)
	for i, w := range fields {
		fields[i] = change(w)
	}
	return strings.Join(fields, " ")
}

// upperFirst gives a word a capital letter.
func upperFirst(word string) string {
	for i := range word {
		if i > 0 {
			return strings.ToUpper(word[:i]) + word[i:]
		}
	}
	return strings.ToUpper(word)
}

// Actors lists the states, organisations and outlets of the tables, in the order of the tables: what a misspelt name
// may have been.
func (x *Lexicon) Actors() []Naming {
	out := make([]Naming, 0, len(x.actors))
	for i := range x.actors {
		if !x.actors[i].removed {
			out = append(out, x.naming(int32(i), NamedByID))
		}
	}
	return out
}
