package syntax

import (
	_ "embed" // the models
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"chancery/internal/network"
	"chancery/report"
)

// ErrModel is what errors of Load wrap: a model file is not what it should be.
var ErrModel = errors.New("damaged model")

//go:embed models/clusters.model
var clusterModel string

//go:embed models/names.model
var namesModel string

//go:embed models/lemmas.tsv
var lemmaModel string

// Analyzer finds sentences, words, tags, lemmas, trees and names in text. It holds only models, which it never
// changes: any number of goroutines may share one.
type Analyzer struct {
	clusters   lexicon
	splitter   *splitter
	lemmatiser *lemmatiser
	nameFinder *nameFinder
	network    *network.Network
	workspaces sync.Pool // of *workspace
}

// workspace is what one call of Analyze works with; it is used again by later calls.
type workspace struct {
	spans []report.Span
	split splitWork
	batch batch
	names namesWork
	key   []byte
}

const maxKeptSpans = 1 << 15

// Load returns an Analyzer with the models that the binary carries.
func Load() (*Analyzer, error) {
	a := new(Analyzer)
	var err error
	if a.clusters, err = readClusters(clusterModel); err != nil {
		return nil, fmt.Errorf("clusters: %w", err)
	}
	if a.splitter, err = readSplitter(sentenceModel); err != nil {
		return nil, fmt.Errorf("sentences: %w", err)
	}
	if a.nameFinder, err = readNameFinder(namesModel); err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	if a.lemmatiser, err = readLemmatiser(lemmaModel); err != nil {
		return nil, fmt.Errorf("lemmas: %w", err)
	}
	if a.network, err = readNetwork(networkModel); err != nil {
		return nil, fmt.Errorf("network: %w", err)
	}
	a.workspaces.New = func() any { return &workspace{key: make([]byte, 0, maxTokenBytes+8)} }
	return a, nil
}

// Analyze reads the blocks of a text. Blocks must lie within the text, in order and without overlap; no blocks mean
// that the text is one paragraph. What a sentence has more than 256 tokens of is another sentence, and what a token
// has more than 512 bytes of is another token, so that time and memory grow with the text and no faster.
func (a *Analyzer) Analyze(text string, blocks []report.Block) *Document {
	w := a.workspaces.Get().(*workspace)
	defer func() {
		if cap(w.spans) > maxKeptSpans {
			w.spans, w.split = nil, splitWork{} // the memory of one huge block is not kept for small ones
		}
		a.workspaces.Put(w)
	}()
	if len(blocks) == 0 {
		blocks = []report.Block{{Span: report.Span{Start: 0, End: len(text)}}}
	}
	d := &Document{Text: text}
	for b, block := range blocks {
		block.Start = max(0, min(block.Start, len(text)))
		block.End = max(block.Start, min(block.End, len(text)))
		w.spans = tokenise(text, block.Span, w.spans[:0])
		// One piece of memory for the tokens of a block, one for its children lists.
		tokens, links := make([]Token, len(w.spans)), make([]int32, 2*len(w.spans))
		for i, span := range w.spans {
			tokens[i].Span, tokens[i].Form = span, span.In(text)
		}
		a.splitter.split(text, block.Kind, w.spans, a.clusters, &w.split, func(first, end int) {
			n := end - first
			d.Sentences = append(d.Sentences, Sentence{
				Span: report.Span{Start: tokens[first].Start, End: tokens[end-1].End}, Block: b, Kind: block.Kind,
				Tokens: tokens[first:end:end], first: links[2*first : 2*first+n : 2*first+n], next: links[2*first+n : 2*end : 2*end],
			})
		})
	}
	a.analyzeSentences(d.Sentences, w)
	return d
}

// Annotate gives tags, lemmas, trees and names to the sentences of one text whose tokens have their forms, as treebanks
// and other corpora bring them. It replaces whatever they had of these.
func (a *Analyzer) Annotate(sentences []Sentence) {
	w := a.workspaces.Get().(*workspace)
	a.analyzeSentences(sentences, w)
	a.workspaces.Put(w)
}

// analyzeSentences fills in all that hangs on the sentences' tokens.
func (a *Analyzer) analyzeSentences(sentences []Sentence, w *workspace) {
	for len(sentences) > 0 {
		now := sentences[:min(len(sentences), batchSentences)]
		sentences = sentences[len(now):]
		found := w.batch.read(a.network, now)
		for i := range now {
			s := &now[i]
			s.Link()
			s.mendTags()
			for j := range s.Tokens {
				t := &s.Tokens[j]
				t.Lemma = a.lemmatiser.lemma(t.Form, t.UPOS, t.XPOS, w.key)
			}
		}
		a.nameFinder.findNames(now, a.clusters, found, &w.names)
		for i := range now {
			for j := range now[i].Tokens {
				now[i].Tokens[j].agree()
			}
			now[i].repair()
		}
	}
}

// sections cuts a model file: a first line that says what it is, then sections, each after its length in four bytes.
func sections(model, kind string, want int) ([]string, error) {
	if len(model) < len(kind)+1 || model[:len(kind)] != kind || model[len(kind)] != '\n' {
		return nil, fmt.Errorf("%w: it does not begin with %q", ErrModel, kind)
	}
	rest := model[len(kind)+1:]
	var parts []string
	for rest != "" {
		if len(rest) < 4 {
			return nil, fmt.Errorf("%w: cut short", ErrModel)
		}
		n := int(binary.LittleEndian.Uint32([]byte(rest[:4])))
		if n > len(rest)-4 {
			return nil, fmt.Errorf("%w: cut short", ErrModel)
		}
		parts = append(parts, rest[4:4+n])
		rest = rest[4+n:]
	}
	if len(parts) != want {
		return nil, fmt.Errorf("%w: %d sections, not %d", ErrModel, len(parts), want)
	}
	return parts, nil
}

// joinSections is the reverse of sections.
func joinSections(kind string, parts ...string) string {
	out := []byte(kind + "\n")
	for _, p := range parts {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(p)))
		out = append(out, p...)
	}
	return string(out)
}

// tableShift returns the shift that place needs for a table.
func tableShift(table string) (uint, error) {
	for bits := uint(8); bits < 28; bits++ {
		if len(table) == 1<<bits+weightPadding {
			return 64 - bits, nil
		}
	}
	return 0, fmt.Errorf("%w: a table of %d weights", ErrModel, len(table))
}
