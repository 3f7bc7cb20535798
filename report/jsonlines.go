package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// jsonReport is one line of a file of reports in JSON. docs/formats/input.md describes the keys.
type jsonReport struct {
	ID        jsonID `json:"id"`
	URL       string `json:"url"`
	Outlet    string `json:"outlet"`
	Title     string `json:"title"`
	Published string `json:"published"`
	Language  string `json:"language"`
	Text      string `json:"text"`
	HTML      string `json:"html"`

	jsonAliases
}

// jsonAliases are the names that other programs give to the same things: NewsAPI, news-please, newspaper,
// trafilatura and the usual exports of databases. They are raw because many of them mean something else elsewhere:
// what is no string is passed over.
type jsonAliases struct {
	Content       json.RawMessage `json:"content"`
	Body          json.RawMessage `json:"body"`
	MainText      json.RawMessage `json:"maintext"`
	ArticleText   json.RawMessage `json:"article_text"`
	Link          json.RawMessage `json:"link"`
	Address       json.RawMessage `json:"source_url"`
	Source        json.RawMessage `json:"source"`
	Publisher     json.RawMessage `json:"publisher"`
	SiteName      json.RawMessage `json:"sitename"`
	Domain        json.RawMessage `json:"source_domain"`
	Headline      json.RawMessage `json:"headline"`
	Date          json.RawMessage `json:"date"`
	PublishedAt   json.RawMessage `json:"publishedAt"`
	PublishedOn   json.RawMessage `json:"published_at"`
	DatePublish   json.RawMessage `json:"date_publish"`
	DatePublished json.RawMessage `json:"datePublished"`
	PublishDate   json.RawMessage `json:"publish_date"`
	PubDate       json.RawMessage `json:"pubDate"`
	Lang          json.RawMessage `json:"lang"`
}

// take sets the fields that have no value by the names of other programs.
func (j *jsonReport) take() {
	first := func(field *string, values ...json.RawMessage) {
		for _, value := range values {
			if *field != "" {
				return
			}
			*field = jsonString(value)
		}
	}
	if j.HTML == "" {
		first(&j.Text, j.MainText, j.ArticleText, j.Content, j.Body)
	}
	first(&j.URL, j.Link, j.Address)
	first(&j.Outlet, j.Source, j.Publisher, j.SiteName, j.Domain)
	first(&j.Title, j.Headline)
	first(&j.Language, j.Lang)
	if j.Published == "" {
		for _, value := range [...]json.RawMessage{j.DatePublished, j.DatePublish, j.PublishedAt, j.PublishedOn, j.PublishDate, j.PubDate, j.Date} {
			// These may be written in any way; one that cannot be read says nothing.
			if p, ok := parseWrittenDate(jsonString(value)); ok {
				j.Published = p.EDTF
				return
			}
		}
	}
}

// jsonString gives the string that a value is, or the name of an object such as {"id": "x", "name": "Example Daily"}.
func jsonString(value json.RawMessage) (s string) {
	switch {
	case len(value) == 0:
	case value[0] == '"':
		_ = json.Unmarshal(value, &s) // it has been parsed once
	case value[0] == '{':
		var named struct {
			Name json.RawMessage `json:"name"`
		}
		if json.Unmarshal(value, &named) == nil && len(named.Name) > 0 && named.Name[0] == '"' {
			_ = json.Unmarshal(named.Name, &s)
		}
	}
	return strings.TrimSpace(s)
}

// jsonID is an id that may be written as a number.
type jsonID string

// UnmarshalJSON reads a string or a number.
func (id *jsonID) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && (data[0] == '-' || isDigit(data[0])) {
		*id = jsonID(data)
		return nil
	}
	return json.Unmarshal(data, (*string)(id))
}

// lines reads a report from each line that is not blank.
func (e *each) lines(b *bufio.Reader, name string, o Options) bool {
	// A string in JSON may take six bytes ("\u002e") where the text takes one.
	limit := int(min(o.maxBytes(), 1<<40))*6 + 4096
	for n := 1; ; n++ {
		data, err := readLine(b, limit)
		if n == 1 {
			data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		}
		data = bytes.TrimSpace(data)
		switch {
		case errors.Is(err, ErrTooLarge):
			if !e.give(Report{}, err, name, n) {
				return false
			}
		case len(data) > 0 && !errors.Is(err, ErrDamaged):
			if !e.offer(len(data), name, n, func() (Report, error) { return fromJSON(data, o) }) {
				return false
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			if n == 1 && len(data) == 0 {
				return e.give(Report{}, ErrEmpty, name, 0)
			}
			return true
		case errors.Is(err, ErrDamaged):
			// What follows a damaged member of a gzip file is whole.
			if !e.give(Report{}, err, name, n) {
				return false
			}
		case err != nil && !errors.Is(err, ErrTooLarge):
			return e.give(Report{}, cause(err), name, n)
		}
	}
}

// readLine reads up to the next line end. A line beyond limit is passed over.
func readLine(b *bufio.Reader, limit int) ([]byte, error) {
	var data []byte
	tooLarge := false
	for {
		part, err := b.ReadSlice('\n')
		if !tooLarge {
			data = append(data, part...)
			if len(data) > limit {
				tooLarge, data = true, nil
			}
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if tooLarge && (err == nil || errors.Is(err, io.EOF)) {
			return nil, fmt.Errorf("%w: the line has more than %d bytes", ErrTooLarge, limit)
		}
		return data, err
	}
}

func fromJSON(data []byte, o Options) (Report, error) {
	if data[0] != '{' {
		if data[0] == '[' {
			return Report{}, fmt.Errorf("%w: it begins an array; give one object a line", ErrNotJSON)
		}
		return Report{}, ErrNotJSON
	}
	var j jsonReport
	if err := json.Unmarshal(data, &j); err != nil {
		return Report{}, jsonError(data, err)
	}
	j.take()
	set(&o.ID, string(j.ID))
	set(&o.URL, j.URL)
	set(&o.Outlet, j.Outlet)
	set(&o.Title, j.Title)
	set(&o.Published, j.Published)
	set(&o.Language, j.Language)
	switch {
	case j.Text != "":
		if int64(len(j.Text)) > o.maxBytes() {
			return Report{}, fmt.Errorf("%w: the text has %d bytes, the limit is %d", ErrTooLarge, len(j.Text), o.maxBytes())
		}
		if format := binaryFormat(j.Text); format != "" {
			return Report{}, fmt.Errorf("%w: %s", ErrBinary, format)
		}
		return fromText(j.Text, o)
	case j.HTML != "":
		if int64(len(j.HTML)) > o.maxBytes() {
			return Report{}, fmt.Errorf("%w: the page has %d bytes, the limit is %d", ErrTooLarge, len(j.HTML), o.maxBytes())
		}
		return fromHTML(j.HTML, o)
	}
	return Report{}, fmt.Errorf("%w: the object has neither \"text\" nor \"html\"", ErrEmpty)
}

// jsonError says what is wrong with a line in words that help to mend it.
func jsonError(data []byte, err error) error {
	var syntax *json.SyntaxError
	var typed *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(data)):
		return fmt.Errorf("%w: the line breaks off after %d bytes", ErrNotJSON, len(data))
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: byte %d: %w", ErrNotJSON, syntax.Offset, err)
	case errors.As(err, &typed):
		return fmt.Errorf("%w: %q is a %s, want a string", ErrNotJSON, typed.Field, typed.Value)
	}
	return fmt.Errorf("%w: %w", ErrNotJSON, err)
}
