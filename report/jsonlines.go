package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
		case len(data) > 0:
			r, lineErr := fromJSON(data, o)
			if !e.give(r, lineErr, name, n) {
				return false
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			if n == 1 && len(data) == 0 {
				return e.give(Report{}, ErrEmpty, name, 0)
			}
			return true
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
	set := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
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
