package export

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
)

// ucdpColumns are the columns of the UCDP Georeferenced Event Dataset (Sundberg and Melander 2013; codebook of
// version 23.1). Numbers that only UCDP gives out (conflicts, dyads, sides) are empty.
var ucdpColumns = []string{
	"id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
	"dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
	"number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original",
	"where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid",
	"country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
	"deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
}

// writeUCDP writes a line for each occurrence of violence that happened and killed somebody, as GED defines an event.
func writeUCDP(ctx context.Context, w io.Writer, source Source, o Options) error {
	out := csv.NewWriter(w)
	if err := out.Write(ucdpColumns); err != nil {
		return err
	}
	err := eachOccurrence(ctx, source, func(oc *occurrence.Occurrence) error {
		t := told(oc)
		e := &t.Event
		low, best, high := t.killed()
		if e.Category != event.Assault || e.Status != event.Actual && e.Status != event.Ongoing || best == nil && low == nil {
			return nil
		}
		sideA, sideB := strings.Join(names(e.Sources), ", "), strings.Join(names(e.Recipients), ", ")
		dyad := ""
		if sideA != "" && sideB != "" {
			dyad = sideA + " - " + sideB
		}
		year, admin1, where, clarity := "", "", "", "1"
		if e.Time.First.Known() && e.Time.First.Year == e.Time.Last.Year {
			year = strconv.Itoa(e.Time.First.Year)
		}
		if p := e.Place; p != nil {
			admin1, where = p.Place.Admin1, field(positive(p.UCDP))
		}
		latitude, longitude := t.coordinates()
		wkt, cell := "", ""
		if p := e.Place; p != nil && p.Resolved {
			wkt = fmt.Sprintf("POINT (%s %s)", field(p.Place.Lon), field(p.Place.Lat))
			cell = strconv.Itoa(prioGrid(p.Place.Lat, p.Place.Lon))
		}
		if e.Casualties.Cumulative || e.Time.Length() != 1 {
			clarity = "2" // several happenings may be told as one
		}
		civilians, unknown := deaths(e)
		return out.Write([]string{
			strconv.FormatInt(number(oc.ID), 10), oc.ID, year, "", "Unchecked", violence(e), "", "", "", "", "", dyad, "", "", sideA, "", "", sideB,
			strconv.Itoa(reports(oc)), articles(oc), strings.Join(outlets(oc), ";"), dates(oc), headlines(oc), voices(oc),
			where, t.placeName(), t.placeWords(), admin1, "", field(latitude), field(longitude), wkt, cell,
			countries()[t.placeCountry()].name, countries()[t.placeCountry()].gw, "", clarity, field(positive(e.Time.UCDP)),
			field(day(e.Time.First)), field(day(e.Time.Last)), "", "", civilians, unknown, field(best), field(high), field(low),
			stateNumber(e.Sources), stateNumber(e.Recipients),
		})
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// violence is 1 for state-based, 2 for non-state, 3 for one-sided violence.
func violence(e *event.Event) string {
	if len(e.Sources) == 0 || len(e.Recipients) == 0 {
		return ""
	}
	state := func(p *actor.Party) bool {
		return p.Country != "" && (p.Sector == "" || p.Sector == "GOV" || p.Sector == "MIL" || p.Sector == "COP")
	}
	a, b := &e.Sources[0], &e.Recipients[0]
	switch {
	case b.Sector == "CVL" || b.Sector == "JRN" || b.Sector == "REF":
		return "3"
	case state(a) || state(b):
		return "1"
	}
	return "2"
}

// deaths shares the dead out between civilians, as far as the words tell of them, and the rest.
func deaths(e *event.Event) (civilians, unknown string) {
	killed := e.Casualties.Killed
	if killed == nil || killed.Best < 0 {
		return "", ""
	}
	n := 0
	for _, g := range e.Casualties.Groups {
		if g.Killed != nil && g.Killed.Best > 0 && (g.Group == "civilians" || g.Group == "civilian" || g.Group == "journalists" || g.Group == "children" || g.Group == "women") {
			n += g.Killed.Best
		}
	}
	if n == 0 { // none is told to be a civilian: that says nothing of how many were
		return "", strconv.Itoa(killed.Best)
	}
	n = min(n, killed.Best)
	return strconv.Itoa(n), strconv.Itoa(killed.Best - n)
}

// prioGrid gives the cell of PRIO-GRID 2.0: half a degree wide, counted from 1 in the south-west, row by row.
func prioGrid(latitude, longitude float64) int {
	row := min(int(math.Floor((latitude+90)*2)), 359)
	column := min(int(math.Floor((longitude+180)*2)), 719)
	return row*720 + column + 1
}

func stateNumber(parties []actor.Party) string {
	if len(parties) == 0 {
		return ""
	}
	return countries()[parties[0].Country].gw
}

// articles lists the reports as UCDP does: "outlet,date,headline" in quotation marks, separated by ";".
func articles(o *occurrence.Occurrence) string {
	return joinReports(o, func(a *occurrence.Account) string {
		return strconv.Quote(strings.Join([]string{sourceName(a), a.Report.Published.EDTF, a.Report.Title}, ","))
	})
}

func dates(o *occurrence.Occurrence) string {
	return joinReports(o, func(a *occurrence.Account) string { return a.Report.Published.EDTF })
}

func headlines(o *occurrence.Occurrence) string {
	return joinReports(o, func(a *occurrence.Account) string { return a.Report.Title })
}

// voices gives the chains of voices, from the innermost outwards: whom the figure comes from.
func voices(o *occurrence.Occurrence) string {
	return joinReports(o, func(a *occurrence.Account) string {
		var chain []string
		for i := len(a.Event.Attribution) - 1; i >= 0; i-- {
			chain = append(chain, a.Event.Attribution[i].Name)
		}
		return strings.Join(chain, ", ")
	})
}

// joinReports joins what f says of each report of an occurrence by ";", once each.
func joinReports(o *occurrence.Occurrence, f func(*occurrence.Account) string) string {
	seen := map[string]bool{}
	var all []string
	for i := range o.Members {
		a := &o.Members[i].Account
		if value := f(a); value != "" && !seen[a.Report.ID] {
			seen[a.Report.ID] = true
			all = append(all, value)
		}
	}
	return strings.Join(all, ";")
}
