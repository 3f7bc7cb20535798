package eval

import (
	"bufio"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chancery/report"
)

// Slot is one of the slots of a MUC-4 template that are scored.
type Slot int

// The slots.
const (
	IncidentType Slot = iota
	IncidentDate
	IncidentCountry
	TargetNumber // of human targets
	TargetEffect // on human targets
	slots
)

var slotNames = [slots]string{"type", "date", "country", "number", "effect"}

// Fill is a value of a slot: one of several that are as good as each other. A value that is optional may be left out.
type Fill struct {
	Values   []string
	Optional bool
}

// Incident is a template: a violent incident as MUC-4 tells of it.
//
// Types are ATTACK, BOMBING, KIDNAPPING, ARSON, ROBBERY and FORCED WORK STOPPAGE. Dates are "1989-11-16", "1989-11-10/1989-11-11" for on or between
// two days, and "/1989-11-16" for on or before one. Countries are ISO 3166-1 alpha-3 codes. Numbers are digits, or PLURAL
// when nobody says how many. Effects are DEATH, INJURY, NO INJURY OR DEATH, REGAINED FREEDOM and so on.
type Incident struct {
	Fills    [slots][]Fill
	Inapt    [slots]bool // the key has an asterisk: the slot is not scored
	Optional bool        // the key does not ask for this incident
	Words    string      // what a found incident was read from
}

// MUCMessage is a report of MUC-3 or MUC-4: "DEV-MUC3-0001".
type MUCMessage struct {
	ID        string
	Dateline  string // "SAN SALVADOR, 3 JAN 90 (AFP)"
	Published report.Published
	Text      string // what comes after the dateline
	Line      int    // of the identity in the file
}

// IsMUCKey reports whether the beginning of a file is that of a key; text is what it is when it is not.
func IsMUCKey(file string) (key, text bool) {
	for line := range strings.Lines(file) {
		if _, id, ok := strings.Cut(line, "MESSAGE: ID"); ok && strings.HasPrefix(line, "0.") && strings.TrimSpace(id) != "" {
			return true, false
		}
		if mucID(line) != "" {
			return false, true
		}
	}
	return false, false
}

// mucID is the identity that a line is, "" when it is none: "TST2-MUC4-0001", "DEV-MUC3-0001 (NOSC)".
func mucID(line string) string {
	fields := strings.Fields(line)
	if len(fields) == 0 || len(fields) > 3 || line[0] == ' ' {
		return ""
	}
	part, rest, ok := strings.Cut(fields[0], "-MUC")
	if !ok || part == "" || len(rest) < 3 || rest[1] != '-' || strings.Trim(rest, "0123456789-") != "" {
		return ""
	}
	return fields[0]
}

// ReadMUCMessages reads a file of texts, which begin with their identity on a line of its own and a dateline.
func ReadMUCMessages(file string) []MUCMessage {
	var messages []MUCMessage
	var body strings.Builder
	finish := func() {
		defer body.Reset()
		if len(messages) == 0 {
			return // what comes before the first message
		}
		m := &messages[len(messages)-1]
		m.Dateline, m.Text = mucDateline(body.String())
		m.Published = mucPublished(m.Dateline)
	}
	n := 0
	for line := range strings.Lines(file) {
		n++
		if id := mucID(line); id != "" {
			finish()
			messages = append(messages, MUCMessage{ID: id, Line: n})
			continue
		}
		body.WriteString(line)
	}
	finish()
	return messages
}

// mucDateline cuts "SAN SALVADOR, 3 JAN 90 (AFP) -- [REPORT] [SOURCE]" off a text.
func mucDateline(text string) (dateline, rest string) {
	text = strings.TrimLeft(text, " \n\r\t")
	at := strings.Index(text, "--")
	if at < 0 || at > 300 {
		return "", text
	}
	dateline, rest = strings.Join(strings.Fields(text[:at]), " "), strings.TrimLeft(text[at+2:], " \n\r\t")
	for strings.HasPrefix(rest, "[") {
		end := strings.IndexByte(rest, ']')
		if end < 0 || end > 300 {
			break
		}
		rest = strings.TrimLeft(rest[end+1:], " \n\r\t")
	}
	return dateline, rest
}

// mucPublished is the day that a dateline tells.
func mucPublished(dateline string) report.Published {
	fields := strings.FieldsFunc(dateline, func(r rune) bool { return r == ' ' || r == ',' || r == '(' || r == ')' })
	for i := range fields {
		if day, ok := mucDay(fields[i:min(i+3, len(fields))]); ok {
			return report.Published{EDTF: day, Precision: "day", Basis: "given"}
		}
	}
	return report.Published{}
}

// mucDay reads "16 NOV 89" as "1989-11-16".
func mucDay(fields []string) (string, bool) {
	if len(fields) != 3 || len(fields[1]) < 3 || len(fields[2]) != 2 {
		return "", false
	}
	month := strings.Index("JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC", strings.ToUpper(fields[1][:3]))
	day, err1 := strconv.Atoi(fields[0])
	year, err2 := strconv.Atoi(fields[2])
	if month < 0 || month%3 != 0 || err1 != nil || err2 != nil || day < 1 || day > 31 || year < 0 {
		return "", false
	}
	return fmt.Sprintf("19%02d-%02d-%02d", year, month/3+1, day), true
}

