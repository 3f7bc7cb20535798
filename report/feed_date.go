package report

import (
	"fmt"
	"strings"
)

// parseFeedDate reads a date of a feed: RFC 822 as RSS wants it, ISO 8601 as Atom does, each also in the other's
// place, or an English date in words. What is neither, names a day that does not exist, or is a mark for
// "none" (the year 0 or 1, the first second of 1970) is unknown: the zero value.
//
// As in [ParsePublished] the time stays in the zone that it is written in, and one whose zone is missing or
// is none that everybody means the same by ("IST" is Irish, Israeli and Indian) has none.
func parseFeedDate(s string) Published {
	s = fold(s)
	if len(s) > 80 {
		return Published{}
	}
	p, ok := parseISO(s)
	if !ok {
		p, ok = parseRFC822(s)
	}
	if !ok {
		p, ok = parseWrittenDate(s)
	}
	if !ok || p.EDTF < "1900" || strings.HasPrefix(p.EDTF, "1970-01-01") {
		return Published{}
	}
	p.Basis = "feed"
	return p
}

// parseRFC822 reads "Thu, 10 Jun 2021 14:05:09 +0400" and its kin: the weekday may be missing, wrong or in another
// language, for it adds nothing; years of two figures are those of RFC 5322, 4.3 (49 is 2049, 50 is 1950);
// seconds and zone may be missing.
func parseRFC822(s string) (Published, bool) {
	if i := strings.IndexByte(s, ','); i >= 0 && i < 20 && !strings.ContainsAny(s[:i], "0123456789") {
		s = strings.TrimSpace(s[i+1:])
	} else if w := letters(s); w > 0 && isWeekday(s[:w]) {
		s = strings.TrimLeft(s[w:], " .")
	}
	words := strings.Fields(strings.ReplaceAll(s, "-", " -"))
	if len(words) >= 3 && strings.HasPrefix(words[1], "-") { // "10-Jun-2021"
		words[1], words[2] = words[1][1:], strings.TrimPrefix(words[2], "-")
	} else {
		words = strings.Fields(s)
	}
	if len(words) < 3 {
		return Published{}, false
	}
	if monthNumber(strings.Trim(words[0], ".")) > 0 && digitRun(words[1]) > 0 { // "Jun 10 2021 14:05"
		words[0], words[1] = strings.TrimRight(words[1], ","), words[0]
	}
	day, n := atoi(words[0][:min(digitRun(words[0]), 2)]), digitRun(words[0])
	month := monthNumber(strings.TrimRight(words[1], ".,"))
	yearWord := strings.TrimRight(words[2], ",")
	year, ok := digits(yearWord, 0, len(yearWord))
	if !ok || n < 1 || n > 2 || n != len(words[0]) && !isOrdinal(words[0][n:]) || month == 0 {
		return Published{}, false
	}
	switch len(yearWord) {
	case 2:
		if year += 1900; year < 1950 {
			year += 100
		}
	case 4:
	default:
		return Published{}, false
	}
	if year < 1000 || !valid(year, month, day) {
		return Published{}, false
	}
	p := Published{EDTF: fmt.Sprintf("%04d-%02d-%02d", year, month, day), Precision: "day"}
	if len(words) == 3 {
		return p, true
	}
	clockWord := words[3]
	if len(clockWord) > 1 && clockWord[1] == ':' {
		clockWord = "0" + clockWord
	}
	clock, zone, ok := parseClock(clockWord)
	if !ok {
		return p, true // the day is said, whatever stands behind it
	}
	if len(words) > 4 {
		if strings.EqualFold(words[4], "pm") || strings.EqualFold(words[4], "am") {
			return p, true
		}
		zone = zoneOf(words[4])
	}
	return Published{EDTF: p.EDTF + "T" + clock + zone, Precision: "second"}, true
}

// zones are those of RFC 822 and the European ones; "-0000" is
// Universal Time, too (RFC 5322, 3.3).
var zones = map[string]string{
	"UT": "Z", "UTC": "Z", "GMT": "Z", "Z": "Z",
	"EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00",
	"WEST": "+01:00", "CET": "+01:00", "MET": "+01:00", "CEST": "+02:00", "MEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00",
}

// zoneOf gives a zone as EDTF writes it; "" when it is not known.
func zoneOf(w string) string {
	w = strings.ToUpper(strings.Trim(w, "()"))
	if zone, ok := zones[w]; ok {
		return zone
	}
	for _, prefix := range [...]string{"GMT", "UTC"} { // "GMT+4", "UTC+04:00"
		if rest, ok := strings.CutPrefix(w, prefix); ok && len(rest) > 1 {
			w = rest
			if len(w) == 2 || len(w) > 2 && w[2] == ':' {
				w = w[:1] + "0" + w[1:]
			}
		}
	}
	if w == "-0000" {
		return "Z"
	}
	if w == "" || w[0] != '+' && w[0] != '-' {
		return ""
	}
	if _, zone, ok := parseClock("00:00" + w); ok {
		return zone
	}
	return ""
}
