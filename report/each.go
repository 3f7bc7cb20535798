package report

import (
	"bytes"
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
// files in the order of their names, folders inside it, too), a pattern such as "news/*.jsonl.zst", an address
// that begins with http:// or https://, or "-" for standard input. Files may be packed with gzip or zstd.
//
// What cannot be read yields an *Error that names the file and the line, beside the zero Report, and reading
// goes on with the next line or input. When ctx is done its error is yielded and reading ends.
func Each(ctx context.Context, inputs []string, o Options) iter.Seq2[Report, error] {
	return func(yield func(Report, error) bool) {
		for item := range Items(ctx, inputs, o) {
			if !yield(item.Read()) {
				return
			}
		}
	}
}

// Item is one report as it lies in its input: found, but not read. Finding the items of an input is one job in
// order; reading them is work that many goroutines can share.
type Item struct {
	Origin   string // the file and line, as in Report
	Bytes    int    // that the item holds until it is read
	Position int64  // bytes of the inputs, as they lie on disk, that were passed when the item was found

	read   func() (Report, error) // nil when the outcome is known:
	report Report
	err    error
}

// Read reads the report. An error is an *Error that names the file and the line, or that of the context.
func (i *Item) Read() (Report, error) {
	if i.read == nil {
		return i.report, i.err
	}
	r, err := i.read()
	if err != nil {
		return Report{}, err
	}
	r.Origin = i.Origin
	return r, nil
}

// Items yields the reports of the inputs as [Each] does, without reading them. Read what is wanted of them with
// [Item.Read], in any goroutine. An item that could not be found gives its error there.
func Items(ctx context.Context, inputs []string, o Options) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		e := &each{ctx: ctx, o: &o, yield: yield}
		for _, input := range inputs {
			if !e.input(input) {
				return
			}
		}
	}
}

// each is one run of Items. Its methods report whether to go on.
type each struct {
	ctx   context.Context
	o     *Options
	yield func(Item) bool
	read  int64 // bytes of the inputs
}

// give yields a report that has been read, or the error in its stead with the place where it happened.
func (e *each) give(r Report, err error, name string, line int) bool {
	if err := e.ctx.Err(); err != nil {
		e.yield(Item{err: err})
		return false
	}
	item := Item{Origin: origin(name, line), Bytes: len(r.Raw), Position: e.read, report: r}
	item.report.Origin = item.Origin
	if err != nil {
		item.report, item.err = Report{}, &Error{name, line, err}
	}
	return e.yield(item)
}

// offer yields a report of so many bytes that is still to be read.
func (e *each) offer(size int, name string, line int, read func() (Report, error)) bool {
	if err := e.ctx.Err(); err != nil {
		e.yield(Item{err: err})
		return false
	}
	return e.yield(Item{Origin: origin(name, line), Bytes: size, Position: e.read, read: func() (Report, error) {
		r, err := read()
		if err != nil {
			return Report{}, &Error{name, line, err}
		}
		return r, nil
	}})
}

func (e *each) input(name string) bool {
	switch {
	case e.ctx.Err() != nil:
		e.yield(Item{err: e.ctx.Err()})
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
	if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?[") {
		return e.pattern(name)
	}
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

// pattern reads the files and folders that a pattern of a shell stands for: one that was quoted, or that a file
// of inputs or a service holds.
func (e *each) pattern(pattern string) bool {
	names, err := filepath.Glob(pattern)
	switch {
	case err != nil:
		return e.give(Report{}, fmt.Errorf("no such file, and no pattern: %w", err), pattern, 0)
	case len(names) == 0:
		return e.give(Report{}, fmt.Errorf("%w: nothing matches the pattern", fs.ErrNotExist), pattern, 0)
	}
	for _, name := range names {
		if !e.input(name) {
			return false
		}
	}
	return true
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
	goOn := walk(name, func(path string, _ fs.DirEntry, err error) bool {
		if err != nil {
			return e.give(Report{}, cause(err), path, 0)
		}
		found = true
		return e.file(path)
	})
	if goOn && !found {
		return e.give(Report{}, fmt.Errorf("%w: the folder holds none (.txt, .html, .jsonl, .warc, .mbox, .xml)", ErrEmpty), name, 0)
	}
	return goOn
}

// walk calls visit for the files of a folder that are read, in the order of their names, until it returns false.
func walk(name string, visit func(path string, d fs.DirEntry, err error) bool) (goOn bool) {
	goOn = true
	err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if goOn = visit(path, d, err); !goOn {
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
		if d.Type().IsRegular() && readInFolder(path) {
			if goOn = visit(path, d, nil); !goOn {
				return fs.SkipAll
			}
		}
		return nil
	})
	if err != nil && goOn {
		return visit(name, nil, err)
	}
	return goOn
}

// readInFolder reports whether a file of a folder is read, by its name: WARC files and mailboxes, too, whose kind is told
// by their first bytes.
func readInFolder(name string) bool {
	switch filepath.Ext(unpackedName(name)) {
	case ".md":
		return false
	case ".warc", ".mbox", ".mbx", ".eml":
		return true
	}
	return filepath.Ext(name) == "" || kindOfName(name) != Auto
}

// Size sums the bytes of the inputs as they lie on disk, so that progress can be told from Item.Position. It is
// false when some are not known beforehand: standard input that is no file, addresses, devices.
func Size(inputs []string, stdin io.Reader) (total int64, known bool) {
	known = true
	for _, name := range inputs {
		if isAddress(name) {
			known = false
			continue
		}
		if name == "-" {
			f, ok := stdin.(*os.File)
			if !ok {
				known = false
				continue
			}
			if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
				total += info.Size()
			} else {
				known = false
			}
			continue
		}
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			if names, _ := filepath.Glob(name); len(names) > 0 {
				n, all := Size(names, stdin)
				total, known = total+n, known && all
			}
		case err != nil:
		case info.IsDir():
			walk(name, func(_ string, d fs.DirEntry, err error) bool {
				if err == nil && d != nil {
					if info, err := d.Info(); err == nil {
						total += info.Size()
					}
				}
				return true
			})
		case info.Mode().IsRegular():
			total += info.Size()
		default:
			known = false
		}
	}
	return total, known
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
	return e.offer(len(page.body), name, 0, func() (Report, error) { return page.report(o) })
}

// stream reads the reports of one open input.
func (e *each) stream(in io.Reader, name string, kind Kind, o Options) bool {
	b, err := openStream(in, &e.read)
	if err != nil {
		return e.give(Report{}, err, name, 0)
	}
	defer b.close()
	head, err := b.head(4096)
	if err != nil {
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
	switch kind {
	case JSONLines:
		return e.lines(b.Reader, name, o)
	case WARC:
		return e.warc(b, name, o)
	case Mailbox:
		return e.mailbox(b.Reader, name, o)
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
	return e.offer(len(data), name, 0, func() (Report, error) {
		switch kind {
		case HTML:
			return FromHTML(data, o)
		case Message:
			return FromMessage(data, o)
		}
		return FromText(data, o)
	})
}

// kindOfName tells the kind of a file from its extension; Auto when it says nothing.
func kindOfName(name string) Kind {
	switch filepath.Ext(unpackedName(name)) {
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

// unpackedName gives a name in small letters without the extension of what packed the file.
func unpackedName(name string) string {
	name = strings.ToLower(name)
	for _, packed := range [...]string{".gz", ".zst", ".zstd"} {
		name = strings.TrimSuffix(name, packed)
	}
	return name
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
	case 'W':
		if warcVersion(head) > 0 {
			return WARC
		}
	case 'F':
		if beginsMailbox(head) {
			return Mailbox
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
