package syntax

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Treebanks that the lemmatiser is trained on, below Training.Corpora.
var lemmaTreebanks = []string{"ud_ewt/train/en_ewt-ud-train.conllu", "gum/train_open/gum_train.conllu"}

// TrainLemmas trains the lemmatiser and writes lemmas.tsv. Endings are learned from the treebanks; words that the
// endings get wrong come from the treebanks, from the inflections of WordNet's verbs and nouns (wordnet is the folder
// with index.verb and verb.exc), and from the list of nationalities, whose lemmas have a capital letter.
func (t Training) TrainLemmas(wordnet string) error {
	learned := lemmaLearner{endings: map[lemmaKey]map[edit]int{}, words: map[lemmaKey]map[edit]int{}, rules: lemmatiser{edits: map[string]edit{}}}
	if err := learned.readIrregular(filepath.Join(wordnet, "verb.exc")); err != nil {
		return err
	}
	for _, name := range lemmaTreebanks {
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
				learned.count(d.Sentences[i].Tokens)
			}
		}
	}
	learned.learnEndings()
	learned.learnWords()
	learned.addCalendar()
	for _, part := range []string{"verb", "noun"} {
		if err := learned.addWordNet(wordnet, part); err != nil {
			return err
		}
	}
	b, err := os.ReadFile(filepath.Join(t.Corpora, "lexicons/train/gazetteers/nationalities.txt"))
	if err != nil {
		return err
	}
	for _, w := range strings.Fields(string(b)) {
		if lowerForm(w) != w {
			learned.add(TagJJ, lowerForm(w), w)
			learned.add(TagNN, lowerForm(w), w)
			learned.add(TagNNS, lowerForm(w)+"s", w)
		}
	}
	header := "# Edits of word endings, by Penn tag: tag, ending (^ is the front of the word), bytes to strip, what to add. Made by internal/train lemmas.\n"
	return t.write("lemmas.tsv", header+strings.Join(learned.rows, ""))
}

// lemmaKey is an ending or a whole word with a tag.
type lemmaKey struct {
	xpos XPOS
	text string
}

type lemmaLearner struct {
	endings, words map[lemmaKey]map[edit]int
	irregular      map[string]string // WordNet's past forms
	rules          lemmatiser
	rows           []string
}

// count counts the edits that make the lemmas of tokens.
func (l *lemmaLearner) count(tokens []Token) {
	for _, t := range tokens {
		if t.Lemma == "_" || t.Lemma == "" || strings.ContainsAny(t.Form+t.Lemma, "\t\n") {
			continue
		}
		base := lemmaBase(t.Form, t.UPOS, t.XPOS)
		if lemma := l.irregular[base]; lemma != "" && lemma != t.Lemma && (t.XPOS == TagVBD || t.XPOS == TagVBN) {
			continue // a slip of the treebank: "fled" from "flead"
		}
		e := editOf(base, t.Lemma)
		k := lemmaKey{t.XPOS, base}
		countEdit(l.words, k, e)
		// Endings count each word once: "Sept." says nothing of other words in "t.".
		if l.words[k][e] == 1 && len(e.add) < 4 && e.strip < 5 {
			for n := 0; n <= min(longestEnding, len(base)); n++ {
				countEdit(l.endings, lemmaKey{t.XPOS, base[len(base)-n:]}, e)
			}
		}
	}
}

func (l *lemmaLearner) readIrregular(path string) error {
	exceptions, err := readColumns(path)
	if err != nil {
		return err
	}
	l.irregular = map[string]string{}
	for _, e := range exceptions {
		if len(e) == 2 {
			l.irregular[e[0]] = e[1]
		}
	}
	return nil
}

func countEdit(counts map[lemmaKey]map[edit]int, k lemmaKey, e edit) {
	if counts[k] == nil {
		counts[k] = map[edit]int{}
	}
	counts[k][e]++
}

