package record

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// dump writes every table of a record out, row by row, so that two records can be compared byte for byte.
func dump(t testing.TB, r *Record) string {
	t.Helper()
	var tables []string
	err := each(t.Context(), r.pool, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		tables = append(tables, name)
		return err
	}, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, table := range tables {
		fmt.Fprintf(&out, "== %s\n", table)
		err := each(t.Context(), r.pool, func(rows *sql.Rows) error {
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				return err
			}
			for i := range values {
				switch v := (*values[i].(*any)).(type) {
				case []byte:
					fmt.Fprintf(&out, " %s=%x", columns[i], v)
				default:
					fmt.Fprintf(&out, " %s=%v", columns[i], v)
				}
			}
			out.WriteByte('\n')
			return nil
		}, `SELECT * FROM "`+table+`"`)
		if err != nil {
			t.Fatalf("%s: %v", table, err)
		}
	}
	return out.String()
}
