package console

import (
	"testing"

	"chancery/wording"
)

func TestDiff(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"ready to begin work", "ready to begin work", "ready to begin work"},
		{"ready to begin", "ready to sign", "ready to [-begin-] {+sign+}"},
		{"", "ready", "{+ready+}"},
		{"ready now", "", "[-ready now-]"},
		{"a treaty, soon", "A treaty soon enough", "A treaty soon {+enough+}"}, // case and commas do not count
		{"we will never sign", "we will sign when they do", "we will [-never-] sign {+when they do+}"},
	} {
		p := &printer{}
		if got := p.diffText(wording.Diff(c.before, c.after)); got != c.want {
			t.Errorf("from %q to %q: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}
