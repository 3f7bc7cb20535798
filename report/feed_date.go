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
		p, ok = parseLooseISO(s)
	}
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

// parseLooseISO reads what parseISO does with one figure for months and days, strokes in the place of hyphens (the
// year comes first, so that they leave no doubt), "at" before the clock, and the name of a zone behind it.
func parseLooseISO(s string) (Published, bool) {
	if digitRun(s) != 4 || len(s) < 8 || s[4] != '-' && s[4] != '/' {
		return Published{}, false
	}
	month := digitRun(s[5:])
	k := 5 + month
	if month < 1 || month > 2 || k >= len(s) || s[k] != s[4] {
		return Published{}, false
	}
	day := digitRun(s[k+1:])
	if day < 1 || day > 2 {
		return Published{}, false
	}
	p, ok := parseISO(fmt.Sprintf("%s-%02d-%02d", s[:4], atoi(s[5:k]), atoi(s[k+1:k+1+day])))
	if !ok {
		return p, false
	}
	rest := strings.TrimLeft(s[k+1+day:], "Tt ")
	rest = strings.TrimLeft(strings.TrimPrefix(rest, "at "), " ")
	var c clockReader
	for word := range strings.FieldsSeq(rest) {
		if !c.word(word) {
			break
		}
	}
	return c.on(p), true
}

// parseRFC822 reads "Thu, 10 Jun 2021 14:05:09 +0400" and its kin: day, month in letters and year in any order, as in
// the dates of C ("Thu Jun 10 14:05:09 2021"), or a day with points. The weekday may be missing, wrong or in
// another language, for it adds nothing; years of two figures are those of RFC 5322, 4.3 (49 is 2049, 50 is 1950);
// the clock, which may be one of twelve hours, and the zone may be missing.
func parseRFC822(s string) (Published, bool) {
	if i := strings.IndexByte(s, ','); i >= 0 && i < 20 && !strings.ContainsAny(s[:i], "0123456789") {
		s = s[i+1:] // a weekday, in whatever language
	}
	if p, ok := parseLooseISO(strings.TrimSpace(s)); ok {
		return p, true
	}
	var d date
	var c clockReader
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' || r == ',' }) {
		if !d.word(word) && !c.word(word) {
			break // whatever stands behind a date, it is said
		}
	}
	if d.day == 0 || d.month == 0 || d.year < 1000 || !valid(d.year, d.month, d.day) {
		return Published{}, false
	}
	return c.on(d.published()), true
}

// word takes one word of a date; false when it is none.
func (d *date) word(w string) bool {
	bare := strings.TrimRight(w, ".")
	n := digitRun(bare)
	switch {
	case bare == "" || bare == "-" || isWeekday(bare) || strings.EqualFold(bare, "at"):
		return true
	case d.month == 0 && monthNumber(bare) > 0:
		d.month = monthNumber(bare)
		return true
	case n == 0:
		return false
	case n == 4 && n == len(bare) && d.year == 0:
		d.year = atoi(bare)
		return true
	case n <= 2 && d.day == 0 && (n == len(bare) || isOrdinal(strings.ToLower(bare[n:]))):
		d.day = atoi(bare[:n])
		return d.day > 0
	case n == 2 && n == len(bare) && d.year == 0 && d.day > 0 && d.month > 0:
		if d.year = 1900 + atoi(bare); d.year < 1950 {
			d.year += 100
		}
		return true
	case d.day > 0 || d.month > 0:
		return false
	}
	if parts := strings.Split(bare, "-"); len(parts) == 3 { // "10-Jun-2021"
		return d.word(parts[0]) && d.word(parts[1]) && d.word(parts[2])
	}
	if dotted, size := scanDotted(w); size == len(w) {
		*d = dotted
		return true
	}
	return false
}

// clockReader reads a clock and its zone word by word.
type clockReader struct {
	clock string // "14:05:09"
	half  string // "am" or "pm"
	zone  string
	zoned bool
}

// word takes one word of a time; false when it is none.
func (c *clockReader) word(w string) bool {
	if c.clock == "" {
		n := strings.IndexFunc(w, func(r rune) bool { return (r < '0' || r > '9') && r != ':' && r != '.' })
		if n < 0 {
			n = len(w)
		}
		clock := w[:n]
		if len(clock) > 1 && clock[1] == ':' {
			clock = "0" + clock
		}
		clock, _, ok := parseClock(clock)
		if !ok {
			return false
		}
		c.clock = clock
		return n == len(w) || c.word(strings.TrimPrefix(w[n:], ":"))
	}
	switch half := strings.ToLower(strings.ReplaceAll(w, ".", "")); {
	case half == "am" || half == "pm":
		if c.half != "" {
			return false
		}
		c.half = half
		return true
	case c.zoned:
		return false
	}
	// "+01:00Z" is in the zone that it says first.
	c.zone, c.zoned = zoneOf(strings.TrimSuffix(w, "Z")), true
	if w == "Z" {
		c.zone = "Z"
	}
	return true
}

// on gives a day with the clock that was read, or the day alone where there is none that can be.
func (c *clockReader) on(p Published) Published {
	clock := c.clock
	if hour, ok := digits(clock, 0, 2); ok && c.half != "" {
		if hour < 1 || hour > 12 {
			return p
		}
		if hour %= 12; c.half == "pm" {
			hour += 12
		}
		clock = fmt.Sprintf("%02d%s", hour, clock[2:])
	}
	if clock == "" {
		return p
	}
	return Published{EDTF: p.EDTF + "T" + clock + c.zone, Precision: "second"}
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
