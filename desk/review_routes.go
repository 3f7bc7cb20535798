package desk

import "net/http"

// reviewRoutes are the addresses at which people decide.
func (d *Desk) reviewRoutes(mux *http.ServeMux) {
	d.get(mux, "GET /review", d.reviewPage)
	mux.HandleFunc("POST /review", d.decide)
	d.get(mux, "GET /review/correct", d.correctPage)
	d.get(mux, "GET /review/add", d.addPage)
	d.get(mux, "GET /review/log", d.logPage)
	d.get(mux, "GET /review/agreement", d.agreementPage)
	d.get(mux, "GET /review/file", d.filePage)
	mux.HandleFunc("POST /review/file", d.fileDecisions)
	mux.HandleFunc("GET /review/decisions.csv", d.decisionsCSV)
	mux.HandleFunc("GET /review/names", d.completions)
}
