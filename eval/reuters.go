package eval

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"html"
	"io"
	"iter"
	"os"
	"path"
	"strings"
)

// ReutersItem is one item of the Reuters-21578 collection (David D. Lewis, distribution 1.0).
type ReutersItem struct {
	ID    string // "reuters:17"
	Title string
	Date  string // "1987-02-26", "" when the item's date cannot be read
	Text  string // dateline and body
}

// Reuters reads the collection's tar.gz of SGML files as it is distributed. Items without a body are left out.
// An error ends the sequence.
func Reuters(file string) iter.Seq2[ReutersItem, error] {
	return func(yield func(ReutersItem, error) bool) {
		if err := reuters(file, yield); err != nil && !errors.Is(err, errStop) {
			yield(ReutersItem{}, fmt.Errorf("%s: %w", file, err))
		}
	}
}

// errStop says that the reader of a sequence wants no more of it.
var errStop = errors.New("stopped")

func reuters(file string, yield func(ReutersItem, error) bool) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	zipped, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	for archive := tar.NewReader(zipped); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if path.Ext(header.Name) != ".sgm" {
			continue
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return err
		}
		for _, item := range strings.Split(string(data), "</REUTERS>") {
			if it, ok := reutersItem(item); ok && !yield(it, nil) {
				return errStop
			}
		}
	}
}

// reutersItem reads one <REUTERS> element; the collection's SGML is regular enough to be cut by its tags.
func reutersItem(s string) (ReutersItem, bool) {
	body := element(s, "BODY")
	if strings.TrimSpace(body) == "" {
		return ReutersItem{}, false
	}
	_, id, _ := strings.Cut(s, `NEWID="`)
	id, _, _ = strings.Cut(id, `"`)
	// Bodies end in "Reuter" and a control character.
	body = strings.TrimRight(strings.TrimRight(body, "\x03\n &#;3"), " ")
	for _, credit := range []string{"Reuter", "REUTER"} {
		body = strings.TrimRight(strings.TrimSuffix(body, credit), " \n")
	}
	return ReutersItem{
		ID: "reuters:" + id, Title: html.UnescapeString(strings.Join(strings.Fields(element(s, "TITLE")), " ")), Date: reutersDate(element(s, "DATE")),
		Text: html.UnescapeString(strings.TrimSpace(element(s, "DATELINE")) + " " + body),
	}, true
}

func element(s, name string) string {
	_, s, _ = strings.Cut(s, "<"+name+">")
	s, _, found := strings.Cut(s, "</"+name+">")
	if !found {
		return ""
	}
	return s
}

// reutersDate reads "26-FEB-1987 15:01:01.79".
func reutersDate(s string) string {
	day, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	parts := strings.Split(day, "-")
	if len(parts) != 3 || len(parts[1]) != 3 {
		return ""
	}
	month := strings.Index("JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC", strings.ToUpper(parts[1]))
	if month < 0 || month%3 != 0 {
		return ""
	}
	return fmt.Sprintf("%s-%02d-%02s", parts[2], month/3+1, parts[0])
}
