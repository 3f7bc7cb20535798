package training

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chancery/syntax"
)

// The names that several teachers found in open texts are kept without the texts. The sentences are those of the file
// of labels, which says how the texts are cut, behind them GUM's, and at last those that a teacher saw cut in another
// way; each text has a sum of its sentences. A word's labels, one of each teacher, are one number; the numbers are
// ranked by how often they come.
//
//	the file:  silverMagic, flate(texts, count of teachers, columns)
//	a text:    name, sum
//
// The label of one teacher is 0 outside names, 1 to 4 for a word that begins a name of a class, 5 to 8 for one that
// goes on with it.

const silverMagic = "chancery silver names 1\n"

// Columns of the file.
const (
	wordLabels    = iota // by rank, the labels of a word: the first teacher's, nine times the second's and so on
	steps                // zigzag, from the sentence before to the next one that has labels
	labellers            // a bit for each teacher who labelled the sentence
	ranks                // of each word's labels
	starts               // of sentences that are cut in another way: bytes from the start of the one before, without spaces
	tokens               // how many these have
	tokenBytes           // and how long each is
	silverColumns        // how many there are
)

const (
	silverLabels = 2*len(silverClasses) + 1
	mostTeachers = 8
)

// SilverPacking says what PackSilver reads and writes.
type SilverPacking struct {
	Corpora string   `help:"Folder of corpora." default:"../shared/corpora" type:"existingdir"`
	Labels  string   `help:"Labels that a teacher gave to open texts; they say how these are cut." default:"internal/train/labels/labels.bin" type:"existingfile"`
	Silver  []string `help:"The lines of name-texts as a teacher labelled them (silver.py, Silver.java, label-names); a file for each teacher." type:"existingfile" required:"" arg:""`
	Out     string   `help:"File to write." default:"internal/train/labels/names.bin"`
}

// silverText is a text that teachers labelled with names.
type silverText struct {
	name      string
	sentences [][]string
	lines     []string // as the text has them, with marks that have no width
}

