package event

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/codebook"
)

func TestShippedCodebookLoads(t *testing.T) {
	if _, err := load(codebook.Shipped()); err != nil {
		t.Fatal(err)
	}
}

// A codebook of the user's own that has mistakes is told about them all at once, each with its file and line.
func TestMistakesNameFileAndLine(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"unknown record", "akt x\n", `own.txt:1: "akt" begins no record`},
		{"stray indent", "   cameo 190\n", "own.txt:1: an indented line before any heading"},
		{"unknown class", "act x\n  cameo 190\n  verb SOURCE hit TARGET:@nothing\n", "own.txt:3: class @nothing is not defined"},
		{"unknown code", "act x\n  cameo 999\n  verb SOURCE hit TARGET\n", `own.txt:2: code "999"`},
		{"no construction", "act x\n  cameo 190\n", "own.txt:1: x has no construction"},
		{"no subject", "act x\n  cameo 190\n  verb hit TARGET\n", "own.txt:3: begin with the subject's role"},
		{"unclosed", "act x\n  cameo 190\n  verb SOURCE hit (on TARGET\n", "own.txt:3: an optional argument stands in brackets"},
		{"bad role", "act x\n  cameo 190\n  verb SOURCE hit VICTIMS\n", `own.txt:3: "VICTIMS" is no role`},
		{"bad effect", "operator x\n  effect sing\n  verb SOURCE sing CONTENT\n", `own.txt:2: "sing" is no effect`},
		{"bad score", "code 999 AGREE - - high Some label\n", `own.txt:1: "high" is no score`},
		{"circle", "class @a\n  @b\nclass @b\n  @a\n", "contains"},
		{"class twice", "class @a\n  x\nclass @a\n  y\n", "own.txt:3: class @a stands already"},
		{"key", "act x\n  colour red\n", `own.txt:2: "colour" is no line of an entry`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.MkdirAll(filepath.Join(dir, "events"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "events", "own.txt"), []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			book, err := codebook.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Load(book)
			if err == nil {
				t.Fatal("loaded without a word")
			}
			if !errors.Is(err, codebook.ErrCodebook) {
				t.Errorf("%v does not wrap ErrCodebook", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nwant …%s…", err, c.want)
			}
		})
	}
}
