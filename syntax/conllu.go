package syntax

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"chancery/report"
)

// ErrCoNLLU is what errors of ReadCoNLLU wrap: the input is not CoNLL-U.
var ErrCoNLLU = errors.New("not CoNLL-U")

// ReadCoNLLU reads a treebank in CoNLL-U (universaldependencies.org/format.html) and returns its documents, which
// "# newdoc" divides. Text is put together again from the forms and SpaceAfter=No: sentences of a paragraph are
// joined by a space and paragraphs ("# newpar") by an empty line, and Block counts the paragraphs. Multiword tokens
// give their words: each has its own bytes when the words joined are the token, and shares all of the token's bytes
// when they are not ("dont" of a careless writer read as "do" and "n't"). Empty nodes and enhanced dependencies are
// left out. Tags and relations that chancery does not know are NoUPOS, NoXPOS and Dep. Errors name the line.
func ReadCoNLLU(r io.Reader) ([]*Document, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<16), 1<<24)
	c := conlluReader{newParagraph: true}
	for lines.Scan() {
		c.line++
		if err := c.read(lines.Text()); err != nil {
			return nil, fmt.Errorf("line %d: %w", c.line, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", c.line+1, err)
	}
	if err := c.endSentence(); err != nil {
		return nil, fmt.Errorf("line %d: %w", c.line, err)
	}
	c.endDocument()
	return c.documents, nil
}

// Paragraphs returns the blocks of a document that ReadCoNLLU made: one paragraph for each value of Block.
func (d *Document) Paragraphs() []report.Block {
	var blocks []report.Block
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if i == 0 || s.Block != d.Sentences[i-1].Block {
			blocks = append(blocks, report.Block{Span: s.Span})
		}
		blocks[len(blocks)-1].End = s.End
	}
	return blocks
}

type conlluReader struct {
	line          int
	documents     []*Document
	text          strings.Builder
	sentences     []Sentence
	tokens        []Token
	block         int
	newParagraph  bool
	spaceBefore   bool
	multi         string // surface form of the multiword token being read
	multiFirst    int    // its first word, as an index into tokens
	multiLast     int
	multiNoSpace  bool
	sentenceStart int
}

func (c *conlluReader) read(line string) error {
	switch {
	case line == "":
		return c.endSentence()
	case line[0] == '#':
		if strings.HasPrefix(line, "# newdoc") {
			if err := c.endSentence(); err != nil {
				return err
			}
			c.endDocument()
			c.newParagraph = true
		} else if strings.HasPrefix(line, "# newpar") && !strings.HasPrefix(line, "# newpar_block") {
			c.newParagraph = true
		}
		return nil
	}
	f := strings.Split(line, "\t")
	if len(f) != 10 {
		return fmt.Errorf("%w: %d columns, not 10", ErrCoNLLU, len(f))
	}
	if strings.ContainsRune(f[0], '.') {
		return nil
	}
	if first, last, ok := strings.Cut(f[0], "-"); ok {
		from, err1 := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || from != len(c.tokens)+1 || to < from {
			return fmt.Errorf("%w: word range %q", ErrCoNLLU, f[0])
		}
		c.multi, c.multiFirst, c.multiLast = f[1], from-1, to-1
		c.multiNoSpace = strings.Contains(f[9], "SpaceAfter=No")
		return nil
	}
	if n, err := strconv.Atoi(f[0]); err != nil || n != len(c.tokens)+1 {
		return fmt.Errorf("%w: word number %q", ErrCoNLLU, f[0])
	}
	head, err := strconv.Atoi(f[6])
	if err != nil || head < 0 {
		return fmt.Errorf("%w: head %q", ErrCoNLLU, f[6])
	}
	t := Token{Form: f[1], Lemma: f[2], UPOS: ParseUPOS(f[3]), XPOS: ParseXPOS(f[4]), Head: int32(head - 1), Rel: ParseRel(f[7])}
	inMulti := c.multi != "" && len(c.tokens) >= c.multiFirst
	switch {
	case !inMulti:
		t.Span = c.write(f[1])
		c.spaceBefore = !strings.Contains(f[9], "SpaceAfter=No")
	case len(c.tokens) == c.multiFirst:
		t.Span = c.write(c.multi)
	}
	c.tokens = append(c.tokens, t)
	if inMulti && len(c.tokens)-1 == c.multiLast {
		c.endMulti()
	}
	return nil
}

