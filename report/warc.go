package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The bounds of a record beside those of the report in it.
const (
	maxRecordHead = 64 << 10
	maxPageHead   = 64 << 10 // the headers of HTTP
)

// warc reads the pages of a WARC file (ISO 28500; versions 0.17 to 1.1), packed or not. A page is a response of
// HTTP with status 200 and HTML, or a resource that is HTML; all other records are passed over. What is no record,
// a record that breaks off, and one whose Content-Length is wrong are errors that name the offset; reading goes on
// with the next record that can be found.
//
// One record is in memory at a time, however large the file is.
func (e *each) warc(in *stream, name string, o Options) bool {
	w := &window{in: in.Reader}
	records := 0
	for {
		w.skipLineEnds()
		at := in.members.offset(w.at)
		place := fmt.Sprintf("%s, byte %d", name, at)
		if len(w.bytes()) == 0 {
			switch err := w.takeError(); {
			case err == nil || errors.Is(err, io.EOF):
				if records == 0 {
					return e.give(Report{}, ErrEmpty, name, 0)
				}
				return true
			case errors.Is(err, ErrDamaged):
				records++
				if !e.give(Report{}, err, place, 0) {
					return false
				}
				if !w.resynchronise(0) {
					return true
				}
				continue
			default:
				return e.give(Report{}, cause(err), place, 0)
			}
		}
		records++
		r, err := w.record(o.maxBytes() + maxPageHead)
		if err == nil {
			block := w.bytes()[r.head : r.head+r.length]
			if r.isPage(block) {
				if !e.page(r, block, place, o) {
					return false
				}
			}
			w.skip(r.head + r.length)
			continue
		}
		if !errors.Is(err, ErrTooLarge) || r.mayBePage() {
			if !e.give(Report{}, err, place, 0) {
				return false
			}
		}
		if !w.resynchronise(r.next) {
			return true
		}
	}
}

// page offers the page that a record holds.
func (e *each) page(r record, block []byte, place string, o Options) bool {
	if o.URL == "" {
		o.URL = strings.Trim(r.target, "<>") // some crawlers wrote the grammar's angle brackets
	}
	o.Kind = HTML
	data := bytes.Clone(block)
	return e.offer(len(data), place, 0, func() (Report, error) {
		if r.kind == "resource" {
			if o.ContentType == "" {
				o.ContentType = r.contentType
			}
			return FromHTML(data, o)
		}
		head, body := parseResponse(data)
		if o.ContentType == "" {
			o.ContentType = head.contentType
		}
		page, err := head.decode(body, o.maxBytes())
		if err != nil {
			return Report{}, err
		}
		return FromHTML(page, o)
	})
}

// record is the head of a WARC record.
type record struct {
	kind        string // WARC-Type, in small letters
	target      string // WARC-Target-URI
	contentType string
	head        int // bytes up to the block
	length      int // of the block
	next        int // after an error: from where on the next record is to be looked for
}

// mayBePage reports whether a record may hold a page by what its head says.
func (r *record) mayBePage() bool {
	kind, _, _ := strings.Cut(strings.ToLower(r.contentType), ";")
	switch r.kind {
	case "response":
		return strings.TrimSpace(kind) == "application/http" || kind == ""
	case "resource":
		return strings.TrimSpace(kind) == "text/html" || strings.TrimSpace(kind) == "application/xhtml+xml"
	}
	return false
}

// isPage reports whether a record with a block holds a page.
func (r *record) isPage(block []byte) bool {
	if !r.mayBePage() || len(bytes.TrimSpace(block)) == 0 {
		return false
	}
	if r.kind == "resource" {
		return true
	}
	head, body := parseResponse(block)
	return head.status == 200 && head.html(body)
}

// record reads the head of the record that begins at the window and gets its block into the window. limit is the
// longest block that is read.
func (w *window) record(limit int64) (r record, err error) {
	version := warcVersion(w.fill(len("WARC/1.0\r\n") + 2))
	if version == 0 {
		return record{next: 1}, fmt.Errorf("%w: no record begins here", ErrRecord)
	}
	r.next = version
	end, body := 0, 0
	for n := 1 << 10; ; n *= 2 {
		head := w.fill(min(n, maxRecordHead))
		if end, body = headEnd(head); body > 0 {
			break
		}
		if len(head) < n || n >= maxRecordHead {
			if n >= maxRecordHead {
				return r, fmt.Errorf("%w: its head has more than %d bytes", ErrRecord, maxRecordHead)
			}
			return r, fmt.Errorf("%w: it breaks off in its head%s", ErrRecord, w.why())
		}
	}
	r.next = body
	if k := findRecord(w.bytes()[version:body], false); k >= 0 {
		r.next = version + k
		return r, fmt.Errorf("%w: it breaks off in its head", ErrRecord)
	}
	length := int64(-1)
	for key, value := range headLines(w.bytes()[version:end]) {
		switch strings.ToLower(key) {
		case "warc-type":
			r.kind = strings.ToLower(value)
		case "warc-target-uri":
			r.target = value
		case "content-type":
			r.contentType = value
		case "content-length":
			if n, err := strconv.ParseInt(value, 10, 64); err == nil && n >= 0 {
				length = n
			}
		}
	}
	r.head = body
	switch {
	case length < 0:
		return r, fmt.Errorf("%w: it has no Content-Length", ErrRecord)
	case length > limit:
		// A film is an answer of HTTP, too.
		if !r.isPage(w.fill(body + maxPageHead)[body:]) {
			r.kind = ""
			if w.skipBlock(int64(body) + length) {
				r.next = 0
			}
		}
		return r, fmt.Errorf("%w: the record has %d bytes, the limit is %d", ErrTooLarge, length, limit)
	}
	r.length = int(length)
	end = r.head + r.length
	got := w.fill(end)
	if len(got) < end {
		return r, fmt.Errorf("%w: Content-Length is %d, but it breaks off after %d bytes%s", ErrRecord, r.length, len(got)-r.head, w.why())
	}
	// Two line ends close a record; what follows them is the next record or the end. Some writers leave them out.
	rest := w.fill(end + 4 + len("WARC/1.0\r\n") + 2)[end:]
	if bytes.HasPrefix(rest, []byte("\r\n\r\n")) || bytes.HasPrefix(rest, []byte("\n\n")) {
		return r, nil // it is whole, whatever follows it
	}
	rest = bytes.TrimLeft(rest, "\r\n")
	const next = "WARC/1.0\n" // of which the end of the file may leave a part
	if warcVersion(rest) == 0 && string(rest) != next[:min(len(rest), len(next))] {
		return r, fmt.Errorf("%w: no other follows after the %d bytes of its Content-Length", ErrRecord, r.length)
	}
	return r, nil
}

