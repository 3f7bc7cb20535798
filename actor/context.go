package actor

import (
	"chancery/report"
	"chancery/syntax"
)

// isPlace tells whether a capital or seat of government names the place here and not the government:
// "in Baku", "his visit to Baku", "arrived in Yerevan", "the streets of Kyiv", "Baku airport"; but "Baku
// said", "ties between Baku and Yerevan", "called on Baku", "Baku's proposal".
func (f *finder) isPlace(it *item) bool {
	s := f.s
	first, last := it.first, it.last
	if it.part {
		return false
	}
	after := last + 1
	if isPossessive(s, after) {
		return f.placeNoun(after+1) || f.placeNoun(after+2)
	}
	if isHyphen(s, after) {
		return is(s, after+1, "based", "born", "bound", "area") // "a Baku-based group"; but "Moscow-brokered", "Baku-Washington ties"
	}
	if is(s, after, ",") && f.scanner.at[0] && first == 0 && s.Kind != report.Paragraph {
		return true
	}
	if f.partOfName(after) || f.partOfName(first-1) {
		return true // "London Ambulance Service", "Imperial College London"
	}
	for _, n := range s.Names {
		if n.First <= first && last <= n.Last && n.Last-n.First > last-first && n.Class != syntax.PlaceName {
			return true
		}
	}
	if f.placeNoun(after) || is(s, after, "summit", "conference", "metro", "suburb", "time", "forum", "protocol", "agreements", "talks", "meeting", "office", "bureau", "correspondent") && s.Tokens[last].Rel == syntax.Compound {
		return true
	}
	p := first - 1
	for p >= 0 && (is(s, p, "the", "central", "downtown", "nearby", "of") && !is(s, p, "of") || s.Tokens[p].UPOS == syntax.ADJ && !f.scanner.at[p]) {
		p--
	}
	// "in Baku and Yerevan", "between Moscow, Baku and Yerevan": the preposition stands before the first.
	for n := 0; n < 4 && p > 0 && is(s, p, "and", "or", ",", "&"); n++ {
		c := f.cover(p - 1)
		if c == 0 {
			break
		}
		other := &f.scanner.items[c-1]
		if f.meaning(other, capital, stateName, seat) == 0 {
			break
		}
		p = other.first - 1
		if is(s, p, "the") {
			p--
		}
	}
	switch {
	case is(s, p, "in", "at", "near", "outside", "inside", "around", "across", "through", "via", "into", "throughout", "toward", "beyond", "within", "over", "above", "off", "than", "outside"):
		return !(is(s, p, "in") && is(s, p-1, "interest", "confidence", "trust", "faith", "government", "leadership", "power", "change") && is(s, p-1, "confidence", "trust", "faith"))
	case is(s, p, "from"):
		return f.motion(p) || f.tree && s.Tokens[first].Rel == syntax.Obl && f.motionHead(first) || is(s, p-1, "miles", "kilometers", "kilometres", "km", "away", "far", "live", "here", "flight", "train", "plane")
	case is(s, p, "to"):
		return f.motion(p) || is(s, p-2, "from") || is(s, p-3, "from") // "from Baracoa to Havana"
	case is(s, p, "for"):
		return f.motion(p)
	case is(s, p, "of"):
		return f.placeNoun(p-1) || is(s, p-1, "mayor", "people", "residents", "university", "bishop", "archbishop", "governor", "bombing", "siege", "fall", "capture", "airport")
	case is(s, p, "capital", "visit", "visits", "visited", "visiting", "leave", "leaves", "left", "leaving", "reach", "reached", "entered", "enter", "shelled", "bombed", "struck", "attacked", "captured", "seized", "tour", "toured", "hit"):
		return true
	case (p < 0 || is(s, p, "/")) && is(s, after, ":", "-", "–", "—", "(", "/") && s.Kind != report.Title:
		return true // a dateline that was not taken off
	case after >= len(s.Tokens) && is(s, p, ",") && f.cover(p-1) == 0:
		return true // "Thousands march in protest, London"
	case is(s, after, ",") && p >= 0 && is(s, p, ",") && f.scanner.at[max(p-1, 0)] && f.cover(p-1) == 0:
		return true // "Lachin Street, Baku,"
	}
	return false
}

