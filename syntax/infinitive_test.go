package syntax

import "testing"

func TestRepairInfinitives(t *testing.T) {
	analyzer, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text        string
		above, verb int
	}{
		{"Pakistan threatened to shell Indian villages.", 1, 3},
		{"Sudan is ready to free twelve Egyptian prisoners.", 2, 4},
		{"Egypt called on Sudan to free twelve Egyptian prisoners.", 1, 5},
	} {
		d := analyzer.Analyze(c.text, nil)
		s := &d.Sentences[0]
		if v := &s.Tokens[c.verb]; v.XPOS != TagVB || int(v.Head) != c.above || s.Child(c.verb, Obj) < 0 || s.Child(c.verb, Mark) < 0 {
			t.Errorf("%s: %q is no infinitive with an object below %q", c.text, v.Form, s.Tokens[c.above].Form)
		}
	}
	d := analyzer.Analyze("Norwegian Foreign Minister Espen Barth Eide expressed Norway's readiness to host talks between Colombia and Venezuela.", nil)
	if s := &d.Sentences[0]; s.Tokens[11].UPOS != VERB || s.Child(11, Obj) != 12 || int(s.Tokens[11].Head) != 9 {
		t.Errorf("readiness to host talks: %+v", s.Tokens[11])
	}
	d = analyzer.Analyze("He has a right to free speech.", nil)
	if k := d.Sentences[0].Tokens[5]; k.Form != "free" || k.UPOS != ADJ {
		t.Errorf("free speech: %+v", k)
	}
}
