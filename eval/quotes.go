package eval

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/quote"
	"chancery/report"
)

// Attribution is one attribution as PARC and PolNeAR annotate it. Spans are byte offsets; each list is in order.
type Attribution struct {
	Source, Cue, Content []report.Span
}

// QuoteScores are the figures of quotation finding as Citron defines them (BBC, 2021): an exact match needs the
// cue to overlap and the list of spans to be the same; an overlap counts the tokens that a found and a true span
// share, over all pairs of one article.
type QuoteScores struct {
	Articles, Gold, Found int
	// Precision, recall and F1 between 0 and 1.
	CueExact, SourceExact, SourceOverlap, ContentExact, ContentOverlap PRF
	// DirectGold counts the true quotations that are all in quotation marks and have a source, DirectRight those
	// for which the found quotation that shares most of their words has a source that overlaps the true one.
	DirectGold, DirectRight int
}

// DirectSpeakerAccuracy is the share of direct quotations with the right speaker.
func (s *QuoteScores) DirectSpeakerAccuracy() float64 {
	if s.DirectGold == 0 {
		return 0
	}
	return float64(s.DirectRight) / float64(s.DirectGold)
}

// Lines returns the figures, a line each, as "metric value" in percent with two decimals.
func (s *QuoteScores) Lines() []string {
	line := func(name string, v float64) string { return fmt.Sprintf("%s %.2f", name, 100*v) }
	return []string{
		line("cue_exact_f1", s.CueExact.F1()),
		line("source_exact_f1", s.SourceExact.F1()),
		line("source_overlap_f1", s.SourceOverlap.F1()),
		line("content_exact_f1", s.ContentExact.F1()),
		line("content_overlap_f1", s.ContentOverlap.F1()),
		line("direct_speaker_accuracy", s.DirectSpeakerAccuracy()),
	}
}

// PRF counts what precision and recall are made of. In exact measures Right and RightGold are the found and the true
// items that match; in overlap measures both are the shared tokens.
type PRF struct {
	Right, Found     int
	RightGold, Truth int
}

// Precision is the share of what was found that is right.
func (p PRF) Precision() float64 { return ratio(p.Right, p.Found) }

// Recall is the share of the truth that was found.
func (p PRF) Recall() float64 { return ratio(p.RightGold, p.Truth) }

