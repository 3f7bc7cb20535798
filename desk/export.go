package desk

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"chancery/access"
	"chancery/export"
	"chancery/query"
	"chancery/record"
)

// exportRoutes are the addresses by which the record is handed out.
func (d *Desk) exportRoutes(mux *http.ServeMux) {
	d.get(mux, "GET /export", d.exportList)
	mux.HandleFunc("GET /export/{format}", d.export)
}

// exportFormat is a format as the page lists it.
type exportFormat struct {
	Name, Title, Href string
	Tables            []exportLink // of formats that hold one table
}

// exports is the page of formats.
type exports struct {
	Query   string
	Groups  []exportGroup
	Wrong   *wrongQuery
	Found   string // how much the query finds
	Command string // the same on the command line
}

type exportGroup struct {
	Title   string
	Formats []exportFormat
}

// exportGroups put the formats in the order of what people look for.
var exportGroups = [...]struct {
	title   string
	formats string
}{
	{"Tables", " csv jsonl parquet datapackage "},
	{"The field’s formats", " gdelt-events gdelt-mentions polecat acled ucdp annotations "},
	{"Maps, networks, timelines", " geojson graphml gexf timelinejs "},
	{"Calendars, feeds, references", " icalendar atom csl-json bibtex "},
}

// exportList is the page that lists the formats.
func (d *Desk) exportList(v *visit) (*page, error) {
	text := strings.TrimSpace(v.URL.Query().Get("q"))
	body := &exports{Query: text}
	made := &page{Template: "export", Title: "Take the record along", Section: "search", Body: body, Scripts: []string{"search"}}
	if text != "" {
		q, err := query.Parse(text, d.words)
		var wrong *query.Error
		if errors.As(err, &wrong) {
			body.Wrong, made.Status = v.wrong(wrong), http.StatusBadRequest
			return made, nil
		}
		if err != nil {
			return nil, err
		}
		found, err := v.view.Find(v.Context(), q, record.Page{Limit: 1, Count: true})
		if err != nil {
			return nil, err
		}
		body.Found = counted(&found)
	}
	body.Command = "chancery export csv"
	if text != "" {
		body.Command += " '" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	seen := map[string]bool{}
	one := func(f export.Format) exportFormat {
		seen[f.Name] = true
		out := exportFormat{Name: f.Name, Title: f.Title, Href: v.to.Export(f.Name, text)}
		for _, t := range export.Tables() {
			if f.Tables() && (t.Name != "ledger" || text == "") {
				out.Tables = append(out.Tables, exportLink{t.Name, v.to.to([]string{"export", f.Name}, "q", text, "table", t.Name)})
			}
		}
		return out
	}
	for _, g := range exportGroups {
		group := exportGroup{Title: g.title}
		for _, f := range export.Formats() {
			if strings.Contains(g.formats, " "+f.Name+" ") {
				group.Formats = append(group.Formats, one(f))
			}
		}
		body.Groups = append(body.Groups, group)
	}
	others := exportGroup{Title: "Others"}
	for _, f := range export.Formats() {
		if !seen[f.Name] {
			others.Formats = append(others.Formats, one(f))
		}
	}
	if len(others.Formats) > 0 {
		body.Groups = append(body.Groups, others)
	}
	return made, nil
}

// choose gives what a query asks for, or everything, and completes the table that is not named.
func (v *visit) choose(format export.Format, text string, table *string) (export.Source, error) {
	if text == "" {
		return v.view.On(v.day), nil
	}
	if *table == "ledger" {
		return nil, fmt.Errorf("%w: the ledger is handed out whole, without a query", ErrAsk)
	}
	q, err := query.Parse(text, v.desk.words)
	if err != nil {
		return nil, err
	}
	switch {
	case *table == "" && format.Tables():
		*table = string(q.Kind)
	case (*table == "quotations" || *table == "reports") && !strings.Contains(text, "kind:"):
		// "speaker:Aliyev" asks for quotations here. What only events have asks for those of its reports.
		if of, err := query.Parse("kind:"+*table+" ("+text+")", v.desk.words); err == nil {
			q = of
		}
	}
	choice, err := v.view.Choose(v.Context(), q)
	if err != nil {
		return nil, err
	}
	return choice.On(v.day), nil
}

// export hands out the record, or what a query chooses from it, as a file.
func (d *Desk) export(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	err := who.Must(access.Export)
	var v *visit
	if err == nil {
		v, err = d.newVisit(r, who)
	}
	if err == nil {
		err = v.export(w)
	}
	if err != nil {
		d.fail(w, r, err)
	}
}

func (v *visit) export(w http.ResponseWriter) error {
	asked := v.URL.Query()
	format, err := export.FormatNamed(v.PathValue("format"))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrAsk, err)
	}
	table := asked.Get("table")
	if table != "" {
		if !format.Tables() {
			return fmt.Errorf("%w: %s has no tables to choose from: csv, jsonl and parquet have", ErrAsk, format.Name)
		}
		if _, err := export.TableNamed(table); err != nil {
			return fmt.Errorf("%w: %w", ErrAsk, err)
		}
	}
	text := strings.TrimSpace(asked.Get("q"))
	source, err := v.choose(format, text, &table)
	if err != nil {
		return err
	}
	last, err := v.view.LastChange(v.Context())
	if err != nil {
		return err
	}
	options := export.Options{Table: table, Title: asked.Get("title"), Address: v.desk.addressFor(v.Request), At: last.At, Vocabulary: v.desk.Reader.Vocabulary()}
	out := &download{w: w, name: downloadName(&format, table, text), media: format.MediaType}
	if err := v.desk.Access.Note(v.Context(), access.Event(v.who, "export", format.Name, strings.TrimSpace(table+" "+text))); err != nil {
		return err
	}
	if format.Folder != nil {
		out.media, out.name = "application/zip", out.name+".zip"
		err = zipped(v.Context(), out, format, source, options)
	} else {
		err = format.Write(v.Context(), out, source, options)
	}
	switch {
	case err == nil:
		out.begin() // an export may be empty
		return nil
	case !out.begun:
		return err
	}
	// What was sent cannot be taken back: the connection breaks off, so that nobody takes a part for the whole.
	if v.Context().Err() == nil {
		v.desk.Log.Error("an export broke off", "format", format.Name, "error", err)
	}
	panic(http.ErrAbortHandler)
}

