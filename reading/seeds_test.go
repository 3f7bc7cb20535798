package reading

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"chancery/report"
)

// TestSeeds holds the readings of the two seed reports against what the record must hold after reading them.
func TestSeeds(t *testing.T) {
	shared := filepath.Join("..", "..", "shared")
	check := filepath.Join(shared, "gold", "check")
	if _, err := os.Stat(check); err != nil {
		t.Skip("the seed reports and their gold are not here: ../shared is absent")
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("gold/check needs python3")
	}
	var lines bytes.Buffer
	for _, seed := range []struct{ file, published string }{
		{"000_6ee4d7014e4dbf03.txt", "2022-05-23"},
		{"004_494d6f47ca38feeb.txt", "2021-06-10"},
	} {
		raw, err := os.ReadFile(filepath.Join(shared, "seeds", seed.file))
		if err != nil {
			t.Fatal(err)
		}
		rep, err := report.FromText(raw, report.Options{Published: seed.published})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(context.Background(), rep)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.NewEncoder(&lines).Encode(got); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "seeds.jsonl")
	if err := os.WriteFile(file, lines.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(check, file).CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Errorf("gold/check: %v", err)
	}
}