// F1 is the harmonic mean of precision and recall.
func (p PRF) F1() float64 {
	a, b := p.Precision(), p.Recall()
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// QuoteArticle is one article with its attributions, true and found.
type QuoteArticle struct {
	Name        string // of the .ann file
	Text        string
	Gold, Found []Attribution
}

// Quotes scores the attributions that find gives for each article of a brat folder: dir holds text/*.txt and
// attributions/*.ann, as PolNeAR's compartments do, or both side by side. An article with several .ann files
// (NAME_annotator.ann) counts once for each. see, when not nil, is shown every article.
func Quotes(dir string, find func(text string) []Attribution, see func(*QuoteArticle)) (*QuoteScores, error) {
	names, err := bratFiles(dir)
	if err != nil {
		return nil, fmt.Errorf("quotes: %w", err)
	}
	scores := &QuoteScores{}
	lastText, lastFound := "", []Attribution(nil)
	for _, name := range names {
		article, err := ReadQuoteArticle(name)
		if err != nil {
			return nil, fmt.Errorf("quotes: %w", err)
		}
		if article.Text != lastText {
			lastText, lastFound = article.Text, find(article.Text)
		}
		article.Found = lastFound
		scores.Add(article)
		if see != nil {
			see(article)
		}
	}
	return scores, nil
}

// ReadQuoteArticle reads the attributions of one brat file and the text that they are in, which lies beside it or in
// a folder text next to its own.
func ReadQuoteArticle(ann string) (*QuoteArticle, error) {
	text, err := bratText(ann)
	if err != nil {
		return nil, err
	}
	gold, err := ReadBrat(ann, text)
	if err != nil {
		return nil, err
	}
	return &QuoteArticle{Name: filepath.Base(ann), Text: text, Gold: gold}, nil
}

func bratFiles(dir string) ([]string, error) {
	folder := filepath.Join(dir, "attributions")
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		folder = dir
	}
	names, err := filepath.Glob(filepath.Join(folder, "*.ann"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s holds no .ann files", folder)
	}
	sort.Strings(names)
	return names, nil
}

// bratText reads the text of an annotation: the .txt file of its name, or of its name without "_annotator".
func bratText(ann string) (string, error) {
	base := strings.TrimSuffix(filepath.Base(ann), ".ann")
	tries := []string{base}
	if k := strings.LastIndexByte(base, '_'); k > 0 {
		tries = append(tries, base[:k])
	}
	here := filepath.Dir(ann)
	texts := filepath.Join(filepath.Dir(here), "text")
	for _, t := range tries {
		for _, folder := range []string{texts, here, filepath.Join(here, "text")} {
			b, err := os.ReadFile(filepath.Join(folder, t+".txt"))
			if err == nil {
				return string(b), nil
			}
			if !errors.Is(err, fs.ErrNotExist) {
				return "", err
			}
		}
	}
	return "", fmt.Errorf("%s: its text %s.txt is neither in %s nor beside it", ann, base, texts)
}

// ReadBrat reads the attributions of a brat standoff file. Its offsets count characters of text.
// Attributions without a cue are left out, as Citron leaves them out.
func ReadBrat(name, text string) ([]Attribution, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	at := make([]int, 0, len(text)+1) // byte offset of each character
	for i := range text {
		at = append(at, i)
	}
	at = append(at, len(text))
	type bound struct {
		kind  string
		spans []report.Span
	}
	bounds := map[string]bound{}
	var out []Attribution
	lines := strings.Split(string(b), "\n")
	for n, line := range lines {
		id, rest, ok := strings.Cut(strings.TrimSuffix(line, "\r"), "\t")
		if !ok || len(id) < 2 || id[0] != 'T' {
			continue // an event, a note, or the second line of a text that has a line break in it
		}
		if _, err := strconv.Atoi(id[1:]); err != nil {
			continue
		}
		head, _, _ := strings.Cut(rest, "\t")
		kind, places, _ := strings.Cut(head, " ")
		var spans []report.Span
		for _, place := range strings.Split(places, ";") {
			a, z, _ := strings.Cut(strings.TrimSpace(place), " ")
			start, err1 := strconv.Atoi(a)
			end, err2 := strconv.Atoi(z)
			if err1 != nil || err2 != nil || start < 0 || end < start || end >= len(at) {
				return nil, fmt.Errorf("%s:%d: %q is no place in the text", name, n+1, place)
			}
			spans = append(spans, report.Span{Start: at[start], End: at[end]})
		}
		bounds[id] = bound{kind, spans}
	}
	for _, line := range lines {
		id, rest, ok := strings.Cut(strings.TrimSuffix(line, "\r"), "\t")
		if !ok || len(id) < 2 || id[0] != 'E' {
			continue
		}
		var a Attribution
		for _, arg := range strings.Fields(rest) {
			role, ref, _ := strings.Cut(arg, ":")
			switch {
			case strings.HasPrefix(role, "Source"):
				a.Source = append(a.Source, bounds[ref].spans...)
			case strings.HasPrefix(role, "Cue"):
				a.Cue = append(a.Cue, bounds[ref].spans...)
			case strings.HasPrefix(role, "Content"):
				a.Content = append(a.Content, bounds[ref].spans...)
			}
		}
		if len(a.Cue) == 0 {
			continue
		}
		for _, spans := range [][]report.Span{a.Source, a.Cue, a.Content} {
			sort.Slice(spans, func(i, j int) bool { return spans[i].Start < spans[j].Start })
		}
		out = append(out, a)
	}
	return out, nil
}

// Attributions turns quotations into attributions by the conventions of PARC and PolNeAR: quotation marks belong to
// the content, the comma that closes an apposition belongs to the source, and what stands inside another's
// content is not annotated again.
func Attributions(text string, quotations []quote.Quotation) []Attribution {
	var out []Attribution
	for k := range quotations {
		q := &quotations[k]
		if q.Cue.Empty() || insideAnother(quotations, k) {
			continue
		}
		a := Attribution{Cue: []report.Span{q.Cue}}
		if !q.Source.Empty() && q.SpeakerHead >= 0 {
			source := q.Source
			if text[source.End] == ',' && strings.Contains(source.In(text), ", ") {
				source.End++
			} else if source.End < q.Cue.Start {
				source.End += closingDash(source.In(text), text[source.End:q.Cue.Start])
			}
			a.Source = []report.Span{source}
		}
		for n, part := range q.Content {
			part = withMarks(text, part)
			if q.Kind == quote.Direct && n == 0 {
				// "said that “…”": the conjunction belongs to the content.
				if before := strings.TrimRight(text[:part.Start], " "); strings.HasSuffix(before, " that") {
					part.Start = len(before) - len("that")
				}
			}
			a.Content = append(a.Content, part)
		}
		// The parts of one run of quotation over paragraphs, or side by side, are one span.
		joined := a.Content[:1]
		for _, part := range a.Content[1:] {
			last := &joined[len(joined)-1]
			if strings.TrimSpace(text[last.End:max(last.End, part.Start)]) == "" {
				last.End = part.End
			} else {
				joined = append(joined, part)
			}
		}
		a.Content = joined
		out = append(out, a)
	}
	return out
}

// closingDash returns how many bytes behind a source belong to it when they are the dash that closes an apposition
// which the source opens with the same dash: "Petrosyan -- a teacher from Gyumri -- says".
func closingDash(source, behind string) int {
	rest := strings.TrimLeft(behind, " ")
	for _, dash := range [...]string{"--", "—", "–", "―", "-"} {
		if strings.HasPrefix(rest, dash) && (strings.Contains(source, " "+dash+" ") || dash != "-" && strings.Count(source, dash)%2 == 1) {
			return len(behind) - len(rest) + len(dash)
		}
	}
	return 0
}

func insideAnother(quotations []quote.Quotation, k int) bool {
	for j := range quotations {
		if j == k || quotations[j].Cue.Empty() {
			continue
		}
		for _, part := range quotations[j].Content {
			if part.Contains(quotations[k].Cue) {
				return true
			}
		}
	}
	return false
}

// withMarks widens a span over the quotation marks right around it.
func withMarks(text string, s report.Span) report.Span {
	if r, n := utf8.DecodeLastRuneInString(text[:s.Start]); strings.ContainsRune("“\"„«‘'", r) {
		s.Start -= n
	}
	if r, n := utf8.DecodeRuneInString(text[s.End:]); strings.ContainsRune("”\"“»’'", r) {
		s.End += n
	}
	return s
}

// Add counts one more article.
func (s *QuoteScores) Add(a *QuoteArticle) {
	s.Articles++
	s.Gold += len(a.Gold)
	s.Found += len(a.Found)
	tokens := tokenStarts(a.Text)
	// Like Citron's, spans are runs of tokens: brat cuts a span in two where a line ends, and spaces at its ends say nothing.
	cue := func(x, y *Attribution) bool { return sameWords(tokens, x.Cue, y.Cue) }
	source := func(x, y *Attribution) bool {
		return overlap(x.Cue, y.Cue) && sameWords(tokens, x.Source, y.Source)
	}
	content := func(x, y *Attribution) bool {
		return overlap(x.Cue, y.Cue) && sameWords(tokens, x.Content, y.Content)
	}
	s.CueExact.exact(a, cue)
	s.SourceExact.exact(a, source)
	s.ContentExact.exact(a, content)
	for i := range a.Found {
		s.SourceOverlap.Found += count(tokens, a.Found[i].Source)
		s.ContentOverlap.Found += count(tokens, a.Found[i].Content)
		for j := range a.Gold {
			s.SourceOverlap.Right += shared(tokens, a.Found[i].Source, a.Gold[j].Source)
			s.ContentOverlap.Right += shared(tokens, a.Found[i].Content, a.Gold[j].Content)
		}
	}
	for j := range a.Gold {
		s.SourceOverlap.Truth += count(tokens, a.Gold[j].Source)
		s.ContentOverlap.Truth += count(tokens, a.Gold[j].Content)
	}
	s.SourceOverlap.RightGold = s.SourceOverlap.Right
	s.ContentOverlap.RightGold = s.ContentOverlap.Right
	for j := range a.Gold {
		g := &a.Gold[j]
		if !IsDirect(a.Text, g) || len(g.Source) == 0 {
			continue
		}
		s.DirectGold++
		if f := Closest(tokens, a.Found, g); f != nil && overlap(f.Source, g.Source) {
			s.DirectRight++
		}
	}
}

// Closest returns the attribution of found that shares the most tokens of content with g; nil when none does.
func Closest(tokens []int, found []Attribution, g *Attribution) *Attribution {
	var best *Attribution
	most := 0
	for i := range found {
		if n := shared(tokens, found[i].Content, g.Content); n > most {
			best, most = &found[i], n
		}
	}
	return best
}

// IsDirect reports whether all of an attribution's content stands in quotation marks.
func IsDirect(text string, a *Attribution) bool {
	if len(a.Content) == 0 {
		return false
	}
	for _, part := range a.Content {
		words := strings.Trim(part.In(text), " \t\r\n,.;")
		first, _ := utf8.DecodeRuneInString(words)
		last, n := utf8.DecodeLastRuneInString(words)
		if !strings.ContainsRune("“\"„«‘'", first) || !strings.ContainsRune("”\"“»’'", last) || len(words) < 3 {
			return false
		}
		// "“A” and “B”" is two quotations with words between.
		if inner := words[utf8.RuneLen(first) : len(words)-n]; strings.ContainsAny(inner, "“”\"") {
			return false
		}
	}
	return true
}

func (p *PRF) exact(a *QuoteArticle, same func(x, y *Attribution) bool) {
	p.Found += len(a.Found)
	p.Truth += len(a.Gold)
	for i := range a.Found {
		for j := range a.Gold {
			if same(&a.Found[i], &a.Gold[j]) {
				p.Right++
				break
			}
		}
	}
	for j := range a.Gold {
		for i := range a.Found {
			if same(&a.Found[i], &a.Gold[j]) {
				p.RightGold++
				break
			}
		}
	}
}

// sameWords reports whether two lists of spans hold the same tokens.
func sameWords(tokens []int, x, y []report.Span) bool {
	return slices.Equal(tokenRuns(tokens, x), tokenRuns(tokens, y))
}

// tokenRuns turns spans, which are in order, into runs of tokens: the number of the first and one beyond the last.
// Runs that touch are one.
func tokenRuns(tokens []int, spans []report.Span) [][2]int {
	var runs [][2]int
	for _, s := range spans {
		run := [2]int{sort.SearchInts(tokens, s.Start), sort.SearchInts(tokens, s.End)}
		switch n := len(runs); {
		case run[0] >= run[1]:
		case n > 0 && runs[n-1][1] >= run[0]:
			runs[n-1][1] = max(runs[n-1][1], run[1])
		default:
			runs = append(runs, run)
		}
	}
	return runs
}

func overlap(x, y []report.Span) bool {
	for _, a := range x {
		for _, b := range y {
			if a.Overlaps(b) {
				return true
			}
		}
	}
	return false
}

// tokenStarts returns where the tokens of a text begin: runs of letters and digits, and every other visible character.
func tokenStarts(text string) []int {
	var out []int
	word := false
	for i, r := range text {
		switch {
		case unicode.IsSpace(r):
			word = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !word {
				out = append(out, i)
			}
			word = true
		default:
			out = append(out, i)
			word = false
		}
	}
	return out
}

// count returns how many tokens begin in the spans.
func count(tokens []int, spans []report.Span) (n int) {
	for _, s := range spans {
		n += sort.SearchInts(tokens, s.End) - sort.SearchInts(tokens, s.Start)
	}
	return n
}

func shared(tokens []int, x, y []report.Span) (n int) {
	for _, a := range x {
		for _, b := range y {
			s := report.Span{Start: max(a.Start, b.Start), End: min(a.End, b.End)}
			if !s.Empty() {
				n += count(tokens, []report.Span{s})
			}
		}
	}
	return n
}
