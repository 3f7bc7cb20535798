package place

import "chancery/report"

// Kind is what sort of place it is.
type Kind uint8

// The kinds of place.
const (
	Populated Kind = iota // a city, town or village
	Capital               // a state's capital
	District              // a second-order division
	Province              // a first-order division
	Country
	Area // a region without a centre of its own, or across borders: the South Caucasus, Nagorno-Karabakh
	Water
	Feature // a bridge, pass, mountain, building, border
)

// kindWords are the names of the kinds, in their order.
var kindWords = [...]string{"town", "capital", "district", "province", "country", "area", "water", "feature"}

// String names the kind: "town", "capital", "district"…
func (k Kind) String() string {
	if int(k) < len(kindWords) {
		return kindWords[k]
	}
	return ""
}

// KindNamed gives the kind of a name that [Kind.String] gives, and whether there is one.
func KindNamed(name string) (Kind, bool) {
	for k, word := range kindWords {
		if word == name {
			return Kind(k), true
		}
	}
	return Populated, false
}

// Place is a place of the gazetteer. The zero value is unknown.
type Place struct {
	Name     string // as the gazetteer calls it
	Country  string // ISO 3166-1 alpha-3; "" for what lies in several
	Admin1   string // name of the first-order division
	Lat, Lon float64
	GeoNames int // GeoNames id; 0 when it has none there
	Kind     Kind
	Pop      int // inhabitants; 0 when unknown
}

// Mention is a stretch of words that names a place. Tokens are indices into the sentence's Tokens.
type Mention struct {
	report.Span
	Sentence    int
	First, Last int // tokens, both inclusive
	Head        int // the token that carries its grammatical role
	Place       Place
	Resolved    bool // false: the words name a place, but which one is not known
	ACLED       int  // geo_precision: 1 town, 2 part of a region, 3 region
	UCDP        int  // where_prec: 1 exact, 2 near, 3 second-order, 4 first-order, 5 fuzzy or linear, 6 country, 7 sea or air
}
