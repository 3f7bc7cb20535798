package desk

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"chancery/access"
)

// sent is an answer on its way: it knows whether some of it has gone, waits only so long for whoever takes it, and sees
// to it that nobody keeps what is not for all.
type sent struct {
	http.ResponseWriter
	control *http.ResponseController
	how     access.How // by what the visitor is known
	begun   bool
	waiting time.Time // when the time to take more was last given
}

// wait gives whoever takes the answer time to take more of it. Sockets go by the machine's clock.
func (s *sent) wait() {
	now := time.Now()
	if now.Sub(s.waiting) < stalled/8 {
		return
	}
	s.waiting = now
	_ = s.control.SetWriteDeadline(now.Add(stalled)) // a writer in memory has none
}

// WriteHeader sends the headers, with what is to be said of keeping the answer.
func (s *sent) WriteHeader(status int) {
	s.wait()
	if status >= 200 {
		s.begun = true
	}
	h := s.Header()
	switch kept := h.Get("Cache-Control"); {
	case strings.HasPrefix(kept, "public"):
	case s.how == access.Local, s.how == access.Token:
		if kept == "" {
			h.Set("Cache-Control", "private, no-cache")
		}
		h.Add("Vary", "Cookie, Authorization")
	default:
		// Where people sign in and out, a browser must not show afterwards what it saw before.
		h.Set("Cache-Control", "private, no-store")
		h.Add("Vary", "Cookie, Authorization")
	}
	s.ResponseWriter.WriteHeader(status)
}

// Write sends some of the answer.
func (s *sent) Write(b []byte) (int, error) {
	if !s.begun {
		s.WriteHeader(http.StatusOK)
	}
	s.wait()
	return s.ResponseWriter.Write(b)
}

// Flush sends what was written up to here.
func (s *sent) Flush() {
	if !s.begun {
		s.WriteHeader(http.StatusOK)
	}
	s.wait()
	_ = s.control.Flush() // a writer in memory has nothing to send
}

// Unwrap gives what is written to, for http.ResponseController.
func (s *sent) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// patient is the body of a request that must have come in by a certain time.
type patient struct {
	io.ReadCloser
	control *http.ResponseController
}

// patiently waits for a request's body, but not for ever. What has none is not waited for: the time would end the wait
// for the visitor's going, too.
func patiently(w http.ResponseWriter, r *http.Request, patience time.Duration) io.ReadCloser {
	if r.Body == nil || r.Body == http.NoBody {
		return http.NoBody
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(patience)) // a request in memory has none
	return &patient{r.Body, control}
}

func (p *patient) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	if errors.Is(err, io.EOF) {
		_ = p.control.SetReadDeadline(time.Time{})
	}
	return n, err
}
