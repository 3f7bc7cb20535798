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

// read gives the tokens of at most batchSentences sentences their tags, heads and relations. What it returns holds the
// scores of their name tags until the next call; it is nil when the network has not learned names.
func (b *batch) read(n *network.Network, sentences []Sentence) []network.Sentence {
	if b.reader == nil {
		b.reader = n.NewReader()
		b.sentences = make([]network.Sentence, batchSentences)
	}
	b.forms = b.forms[:0]
	for i := range sentences {
		for t := range sentences[i].Tokens {
			b.forms = append(b.forms, sentences[i].Tokens[t].Form)
		}
	}
	at := 0
	for i := range sentences {
		words := len(sentences[i].Tokens)
		b.sentences[i].Forms = b.forms[at : at+words]
		at += words
	}
	found := b.sentences[:len(sentences)]
	b.reader.Read(found)
	clear(b.forms) // the text is not held longer than it is read
	for i := range sentences {
		for t := range sentences[i].Tokens {
			token := &sentences[i].Tokens[t]
			token.UPOS, token.XPOS = UPOS(found[i].UPOS[t]), XPOS(found[i].XPOS[t])
			token.Rel, token.Head = Rel(found[i].Rels[t]), found[i].Heads[t]
		}
	}
	if n.Names != nameTags {
		return nil
	}
	return found
}