// write appends a surface form to the text with the white space that belongs before it.
func (c *conlluReader) write(form string) report.Span {
	if len(c.tokens) == 0 {
		if c.newParagraph && c.text.Len() > 0 {
			c.text.WriteString("\n\n")
			c.block++
		} else if c.spaceBefore && c.text.Len() > 0 {
			c.text.WriteByte(' ')
		}
		c.newParagraph = false
		c.sentenceStart = c.text.Len()
	} else if c.spaceBefore {
		c.text.WriteByte(' ')
	}
	start := c.text.Len()
	c.text.WriteString(form)
	return report.Span{Start: start, End: c.text.Len()}
}

func (c *conlluReader) endMulti() {
	words := c.tokens[c.multiFirst:]
	joined := ""
	for i := range words {
		joined += words[i].Form
	}
	whole := words[0].Span
	at := whole.Start
	for i := range words {
		words[i].Span = whole
		if joined == c.multi {
			words[i].Span = report.Span{Start: at, End: at + len(words[i].Form)}
			at += len(words[i].Form)
		}
	}
	c.multi, c.spaceBefore = "", !c.multiNoSpace
}

func (c *conlluReader) endSentence() error {
	if len(c.tokens) == 0 {
		return nil
	}
	if c.multi != "" {
		return fmt.Errorf("%w: the multiword token %q lacks words", ErrCoNLLU, c.multi)
	}
	for i := range c.tokens {
		if int(c.tokens[i].Head) >= len(c.tokens) {
			return fmt.Errorf("%w: word %d hangs on word %d of %d", ErrCoNLLU, i+1, c.tokens[i].Head+1, len(c.tokens))
		}
	}
	s := Sentence{Span: report.Span{Start: c.sentenceStart, End: c.text.Len()}, Block: c.block, Tokens: c.tokens}
	s.Link()
	c.sentences = append(c.sentences, s)
	c.tokens = nil
	return nil
}

func (c *conlluReader) endDocument() {
	if len(c.sentences) == 0 {
		return
	}
	d := &Document{Text: c.text.String(), Sentences: c.sentences}
	for i := range d.Sentences {
		for j := range d.Sentences[i].Tokens {
			t := &d.Sentences[i].Tokens[j]
			if t.In(d.Text) == t.Form {
				t.Form = t.In(d.Text)
			}
		}
	}
	c.documents = append(c.documents, d)
	c.text.Reset()
	c.sentences, c.block, c.spaceBefore = nil, 0, false
}

// ParseUPOS returns the tag that UD writes so, or NoUPOS.
func ParseUPOS(name string) UPOS { return UPOS(parseName(uposNames[:], name)) }

// ParseXPOS returns the tag that Penn writes so, or NoXPOS.
func ParseXPOS(name string) XPOS { return XPOS(parseName(xposNames[:], name)) }

// ParseRel returns the relation that UD writes so. An unknown subtype is its universal relation; what is no relation
// of UD is Dep, and "_" is NoRel.
func ParseRel(name string) Rel {
	if name == "_" {
		return NoRel
	}
	if r := parseName(relNames[:], name); r > 0 {
		return Rel(r)
	}
	if base, _, ok := strings.Cut(name, ":"); ok {
		return ParseRel(base)
	}
	return Dep
}

func parseName(names []string, name string) int {
	for i := 1; i < len(names); i++ {
		if names[i] == name {
			return i
		}
	}
	return 0
}
