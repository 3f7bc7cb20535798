package report

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// collect runs Each and gives the origins of the reports and the messages of the errors in order.
func collect(t *testing.T, o Options, inputs ...string) (lines []string, errs []error) {
	t.Helper()
	for r, err := range Each(context.Background(), inputs, o) {
		if err != nil {
			errs = append(errs, err)
			lines = append(lines, "error "+err.Error())
			continue
		}
		checkReport(t, &r)
		lines = append(lines, r.Origin+" "+r.ID)
	}
	return lines, errs
}

func write(t *testing.T, path, data string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func want(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestEachJSONLines(t *testing.T) {
	dir := t.TempDir()
	path := write(t, filepath.Join(dir, "news.jsonl"), "\ufeff"+`{"id":"a","text":"The ministers met on Monday.","published":"2021-06-10","outlet":"Example Daily","url":"https://news.example/a","title":"Ministers meet"}
{"id":2,"html":"<html><body><article><p>The ministers met again on Tuesday, and the talks went on late into the night.</p></article></body></html>"}

{"id":"b","text":"The ministers
["a"]
{"id":"c","text":""}
{"id":"d","text":"The ministers met on Friday.","published":"Friday"}
{"id":"e","text":7}
not JSON
{"id":"f","text":"The ministers parted."}`)
	lines, errs := collect(t, Options{}, path)
	want(t, lines,
		path+":1 a",
		path+":2 2",
		`error `+path+`:4: not a JSON object: the line breaks off after 31 bytes`,
		`error `+path+`:5: not a JSON object: it begins an array; give one object a line`,
		`error `+path+`:6: no text: the object has neither "text" nor "html"`,
		`error `+path+`:7: published: not a date: "Friday" (want 2021, 2021-06, 2021-06-10 or 2021-06-10T14:05:00Z)`,
		`error `+path+`:8: not a JSON object: "text" is a number, want a string`,
		`error `+path+`:9: not a JSON object`,
		path+":10 f")
	for i, sentinel := range []error{ErrNotJSON, ErrNotJSON, ErrEmpty, ErrDate, ErrNotJSON, ErrNotJSON} {
		var place *Error
		if !errors.Is(errs[i], sentinel) || !errors.As(errs[i], &place) || place.Origin != path || place.Line == 0 {
			t.Errorf("%v is no %v", errs[i], sentinel)
		}
	}
	for r, err := range Each(context.Background(), []string{path}, Options{Outlet: "Given"}) {
		if err != nil || r.Outlet != "Given" || r.Title != "Ministers meet" || r.URL != "https://news.example/a" || r.Published != (Published{"2021-06-10", "day", "given"}) {
			t.Errorf("%+v, %v", r, err)
		}
		break
	}
}

func TestEachFiles(t *testing.T) {
	dir := t.TempDir()
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write([]byte("The ministers met on Sunday."))
	w.Close()
	write(t, filepath.Join(dir, "b.txt"), "The ministers met on Monday.")
	write(t, filepath.Join(dir, "a.html"), "<p>The ministers met on Tuesday, and the talks went on late into the night.</p>")
	write(t, filepath.Join(dir, "c", "d.txt"), "")
	write(t, filepath.Join(dir, "c", "e.txt"), "%PDF-1.4")
	write(t, filepath.Join(dir, "c", "f.txt.gz"), z.String())
	write(t, filepath.Join(dir, "c", "picture.png"), "\x89PNG")
	write(t, filepath.Join(dir, ".hidden", "x.txt"), "The ministers hid.")
	lines, errs := collect(t, Options{ID: "x"}, dir, filepath.Join(dir, "missing.txt"), "-")
	want(t, lines,
		dir+"/a.html x", dir+"/b.txt x",
		"error "+dir+"/c/d.txt: no text", "error "+dir+"/c/e.txt: not text: a PDF file",
		dir+"/c/f.txt.gz x",
		"error "+dir+"/missing.txt: no such file or directory",
		"error -: no text")
	if !errors.Is(errs[0], ErrEmpty) || !errors.Is(errs[1], ErrBinary) || !errors.Is(errs[2], os.ErrNotExist) {
		t.Error(errs)
	}
	empty := t.TempDir()
	lines, _ = collect(t, Options{}, empty)
	want(t, lines, "error "+empty+": no text: the folder holds none (.txt, .html, .jsonl, .warc, .mbox, .xml)")
}

// TestEachFolderOfArchives: a folder may hold WARC files, mailboxes and messages; what is of no kind that is read, and
// documents about the folder, are passed over.
func TestEachFolderOfArchives(t *testing.T) {
	dir := t.TempDir()
	const sentence = "The ministers met on Monday, and the talks went on late into the night."
	mail := "From: Desk <desk@agency.example>\nSubject: Talks\nDate: Thu, 12 May 2022 10:00:00 +0000\nMessage-ID: <%s@agency.example>\n\n" + sentence + "\n"
	response := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>" + sentence + "</p></body></html>"
	warc := "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/a\r\nWARC-Date: 2022-05-12T10:00:00Z\r\n" +
		"Content-Type: application/http; msgtype=response\r\nContent-Length: " + strconv.Itoa(len(response)) + "\r\n\r\n" + response + "\r\n\r\n"
	for name, text := range map[string]string{
		"a.warc": warc, "b.mbox": "From desk Thu May 12 10:00:00 2022\n" + fmt.Sprintf(mail, "b"), "c.EML": fmt.Sprintf(mail, "c"),
		"d.pdf": "%PDF-1.4", "README.md": sentence, "e.gz": "no text",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lines, _ := collect(t, Options{}, dir)
	if len(lines) != 3 || !strings.Contains(lines[0], "a.warc") || !strings.Contains(lines[1], "b.mbox") || !strings.Contains(lines[2], "c.EML") {
		t.Errorf("%q", lines)
	}
}

func TestEachTellsKinds(t *testing.T) {
	const sentence = "The ministers met on Monday, and the talks went on late into the night."
	for name, in := range map[string]string{
		"text": sentence, "page": "\n<!DOCTYPE html><html><body><p>" + sentence + "</p></body></html>", "lines": `{"text":"` + sentence + `"}`,
		"text that begins with a brace": "{sic} " + sentence, "text that begins with a bracket": "<sic> " + sentence,
	} {
		for r, err := range Each(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(in)}) {
			if err != nil || !strings.Contains(r.Text, sentence) || strings.Contains(r.Text, "<p>") || strings.Contains(r.Text, `"text"`) {
				t.Errorf("%s: %q, %v", name, r.Text, err)
			}
			if name == "lines" && r.Origin != "-:1" || name != "lines" && r.Origin != "-" {
				t.Errorf("%s: origin %q", name, r.Origin)
			}
		}
	}
}

func TestEachLimits(t *testing.T) {
	dir := t.TempDir()
	big := write(t, filepath.Join(dir, "big.txt"), strings.Repeat("The ministers met. ", 100))
	lines := write(t, filepath.Join(dir, "big.jsonl"), `{"text":"`+strings.Repeat("The ministers met. ", 100)+`"}`+"\n"+`{"text":"`+strings.Repeat("x", 20000)+`"}`+"\n"+`{"id":"small","text":"The ministers met."}`+"\n")
	got, errs := collect(t, Options{MaxBytes: 1000}, big, lines)
	if len(errs) != 3 || !errors.Is(errs[0], ErrTooLarge) || !errors.Is(errs[1], ErrTooLarge) || !errors.Is(errs[2], ErrTooLarge) || got[len(got)-1] != lines+":3 small" {
		t.Errorf("%q", got)
	}
	// What decompresses to more than the limit is stopped at the limit.
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write(bytes.Repeat([]byte(" "), 1<<20))
	w.Close()
	bomb := write(t, filepath.Join(dir, "bomb.txt.gz"), z.String())
	if _, errs := collect(t, Options{MaxBytes: 1000}, bomb); len(errs) != 1 || !errors.Is(errs[0], ErrTooLarge) {
		t.Error(errs)
	}
}

func TestEachStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	in := strings.Repeat(`{"text":"The ministers met."}`+"\n", 10)
	n := 0
	var last error
	for _, err := range Each(ctx, []string{"-", "missing.txt"}, Options{Stdin: strings.NewReader(in)}) {
		if last = err; err != nil {
			continue
		}
		if n++; n == 3 {
			cancel()
		}
	}
	if n != 3 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d reports, then %v", n, last)
	}
	for range Each(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(in)}) {
		break // and nothing is yielded after
	}
}
