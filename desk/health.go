package desk

import (
	"net/http"
)

// healthRoutes tell monitors whether the process lives, and whether every page can be made. They need nobody's name and
// say nothing of the record.
func (d *Desk) healthRoutes(mux *http.ServeMux) {
	say := func(w http.ResponseWriter, status int, what string) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(what + "\n")) // the monitor may have gone
	}
	mux.HandleFunc("GET /health/live", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "alive") })
	mux.HandleFunc("GET /health/ready", func(w http.ResponseWriter, r *http.Request) {
		if _, err := d.now(r.Context()); err != nil {
			d.Log.Error("the record cannot be read", "error", err)
			say(w, http.StatusServiceUnavailable, "the record cannot be read")
			return
		}
		if !d.overview.Ready() {
			say(w, http.StatusServiceUnavailable, "counting")
			return
		}
		say(w, http.StatusOK, "ready")
	})
}
