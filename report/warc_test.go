package report

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// warcRecord writes a record as crawlers do.
func warcRecord(kind, target, contentType, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2021-06-12T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, target, contentType, len(block), block)
}

func response200(headers, body string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n" + headers + "\r\n" + body
}

func newsHTML(n int) string {
	return fmt.Sprintf(`<!DOCTYPE html><html><head><title>Ministers meet, part %d</title></head><body><article><p>The ministers met for the %dth time on Monday, and the talks went on late into the night.</p></article></body></html>`, n, n)
}

func pageRecord(n int) string {
	return warcRecord("response", fmt.Sprintf("https://news.example/%d", n), "application/http; msgtype=response", response200("", newsHTML(n)))
}

// gzipped packs each of the parts as a member.
func gzipped(parts ...string) string {
	var b bytes.Buffer
	for _, p := range parts {
		w := gzip.NewWriter(&b)
		w.Write([]byte(p))
		w.Close()
	}
	return b.String()
}

func zstandard(parts ...string) string {
	var b bytes.Buffer
	for _, p := range parts {
		w, _ := zstd.NewWriter(&b)
		w.Write([]byte(p))
		w.Close()
	}
	return b.String()
}

// read gives what Each makes of an input: of each report origin, address and text, or the error.
func readAll(t *testing.T, in string, o Options) (reports []Report, errs []error) {
	t.Helper()
	o.Stdin = strings.NewReader(in)
	for r, err := range Each(context.Background(), []string{"-"}, o) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		checkReport(t, &r)
		reports = append(reports, r)
	}
	return reports, errs
}

