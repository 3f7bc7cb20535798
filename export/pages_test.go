package export

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// TestPagesRun runs the programs that docs/python.md and docs/r.md show, as they stand there, on exports of the examples.
func TestPagesRun(t *testing.T) {
	rscript, err := exec.LookPath("Rscript")
	if err != nil {
		rscript = ""
	}
	for _, test := range []struct{ page, language, program string }{
		{"../docs/python.md", "python", os.Getenv("CHANCERY_PYTHON")},
		{"../docs/r.md", "r", rscript},
	} {
		t.Run(test.language, func(t *testing.T) {
			if test.program == "" {
				t.Skipf("nothing here runs %s (for Python, CHANCERY_PYTHON names one with the packages of testdata/requirements.txt)", test.language)
			}
			page, err := os.ReadFile(test.page)
			if err != nil {
				t.Fatal(err)
			}
			blocks := regexp.MustCompile("(?s)```"+test.language+"\n(.*?)```").FindAllSubmatch(page, -1)
			if len(blocks) == 0 {
				t.Fatalf("%s shows no program", test.page)
			}
			dir := t.TempDir()
			writeAll(t, dir, source(t))
			for i, block := range blocks {
				file := filepath.Join(dir, "program-"+string(rune('a'+i)))
				if err := os.WriteFile(file, block[1], 0o666); err != nil {
					t.Fatal(err)
				}
				run := exec.Command(test.program, file)
				run.Dir = dir
				run.Env = append(os.Environ(), "MPLBACKEND=Agg")
				out, err := run.CombinedOutput()
				if err != nil {
					t.Errorf("%s, program %d: %v\n%s", test.page, i+1, err, out)
				}
			}
			if info, err := os.Stat(filepath.Join(dir, "months.png")); err != nil || info.Size() < 2000 {
				t.Errorf("%s draws no picture: %v", test.page, err)
			}
		})
	}
}
