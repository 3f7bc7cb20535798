package eval

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"chancery/syntax"
)

// The functions here count once more, along the lines of the shared task's own script conll18_ud_eval.py: from the
// lines of two CoNLL-U files, by the characters without white space, with words of multiword tokens aligned by the
// longest common subsequence of their forms. They share nothing with [Syntax] but the results, and these have to agree.

type officialWord struct {
	start, end int
	columns    []string
	multiword  bool
	parent     *officialWord
}

type officialFile struct {
	characters []rune
	sentences  [][2]int
	words      []*officialWord
}

func readOfficial(t *testing.T, file string) *officialFile {
	t.Helper()
	var f officialFile
	spaceless := func(form string) []rune { return []rune(strings.Join(strings.Fields(form), "")) }
	first, begin := 0, -1 // of the sentence: its first word, its first character
	multiEnd, multiStart := 0, 0
	end := func() {
		if begin < 0 {
			return
		}
		f.sentences = append(f.sentences, [2]int{begin, len(f.characters)})
		words := f.words[first:]
		for _, w := range words {
			var head int
			if _, err := fmt.Sscan(w.columns[6], &head); err != nil {
				t.Fatal(err)
			}
			if head > 0 {
				w.parent = words[head-1]
			}
		}
		first, begin, multiEnd = len(f.words), -1, 0
	}
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			end()
		}
		if line == "" || line[0] == '#' {
			continue
		}
		columns := strings.Split(line, "\t")
		if strings.Contains(columns[0], ".") {
			continue
		}
		if begin < 0 {
			begin = len(f.characters)
		}
		if from, to, ok := strings.Cut(columns[0], "-"); ok {
			var a int
			fmt.Sscan(from, &a)
			fmt.Sscan(to, &multiEnd)
			multiStart = len(f.characters)
			f.characters = append(f.characters, spaceless(columns[1])...)
			continue
		}
		columns[7], _, _ = strings.Cut(columns[7], ":")
		w := &officialWord{columns: columns, start: len(f.characters)}
		if number := len(f.words) - first + 1; number <= multiEnd {
			w.multiword, w.start = true, multiStart
		} else {
			f.characters = append(f.characters, spaceless(columns[1])...)
		}
		w.end = len(f.characters)
		f.words = append(f.words, w)
	}
	end()
	return &f
}

// alignOfficial returns the system's word of each gold word that has one.
func alignOfficial(gold, system []*officialWord) map[*officialWord]*officialWord {
	matched := map[*officialWord]*officialWord{}
	beyond := func(words []*officialWord, i, end int) bool {
		return i >= len(words) || words[i].multiword && words[i].start >= end || !words[i].multiword && words[i].end > end
	}
	gi, si := 0, 0
	for gi < len(gold) && si < len(system) {
		g, s := gold[gi], system[si]
		if !g.multiword && !s.multiword {
			switch {
			case g.start == s.start && g.end == s.end:
				matched[g] = s
				gi++
				si++
			case g.start <= s.start:
				gi++
			default:
				si++
			}
			continue
		}
		// The words of the multiword tokens that hang together, on both sides.
		var spanEnd int
		if g.multiword {
			spanEnd = g.end
			if !s.multiword && s.start < g.start {
				si++
				continue
			}
		} else {
			spanEnd = s.end
			if !g.multiword && g.start < s.start {
				gi++
				continue
			}
		}
		gs, ss := gi, si
		for !beyond(gold, gi, spanEnd) || !beyond(system, si, spanEnd) {
			switch {
			case gi < len(gold) && (si >= len(system) || gold[gi].start <= system[si].start):
				if gold[gi].multiword && gold[gi].end > spanEnd {
					spanEnd = gold[gi].end
				}
				gi++
			default:
				if system[si].multiword && system[si].end > spanEnd {
					spanEnd = system[si].end
				}
				si++
			}
		}
		a, b := gold[gs:gi], system[ss:si]
		common := make([][]int, len(a)+1)
		for i := range common {
			common[i] = make([]int, len(b)+1)
		}
		same := func(i, j int) bool { return strings.EqualFold(a[i].columns[1], b[j].columns[1]) }
		for i := len(a) - 1; i >= 0; i-- {
			for j := len(b) - 1; j >= 0; j-- {
				if same(i, j) {
					common[i][j] = 1 + common[i+1][j+1]
				}
				common[i][j] = max(common[i][j], common[i+1][j], common[i][j+1])
			}
		}
		for i, j := 0, 0; i < len(a) && j < len(b); {
			switch {
			case same(i, j):
				matched[a[i]] = b[j]
				i++
				j++
			case common[i][j] == common[i+1][j]:
				i++
			default:
				j++
			}
		}
	}
	return matched
}

