package export

import (
	"context"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// writeParquet writes a table as Apache Parquet, compressed with Zstandard. Lists have the three levels that the
// format's LIST type asks for; days are DATE; every column that is not required is optional.
func writeParquet(ctx context.Context, w io.Writer, source Source, o Options) error {
	table, err := tableOf(o)
	if err != nil {
		return err
	}
	schema := parquet.NewSchema(table.Name, ordered(table.Columns))
	// Row groups and pages of a set size keep memory bounded however long the table is.
	out := parquet.NewWriter(w, schema, parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(50_000),
		parquet.CreatedBy("chancery", "", ""))
	var row parquet.Row
	err = table.Rows(ctx, source, func(values []any) error {
		row = row[:0]
		for i, value := range values {
			var err error
			if row, err = appendCell(row, i, &table.Columns[i], value); err != nil {
				return err
			}
		}
		_, err := out.WriteRows([]parquet.Row{row})
		return err
	})
	if err != nil {
		return fmt.Errorf("write the table %s: %w", table.Name, err)
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write the table %s: %w", table.Name, err)
	}
	return nil
}

// orderedGroup is a group whose fields stand in the order of the table's columns: a parquet.Group sorts them by name.
type orderedGroup struct {
	parquet.Group
	fields []parquet.Field
}

// Fields gives the fields in the order of the columns.
func (g orderedGroup) Fields() []parquet.Field { return g.fields }

func ordered(columns []Column) parquet.Node {
	group := parquet.Group{}
	for _, column := range columns {
		group[column.Name] = node(&column)
	}
	byName := map[string]parquet.Field{}
	for _, field := range group.Fields() {
		byName[field.Name()] = field
	}
	fields := make([]parquet.Field, len(columns))
	for i := range columns {
		fields[i] = byName[columns[i].Name]
	}
	return orderedGroup{group, fields}
}

func node(c *Column) parquet.Node {
	var n parquet.Node
	switch c.Type {
	case Integer:
		n = parquet.Int(64)
	case Number:
		n = parquet.Leaf(parquet.DoubleType)
	case Boolean:
		n = parquet.Leaf(parquet.BooleanType)
	case Date:
		n = parquet.Date()
	case List:
		return parquet.Optional(parquet.List(parquet.String()))
	default:
		n = parquet.String()
	}
	if c.Required {
		return n
	}
	return parquet.Optional(n)
}

// appendCell adds the values of one column, with their repetition and definition levels (Melnik and others, "Dremel:
// Interactive Analysis of Web-Scale Datasets", 2010).
func appendCell(row parquet.Row, column int, c *Column, value any) (parquet.Row, error) {
	present := 1
	if c.Required {
		present = 0
	}
	if value == nil {
		if c.Required {
			return row, fmt.Errorf("column %s: a value is missing", c.Name)
		}
		return append(row, parquet.NullValue().Level(0, 0, column)), nil
	}
	if c.Type == List {
		for i, item := range value.([]string) {
			row = append(row, parquet.ByteArrayValue([]byte(item)).Level(min(i, 1), 2, column))
		}
		return row, nil
	}
	var v parquet.Value
	switch x := value.(type) {
	case string:
		if c.Type == Date {
			days, err := dayNumber(x)
			if err != nil {
				return row, fmt.Errorf("column %s: %w", c.Name, err)
			}
			v = parquet.Int32Value(days)
		} else {
			v = parquet.ByteArrayValue([]byte(x))
		}
	case int64:
		v = parquet.Int64Value(x)
	case float64:
		v = parquet.DoubleValue(x)
	case bool:
		v = parquet.BooleanValue(x)
	default:
		return row, fmt.Errorf("column %s: no Parquet value for a %T", c.Name, value)
	}
	return append(row, v.Level(0, present, column)), nil
}
