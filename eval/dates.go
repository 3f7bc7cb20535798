package eval

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chancery/report"
	"chancery/when"
)

// DatesDocument is one annotated document: its text, the day it was written and the times marked in it.
type DatesDocument struct {
	Name      string
	Text      string
	Published report.Published
	Times     []DatesTime // in the order of the text
}

// DatesTime is one marked time expression. Value is the TIMEX3 or TIMEX2 value, "" when the annotators gave none.
type DatesTime struct {
	report.Span
	Type  string
	Value string
}

// DatesScore counts as TempEval-3 does (UzZaman and others, 2013): a found expression is right under relaxed matching
// when it shares a character with a marked one, under strict matching when both have the same extent; a value counts
// when it is that of the marked expression which it matches relaxed. The date line of a document is not counted.
type DatesScore struct {
	Gold, Found            int
	Relaxed, Strict, Value int
	Type                   int
}

// DatesError is one difference between what was marked and what was found. One of the two may be nil.
type DatesError struct {
	Document *DatesDocument
	Gold     *DatesTime
	Found    *when.Expression
}

// F1 returns the harmonic mean of precision and recall, in percent, for a number of right ones.
func (s DatesScore) F1(right int) float64 {
	if s.Gold+s.Found == 0 {
		return 0
	}
	return 200 * float64(right) / float64(s.Gold+s.Found)
}

// Lines returns the figures, a line each, as "metric value" with two decimals: TempEval-3's own first.
func (s DatesScore) Lines() []string {
	return []string{
		fmt.Sprintf("relaxed_f1 %.2f", s.F1(s.Relaxed)), fmt.Sprintf("strict_f1 %.2f", s.F1(s.Strict)),
		fmt.Sprintf("value_f1 %.2f", s.F1(s.Value)), fmt.Sprintf("type_f1 %.2f", s.F1(s.Type)),
	}
}

// Dates scores find on the documents. What differs is told to differ, which may be nil.
func Dates(documents []DatesDocument, find func(*DatesDocument) []when.Expression, differ func(DatesError)) DatesScore {
	var score DatesScore
	for i := range documents {
		score.Add(&documents[i], find(&documents[i]), differ)
	}
	return score
}

// Add counts what was found in one more document. What differs is told to differ, which may be nil.
func (s *DatesScore) Add(d *DatesDocument, found []when.Expression, differ func(DatesError)) {
	if differ == nil {
		differ = func(DatesError) {}
	}
	// An expression without a TIMEX value ("since the war") is no TIMEX.
	found = slices.DeleteFunc(slices.Clone(found), func(e when.Expression) bool { return e.Value == "" })
	s.Gold += len(d.Times)
	s.Found += len(found)
	used := make([]bool, len(found))
	match := make([]int, len(d.Times))
	for g := range d.Times {
		match[g] = slices.IndexFunc(found, func(e when.Expression) bool { return e.Span == d.Times[g].Span })
		if match[g] >= 0 {
			used[match[g]] = true
		}
	}
	for g := range d.Times {
		gold := &d.Times[g]
		if match[g] < 0 {
			for k := range found {
				if !used[k] && found[k].Overlaps(gold.Span) {
					match[g], used[k] = k, true
					break
				}
			}
		}
		if match[g] < 0 {
			differ(DatesError{d, gold, nil})
			continue
		}
		e := &found[match[g]]
		s.Relaxed++
		if e.Span == gold.Span {
			s.Strict++
		}
		if e.Value == gold.Value {
			s.Value++
		}
		if datesTypes[e.Type] == gold.Type {
			s.Type++
		}
		if e.Span != gold.Span || e.Value != gold.Value {
			differ(DatesError{d, gold, e})
		}
	}
	for k := range found {
		if !used[k] {
			differ(DatesError{d, nil, &found[k]})
		}
	}
}

var datesTypes = [...]string{when.Date: "DATE", when.Time: "TIME", when.Duration: "DURATION", when.Set: "SET"}

// String shows the difference with its words.
func (e DatesError) String() string {
	text := e.Document.Text
	context := func(s report.Span) string {
		from, to := max(0, s.Start-50), min(len(text), s.End+40)
		return strings.Join(strings.Fields(strings.ToValidUTF8(text[from:s.Start]+"⟦"+text[s.Start:s.End]+"⟧"+text[s.End:to], "")), " ")
	}
	switch {
	case e.Found == nil:
		return fmt.Sprintf("missed %s %q %s: %s", e.Document.Name, e.Gold.In(text), e.Gold.Value, context(e.Gold.Span))
	case e.Gold == nil:
		return fmt.Sprintf("wrong %s %q %s: %s", e.Document.Name, e.Found.In(text), e.Found.Value, context(e.Found.Span))
	case e.Found.Value != e.Gold.Value:
		return fmt.Sprintf("value %s %q %s, not %s (published %s): %s", e.Document.Name, e.Found.In(text), e.Found.Value, e.Gold.Value, e.Document.Published.EDTF, context(e.Gold.Span))
	}
	return fmt.Sprintf("extent %s %q, not %q: %s", e.Document.Name, e.Found.In(text), e.Gold.In(text), context(e.Gold.Span))
}

