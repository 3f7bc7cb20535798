package eval

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"chancery/quote"
	"chancery/report"
)

const quotesText = "“Für uns ist es klar,” said Anna Vogel.\nVogel, a lawyer, denied that she had left."

// quotesAnn is standoff as brat writes it: offsets count characters, an attribution is an event.
const quotesAnn = "T1\tContent 0 22\t“Für uns ist es klar,”\n" +
	"T2\tCue 23 27\tsaid\n" +
	"T3\tSource 28 38\tAnna Vogel\n" +
	"T4\tAttribution 23 27\tsaid\n" +
	"E1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n" +
	"T5\tSource 40 56\tVogel, a lawyer,\n" +
	"T6\tCue 57 63\tdenied\n" +
	"T7\tContent 64 81\tthat she had left\n" +
	"T8\tAttribution 57 63\tdenied\n" +
	"E2\tAttribution:T8 Content:T7 Cue:T6 Source:T5\n" +
	"#1\tAnnotatorNotes T8\ta note\n"

func bratFolder(t *testing.T, ann string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"text/a.txt": quotesText, "attributions/a_1234.ann": ann} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// spanOf returns the span of words in the text of the test.
func spanOf(words string) []report.Span {
	i := strings.Index(quotesText, words)
	return []report.Span{{Start: i, End: i + len(words)}}
}

