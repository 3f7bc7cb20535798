package event

import (
	"os"
	"path/filepath"
	"testing"

	"chancery/codebook"
)

// FuzzLoad reads made-up codebooks: whatever they hold, they load or are refused with errors, never with a panic.
func FuzzLoad(f *testing.F) {
	f.Add("act x\n  cameo 190\n  verb SOURCE hit|strike+down TARGET:@PLACE (with THING:club)\n")
	f.Add("class @a\n  b, c d of e, @f\nclass @f +\n  g\n")
	f.Add("operator o\n  effect offer\n  noun SOURCE's offer (to RECIPIENT) to CONTENT\n  adj IT fit to CONTENT\n")
	f.Add("code 001 - - - 0 Nothing\ncompose offered\n  00 001\n")
	f.Add("act x\n  cameo 190\n  noun THING:@PARTY be nature\n  with @weapon 1952 drone\n  example Text. => A > B\n")
	f.Add("  stray\nact\nact x y\nclass\nclass @\n(\n")
	f.Add("act x\n  verb SOURCE\n  verb\n  noun (of\n  verb SOURCE | | (|)\n  verb SOURCE _+ :!@|\n")
	dir := f.TempDir()
	for _, folder := range []string{"events", "tracks"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			f.Fatal(err)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, folder := range []string{"events", "tracks"} {
			if err := os.WriteFile(filepath.Join(dir, folder, "own.txt"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		book, err := codebook.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = load(book)
	})
}