// warcVersion gives the length of the line "WARC/1.0" that data begins with, and 0 when it does not.
func warcVersion(data []byte) int {
	const start = "WARC/"
	if !bytes.HasPrefix(data, []byte(start)) || len(data) < len(start)+4 {
		return 0
	}
	i := len(start)
	if !isDigit(data[i]) || data[i+1] != '.' || !isDigit(data[i+2]) {
		return 0
	}
	for i += 3; i < len(data) && (isDigit(data[i]) || data[i] == ' '); i++ {
	}
	if i < len(data) && data[i] == '\r' {
		i++
	}
	if i < len(data) && data[i] == '\n' {
		return i + 1
	}
	return 0
}

// window is the stretch of an input that is being looked at.
type window struct {
	in  io.Reader
	buf []byte
	r   int   // buf[r:] has not been passed
	at  int64 // the offset of buf[r] in the input
	err error // why there is no more: nil when there is
}

// bytes gives what is in the window.
func (w *window) bytes() []byte { return w.buf[w.r:] }

// skip passes n bytes of the window.
func (w *window) skip(n int) { w.r, w.at = w.r+n, w.at+int64(n) }

// fill gives n bytes, or as many as there are up to the end or an error.
func (w *window) fill(n int) []byte {
	empty := 0
	for len(w.buf)-w.r < n && w.err == nil {
		if w.r > 0 && (w.r >= len(w.buf)/2 || len(w.buf) == cap(w.buf)) {
			w.buf, w.r = w.buf[:copy(w.buf, w.buf[w.r:])], 0
		}
		if len(w.buf) == cap(w.buf) {
			larger := make([]byte, len(w.buf), max(2*cap(w.buf), bufferSize))
			copy(larger, w.buf)
			w.buf = larger
		}
		read, err := w.in.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf, w.err = w.buf[:len(w.buf)+read], err
		if empty++; read > 0 {
			empty = 0
		} else if empty > 100 && err == nil {
			w.err = io.ErrNoProgress
		}
	}
	return w.buf[w.r:min(len(w.buf), w.r+n)]
}

// takeError gives why there is no more. What can be read on after is.
func (w *window) takeError() error {
	err := w.err
	if errors.Is(err, ErrDamaged) {
		w.err = nil
	}
	return err
}

// why tells of damage that made a record break off.
func (w *window) why() string {
	if errors.Is(w.err, ErrDamaged) {
		return ": " + w.err.Error()
	}
	return ""
}

// skipLineEnds passes the line ends between records.
func (w *window) skipLineEnds() {
	for {
		data := w.fill(16)
		rest := bytes.TrimLeft(data, "\r\n")
		w.skip(len(data) - len(rest))
		if len(rest) > 0 || len(data) == 0 {
			return
		}
	}
}

// skipBlock passes n bytes of a record that is too long for the window, and reports whether the next record follows.
// A length that is wrong may reach over other records: where one seems to begin, the passing ends.
func (w *window) skipBlock(n int64) bool {
	for n > 0 {
		data := w.fill(int(min(n, bufferSize)))
		if len(data) == 0 {
			return false
		}
		if k := findRecord(data, false); k >= 0 {
			w.skip(k)
			return false
		}
		// The last bytes stay: the next record's first line may be cut there.
		keep := 0
		if int64(len(data)) < n && len(data) > maxVersionLine && w.err == nil {
			keep = maxVersionLine
		}
		w.skip(len(data) - keep)
		n -= int64(len(data) - keep)
	}
	return true
}

const maxVersionLine = 32

// resynchronise passes to the next place from the given byte of the window on where a record seems to begin, and
// reports whether there is one.
func (w *window) resynchronise(from int) bool {
	w.skip(min(from, len(w.bytes())))
	start := from == 0
	for {
		data := w.fill(bufferSize)
		if k := findRecord(data, start); k >= 0 {
			w.skip(k)
			return true
		}
		if w.err != nil {
			w.skip(len(w.bytes()))
			if !errors.Is(w.takeError(), ErrDamaged) {
				return false
			}
			start = true // a member of a gzip file begins with a record
			continue
		}
		start = false
		w.skip(max(0, len(data)-maxVersionLine))
	}
}

// findRecord gives where in data a record begins, -1 where none does: a line with a version of WARC. Where the record
// before breaks off in the midst of a line, a header of WARC must follow. start says that data begins with a line.
func findRecord(data []byte, start bool) int {
	for i := 0; ; i++ {
		k := bytes.Index(data[i:], []byte("WARC/"))
		if k < 0 {
			return -1
		}
		i += k
		n := warcVersion(data[i:])
		if n > 0 && (i == 0 && start || i > 0 && data[i-1] == '\n' || bytes.HasPrefix(data[i+n:], []byte("WARC-"))) {
			return i
		}
	}
}
