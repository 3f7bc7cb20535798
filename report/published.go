package report

import (
	"fmt"
	"strings"
)

// ParsePublished reads a date of publication that somebody gives: a year, a month or a day in EDTF
// ("2021", "2021-06", "2021-06-10") or a time as in RFC 3339 ("2021-06-10T14:05:00Z", "…+04:00", the seconds
// and the zone may be missing, a space may stand for the T). The time is kept as written, in its own zone,
// because its day is the day of the place that wrote it.
func ParsePublished(s string) (Published, error) {
	p, ok := parseISO(strings.TrimSpace(s))
	if !ok {
		return Published{}, fmt.Errorf("%w: %q (want 2021, 2021-06, 2021-06-10 or 2021-06-10T14:05:00Z)", ErrDate, s)
	}
	return p, nil
}

func parseISO(s string) (Published, bool) {
	year, ok := digits(s, 0, 4)
	if !ok || year == 0 {
		return Published{}, false
	}
	if len(s) == 4 {
		return Published{EDTF: s, Precision: "year"}, true
	}
	month, ok := digits(s, 5, 7)
	if !ok || s[4] != '-' || month < 1 || month > 12 {
		return Published{}, false
	}
	if len(s) == 7 {
		return Published{EDTF: s, Precision: "month"}, true
	}
	day, ok := digits(s, 8, 10)
	if !ok || s[7] != '-' || day < 1 || day > daysIn(year, month) {
		return Published{}, false
	}
	if len(s) == 10 {
		return Published{EDTF: s, Precision: "day"}, true
	}
	if s[10] != 'T' && s[10] != 't' && s[10] != ' ' {
		return Published{}, false
	}
	clock, zone, ok := parseClock(strings.TrimSpace(s[11:]))
	if !ok {
		return Published{}, false
	}
	return Published{EDTF: s[:10] + "T" + clock + zone, Precision: "second"}, true
}

// parseClock reads "14:05", "14:05:09.123", each with an optional zone "Z", "+04:00", "+0400", "+04", "UTC".
func parseClock(s string) (clock, zone string, ok bool) {
	hour, okH := digits(s, 0, 2)
	minute, okM := digits(s, 3, 5)
	if !okH || !okM || s[2] != ':' || hour > 24 || minute > 59 {
		return "", "", false
	}
	clock, s = s[:5]+":00", s[5:]
	if second, okS := digits(s, 1, 3); okS && s[0] == ':' && second <= 60 {
		clock, s = clock[:6]+s[1:3], s[3:]
		if len(s) > 1 && (s[0] == '.' || s[0] == ',') {
			n := 1
			for n < len(s) && isDigit(s[n]) {
				n++
			}
			s = s[n:]
		}
	}
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return clock, "", true
	case s == "Z" || s == "z" || s == "UTC" || s == "GMT":
		return clock, "Z", true
	case s[0] == '+' || s[0] == '-':
		h, okH := digits(s, 1, 3)
		if !okH || h > 14 {
			return "", "", false
		}
		rest := strings.TrimPrefix(s[3:], ":")
		if rest == "" {
			return clock, s[:3] + ":00", true
		}
		if m, okM := digits(rest, 0, 2); okM && m < 60 && len(rest) == 2 {
			return clock, s[:3] + ":" + rest, true
		}
	}
	return "", "", false
}

// parseWrittenDate reads a date as pages write it: ISO as above, or "June 10, 2021", "10 June 2021",
// "Thu, 10 Jun 2021 14:05:00 GMT", "June 2021", "10.06.2021" (with points the day comes first everywhere), with a
// weekday, "at" or a clock that may follow. Dates in figures with strokes are left alone: 10/06/2021 is two days.
func parseWrittenDate(s string) (Published, bool) {
	s = strings.TrimSpace(s)
	if p, ok := parseISO(s); ok {
		return p, true
	}
	if len(s) > 80 {
		return Published{}, false
	}
	d, n := scanDate(s)
	if n == 0 {
		d, n = scanDotted(s)
	}
	if n == 0 || d.year == 0 {
		return Published{}, false
	}
	rest := strings.TrimLeft(s[n:], " ,|·•-–—.")
	for _, word := range strings.Fields(rest) {
		if !isClockWord(word) {
			return Published{}, false
		}
	}
	return d.published(), true
}

// isClockWord reports whether a word may follow a date in a line that holds only a date: "at 14:05 GMT",
// "5:30 p.m. EST", "(UTC+4)", "Updated".
func isClockWord(w string) bool {
	if len(w) > 0 && isDigit(w[0]) {
		return strings.ContainsAny(w, ":.") || len(w) <= 4
	}
	switch strings.ToLower(strings.Trim(w, "().,|·•-–—")) {
	case "at", "am", "pm", "a.m", "p.m", "gmt", "utc", "est", "edt", "cet", "cest", "ist", "bst", "msk", "et", "pt", "pst", "pdt", "local", "time", "updated", "last", "":
		return true
	}
	return strings.HasPrefix(w, "(UTC") || strings.HasPrefix(w, "UTC+") || strings.HasPrefix(w, "GMT+") || strings.HasPrefix(w, "+0")
}

// date is a date as far as it is said: zero fields are not.
type date struct{ year, month, day int }

