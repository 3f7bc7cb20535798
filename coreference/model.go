package coreference

import (
	_ "embed" // the model lies in the binary
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"

	"chancery/syntax"
)

//go:embed models/coreference.model
var shipped string

// heading is the first line of the model's file; the number is of its version.
const heading = "chancery coreference 1\n"

// Model is a trained ranker. It does not change and is safe for use by several goroutines.
type Model struct {
	weights string // two bytes each, little-endian
	nouns   nouns
	rankers sync.Pool
}

// Load reads the model in the binary. One from an empty file links nothing: so the first can be trained.
func Load() (*Model, error) {
	if shipped == "" {
		return parse(string(file(make([]byte, 2<<tableBits), "", "")))
	}
	return parse(shipped)
}

// file is a model as parse reads it.
func file(weights []byte, table, above string) []byte {
	out := []byte(heading)
	for _, section := range []string{string(weights), table, above} {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(section)))
		out = append(out, section...)
	}
	return out
}

// parse reads a model: after the heading three sections, each after its length in four bytes: weights, the table of
// nouns, what stands above each synset.
func parse(data string) (*Model, error) {
	rest, ok := strings.CutPrefix(data, heading)
	if !ok {
		return nil, fmt.Errorf("model of coreference: it does not begin with %q", heading)
	}
	var sections [3]string
	for k := range sections {
		if len(rest) < 4 || uint64(len(rest)-4) < uint64(word(rest)) {
			return nil, fmt.Errorf("model of coreference: section %d is cut off", k+1)
		}
		n := int(word(rest))
		sections[k], rest = rest[4:4+n], rest[4+n:]
	}
	m := &Model{weights: sections[0], nouns: nouns{table: sections[1], above: sections[2]}}
	if rest != "" || len(m.weights) != 2<<tableBits || !m.nouns.valid() {
		return nil, errors.New("model of coreference: sections of other lengths than a table has")
	}
	m.rankers.New = func() any { return &ranker{} }
	return m, nil
}

// Resolve finds the mentions of a document in the order of the text, by their first word, the longer before the
// shorter, and which of them mean the same. What is known of names helps it; the list may be empty.
func (x *Model) Resolve(doc *syntax.Document, known []Known) []Mention {
	r := x.rankers.Get().(*ranker)
	defer x.rankers.Put(r)
	r.nouns = x.nouns
	r.begin(doc, known)
	for _, at := range r.order {
		j := int(at)
		r.candidates(j)
		best, bestScore := -1, int32(0)
		if len(r.list) > 0 {
			bestScore = x.score(r.alone(j))
			r.fitting, r.subjects = 0, 0
			for _, i := range r.list {
				if score := x.score(r.pair(int(i), j)); score > bestScore {
					best, bestScore = int(i), score
				}
				r.count(int(i), j)
			}
		}
		r.link(j, best)
	}
	out := make([]Mention, len(r.mentions))
	for i := range out {
		out[i] = r.mentions[i].Mention
	}
	r.doc = nil
	return out
}

// score sums the weights of features.
func (x *Model) score(features []uint32) (sum int32) {
	for _, f := range features {
		sum += int32(int16(uint16(x.weights[2*f]) | uint16(x.weights[2*f+1])<<8))
	}
	return sum
}

// count notes that a candidate was looked at which agrees with the pronoun j.
func (r *ranker) count(i, j int) {
	if m := &r.mentions[j]; m.kind == pronominal && r.agrees(m, &r.chains[r.mentions[i].Chain]) && r.mentions[i].outer < 0 {
		r.fitting++
		if r.mentions[i].role <= subject {
			r.subjects++
		}
	}
}

func (x nouns) valid() bool {
	if x.table == "" {
		return x.above == ""
	}
	n := len(x.table) / 8
	if len(x.table)%8 != 0 || n&(n-1) != 0 || len(x.above)%4 != 0 {
		return false
	}
	free := n == 0
	for at := 0; at < n && !free; at++ {
		free = word(x.table[at*8:at*8+4]) == 0
	}
	return free
}
