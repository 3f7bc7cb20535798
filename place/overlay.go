package place

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/codebook"
	"chancery/internal/gazetteer"
)

// entry is one line of codebook/places: a place of its own, or more names for one that the gazetteer has.
type entry struct {
	Place
	countries []int32 // records of the countries it lies in
	first     int32   // record of its first-order division, -1 when unknown
	record    int32   // the gazetteer's record that the line only adds names to, or -1
	ucdp      int     // where_prec, when the line gives one; else 0
	names     []string
	people    []string
	located   bool // the line gives coordinates
	line      int
	file      string
}

// columns are the columns of a places file, in the order of the shipped ones. A file may have them in any order and leave out all but the first two.
var columns = []string{"name", "kind", "country", "division", "latitude", "longitude", "precision", "geonames", "population", "other names", "adjectives", "source"}

// readOverlay reads the places of a codebook. All mistakes are joined into one error.
func readOverlay(book *codebook.Book) ([]entry, error) {
	var entries []entry
	var mistakes []error
	for _, file := range book.Files("places", ".tsv") {
		data, err := book.Read(file)
		if err != nil {
			return nil, fmt.Errorf("place: %w", err)
		}
		es, err := parseOverlay(book.Name(file), string(data))
		entries = append(entries, es...)
		if err != nil {
			mistakes = append(mistakes, err)
		}
	}
	return entries, errors.Join(mistakes...)
}

// parseOverlay reads one file. Lines that begin with # and empty lines say nothing; the first other line names the columns.
func parseOverlay(file, text string) ([]entry, error) {
	var entries []entry
	var mistakes []error
	var at []int // column of each of columns, -1 for none
	width := 0
	for number := 1; text != ""; number++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line = strings.TrimSuffix(line, "\r")
		if number == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		fail := func(format string, args ...any) {
			mistakes = append(mistakes, &codebook.Error{File: file, Line: number, Reason: fmt.Sprintf(format, args...)})
		}
		if !utf8.ValidString(line) {
			fail("not UTF-8; save the file as UTF-8")
			continue
		}
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if at == nil {
			var err error
			if at, err = headerOf(cells); err != nil {
				fail("%v", err)
				return entries, errors.Join(mistakes...)
			}
			width = len(cells)
			continue
		}
		if len(cells) > width {
			fail("%d columns, but the first line names %d; separate columns by one tab each", len(cells), width)
			continue
		}
		cell := func(column int) string {
			if c := at[column]; c >= 0 && c < len(cells) {
				return cells[c]
			}
			return ""
		}
		e, err := parseEntry(cell)
		if err != nil {
			fail("%v", err)
			continue
		}
		e.file, e.line = file, number
		entries = append(entries, e)
	}
	return entries, errors.Join(mistakes...)
}

func headerOf(cells []string) ([]int, error) {
	at := make([]int, len(columns))
	for i := range at {
		at[i] = -1
	}
	for c, cell := range cells {
		known := false
		for i, name := range columns {
			if strings.EqualFold(cell, name) {
				if at[i] >= 0 {
					return nil, fmt.Errorf("column %q stands twice", cell)
				}
				at[i], known = c, true
			}
		}
		if !known {
			return nil, fmt.Errorf("unknown column %q; the first line names the columns: %s", cell, strings.Join(columns, ", "))
		}
	}
	if at[0] < 0 || at[1] < 0 {
		return nil, errors.New(`the first line must name at least the columns "name" and "kind"`)
	}
	return at, nil
}

func parseEntry(cell func(int) string) (entry, error) {
	e := entry{first: -1, record: -1}
	e.Name = cell(0)
	if gazetteer.Fold(e.Name) == "" {
		return e, errors.New("a place needs a name")
	}
	kind, ok := KindNamed(cell(1))
	if !ok {
		return e, fmt.Errorf("unknown kind %q; one of town, capital, district, province, country, area, water, feature", cell(1))
	}
	e.Kind = kind
	e.Admin1 = cell(3)
	e.Country = cell(2)
	var err error
	lat, lon := cell(4), cell(5)
	if (lat == "") != (lon == "") {
		return e, errors.New("latitude and longitude go together")
	}
	if e.located = lat != ""; e.located {
		if e.Lat, err = degreesOf(lat, 90); err != nil {
			return e, fmt.Errorf("latitude %q: %w", lat, err)
		}
		if e.Lon, err = degreesOf(lon, 180); err != nil {
			return e, fmt.Errorf("longitude %q: %w", lon, err)
		}
	}
	for _, n := range []struct {
		column  int
		into    *int
		highest int
	}{{6, &e.ucdp, 7}, {7, &e.GeoNames, 1<<24 - 1}, {8, &e.Pop, 1 << 40}} {
		text := cell(n.column)
		if text == "" {
			continue
		}
		v, err := strconv.Atoi(text)
		if err != nil || v < 0 || v > n.highest {
			return e, fmt.Errorf("%s %q is not a whole number from 0 to %d", columns[n.column], text, n.highest)
		}
		*n.into = v
	}
	e.names = list(cell(9))
	e.people = list(cell(10))
	return e, nil
}

func degreesOf(text string, limit float64) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= -limit && v <= limit) {
		return 0, fmt.Errorf("not decimal degrees from -%g to %g", limit, limit)
	}
	return v, nil
}

func list(cell string) (values []string) {
	for v := range strings.SplitSeq(cell, ";") {
		if v = strings.TrimSpace(v); v != "" {
			values = append(values, v)
		}
	}
	return values
}
