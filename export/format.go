package export

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"chancery/event"
	"chancery/query"
)

// Options say what an export needs to know beside its source. The zero value is enough for most formats.
type Options struct {
	Table      string           // for csv, jsonl and parquet: which table; "" for events
	Title      string           // of a feed, a calendar, a package; "" for one that says what it is
	Address    string           // where the record is served, without a slash at the end: links then point into it
	At         time.Time        // when the record was last changed: what formats give as their date
	Vocabulary event.Vocabulary // what the codebook allows: the constraints of the data package
}

func (o *Options) title() string {
	if o.Title != "" {
		return o.Title
	}
	return "The diplomatic record"
}

// Format is one way to hand out the record.
type Format struct {
	Name      string // as on the command line: "gdelt-events"
	Title     string // "GDELT 2.0 events"
	Extension string // of a file: ".csv"
	MediaType string
	Write     func(ctx context.Context, w io.Writer, source Source, o Options) error
	Folder    func(ctx context.Context, dir string, source Source, o Options) error // instead of Write, when it is several files
}

// Formats gives all formats: first chancery's own tables, then the field's, maps and graphs, calendars, references.
func Formats() []Format {
	return []Format{
		{Name: "csv", Title: "a table as CSV (RFC 4180)", Extension: ".csv", MediaType: "text/csv; charset=utf-8", Write: writeCSV},
		{Name: "jsonl", Title: "a table as JSON lines", Extension: ".jsonl", MediaType: "application/jsonl", Write: writeJSONLines},
		{Name: "parquet", Title: "a table as Apache Parquet", Extension: ".parquet", MediaType: "application/vnd.apache.parquet", Write: writeParquet},
		{Name: "datapackage", Title: "all tables as a Frictionless data package", Extension: "", MediaType: "", Folder: writePackage},
		{Name: "gdelt-events", Title: "GDELT 2.0 events, one a line for each occurrence", Extension: ".export.CSV", MediaType: "text/tab-separated-values", Write: writeGDELTEvents},
		{Name: "gdelt-mentions", Title: "GDELT 2.0 mentions, one a line for each account", Extension: ".mentions.CSV", MediaType: "text/tab-separated-values", Write: writeGDELTMentions},
		{Name: "polecat", Title: "POLECAT's columns, one a line for each account", Extension: ".txt", MediaType: "text/tab-separated-values", Write: writePOLECAT},
		{Name: "acled", Title: "CSV in ACLED's shape, one a line for each occurrence", Extension: ".csv", MediaType: "text/csv; charset=utf-8", Write: writeACLED},
		{Name: "ucdp", Title: "CSV in the shape of UCDP GED, one a line for each occurrence", Extension: ".csv", MediaType: "text/csv; charset=utf-8", Write: writeUCDP},
		{Name: "geojson", Title: "GeoJSON (RFC 7946) of occurrences with a place", Extension: ".geojson", MediaType: "application/geo+json", Write: writeGeoJSON},
		{Name: "graphml", Title: "GraphML: who did what to whom, as a network", Extension: ".graphml", MediaType: "application/graphml+xml", Write: writeGraphML},
		{Name: "gexf", Title: "GEXF 1.3 with intervals of time, for Gephi", Extension: ".gexf", MediaType: "application/gexf+xml", Write: writeGEXF},
		{Name: "timelinejs", Title: "JSON for TimelineJS 3", Extension: ".json", MediaType: "application/json", Write: writeTimeline},
		{Name: "icalendar", Title: "iCalendar (RFC 5545) of meetings, visits, calls and deadlines", Extension: ".ics", MediaType: "text/calendar; charset=utf-8", Write: writeCalendar},
		{Name: "atom", Title: "Atom feed (RFC 4287) of the latest occurrences", Extension: ".atom", MediaType: "application/atom+xml", Write: writeAtom},
		{Name: "csl-json", Title: "CSL-JSON references of the reports", Extension: ".json", MediaType: "application/vnd.citationstyles.csl+json", Write: writeCSL},
		{Name: "bibtex", Title: "BibTeX references of the reports", Extension: ".bib", MediaType: "application/x-bibtex", Write: writeBibTeX},
		{Name: "annotations", Title: "W3C Web Annotation (JSON-LD) of every field's words", Extension: ".jsonld", MediaType: "application/ld+json", Write: writeAnnotations},
	}
}

// FormatNamed gives the format of this name; an error that wraps [ErrFormat] names those that there are.
func FormatNamed(name string) (Format, error) {
	var all []string
	for _, format := range Formats() {
		if format.Name == name {
			return format, nil
		}
		all = append(all, format.Name)
	}
	return Format{}, fmt.Errorf("%w: %q%s; there are %s", ErrFormat, name, didYouMean(name, all), strings.Join(all, ", "))
}

// Tables says whether the format writes one of the tables, which [Options] name.
func (f *Format) Tables() bool { return f.Name == "csv" || f.Name == "jsonl" || f.Name == "parquet" }

// didYouMean is the part of a message that names what is spelled most like a name.
func didYouMean(name string, all []string) string {
	near := query.Nearest(strings.ToLower(name), all)
	if len(near) == 0 {
		return ""
	}
	return " (did you mean " + near[0] + "?)"
}
