package eval

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"chancery/report"
	"chancery/syntax"
)

// NameColumns tells which columns hold the words and the labels, from 0; -1 when it is to be found out. The zero value
// would be a choice: use [AnyColumns] to choose nothing.
type NameColumns struct{ Form, Label int }

// AnyColumns lets ReadNames find the columns.
var AnyColumns = NameColumns{-1, -1}

// ErrNoLabels says that a file has no column of labels.
var ErrNoLabels = errors.New("no column holds labels such as O, B-PER and I-PER; name it with --label")

// NameClassOf returns the class of name that a label stands for, without its prefix and in any case of letters: the labels
// of CoNLL-2003, OntoNotes, Universal NER, English Worldwide Newswire, WNUT 2017, re3d and GMB. It is false for what is
// no name or no name of these classes (dates, numbers, money).
func NameClassOf(label string) (syntax.NameClass, bool) {
	switch strings.ToLower(label) {
	case "per", "person":
		return syntax.PersonName, true
	case "org", "organization", "organisation", "corporation", "company", "group":
		return syntax.OrganisationName, true
	case "loc", "location", "gpe", "geo", "geo-loc", "fac", "facility":
		return syntax.PlaceName, true
	case "misc", "miscellaneous", "norp", "nationality", "product", "event", "work_of_art", "creative-work", "law", "language", "art", "eve", "nat", "oth":
		return syntax.MiscName, true
	}
	return 0, false
}

// namesLine is a line of columns with its number.
type namesLine struct {
	number  int
	columns []string
	comment bool   // it begins with #
	text    string // the sentence as it was written, when a comment has it
}

// ReadNames reads sentences with names from lines of columns that tabs or spaces divide, one word a line and an empty
// line between sentences. Labels are in the schemes IOB1, IOB2 or BIOES, which read alike: a name begins at B, at S,
// and at I or E where none of its class is open. "# newdoc" and -DOCSTART- begin another document, "# text = …" tells where in
// the sentence its words stand; other comments and the words' numbers are passed over. Errors name the file and the line.
func ReadNames(r io.Reader, name string, columns NameColumns) ([][]syntax.Sentence, error) {
	lines, err := readNamesLines(r, name)
	if err != nil {
		return nil, err
	}
	if columns.Label < 0 {
		columns.Label = labelColumn(lines)
	}
	if columns.Label < 0 {
		return nil, fmt.Errorf("%s: %w", name, ErrNoLabels)
	}
	numbered := numbersFirst(lines)
	if columns.Form < 0 {
		columns.Form = 0
		if numbered {
			columns.Form = 1
		}
		if columns.Form == columns.Label {
			columns.Form++
		}
	}
	x := namesReader{}
	for _, l := range lines {
		switch {
		case len(l.columns) == 0:
			x.endSentence()
		case l.comment && (len(l.columns) <= columns.Label || !isLabel(l.columns[columns.Label])):
			if len(l.columns) > 1 && l.columns[1] == "newdoc" || strings.HasPrefix(l.columns[0], "# newdoc") {
				x.endDocument()
			}
			if l.text != "" {
				x.text, x.at = l.text, 0
			}
		case l.columns[0] == "-DOCSTART-":
			x.endDocument()
		case numbered && strings.ContainsAny(l.columns[0], "-."):
			// "2-3 don't" of CoNLL-U: its words follow
		case len(l.columns) <= max(columns.Form, columns.Label):
			return nil, fmt.Errorf("%s:%d: %d columns where the words are in column %d and the labels in column %d, counted from 0", name, l.number, len(l.columns), columns.Form, columns.Label)
		case !isLabel(l.columns[columns.Label]):
			return nil, fmt.Errorf("%s:%d: %q is no label such as O, B-PER or I-PER", name, l.number, l.columns[columns.Label])
		default:
			x.add(l.columns[columns.Form], l.columns[columns.Label])
		}
	}
	x.endDocument()
	if len(x.documents) == 0 {
		return nil, fmt.Errorf("%s: no word in it", name)
	}
	return x.documents, nil
}

