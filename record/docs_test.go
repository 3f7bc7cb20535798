package record

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocs: the SQL of docs/formats/record.md runs on a record and gives rows, and every table is named there.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "formats", "record.md"))
	if err != nil {
		t.Fatal(err)
	}
	r := newRecord(t)
	add(t, r, examples(t)...)
	queries := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(queries) < 5 {
		t.Fatalf("%d queries in the page", len(queries))
	}
	for _, q := range queries {
		n := 0
		err := each(t.Context(), r.pool, func(*sql.Rows) error { n++; return nil }, q[1])
		if err != nil || n == 0 {
			t.Errorf("%d rows, %v:\n%s", n, err, q[1])
		}
	}
	err = each(t.Context(), r.pool, func(rows *sql.Rows) error {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("the page does not name the table %s", name)
		}
		return nil
	}, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'full_text_%'`)
	if err != nil {
		t.Fatal(err)
	}
}
