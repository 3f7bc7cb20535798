package syntax

import (
	"strings"
	"testing"

	"chancery/report"
)

func forms(text string, spans []report.Span) string {
	var words []string
	for _, s := range spans {
		words = append(words, s.In(text))
	}
	return strings.Join(words, " ")
}

func TestTokenise(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{" \t\n", ""},
		{"Envoys don't agree.", "Envoys do n't agree ."},
		{"They can’t, won’t and cannot.", "They ca n’t , wo n’t and can not ."},
		{"Yerevan's reply", "Yerevan 's reply"},
		{"the parties' draft", "the parties ' draft"},
		{"‘talks of the parties’ failed", "‘ talks of the parties ’ failed"},
		{"the US-based broker", "the US - based broker"},
		{"a pro-government, anti-corruption co-chair", "a pro-government , anti-corruption co-chair"},
		{"the U.S. Senate", "the U.S. Senate"},
		{"He met Gen. Petrov at 5:30 p.m. on Oct. 3.", "He met Gen. Petrov at 5:30 p.m. on Oct. 3 ."},
		{"Some 40,000 men and $3.5 million", "Some 40,000 men and $ 3.5 million"},
		{"see https://example.org/a?b=c.", "see https://example.org/a?b=c ."},
		{"write to desk@example.org, please", "write to desk@example.org , please"},
		{"“Peace,” she said...", "“ Peace , ” she said ..."},
		{"Why?! (Really.)", "Why ?! ( Really . )"},
		{"the ceasefire — and after", "the ceasefire — and after"},
		{"the border.Armenia said", "the border . Armenia said"},
		{"30% of AT&T", "30 % of AT&T"},
		{"I'm sure they'll say it's ours", "I 'm sure they 'll say it 's ours"},
		{"the '90s", "the '90s"},
		{"O'Neill of L'Aquila", "O'Neill of L'Aquila"},
		{"Joseph R. Biden", "Joseph R. Biden"},
		{"under plan B.", "under plan B ."},
		{"Resolution No. 5 and no.", "Resolution No. 5 and no ."},
		{"Հայաստան և Ադրբեջան", "Հայաստան և Ադրբեջան"},
		{"a\xffb", "a\xffb"},
	} {
		if got := forms(c.text, tokenise(c.text, report.Span{Start: 0, End: len(c.text)}, nil)); got != c.want {
			t.Errorf("tokenise(%q)\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

func TestSplitSentences(t *testing.T) {
	for _, c := range []struct {
		kind report.BlockKind
		text string
		want []string
	}{
		{report.Paragraph, "Talks began. They failed.", []string{"Talks began.", "They failed."}},
		{report.Paragraph, "He met Mr. Novak. Both left.", []string{"He met Mr. Novak.", "Both left."}},
		{report.Paragraph, "It called on the U.S. Senate to act.", []string{"It called on the U.S. Senate to act."}},
		{report.Paragraph, "It called on the U.S. The Senate acted.", []string{"It called on the U.S.", "The Senate acted."}},
		{report.Paragraph, "“We agree.” They signed.", []string{"“We agree.”", "They signed."}},
		{report.Paragraph, "“Why now?” he asked.", []string{"“Why now?” he asked."}},
		{report.Paragraph, "It rose 3.5 percent. (See below.) All left.", []string{"It rose 3.5 percent.", "(See below.)", "All left."}},
		{report.Title, "Talks fail. Envoys leave", []string{"Talks fail. Envoys leave"}},
		{report.Paragraph, "No stop here\n\nNew line", []string{"No stop here", "New line"}},
	} {
		spans := tokenise(c.text, report.Span{Start: 0, End: len(c.text)}, nil)
		var got []string
		splitSentences(c.text, c.kind, spans, func(first, end int) {
			got = append(got, c.text[spans[first].Start:spans[end-1].End])
		})
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("splitSentences(%q)\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}
