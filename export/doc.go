// Package export hands the record out in the formats of the field.
//
// There are two families. Tables (tables.go) are chancery's own: reports, quotations, events, parties, occurrences,
// members and the ledger, each a list of described columns; one description serves CSV, JSON lines, Parquet and the
// Frictionless data package, so that the four never tell different things. The others follow somebody else's
// description, column by column or element by element: GDELT, POLECAT, ACLED, UCDP, GeoJSON, GraphML, GEXF,
// TimelineJS, iCalendar, Atom, CSL-JSON, BibTeX and W3C Web Annotation.
//
// Every export reads a [Source] once, in its order, and writes as it goes: memory does not grow with the record but
// where a format needs all of it (graphs, one JSON document). The same source gives the same bytes.
// What is not known is left empty, or null; nothing is filled in to please a format.
package export
