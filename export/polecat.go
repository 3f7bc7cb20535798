package export

import (
	"bufio"
	"context"
	"io"
	"strings"

	"chancery/actor"
	"chancery/occurrence"
	"chancery/place"
	"chancery/when"
)

// polecatColumns are the columns of POLECAT's weekly files (Halterman, Bagozzi, Beger, Schrodt and Scarborough,
// "PLOVER and POLECAT: A New Political Event Ontology and Dataset", 2023).
var polecatColumns = []string{
	"Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
	"Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
	"Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
	"Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
	"Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
}

// writePOLECAT writes a line for each account: tabs between columns, "; " between values, None for what is not known.
// POLECAT has no room for status, voices and evidence: events that did not happen are left out.
func writePOLECAT(ctx context.Context, w io.Writer, source Source, o Options) error {
	out := bufio.NewWriter(w)
	if err := tabs(out, append([]string(nil), polecatColumns...)); err != nil {
		return err
	}
	err := eachAccount(ctx, source, func(_ *occurrence.Occurrence, a *occurrence.Account) error {
		e := &a.Event
		if e.Status == "not_happened" {
			return nil
		}
		row := make([]string, 0, len(polecatColumns))
		row = append(row, e.ID, field(day(e.Time.First)), string(e.Category), e.Mode, field(intensity(e)), quadName(e.Quad), strings.Join(e.Contexts, "; "))
		row = append(row, polecatParty(e.Sources, a.Report.Text)...)
		row = append(row, polecatParty(e.Recipients, a.Report.Text)...)
		row = append(row, polecatPlace(e.Place, a.Report.Text)...)
		published := ""
		if year, month, d, ok := a.Report.Published.Day(); ok {
			published = field(day(when.DayOf(year, month, d)))
		}
		row = append(row, sourceName(a), published, "", "", "", a.Report.Language, strings.TrimSpace("chancery "+a.Versions.Engine))
		for i := range row {
			if row[i] == "" {
				row[i] = "None"
			}
		}
		return tabs(out, row)
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

func quadName(quad int) string {
	return [...]string{"", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"}[quad]
}

// polecatParty gives the eight columns of a side.
func polecatParty(parties []actor.Party, text string) []string {
	columns := make([]string, 8)
	if len(parties) == 0 {
		return columns
	}
	sectors := each(parties, sectorOf)
	columns[0] = strings.Join(names(parties), "; ")
	columns[1] = strings.Join(each(parties, countryOf), "; ")
	columns[2] = strings.Join(each(parties, func(p *actor.Party) string { return countries()[p.Country].cow }), "; ")
	if len(sectors) > 0 {
		columns[3] = sectors[0]
	}
	columns[4] = strings.Join(sectors, "; ")
	columns[5] = strings.Join(each(parties, func(p *actor.Party) string { return p.Office }), "; ")
	columns[6] = strings.Join(each(parties, func(p *actor.Party) string { return words(p.Span, text) }), "; ")
	return columns
}

// polecatPlace gives the ten columns of a place.
func polecatPlace(m *place.Mention, text string) []string {
	columns := make([]string, 10)
	if m == nil {
		return columns
	}
	columns[8] = words(m.Span, text)
	if !m.Resolved {
		return columns
	}
	p := &m.Place
	columns[0] = p.Name
	switch p.Kind {
	case place.Populated, place.Capital:
		columns[1], columns[9] = p.Name, "PPL"
		if p.Kind == place.Capital {
			columns[9] = "PPLC"
		}
	case place.District:
		columns[2], columns[9] = p.Name, "ADM2"
	case place.Province:
		columns[9] = "ADM1"
	case place.Country:
		columns[9] = "PCLI"
	case place.Area:
		columns[9] = "RGN"
	case place.Water:
		columns[9] = "H"
	}
	columns[3], columns[4] = p.Admin1, p.Country
	if p.Kind == place.Province && columns[3] == "" {
		columns[3] = p.Name
	}
	columns[5], columns[6] = field(p.Lat), field(p.Lon)
	columns[7] = field(positive(p.GeoNames))
	return columns
}