// official returns the shared task's figures.
func official(t *testing.T, goldFile, systemFile string) []string {
	t.Helper()
	gold, system := readOfficial(t, goldFile), readOfficial(t, systemFile)
	if !slices.Equal(gold.characters, system.characters) {
		t.Fatal("the two files have other characters")
	}
	sentences := 0
	for _, s := range gold.sentences {
		if slices.Contains(system.sentences, s) {
			sentences++
		}
	}
	matched := alignOfficial(gold.words, system.words)
	count := func(same func(g, s *officialWord) bool) (n int) {
		for g, s := range matched {
			if same(g, s) {
				n++
			}
		}
		return n
	}
	column := func(k int) func(g, s *officialWord) bool {
		return func(g, s *officialWord) bool { return g.columns[k] == s.columns[k] }
	}
	head := func(g, s *officialWord) bool {
		if g.parent == nil || s.parent == nil {
			return g.parent == s.parent
		}
		return matched[g.parent] == s.parent
	}
	line := func(name string, right, gold, system int) string {
		return fmt.Sprintf("%s %.2f", name, 200*float64(right)/float64(gold+system))
	}
	words := func(name string, same func(g, s *officialWord) bool) string {
		return line(name, count(same), len(gold.words), len(system.words))
	}
	return []string{
		line("sentences_f1", sentences, len(gold.sentences), len(system.sentences)),
		words("words_f1", func(g, s *officialWord) bool { return true }),
		words("upos_f1", column(3)), words("xpos_f1", column(4)),
		words("lemmas_f1", func(g, s *officialWord) bool { return g.columns[2] == "_" || g.columns[2] == s.columns[2] }),
		words("uas_f1", head),
		words("las_f1", func(g, s *officialWord) bool { return head(g, s) && g.columns[7] == s.columns[7] }),
	}
}

// writeConllu writes documents in CoNLL-U. Words that share their bytes are one multiword token.
func writeConllu(documents []*syntax.Document) string {
	var b strings.Builder
	for _, d := range documents {
		for i := range d.Sentences {
			tokens := d.Sentences[i].Tokens
			for t := range tokens {
				tok := &tokens[t]
				last := t
				for last+1 < len(tokens) && tokens[last+1].Span == tok.Span {
					last++
				}
				if last > t && (t == 0 || tokens[t-1].Span != tok.Span) {
					fmt.Fprintf(&b, "%d-%d\t%s\t_\t_\t_\t_\t_\t_\t_\t_\n", t+1, last+1, tok.In(d.Text))
				}
				fmt.Fprintf(&b, "%d\t%s\t%s\t%v\t%v\t_\t%d\t%v\t_\t_\n", t+1, tok.Form, tok.Lemma, tok.UPOS, tok.XPOS, tok.Head+1, tok.Rel)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// TestSyntaxAgreesWithSharedTask compares the two counts on what the analyser makes of treebanks and of made-up ones.
func TestSyntaxAgreesWithSharedTask(t *testing.T) {
	check := func(t *testing.T, goldFile string, system []*syntax.Document) {
		t.Helper()
		scores, err := Syntax(read(t, goldFile), system)
		if err != nil {
			t.Fatal(err)
		}
		got, want := strings.Join(scores.Lines()[:7], " "), strings.Join(official(t, goldFile, writeConllu(system)), " ")
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	odd := strings.ReplaceAll(goldTrees, "\n1\tThey", "\n# text = They don't agree.\n1\tThey")
	for _, system := range []string{
		goldTrees,
		"1\tThey\tthey\tPRON\tPRP\t_\t3\tnsubj:pass\t_\t_\n2\tdon't\tdo\tAUX\tVBP\t_\t3\taux\t_\t_\n3\tagree\tagree\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n",
		"1\tThey\tthey\tPRON\tPRP\t_\t3\tnsubj\t_\t_\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tdo\tdo\tVERB\tVB\t_\t0\troot\t_\t_\n3\tnot\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_\n\n1\tagree\tagree\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_\n\n",
	} {
		check(t, odd, read(t, system))
	}
	for _, path := range []string{"ud_ewt/dev/en_ewt-ud-dev.conllu", "gum/dev_open/gum_dev.conllu"} {
		file, err := os.ReadFile(corpus(t, path))
		if err != nil {
			t.Fatal(err)
		}
		analyzer, err := syntax.Load()
		if err != nil {
			t.Fatal(err)
		}
		var system []*syntax.Document
		for _, d := range read(t, string(file)) {
			system = append(system, analyzer.Analyze(d.Text, d.Paragraphs()))
		}
		check(t, string(file), system)
	}
}
