package place

import "strings"

// spellings are pairs of letters that stand for one another in names from other scripts: Khojaly and Hojali,
// Kelbadzhar and Kelbajar, Gubadly and Qubadli, Saakadze and Sa'akadze.
var spellings = [...][2]string{
	{"kh", "h"}, {"kh", "x"}, {"x", "kh"}, {"h", "kh"}, {"gh", "g"}, {"g", "gh"}, {"q", "k"}, {"q", "g"}, {"k", "q"}, {"g", "q"}, {"k", "g"},
	{"zh", "j"}, {"dzh", "j"}, {"j", "dzh"}, {"j", "zh"}, {"dj", "j"}, {"j", "dj"}, {"c", "j"}, {"j", "c"}, {"tch", "ch"}, {"ch", "c"}, {"sh", "s"}, {"sh", "ch"}, {"ts", "c"}, {"tz", "ts"},
	{"y", "i"}, {"i", "y"}, {"iy", "y"}, {"y", "iy"}, {"yi", "i"}, {"ii", "i"}, {"yy", "y"}, {"ou", "u"}, {"u", "ou"}, {"oo", "u"}, {"ee", "i"}, {"i", "ee"},
	{"e", "a"}, {"a", "e"}, {"o", "u"}, {"u", "o"}, {"a", "o"}, {"o", "a"}, {"i", "e"}, {"e", "i"}, {"ye", "e"}, {"e", "ye"}, {"ya", "ia"}, {"ia", "ya"}, {"yu", "iu"}, {"w", "v"}, {"v", "w"}, {"ck", "k"},
	{"el ", "al "}, {"al ", "el "}, {"al ", ""}, {"el ", ""}, {"ad ", "al "}, {"ar ", "al "}, {"as ", "al "},
}

// foreignScript holds the countries whose names reach English by transliteration, and Turkey.
var foreignScript = set("ARM", "AZE", "GEO", "RUS", "UKR", "BLR", "KAZ", "UZB", "TKM", "KGZ", "TJK", "MNG", "IRN", "IRQ", "SYR", "LBN", "ISR", "PSE", "JOR",
	"EGY", "LBY", "TUN", "DZA", "MAR", "ESH", "MRT", "SDN", "SSD", "TCD", "MLI", "YEM", "SAU", "OMN", "ARE", "QAT", "BHR", "KWT", "AFG", "PAK", "IND", "BGD", "NPL",
	"LKA", "MMR", "CHN", "ETH", "ERI", "SOM", "TUR", "BGR", "MKD", "SRB", "XKX", "MNE", "BIH", "GRC", "CYP", "MDA")

// transliterated appends the spots whose names differ from the folded one by one of the spellings, at one place of it
// or at all, or by a doubled letter. What is found so needs other evidence: other names meet as well.
func (g *Gazetteer) transliterated(dst []spot, folded []byte) []spot {
	if len(folded) < 5 || len(folded) > 40 {
		return dst
	}
	name := string(folded)
	start := len(dst)
	try := func(variant string) {
		dst = g.lookup(dst, variant, []byte(variant))
	}
	for _, pair := range &spellings {
		n := strings.Count(name, pair[0])
		if n == 0 {
			continue
		}
		if n > 1 {
			try(strings.ReplaceAll(name, pair[0], pair[1]))
		}
		for at := 0; n > 0; n-- {
			at += strings.Index(name[at:], pair[0])
			try(name[:at] + pair[1] + name[at+len(pair[0]):])
			at += len(pair[0])
		}
	}
	for i := 1; i < len(name); i++ {
		if name[i] == name[i-1] {
			try(name[:i] + name[i+1:])
		}
	}
	kept := dst[:start]
	for i := start; i < len(dst); i++ { // a place once, and only towns and divisions
		s := dst[i]
		s.loose = true
		known := s.kind == Country || s.alternate || s.country < 0 || !foreignScript[g.file.Code(int(s.country)).Alpha3]
		for _, k := range kept[start:] {
			known = known || k.record == s.record
		}
		if !known {
			kept = append(kept, s)
		}
	}
	return kept
}