// placeNoun tells whether token t is a noun that goes with places.
func (f *finder) placeNoun(t int) bool {
	return is(f.s, t, "city", "capital", "street", "streets", "airport", "region", "province", "district", "suburb", "suburbs", "outskirts",
		"centre", "center", "downtown", "square", "metro", "university", "hospital", "hotel", "embassy", "residents", "resident", "mayor", "port",
		"cathedral", "mosque", "church", "cemetery", "stadium", "north", "south", "east", "west", "international", "oblast", "museum", "park", "zoo",
		"weather", "marathon", "subway", "court", "prison", "neighborhood", "neighbourhood", "population", "skyline", "stock")
}

// motion tells whether the preposition p goes with a word of going: "visit to", "travelled to", "trip to".
func (f *finder) motion(p int) bool {
	s := f.s
	if f.tree {
		// The preposition hangs on the name, the name on the word of going.
		if h := int(s.Tokens[p].Head); h >= 0 {
			if g := int(s.Tokens[h].Head); g >= 0 && g != h {
				if f.goes(g) {
					return true
				}
				if s.Tokens[h].Rel == syntax.Obl || s.Tokens[h].Rel == syntax.Nmod {
					return f.goes(p - 1)
				}
			}
		}
	}
	for t := p - 1; t >= 0 && t >= p-3; t-- {
		if f.goes(t) {
			return true
		}
	}
	return false
}

// motionHead tells whether token t hangs on a word of going.
func (f *finder) motionHead(t int) bool {
	h := int(f.s.Tokens[t].Head)
	return h >= 0 && f.goes(h)
}

// goes tells whether token t is a word of going.
func (f *finder) goes(t int) bool {
	return is(f.s, t, "visit", "visits", "visited", "visiting", "trip", "trips", "travel", "travels", "travelled", "traveled", "traveling", "travelling",
		"fly", "flies", "flew", "flying", "flown", "go", "goes", "went", "going", "gone", "come", "comes", "came", "coming", "return", "returns", "returned", "returning",
		"arrive", "arrives", "arrived", "arriving", "arrival", "depart", "departed", "departs", "departure", "leave", "leaves", "left", "leaving",
		"head", "heads", "headed", "heading", "journey", "tour", "move", "moved", "moving", "moves", "drive", "drove", "driving", "road", "roads", "route", "routes",
		"highway", "railway", "train", "trains", "flight", "flights", "bus", "way", "sent", "dispatched", "deported", "extradited", "invite", "invited", "invitation",
		"back", "ambassador", "envoy", "relocated", "fled", "flee", "marched", "march", "marching", "advance", "advanced", "advancing", "transported", "transferred", "taken", "brought", "evacuated", "summoned", "close", "closer", "next", "stopover", "pilgrimage", "delegation", "representative")
}

// regionOnly tells whether a de-facto state's name is only the region's: "the Nagorno-Karabakh conflict", "in Abkhazia".
func (f *finder) regionOnly(it *item) bool {
	s := f.s
	if isPossessive(s, it.last+1) {
		return f.placeNoun(it.last + 2)
	}
	p := it.first - 1
	if is(s, p, "the") {
		p--
	}
	if is(s, p, "in", "over", "around", "near", "into", "inside", "on", "across", "within", "from", "of", "throughout", "at", "about", "outside", "and") {
		return true
	}
	return is(s, it.last+1, "conflict", "war", "region", "issue", "problem", "settlement", "territory", "area", "line", "contact", "question", "dispute", "peace", "process", "zone", "negotiations", "talks", "ceasefire", "truce")
}