// ReadDates reads TimeML files (.tml) and WikiWars files (.key.xml); a folder stands for all such files below it.
func ReadDates(paths ...string) ([]DatesDocument, error) {
	var documents []DatesDocument
	for _, path := range paths {
		err := filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() || name != path && !strings.HasSuffix(name, ".tml") && !strings.HasSuffix(name, ".xml") || IsDatesSource(name) {
				return nil
			}
			file, err := os.Open(name)
			if err != nil {
				return err
			}
			defer file.Close()
			d, err := ReadDatesDocument(file, filepath.Base(name))
			if err != nil {
				return err
			}
			documents = append(documents, d)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("reading annotated times: %w", err)
		}
	}
	return documents, nil
}

// IsDatesSource reports whether a file is the text without marks of one that lies beside it with its marks, as
// WikiWars has them: 01_WW2.source.xml beside 01_WW2.key.xml.
func IsDatesSource(path string) bool {
	base, ext := strings.TrimSuffix(path, filepath.Ext(path)), filepath.Ext(path)
	stem := strings.TrimSuffix(base, filepath.Ext(base))
	if strings.HasSuffix(base, ".key") {
		return false
	}
	for _, key := range []string{base + ".key" + ext, stem + ".key" + ext} {
		if _, err := os.Stat(key); err == nil {
			return true
		}
	}
	return false
}

// ReadDatesDocument reads one file in TimeML or in the WikiWars form. Errors name the file, and the line where
// the markup is broken.
func ReadDatesDocument(r io.Reader, name string) (DatesDocument, error) {
	d, err := readDatesFile(r)
	if err != nil {
		return d, fmt.Errorf("%s: %w", name, err)
	}
	d.Name = name
	return d, nil
}

// readDatesFile reads one file in TimeML (TIMEX3) or in the WikiWars form (TIMEX2).
func readDatesFile(r io.Reader) (DatesDocument, error) {
	var d DatesDocument
	decoder := xml.NewDecoder(r)
	decoder.Strict = false
	decoder.Entity = xml.HTMLEntity
	var text strings.Builder
	within, dated := false, false
	var open []int // indices into Times of the expressions that are open; -1 for one outside the text
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return d, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "TEXT":
				within = true
			case "DATETIME":
				dated = true
			case "TIMEX3", "TIMEX2":
				attribute := func(name string) string {
					for _, a := range t.Attr {
						if a.Name.Local == name {
							return a.Value
						}
					}
					return ""
				}
				value := attribute("value")
				if t.Name.Local == "TIMEX2" {
					value = attribute("val")
				}
				if attribute("functionInDocument") == "CREATION_TIME" || dated && !within {
					d.Published = report.Published{EDTF: value, Precision: "day", Basis: "given"}
				}
				if !within {
					open = append(open, -1)
					break
				}
				open = append(open, len(d.Times))
				d.Times = append(d.Times, DatesTime{Span: report.Span{Start: text.Len()}, Type: attribute("type"), Value: value})
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "TEXT":
				within = false
			case "DATETIME":
				dated = false
			case "TIMEX3", "TIMEX2":
				if n := len(open); n > 0 {
					if open[n-1] >= 0 {
						d.Times[open[n-1]].End = text.Len()
					}
					open = open[:n-1]
				}
			}
		case xml.CharData:
			if within {
				text.Write(t)
			}
		}
	}
	d.Text = text.String()
	if d.Text == "" {
		return d, errors.New("no element TEXT with words in it; TimeML and WikiWars files have one")
	}
	return d, nil
}

// Paragraphs splits a text at its blank lines.
func (d *DatesDocument) Paragraphs() []report.Block {
	var blocks []report.Block
	for start := 0; start < len(d.Text); {
		end := len(d.Text)
		next := end
		if i := strings.Index(d.Text[start:], "\n\n"); i >= 0 {
			end, next = start+i, start+i+2
		}
		trimmed := strings.TrimSpace(d.Text[start:end])
		if trimmed != "" {
			from := start + strings.Index(d.Text[start:end], trimmed)
			blocks = append(blocks, report.Block{Span: report.Span{Start: from, End: from + len(trimmed)}})
		}
		start = next
	}
	return blocks
}
