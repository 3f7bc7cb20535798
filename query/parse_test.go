package query_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"chancery/codebook"
	"chancery/query"
)

var vocabulary = sync.OnceValue(func() *query.Vocabulary { return query.Load(codebook.Shipped()) })

// TestParse gives queries and their canonical forms.
func TestParse(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{`source:USA recipient:ARM,AZE status:offered track:border-demarcation since:2021-05 "technical assistance"`,
			`source:USA recipient:ARM,AZE status:offered track:border-demarcation since:2021-05 "technical assistance"`},
		{"a and b", "a b"},
		{"a OR b c", "a or b c"},
		{"(a or b) c", "(a or b) c"},
		{"a (b c)", "a b c"},
		{"((a or b)) or c", "a or b or c"},
		{"not a", "-a"},
		{"not not a", "a"},
		{"-(a or b)", "-(a or b)"},
		{"-(a b)", "-(a b)"},
		{"NOT(a)", "-a"},
		{`"offered"`, "offered"},
		{`"or"`, `"or"`},
		{`"negotiat*"`, `"negotiat*"`},
		{"negotiat*", "negotiat*"},
		{`“peace treaty”`, `"peace treaty"`},
		{`"say \"no\" \\ now"`, `"say \"no\" \\ now"`},
		{"Nagorno-Karabakh", "Nagorno-Karabakh"},
		{`"note: this"`, `"note: this"`},
		{"STATUS:Offered", "status:offered"},
		{`status:"not happened"`, "status:not_happened"},
		{"recipient:ARM, AZE", "recipient:ARM,AZE"},
		{`source:"United States"`, `source:"United States"`},
		{`source:"USA"`, "source:USA"},
		{"category:consult", "category:CONSULT"},
		{"category:a*", "category:A*"},
		{"cameo:05*", "cameo:05*"},
		{"quad:material-conflict", "quad:4"},
		{"confidence:>=0.70", "confidence:>=0.7"},
		{"killed:=3", "killed:3"},
		{"historical:TRUE", "historical:yes"},
		{"kind:quotation speaker:Blinken", "kind:quotations speaker:Blinken"},
		{"a kind:reports as-of:2021-06", "kind:reports a as-of:2021-06"},
		{"kind:events (a or b) as-of:2021", "kind:events (a or b) as-of:2021"},
		{"as-of:2021-06-01", "as-of:2021-06-01"},
		{"near:Baku/50km", "near:Baku/50km"},
		{`near:"40.4,49.9/30km"`, `near:"40.4,49.9/30km"`},
		{"on:2021-05-13/2021-05-20", "on:2021-05-13/2021-05-20"},
		{"event:e-01*", "event:e-01*"},
		{"origin:OUT:azertac", "origin:OUT:azertac"},
		{"track:border-demarcation,mine*", "track:border-demarcation,mine*"},
	} {
		q, err := query.Parse(test.text, vocabulary())
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if got := q.String(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.text, got, test.want)
		}
	}
}