// download is an answer that is kept as a file. Its headers are sent with its first bytes, so that what goes wrong before
// can still be told.
type download struct {
	w           http.ResponseWriter
	name, media string
	begun       bool
}

func (d *download) begin() {
	if d.begun {
		return
	}
	d.begun = true
	h := d.w.Header()
	h.Set("Content-Type", d.media)
	h.Set("Content-Disposition", disposition(d.name))
	h.Set("Cache-Control", "private, no-store")
	d.w.WriteHeader(http.StatusOK)
}

// Write sends bytes of the file.
func (d *download) Write(b []byte) (int, error) {
	d.begin()
	return d.w.Write(b)
}

// disposition names a file (RFC 6266): in ASCII for old readers, in full for the others.
func disposition(name string) string {
	plain := strings.Map(func(c rune) rune {
		if c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%' {
			return '_'
		}
		return c
	}, name)
	out := mime.FormatMediaType("attachment", map[string]string{"filename": plain})
	if plain != name {
		out += "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	}
	return out
}

// downloadName is what the file of an export is called: "chancery-events status offered.csv".
func downloadName(f *export.Format, table, text string) string {
	name := "chancery-" + f.Name
	if f.Tables() {
		name = "chancery-events"
		if table != "" {
			name = "chancery-" + table
		}
	}
	words := strings.Join(strings.Fields(strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == '-' {
			return c
		}
		return ' '
	}, text)), " ")
	if letters := []rune(words); len(letters) > 60 {
		words = strings.TrimSpace(string(letters[:60]))
	}
	if words != "" {
		name += " " + words
	}
	return name + f.Extension
}

// zipped writes a format of several files as one.
func zipped(ctx context.Context, w io.Writer, format export.Format, source export.Source, o export.Options) (err error) {
	dir, err := os.MkdirTemp("", "chancery-export")
	if err != nil {
		return fmt.Errorf("a folder for the export: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := format.Folder(ctx, dir, source, o); err != nil {
		return err
	}
	out := zip.NewWriter(w)
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		// The time is that of the record, so that the same record gives the same bytes.
		to, err := out.CreateHeader(&zip.FileHeader{Name: filepath.ToSlash(name), Method: zip.Deflate, Modified: o.At.UTC()})
		if err == nil {
			_, err = io.Copy(to, file)
		}
		return errors.Join(err, file.Close())
	})
	return errors.Join(err, out.Close())
}
