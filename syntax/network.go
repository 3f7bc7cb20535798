package syntax

import (
	_ "embed" // the model
	"fmt"

	"chancery/internal/network"
)

//go:embed models/network.model
var networkModel string

// readNetwork reads the network and checks that it speaks of the tags and relations that this package knows.
func readNetwork(model string) (*network.Network, error) {
	n, err := network.Load(model)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrModel, err)
	}
	if n.UPOS != len(uposNames) || n.XPOS != len(xposNames) || n.Relations != len(relNames) {
		return nil, fmt.Errorf("%w: it knows other tags or relations", ErrModel)
	}
	return n, nil
}

// batch is a run of sentences that the network reads together.
type batch struct {
	reader    *network.Reader
	sentences []network.Sentence
	forms     []string
}

// batchSentences bounds a batch, and with it what a long text costs in memory.
const batchSentences = 64

// read gives the tokens of sentences their tags, heads and relations.
func (b *batch) read(n *network.Network, sentences []Sentence) {
	if b.reader == nil {
		b.reader = n.NewReader()
	}
	if b.sentences == nil {
		b.sentences = make([]network.Sentence, batchSentences)
	}
	for len(sentences) > 0 {
		k := min(len(sentences), batchSentences)
		b.forms = b.forms[:0]
		for i := range sentences[:k] {
			for t := range sentences[i].Tokens {
				b.forms = append(b.forms, sentences[i].Tokens[t].Form)
			}
		}
		at := 0
		for i := range sentences[:k] {
			words := len(sentences[i].Tokens)
			b.sentences[i].Forms = b.forms[at : at+words]
			at += words
		}
		b.reader.Read(b.sentences[:k])
		for i := range sentences[:k] {
			found := &b.sentences[i]
			found.Forms = nil
			for t := range sentences[i].Tokens {
				token := &sentences[i].Tokens[t]
				token.UPOS, token.XPOS = UPOS(found.UPOS[t]), XPOS(found.XPOS[t])
				token.Rel, token.Head = Rel(found.Rels[t]), found.Heads[t]
			}
		}
		clear(b.forms)
		sentences = sentences[k:]
	}
}
