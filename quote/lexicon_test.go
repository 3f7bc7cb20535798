package quote

import (
	"strings"
	"testing"
)

func TestCueFileIsRead(t *testing.T) {
	lex, err := parse(cueFile)
	if err != nil {
		t.Fatal(err)
	}
	if e := lex.verb("say"); e == nil || e.class != speech || e.takes&(takesQuote|takesClause) != takesQuote|takesClause {
		t.Errorf("say: %+v", e)
	}
	if e := lex.verb("deny"); e == nil || e.stance != Denies {
		t.Errorf("deny: %+v", e)
	}
	if lex.documents["letter"] != Letter || lex.media["briefing"] != Briefing {
		t.Error("letter is no letter, or briefing no briefing")
	}
}

func TestCueFileMistakesNameTheLine(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"verb say speech quote\n\nverb tell loudly", "cues.txt:3"},
		{"verb say speech\nverb say speech", "twice"},
		{"medium call telephone", "not a medium"},
		{"verb", "needs a word"},
		{"adverb sadly", "no kind of line"},
		{"verb say speech prep:", "prep:"},
	} {
		if _, err := parse(c.file); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.file, err, c.want)
		}
	}
}

func TestStretches(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // inner stretches joined by |; + after one that runs on, ! after one without a closing mark
	}{
		{`He said “yes” and "no".`, "yes|no"},
		{"„nein“ and «non» and »doch«", "nein|non|doch"},
		{"a 6'2\" man and the '90s and rock 'n' roll", "n"},
		{"the ministers' joint words and the army's", ""},
		{"‘the ministers’ joint words’ were short", "the ministers’ joint words"},
		{"“one\n“two”", "one!+|two"},
		{"“one\ntwo", "one!"},
		{"\"We are ready, he said. \"We will go.\"", "We are ready, he said.!|We will go."},
		{"``old'' style and ''older'' style", "old|older"},
		{"“outer ‘inner’ outer”", "outer ‘inner’ outer"},
		{"““”” “ ”", ""},
	} {
		var paras []paragraph
		at := 0
		for _, line := range strings.SplitAfter(c.text, "\n") {
			p := paragraph{}
			p.Start, p.End = at, at+len(strings.TrimSuffix(line, "\n"))
			at += len(line)
			paras = append(paras, p)
		}
		var got []string
		for _, s := range stretches(c.text, paras) {
			w := s.inner.In(c.text)
			if !s.closed {
				w += "!"
			}
			if s.runsOn {
				w += "+"
			}
			got = append(got, w)
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("%s: got %q, want %q", c.text, g, c.want)
		}
	}
}
