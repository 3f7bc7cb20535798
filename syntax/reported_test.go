package syntax

import (
	"strings"
	"testing"
)

func TestReattachReported(t *testing.T) {
	analyzer, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"Finland said on Monday that Serbia negotiated with Kosovo.",
		"Mexico said on Monday that talks between India and Pakistan took place in Cairo.",
		"Ghana said on June 8 that Japan apologised to Thailand.",
	} {
		d := analyzer.Analyze(text, nil)
		s := &d.Sentences[0]
		said := 1
		clause := s.Child(said, Ccomp)
		if clause < 0 || s.Child(clause, Mark) < 0 || s.Child(clause, Nsubj) < 0 {
			t.Errorf("%s: the verb of saying has no clause with a subject", text)
		}
		before, _, _ := strings.Cut(text, " that")
		if s.Child(strings.Count(before, " "), AclRelcl) >= 0 {
			t.Errorf("%s: the day has kept a clause", text)
		}
	}
	d := analyzer.Analyze("The accusation by Ukraine that Russia had shelled a village was dismissed.", nil)
	if k := d.Sentences[0].Tokens[4]; k.Form != "that" || k.Rel != Mark {
		t.Errorf("%q is %v", k.Form, k.Rel)
	}
	d = analyzer.Analyze("Serbia needs to recognise Kosovo, Albania said.", nil)
	if s := &d.Sentences[0]; s.Child(7, Nsubj) != 6 {
		t.Errorf("Albania is %v of %d", s.Tokens[6].Rel, s.Tokens[6].Head)
	}
	d = analyzer.Analyze("Its neighbour, Albania, said that talks had begun.", nil)
	if s := &d.Sentences[0]; s.Child(5, Nsubj) == 3 {
		t.Error("an apposition between commas was made a subject")
	}
	// A common noun may well have a clause of its own.
	d = analyzer.Analyze("He remembered the day that talks began.", nil)
	if s := &d.Sentences[0]; s.Child(1, Ccomp) >= 0 {
		t.Error("the day that talks began was taken apart")
	}
}
