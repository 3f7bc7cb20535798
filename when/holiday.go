package when

import (
	"slices"
	"strings"
)

// A holidayRule names a day of the year. Feasts whose day depends on the country ("Independence Day",
// "Victory Day") are left out: the words alone do not fix the day.
type holidayRule struct {
	rest []string // the words after the first; "'" is an apostrophe
	day  func(year int) Day
	week bool // names a week and not a day: "Easter week"
}

func fixed(month, day int) func(int) Day { return func(y int) Day { return Day{y, month, day} } }

// nth returns the n-th weekday of a month, counted from its end when n is negative.
func nth(month, weekday, n int) func(int) Day {
	return func(y int) Day {
		if n < 0 {
			last := Day{y, month, monthLength(y, month)}
			return last.Add(-((last.Weekday() - weekday + 7) % 7) + 7*(n+1))
		}
		first := Day{y, month, 1}
		return first.Add((weekday-first.Weekday()+7)%7 + 7*(n-1))
	}
}

func easterPlus(days int) func(int) Day { return func(y int) Day { return easter(y).Add(days) } }

func words(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, " ")
}

// holidayStarts holds the rules by first word, the longer name before the shorter.
var holidayStarts = map[string][]holidayRule{
	"christmas": {{words("day"), fixed(12, 25), false}, {words("eve"), fixed(12, 24), false}, {nil, fixed(12, 25), false}},
	"orthodox":  {{words("christmas"), fixed(1, 7), false}},
	"boxing":    {{words("day"), fixed(12, 26), false}},
	"new": {{words("year ' s eve"), fixed(12, 31), false}, {words("years eve"), fixed(12, 31), false}, {words("year eve"), fixed(12, 31), false},
		{words("year ' s day"), fixed(1, 1), false}, {words("years day"), fixed(1, 1), false}, {words("year day"), fixed(1, 1), false}},
	"easter": {{words("sunday"), easterPlus(0), false}, {words("monday"), easterPlus(1), false}, {words("week"), easterPlus(0), true},
		{nil, easterPlus(0), false}},
	"good":         {{words("friday"), easterPlus(-2), false}},
	"palm":         {{words("sunday"), easterPlus(-7), false}},
	"ash":          {{words("wednesday"), easterPlus(-46), false}},
	"pentecost":    {{nil, easterPlus(49), false}},
	"thanksgiving": {{words("day"), nth(11, 4, 4), false}, {nil, nth(11, 4, 4), false}},
	"election":     {{words("day"), func(y int) Day { return nth(11, 1, 1)(y).Add(1) }, false}},
	"labor":        {{words("day"), nth(9, 1, 1), false}},
	"memorial":     {{words("day"), nth(5, 1, -1), false}},
	"columbus":     {{words("day"), nth(10, 1, 2), false}},
	"veterans":     {{words("day"), fixed(11, 11), false}, {words("' day"), fixed(11, 11), false}},
	"armistice":    {{words("day"), fixed(11, 11), false}},
	"halloween":    {{nil, fixed(10, 31), false}},
	"valentine":    {{words("' s day"), fixed(2, 14), false}},
	"bastille":     {{words("day"), fixed(7, 14), false}},
	"nowruz":       {{nil, fixed(3, 21), false}},
	"novruz":       {{nil, fixed(3, 21), false}},
}

// holiday reads the name of a holiday at piece i. Its first word must be capitalised.
func (s *scanner) holiday(i int) (m meaning, end int) {
	p := s.at(i)
	if !p.capital || p.class != holiday && !(p.class == word && p.number == wNew) {
		return m, 0
	}
	for k := range holidayRules {
		r := &holidayRules[k]
		if !s.same(i, r.first) {
			continue
		}
		j := i + 1
		for _, w := range r.rest {
			if s.same(j, w) {
				j++
			} else {
				j = 0
				break
			}
		}
		if j > 0 {
			m = meaning{kind: absolute, point: point{unit: unitDay}, rule: int16(k + 1)}
			if r.week {
				m.point.unit = unitWeek
			}
			return m, j
		}
	}
	return m, 0
}

// holidayRules is holidayStarts in one list, in the order of their first words.
var holidayRules = func() (rules []struct {
	first string
	holidayRule
}) {
	firsts := make([]string, 0, len(holidayStarts))
	for w := range holidayStarts {
		firsts = append(firsts, w)
	}
	slices.Sort(firsts)
	for _, w := range firsts {
		for _, r := range holidayStarts[w] {
			rules = append(rules, struct {
				first string
				holidayRule
			}{w, r})
		}
	}
	return rules
}()
