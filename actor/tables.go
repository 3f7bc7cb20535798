package actor

import (
	"chancery/codebook"
	"errors"
	"fmt"
	"strings"
)

// A file of the folder actors is a table: comments after "#" at the beginning of a line, then one
// line that names the columns, then a line for each row. Columns are separated by tabs. The name of
// the first column says what the rows are.

// maxColumns is the largest number of columns that any table has.
const maxColumns = 16

// tableShapes lists, for each kind of table, the columns it may have. The order here is the order in
// which a row's values are kept; the files may have them in any order after the first.
var tableShapes = map[string][]string{
	"state":        {"state", "name", "names", "adjectives", "people", "capitals", "seats", "status", "country", "article", "gw", "wikidata", "unless"},
	"organisation": {"organisation", "name", "names", "seats", "country", "sector", "kind", "article", "wikidata"},
	"outlet":       {"outlet", "name", "names", "weak", "country", "kind", "wikidata"},
	"office":       {"office", "title", "names", "sector", "country", "parent", "kind"},
	"agent":        {"agent", "kind", "words", "country"},
	"holder":       {"holder", "name", "names", "surname", "gender", "office", "of", "to", "first", "last", "seen", "wikidata", "source"},
	"spelling":     {"spelling", "spellings"},
	"other":        {"other", "names"},
	"given":        {"given", "names"},
}

// row is one line of a table. Values are in the order of its kind's shape; what the file leaves out is "".
type row struct {
	line   int
	values [maxColumns]string
}

// loader collects the mistakes of all files.
type loader struct {
	lexicon  *Lexicon
	file     string // as messages call it
	mistakes []error
}

// mistaken notes a mistake in the file that is being read.
func (l *loader) mistaken(line int, format string, values ...any) {
	if len(l.mistakes) < 100 { // enough to see what is wrong; a wrong separator spoils every line
		l.mistakes = append(l.mistakes, &codebook.Error{File: l.file, Line: line, Reason: fmt.Sprintf(format, values...)})
	}
}

// readTable reads one file and hands each row to the function for its kind of table.
func (l *loader) readTable(text string, handlers map[string]func(*row)) {
	var (
		at      [maxColumns]int // column of the file → place in the shape
		columns int
		handle  func(*row)
		r       row // filled anew for each line: handlers copy what they keep
	)
	text = strings.TrimPrefix(text, "\ufeff")
	for line := 1; text != ""; line++ {
		var s string
		s, text, _ = strings.Cut(text, "\n")
		s = strings.TrimRight(s, " \t\r")
		if s == "" || s[0] == '#' {
			continue
		}
		if handle == nil {
			kind, _, _ := strings.Cut(s, "\t")
			shape, ok := tableShapes[kind]
			if !ok {
				l.mistaken(line, "the first line must name the columns, and the first column must be one of agent, given, holder, office, organisation, other, outlet, spelling and state; it is %q", kind)
				return
			}
			handle = handlers[kind]
			for name := range strings.SplitSeq(s, "\t") {
				place := -1
				for i, known := range shape {
					if known == name {
						place = i
					}
				}
				if place < 0 || columns >= maxColumns {
					l.mistaken(line, "a table of %ss has no column %q; it may have %s", kind, name, strings.Join(shape, ", "))
					return
				}
				at[columns] = place
				columns++
			}
			continue
		}
		r = row{line: line}
		n := 0
		for rest, more := s, true; more; n++ {
			var value string
			value, rest, more = strings.Cut(rest, "\t")
			if n >= columns {
				l.mistaken(line, "%d columns are named at the top and this line has more; is a tab too many?", columns)
				break
			}
			r.values[at[n]] = strings.TrimSpace(value)
		}
		if r.values[0] == "" {
			l.mistaken(line, "the first column is empty")
			continue
		}
		handle(&r)
	}
}

// kindOfTable is the name of a table's first column, "" when it has none.
func kindOfTable(text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line = strings.TrimRight(line, " \t\r")
		if line != "" && line[0] != '#' {
			kind, _, _ := strings.Cut(line, "\t")
			return kind
		}
	}
	return ""
}

// list walks over the values of a column that holds several, which "; " separates.
func list(column string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for column != "" {
			var v string
			v, column, _ = strings.Cut(column, ";")
			if v = strings.TrimSpace(v); v != "" && v != "-" && !yield(v) {
				return
			}
		}
	}
}

// expand walks over the alternatives that braces give: "foreign {minister|secretary}" is two phrases.
// A phrase may have several pairs of braces, not nested.
func expand(phrase string, yield func(string)) error {
	open := strings.IndexByte(phrase, '{')
	if open < 0 {
		if strings.IndexByte(phrase, '}') >= 0 {
			return errors.New("a } without its {")
		}
		yield(phrase)
		return nil
	}
	length := strings.IndexByte(phrase[open:], '}')
	if length < 0 {
		return errors.New("a { without its }")
	}
	before, inside, after := phrase[:open], phrase[open+1:open+length], phrase[open+length+1:]
	if strings.IndexByte(inside, '{') >= 0 {
		return errors.New("braces inside braces")
	}
	for alternative := range strings.SplitSeq(inside, "|") {
		if err := expand(before+alternative+after, yield); err != nil {
			return err
		}
	}
	return nil
}