// ReadMUCKey reads the templates of a key, by the identity of the message; a message without incidents has none, but an
// entry. country gives the code of a country's name. Errors name the line.
func ReadMUCKey(file, name string, country func(string) string) (map[string][]Incident, error) {
	scan := bufio.NewScanner(strings.NewReader(file))
	scan.Buffer(nil, 1<<20)
	key := map[string][]Incident{}
	id, slot := "", -1
	var values []string // of the slot being read, a line each
	var x *Incident
	finish := func() {
		if x != nil && slot >= 0 {
			x.fill(slot, values, country)
		}
		values = values[:0]
	}
	n := 0
	for ; scan.Scan(); n++ {
		line, _, _ := strings.Cut(scan.Text(), ";")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if line[0] == ' ' || line[0] == '\t' {
			values = append(values, strings.TrimSpace(line))
			continue
		}
		number, rest, ok := strings.Cut(line, ".")
		k, err := strconv.Atoi(strings.TrimSpace(number))
		if !ok || err != nil || k < 0 || k > 24 {
			return nil, fmt.Errorf("%s:%d: %q is no slot from 0 to 24", name, n+1, line)
		}
		finish()
		_, value, _ := strings.Cut(strings.TrimSpace(rest), ":")
		value = slotValue(value)
		slot = -1
		switch k {
		case 0:
			if id, _, _ = strings.Cut(value, " "); id == "" {
				return nil, fmt.Errorf("%s:%d: the message has no identity", name, n+1)
			}
			if _, ok := key[id]; !ok {
				key[id] = nil
			}
			x = nil
		case 1:
			if id == "" {
				return nil, fmt.Errorf("%s:%d: a template of no message", name, n+1)
			}
			x = nil
			if value != "*" {
				key[id] = append(key[id], Incident{Optional: strings.Contains(value, "OPTIONAL")})
				x = &key[id][len(key[id])-1]
			}
		default:
			slot, values = k, append(values, value)
		}
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
	}
	finish()
	if len(key) == 0 {
		return nil, fmt.Errorf("%s: no template in it", name)
	}
	return key, nil
}

// slotValue cuts the slot's name off what stands after "INCIDENT:" and the like; two spaces divide them.
func slotValue(s string) string {
	s = strings.TrimLeft(s, " ")
	if _, value, ok := strings.Cut(s, "  "); ok {
		return strings.TrimSpace(value)
	}
	return ""
}

// slotOf is which of the scored slots a slot of the key is, by its number.
func slotOf(number int) (Slot, bool) {
	switch number {
	case 2:
		return IncidentDate, true
	case 3:
		return IncidentCountry, true
	case 4:
		return IncidentType, true
	case 21:
		return TargetNumber, true
	case 23:
		return TargetEffect, true
	}
	return 0, false
}

// fill reads the lines of a slot: a fill each, unless a line only goes on with the words that a fill belongs to.
func (x *Incident) fill(number int, lines []string, country func(string) string) {
	slot, ok := slotOf(number)
	if !ok {
		return
	}
	var fills []string
	for _, line := range lines {
		if n := len(fills); n > 0 && (strings.HasPrefix(line, `"`) || strings.HasPrefix(line, "/") || strings.HasSuffix(fills[n-1], "/") || strings.Count(fills[n-1], `"`)%2 == 1) {
			fills[n-1] += " " + line
		} else if line != "" {
			fills = append(fills, line)
		}
	}
	for _, text := range fills {
		if text == "*" {
			x.Inapt[slot] = true
			continue
		}
		f := Fill{}
		for _, value := range strings.Split(unquote(text), "/") {
			value = strings.Trim(value, " ()")
			if strings.HasPrefix(value, "?") {
				f.Optional = true
				value = strings.TrimLeft(value, "? ")
			}
			value = x.value(slot, value, country)
			switch {
			case value == "-":
				f.Optional = true
			case value != "" && !slices.Contains(f.Values, value):
				f.Values = append(f.Values, value)
			}
		}
		if len(f.Values) > 0 && !slices.ContainsFunc(x.Fills[slot], func(g Fill) bool { return slot == TargetEffect && slices.Equal(f.Values, g.Values) }) {
			x.Fills[slot] = append(x.Fills[slot], f)
		}
	}
}

// unquote leaves out what stands in quotation marks, with the colon before it.
func unquote(s string) string {
	var b strings.Builder
	for i, part := range strings.Split(s, `"`) {
		if i%2 == 0 {
			b.WriteString(strings.TrimRight(strings.TrimRight(part, " "), ":"))
		}
	}
	return b.String()
}

// value is a value of the key as incidents have it.
func (x *Incident) value(slot Slot, s string, country func(string) string) string {
	s = strings.Join(strings.Fields(s), " ")
	if s == "-" || s == "" {
		return s
	}
	switch slot {
	case IncidentCountry:
		s, _, _ = strings.Cut(s, ":")
		s, _, _ = strings.Cut(s, " - ")
		s, _, _ = strings.Cut(s, " (")
		return country(strings.TrimSpace(s))
	case IncidentDate:
		from, to, isRange := strings.Cut(s, "-")
		a, ok1 := mucDay(strings.Fields(strings.Trim(from, " ~()")))
		b, ok2 := mucDay(strings.Fields(strings.Trim(to, " ~()")))
		switch {
		case !isRange && ok1:
			return a
		case isRange && ok1 && ok2:
			return a + "/" + b
		case isRange && ok2:
			return "/" + b
		}
	case TargetNumber:
		return strings.Trim(s, "~- ")
	}
	return s
}
