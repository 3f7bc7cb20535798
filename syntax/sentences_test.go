package syntax

import (
	"strings"
	"testing"

	"chancery/report"
)

func TestKindOf(t *testing.T) {
	for form, want := range map[string]splitKind{
		"talks": lowerWord, "Talks": capitalWord, "NATO": upperWord, "B": upperLetter, "a": lowerLetter, "iPhone": mixedWord,
		"McGill": mixedWord, "Inc.": abbreviated, "U.S.": abbreviated, "J.": initial, "3,000": number, "5th": numberMixed,
		"10:30": clock, "03/27/2001": dateNumber, "desk@example.org": address, "https://example.org/a": address, ".": fullStop,
		"?": questionMark, "!": exclamationMark, "...": ellipsis, "…": ellipsis, "?!": manyMarks, ",": comma, ";": semicolon,
		":": colon, "–": dash, "-----": ruleLine, "“": openQuote, "»": closeQuote, "\"": straightQuote, "(": openBracket,
		"]": closeBracket, ":)": smile, ":P": smile, "•": bullet, "%": symbol, "Élysée": capitalWord, "é": lowerLetter,
	} {
		if got, _ := kindOf(form); got != want {
			t.Errorf("%q is of kind %d, want %d", form, got, want)
		}
	}
	_, upper := kindOf("ÉLYSÉE25")
	_, lower := kindOf("élysée99")
	if upper != lower {
		t.Error("the hash sees case or digits")
	}
}

func TestDescribeBlock(t *testing.T) {
	text := "He said \"(we) Met\". It did"
	spans := tokenise(text, report.Span{Start: 0, End: len(text)}, nil)
	var w splitWork
	w.describe(text, spans, load(t).clusters)
	at := func(form string) *splitWord {
		for i := range spans {
			if spans[i].In(text) == form {
				return &w.words[i]
			}
		}
		t.Fatalf("no token %q", form)
		return nil
	}
	if k := at("("); k.depth != 2 || k.quotes != 1 || k.gap {
		t.Errorf("behind the bracket: %+v", *k)
	}
	if k := at("."); k.depth != 0 || k.quotes != 0 || !k.gap || k.untilStop != 0 {
		t.Errorf("behind the full stop: %+v", *k)
	}
	if k := at("It"); k.untilStop != 1 || k.capitals != 1 || k.verbs != 4 {
		t.Errorf("behind the second sentence's first word: %+v", *k)
	}
}

func TestWriteSentence(t *testing.T) {
	var out strings.Builder
	for _, words := range []string{"The envoy 's \" plan B \" ( new ) costs $ 5 .", "They do n't agree !"} {
		var sentence []labelledWord
		for _, w := range strings.Fields(words) {
			sentence = append(sentence, labelledWord{form: w})
		}
		writeSentence(&out, sentence)
	}
	if got, want := out.String(), "The envoy's \"plan B\" (new) costs $5. They don't agree!"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func BenchmarkSplit(b *testing.B) {
	a := load(b)
	text := strings.Repeat("The U.S. envoy didn't meet the Geneva-based mediators on Oct. 3, he said. “We wait,” Mira Tolland told reporters in Vienna. ", 100)
	spans := tokenise(text, report.Span{Start: 0, End: len(text)}, nil)
	var w splitWork
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		a.splitter.split(text, report.Paragraph, spans, a.clusters, &w, func(int, int) {})
	}
}
