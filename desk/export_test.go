package desk

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"chancery/export"
)

// csvRows reads a table of CSV.
func csvRows(t testing.TB, body []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestExports fetches every format, whole and of a query, and opens it.
func TestExports(t *testing.T) {
	d := exampleDesk(t)
	for _, f := range export.Formats() {
		sizes := map[string]int{}
		for _, text := range []string{"", "status:offered"} {
			w := get(t, d, links{}.Export(f.Name, text))
			if w.Code != http.StatusOK {
				t.Errorf("%s: %d %s", f.Name, w.Code, w.Body)
				continue
			}
			body := w.Body.Bytes()
			sizes[text] = len(body)
			kind, named, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
			extension := f.Extension
			if f.Folder != nil {
				extension = ".zip"
			}
			if err != nil || kind != "attachment" || !strings.HasPrefix(named["filename"], "chancery-") || !strings.HasSuffix(named["filename"], extension) {
				t.Errorf("%s: named %s (%v)", f.Name, w.Header().Get("Content-Disposition"), err)
			}
			media := w.Header().Get("Content-Type")
			switch {
			case f.Folder != nil:
				z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
				if err != nil || media != "application/zip" {
					t.Fatal(media, err)
				}
				var names []string
				for _, one := range z.File {
					names = append(names, one.Name)
					r, err := one.Open()
					if err != nil {
						t.Fatal(err)
					}
					if _, err := io.Copy(io.Discard, r); err != nil {
						t.Errorf("%s: %v", one.Name, err)
					}
				}
				if !slices.Contains(names, "datapackage.json") || !slices.Contains(names, "events.csv") {
					t.Errorf("%s holds %v", f.Name, names)
				}
				continue
			case media != f.MediaType:
				t.Errorf("%s is %s", f.Name, media)
			}
			opensAs(t, &f, body)
		}
		if sizes["status:offered"] >= sizes[""] || sizes["status:offered"] == 0 {
			t.Errorf("%s: %d bytes of a query, %d of everything", f.Name, sizes["status:offered"], sizes[""])
		}
	}
}

// opensAs reads a file of a format as its readers do.
func opensAs(t testing.TB, f *export.Format, body []byte) {
	t.Helper()
	var err error
	switch {
	case strings.Contains(f.MediaType, "csv"):
		csvRows(t, body)
	case f.Name == "jsonl":
		for line := range bytes.Lines(body) {
			if !json.Valid(line) {
				t.Errorf("%s: %s", f.Name, line)
			}
		}
	case strings.Contains(f.MediaType, "json"):
		if !json.Valid(body) {
			t.Errorf("%s is no JSON", f.Name)
		}
	case strings.Contains(f.MediaType, "xml"):
		for decoder := xml.NewDecoder(bytes.NewReader(body)); err == nil; {
			_, err = decoder.Token()
		}
		if err != io.EOF {
			t.Errorf("%s: %v", f.Name, err)
		}
	case f.Name == "parquet":
		if file, err := parquet.OpenFile(bytes.NewReader(body), int64(len(body))); err != nil || file.NumRows() == 0 {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

// TestExportChooses hands out what the query of the page finds, in the table that is asked for.
func TestExportChooses(t *testing.T) {
	d := exampleDesk(t)
	count := func(address string) int {
		t.Helper()
		w := get(t, d, address)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", address, w.Code, w.Body)
		}
		return len(csvRows(t, w.Body.Bytes())) - 1
	}
	for _, text := range []string{"status:offered", "kind:quotations speaker:Aliyev", "kind:reports border"} {
		page, _ := asked(t, d, text)
		found := textOf(classed(t, page, "p", "found-count")[0])
		if n := count(links{}.Export("csv", text)); n == 0 || !strings.HasPrefix(found, itoa(n)+" ") {
			t.Errorf("%s: %d rows, the page says %s", text, n, found)
		}
	}
	if all, some := count("/export/csv?table=reports"), count("/export/csv?table=reports&q=status:offered"); all != 42 || some == 0 || some >= all {
		t.Errorf("%d of %d reports", some, all)
	}
	if n := count("/export/csv?as-of=2020-01-01"); n != 0 {
		t.Errorf("%d rows before anything was known", n)
	}
	if w := get(t, d, "/export/csv?q="+url.QueryEscape(`"Հայաստան ../x" or border`)); w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Content-Disposition"), "filename*=UTF-8''chancery-events%20%D5%80") {
		t.Errorf("%d %s", w.Code, w.Header().Get("Content-Disposition"))
	} else if _, named, err := mime.ParseMediaType(w.Header().Get("Content-Disposition")); err != nil || strings.ContainsAny(named["filename"], `/\"`) {
		t.Errorf("named %v: %v", named, err)
	}
	for address, says := range map[string]string{
		"/export/cvs":                    "did you mean csv",
		"/export/csv?table=evnts":        "evnts",
		"/export/bibtex?table=events":    "no tables",
		"/export/csv?q=sorce:USA":        "did you mean source",
		"/export/csv?table=ledger&q=oil": "whole",
	} {
		w := get(t, d, address)
		if w.Code != http.StatusBadRequest || w.Header().Get("Content-Type") != "application/problem+json" || !strings.Contains(w.Body.String(), says) || w.Header().Get("Content-Disposition") != "" {
			t.Errorf("%s: %d %s", address, w.Code, w.Body)
		}
	}
	if w := get(t, d, "/export/cvs"); !strings.Contains(w.Body.String(), "gdelt-events") {
		t.Errorf("the formats are not named: %s", w.Body)
	}
	if w := asRole(t, d, "", http.MethodGet, "/export/csv", nil); w.Code != http.StatusForbidden {
		t.Errorf("nobody takes the record along: %d", w.Code)
	}
}

// TestExportPage leads to every format.
func TestExportPage(t *testing.T) {
	d := exampleDesk(t)
	for _, address := range []string{"/export", "/export?q=status:offered"} {
		page := get(t, d, address).Body.String()
		seen := map[string]bool{}
		for _, n := range nodes(t, page, "a") {
			if u, err := url.Parse(attribute(n, "href")); err == nil && strings.HasPrefix(u.Path, "/export/") {
				seen[strings.TrimPrefix(u.Path, "/export/")] = true
				if strings.Contains(address, "?") != (u.Query().Get("q") == "status:offered") {
					t.Errorf("%s: %s", address, u)
				}
			}
		}
		if len(seen) != len(export.Formats()) {
			t.Errorf("%s leads to %d of %d formats", address, len(seen), len(export.Formats()))
		}
	}
	if w := get(t, d, "/export?q=sorce:USA"); w.Code != http.StatusBadRequest || len(classed(t, w.Body.String(), "span", "wrong")) != 1 {
		t.Errorf("a wrong query: %d", w.Code)
	}
}
