package desk

import "net/http"

// ledgerRoutes are the addresses of tracks, the ledger and how words changed.
func (d *Desk) ledgerRoutes(mux *http.ServeMux) {
	d.get(mux, "GET /tracks", d.tracksPage)
	d.get(mux, "GET /tracks/{id}", d.trackPage)
	d.get(mux, "GET /tracks/{id}/wording", d.wordingPage)
	d.get(mux, "GET /ledger", d.ledgerPage)
	d.get(mux, "GET /ledger/{id}", d.ledgerEntryPage)
	mux.HandleFunc("GET /ledger/export/{format}", d.ledgerExport)
	d.getPicture(mux, "GET /pictures/track/{name}", "track", (*visit).trackAlone)
	d.getPicture(mux, "GET /pictures/entry/{name}", "entry", (*visit).entryAlone)
}
