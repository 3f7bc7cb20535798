package eval

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/coreference"
	"chancery/report"
	"chancery/syntax"
)

// CorefDocument is one document of a corpus in the columns of CoNLL-2012: its words and which of them mean the same.
type CorefDocument struct {
	Name   string
	Text   string        // the words put together again as they may have been written
	Words  []report.Span // in Text
	Chains [][]CorefSpan // each in the order of the text
}

// CorefSpan is a stretch of words, both ends inclusive.
type CorefSpan struct{ First, Last int }

// CorefPronoun is one row of GAP (Webster and others 2018): a pronoun and two names in a short text.
type CorefPronoun struct {
	ID      string
	Text    string
	Pronoun report.Span
	Names   [2]report.Span
	Means   [2]bool // whether the pronoun means that name's bearer
}

// CorefReader finds whom the words of a document mean.
type CorefReader struct {
	Analyse func(text string, blocks []report.Block) *syntax.Document
	Find    func(*syntax.Document, *report.Report) ([]actor.Mention, []coreference.Mention)
}

// ReadCoref reads documents in the columns of CoNLL-2012, of which the last tells the chains; OntoGUM's have
// three columns (number, word, chains), the full ones the word in the fourth.
func ReadCoref(r io.Reader, name string) ([]CorefDocument, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	var documents []CorefDocument
	var words []string
	open := map[string][]int{}
	chains := map[string]int{}
	var d *CorefDocument
	finish := func() error {
		if d == nil {
			return nil
		}
		for id, starts := range open {
			if len(starts) > 0 {
				return fmt.Errorf("chain %s is not closed at the end of the document", id)
			}
		}
		d.Text, d.Words = joinWords(words)
		for _, c := range d.Chains {
			slices.SortFunc(c, func(a, b CorefSpan) int {
				if a.First != b.First {
					return a.First - b.First
				}
				return b.Last - a.Last
			})
		}
		d, words = nil, nil
		return nil
	}
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if strings.HasPrefix(line, "#") && strings.Contains(line, "document") {
			if err := finish(); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, n, err)
			}
			if strings.Contains(line, "begin document") {
				documents = append(documents, CorefDocument{Name: name})
				d = &documents[len(documents)-1]
				clear(open)
				clear(chains)
			}
			continue
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		fields := strings.Fields(line)
		if strings.Contains(line, "\t") {
			fields = strings.Split(line, "\t") // a word may be missing
		}
		if d == nil || len(fields) < 3 {
			return nil, fmt.Errorf("%s:%d: expected a line of at least three columns within a document, got %q", name, n, line)
		}
		word := fields[1]
		if len(fields) >= 11 {
			word = fields[3]
		}
		at := len(words)
		words = append(words, word)
		column := fields[len(fields)-1]
		if column == "_" || column == "-" {
			continue
		}
		for _, mark := range chainMarks(column) {
			id := strings.Trim(mark, "()")
			if id == "" {
				return nil, fmt.Errorf("%s:%d: no chain in %q", name, n, column)
			}
			if mark[0] == '(' {
				open[id] = append(open[id], at)
			}
			if mark[len(mark)-1] == ')' {
				starts := open[id]
				if len(starts) == 0 {
					return nil, fmt.Errorf("%s:%d: chain %s is closed and was not open", name, n, id)
				}
				k, ok := chains[id]
				if !ok {
					k = len(d.Chains)
					chains[id] = k
					d.Chains = append(d.Chains, nil)
				}
				d.Chains[k] = append(d.Chains[k], CorefSpan{starts[len(starts)-1], at})
				open[id] = starts[:len(starts)-1]
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := finish(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(documents) == 0 {
		return nil, fmt.Errorf("%s: no line “# begin document”", name)
	}
	return documents, nil
}

// chainMarks cuts the column of chains into its marks: "(1(2)3)" and "(1|(2)|3)" are "(1", "(2)", "3)".
func chainMarks(column string) []string {
	var marks []string
	start := 0
	for i := 0; i < len(column); i++ {
		switch {
		case column[i] == '|':
			if i > start {
				marks = append(marks, column[start:i])
			}
			start = i + 1
		case column[i] == '(' && i > start:
			marks = append(marks, column[start:i])
			start = i
		case column[i] == ')':
			marks = append(marks, column[start:i+1])
			start = i + 1
		}
	}
	if start < len(column) {
		marks = append(marks, column[start:])
	}
	return marks
}

// joinWords writes tokens as a text: no space before a comma, none within "don't", quotation marks at their words.
func joinWords(words []string) (string, []report.Span) {
	var b strings.Builder
	spans := make([]report.Span, 0, len(words))
	glue, quoted := true, false
	for _, w := range words {
		switch w {
		case "-LRB-":
			w = "("
		case "-RRB-":
			w = ")"
		case "-LSB-":
			w = "["
		case "-RSB-":
			w = "]"
		}
		next := false
		switch {
		case w == `"`:
			if !quoted {
				next = true
			} else {
				glue = true
			}
			quoted = !quoted
		case w == "(" || w == "[" || w == "“" || w == "‘" || w == "$" || w == "£" || w == "``":
			next = true
		case w == "-" || w == "–" || w == "/":
			glue, next = w != "–", w != "–"
		case w == "n't" || w == "n’t" || w == "'" || w == "’" || (strings.HasPrefix(w, "'") || strings.HasPrefix(w, "’")) && len(w) <= 5:
			glue = true
		case len(w) <= 3 && strings.Trim(w, ".,;:!?)]%”") == "":
			glue = true
		}
		if !glue {
			b.WriteByte(' ')
		}
		spans = append(spans, report.Span{Start: b.Len(), End: b.Len() + len(w)})
		b.WriteString(w)
		glue = next
	}
	return b.String(), spans
}

// ReadPronouns reads GAP's tab-separated file.
func ReadPronouns(r io.Reader, name string) ([]CorefPronoun, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	var pronouns []CorefPronoun
	for n := 1; lines.Scan(); n++ {
		fields := strings.Split(strings.TrimSuffix(lines.Text(), "\r"), "\t")
		if n == 1 && fields[0] == "ID" {
			continue
		}
		if len(fields) < 10 {
			return nil, fmt.Errorf("%s:%d: expected GAP's ten columns or eleven, got %d", name, n, len(fields))
		}
		p := CorefPronoun{ID: fields[0], Text: fields[1]}
		spans := [...]*report.Span{&p.Pronoun, &p.Names[0], &p.Names[1]}
		for k, column := range [...]int{2, 4, 7} {
			at, err := strconv.Atoi(fields[column+1])
			if err != nil {
				return nil, fmt.Errorf("%s:%d: offset: %w", name, n, err)
			}
			start := byteOffset(p.Text, at)
			if start < 0 || !strings.HasPrefix(p.Text[start:], fields[column]) {
				return nil, fmt.Errorf("%s:%d: %q does not stand at character %d", name, n, fields[column], at)
			}
			*spans[k] = report.Span{Start: start, End: start + len(fields[column])}
		}
		for k, column := range [...]int{6, 9} {
			p.Means[k] = strings.EqualFold(fields[column], "true")
		}
		pronouns = append(pronouns, p)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return pronouns, nil
}

// byteOffset is where the character with this number begins, or -1 beyond the end.
func byteOffset(text string, character int) int {
	n := 0
	for i := range text {
		if n == character {
			return i
		}
		n++
	}
	if n == character {
		return len(text)
	}
	return -1
}

// read analyses a text of one paragraph that has no date.
func (x *CorefReader) read(text string) (*syntax.Document, []coreference.Mention) {
	r := &report.Report{Text: text, Blocks: []report.Block{{Span: report.Span{Start: 0, End: len(text)}}}}
	doc := x.Analyse(text, r.Blocks)
	_, links := x.Find(doc, r)
	return doc, links
}

// Chains finds the document's chains of at least two mentions.
func (x *CorefReader) Chains(d *CorefDocument) [][]CorefSpan {
	_, links := x.read(d.Text)
	most := 0
	for i := range links {
		most = max(most, links[i].Chain+1)
	}
	chains := make([][]CorefSpan, most)
	for i := range links {
		if span, ok := wordsOf(d.Words, links[i].Span); ok && !slices.Contains(chains[links[i].Chain], span) {
			chains[links[i].Chain] = append(chains[links[i].Chain], span)
		}
	}
	return slices.DeleteFunc(chains, func(c []CorefSpan) bool { return len(c) < 2 })
}

// wordsOf finds the corpus's words that a span covers.
func wordsOf(words []report.Span, span report.Span) (CorefSpan, bool) {
	i, _ := slices.BinarySearchFunc(words, span.Start, func(w report.Span, at int) int { return w.End - at - 1 })
	j := i
	for j < len(words) && words[j].Start < span.End {
		j++
	}
	return CorefSpan{i, j - 1}, j > i
}

// Antecedents tells which of the two names the pronoun means as the engine reads the text: one of which a mention of
// its chain has its head in.
func (x *CorefReader) Antecedents(p *CorefPronoun) (means [2]bool) {
	doc, links := x.read(p.Text)
	chain := -1
	for i := range links {
		if links[i].Span == p.Pronoun {
			chain = links[i].Chain
		}
	}
	for i := range links {
		if links[i].Chain != chain {
			continue
		}
		head := doc.Sentences[links[i].Sentence].Tokens[links[i].Head]
		for k, name := range p.Names {
			means[k] = means[k] || name.Start <= head.Start && head.End <= name.End
		}
	}
	return means
}

// Difference tells what the engine has read wrong: the text with the pronoun and the two names marked.
func (p *CorefPronoun) Difference(found [2]bool) string {
	type mark struct {
		report.Span
		before, after string
	}
	marks := []mark{{p.Pronoun, "⟦", "⟧"}}
	for k := range p.Names {
		after := "}"
		if p.Means[k] {
			after += "=right"
		}
		if found[k] {
			after += "=found"
		}
		marks = append(marks, mark{p.Names[k], "{", after})
	}
	slices.SortFunc(marks, func(a, b mark) int { return b.Start - a.Start })
	text := p.Text
	for _, m := range marks {
		text = text[:m.Start] + m.before + text[m.Start:m.End] + m.after + text[m.End:]
	}
	return p.ID + ": " + text
}

// Differences tells of each mention of the corpus that has no antecedent of its chain before it in the engine's, and
// of each of the engine's that has none in the corpus's, a line each.
func (d *CorefDocument) Differences(found [][]CorefSpan) []string {
	type line struct {
		at   int
		text string
	}
	var lines []line
	list := func(chains, others [][]CorefSpan, word string) {
		other := chainOf(others)
		for _, c := range chains {
			for k := 1; k < len(c); k++ {
				right := false
				mine, known := other[c[k]]
				for _, before := range c[:k] {
					if his, ok := other[before]; ok && known && his == mine {
						right = true
					}
				}
				if !right {
					lines = append(lines, line{c[k].First, fmt.Sprintf("%s %s “%s” ← “%s”: %s", word, d.Name, d.words(c[k]), d.words(c[k-1]), d.around(c[k]))})
				}
			}
		}
	}
	list(d.Chains, found, "missed")
	list(found, d.Chains, "wrong")
	slices.SortStableFunc(lines, func(a, b line) int { return a.at - b.at })
	out := make([]string, len(lines))
	for i := range lines {
		out[i] = lines[i].text
	}
	return out
}

func (d *CorefDocument) words(s CorefSpan) string {
	return d.Text[d.Words[s.First].Start:d.Words[s.Last].End]
}

func (d *CorefDocument) around(s CorefSpan) string {
	from, to := max(0, s.First-12), min(len(d.Words)-1, s.Last+8)
	return d.Text[d.Words[from].Start:d.Words[s.First].Start] + "⟦" + d.words(s) + "⟧" + d.Text[d.Words[s.Last].End:d.Words[to].End]
}
