package training

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"chancery/syntax"
)

// The labels that a teacher gave to open texts are kept without the texts: for each text its name and sum, which
// words (what stands between spaces) are cut into which tokens, which tokens are a sentence, and the labels. Each of
// these is a column of variable-length integers; the columns, each behind its length, are compressed together.
//
//	the file:  labelsMagic, flate(usual tags, texts)
//	a text:    name, sum, columns
//
// A universal tag is written as 0 where it is the usual one of its Penn tag, else as one more than its number.

const labelsMagic = "chancery labels 1\n"

// Columns of a text.
const (
	lengths   = iota // tokens of each sentence
	labelled         // 1 for sentences that have labels
	pieces           // twice the tokens of each word; one more when the sentence ends within the word
	cuts             // bytes of tokens that do not end a word; none when the token has format characters only
	pennTags         // of each token of a labelled sentence
	tags             // universal tags, see above
	distances        // 0 for the root, else from token to head: 1 and up for 1, 2 …, zigzag
	relations
	nameTags
	columnCount
)

// textLabels are the labels of one text.
type textLabels struct {
	name, sum string
	columns   [columnCount][]uint64
}

// Packing says what PackLabels reads and writes.
type Packing struct {
	Corpora  string   `help:"Folder of corpora." default:"../shared/corpora" type:"existingdir"`
	Teaching string   `help:"What the command teaching printed." type:"existingfile" required:""`
	Labels   []string `help:"What teacher.py made of it: every first, second … share of the sentences." type:"existingfile" required:"" arg:""`
	Out      string   `help:"File to write." default:"internal/train/labels/labels.bin"`
}

// PackLabels writes the labels of the teacher in the form in which they are kept.
func PackLabels(o Packing) error {
	texts, err := syntax.Training{Corpora: o.Corpora}.OpenTexts()
	if err != nil {
		return err
	}
	f, err := os.Open(o.Teaching)
	if err != nil {
		return err
	}
	defer f.Close()
	forms := bufio.NewScanner(f)
	for forms.Scan() && forms.Text() != "# texts" {
	}
	var shares []*bufio.Scanner
	for _, path := range o.Labels {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		shares = append(shares, bufio.NewScanner(f))
	}
	p := packer{forms: forms, shares: shares}
	var list []textLabels
	for _, t := range texts {
		l, err := p.text(t)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		list = append(list, l)
	}
	if err := forms.Err(); err != nil {
		return err
	}
	return os.WriteFile(o.Out, encodeLabels(list), 0o644)
}

// packer reads tokens and their labels side by side.
type packer struct {
	forms    *bufio.Scanner
	shares   []*bufio.Scanner
	sentence int
}

// next returns the tokens of a sentence and a line of labels for each, or no lines.
func (p *packer) next() (forms, lines []string) {
	for p.forms.Scan() && p.forms.Text() != "" {
		// Words come without format characters.
		forms = append(forms, strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Cf, r) {
				return -1
			}
			return r
		}, p.forms.Text()))
	}
	share := p.shares[p.sentence%len(p.shares)]
	p.sentence++
	for range forms {
		if !share.Scan() || share.Text() == "" {
			return forms, nil
		}
		lines = append(lines, share.Text())
	}
	share.Scan()
	if lines[0] == "-" {
		return forms, nil
	}
	return forms, lines
}

