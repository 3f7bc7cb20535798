package syntax

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Training says what the models are trained on and where they go.
type Training struct {
	Corpora string    // the folder of corpora
	Out     string    // the folder the models are written to
	Epochs  int       // passes over the data
	Log     io.Writer // progress
}

// Treebanks that the lemmatiser is trained on, below Training.Corpora.
var trainTreebanks = []string{"ud_ewt/train/en_ewt-ud-train.conllu", "gum/train_open/gum_train.conllu"}

// TrainLemmas trains the lemmatiser and writes lemmas.tsv.
func (t Training) TrainLemmas() error {
	var tokens []Token
	for _, name := range trainTreebanks {
		f, err := os.Open(filepath.Join(t.Corpora, name))
		if err != nil {
			return err
		}
		documents, err := ReadCoNLLU(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, d := range documents {
			for i := range d.Sentences {
				tokens = append(tokens, d.Sentences[i].Tokens...)
			}
		}
	}
	return t.write("lemmas.tsv", trainLemmas(tokens))
}

func (t Training) write(name, content string) error {
	fmt.Fprintf(t.Log, "%s: %d bytes\n", name, len(content))
	return os.WriteFile(filepath.Join(t.Out, name), []byte(content), 0o644)
}

// trainLemmas learns the edits of endings and returns the file of rules.
func trainLemmas(tokens []Token) string {
	type key struct {
		xpos   XPOS
		ending string
	}
	counts := map[key]map[edit]int{}
	whole := map[key]map[edit]int{}
	for _, t := range tokens {
		if t.Lemma == "_" || t.Lemma == "" {
			continue
		}
		base := t.Form
		if t.UPOS != PROPN {
			base = lowerForm(t.Form)
		}
		e := editOf(base, t.Lemma)
		addEdit := func(m map[key]map[edit]int, k key) {
			if m[k] == nil {
				m[k] = map[edit]int{}
			}
			m[k][e]++
		}
		k := key{t.XPOS, base}
		addEdit(whole, k)
		// Endings count each word once: "Sept." says nothing of other words in "t.".
		if whole[k][e] == 1 && len(e.add) < 4 && e.strip < 5 {
			for n := 0; n <= min(longestEnding, len(base)); n++ {
				addEdit(counts, key{t.XPOS, base[len(base)-n:]})
			}
		}
	}
	best := func(m map[edit]int) (edit, int) {
		var top edit
		most := 0
		for e, n := range m {
			if n > most || n == most && (e.strip < top.strip || e.strip == top.strip && e.add < top.add) {
				top, most = e, n
			}
		}
		return top, most
	}
	l := &lemmatiser{edits: map[string]edit{}}
	var rows []string
	put := func(k key, marker string, e edit) {
		l.edits[string(rune(k.xpos))+marker+k.ending] = e
		rows = append(rows, fmt.Sprintf("%s\t%s%s\t%d\t%s\n", k.xpos, marker, k.ending, e.strip, e.add))
	}
	sorted := func(m map[key]map[edit]int) []key {
		var keys []key
		for k := range m {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b key) int {
			return cmp.Or(cmp.Compare(len(a.ending), len(b.ending)), cmp.Compare(a.xpos, b.xpos), cmp.Compare(a.ending, b.ending))
		})
		return keys
	}
	for _, k := range sorted(counts) {
		e, n := best(counts[k])
		if n < 4 && len(k.ending) > 0 {
			continue
		}
		inherited, ok := l.find("\x00"+k.ending, k.xpos, nil)
		if !ok || inherited != e {
			put(k, "", e)
		}
	}
	for _, k := range sorted(whole) {
		e, n := best(whole[k])
		if predicted, _ := l.find(k.ending, k.xpos, nil); predicted != e && (n > 1 || len(whole[k]) == 1) && !strings.ContainsAny(k.ending+e.add, "\t\n") && len(k.ending) < 30 {
			put(k, "^", e)
		}
	}
	return "# Edits of word endings, by Penn tag: tag, ending (^ is the front of the word), bytes to strip, what to add. Made by internal/train.\n" + strings.Join(rows, "")
}

func editOf(base, lemma string) edit {
	n := 0
	for n < len(base) && n < len(lemma) && base[n] == lemma[n] {
		n++
	}
	for n > 0 && n < len(base) && base[n]&0xc0 == 0x80 {
		n--
	}
	return edit{strip: len(base) - n, add: lemma[n:]}
}
