package place

import (
	"strings"
)

// leading and trailing are words that stand around a name without being part of it: "downtown Baku", "Baku city".
var leading = []string{"the ", "downtown ", "central ", "northern ", "southern ", "eastern ", "western ", "north ", "south ", "east ", "west ",
	"northeast ", "northwest ", "southeast ", "southwest ", "city of ", "town of ", "village of ", "greater ", "port of ", "state of ",
	"county of ", "island of ", "lake ", "mount ", "upper ", "lower ", "mid-", "old ", "university of ", "northeastern ", "northwestern ",
	"southeastern ", "southwestern ", "metro ", "new "}

var trailing = []string{"'s", "’s", "'", "’", " county", " counties", " parish", " township", " twp.", " city", " region", " province", " district", " state", " area",
	" village", " town", " river", " lake", " creek", " valley", " beach", " park", " island", " islands", " heights", " hills", " bay", " harbor", " harbour",
	" international airport", " airport", " air base", " national park", " oblast", " governorate", " prefecture", " krai", " raion", " municipality", " borough", " corridor", " peninsula", " peninsular", " coast", " border", " mountains", " mountain",
	" ranges", " basin", " reservoir", " dam", " station", " bridge", " gorge", " square", " metro area", " metropolitan area", " suburbs", " suburb", " isd", " junction"}

// landform reports whether the end of a name, which variants cut off, says that it is no town.
func landform(end string) bool {
	for _, word := range [...]string{"iver", "ake", "reek", "alley", "ountain", "eservoir", "am", "eights", "ills", "ay", "ark", "ridge", "sland", "irport", "tation", " base", "quare"} {
		if strings.Contains(end, word) {
			return true
		}
	}
	return false
}

// variants returns shorter forms of a name to be tried in turn.
func variants(name string) []string {
	var forms []string
	for range 3 {
		lower := strings.ToLower(name)
		cut := false
		for _, t := range trailing {
			if strings.HasSuffix(lower, t) && len(lower) == len(name) && len(name) > len(t)+1 {
				name, cut = name[:len(name)-len(t)], true
				break
			}
		}
		if !cut {
			for _, l := range leading {
				if strings.HasPrefix(lower, l) && len(lower) == len(name) && len(name) > len(l)+1 {
					name, cut = name[len(l):], true
					break
				}
			}
		}
		if !cut {
			break
		}
		forms = append(forms, name)
	}
	return forms
}
