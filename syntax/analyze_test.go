package syntax

import (
	"fmt"
	"strings"
	"sync"
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
		{"30bn dollars, 5km away at 10pm", "30 bn dollars , 5 km away at 10 pm"},
		{"call 202-555-0142 about 2020-2024", "call 202-555-0142 about 2020 - 2024"},
		{"thats why im late b/c its not ready, w/o its in-house cook", "that s why i m late b/c it s not ready , w/o its in - house cook"},
		{"P.S. Mr Im is at 3-5076 //", "P.S. Mr Im is at 3-5076 //"},
		{"a counter-attack +++++ A\\\\B", "a counter-attack +++++ A \\\\ B"},
		{"they couldnt :)", "they could nt :)"},
		{"On Feb.24 Mr.Novak paid Rs. 20 for No.1", "On Feb. 24 Mr. Novak paid Rs. 20 for No. 1"},
		{"in the 1980's", "in the 1980's"},
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
	a := load(t)
	var work splitWork
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
		{report.Paragraph, "Courts (e.g. The Hague's) may ask. they rarely do", []string{"Courts (e.g. The Hague's) may ask.", "they rarely do"}},
		{report.Paragraph, "The office opens at 9 a.m. Staff are vetted at 9 p.m. Eastern time.", []string{"The office opens at 9 a.m.", "Staff are vetted at 9 p.m. Eastern time."}},
		{report.Paragraph, "1. The sides agree. 2. They sign the Jan.-March plan.", []string{"1. The sides agree.", "2. They sign the Jan.-March plan."}},
		{report.Paragraph, "It collapsed. al-Basri fled.", []string{"It collapsed.", "al-Basri fled."}},
		{report.Paragraph, "“It fails […] in many ways,” he said.", []string{"“It fails […] in many ways,” he said."}},
		{report.Paragraph, "Thanks for the maps :) See you", []string{"Thanks for the maps :)", "See you"}},
		// Without full stops.
		{report.Paragraph, "Lena Hartwig 04/11/2003 09:15 AM Could you send me the new draft today?", []string{"Lena Hartwig", "04/11/2003 09:15 AM", "Could you send me the new draft today?"}},
		{report.Paragraph, "Great stay!! we loved the harbour", []string{"Great stay!!", "we loved the harbour"}},
		{report.Paragraph, "The bridge was opened in 1911.[4] It was closed in 1940.", []string{"The bridge was opened in 1911.[4]", "It was closed in 1940."}},
		// As news is written.
		{report.Paragraph, "Foreign Minister Zorvan Kelembash met Mr Abdrasol Tumenbai in Pavlodar", []string{"Foreign Minister Zorvan Kelembash met Mr Abdrasol Tumenbai in Pavlodar"}},
		{report.Paragraph, "KYIV (Interfax) - The minister said: “We agree.” Both left.", []string{"KYIV (Interfax) - The minister said: “We agree.”", "Both left."}},
		{report.Paragraph, "Reuters - Talks resumed. “We will not wait,” he said. “They know.”", []string{"Reuters - Talks resumed.", "“We will not wait,” he said.", "“They know.”"}},
		{report.Paragraph, "“It rained [during] January,” said Karim Odell. \"Yes.\" Nobody left.", []string{"“It rained [during] January,” said Karim Odell.", "\"Yes.\"", "Nobody left."}},
		{report.Title, "Talks fail. Envoys leave", []string{"Talks fail. Envoys leave"}},
		{report.Paragraph, "No stop here\n\nNew line", []string{"No stop here", "New line"}},
	} {
		spans := tokenise(c.text, report.Span{Start: 0, End: len(c.text)}, nil)
		var got []string
		a.splitter.split(c.text, c.kind, spans, a.clusters, &work, func(first, end int) {
			got = append(got, c.text[spans[first].Start:spans[end-1].End])
		})
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("splitSentences(%q)\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

func load(t testing.TB) *Analyzer {
	t.Helper()
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// check reports what a document must hold whatever its text is.
func check(t testing.TB, d *Document, blocks []report.Block) {
	t.Helper()
	at := 0
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if len(s.Tokens) == 0 || len(s.Tokens) > maxSentenceTokens {
			t.Fatalf("sentence %d has %d tokens", i, len(s.Tokens))
		}
		if s.Start != s.Tokens[0].Start || s.End != s.Tokens[len(s.Tokens)-1].End {
			t.Fatalf("sentence %d is %v but its tokens run from %d to %d", i, s.Span, s.Tokens[0].Start, s.Tokens[len(s.Tokens)-1].End)
		}
		if !blocks[s.Block].Contains(s.Span) || s.Kind != blocks[s.Block].Kind {
			t.Fatalf("sentence %d %v is not in its block %v", i, s.Span, blocks[s.Block])
		}
		roots, reached := 0, 0
		for j := range s.Tokens {
			k := &s.Tokens[j]
			if k.Start < at || k.End <= k.Start || k.In(d.Text) != k.Form || k.Lemma == "" {
				t.Fatalf("sentence %d, token %d: %+v after byte %d", i, j, *k, at)
			}
			if gap := d.Text[at:k.Start]; strings.TrimFunc(gap, isSpace) != "" {
				t.Fatalf("no token has %q", gap)
			}
			at = k.End
			if k.Head < 0 {
				roots++
			}
			if k.UPOS == NoUPOS || k.Rel == NoRel || int(k.Head) >= len(s.Tokens) || int(k.Head) == j || (k.Head < 0) != (k.Rel == Root) {
				t.Fatalf("sentence %d, token %d: %+v", i, j, *k)
			}
			// From every token the root is near.
			for h, steps := k.Head, 0; ; h, steps = s.Tokens[h].Head, steps+1 {
				if h < 0 {
					reached++
					break
				}
				if steps > len(s.Tokens) {
					t.Fatalf("sentence %d: a cycle above token %d", i, j)
				}
			}
		}
		if roots != 1 || reached != len(s.Tokens) {
			t.Fatalf("sentence %d has %d roots; %d of %d tokens hang on one", i, roots, reached, len(s.Tokens))
		}
		last := -1
		for _, n := range s.Names {
			if n.First <= last || n.Last < n.First || n.Last >= len(s.Tokens) || n.Class > MiscName {
				t.Fatalf("sentence %d: names %v", i, s.Names)
			}
			last = n.Last
		}
	}
	if rest := d.Text[at:]; len(blocks) == 1 && strings.TrimFunc(rest, isSpace) != "" {
		t.Fatalf("no token has %q", rest)
	}
}

var oddTexts = []string{
	"",
	" \n\t ",
	".",
	"?!?!",
	"Envoy to Meet Rebels; Truce 'Near'",
	"TALKS FAIL AS ENVOYS WALK OUT",
	"YEREVAN, MAY 21, ARMENPRESS. The ministers met.",
	"“We call on both sides to stop,” she said. “They must.”",
	"The U.S., U.K. and E.U. (“the three”) met on Jan. 5 at 10 a.m. in Washington, D.C. They agreed.",
	"a\x00b \xff\xfe \xe2\x80 c",
	"مرحبا بالعالم. שלום",
	"Հանդիպումը կայացավ Երևանում։",
	"🕊️🕊️ peace\u200b talks\u200f",
	"e\u0301tat d'urgence",
	strings.Repeat("word ", 1000),
	strings.Repeat("x", 5000),
	strings.Repeat("(", 700),
	strings.Repeat("é", 700),
	strings.Repeat("a-", 700),
	"a" + strings.Repeat("\x86", 1500),
	strings.Repeat("a's", 2000),
	strings.Repeat("a,", 2000),
	"''''’’’s n't 's 'll",
	"http://", "@", "a@b.c", "#", "1,2,3,", "-5", "+", ".5", "'90s",
}

func TestAnalyzeHoldsTogether(t *testing.T) {
	a := load(t)
	for _, text := range oddTexts {
		check(t, a.Analyze(text, nil), []report.Block{{Span: report.Span{Start: 0, End: len(text)}}})
	}
}

func TestAnalyzeOddBlocksAndTokens(t *testing.T) {
	a := load(t)
	text := "Talks resumed."
	d := a.Analyze(text, []report.Block{{Span: report.Span{Start: -3, End: 5}}, {Span: report.Span{Start: 9, End: 4}}, {Span: report.Span{Start: 6, End: 99}}, {Span: report.Span{Start: 50, End: 60}}})
	var got []string
	for i := range d.Sentences {
		got = append(got, fmt.Sprint(d.Sentences[i].Block, d.Sentences[i].In(text)))
	}
	if want := "0Talks|2resumed."; strings.ReplaceAll(strings.Join(got, "|"), " ", "") != want {
		t.Errorf("%q, want %q", got, want)
	}
	sentences := []Sentence{{}, {Tokens: []Token{{}, {Form: "met"}}}, {}}
	a.Annotate(sentences)
	if sentences[1].Tokens[1].UPOS == NoUPOS {
		t.Errorf("%+v", sentences)
	}
	a.Annotate(nil)
	if d := a.Analyze("", nil); len(d.Sentences) != 0 {
		t.Errorf("sentences in an empty text: %+v", d.Sentences)
	}
}

func FuzzAnalyze(f *testing.F) {
	a := load(f)
	for _, text := range oddTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		blocks := []report.Block{{Span: report.Span{Start: 0, End: len(text)}}}
		check(t, a.Analyze(text, blocks), blocks)
		if half := len(text) / 2; half > 0 {
			blocks = []report.Block{{Span: report.Span{Start: 0, End: half}, Kind: report.Title}, {Span: report.Span{Start: half, End: len(text)}}}
			check(t, a.Analyze(text, blocks), blocks)
		}
	})
}

