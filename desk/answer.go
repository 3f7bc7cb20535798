package desk

import (
	"bytes"
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

	"chancery/overview"
)

// answersBytes is how much memory pages that were made may take, waiting to be asked for again.
const answersBytes = 64 << 20

// answer is a page as it is sent.
type answer struct {
	status int
	body   []byte // compressed when zipped
	zipped bool
	tag    string
}

// answers keeps the pages made last, up to a number of bytes, by the tag that says what they were made of.
type answers struct {
	mutex sync.Mutex
	most  int
	size  int
	order *list.List // of *answer, the one used last in front
	byTag map[string]*list.Element
	began time.Time // when the first page was made
}

func newAnswers(most int) *answers {
	return &answers{most: most, order: list.New(), byTag: map[string]*list.Element{}}
}

// since is when the first page was made. It stands in all tags: after a restart another record, or another chancery, may
// be served at the same address and be at the same change.
func (a *answers) since(now func() time.Time) int64 {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.began.IsZero() {
		a.began = now()
	}
	return a.began.UnixNano()
}

func (a *answers) get(tag string) *answer {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if e, ok := a.byTag[tag]; ok {
		a.order.MoveToFront(e)
		return e.Value.(*answer)
	}
	return nil
}

func (a *answers) put(made *answer) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if _, ok := a.byTag[made.tag]; ok || len(made.body) > a.most/8 {
		return
	}
	a.byTag[made.tag] = a.order.PushFront(made)
	for a.size += len(made.body); a.size > a.most; {
		last := a.order.Back()
		a.order.Remove(last)
		gone := last.Value.(*answer)
		delete(a.byTag, gone.tag)
		a.size -= len(gone.body)
	}
}

// tagOf says what a page is made of: the same tag is the same page, byte for byte.
func (v *visit) tagOf(csrf string, zipped bool) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s|%d|%d|%q|%q|%q|%q|%q|%q|%t|%d", v.desk.styles.address, v.desk.answers.since(v.desk.Now), v.view.Change(),
		v.day, v.who.Name, v.who.Role, csrf, v.Host, v.URL.RequestURI(), zipped, v.pictureWidth()))
	return `"` + hex.EncodeToString(h[:12]) + `"`
}

// pageFunc makes a page of a visit.
type pageFunc func(*visit) (*page, error)

// get serves a page that only reads, and that depends on nothing but the record, the day, the visitor and the address.
func (d *Desk) get(mux *http.ServeMux, pattern string, make pageFunc) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { d.serve(w, r, make, true) })
}

// getFresh serves a page that also depends on something else (accounts, saved searches, a form): it is made anew each time.
func (d *Desk) getFresh(mux *http.ServeMux, pattern string, make pageFunc) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { d.serve(w, r, make, false) })
}

func (d *Desk) serve(w http.ResponseWriter, r *http.Request, make pageFunc, keep bool) {
	who, csrf := visitor(r)
	v, err := d.newVisit(r, who)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	zipped := takesGzip(r)
	var tag string
	if keep {
		tag = v.tagOf(csrf, zipped)
		w.Header().Set("ETag", tag)
		if notModified(r, tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		if made := d.answers.get(tag); made != nil {
			d.measures.kept.WithLabelValues("kept").Inc()
			made.send(w)
			return
		}
		d.measures.kept.WithLabelValues("made").Inc()
	}
	p, err := make(v)
	if errors.Is(err, overview.ErrLoading) {
		p, err = v.counting(), nil
	}
	if err != nil {
		w.Header().Del("ETag")
		d.fail(w, r, err)
		return
	}
	made, err := d.answer(v, p, csrf, tag, zipped)
	if err != nil {
		w.Header().Del("ETag")
		d.fail(w, r, err)
		return
	}
	switch {
	case p.Fleeting:
		w.Header().Del("ETag")
		w.Header().Set("Refresh", "1")
	case keep:
		d.answers.put(made)
	}
	made.send(w)
}

// takesGzip says whether a browser takes what is compressed: it names gzip, and does not rule it out.
func takesGzip(r *http.Request) bool {
	for named := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		coding, weight, _ := strings.Cut(named, ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		_, q, _ := strings.Cut(weight, "=")
		number, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
		return err != nil || number > 0
	}
	return false
}

// notModified says whether a browser has an answer already: whatever stands between may have made its tag a weak one.
func notModified(r *http.Request, tag string) bool {
	for named := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		if named = strings.TrimSpace(named); named == "*" || strings.TrimPrefix(named, "W/") == tag {
			return true
		}
	}
	return false
}

// answer renders a page, compressed when the visitor's browser takes that.
func (d *Desk) answer(v *visit, p *page, csrf, tag string, zipped bool) (*answer, error) {
	body, err := d.render(v, p, csrf)
	if err != nil {
		return nil, err
	}
	made := &answer{status: p.Status, body: body, tag: tag}
	if made.status == 0 {
		made.status = http.StatusOK
	}
	if zipped {
		var out bytes.Buffer
		z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
		if err != nil {
			return nil, err
		}
		if _, err := z.Write(body); err != nil {
			return nil, err
		}
		if err := z.Close(); err != nil {
			return nil, err
		}
		made.body, made.zipped = out.Bytes(), true
	}
	return made, nil
}

func (a *answer) send(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Encoding")
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	if a.zipped {
		h.Set("Content-Encoding", "gzip")
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // the visitor may have gone
}
