package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"chancery/actor"
	"chancery/occurrence"
	"chancery/place"
	"chancery/when"
)

// The columns of GDELT 2.0, after "The GDELT Event Database Data Format Codebook V2.0" (2015): 61 of events, 16 of
// mentions, separated by tabs, without a header. What chancery does not measure (tone, religions, ethnic groups) is empty.

// writeGDELTEvents writes a line for each occurrence whose day is known, as GDELT has no other. GlobalEventID is made
// from the occurrence's identity, so that it is the same in every export.
func writeGDELTEvents(ctx context.Context, w io.Writer, source Source, o Options) error {
	out := bufio.NewWriter(w)
	err := eachOccurrence(ctx, source, func(oc *occurrence.Occurrence) error {
		t := told(oc)
		first := t.Event.Time.First
		if !first.Known() {
			return nil
		}
		row := make([]string, 0, 61)
		row = append(row, strconv.FormatInt(number(oc.ID), 10), compact(first), compact(first)[:6], compact(first)[:4], fraction(first))
		row = append(row, gdeltActor(t.Event.Sources)...)
		row = append(row, gdeltActor(t.Event.Recipients)...)
		root, base := cameoLevels(t.Event.CAMEO)
		isRoot := "0"
		if t.Event.Sentence <= 1 { // the codebook: events of the lead are the important ones
			isRoot = "1"
		}
		row = append(row, isRoot, t.Event.CAMEO, base, root, strconv.Itoa(t.Event.Quad), field(intensity(&t.Event)),
			strconv.Itoa(len(oc.Members)), strconv.Itoa(t.Outlets), strconv.Itoa(reports(oc)), "")
		row = append(row, gdeltPlace(nil)...)
		row = append(row, gdeltPlace(nil)...)
		row = append(row, gdeltPlace(t.Event.Place)...)
		row = append(row, t.Added.UTC().Format("20060102150405"), oc.Members[0].Report.URL)
		return tabs(out, row)
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// writeGDELTMentions writes a line for each account of the occurrences that writeGDELTEvents writes.
func writeGDELTMentions(ctx context.Context, w io.Writer, source Source, o Options) error {
	out := bufio.NewWriter(w)
	err := eachAccount(ctx, source, func(oc *occurrence.Occurrence, a *occurrence.Account) error {
		t := told(oc)
		if !t.Event.Time.First.Known() {
			return nil
		}
		published := ""
		if year, month, day, ok := a.Report.Published.Day(); ok {
			published = compact(when.DayOf(year, month, day)) + "000000"
			if at, err := time.Parse(time.RFC3339, a.Report.Published.EDTF); err == nil {
				published = at.UTC().Format("20060102150405")
			}
		}
		kind, identifier := "2", a.Report.ID // 2: a citation, by its name only
		if a.Report.URL != "" {
			kind, identifier = "1", a.Report.URL
		}
		offset := func(parties []actor.Party) string {
			if len(parties) == 0 || parties[0].Span.Empty() {
				return "-1"
			}
			return strconv.Itoa(parties[0].Span.Start)
		}
		_, start, _ := evidence(&a.Event, a.Report.Text)
		return tabs(out, []string{
			strconv.FormatInt(number(oc.ID), 10), compact(t.Event.Time.First) + "000000", published, kind, sourceName(a), identifier,
			strconv.Itoa(a.Event.Sentence + 1), offset(a.Event.Sources), offset(a.Event.Recipients), strconv.FormatInt(start, 10),
			"1", strconv.Itoa(int(a.Event.Confidence*100 + 0.5)), strconv.Itoa(len(a.Report.Text)), "", "", "",
		})
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// number makes a positive whole number of an identity such as "o-0123456789abcdef": its first 15 hexadecimal digits.
func number(id string) int64 {
	_, digits, _ := strings.Cut(id, "-")
	if len(digits) > 15 {
		digits = digits[:15]
	}
	n, err := strconv.ParseInt(digits, 16, 64)
	if err != nil { // an identity that somebody gave: FNV-1a, as every identity needs a number
		const offset, prime = 14695981039346656037, 1099511628211
		h := uint64(offset)
		for i := range len(id) {
			h = (h ^ uint64(id[i])) * prime
		}
		return int64(h >> 4)
	}
	return n
}

// compact writes a day as YYYYMMDD.
func compact(d when.Day) string { return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day) }

// fraction is GDELT's FractionDate: the year and the share of it that is gone, (month*30 + day) / 365.
func fraction(d when.Day) string {
	return strconv.FormatFloat(float64(d.Year)+float64(d.Month*30+d.Day)/365, 'f', 4, 64)
}

// cameoLevels gives the root and the base of a CAMEO code: 04 and 043 of 0431.
func cameoLevels(code string) (root, base string) {
	return code[:min(2, len(code))], code[:min(3, len(code))]
}

// gdeltActor gives the ten columns of an actor: the first of the parties, as GDELT has room for one.
func gdeltActor(parties []actor.Party) []string {
	columns := make([]string, 10)
	if len(parties) == 0 {
		return columns
	}
	p := &parties[0]
	columns[0] = p.Country + string(p.Sector)
	columns[1] = strings.ToUpper(p.Name)
	columns[2] = p.Country
	if kind, name, found := strings.Cut(p.Actor, ":"); found && p.Country == "" && kind != "" {
		columns[3] = strings.ToUpper(name)
		if columns[0] == "" {
			columns[0] = kind
		}
	}
	columns[7] = string(p.Sector)
	return columns
}

// gdeltPlace gives the eight columns of a place.
func gdeltPlace(m *place.Mention) []string {
	columns := make([]string, 8)
	if m == nil || !m.Resolved {
		return columns
	}
	p := &m.Place
	fips := countries()[p.Country].fips
	full := p.Name
	kind := "4" // WORLDCITY
	switch p.Kind {
	case place.Country:
		kind = "1"
	case place.Province, place.District, place.Area:
		kind = "5" // WORLDSTATE
	}
	if p.Country == "USA" && kind != "1" { // USCITY and USSTATE
		kind = map[string]string{"4": "3", "5": "2"}[kind]
	}
	if name := countries()[p.Country].name; name != "" && name != p.Name {
		if p.Admin1 != "" && p.Admin1 != p.Name {
			full += ", " + p.Admin1
		}
		full += ", " + name
	}
	columns[0], columns[1], columns[2] = kind, full, fips
	columns[5], columns[6] = field(p.Lat), field(p.Lon)
	if p.GeoNames != 0 {
		columns[7] = strconv.Itoa(p.GeoNames)
	}
	return columns
}

// sourceName is the outlet, or the host of its address.
func sourceName(a *occurrence.Account) string {
	if a.Report.Outlet == "" {
		if u, err := url.Parse(a.Report.URL); err == nil {
			return u.Hostname()
		}
	}
	return a.Report.Outlet
}

// reports counts the reports that tell of an occurrence.
func reports(o *occurrence.Occurrence) int {
	seen := map[string]bool{}
	for i := range o.Members {
		seen[o.Members[i].Report.ID] = true
	}
	return len(seen)
}

// tabs writes fields separated by tabs; the format cannot hold a tab or a line end inside one, so they become a space.
func tabs(w io.Writer, fields []string) error {
	for i, f := range fields {
		if strings.ContainsAny(f, "\t\r\n") {
			fields[i] = strings.Join(strings.Fields(f), " ")
		}
	}
	_, err := io.WriteString(w, strings.Join(fields, "\t")+"\n")
	return err
}
