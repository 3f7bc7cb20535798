package desk

import (
	"bytes"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
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
	made   making
}

// answers keeps the pages made last, up to a number of bytes, by the tag that says what they were made of.
type answers struct {
	mutex sync.Mutex
	most  int
	size  int
	order *list.List // of *answer, the one used last in front
	byTag map[string]*list.Element
	lasts map[string]*answer // the one made last of what is asked for
	began time.Time          // when the first page was made
}

func newAnswers(most int) *answers {
	return &answers{most: most, order: list.New(), byTag: map[string]*list.Element{}, lasts: map[string]*answer{}}
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
	if older := a.lasts[made.made.askedFor]; older != nil {
		a.drop(a.byTag[older.tag]) // nobody is sent it any more
	}
	a.byTag[made.tag], a.lasts[made.made.askedFor] = a.order.PushFront(made), made
	for a.size += len(made.body); a.size > a.most; {
		a.drop(a.order.Back())
	}
}

// drop forgets a page.
func (a *answers) drop(e *list.Element) {
	gone := a.order.Remove(e).(*answer)
	delete(a.byTag, gone.tag)
	if a.lasts[gone.made.askedFor] == gone {
		delete(a.lasts, gone.made.askedFor)
	}
	a.size -= len(gone.body)
}

// last is the page made last of what is asked for, as of whatever change; nil for none.
func (a *answers) last(askedFor string) *answer {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.lasts[askedFor]
}

// tagOf says what a page is made of: the same tag is the same page, byte for byte.
func (v *visit) tagOf(csrf string, zipped bool) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%d|%s", v.view.Change(), v.askedFor(csrf, zipped)))
	return `"` + hex.EncodeToString(h[:12]) + `"`
}

// askedFor is who asks for what: everything that a page depends on but the change of the record.
func (v *visit) askedFor(csrf string, zipped bool) string {
	return fmt.Sprintf("%s|%d|%q|%q|%q|%q|%q|%q|%t|%d", v.desk.styles.address, v.desk.answers.since(v.desk.Now),
		v.day, v.who.Name, v.who.Role, csrf, v.Host, v.URL.RequestURI(), zipped, v.pictureWidth())
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
	decided := d.decided.Load() // before the view: what is decided meanwhile counts as not seen
	v, err := d.newVisit(r, who)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	zipped := takesGzip(r)
	if !keep {
		p, err := d.pageOf(v, make)
		var made *answer
		if err == nil {
			made, err = d.answer(v, p, csrf, "", zipped)
		}
		if err != nil {
			d.fail(w, r, err)
			return
		}
		if p.Fleeting {
			w.Header().Set("Refresh", "1")
		}
		made.send(w)
		return
	}
	tag, askedFor := v.tagOf(csrf, zipped), v.askedFor(csrf, zipped)
	made := d.answers.get(tag)
	if made == nil && !notModified(r, tag) {
		if made = d.answers.last(askedFor); made != nil && d.stillDoes(v, made, decided) {
			again := visiting{who: who, csrf: csrf}
			d.renewals.add(askedFor, func(ctx context.Context) {
				d.renew(r.WithContext(context.WithValue(ctx, visitorKey{}, again)), make)
			})
		} else {
			made = nil
		}
	}
	if made != nil {
		tag = made.tag
	}
	if notModified(r, tag) {
		w.Header().Set("ETag", tag)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if made != nil {
		d.measures.kept.WithLabelValues("kept").Inc()
		w.Header().Set("ETag", tag)
		made.send(w)
		return
	}
	d.measures.kept.WithLabelValues("made").Inc()
	made, fleeting, err := d.makeKept(v, make, csrf, tag, askedFor, zipped, decided)
	switch {
	case err != nil:
		d.fail(w, r, err)
		return
	case fleeting:
		w.Header().Set("Refresh", "1")
	default:
		w.Header().Set("ETag", tag)
	}
	made.send(w)
}

// pageOf makes a page, or the one that says that the record is still being looked over.
func (d *Desk) pageOf(v *visit, make pageFunc) (*page, error) {
	p, err := make(v)
	if errors.Is(err, overview.ErrLoading) {
		return v.counting(), nil
	}
	return p, err
}

// makeKept makes a page and keeps it, unless it is only a word on the way.
func (d *Desk) makeKept(v *visit, make pageFunc, csrf, tag, askedFor string, zipped bool, decided int64) (made *answer, fleeting bool, err error) {
	begun := d.Now()
	p, err := d.pageOf(v, make)
	if err != nil {
		return nil, false, err
	}
	if made, err = d.answer(v, p, csrf, tag, zipped); err != nil || p.Fleeting {
		return made, true, err
	}
	now := d.Now()
	made.made = making{askedFor: askedFor, at: now, took: now.Sub(begun), decided: decided}
	d.answers.put(made)
	return made, false, nil
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

// compressors are used again: making one takes almost a megabyte of memory.
var compressors = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil {
		return gzip.NewWriter(io.Discard)
	}
	return z
}}

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
		out.Grow(len(body)/3 + 1024)
		z, _ := compressors.Get().(*gzip.Writer)
		defer compressors.Put(z)
		z.Reset(&out)
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
