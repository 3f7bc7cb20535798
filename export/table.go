package export

import (
	"context"
	"fmt"
	"strings"
)

// Type is what kind of value a column holds, in the words of the Frictionless Table Schema.
type Type string

// The types of columns. A list is a list of strings: CSV joins its values with "; ", JSON lines and Parquet hold a list.
const (
	String   Type = "string"
	Integer  Type = "integer"
	Number   Type = "number"
	Boolean  Type = "boolean"
	Date     Type = "date"     // "2021-05-13"
	DateTime Type = "datetime" // RFC 3339, UTC
	List     Type = "list"
)

// Column is one column of a table: what it is called, what it holds, and what its values may be.
type Column struct {
	Name        string
	Type        Type
	Description string
	Required    bool
	Enum        []string // the only values that may stand here (or in a list), when the codebook closes them
	Minimum     *float64
	Maximum     *float64
}

// Key is a reference from one table's column to another's.
type Key struct {
	Column, Table, Reference string
}

// Table is a described table. A row has a value a column, in their order: string, int64, float64, bool, []string, or
// nil for what is not known.
type Table struct {
	Name        string
	Title       string
	Description string
	Columns     []Column
	Primary     []string
	Foreign     []Key
	Rows        func(ctx context.Context, source Source, yield func(row []any) error) error
}

// TableNamed gives the table of this name; an error that wraps [ErrTable] names those that there are.
func TableNamed(name string) (Table, error) {
	var names []string
	for _, table := range Tables() {
		if table.Name == name {
			return table, nil
		}
		names = append(names, table.Name)
	}
	return Table{}, fmt.Errorf("%w: %q%s; there are %s", ErrTable, name, didYouMean(name, names), strings.Join(names, ", "))
}

// known gives a string, or nil for the empty one.
func known(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// listed gives a list, or nil for the empty one.
func listed(values []string) any {
	if len(values) == 0 {
		return nil
	}
	return values
}

// positive gives a whole number, or nil when it is 0: the codes of precision and identities of which 0 is none.
func positive(n int) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

func bound(n float64) *float64 { return &n }
