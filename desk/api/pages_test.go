package api_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPandasExample runs the program of docs/api.md against a desk.
func TestPandasExample(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```python\n(.*?)```").FindSubmatch(page)
	if found == nil {
		t.Fatal("docs/api.md shows no program")
	}
	python := os.Getenv("CHANCERY_PYTHON")
	if python == "" {
		t.Skip("nothing here runs Python with pandas: CHANCERY_PYTHON names one (export/testdata/requirements.txt)")
	}
	s := serve(t, false)
	want := len(s.all("/api/v1/events?q=status:offered&limit=1000", "id"))
	program := strings.ReplaceAll(string(found[1]), "http://127.0.0.1:8321", s.URL)
	program = strings.ReplaceAll(program, "limit=1000", "limit=3") + "print(len(table), table['event.status'].unique().tolist())\n"
	file := filepath.Join(t.TempDir(), "program.py")
	if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), python, file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if said := strings.TrimSpace(string(out)); said != fmt.Sprintf("%d [%s]", want, "'offered'") {
		t.Errorf("the program says %q; there are %d offered events", out, want)
	}
}