// learnEndings makes rules of the endings, short ones first; a longer ending needs one only where it differs.
func (l *lemmaLearner) learnEndings() {
	for _, k := range sortedLemmaKeys(l.endings) {
		e, n := mostFrequent(l.endings[k])
		if n < 4 && k.text != "" {
			continue
		}
		if inherited, ok := l.rules.find("\x00"+k.text, k.xpos, nil); !ok || inherited != e {
			l.put(k, "", e)
		}
	}
}

// learnWords makes rules of the words that the endings get wrong.
func (l *lemmaLearner) learnWords() {
	for _, k := range sortedLemmaKeys(l.words) {
		e, n := mostFrequent(l.words[k])
		if predicted, _ := l.rules.find(k.text, k.xpos, nil); predicted != e && (n > 1 || len(l.words[k]) == 1) && len(k.text) < 30 && (k.xpos != TagNNP || strings.HasSuffix(k.text, ".")) {
			l.put(k, "^", e)
		}
	}
}

// addCalendar adds the abbreviations of months and days. Those that are also names are taken only with a full stop.
func (l *lemmaLearner) addCalendar() {
	for _, c := range []struct{ lemma, short string }{
		{"January", "Jan."}, {"February", "Feb"}, {"February", "Feb."}, {"March", "Mar."}, {"April", "Apr"}, {"April", "Apr."},
		{"June", "Jun."}, {"July", "Jul."}, {"August", "Aug"}, {"August", "Aug."}, {"September", "Sep"}, {"September", "Sep."},
		{"September", "Sept"}, {"September", "Sept."}, {"October", "Oct"}, {"October", "Oct."}, {"November", "Nov"},
		{"November", "Nov."}, {"December", "Dec"}, {"December", "Dec."}, {"Monday", "Mon"}, {"Monday", "Mon."},
		{"Tuesday", "Tue"}, {"Tuesday", "Tue."}, {"Tuesday", "Tues"}, {"Tuesday", "Tues."}, {"Wednesday", "Wed"},
		{"Wednesday", "Wed."}, {"Thursday", "Thu"}, {"Thursday", "Thu."}, {"Thursday", "Thur."}, {"Thursday", "Thurs"},
		{"Thursday", "Thurs."}, {"Friday", "Fri"}, {"Friday", "Fri."}, {"Saturday", "Sat"}, {"Saturday", "Sat."}, {"Sunday", "Sun."},
	} {
		k := lemmaKey{TagNNP, c.short}
		e := editOf(c.short, c.lemma)
		if predicted, _ := l.rules.find(c.short, TagNNP, nil); predicted != e {
			l.put(k, "^", e)
		}
	}
}

func (l *lemmaLearner) put(k lemmaKey, marker string, e edit) {
	l.rules.edits[string(rune(k.xpos))+marker+k.text] = e
	l.rows = append(l.rows, fmt.Sprintf("%s\t%s%s\t%d\t%s\n", k.xpos, marker, k.text, e.strip, e.add))
}

// add makes a rule of a word unless the treebanks know it or the endings already give its lemma.
func (l *lemmaLearner) add(xpos XPOS, form, lemma string) {
	k := lemmaKey{xpos, form}
	if l.words[k] != nil {
		return
	}
	if _, ok := l.rules.edits[string(rune(xpos))+"^"+form]; ok {
		return
	}
	e := editOf(form, lemma)
	if predicted, _ := l.rules.find(form, xpos, nil); predicted != e {
		l.put(k, "^", e)
	}
}

func sortedLemmaKeys(m map[lemmaKey]map[edit]int) []lemmaKey {
	keys := make([]lemmaKey, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b lemmaKey) int {
		return cmp.Or(cmp.Compare(len(a.text), len(b.text)), cmp.Compare(a.xpos, b.xpos), cmp.Compare(a.text, b.text))
	})
	return keys
}