func TestAnalyzeReadsTrees(t *testing.T) {
	text := "Officials in Vienna said on Friday that the foreign minister of Georgia, Mira Tolland, has not met Baku's envoys."
	d := load(t).Analyze(text, nil)
	if len(d.Sentences) != 1 {
		t.Fatalf("%d sentences", len(d.Sentences))
	}
	s := &d.Sentences[0]
	at := func(form string) int {
		for i := range s.Tokens {
			if s.Tokens[i].Form == form {
				return i
			}
		}
		t.Fatalf("no token %q", form)
		return -1
	}
	for _, c := range []struct {
		word, head string
		rel        Rel
		lemma      string
		xpos       XPOS
	}{
		{"minister", "met", Nsubj, "minister", TagNN},
		{"met", "said", Ccomp, "meet", TagVBN},
		{"envoys", "met", Obj, "envoy", TagNNS},
		{"Baku", "envoys", NmodPoss, "Baku", TagNNP},
		{"Officials", "said", Nsubj, "official", TagNNS},
		{"not", "met", Advmod, "not", TagRB},
		{"has", "met", Aux, "have", TagVBZ},
		{"Friday", "said", Obl, "Friday", TagNNP},
		{"Vienna", "Officials", Nmod, "Vienna", TagNNP},
	} {
		k := s.Tokens[at(c.word)]
		if int(k.Head) != at(c.head) || k.Rel != c.rel || k.Lemma != c.lemma || k.XPOS != c.xpos {
			t.Errorf("%s: %s(%s) %s %s, want %s(%s) %s %s", c.word, k.Rel, s.Tokens[max(0, k.Head)].Form, k.Lemma, k.XPOS, c.rel, c.head, c.lemma, c.xpos)
		}
	}
	if root := s.Root(); s.Tokens[root].Form != "said" {
		t.Errorf("the root is %q", s.Tokens[root].Form)
	}
	var found []string
	for _, n := range s.Names {
		found = append(found, s.Words(n.First, n.Last).In(text))
	}
	if got, want := strings.Join(found, "|"), "Vienna|Georgia|Mira Tolland|Baku"; got != want {
		t.Errorf("names %q, want %q", got, want)
	}
}