func TestReadBratCountsCharacters(t *testing.T) {
	dir := bratFolder(t, quotesAnn)
	got, err := ReadBrat(filepath.Join(dir, "attributions", "a_1234.ann"), quotesText)
	if err != nil {
		t.Fatal(err)
	}
	want := []Attribution{
		{Source: spanOf("Anna Vogel"), Cue: spanOf("said"), Content: spanOf("“Für uns ist es klar,”")},
		{Source: spanOf("Vogel, a lawyer,"), Cue: spanOf("denied"), Content: spanOf("that she had left")},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestQuotesScores(t *testing.T) {
	dir := bratFolder(t, quotesAnn)
	found := []Attribution{
		// right but for the second of two words of the source
		{Source: spanOf("Anna"), Cue: spanOf("said"), Content: spanOf("“Für uns ist es klar,”")},
		// a cue where there is none
		{Source: spanOf("she"), Cue: spanOf("left"), Content: spanOf("lawyer")},
	}
	seen := 0
	scores, err := Quotes(dir, func(string) []Attribution { return found }, func(*QuoteArticle) { seen++ })
	if err != nil {
		t.Fatal(err)
	}
	if seen != 1 || scores.Articles != 1 || scores.Gold != 2 || scores.Found != 2 {
		t.Errorf("seen %d, scores %+v", seen, scores)
	}
	want := []string{
		"cue_exact_f1 50.00",       // one of two found, one of two true
		"source_exact_f1 0.00",     // Anna is not Anna Vogel
		"source_overlap_f1 22.22",  // shared 1; found 2, true 7
		"content_exact_f1 50.00",   // the first
		"content_overlap_f1 76.19", // shared 8; found 9, true 12
		"direct_speaker_accuracy 100.00",
	}
	if got := scores.Lines(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	// Tokens: “ Für uns ist es klar , ” are 8; "that she had left" 4; "lawyer" 1. Sources: Anna Vogel 2,
	// "Vogel , a lawyer ," 5; found Anna 1, she 1.
	if o := scores.ContentOverlap; o.Right != 8 || o.Found != 9 || o.Truth != 12 {
		t.Errorf("content overlap %+v", o)
	}
	if o := scores.SourceOverlap; o.Right != 1 || o.Found != 2 || o.Truth != 7 {
		t.Errorf("source overlap %+v", o)
	}
}

// TestQuotesSpansAreRunsOfTokens: brat cuts a span where a line ends, and spaces at its ends say nothing.
func TestQuotesSpansAreRunsOfTokens(t *testing.T) {
	tokens := tokenStarts("She left “the\n talks” early.")
	span := func(start, end int) report.Span { return report.Span{Start: start, End: end} }
	for _, c := range []struct {
		name string
		x, y []report.Span
		want bool
	}{
		{"cut at the end of the line", []report.Span{span(9, 15), span(17, 25)}, []report.Span{span(9, 25)}, true},
		{"with spaces at both ends", []report.Span{span(8, 26)}, []report.Span{span(9, 25)}, true},
		{"without a quotation mark", []report.Span{span(12, 25)}, []report.Span{span(9, 25)}, false},
		{"with words between", []report.Span{span(0, 3), span(17, 22)}, []report.Span{span(0, 22)}, false},
		{"none", nil, nil, true},
		{"one and none", []report.Span{span(0, 3)}, nil, false},
	} {
		if got := sameWords(tokens, c.x, c.y); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestQuotesErrorsNameTheFile(t *testing.T) {
	if _, err := Quotes(t.TempDir(), nil, nil); err == nil {
		t.Error("an empty folder is no error")
	}
	dir := bratFolder(t, "T1\tCue 5 9999\tsaid\n")
	_, err := Quotes(dir, func(string) []Attribution { return nil }, nil)
	if err == nil || !strings.Contains(err.Error(), "a_1234.ann:1") {
		t.Errorf("error %v, want the file and line", err)
	}
	if err := os.Remove(filepath.Join(dir, "text", "a.txt")); err != nil {
		t.Fatal(err)
	}
	if _, err := Quotes(dir, func(string) []Attribution { return nil }, nil); err == nil || !strings.Contains(err.Error(), "a_1234.ann") {
		t.Errorf("error %v, want the file whose text is missing", err)
	}
}

func TestIsDirect(t *testing.T) {
	for words, want := range map[string]bool{
		"“Für uns ist es klar,”": true,
		"that she had left":      false,
		"uns ist es klar,”":      false,
	} {
		if got := IsDirect(quotesText, &Attribution{Content: spanOf(words)}); got != want {
			t.Errorf("%q: %v, want %v", words, got, want)
		}
	}
}

func TestAttributionsFollowTheCorpus(t *testing.T) {
	inner := spanOf("Für uns ist es klar,")
	quotations := []quote.Quotation{
		{Kind: quote.Direct, Cue: spanOf("said")[0], Source: spanOf("Anna Vogel")[0], Content: inner},
		{Kind: quote.Indirect, Cue: spanOf("denied")[0], Source: spanOf("Vogel, a lawyer")[0], Content: spanOf("that she had left")},
		{Kind: quote.Indirect, Cue: spanOf("had left")[0], Source: spanOf("she")[0], Content: spanOf("a lawyer")},
		{Kind: quote.Direct, Content: inner, CueToken: -1, SpeakerHead: -1},
	}
	got := Attributions(quotesText, quotations)
	want := []Attribution{
		{Source: spanOf("Anna Vogel"), Cue: spanOf("said"), Content: spanOf("“Für uns ist es klar,”")}, // marks belong to it
		{Source: spanOf("Vogel, a lawyer,"), Cue: spanOf("denied"), Content: spanOf("that she had left")},
		// what stands inside another's content, and what has no cue, is left out
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func FuzzReadBrat(f *testing.F) {
	f.Add(quotesAnn)
	f.Add("T1\tCue 0 1;3 4\tx\nE1\tAttribution:T1 Cue:T1 Source:T9\n")
	f.Fuzz(func(t *testing.T, ann string) {
		name := filepath.Join(t.TempDir(), "a.ann")
		if err := os.WriteFile(name, []byte(ann), 0o644); err != nil {
			t.Fatal(err)
		}
		attributions, err := ReadBrat(name, quotesText)
		if err != nil {
			return
		}
		var s QuoteScores
		s.Add(&QuoteArticle{Text: quotesText, Gold: attributions, Found: attributions})
		for _, a := range attributions {
			for _, part := range a.Content {
				_ = part.In(quotesText)
			}
		}
	})
}
