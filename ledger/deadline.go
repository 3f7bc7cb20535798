package ledger

import (
	"regexp"
	"strconv"
	"strings"

	"chancery/when"
)

// The words that name a promised day. What the reading of times already knows comes first (see due); these patterns
// read the part of the sentence that tells how long, which an event's own time often does not: "agreed on Friday to
// create a commission by the end of this year" happened on Friday.
var (
	monthNames  = `january|february|march|april|may|june|july|august|september|october|november|december`
	weekdays    = `monday|tuesday|wednesday|thursday|friday|saturday|sunday`
	before      = `(?:by|until|till|before|no later than|not later than|on or before)`
	endOf       = regexp.MustCompile(`(?i)\b` + before + ` (?:the )?end of (?:the |this |next )?(year|month|week|(?:` + monthNames + `)(?: (?:of )?(\d{4}))?|\d{4})\b`)
	nextEnd     = regexp.MustCompile(`(?i)\b` + before + ` (?:the )?end of next (year|month|week)\b`)
	monthDay    = regexp.MustCompile(`(?i)\b(` + before + `) (?:the )?(` + monthNames + `) (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b`)
	dayMonth    = regexp.MustCompile(`(?i)\b(` + before + `) (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? (` + monthNames + `)(?:,? (\d{4}))?\b`)
	wholeMonth  = regexp.MustCompile(`(?i)\b(` + before + `) (?:early |mid-|late )?(` + monthNames + `)(?:,? (\d{4}))?\b`)
	dayFollows  = regexp.MustCompile(`^ \d`) // "by February 30" is no day, and not the end of February either
	weekday     = regexp.MustCompile(`(?i)\b` + before + ` (` + weekdays + `)\b`)
	within      = regexp.MustCompile(`(?i)\b(?:within|in the next|in the coming|over the next) (a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,3}) (hour|day|week|month|year)s?\b`)
	wholeYear   = regexp.MustCompile(`(?i)\b(` + before + `) (\d{4})\b`)
	smallNumber = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
)

// Deadline reads the first promised day of a stretch of words: "by November 15", "by the end of this year", "within
// two weeks". What leans on the day of telling is tied to it and stays unknown when that is unknown. A month without a
// year is the next one, for what is promised lies ahead.
func Deadline(words string, told when.Day) (when.Day, bool) {
	best, at := when.Day{}, len(words)+1
	keep := func(d when.Day, where int) {
		if d.Known() && where < at {
			best, at = d, where
		}
	}
	if m := nextEnd.FindStringSubmatchIndex(words); m != nil && told.Known() {
		keep(endOfUnit(part(words, m, 1), told, 1), m[0])
	}
	if m := endOf.FindStringSubmatchIndex(words); m != nil {
		unit := part(words, m, 1)
		switch year, err := strconv.Atoi(unit); {
		case err == nil:
			keep(when.DayOf(year, 12, 31), m[0])
		case unit == "year" || unit == "month" || unit == "week":
			keep(endOfUnit(unit, told, 0), m[0])
		default:
			keep(endOfMonth(strings.Fields(unit)[0], part(words, m, 2), told), m[0])
		}
	}
	if m := monthDay.FindStringSubmatchIndex(words); m != nil {
		keep(calendar(part(words, m, 1), part(words, m, 2), part(words, m, 3), part(words, m, 4), told), m[0])
	}
	if m := dayMonth.FindStringSubmatchIndex(words); m != nil {
		keep(calendar(part(words, m, 1), part(words, m, 3), part(words, m, 2), part(words, m, 4), told), m[0])
	}
	if m := wholeMonth.FindStringSubmatchIndex(words); m != nil && !dayFollows.MatchString(words[m[1]:]) {
		d := endOfMonth(part(words, m, 2), part(words, m, 3), told)
		if part(words, m, 1) == "before" && d.Known() {
			d = when.DayOf(d.Year, d.Month, 1).Add(-1)
		}
		keep(d, m[0])
	}
	if m := weekday.FindStringSubmatchIndex(words); m != nil && told.Known() {
		name := part(words, m, 1)
		for i, w := range strings.Split(weekdays, "|") {
			if w == name {
				ahead := (i + 1 - told.Weekday() + 7) % 7
				keep(told.Add(ahead), m[0])
			}
		}
	}
	if m := within.FindStringSubmatchIndex(words); m != nil && told.Known() {
		keep(after(told, part(words, m, 1), part(words, m, 2)), m[0])
	}
	if m := wholeYear.FindStringSubmatchIndex(words); m != nil {
		year, _ := strconv.Atoi(part(words, m, 2))
		if part(words, m, 1) == "before" {
			year--
		}
		if year >= 1800 && year <= 2200 {
			keep(when.DayOf(year, 12, 31), m[0])
		}
	}
	return best, best.Known()
}

// part is a group of a match in lower case, "" when it took no part.
func part(words string, match []int, group int) string {
	if match[2*group] < 0 {
		return ""
	}
	return strings.ToLower(words[match[2*group]:match[2*group+1]])
}

func endOfUnit(unit string, told when.Day, ahead int) when.Day {
	if !told.Known() {
		return when.Day{}
	}
	switch unit {
	case "year":
		return when.DayOf(told.Year+ahead, 12, 31)
	case "month":
		return lastOfMonth(told.Year, told.Month+ahead)
	}
	return told.Add(7 - told.Weekday() + 7*ahead)
}

func endOfMonth(name, year string, told when.Day) when.Day {
	month := monthNumber(name)
	if year != "" {
		y, _ := strconv.Atoi(year)
		return lastOfMonth(y, month)
	}
	if !told.Known() {
		return when.Day{}
	}
	if month < told.Month {
		return lastOfMonth(told.Year+1, month)
	}
	return lastOfMonth(told.Year, month)
}

func lastOfMonth(year, month int) when.Day {
	if month > 12 {
		year, month = year+1, month-12
	}
	if month == 12 {
		return when.DayOf(year, 12, 31)
	}
	return when.DayOf(year, month+1, 1).Add(-1)
}

func monthNumber(name string) int {
	for i, m := range strings.Split(monthNames, "|") {
		if m == name {
			return i + 1
		}
	}
	return 0
}

func calendar(preposition, month, day, year string, told when.Day) when.Day {
	n, _ := strconv.Atoi(day)
	m := monthNumber(month)
	y, _ := strconv.Atoi(year)
	if year == "" {
		if !told.Known() {
			return when.Day{}
		}
		y = told.Year
		if m < told.Month {
			y++
		}
	}
	if n < 1 || n > lastOfMonth(y, m).Day {
		return when.Day{}
	}
	d := when.DayOf(y, m, n)
	if preposition == "before" {
		d = d.Add(-1)
	}
	return d
}

func after(told when.Day, number, unit string) when.Day {
	n, known := smallNumber[number]
	if !known {
		n, _ = strconv.Atoi(number)
	}
	switch unit {
	case "hour":
		return told.Add((n + 23) / 24)
	case "week":
		return told.Add(7 * n)
	case "month":
		end := lastOfMonth(told.Year+(told.Month+n-1)/12, (told.Month+n-1)%12+1)
		return when.DayOf(end.Year, end.Month, min(told.Day, end.Day))
	case "year":
		return told.Add(365 * n)
	}
	return told.Add(n)
}