// TestAnalyzeIsDeterministic reads texts in two orders, so that nothing of one may be left in the next.
func TestAnalyzeIsDeterministic(t *testing.T) {
	a := load(t)
	read := func(text string) string { return fmt.Sprintf("%+v", *a.Analyze(text, nil)) }
	first := map[string]string{}
	for _, text := range oddTexts {
		first[text] = read(text)
	}
	for i := len(oddTexts) - 1; i >= 0; i-- {
		if read(oddTexts[i]) != first[oddTexts[i]] {
			t.Errorf("two readings of %q differ", oddTexts[i])
		}
	}
}

func TestAnalyzeInParallel(t *testing.T) {
	a := load(t)
	want := make([]string, len(oddTexts))
	for i, text := range oddTexts {
		want[i] = fmt.Sprintf("%+v", *a.Analyze(text, nil))
	}
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range oddTexts {
				k := (i + worker*7) % len(oddTexts)
				if got := fmt.Sprintf("%+v", *a.Analyze(oddTexts[k], nil)); got != want[k] {
					t.Errorf("another reading of %.40q beside others", oddTexts[k])
				}
			}
		})
	}
	group.Wait()
}

func BenchmarkAnalyze(b *testing.B) {
	a := load(b)
	paragraph := "The two delegations met in Geneva on Tuesday and agreed to exchange maps of the minefields along the frontier, a spokeswoman for the mediators said. “It was a long day, but nobody walked out,” she told reporters after the talks. Neither government has confirmed the agreement. Last month's round ended without a statement, and the opposition accused Prime Minister Tolland of giving too much away. "
	text := strings.Repeat(paragraph, 10)
	words := 0
	for b.Loop() {
		d := a.Analyze(text, nil)
		for i := range d.Sentences {
			words += len(d.Sentences[i].Tokens)
		}
	}
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkTokenise(b *testing.B) {
	text := strings.Repeat("The U.S. envoy didn't meet the Geneva-based mediators on Oct. 3, he said. ", 100)
	var spans []report.Span
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		spans = tokenise(text, report.Span{Start: 0, End: len(text)}, spans[:0])
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
