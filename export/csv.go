package export

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// writeCSV writes a table as RFC 4180 has it, with a header line.
func writeCSV(ctx context.Context, w io.Writer, source Source, o Options) error {
	table, err := tableOf(o)
	if err != nil {
		return err
	}
	return table.csv(ctx, w, source)
}

// tableOf gives the table that is asked for, events where none is.
func tableOf(o Options) (Table, error) {
	if o.Table == "" {
		o.Table = "events"
	}
	return TableNamed(o.Table)
}

func (t *Table) csv(ctx context.Context, w io.Writer, source Source) error {
	out := csv.NewWriter(w)
	fields := make([]string, len(t.Columns))
	for i := range t.Columns {
		fields[i] = t.Columns[i].Name
	}
	if err := out.Write(fields); err != nil {
		return fmt.Errorf("write the table %s: %w", t.Name, err)
	}
	err := t.Rows(ctx, source, func(row []any) error {
		for i, value := range row {
			fields[i] = field(value)
		}
		return out.Write(fields)
	})
	if err != nil {
		return fmt.Errorf("write the table %s: %w", t.Name, err)
	}
	out.Flush()
	return out.Error()
}

// field writes a value as text: nothing for what is not known, lists joined by "; ".
func field(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case []string:
		return strings.Join(v, "; ")
	}
	return ""
}