func (p *packer) text(t syntax.OpenText) (textLabels, error) {
	l := textLabels{name: t.Name, sum: t.Sum()}
	put := func(column int, v int) { l.columns[column] = append(l.columns[column], uint64(v)) }
	words := t.Words()
	for len(words) > 0 {
		forms, lines := p.next()
		if len(forms) == 0 {
			return l, fmt.Errorf("sentences end before the text")
		}
		put(lengths, len(forms))
		for i := 0; i < len(forms); {
			// A sentence may end within a word: "end.Start".
			if len(words) == 0 {
				return l, fmt.Errorf("token %q is not in the text", forms[i])
			}
			left, n := words[0], 0
			for i < len(forms) && left != "" {
				rest, ok := strings.CutPrefix(left, forms[i])
				if !ok {
					return l, fmt.Errorf("token %q is not at %q", forms[i], left)
				}
				if rest != "" {
					put(cuts, len(forms[i]))
				}
				left = rest
				n++
				i++
			}
			if words[0] = left; left == "" {
				put(pieces, 2*n)
				words = words[1:]
			} else {
				put(pieces, 2*n+1)
			}
		}
		if lines == nil {
			put(labelled, 0)
			continue
		}
		put(labelled, 1)
		for i, line := range lines {
			fields := strings.Fields(line)
			if len(fields) != 5 {
				return l, fmt.Errorf("line of labels %q", line)
			}
			var v [5]int
			for k, f := range fields {
				n, err := strconv.Atoi(f)
				if err != nil || n < 0 {
					return l, fmt.Errorf("line of labels %q", line)
				}
				v[k] = n
			}
			put(pennTags, v[1])
			put(tags, v[0])
			if head := v[2] - 1; head < 0 {
				put(distances, 0)
			} else {
				put(distances, zigzag(head-i))
			}
			put(relations, v[3])
			put(nameTags, v[4])
		}
	}
	return l, nil
}

func zigzag(n int) int {
	if n < 0 {
		return -2*n - 1
	}
	return 2 * n
}

func unzigzag(n int) int {
	if n%2 != 0 {
		return -(n + 1) / 2
	}
	return n / 2
}

func encodeLabels(texts []textLabels) []byte {
	// The usual universal tag of each Penn tag.
	counts := make([]int, xposCount*uposCount)
	for _, t := range texts {
		for i, x := range t.columns[pennTags] {
			counts[int(x)*uposCount+int(t.columns[tags][i])]++
		}
	}
	usual := make([]uint64, xposCount)
	for x := range usual {
		for u := range uposCount {
			if counts[x*uposCount+u] > counts[x*uposCount+int(usual[x])] {
				usual[x] = uint64(u)
			}
		}
	}
	b := appendColumn(nil, usual)
	b = binary.AppendUvarint(b, uint64(len(texts)))
	for _, t := range texts {
		for _, s := range []string{t.name, t.sum} {
			b = binary.AppendUvarint(b, uint64(len(s)))
			b = append(b, s...)
		}
		for k, c := range t.columns {
			if k == tags {
				rare := make([]uint64, len(c))
				for i, u := range c {
					if u != usual[t.columns[pennTags][i]] {
						rare[i] = u + 1
					}
				}
				c = rare
			}
			b = appendColumn(b, c)
		}
	}
	return compressed(labelsMagic, b)
}

func appendColumn(b []byte, column []uint64) []byte {
	var packed []byte
	for _, v := range column {
		packed = binary.AppendUvarint(packed, v)
	}
	b = binary.AppendUvarint(b, uint64(len(packed)))
	return append(b, packed...)
}

// compressed returns a file that begins with its magic line.
func compressed(magic string, b []byte) []byte {
	var out bytes.Buffer
	out.WriteString(magic)
	w, _ := flate.NewWriter(&out, flate.BestCompression) // the level is known; a buffer takes everything
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// decompressed undoes compressed.
func decompressed(magic string, file []byte) ([]byte, error) {
	packed, ok := bytes.CutPrefix(file, []byte(magic))
	if !ok {
		return nil, errors.New("it begins in another way")
	}
	return io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), 1<<28))
}

var errLabels = errors.New("not a file of labels")

// labelReader takes the parts of a file of labels.
type labelReader struct {
	data   []byte
	failed bool
}

func (r *labelReader) number() int {
	v, n := binary.Uvarint(r.data)
	if n <= 0 || v > 1<<30 {
		r.failed = true
		return 0
	}
	r.data = r.data[n:]
	return int(v)
}