func readNamesLines(r io.Reader, name string) ([]namesLine, error) {
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, 1<<24)
	var lines []namesLine
	for n := 1; scan.Scan(); n++ {
		text := strings.TrimRight(scan.Text(), "\r")
		if n == 1 {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		l := namesLine{number: n, comment: strings.HasPrefix(text, "#")}
		if written, ok := strings.CutPrefix(text, "# text = "); ok {
			l.text = written
		}
		if strings.TrimSpace(text) != "" {
			if l.columns = strings.Split(text, "\t"); len(l.columns) == 1 {
				l.columns = strings.Fields(text)
			}
			for i := range l.columns {
				l.columns[i] = strings.TrimSpace(l.columns[i])
			}
		}
		lines = append(lines, l)
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, len(lines)+1, err)
	}
	return lines, nil
}

// isLabel reports whether a column's value can be a label: O, or a prefix and a class.
func isLabel(s string) bool {
	if s == "O" {
		return true
	}
	return len(s) > 2 && s[1] == '-' && strings.IndexByte("BIESLU", s[0]) >= 0
}

// labelColumn finds the column of labels: the last one whose values can all be labels and of which one is a name's, so
// that the chunks of CoNLL-2003 ("B-NP") are none; -1 when there is none. One line in a hundred may lack the column or
// hold something else in it.
func labelColumn(lines []namesLine) int {
	type count struct{ labels, names int }
	var counts []count
	all := 0
	for _, l := range lines {
		if l.comment || len(l.columns) == 0 {
			continue
		}
		all++
		for c, value := range l.columns {
			if c >= len(counts) {
				counts = append(counts, count{})
			}
			if isLabel(value) {
				counts[c].labels++
				if len(value) > 2 {
					if _, known := NameClassOf(value[2:]); known {
						counts[c].names++
					}
				}
			}
		}
	}
	best := -1
	for c := range counts {
		if k := &counts[c]; k.labels > 0 && (all-k.labels)*100 <= all && (k.names > 0 || best < 0 || counts[best].names == 0) {
			best = c
		}
	}
	return best
}

// numbersFirst reports whether the first column counts the words of each sentence.
func numbersFirst(lines []namesLine) bool {
	next, words := -1, 0
	for _, l := range lines {
		if len(l.columns) == 0 {
			next = -1
		}
		if len(l.columns) < 3 || l.comment || strings.ContainsAny(l.columns[0], "-.") {
			continue
		}
		n, err := strconv.Atoi(l.columns[0])
		if err != nil || next >= 0 && n != next || next < 0 && n > 1 {
			return false
		}
		next = n + 1
		words++
	}
	return words > 1
}

// namesReader puts words together to sentences and documents.
type namesReader struct {
	documents [][]syntax.Sentence
	sentences []syntax.Sentence
	sentence  syntax.Sentence
	text      string // the sentence as it was written, where the file has it, and how much of it has been read
	at        int
	open      string // the class of the name that the next word may belong to, as the label has it
}

func (x *namesReader) add(form, label string) {
	token := syntax.Token{Form: form}
	if k := strings.Index(x.text[x.at:], form); k >= 0 {
		token.Span = report.Span{Start: x.at + k, End: x.at + k + len(form)}
		x.at = token.End
	}
	x.sentence.Tokens = append(x.sentence.Tokens, token)
	at := len(x.sentence.Tokens) - 1
	if label == "O" {
		x.open = ""
		return
	}
	prefix, kind := label[0], label[2:]
	class, known := NameClassOf(kind)
	goesOn := x.open == kind && (prefix == 'I' || prefix == 'E' || prefix == 'L')
	x.open = kind
	if prefix == 'E' || prefix == 'L' || prefix == 'S' || prefix == 'U' {
		x.open = ""
	}
	switch {
	case !known:
	case goesOn:
		x.sentence.Names[len(x.sentence.Names)-1].Last = at
	default:
		x.sentence.Names = append(x.sentence.Names, syntax.Name{First: at, Last: at, Class: class})
	}
}

func (x *namesReader) endSentence() {
	if len(x.sentence.Tokens) > 0 {
		x.sentences = append(x.sentences, x.sentence)
	}
	x.sentence, x.open, x.text, x.at = syntax.Sentence{}, "", "", 0
}

func (x *namesReader) endDocument() {
	x.endSentence()
	if len(x.sentences) > 0 {
		x.documents = append(x.documents, x.sentences)
	}
	x.sentences = nil
}
