package review

import (
	"slices"
	"strconv"
	"strings"
)

// Scale says how far apart two values are.
type Scale uint8

// The scales.
const (
	Nominal  Scale = iota // the same or not
	Sets                  // lists whose values are separated by ";": 1 less the share of values that both have
	Interval              // numbers, or days: the square of the difference
)

// ScaleOf gives the scale of a field of an event.
func ScaleOf(field string) Scale {
	switch field {
	case "contexts", "sources", "recipients", "tracks":
		return Sets
	case "killed", "injured":
		return Interval
	}
	return Nominal
}

// Judgement is the value that one coder gives to one unit.
type Judgement struct {
	Unit, Coder, Value string
}

// Agreement is how far coders agree on one field.
type Agreement struct {
	Field  string  `json:"field"`
	Alpha  float64 `json:"alpha"`  // 1: always; 0: as by chance; below: less than that
	Known  bool    `json:"known"`  // false when no unit has two values, or all values are the same: then there is no alpha
	Units  int     `json:"units"`  // with two values or more
	Coders int     `json:"coders"` // who gave them
	Agreed int     `json:"agreed"` // units on which all values are the same
}

// Alpha gives Krippendorff's alpha of judgements, any number of coders and with gaps, after Krippendorff, "Computing
// Krippendorff's Alpha-Reliability" (2011). A coder who judged a unit twice counts with the last judgement. Values that a
// scale of numbers cannot read are left out.
func Alpha(field string, scale Scale, judgements []Judgement) Agreement {
	out := Agreement{Field: field}
	type place struct{ unit, coder string }
	last := map[place]int{}
	var units []string
	values := map[string][]string{}
	for i, j := range judgements {
		if _, err := strconv.ParseFloat(j.Value, 64); scale == Interval && err != nil {
			continue
		}
		key := place{j.Unit, j.Coder}
		if at, there := last[key]; there {
			values[j.Unit][at] = j.Value
			continue
		}
		if _, there := values[judgements[i].Unit]; !there {
			units = append(units, j.Unit)
		}
		last[key] = len(values[j.Unit])
		values[j.Unit] = append(values[j.Unit], j.Value)
	}
	slices.Sort(units)
	coders := map[string]bool{}
	for key := range last {
		if len(values[key.unit]) > 1 {
			coders[key.coder] = true
		}
	}
	out.Coders = len(coders)
	// The values of all units that can be paired, with how often each stands: distances are summed over the different
	// values, of which there are few.
	counts := map[string]float64{}
	total, observed := 0.0, 0.0
	for _, unit := range units {
		of := values[unit]
		if len(of) < 2 {
			continue
		}
		out.Units++
		slices.Sort(of)
		if of[0] == of[len(of)-1] {
			out.Agreed++
		}
		for i := range of {
			counts[of[i]]++
			total++
			for j := range of {
				if i != j {
					observed += distance(scale, of[i], of[j]) / float64(len(of)-1)
				}
			}
		}
	}
	different := make([]string, 0, len(counts))
	for value := range counts {
		different = append(different, value)
	}
	slices.Sort(different)
	expected := 0.0
	for i, a := range different {
		for _, b := range different[i+1:] {
			expected += 2 * counts[a] * counts[b] * distance(scale, a, b)
		}
	}
	if out.Units == 0 || expected == 0 {
		return out
	}
	out.Known = true
	out.Alpha = 1 - (total-1)*observed/expected
	return out
}

// distance is how far apart two values are: 0 for the same.
func distance(scale Scale, a, b string) float64 {
	if a == b {
		return 0
	}
	switch scale {
	case Sets:
		left, right := members(a), members(b)
		both := 0
		for _, value := range left {
			if slices.Contains(right, value) {
				both++
			}
		}
		if either := len(left) + len(right) - both; either > 0 {
			return 1 - float64(both)/float64(either)
		}
		return 0
	case Interval:
		x, errX := strconv.ParseFloat(a, 64)
		y, errY := strconv.ParseFloat(b, 64)
		if errX == nil && errY == nil {
			return (x - y) * (x - y)
		}
	}
	return 1
}

// members gives the different values of a list.
func members(list string) []string {
	var out []string
	for value := range strings.SplitSeq(list, ";") {
		if value = strings.TrimSpace(value); value != "" {
			out = append(out, value)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
