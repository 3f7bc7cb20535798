package export

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
)

// acledColumns are the columns of ACLED's data export since 2023 (ACLED Codebook). Only the shape is ACLED's.
var acledColumns = []string{
	"event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
	"actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
	"iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
	"source", "source_scale", "notes", "fatalities", "tags", "timestamp",
}

// writeACLED writes a line for each occurrence that happened and is of a kind that ACLED records: political violence,
// demonstrations, and strategic developments such as agreements, arrests and changes of territory. Talks, offers and
// demands have no place in its shape.
func writeACLED(ctx context.Context, w io.Writer, source Source, o Options) error {
	out := csv.NewWriter(w)
	if err := out.Write(acledColumns); err != nil {
		return err
	}
	err := eachOccurrence(ctx, source, func(oc *occurrence.Occurrence) error {
		t := told(oc)
		e := &t.Event
		if e.Status != event.Actual && e.Status != event.Ongoing {
			return nil
		}
		disorder, kind, sub := acledType(e)
		if kind == "" {
			return nil
		}
		civilian := ""
		if disorder == "Political violence" && len(e.Recipients) > 0 && e.Recipients[0].Sector == "CVL" {
			civilian = "Civilian targeting"
		}
		year, admin2, location, precision := "", "", t.placeName(), ""
		if e.Time.First.Known() && e.Time.First.Year == e.Time.Last.Year {
			year = strconv.Itoa(e.Time.First.Year)
		}
		admin1 := ""
		if p := e.Place; p != nil {
			admin1, precision = p.Place.Admin1, field(positive(p.ACLED))
		}
		latitude, longitude := t.coordinates()
		_, best, _ := t.killed()
		first, assoc := acledActor(e.Sources)
		second, assocSecond := acledActor(e.Recipients)
		notes, _, _ := evidence(e, t.Report.Text)
		if t.Report.Published.EDTF != "" {
			notes = fmt.Sprintf("As of report on %s: %s", t.Report.Published.EDTF[:min(10, len(t.Report.Published.EDTF))], notes)
		}
		return out.Write([]string{
			oc.ID, field(day(e.Time.First)), year, field(positive(e.Time.ACLED)), disorder, kind, sub,
			first, assoc, acledInter(e.Sources), second, assocSecond, acledInter(e.Recipients), acledInteraction(e), civilian,
			isoNumber(t.placeCountry()), "", countries()[t.placeCountry()].name, admin1, admin2, "", location, field(latitude), field(longitude), precision,
			strings.Join(outlets(oc), "; "), "", notes, field(best), strings.Join(e.Tracks, "; "), strconv.FormatInt(t.Added.Unix(), 10),
		})
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// acledType gives the disorder type, the event type and the sub-event type that ACLED's codebook has for an act.
func acledType(e *event.Event) (disorder, kind, sub string) {
	const violence, development = "Political violence", "Strategic developments"
	civilians := len(e.Recipients) > 0 && (e.Recipients[0].Sector == "CVL" || e.Recipients[0].Sector == "JRN" || e.Recipients[0].Sector == "REF")
	switch e.Category {
	case event.Assault:
		switch e.Mode {
		case "aerial", "drone":
			return violence, "Explosions/Remote violence", "Air/drone strike"
		case "heavy-weapons":
			return violence, "Explosions/Remote violence", "Shelling/artillery/missile attack"
		case "explosives":
			return violence, "Explosions/Remote violence", "Remote explosive/landmine/IED"
		case "suicide-attack":
			return violence, "Explosions/Remote violence", "Suicide bomb"
		case "unconventional":
			return violence, "Explosions/Remote violence", "Chemical weapon"
		case "abduct":
			return violence, "Violence against civilians", "Abduction/forced disappearance"
		case "sexual":
			return violence, "Violence against civilians", "Sexual violence"
		case "crowd-control":
			return "Demonstrations", "Protests", "Protest with intervention"
		case "destroy":
			return development, development, "Looting/property destruction"
		}
		if civilians || e.Mode == "beat" || e.Mode == "torture" {
			return violence, "Violence against civilians", "Attack"
		}
		return violence, "Battles", "Armed clash"
	case event.Protest:
		if e.Mode == "riot" || e.Mode == "vandalize" {
			return "Demonstrations", "Riots", "Violent demonstration"
		}
		return "Demonstrations", "Protests", "Peaceful protest"
	case event.Coerce:
		if e.Mode == "arrest" {
			return development, development, "Arrests"
		}
	case event.Retreat:
		if e.Mode == "withdraw" {
			return development, development, "Non-violent transfer of territory"
		}
	case event.Agree:
		if strings.HasPrefix(e.CAMEO, "057") || e.Mode == "ceasefire" {
			return development, development, "Agreement"
		}
	case event.Cooperate, event.Support:
		if strings.HasPrefix(e.CAMEO, "057") {
			return development, development, "Agreement"
		}
	}
	return "", "", ""
}

// acledActor gives the first party and those beside it.
func acledActor(parties []actor.Party) (first, others string) {
	all := names(parties)
	if len(all) == 0 {
		return "", ""
	}
	return all[0], strings.Join(all[1:], "; ")
}

// acledInter gives the name of ACLED's group of actors for the first party's sector.
func acledInter(parties []actor.Party) string {
	if len(parties) == 0 {
		return ""
	}
	switch parties[0].Sector {
	case "GOV", "MIL", "COP", "SPY", "JUD", "LEG":
		return "State forces"
	case "REB", "SEP", "UAF":
		return "Rebel group"
	case "PRM":
		return "Political militia"
	case "CVL", "JRN", "BUS", "REF", "EDU", "MED", "LAB", "REL":
		return "Civilians"
	case "OPP", "PTY":
		return "Protesters"
	case "":
		if parties[0].Country != "" {
			return "State forces"
		}
	}
	return "External/Other forces"
}

func acledInteraction(e *event.Event) string {
	first, second := acledInter(e.Sources), acledInter(e.Recipients)
	switch {
	case first != "" && second != "":
		return first + "-" + second
	case first != "":
		return first + " only"
	}
	return ""
}

// isoNumber gives the ISO 3166-1 numeric code of an alpha-3 one.
func isoNumber(alpha3 string) string {
	region, err := language.ParseRegion(alpha3)
	if err != nil || region.M49() == 0 {
		return ""
	}
	return strconv.Itoa(region.M49())
}

// outlets gives the names of the outlets that tell of an occurrence, in the order of its members.
func outlets(o *occurrence.Occurrence) []string {
	var all []string
	seen := map[string]bool{"": true}
	for i := range o.Members {
		if name := sourceName(&o.Members[i].Account); !seen[name] {
			seen[name] = true
			all = append(all, name)
		}
	}
	return all
}