// TestErrors gives queries that are wrong; carets stand under what is wrong, and the reason contains what is given.
func TestErrors(t *testing.T) {
	for _, test := range []struct{ text, caret, reason string }{
		{"sorce:USA", "^^^^^", `unknown field "sorce": did you mean source?`},
		{"a from:USA", "  ^^^^", `unknown field "from": did you mean source?`},
		{"http://example.org", "^^^^", "write words with a colon in quotation marks"},
		{"a or", "    ^", "a condition is missing here"},
		{"or a", "^^", `"or" stands between two conditions`},
		{"a or or b", "     ^^", `"or" stands between`},
		{"and a", "^^^", `"and" stands between`},
		{"a and", "  ^^^", `"and" stands between`},
		{"(a or b", "^", "never closed"},
		{"a)", " ^", "closes nothing"},
		{"()", " ^", "a condition is missing"},
		{"a (kind:events)", "   ^^^^^^^^^^^", "said of the whole query"},
		{"kind:events a or b", "^^^^^", "into parentheses"},
		{"a or kind:events", "     ^^^^^^^^^^^", "said of the whole query"},
		{"-kind:events", "^", "cannot be excluded"},
		{"kind:events kind:reports", "            ^^^^^^^^^^^^", "a second time"},
		{`"never closed`, "^^^^^^^^^^^^^", "the quotation mark is never closed"},
		{"status:", "       ^", "needs a value directly after it: status:offered,planned"},
		{"status: offered", "       ^", "needs a value"},
		{"status:offered,", "               ^", "needs a value"},
		{"status:(offered planned)", "       ^", "without parentheses"},
		{"status:offerred", "       ^^^^^^^^", "did you mean offered?"},
		{"category:AGRE", "         ^^^^", "did you mean AGREE?"},
		{"cameo:05", "      ^^", "did you mean 05*"},
		{"cameo:9*", "      ^^", "no code of CAMEO fits"},
		{"track:border-demarkation", "      ^^^^^^^^^^^^^^^^^^", "did you mean border-demarcation?"},
		{"country:AZR", "        ^^^", "did you mean"},
		{"country:Blinken", "        ^^^^^^^", "Antony Blinken, which is no country"},
		{"source:AZR", "       ^^^", "no actor has the id"},
		{"since:yesterday", "      ^^^^^^^^^", "would mean another day tomorrow"},
		{"since:2021-13", "      ^^^^^^^", "there is no month 13"},
		{"since:2021-02-30", "      ^^^^^^^^^^", "2021-02 has no day 30"},
		{"since:21", "      ^^", "a day is written"},
		{"on:2021-06/2021-05", "   ^^^^^^^^^^^^^^^", "ends before it begins"},
		{"confidence:high", "           ^^^^", "takes a number"},
		{"confidence:7", "           ^", "between 0 and 1"},
		{"killed:>", "       ^", "takes a number"},
		{"historical:maybe", "           ^^^^^", "takes yes or no"},
		{"kind:verbs", "     ^^^^^", "unknown kind"},
		{"near:Baku/far", "     ^^^^^^^^", "a distance is written"},
		{"near:Atlantisburg", "     ^^^^^^^^^^^^", "the gazetteer has no place"},
		{"near:Armenia", "     ^^^^^^^", "place-country:ARM"},
		{"kind:reports source:USA", "             ^^^^^^", "reports have no source"},
		{`kind:events said:"x y"`, "            ^^^^", "events have no said"},
		{"neg*tiate", "   ^", "a star stands at the end"},
		{"a*", "^^", "at least two letters"},
		{"& a", "^", "there is no word to look for"},
		{"a , b", "  ^", "a comma separates the values of a field"},
		{"- a", "^", "a minus stands directly before"},
		{"not", "   ^", "a condition is missing here"},
		{"event:e-*1", "        ^", "a star stands at the end"},
		{"as-of:later", "      ^^^^^", "a day is written"},
		{"Zürich sorce:USA", "       ^^^^^", "unknown field"},
		{"a \xff", "  ^", "this is not UTF-8"},
	} {
		_, err := query.Parse(test.text, vocabulary())
		var wrong *query.Error
		if !errors.As(err, &wrong) || !errors.Is(err, query.ErrQuery) {
			t.Errorf("%s: got %v, want an error about it", test.text, err)
			continue
		}
		lines := strings.SplitN(wrong.Caret(1000), "\n", 2)
		marks := lines[1][:strings.LastIndex(lines[1], "^")+1]
		if got := strings.SplitN(marks, "^ ", 2)[0]; len(got) < len(test.caret) || strings.TrimRight(marks, " ") != test.caret {
			t.Errorf("%s: carets %q, want %q (%s)", test.text, marks, test.caret, wrong.Reason)
		}
		if !strings.Contains(wrong.Reason, test.reason) {
			t.Errorf("%s: got %q, want a reason with %q", test.text, wrong.Reason, test.reason)
		}
	}
}

// TestCaret shows the part of a long query around the mistake, and breaks a long reason.
func TestCaret(t *testing.T) {
	long := strings.Repeat("word ", 40) + "sorce:USA" + strings.Repeat(" word", 40)
	_, err := query.Parse(long, vocabulary())
	var wrong *query.Error
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	shown := wrong.Caret(60)
	lines := strings.Split(shown, "\n")
	for _, line := range lines {
		if n := len([]rune(line)); n > 60 {
			t.Errorf("a line of %d columns: %s", n, line)
		}
	}
	at := strings.Index(lines[1], "^^^^^")
	if at < 0 || string([]rune(lines[0])[at:at+5]) != "sorce" {
		t.Errorf("the carets do not stand under the mistake:\n%s", shown)
	}
}

