package export

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// tablesPage is the page that describes the tables; TestTablesAreDescribed holds it to what Tables says.
const tablesPage = "../docs/formats/tables.md"

// TestTablesAreDescribed holds docs/formats/tables.md to the columns that there are; -update writes it.
func TestTablesAreDescribed(t *testing.T) {
	var b strings.Builder
	b.WriteString(`# The tables

What ` + "`chancery export csv`, `jsonl`, `parquet` and `datapackage`" + ` write. This page is made from the program's own description of
its tables (` + "`go test ./export -run Described -update`" + `), as are the constraints of the data package.

| | CSV | JSON lines | Parquet |
|---|---|---|---|
| not known | empty | key absent | null |
| list | values joined by "; " | list of strings | LIST of strings |
| date | 2021-05-13 | 2021-05-13 | DATE |
| true, false | true, false | true, false | BOOLEAN |

Offsets are bytes of the report's text in UTF-8, the end outside. Rows stand in the order of the occurrences' first day,
those of reports and quotations in the order of publication. Columns keep their names and order; new ones come at the end.
`)
	for _, table := range Tables() {
		fmt.Fprintf(&b, "\n## %s\n\n%s One row has its own %s.", table.Name, table.Description, strings.Join(table.Primary, ", "))
		for _, key := range table.Foreign {
			fmt.Fprintf(&b, " `%s` refers to [%s](#%s).", key.Column, key.Table, key.Table)
		}
		b.WriteString("\n\n| column | type | meaning |\n|---|---|---|\n")
		for _, c := range table.Columns {
			meaning := c.Description
			if len(c.Enum) > 0 {
				meaning += " One of " + strings.Join(c.Enum, ", ") + "."
			}
			kind := string(c.Type)
			if c.Required {
				kind += ", always there"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, kind, meaning)
		}
	}
	if *update {
		if err := os.WriteFile(tablesPage, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	page, err := os.ReadFile(tablesPage)
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != b.String() {
		t.Errorf("%s does not describe the tables as they are; run go test ./export -run Described -update", tablesPage)
	}
}

// TestFormatsAreDescribed holds that the page of exports has a section for every format.
func TestFormatsAreDescribed(t *testing.T) {
	page, err := os.ReadFile("../docs/formats/exports.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range Formats() {
		if !strings.Contains(string(page), "\n## "+format.Name+"\n") {
			t.Errorf("docs/formats/exports.md has no section on %s", format.Name)
		}
	}
}
