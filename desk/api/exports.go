package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"chancery/access"
	"chancery/export"
)

// exportOperation describes and serves the export. It is no operation of huma's, which would keep the answer until its
// end: an export is sent as it is written.
func (a *API) exportOperation() {
	const path = "/api/v1/export/{format}"
	o := a.described(operation{method: http.MethodGet, path: path, id: "export", tag: tagReports, role: access.Export, keep: byNobody, summary: "Hand the record out",
		description: "As a file, all of it or what a query finds. Formats of several files come as a ZIP."})
	o.Responses["200"].Content = map[string]*huma.MediaType{"*/*": {Schema: &huma.Schema{}}}
	text := func(name, description string) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: description, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	format := &huma.Schema{Type: huma.TypeString}
	for _, f := range export.Formats() {
		format.Enum = append(format.Enum, f.Name)
	}
	o.Parameters = []*huma.Param{
		{Name: "format", In: "path", Required: true, Schema: format},
		text("q", "A query; everything without one."),
		text("table", "For csv, jsonl and parquet: reports, quotations, events, parties, occurrences, members, ledger."),
		text("title", "Of a feed, a calendar, a package."),
		text("as_of", "The record as it was known at the end of this day, or at this time."),
		text("on", "The day for which the ledger is drawn up."),
	}
	a.huma.OpenAPI().AddOperation(&o)
	a.kinds["GET "+path] = byNobody
	a.mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
		values := r.URL.Query()
		if asOf := values.Get("as_of"); asOf != "" { // the desk's own addresses write it otherwise
			values.Del("as_of")
			values.Set("as-of", asOf)
			address := *r.URL
			address.RawQuery = values.Encode()
			r.URL = &address
		}
		a.Export(w, r)
	})
}