func (r *labelReader) bytes() []byte {
	n := r.number()
	if n > len(r.data) {
		r.failed = true
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *labelReader) column() []uint64 {
	in := labelReader{data: r.bytes()}
	var out []uint64
	for len(in.data) > 0 && !in.failed {
		out = append(out, uint64(in.number()))
	}
	r.failed = r.failed || in.failed
	return out
}

func decodeLabels(file []byte) ([]textLabels, error) {
	data, err := decompressed(labelsMagic, file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errLabels, err)
	}
	r := labelReader{data: data}
	usual := r.column()
	if len(usual) != xposCount {
		return nil, fmt.Errorf("%w: of other tags", errLabels)
	}
	var out []textLabels
	for range min(r.number(), 1000) {
		t := textLabels{name: string(r.bytes()), sum: string(r.bytes())}
		for k := range t.columns {
			t.columns[k] = r.column()
		}
		tokens := len(t.columns[pennTags])
		for _, k := range []int{tags, distances, relations, nameTags} {
			if len(t.columns[k]) != tokens {
				return nil, fmt.Errorf("%w: columns of %s are not of one length", errLabels, t.name)
			}
		}
		for i, x := range t.columns[pennTags] {
			if x >= uint64(xposCount) || t.columns[relations][i] >= uint64(relCount) || t.columns[nameTags][i] >= uint64(nameLabels) || t.columns[tags][i] > uint64(uposCount) {
				return nil, fmt.Errorf("%w: impossible labels in %s", errLabels, t.name)
			}
			if u := &t.columns[tags][i]; *u == 0 {
				*u = usual[x]
			} else {
				*u--
			}
		}
		out = append(out, t)
	}
	if r.failed || len(r.data) > 0 {
		return nil, fmt.Errorf("%w: damaged", errLabels)
	}
	return out, nil
}

// columnReader takes numbers off the columns of a text.
type columnReader struct {
	columns [columnCount][]uint64
	failed  bool
}

func (c *columnReader) take(column int) int {
	if len(c.columns[column]) == 0 {
		c.failed = true
		return 0
	}
	v := c.columns[column][0]
	c.columns[column] = c.columns[column][1:]
	return int(v)
}

// sentences brings the labels of a text together with its words. Sentences without labels have forms only.
func (t textLabels) sentences(text syntax.OpenText) ([]*sentence, error) {
	if sum := text.Sum(); sum != t.sum {
		return nil, fmt.Errorf("the text %s is not the one that was labelled", text.Name)
	}
	c := columnReader{columns: t.columns}
	words := text.Words()
	var out []*sentence
	for len(c.columns[lengths]) > 0 && !c.failed {
		n := c.take(lengths)
		s := &sentence{}
		for len(s.forms) < n && !c.failed {
			k := c.take(pieces)
			for j := range k / 2 {
				if len(words) == 0 {
					break
				}
				m := len(words[0])
				if j+1 < k/2 || k%2 == 1 {
					m = c.take(cuts)
				}
				if m > len(words[0]) {
					break
				}
				s.forms = append(s.forms, words[0][:m])
				if words[0] = words[0][m:]; words[0] == "" {
					words = words[1:]
				}
			}
			if k < 2 {
				break
			}
		}
		if len(s.forms) != n {
			return nil, fmt.Errorf("%w: the words of %s do not fit", errLabels, text.Name)
		}
		out = append(out, s)
		if c.take(labelled) == 0 {
			continue
		}
		for i := range n {
			s.xpos = append(s.xpos, int32(c.take(pennTags)))
			s.upos = append(s.upos, int32(c.take(tags)))
			s.rels = append(s.rels, int32(c.take(relations)))
			s.names = append(s.names, 1<<c.take(nameTags))
			head := int32(-1)
			if d := c.take(distances); d != 0 {
				head = int32(i + unzigzag(d))
				if head < 0 || int(head) >= n || int(head) == i {
					return nil, fmt.Errorf("%w: a head outside its sentence", errLabels)
				}
			}
			s.heads = append(s.heads, head)
		}
	}
	if c.failed {
		return nil, fmt.Errorf("%w: columns of %s end early", errLabels, text.Name)
	}
	return out, nil
}

// labelledText is a text with its labels.
type labelledText struct {
	text   syntax.OpenText
	labels textLabels
}

// readTexts reads the open texts and their labels.
func readTexts(corpora, path string) ([]labelledText, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	labels, err := decodeLabels(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	texts, err := syntax.Training{Corpora: corpora}.OpenTexts()
	if err != nil {
		return nil, err
	}
	var out []labelledText
	for i, l := range labels {
		if i >= len(texts) || texts[i].Name != l.name {
			return nil, fmt.Errorf("%s: there is no text %s", path, l.name)
		}
		out = append(out, labelledText{texts[i], l})
	}
	return out, nil
}
