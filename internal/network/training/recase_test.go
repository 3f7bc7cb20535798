package training

import (
	"strings"
	"testing"

	"chancery/syntax"
)

func TestRestyle(t *testing.T) {
	s := &sentence{
		forms: []string{"Aliyev", "said", `"`, "he", "'s", "ready", `"`, "to", "meet", "in", "Brussels", "."},
		upos:  make([]int32, 12), xpos: make([]int32, 12), rels: make([]int32, 12),
		heads: []int32{1, -1, 5, 5, 5, 1, 5, 8, 5, 10, 8, 1},
	}
	s.upos[7], s.upos[9] = int32(syntax.PART), int32(syntax.ADP)
	c := &corpora{frequency: map[string]int32{}}
	for style, want := range map[style]string{
		asHeadline:  `Aliyev Said " He 's Ready " to Meet in Brussels`,
		inCapitals:  `ALIYEV SAID " HE 'S READY " TO MEET IN BRUSSELS .`,
		inSmall:     `aliyev said " he 's ready " to meet in brussels .`,
		typographic: `Aliyev said “ he ’s ready ” to meet in Brussels .`,
	} {
		r := c.restyle(s, style)
		if got := strings.Join(r.forms, " "); got != want {
			t.Errorf("style %d gives %s, want %s", style, got, want)
		}
		if len(r.heads) != len(r.forms) || len(r.features) != len(r.forms) {
			t.Errorf("style %d: %d words, %d heads, %d features", style, len(r.forms), len(r.heads), len(r.features))
		}
	}
	if s.forms[1] != "said" {
		t.Error("the sentence itself was changed")
	}
}
