package desk

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/access"
)

// TestRolesOfReview: who may only read decides nothing and rehearses nothing; who may review keeps no codebook.
func TestRolesOfReview(t *testing.T) {
	d, dir := bookDesk(t, nil)
	t.Cleanup(func() { _ = d.Close() })
	event := someEvents(t, d, 1)[0]
	w := submit(t, d, "/codebook/edit", url.Values{"file": {"events/mine.txt"}, "text": {sojourned}, "action": {"rehearse"}, "reports": {"1"}}, "text/html")
	rehearsal := w.Header().Get("Location")
	waitFor(t, d, rehearsal)
	mux := http.NewServeMux()
	d.reviewRoutes(mux)
	d.codebookRoutes(mux)
	before := present(t, d).Change()
	for _, test := range []struct {
		role   access.Role
		method string
		to     string
		fields url.Values
	}{
		{access.Read, http.MethodPost, "/review", url.Values{"action": {"accept"}, "target": {event}}},
		{"", http.MethodPost, "/review", url.Values{"action": {"accept"}, "target": {event}}},
		{access.Read, http.MethodPost, "/review/file", url.Values{"text": {"action,target\naccept," + event + "\n"}, "action": {"apply"}}},
		{access.Read, http.MethodGet, "/review/add?report=x", nil},
		{access.Read, http.MethodGet, "/review/file", nil},
		{access.Read, http.MethodGet, "/codebook/edit", nil},
		{access.Read, http.MethodPost, "/codebook/edit", url.Values{"file": {"events/mine.txt"}, "text": {sojourned}, "action": {"rehearse"}}},
		{access.Read, http.MethodGet, rehearsal, nil},
		{access.Read, http.MethodGet, rehearsal + "/progress", nil},
		{access.Review, http.MethodPost, rehearsal + "/keep", url.Values{}},
		{access.Review, http.MethodPost, rehearsal + "/stop", url.Values{}}, // another's
		{access.Review, http.MethodPost, "/codebook/reread", url.Values{}},
	} {
		r := httptest.NewRequestWithContext(t.Context(), test.method, test.to, strings.NewReader(test.fields.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitorKey{}, visiting{who: access.Who{Name: "somebody", Role: test.role}})))
		if w.Code != http.StatusForbidden {
			t.Errorf("%s of role %q: %d", test.to, test.role, w.Code)
		}
	}
	if present(t, d).Change() != before {
		t.Error("something was decided")
	}
	if _, err := os.Stat(filepath.Join(dir, "events", "mine.txt")); err == nil {
		t.Error("the codebook was changed")
	}
}
