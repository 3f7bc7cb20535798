package report

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Each reads the inputs in order and yields their reports as they come. An input is a file, a folder (its
// files in the order of their names, folders inside it, too), an address that begins with http:// or https://,
// or "-" for standard input. Files may be compressed with gzip.
//
// What cannot be read yields an *Error that names the file and the line, beside the zero Report, and reading
// goes on with the next line or input. When ctx is done its error is yielded and reading ends.
func Each(ctx context.Context, inputs []string, o Options) iter.Seq2[Report, error] {
	return func(yield func(Report, error) bool) {
		e := &each{ctx: ctx, o: &o, yield: yield}
		for _, input := range inputs {
			if !e.input(input) {
				return
			}
		}
	}
}

// each is one run of Each. Its methods report whether to go on.
type each struct {
	ctx   context.Context
	o     *Options
	yield func(Report, error) bool
}

// give yields a report, or the error in its stead with the place where it happened.
func (e *each) give(r Report, err error, name string, line int) bool {
	if err := e.ctx.Err(); err != nil {
		e.yield(Report{}, err)
		return false
	}
	if err != nil {
		return e.yield(Report{}, &Error{name, line, err})
	}
	r.Origin = origin(name, line)
	return e.yield(r, nil)
}

func (e *each) input(name string) bool {
	switch {
	case e.ctx.Err() != nil:
		e.yield(Report{}, e.ctx.Err())
		return false
	case name == "-":
		in := e.o.Stdin
		if in == nil {
			in = strings.NewReader("")
		}
		return e.stream(in, "-", e.o.Kind, *e.o)
	case isAddress(name):
		return e.address(name)
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return e.give(Report{}, cause(err), name, 0)
	case info.IsDir():
		return e.folder(name)
	case info.Mode()&(fs.ModeSocket|fs.ModeIrregular) != 0:
		return e.give(Report{}, ErrKind, name, 0)
	}
	return e.file(name)
}

func (e *each) file(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return e.give(Report{}, cause(err), name, 0)
	}
	defer f.Close()
	kind := e.o.Kind
	if kind == Auto {
		kind = kindOfName(name)
	}
	return e.stream(f, name, kind, *e.o)
}

// folder reads the files of a folder that have the extension of a kind that is read, or none; hidden files
// and folders are passed over.
func (e *each) folder(name string) bool {
	found := false
	goOn := true
	err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if goOn = e.give(Report{}, cause(err), path, 0); !goOn {
				return fs.SkipAll
			}
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if path != name && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() && (kindOfName(path) != Auto || filepath.Ext(path) == "") && !strings.EqualFold(filepath.Ext(path), ".md") {
			found = true
			if goOn = e.file(path); !goOn {
				return fs.SkipAll
			}
		}
		return nil
	})
	if err != nil && goOn {
		return e.give(Report{}, cause(err), name, 0)
	}
	if goOn && !found {
		return e.give(Report{}, fmt.Errorf("%w: the folder holds none (.txt, .html, .jsonl)", ErrEmpty), name, 0)
	}
	return goOn
}

func (e *each) address(name string) bool {
	page, err := fetch(e.ctx, name, e.o)
	if err != nil {
		return e.give(Report{}, err, name, 0)
	}
	o := page.options(*e.o)
	switch o.Kind {
	case JSONLines:
		return e.stream(bytes.NewReader(page.body), name, o.Kind, o)
	case FeedItems:
		o.URL = page.url
		return e.feed(page.body, name, o)
	}
	r, err := page.report(o)
	return e.give(r, err, name, 0)
}

// stream reads the reports of one open input.
func (e *each) stream(in io.Reader, name string, kind Kind, o Options) bool {
	b := bufio.NewReaderSize(in, 64<<10)
	if head, _ := b.Peek(3); bytes.HasPrefix(head, []byte("\x1f\x8b\x08")) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return e.give(Report{}, fmt.Errorf("%w: a damaged gzip file: %w", ErrBinary, err), name, 0)
		}
		b = bufio.NewReaderSize(z, 64<<10)
	}
	head, err := b.Peek(4096)
	if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return e.give(Report{}, cause(err), name, 0)
	}
	switch {
	case kind == FeedItems && e.o.Kind == Auto && feedFormat(string(head)) == "":
		kind = Auto // a page, or another kind of XML
	case e.o.Kind == Auto && feedFormat(string(head)) != "":
		kind = FeedItems
	}
	if kind == Auto || kind == PlainText && e.o.Kind == Auto {
		if k := kindOfContent(head); k == HTML || kind == Auto {
			kind = k
		}
	}
	if kind == JSONLines {
		return e.lines(b, name, o)
	}
	limit := o.maxBytes()
	if kind == FeedItems {
		limit *= feedMaxReports
	}
	data, err := io.ReadAll(io.LimitReader(b, limit+1))
	if err != nil {
		return e.give(Report{}, cause(err), name, 0)
	}
	if kind == FeedItems {
		return e.feed(data, name, o)
	}
	if int64(len(data)) > o.maxBytes() {
		return e.give(Report{}, fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, o.maxBytes()), name, 0)
	}
	var r Report
	if kind == HTML {
		r, err = FromHTML(data, o)
	} else {
		r, err = FromText(data, o)
	}
	return e.give(r, err, name, 0)
}

// kindOfName tells the kind of a file from its extension; Auto when it says nothing.
func kindOfName(name string) Kind {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	switch filepath.Ext(name) {
	case ".txt", ".text", ".md":
		return PlainText
	case ".html", ".htm", ".xhtml", ".shtml":
		return HTML
	case ".jsonl", ".ndjson", ".json":
		return JSONLines
	case ".rss", ".atom", ".rdf", ".xml":
		return FeedItems
	}
	return Auto
}

// kindOfContent tells the kind of an input from its first bytes.
func kindOfContent(head []byte) Kind {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) == 0 {
		return PlainText
	}
	switch head[0] {
	case '<':
		lower := bytes.ToLower(head)
		for _, tag := range [...]string{"<!doctype html", "<html", "<head", "<body", "<!--", "<meta", "<title", "<article", "<div", "<p>", "<?xml"} {
			if bytes.HasPrefix(lower, []byte(tag)) {
				return HTML
			}
		}
	case '{':
		if rest := bytes.TrimLeft(head[1:], " \t\r\n"); len(rest) > 0 && (rest[0] == '"' || rest[0] == '}') {
			return JSONLines
		}
	}
	return PlainText
}

// cause takes the path out of an error of the file system: the *Error around it names it.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