func mostFrequent(counts map[edit]int) (edit, int) {
	var top edit
	most := 0
	for e, n := range counts {
		if n > most || n == most && (e.strip < top.strip || e.strip == top.strip && e.add < top.add) {
			top, most = e, n
		}
	}
	return top, most
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

// addWordNet adds the inflections of WordNet's words of one part of speech that the rules get wrong.
func (l *lemmaLearner) addWordNet(folder, part string) error {
	lemmas, err := readColumns(filepath.Join(folder, "index."+part))
	if err != nil {
		return err
	}
	exceptions, err := readColumns(filepath.Join(folder, part+".exc"))
	if err != nil {
		return err
	}
	type irregular struct{ past, participle, third bool }
	known := map[string]irregular{}
	for _, e := range exceptions {
		if len(e) < 2 || !isLowerWord(e[0]) || !isLowerWord(e[1]) {
			continue
		}
		form, lemma := e[0], e[1]
		k := known[lemma]
		switch {
		case part == "noun":
			l.add(TagNNS, form, lemma)
			k.third = true
		case strings.HasSuffix(form, "ing"):
			l.add(TagVBG, form, lemma)
			k.participle = true
		case strings.HasSuffix(form, "s"):
			l.add(TagVBZ, form, lemma)
			k.third = true
		default:
			l.add(TagVBD, form, lemma)
			l.add(TagVBN, form, lemma)
			k.past = true
		}
		known[lemma] = k
	}
	// Forms that two words could give ("bathed": bath, bathe) are left to the endings.
	type inflected struct {
		xpos XPOS
		form string
	}
	owner := map[inflected]string{}
	var order []inflected
	give := func(xpos XPOS, form, lemma string) {
		k := inflected{xpos, form}
		if before, ok := owner[k]; ok && before != lemma {
			owner[k] = ""
			return
		}
		owner[k] = lemma
		order = append(order, k)
	}
	for _, columns := range lemmas {
		w := columns[0]
		if !isLowerWord(w) || len(w) < 3 {
			continue
		}
		k := known[w]
		if !k.third {
			if part == "noun" {
				give(TagNNS, withS(w), w)
			} else {
				give(TagVBZ, withS(w), w)
			}
		}
		if part == "verb" && !k.participle {
			give(TagVBG, withSuffix(w, "ing"), w)
		}
		if part == "verb" && !k.past {
			give(TagVBD, withSuffix(w, "ed"), w)
			give(TagVBN, withSuffix(w, "ed"), w)
		}
	}
	for _, k := range order {
		if lemma := owner[k]; lemma != "" {
			l.add(k.xpos, k.form, lemma)
		}
	}
	return nil
}

// readColumns reads the lines of a WordNet file, without those of its licence, which begin with a space.
func readColumns(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var rows [][]string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if line := lines.Text(); line != "" && line[0] != ' ' {
			rows = append(rows, strings.Fields(line))
		}
	}
	return rows, lines.Err()
}

func isLowerWord(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return w != ""
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// withS gives the third person of a verb or the plural of a noun.
func withS(w string) string {
	last := w[len(w)-1]
	switch {
	case last == 'y' && !isVowel(w[len(w)-2]):
		return w[:len(w)-1] + "ies"
	case last == 's' || last == 'x' || last == 'z' || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}

// withSuffix gives the past ("ed") or the participle ("ing") of a regular verb whose last letter is not doubled.
func withSuffix(w, suffix string) string {
	last, before := w[len(w)-1], w[len(w)-2]
	switch {
	case suffix == "ed" && last == 'e':
		return w + "d"
	case suffix == "ed" && last == 'y' && !isVowel(before):
		return w[:len(w)-1] + "ied"
	case suffix == "ing" && last == 'e' && before == 'i':
		return w[:len(w)-2] + "ying"
	case suffix == "ing" && last == 'e' && before != 'e' && before != 'o' && before != 'y':
		return w[:len(w)-1] + "ing"
	}
	return w + suffix
}
