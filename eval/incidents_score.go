package eval

import (
	"fmt"
	"slices"
	"strings"
)

// IncidentScore counts the fills of five slots of MUC-4's templates (Chinchor 1992). Found incidents are aligned one to
// one with those of the key, so that as many fills as possible are right; an incident can only be aligned with one that has
// the same type, the same number of victims or the same effect. A fill is right when it is one of the values that the
// key allows; an incident too many, or one that is missed, counts with all its fills. What the key marks as
// optional may be left out, and slots with an asterisk are not counted.
type IncidentScore struct {
	Slots    [slots]Counts
	Messages int
	// Incidents counts the incidents that could be aligned.
	Incidents Counts
}

// Lines returns the figures, a line each, as "metric value" with two decimals: the F1 of the slots first.
func (s *IncidentScore) Lines() []string {
	var own, further []string
	for k, c := range s.Slots {
		own = append(own, fmt.Sprintf("%s_f1 %.2f", slotNames[k], c.F1()))
		further = append(further, fmt.Sprintf("%s_precision %.2f", slotNames[k], c.Precision()), fmt.Sprintf("%s_recall %.2f", slotNames[k], c.Recall()))
	}
	further = append(further, fmt.Sprintf("incidents_precision %.2f", s.Incidents.Precision()), fmt.Sprintf("incidents_recall %.2f", s.Incidents.Recall()))
	return append(own, further...)
}

// Add counts one more message. wrong is told of every difference.
func (s *IncidentScore) Add(gold, found []Incident, wrong func(string)) {
	s.Messages++
	alikeness := make([][]float64, len(gold))
	for g := range gold {
		alikeness[g] = make([]float64, len(found))
		for f := range found {
			alikeness[g][f] = float64(fillsAgreed(&gold[g], &found[f]))
		}
	}
	partner := assign(alikeness, len(found))
	used := make([]bool, len(found))
	for g := range gold {
		f := partner[g]
		if f < 0 || alikeness[g][f] == 0 {
			if gold[g].Optional {
				continue
			}
			s.Incidents.Gold++
			for k := range s.Slots {
				s.Slots[k].Gold += required(gold[g].Fills[k])
			}
			wrong("missed: " + gold[g].String())
			continue
		}
		used[f] = true
		s.Incidents.Gold++
		s.Incidents.System++
		s.Incidents.Right++
		s.compare(&gold[g], &found[f], wrong)
	}
	for f := range found {
		if used[f] {
			continue
		}
		s.Incidents.System++
		for k := range s.Slots {
			s.Slots[k].System += len(found[f].Fills[k])
		}
		wrong("wrong: " + found[f].String() + " | " + found[f].Words)
	}
}

// compare counts the fills of two incidents that are aligned.
func (s *IncidentScore) compare(gold, found *Incident, wrong func(string)) {
	var differ []string
	for k := range s.Slots {
		if gold.Inapt[k] {
			continue
		}
		c := &s.Slots[k]
		right, optional := agreeing(gold.Fills[k], found.Fills[k])
		c.Right += right
		c.Gold += required(gold.Fills[k]) + optional
		c.System += len(found.Fills[k])
		if right < required(gold.Fills[k])+optional || right < len(found.Fills[k]) {
			differ = append(differ, fmt.Sprintf("%s %s, not %s", slotNames[k], fillsText(gold.Fills[k]), fillsText(found.Fills[k])))
		}
	}
	if len(differ) > 0 {
		wrong("differs: " + strings.Join(differ, "; ") + " | " + found.Words)
	}
}

func required(fills []Fill) (n int) {
	for i := range fills {
		if !fills[i].Optional {
			n++
		}
	}
	return n
}

// agreeing counts the fills that are found, and those among them that are optional. Each counts once; those that
// have to be there go first.
func agreeing(gold, found []Fill) (right, optional int) {
	used := make([]bool, len(found))
	for _, pass := range []bool{false, true} {
		for g := range gold {
			if gold[g].Optional != pass {
				continue
			}
			for f := range found {
				if !used[f] && slices.Contains(gold[g].Values, found[f].Values[0]) {
					used[f] = true
					right++
					if pass {
						optional++
					}
					break
				}
			}
		}
	}
	return right, optional
}

// fillsAgreed counts the fills on which two incidents agree; 0 when they cannot be aligned.
func fillsAgreed(gold, found *Incident) int {
	sum, telling := 0, 0
	for k := range gold.Fills {
		right, _ := agreeing(gold.Fills[k], found.Fills[k])
		sum += right
		if slot := Slot(k); slot == IncidentType || slot == TargetNumber || slot == TargetEffect {
			telling += right
		}
	}
	if telling == 0 {
		return 0
	}
	return sum
}

// String is the incident in a line.
func (x *Incident) String() string {
	var parts []string
	for k := range x.Fills {
		parts = append(parts, fillsText(x.Fills[k]))
	}
	return strings.Join(parts, " ")
}

// fillsText is fills as a reader sees them: "1989-11-16", "6|4+2", "-" for none.
func fillsText(fills []Fill) string {
	if len(fills) == 0 {
		return "-"
	}
	var all []string
	for i := range fills {
		text := strings.Join(fills[i].Values, "|")
		if fills[i].Optional {
			text = "?" + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "+")
}
