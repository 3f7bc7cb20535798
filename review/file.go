package review

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxLine is the longest line of a file of acts, in bytes.
const maxLine = 1 << 20

// Parse reads the acts of a file: JSON lines when it begins with "{", else CSV with a header whose separator is a tab, a
// semicolon or a comma, whichever the header has first. Every line that is no act gives a *LineError among the errors; the
// others are read.
func Parse(name string, in io.Reader) ([]Act, []error) {
	buffered := bufio.NewReaderSize(in, 64<<10)
	head, err := buffered.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, []error{fmt.Errorf("%s: %w", name, err)}
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) { // what spreadsheets begin UTF-8 with
		_, _ = buffered.Discard(3) // they were peeked
		head = head[3:]
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) { // "Unicode text" of a spreadsheet
		return nil, []error{&LineError{name, 1, errors.New("this is UTF-16: save it as CSV in UTF-8")}}
	}
	if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("{")) {
		return parseLines(name, buffered)
	}
	separator := ','
	first, _, _ := strings.Cut(string(head), "\n")
	if i := strings.IndexAny(first, "\t;,"); i >= 0 {
		separator = rune(first[i])
	}
	return parseTable(name, buffered, separator)
}

func parseLines(name string, in io.Reader) (acts []Act, faults []error) {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, maxLine)
	line := 0
	for scanner.Scan() {
		line++
		text := bytes.TrimSpace(scanner.Bytes())
		if len(text) == 0 {
			continue
		}
		var act Act
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		err := decoder.Decode(&act)
		if err == nil {
			err = act.Check()
		}
		if err != nil {
			faults = append(faults, &LineError{name, line, err})
			continue
		}
		acts = append(acts, act)
	}
	if err := scanner.Err(); err != nil {
		faults = append(faults, &LineError{name, line + 1, err})
	}
	return acts, faults
}

func parseTable(name string, in io.Reader, separator rune) (acts []Act, faults []error) {
	rows := csv.NewReader(in)
	rows.Comma = separator
	rows.FieldsPerRecord = -1
	rows.LazyQuotes = separator == '\t'
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return nil, []error{&LineError{name, 1, fmt.Errorf("%w: the file is empty", ErrColumns)}}
	}
	if err != nil {
		return nil, []error{&LineError{name, 1, fmt.Errorf("%w: %w", ErrColumns, err)}}
	}
	columns := map[string]int{}
	for i, column := range header {
		columns[strings.ToLower(strings.TrimSpace(column))] = i
	}
	if _, there := columns["action"]; !there {
		return nil, []error{&LineError{name, 1, ErrColumns}}
	}
	if _, there := columns["target"]; !there {
		return nil, []error{&LineError{name, 1, ErrColumns}}
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return acts, faults
		}
		if err != nil {
			var broken *csv.ParseError
			if !errors.As(err, &broken) {
				return acts, append(faults, fmt.Errorf("%s: %w", name, err))
			}
			faults = append(faults, &LineError{name, broken.Line, broken.Err})
			continue
		}
		line, _ := rows.FieldPos(0)
		if len(row) > len(header) && strings.TrimSpace(strings.Join(row[len(header):], "")) != "" {
			faults = append(faults, &LineError{name, line, fmt.Errorf("%d columns, where the header has %d: put what holds a separator in quotation marks", len(row), len(header))})
			continue
		}
		column := func(name string) string {
			if i, there := columns[name]; there && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		act := Act{Action(strings.ToLower(column("action"))), column("target"), column("field"), column("value"), column("coder"), column("reason")}
		if act == (Act{}) {
			continue // an empty line of a spreadsheet
		}
		if err := act.Check(); err != nil {
			faults = append(faults, &LineError{name, line, err})
			continue
		}
		acts = append(acts, act)
	}
}
