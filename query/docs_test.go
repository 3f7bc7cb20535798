package query_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/query"
)

// TestDocs makes sure that the page on the language has every field with its help and its example.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "formats", "query.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range query.Fields() {
		row := "| `" + f.Name + "` | " + f.Help + " | `" + f.Example + "` |"
		if !strings.Contains(string(page), row) {
			t.Errorf("docs/formats/query.md lacks the row\n%s", row)
		}
	}
}