func (d date) edtf() string {
	switch {
	case d.month == 0 && d.year == 0:
		return ""
	case d.month == 0:
		return fmt.Sprintf("%04d", d.year)
	case d.year == 0 && d.day == 0:
		return fmt.Sprintf("XXXX-%02d", d.month)
	case d.year == 0:
		return fmt.Sprintf("XXXX-%02d-%02d", d.month, d.day)
	case d.day == 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

func (d date) published() Published {
	p := Published{EDTF: d.edtf(), Precision: "day"}
	if d.day == 0 {
		p.Precision = "month"
	}
	return p
}

// scanDate reads a date at the beginning of s and gives it with its length; 0 when there is none.
func scanDate(s string) (date, int) {
	i := 0
	if w := letters(s); w > 0 && isWeekday(s[:w]) {
		i = w
		for i < len(s) && (s[i] == ',' || s[i] == '.' || s[i] == ' ') {
			i++
		}
	}
	// "21 May 2022", "21st May"
	if n := digitRun(s[i:]); n == 1 || n == 2 {
		day := atoi(s[i : i+n])
		j := i + n
		if suffix := letters(s[j:]); suffix == 2 && isOrdinal(s[j:j+2]) {
			j += 2
		}
		k := skipByte(s, j, ' ')
		if k == j && k < len(s) && s[k] == '-' { // "10-Jun-2021"
			k++
		}
		w := letters(s[k:])
		if month := monthNumber(s[k : k+w]); k > j && month > 0 && day >= 1 && day <= 31 {
			end := k + w
			if end < len(s) && s[end] == '.' && w < 5 {
				end++
			}
			year, end := scanYear(s, end)
			if valid(year, month, day) {
				return date{year, month, day}, end
			}
		}
		return date{}, 0
	}
	w := letters(s[i:])
	month := monthNumber(s[i : i+w])
	if month == 0 {
		return date{}, 0
	}
	end := i + w
	if end < len(s) && s[end] == '.' && w < 5 {
		end++
	}
	j := skipByte(s, end, ' ')
	n := digitRun(s[j:])
	switch {
	case j > end && n == 4: // "June 2021"
		if year := atoi(s[j : j+4]); year >= 1000 {
			return date{year, month, 0}, j + n
		}
	case (n == 1 || n == 2) && (j > end || s[end-1] == '.'): // "June 10, 2021", "Jan.10"
		day := atoi(s[j : j+n])
		end = j + n
		if suffix := letters(s[end:]); suffix == 2 && isOrdinal(s[end:end+2]) {
			end += 2
		}
		year, end := scanYear(s, end)
		if valid(year, month, day) {
			return date{year, month, day}, end
		}
	}
	return date{}, 0
}

// scanDotted reads "10.06.2021".
func scanDotted(s string) (date, int) {
	i := digitRun(s)
	if i < 1 || i > 2 || i+1 >= len(s) || s[i] != '.' {
		return date{}, 0
	}
	j := digitRun(s[i+1:])
	end := i + 1 + j + 5
	if j < 1 || j > 2 || len(s) < end || s[i+1+j] != '.' || digitRun(s[i+2+j:]) != 4 {
		return date{}, 0
	}
	d := date{atoi(s[end-4 : end]), atoi(s[i+1 : i+1+j]), atoi(s[:i])}
	if d.year < 1000 || d.month < 1 || d.month > 12 || !valid(d.year, d.month, d.day) {
		return date{}, 0
	}
	return d, end
}

// scanYear reads ", 2021", " 2021" or "-2021" at s[i:]; 0 and i when there is none.
func scanYear(s string, i int) (year, end int) {
	j := i
	if j < len(s) && (s[j] == ',' || s[j] == '-') {
		j++
	}
	j = skipByte(s, j, ' ')
	if j > i && digitRun(s[j:]) == 4 {
		if y := atoi(s[j : j+4]); y >= 1000 {
			return y, j + 4
		}
	}
	return 0, i
}

var monthNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// monthNumber gives 1 to 12 for the English name of a month or its abbreviation, in any case; 0 for others.
func monthNumber(w string) int {
	if len(w) < 3 || len(w) > 9 {
		return 0
	}
	for i, name := range monthNames {
		if strings.EqualFold(w, name) || len(w) == 3 && strings.EqualFold(w, name[:3]) || len(w) == 4 && i == 8 && strings.EqualFold(w, "sept") {
			return i + 1
		}
	}
	return 0
}

func isWeekday(w string) bool {
	for _, name := range [...]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		if strings.EqualFold(w, name) || len(w) >= 3 && len(w) <= 5 && len(w) < len(name) && strings.EqualFold(w, name[:len(w)]) {
			return true
		}
	}
	return false
}

func isOrdinal(s string) bool { return s == "st" || s == "nd" || s == "rd" || s == "th" }

// valid reports whether the day exists in that month; without a year February has 29.
func valid(year, month, day int) bool {
	if year == 0 {
		year = 2000
	}
	return day >= 1 && day <= daysIn(year, month)
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// digits reads the figures s[i:j]; false when they are not all there.
func digits(s string, i, j int) (n int, ok bool) {
	if len(s) < j {
		return 0, false
	}
	for _, c := range []byte(s[i:j]) {
		if !isDigit(c) {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// letters gives the length of the run of ASCII letters at the beginning of s, digitRun that of figures.
func letters(s string) (n int) {
	for n < len(s) && isLetter(s[n]) {
		n++
	}
	return n
}

func digitRun(s string) (n int) {
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

func atoi(s string) (n int) {
	for _, c := range []byte(s) {
		n = n*10 + int(c-'0')
	}
	return n
}

func skipByte(s string, i int, c byte) int {
	for i < len(s) && s[i] == c {
		i++
	}
	return i
}
