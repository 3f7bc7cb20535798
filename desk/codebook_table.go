package desk

import (
	"strings"

	"chancery/codebook"
)

// table is one file of the codebook whose lines are rows: actors, offices, places.
type table struct {
	File    string // "actors/offices.tsv"
	Remarks string // the lines with # before the heading
	Columns []string
	Rows    []row
}

// row is one line of a table.
type row struct {
	Line  int
	Cells []string
}

func (r *row) at(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// column gives the index of a column, -1 when the table has it not.
func (t *table) column(name string) int {
	for i, c := range t.Columns {
		if c == name {
			return i
		}
	}
	return -1
}

// readTable reads a file of rows: remarks begin with #, the first other line names the columns.
func readTable(book *codebook.Book, file string) (table, error) {
	t := table{File: file}
	data, err := book.Read(file)
	if err != nil {
		return t, err
	}
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "#"):
			if t.Columns == nil {
				t.Remarks += strings.TrimSpace(strings.TrimPrefix(line, "#")) + " "
			}
		case strings.TrimSpace(line) == "":
		case t.Columns == nil:
			t.Columns = strings.Split(line, "\t")
		default:
			t.Rows = append(t.Rows, row{number, strings.Split(line, "\t")})
		}
	}
	t.Remarks = strings.TrimSpace(t.Remarks)
	return t, nil
}
