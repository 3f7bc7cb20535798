package export

import (
	"bufio"
	"bytes"
	"context"
	"io"

	"chancery/occurrence"
)

// writeGeoJSON writes a FeatureCollection (RFC 7946): a point for each occurrence with a place. How exact the place is
// stands in the properties (geo_precision, where_prec): an imprecise place is an area, and should not be drawn as a pin.
func writeGeoJSON(ctx context.Context, w io.Writer, source Source, o Options) error {
	type geometry struct {
		Type        string `json:"type"`
		Coordinates [2]any `json:"coordinates"` // longitude, then latitude
	}
	type feature struct {
		Type       string         `json:"type"`
		ID         string         `json:"id"`
		Geometry   geometry       `json:"geometry"`
		Properties map[string]any `json:"properties"`
	}
	out := bufio.NewWriter(w)
	if _, err := out.WriteString("{\"type\":\"FeatureCollection\",\"features\":["); err != nil {
		return err
	}
	var line bytes.Buffer
	separator := "\n"
	err := eachOccurrence(ctx, source, func(oc *occurrence.Occurrence) error {
		t := told(oc)
		latitude, longitude := t.coordinates()
		if latitude == nil {
			return nil
		}
		low, best, high := t.killed()
		e := &t.Event
		line.Reset()
		line.WriteString(separator)
		separator = ",\n"
		if err := appendJSON(&line, feature{"Feature", oc.ID, geometry{"Point", [2]any{longitude, latitude}}, map[string]any{
			"title": t.title(), "category": e.Category, "mode": known(e.Mode), "cameo": known(e.CAMEO), "status": e.Status,
			"first": day(e.Time.First), "last": day(e.Time.Last), "time_precision": positive(e.Time.ACLED), "date_prec": positive(e.Time.UCDP),
			"place": t.placeName(), "country": known(t.placeCountry()), "geo_precision": positive(e.Place.ACLED), "where_prec": positive(e.Place.UCDP),
			"sources": names(e.Sources), "recipients": names(e.Recipients), "tracks": e.Tracks,
			"killed_low": low, "killed_best": best, "killed_high": high, "accounts": len(oc.Members), "outlets": t.Outlets, "origins": t.Origins,
		}}); err != nil {
			return err
		}
		_, err := out.Write(line.Bytes())
		return err
	})
	if err != nil {
		return err
	}
	if _, err := out.WriteString("\n]}\n"); err != nil {
		return err
	}
	return out.Flush()
}