// TestActors asks what names of actors mean.
func TestActors(t *testing.T) {
	for _, test := range []struct {
		text string
		look query.Look
		kind string
		word string
		note string
	}{
		{"source:USA", query.Exact, "source", "USA", ""},
		{`source:"United States"`, query.Exact, "source", "USA", ""},
		{"source:Washington", query.Exact, "source", "USA", ""},
		{"source:armenian", query.Exact, "source", "ARM", ""},
		{"speaker:Blinken", query.Exact, "speaker", "USAGOV:antony-blinken", ""},
		{`speaker:"Antony Blinken"`, query.Exact, "speaker", "USAGOV:antony-blinken", ""},
		{`speaker:"Secretary of State"`, query.Pattern, "speaker.office", "secretary of state of *", ""},
		{`speaker:"foreign minister of Armenia"`, query.Pattern, "speaker.office", "foreign minister of armenia", ""},
		{`speaker:"Armenian prime minister"`, query.Pattern, "speaker.office", "prime minister of armenia", ""},
		{"source:usagov*", query.Pattern, "source", "USAGOV*", ""},
		{"speaker:Sargsyan", query.Exact, "speaker", "ARMGOV:serzh-sargsyan", "is taken to mean any of"},
		{`source:"border villagers"`, query.AllWords, "source.name", "border", "no actor of the codebook is called"},
		{"source:Azerbajan", query.AllWords, "source.name", "azerbajan", "did you mean Azerbaijan?"},
		{"place:Shushi", query.Exact, "place", "shusha", ""},
		{"place:Armenia", query.Exact, "place-country", "ARM", ""},
		{"outlet:Azertac", query.Exact, "outlet", "azertac", ""},
		{"sector:military", query.Exact, "source.sector", "MIL", ""},
		{"quad:4", query.Exact, "category", "ASSAULT", ""},
	} {
		q, err := query.Parse(test.text, vocabulary())
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		found := false
		for _, x := range q.Root.(*query.Match).Values[0].Tests {
			for _, k := range x.Kinds {
				for _, w := range x.Words {
					found = found || x.Look == test.look && k == test.kind && w == test.word
				}
			}
		}
		if !found {
			t.Errorf("%s: got %+v, want %s %s", test.text, q.Root.(*query.Match).Values[0].Tests, test.kind, test.word)
		}
		if notes := strings.Join(q.Notes, "; "); test.note == "" && notes != "" || !strings.Contains(notes, test.note) {
			t.Errorf("%s: got the note %q, want one with %q", test.text, notes, test.note)
		}
	}
}

// TestFields makes sure that every field's example is one.
func TestFields(t *testing.T) {
	for _, f := range query.Fields() {
		if f.Help == "" || !strings.HasPrefix(f.Example, f.Name+":") {
			t.Errorf("%s: help %q, example %q", f.Name, f.Help, f.Example)
		}
		text := f.Example
		if f.Takes != query.DirectiveValue {
			text += " kind:" + string(f.Kinds[0])
		}
		if _, err := query.Parse(text, vocabulary()); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestWordsOf(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"The U.S. Secretary of State, Antony Blinken.", "the us secretary of state antony blinken"},
		{"Baku’s offer; Yerevan's answer", "baku offer yerevan answer"},
		{"Nagorno-Karabakh", "nagorno karabakh"},
		{"O'Brien said “no”", "obrien said no"},
		{"3.5 million, 1,000 men", "3 5 million 1 000 men"},
		{"Côte d'Ivoire, Şuşa, İlham Əliyev", "cote divoire susa ilham aliyev"},
		{"e.g. end.Start", "eg endstart"},
		{"", ""},
	} {
		if got := query.Fold(test.text); got != test.want {
			t.Errorf("%s: got %q, want %q", test.text, got, test.want)
		}
		for _, w := range query.WordsOf(nil, test.text) {
			if query.Fold(test.text[w.Start:w.End]) != w.Text {
				t.Errorf("%s: the word %q is not at %d-%d", test.text, w.Text, w.Start, w.End)
			}
		}
	}
}