func (t silverText) sum() string {
	h := sha256.New()
	for _, forms := range t.sentences {
		fmt.Fprintln(h, strings.Join(forms, " "))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// flatten returns the sentences of texts, and without spaces all their words and all their lines.
func flatten(texts []silverText) (sentences [][]string, all string) {
	var b strings.Builder
	for _, t := range texts {
		for _, forms := range t.sentences {
			for _, form := range forms {
				b.WriteString(form)
			}
		}
		sentences = append(sentences, t.sentences...)
	}
	for _, t := range texts {
		for _, line := range t.lines {
			for _, word := range strings.Fields(line) {
				b.WriteString(word)
			}
		}
	}
	return sentences, b.String()
}

// readSilverTexts returns the sentences to which silver names belong.
func readSilverTexts(corpora, labels string) ([]silverText, error) {
	texts, err := readTexts(corpora, labels)
	if err != nil {
		return nil, err
	}
	var out []silverText
	for _, t := range texts {
		sentences, err := t.labels.sentences(t.text)
		if err != nil {
			return nil, err
		}
		s := silverText{name: t.text.Name, lines: t.text.Lines}
		for _, x := range sentences {
			s.sentences = append(s.sentences, x.forms)
		}
		out = append(out, s)
	}
	trees, err := syntax.Training{Corpora: corpora}.TreeSentences()
	if err != nil {
		return nil, err
	}
	return append(out, silverText{name: "gum", sentences: trees}), nil
}

// silver is what teachers made of sentences.
type silver struct {
	teachers int
	columns  [silverColumns][]uint64
}

// PackSilver writes the names that teachers found in the form in which they are kept.
func PackSilver(o SilverPacking) error {
	texts, err := readSilverTexts(o.Corpora, o.Labels)
	if err != nil {
		return err
	}
	var files []io.Reader
	for _, path := range o.Silver {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		files = append(files, f)
	}
	s, err := packSilver(texts, files)
	if err != nil {
		return err
	}
	return os.WriteFile(o.Out, s.encode(texts), 0o644)
}

// packSilver reads the labels of teachers, a reader each. Sentences come in the order in which they are first seen.
func packSilver(texts []silverText, files []io.Reader) (silver, error) {
	s := silver{teachers: len(files)}
	if len(files) > mostTeachers {
		return s, fmt.Errorf("more than %d teachers", mostTeachers)
	}
	sentences, all := flatten(texts)
	at := map[string]int{} // one more than the first sentence of these words
	for i, forms := range sentences {
		if key := strings.Join(forms, " "); at[key] == 0 {
			at[key] = i + 1
		}
	}
	n := len(sentences)
	type labelled struct {
		sentence int
		teachers uint64
		words    []uint64
	}
	var list []labelled
	seen := map[int]int{} // of each sentence, one more than its place in the list
	type cut struct {
		start int
		forms []string
	}
	var others []cut
	weight := uint64(1)
	for teacher, f := range files {
		var forms []string
		var words []uint64
		before := 0
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if space := strings.LastIndexByte(lines.Text(), ' '); space >= 0 {
				forms = append(forms, lines.Text()[:space])
				class, begins := syntax.SilverClass(lines.Text()[space+1:])
				label := class
				if class > 0 && class == before && !begins {
					label += len(silverClasses)
				}
				words = append(words, uint64(label)*weight)
				before = class
				continue
			}
			if key := strings.Join(forms, " "); key != "" {
				if at[key] == 0 {
					start := strings.Index(all, strings.Join(forms, ""))
					if start < 0 {
						return s, fmt.Errorf("no text has the sentence %q", key)
					}
					others = append(others, cut{start, slices.Clone(forms)})
					n++
					at[key] = n
				}
				k := at[key] - 1
				if seen[k] == 0 {
					list = append(list, labelled{sentence: k, words: make([]uint64, len(words))})
					seen[k] = len(list)
				}
				l := &list[seen[k]-1]
				if len(l.words) != len(words) {
					return s, fmt.Errorf("words of %q are cut in two ways", key)
				}
				for i, w := range words {
					l.words[i] += w - l.words[i]/weight*weight // the last word of a teacher on a sentence counts
				}
				l.teachers |= 1 << teacher
			}
			forms, words, before = forms[:0], words[:0], 0
		}
		if err := lines.Err(); err != nil {
			return s, err
		}
		weight *= uint64(silverLabels)
	}
	counts := make([]int, weight)
	for _, l := range list {
		for _, w := range l.words {
			counts[w]++
		}
	}
	for w, c := range counts {
		if c > 0 {
			s.columns[wordLabels] = append(s.columns[wordLabels], uint64(w))
		}
	}
	slices.SortStableFunc(s.columns[wordLabels], func(a, b uint64) int { return counts[b] - counts[a] })
	rank := make([]uint64, weight)
	for i, w := range s.columns[wordLabels] {
		rank[w] = uint64(i)
	}
	before := -1
	for _, l := range list {
		s.columns[steps] = append(s.columns[steps], uint64(zigzag(l.sentence-before)))
		before = l.sentence
		s.columns[labellers] = append(s.columns[labellers], l.teachers)
		for _, w := range l.words {
			s.columns[ranks] = append(s.columns[ranks], rank[w])
		}
	}
	before = 0
	for _, o := range others {
		s.columns[starts] = append(s.columns[starts], uint64(zigzag(o.start-before)))
		before = o.start
		s.columns[tokens] = append(s.columns[tokens], uint64(len(o.forms)))
		for _, form := range o.forms {
			s.columns[tokenBytes] = append(s.columns[tokenBytes], uint64(len(form)))
		}
	}
	return s, nil
}

func (s silver) encode(texts []silverText) []byte {
	b := binary.AppendUvarint(nil, uint64(len(texts)))
	for _, t := range texts {
		for _, x := range []string{t.name, t.sum()} {
			b = binary.AppendUvarint(b, uint64(len(x)))
			b = append(b, x...)
		}
	}
	b = binary.AppendUvarint(b, uint64(s.teachers))
	for _, c := range s.columns {
		b = appendColumn(b, c)
	}
	return compressed(silverMagic, b)
}

var errSilver = errors.New("not a file of silver names")

// decodeSilver reads the names that belong to the sentences of texts.
func decodeSilver(file []byte, texts []silverText) (silver, error) {
	var s silver
	data, err := decompressed(silverMagic, file)
	if err != nil {
		return s, fmt.Errorf("%w: %w", errSilver, err)
	}
	r := labelReader{data: data}
	if r.number() != len(texts) {
		return s, fmt.Errorf("%w: of other texts", errSilver)
	}
	for _, t := range texts {
		if name, sum := string(r.bytes()), string(r.bytes()); name != t.name || sum != t.sum() {
			return s, fmt.Errorf("%w: the sentences of %s are not those that were labelled", errSilver, t.name)
		}
	}
	if s.teachers = r.number(); s.teachers > mostTeachers {
		return s, fmt.Errorf("%w: %d teachers", errSilver, s.teachers)
	}
	for k := range s.columns {
		s.columns[k] = r.column()
	}
	if r.failed || len(r.data) > 0 {
		return s, fmt.Errorf("%w: damaged", errSilver)
	}
	return s, nil
}

// sentences returns the sentences of texts and behind them those that are cut in another way.
func (s silver) sentences(texts []silverText) ([][]string, error) {
	out, all := flatten(texts)
	if len(s.columns[starts]) != len(s.columns[tokens]) {
		return nil, fmt.Errorf("%w: columns are not of one length", errSilver)
	}
	left, start := s.columns[tokenBytes], 0
	for i, step := range s.columns[starts] {
		start += unzigzag(int(step))
		n := s.columns[tokens][i]
		if n > uint64(len(left)) || start < 0 {
			return nil, fmt.Errorf("%w: a sentence of no words", errSilver)
		}
		var forms []string
		end := start
		for _, size := range left[:n] {
			if end > len(all) || size > uint64(len(all)-end) {
				return nil, fmt.Errorf("%w: a sentence outside the texts", errSilver)
			}
			forms = append(forms, all[end:end+int(size)])
			end += int(size)
		}
		out, left = append(out, forms), left[n:]
	}
	return out, nil
}

// write writes what each teacher made of the sentences of texts in the form of silver.py.
func (s silver) write(texts []silverText, out []io.Writer) error {
	sentences, err := s.sentences(texts)
	if err != nil {
		return err
	}
	if len(s.columns[steps]) != len(s.columns[labellers]) {
		return fmt.Errorf("%w: columns are not of one length", errSilver)
	}
	var names [silverLabels]string
	names[0] = "O"
	for i, class := range silverClasses {
		names[1+i], names[1+i+len(silverClasses)] = "B-"+class, "I-"+class
	}
	left := s.columns[ranks]
	at := -1
	var b []byte
	for i, step := range s.columns[steps] {
		if at += unzigzag(int(step)); at < 0 || at >= len(sentences) || len(sentences[at]) > len(left) {
			return fmt.Errorf("%w: labels of no sentence", errSilver)
		}
		weight := uint64(1)
		for teacher, w := range out {
			if s.columns[labellers][i]>>teacher&1 != 0 {
				b = b[:0]
				for k, form := range sentences[at] {
					if left[k] >= uint64(len(s.columns[wordLabels])) {
						return fmt.Errorf("%w: impossible labels", errSilver)
					}
					label := s.columns[wordLabels][left[k]] / weight % uint64(silverLabels)
					b = append(append(append(append(b, form...), ' '), names[label]...), '\n')
				}
				if _, err := w.Write(append(b, '\n')); err != nil {
					return err
				}
			}
			weight *= uint64(silverLabels)
		}
		left = left[len(sentences[at]):]
	}
	if len(left) > 0 {
		return fmt.Errorf("%w: labels of no sentence", errSilver)
	}
	return nil
}

// Silver says where the silver names are and what they belong to.
type Silver struct {
	Corpora, Labels string // as in SilverPacking
	Names           string // what PackSilver wrote
}

// Unpack writes the silver names into a folder, in the form of silver.py, a file for each teacher, and returns the
// files in order.
func (o Silver) Unpack(folder string) (paths []string, err error) {
	texts, err := readSilverTexts(o.Corpora, o.Labels)
	if err != nil {
		return nil, err
	}
	file, err := os.ReadFile(o.Names)
	if err != nil {
		return nil, err
	}
	s, err := decodeSilver(file, texts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.Names, err)
	}
	var writers []io.Writer
	var buffers []*bytes.Buffer
	for i := range s.teachers {
		paths = append(paths, filepath.Join(folder, "silver"+strconv.Itoa(i+1)+".txt"))
		buffers = append(buffers, &bytes.Buffer{})
		writers = append(writers, buffers[i])
	}
	if err := s.write(texts, writers); err != nil {
		return nil, fmt.Errorf("%s: %w", o.Names, err)
	}
	for i, path := range paths {
		if err := os.WriteFile(path, buffers[i].Bytes(), 0o644); err != nil {
			return nil, err
		}
	}
	return paths, nil
}
