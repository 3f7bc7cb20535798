package desk

import "net/http"

// codebookRoutes are the addresses of the codebook's pages.
func (d *Desk) codebookRoutes(mux *http.ServeMux) {
	d.getFresh(mux, "GET /codebook", d.codebookPage)
	d.getFresh(mux, "GET /codebook/entries", d.entriesPage)
	d.getFresh(mux, "GET /codebook/entries/{id}", d.rulePage)
	d.getFresh(mux, "GET /codebook/categories/{category}", d.categoryPage)
	d.getFresh(mux, "GET /codebook/files/{folder}/{name}", d.filesPage)
	d.getFresh(mux, "GET /codebook/try", d.sentencePage)
	d.getFresh(mux, "GET /codebook/edit", d.editPage)
	mux.HandleFunc("POST /codebook/edit", d.edited)
	d.getFresh(mux, "GET /codebook/rehearsals/{id}", d.rehearsalPage)
	mux.HandleFunc("GET /codebook/rehearsals/{id}/progress", d.jobProgress)
	mux.HandleFunc("POST /codebook/rehearsals/{id}/stop", d.stopJob)
	mux.HandleFunc("POST /codebook/rehearsals/{id}/keep", d.keep)
	mux.HandleFunc("POST /codebook/reread", d.rereadAll)
}