func TestWARC(t *testing.T) {
	info := warcRecord("warcinfo", "", "application/warc-fields", "software: crawler\r\n")
	request := warcRecord("request", "https://news.example/1", "application/http; msgtype=request", "GET / HTTP/1.1\r\nHost: news.example\r\n\r\n")
	file := []string{
		info, request, pageRecord(1),
		warcRecord("metadata", "https://news.example/1", "application/warc-fields", "fetchTimeMs: 12"),
		warcRecord("revisit", "https://news.example/0", "application/http; msgtype=response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
		warcRecord("response", "https://news.example/pic", "application/http; msgtype=response", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG WARC/1.0\r\n"),
		warcRecord("response", "https://news.example/gone", "application/http; msgtype=response", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html><p>The page that you look for is not here any more, sorry.</p></html>"),
		warcRecord("response", "dns:news.example", "text/dns", "20210612030405\r\nnews.example. 3600 IN A 192.0.2.1\r\n"),
		warcRecord("resource", "<https://news.example/2>", "text/html", newsHTML(2)),
		strings.Replace(pageRecord(3), "WARC/1.0", "WARC/1.1", 1), strings.Replace(pageRecord(4), "WARC/1.0", "WARC/0.18", 1),
	}
	for name, in := range map[string]string{
		"plain": strings.Join(file, ""), "a member a record": gzipped(file...), "one member": gzipped(strings.Join(file, "")), "zstd": zstandard(file...),
		"members that divide records": gzipped(strings.Join(file, "")[:100], strings.Join(file, "")[100:777], strings.Join(file, "")[777:]),
		"bare line ends":              strings.ReplaceAll(strings.Join(file[2:3], ""), "\r\n\r\n\r\n", "\r\n\r\n") + pageRecord(2) + pageRecord(3) + strings.TrimRight(pageRecord(4), "\r\n"),
	} {
		reports, errs := readAll(t, in, Options{})
		if len(errs) > 0 || len(reports) != 4 {
			t.Errorf("%s: %d reports, %v", name, len(reports), errs)
			continue
		}
		for i, r := range reports {
			if r.URL != fmt.Sprintf("https://news.example/%d", i+1) || !strings.Contains(r.Text, fmt.Sprintf("the %dth time", i+1)) || r.Published.EDTF != "" {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
	// The offset is that of the member where each record is one, as indexes of crawls give it.
	packed := gzipped(file...)
	reports, _ := readAll(t, packed, Options{})
	if want := fmt.Sprintf("-, byte %d", len(gzipped(file[:2]...))); reports[0].Origin != want {
		t.Errorf("%q, want %q", reports[0].Origin, want)
	}
	if reports, _ = readAll(t, gzipped(strings.Join(file, "")), Options{}); reports[0].Origin != fmt.Sprintf("-, byte %d", len(info+request)) {
		t.Errorf("%q", reports[0].Origin)
	}
	if _, errs := readAll(t, info, Options{}); len(errs) > 0 {
		t.Errorf("a crawl without pages: %v", errs)
	}
}

func TestWARCBodies(t *testing.T) {
	page := strings.Replace(newsHTML(1), "late into", "\xe9l\xe9gamment into", 1)
	pack := func(open func(io.Writer) io.WriteCloser) string {
		var b bytes.Buffer
		w := open(&b)
		w.Write([]byte(page))
		w.Close()
		return b.String()
	}
	bodies := map[string]string{
		"gzip":    pack(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
		"deflate": pack(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }),
		"br":      pack(func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) }),
		"zstd":    zstandard(page),
	}
	bare := pack(func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 6); return z })
	chunked := func(s string) string {
		return fmt.Sprintf("%x;ext=1\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 20, s[:20], len(s)-20, s[20:])
	}
	const charset = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n"
	blocks := map[string]string{
		"plain": charset + "\r\n" + page, "chunked": charset + "Transfer-Encoding: chunked\r\n\r\n" + chunked(page),
		"chunked by name only": charset + "Transfer-Encoding: chunked\r\n\r\n" + page,
		"chunked, broken off":  charset + "Transfer-Encoding: chunked\r\n\r\n" + strings.TrimSuffix(chunked(page), "0\r\n\r\n"),
		"chunked gzip":         charset + "content-encoding: gzip\r\nTRANSFER-ENCODING: Chunked\r\n\r\n" + chunked(bodies["gzip"]),
		"twice packed":         charset + "Content-Encoding: br, gzip\r\n\r\n" + gzipped(bodies["br"]),
		"bare deflate":         charset + "Content-Encoding: deflate\r\n\r\n" + bare,
		"unknown encoding":     charset + "Content-Encoding: none\r\n\r\n" + page,
	}
	for name, body := range bodies {
		blocks[name] = charset + "Content-Encoding: " + name + "\r\n\r\n" + body
		blocks[name+" by name only"] = charset + "Content-Encoding: " + name + "\r\n\r\n" + page
	}
	for name, block := range blocks {
		reports, errs := readAll(t, warcRecord("response", "https://news.example/1", "application/http;msgtype=response", block), Options{})
		if len(errs) > 0 || len(reports) != 1 || !strings.Contains(reports[0].Text, "élégamment into the night.") {
			t.Errorf("%s: %d reports, %v", name, len(reports), errs)
		}
	}
	// What unpacks to more than the limit is stopped there.
	bomb := gzipped(strings.Repeat("<p>The ministers met.</p>", 1000))
	_, errs := readAll(t, warcRecord("response", "https://news.example/1", "application/http", charset+"Content-Encoding: gzip\r\n\r\n"+bomb), Options{MaxBytes: 5000})
	if len(errs) != 1 || !errors.Is(errs[0], ErrTooLarge) {
		t.Error(errs)
	}
	_, errs = readAll(t, warcRecord("response", "https://news.example/1", "application/http", charset+"Content-Encoding: gzip\r\n\r\n"+bomb[:len(bomb)/2]), Options{})
	if len(errs) != 1 || !errors.Is(errs[0], ErrDamaged) {
		t.Error(errs)
	}
}

// Whatever is wrong with one record, those before and after it are read.
func TestWARCDamage(t *testing.T) {
	wrongLength := func(record, length string) string {
		k := strings.Index(record, "Content-Length: ")
		return record[:k] + "Content-Length: " + length + record[k+strings.Index(record[k:], "\r\n"):]
	}
	big := warcRecord("response", "https://news.example/big", "application/http", response200("", "<html><p>"+strings.Repeat("The ministers met. ", 12000)+"</p></html>"))
	film := warcRecord("response", "https://news.example/film", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"+strings.Repeat("\x00\x01", 150000))
	tests := []struct {
		name   string
		middle string
		is     error // nil: nothing is said of it
		says   string
	}{
		{"too short a length", wrongLength(pageRecord(2), "120"), ErrRecord, "no other follows"},
		{"too long a length", wrongLength(pageRecord(2), "700"), ErrRecord, ""},
		{"a length beyond the end", wrongLength(pageRecord(2), "99999"), ErrRecord, "breaks off after"},
		{"a length beyond all limits", wrongLength(pageRecord(2), "99999999999999"), ErrTooLarge, "the limit"},
		{"no length", wrongLength(pageRecord(2), "many"), ErrRecord, "no Content-Length"},
		{"a cut record", pageRecord(2)[:300], ErrRecord, ""},
		{"a cut head", pageRecord(2)[:100], ErrRecord, ""},
		{"rubbish", "rubbish\r\nWARC rubbish\n" + strings.Repeat("x", 200000) + "\r\n", ErrRecord, "no record begins here"},
		{"a head without end", "WARC/1.0\r\n" + strings.Repeat("X-Header: x\r\n", 9000), ErrRecord, "head"},
		{"a page beyond the limit", big, ErrTooLarge, "the limit"},
		{"a film", film, nil, ""},
		{"a request with a wrong length", wrongLength(warcRecord("request", "https://news.example/1", "application/http", "GET / HTTP/1.1\r\n\r\n"), "3"), ErrRecord, "no other follows"},
	}
	for _, test := range tests {
		plain := pageRecord(1) + test.middle + pageRecord(3) + pageRecord(4)
		members := gzipped(pageRecord(1), test.middle, pageRecord(3), pageRecord(4))
		for form, in := range map[string]string{"plain": plain, "packed": members, "zstd": zstandard(plain)} {
			reports, errs := readAll(t, in, Options{MaxBytes: 100000})
			var got []string
			for _, r := range reports {
				got = append(got, strings.TrimPrefix(r.URL, "https://news.example/"))
			}
			if strings.Join(got, " ") != "1 3 4" {
				t.Errorf("%s, %s: the pages %q, %v", test.name, form, got, errs)
			}
			if test.is == nil {
				if len(errs) > 0 {
					t.Errorf("%s, %s: %v", test.name, form, errs)
				}
				continue
			}
			offset := len(pageRecord(1))
			if form == "packed" {
				offset = len(gzipped(pageRecord(1)))
			}
			if len(errs) != 1 || !errors.Is(errs[0], test.is) || !strings.Contains(errs[0].Error(), test.says) || !strings.HasPrefix(errs[0].Error(), fmt.Sprintf("-, byte %d: ", offset)) {
				t.Errorf("%s, %s: %v, want byte %d", test.name, form, errs, offset)
			}
		}
	}
}

// Members of gzip that are damaged cost what they hold, and no more.
func TestDamagedMembers(t *testing.T) {
	members := []string{gzipped(pageRecord(1)), gzipped(pageRecord(2)), gzipped(pageRecord(3))}
	damage := map[string]string{
		"bits":      members[1][:60] + "\xff\xff\xff\xff\xff\xff" + members[1][66:],
		"checksum":  members[1][:len(members[1])-8] + "\x00\x00\x00\x00" + members[1][len(members[1])-4:],
		"cut":       members[1][:100],
		"rubbish":   "rubbish between members",
		"head only": members[1][:10],
	}
	for name, middle := range damage {
		reports, errs := readAll(t, members[0]+middle+members[2], Options{})
		if len(reports) < 2 || reports[0].URL != "https://news.example/1" || reports[len(reports)-1].URL != "https://news.example/3" {
			t.Errorf("%s: %v", name, errs)
		}
		if len(errs) == 0 {
			t.Errorf("%s: no error", name)
		}
		for _, err := range errs {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrRecord) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if reports, errs := readAll(t, members[0]+members[2]+strings.Repeat("\x00", 1000), Options{}); len(reports) != 2 || len(errs) > 0 {
		t.Errorf("zeros at the end: %v", errs)
	}
	line := `{"text":"The ministers met."}` + "\n"
	reports, errs := readAll(t, gzipped(line)+gzipped(strings.Repeat(line, 50))[:40]+gzipped(line), Options{})
	if len(reports) < 2 || len(errs) == 0 || !errors.Is(errs[0], ErrDamaged) {
		t.Errorf("lines: %d reports, %v", len(reports), errs)
	}
	reports, errs = readAll(t, zstandard(line)+zstandard(strings.Repeat(line, 5000))[:30], Options{})
	if len(reports) == 0 || len(errs) != 1 || !errors.Is(errs[0], ErrDamaged) {
		t.Errorf("zstd lines: %d reports, %v", len(reports), errs)
	}
}

// pages is an endless crawl up to a number of bytes.
type pages struct {
	left int
	rest []byte
	n    int
}

func (p *pages) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		if p.left <= 0 {
			return 0, io.EOF
		}
		p.n++
		p.rest = []byte(warcRecord("response", fmt.Sprintf("https://news.example/%d", p.n), "application/http", "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"+strings.Repeat("x", 50000)))
		if p.n%100 == 0 {
			p.rest = []byte(pageRecord(p.n))
		}
		p.left -= len(p.rest)
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// A file of any size is read in the memory of one record.
func TestWARCMemory(t *testing.T) {
	size := 300 << 20
	if testing.Short() {
		size = 30 << 20
	}
	packed, in := io.Pipe()
	go func() {
		w, _ := gzip.NewWriterLevel(in, gzip.BestSpeed)
		_, err := io.Copy(w, &pages{left: size})
		w.Close()
		in.CloseWithError(err)
	}()
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	for item := range Items(context.Background(), []string{"-"}, Options{Stdin: packed}) {
		if _, err := item.Read(); err != nil {
			t.Fatal(err)
		}
		if n++; n%20 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			if grown := int64(now.HeapAlloc) - int64(before.HeapAlloc); grown > 16<<20 {
				t.Fatalf("after %d pages the heap has grown by %d bytes", n, grown)
			}
		}
	}
	if n < size/100/60000 {
		t.Errorf("%d pages of %d bytes", n, size)
	}
}

func FuzzWARC(f *testing.F) {
	f.Add([]byte(pageRecord(1) + pageRecord(2)))
	f.Add([]byte(gzipped(pageRecord(1), pageRecord(2))))
	f.Add([]byte(zstandard(pageRecord(1))))
	f.Add([]byte("WARC/1.0\nContent-Length: 5\n\nHTTP/WARC/1.0\r\n\r\n"))
	f.Add([]byte("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999\r\n\r\nHTTP/1.1 200\r\nTransfer-Encoding: chunked\r\nContent-Encoding: br\r\n\r\n5\r\n12345"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		for r, err := range Each(context.Background(), []string{"-"}, Options{Stdin: bytes.NewReader(data), Kind: WARC, MaxBytes: 1 << 16}) {
			if err == nil {
				checkReport(t, &r)
			}
			if n++; n > len(data)+2 {
				t.Fatal("more results than bytes")
			}
		}
	})
}

func TestSize(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.jsonl.gz"), gzipped(`{"text":"The ministers met."}`))
	write(t, filepath.Join(dir, "b", "c.txt"), "The ministers met.")
	write(t, filepath.Join(dir, "b", "d.png"), "no report")
	total := int64(len(gzipped(`{"text":"The ministers met."}`)) + len("The ministers met."))
	for _, inputs := range [][]string{{dir}, {filepath.Join(dir, "*")}, {filepath.Join(dir, "a.jsonl.gz"), filepath.Join(dir, "b"), "missing"}} {
		if n, known := Size(inputs, nil); n != total || !known {
			t.Errorf("%q: %d, %v, want %d", inputs, n, known, total)
		}
		var last int64
		for item := range Items(context.Background(), inputs, Options{}) {
			if last = item.Position; item.Bytes == 0 && item.err == nil {
				t.Errorf("%s holds no bytes", item.Origin)
			}
		}
		if last != total {
			t.Errorf("%q: the last item stands at %d of %d", inputs, last, total)
		}
	}
	if _, known := Size([]string{dir, "-"}, strings.NewReader("x")); known {
		t.Error("the size of a pipe is known")
	}
	if _, known := Size([]string{"https://news.example/"}, nil); known {
		t.Error("the size of an address is known")
	}
}
