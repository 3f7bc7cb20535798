package alike

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chancery/syntax"
)

// Frequencies counts in how many texts words stand.
type Frequencies struct {
	texts int
	in    map[string]int
}

// Add counts the content words of one text.
func (f *Frequencies) Add(doc *syntax.Document) {
	if f.in == nil {
		f.in = map[string]int{}
	}
	f.texts++
	seen := map[string]bool{}
	for i := range doc.Sentences {
		for k := range doc.Sentences[i].Tokens {
			if lemma, ok := content(&doc.Sentences[i].Tokens[k]); ok && !seen[lemma] {
				seen[lemma] = true
				f.in[lemma]++
			}
		}
	}
}

// Compile returns a model without trees: the words that stand in most texts, with their weights, what WordNet 3.0
// (a folder with its dict files) tells of them, and their vectors brought to a smaller space.
func (f *Frequencies) Compile(wordNet string, vector func(string) []float32, most int) (*Model, error) {
	var kept []string
	for lemma, n := range f.in {
		if n >= 2 {
			kept = append(kept, lemma)
		}
	}
	slices.SortFunc(kept, func(a, b string) int {
		if d := f.in[b] - f.in[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	kept = kept[:min(len(kept), most)]
	net, err := readWordNet(wordNet)
	if err != nil {
		return nil, err
	}
	reduced := reduce(kept, vector)
	size := len(kept)*5/4 + 1
	table := make([]byte, size*entrySize)
	for i, lemma := range kept {
		hash := hashOf(lemma)
		at := slot(hash, size)
		for number32(table[at*entrySize:]) != 0 && number32(table[at*entrySize:]) != hash {
			at = (at + 1) % size
		}
		e := table[at*entrySize : (at+1)*entrySize]
		if number32(e) != 0 {
			continue // the more frequent of two words of one hash stays
		}
		binary.LittleEndian.PutUint32(e, hash)
		e[weightAt] = byte(f.weight(lemma))
		net.describe(lemma, e)
		for k, v := range reduced[i] {
			e[vectorAt+k] = byte(v)
		}
	}
	return parse(string(file(string(table), "\x00\x00\x00\x00", "\x00\x00\x00\x00", limits{})))
}

// weight is the inverse document frequency, 100 for a word of one text in the whole.
func (f *Frequencies) weight(lemma string) int {
	w := math.Log(float64(f.texts)/float64(f.in[lemma])) / math.Log(float64(f.texts)) * rareWeight
	return max(1, min(rareWeight, int(math.Round(w))))
}

// wordNet is what is taken of WordNet 3.0.
type wordNet struct {
	senses map[string][]string // synsets by "v:" or "n:" and lemma
	synset map[string]*synset  // by "v:" or "n:" and offset
	number map[string]uint16
}

type synset struct {
	file    int
	above   []string
	derived map[string][]string // by word: the synsets of the words derived from it
}

func readWordNet(folder string) (*wordNet, error) {
	n := &wordNet{senses: map[string][]string{}, synset: map[string]*synset{}, number: map[string]uint16{}}
	for _, part := range [...]struct{ name, mark string }{{"verb", "v:"}, {"noun", "n:"}} {
		err := dictionary(filepath.Join(folder, "data."+part.name), func(fields []string) error {
			if len(fields) < 6 {
				return errors.New("expected at least six fields")
			}
			number, err := strconv.Atoi(fields[1])
			if err != nil {
				return err
			}
			words, err := strconv.ParseInt(fields[3], 16, 32)
			if err != nil {
				return err
			}
			s := &synset{file: number, derived: map[string][]string{}}
			at := 4 + 2*int(words)
			if at >= len(fields) {
				return errors.New("cut off")
			}
			for k := at + 1; k+3 < len(fields) && fields[k] != "|" && (len(fields[k+1]) == 8); k += 4 {
				target := fields[k+2] + ":" + fields[k+1]
				switch fields[k] {
				case "@", "@i":
					s.above = append(s.above, target)
				case "+":
					source, err := strconv.ParseInt(fields[k+3][:2], 16, 32)
					if err != nil {
						return err
					}
					if source > 0 && source <= words && (fields[k+2] == "v" || fields[k+2] == "n") {
						w := strings.ToLower(fields[4+2*int(source-1)])
						s.derived[w] = append(s.derived[w], target)
					}
				}
			}
			n.synset[part.mark+fields[0]] = s
			return nil
		})
		if err != nil {
			return nil, err
		}
		err = dictionary(filepath.Join(folder, "index."+part.name), func(fields []string) error {
			if len(fields) < 5 {
				return errors.New("expected at least five fields")
			}
			pointers, err := strconv.Atoi(fields[3])
			if err != nil {
				return err
			}
			for k := 6 + pointers; k < len(fields); k++ {
				n.senses[part.mark+fields[0]] = append(n.senses[part.mark+fields[0]], part.mark+fields[k])
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return n, nil
}

// describe writes what WordNet tells of a word into its entry: the first senses as a verb and as a noun with what is
// derived from them ("sign" and "signing", "explode" and "explosion" share a number), then the rarer ones.
func (n *wordNet) describe(lemma string, e []byte) {
	verbs, nouns := n.senses["v:"+lemma], n.senses["n:"+lemma]
	verbsFirst, nounsFirst := verbs[:min(len(verbs), 3)], nouns[:min(len(nouns), 2)]
	var own, rare, above []string
	for _, list := range [...][]string{verbsFirst, nounsFirst} {
		for i, s := range list {
			own = append(own, s)
			own = append(own, n.synset[s].derived[lemma]...)
			if i == 0 && len(n.synset[s].above) > 0 {
				above = append(above, n.synset[s].above[0])
			}
		}
	}
	for _, list := range [...][]string{verbs[len(verbsFirst):], nouns[len(nounsFirst):]} {
		for _, s := range list[:min(len(list), 6)] {
			rare = append(rare, s)
			rare = append(rare, n.synset[s].derived[lemma]...)
		}
	}
	if len(verbs) > 0 {
		e[verbAt] = byte(n.synset[verbs[0]].file)
	}
	if len(nouns) > 0 {
		e[nounAt] = byte(n.synset[nouns[0]].file)
	}
	seen := map[string]bool{}
	n.put(own, seen, e[sensesAt:sensesAt+2*firstSenses])
	n.put(rare, seen, e[sensesAt+2*firstSenses:aboveAt])
	n.put(above, map[string]bool{}, e[aboveAt:vectorAt])
}

// put writes the numbers of senses that were not seen into two bytes each, as long as there is room.
func (n *wordNet) put(senses []string, seen map[string]bool, room []byte) {
	for _, s := range senses {
		if len(room) > 0 && !seen[s] {
			seen[s] = true
			binary.LittleEndian.PutUint16(room, n.numberOf(s))
			room = room[2:]
		}
	}
}

// numberOf gives synsets numbers from 1 in the order in which they are asked for.
func (n *wordNet) numberOf(s string) uint16 {
	if n.number[s] == 0 {
		n.number[s] = uint16(min(len(n.number)+1, 65535))
	}
	return n.number[s]
}

// dictionary hands the lines of a WordNet file to read, cut at spaces; the licence at the beginning is left out.
func dictionary(name string, read func(fields []string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if strings.HasPrefix(line, " ") {
			continue
		}
		if err := read(strings.Fields(line)); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// reduce brings the vectors of words to the space of their first principal components and to length 127. Words without
// a vector have none.
func reduce(list []string, vector func(string) []float32) [][]int8 {
	out := make([][]int8, len(list))
	var rows [][]float64
	var of []int
	for i, w := range list {
		v := vector(w)
		if v == nil {
			continue
		}
		row := make([]float64, len(v))
		for k, x := range v {
			row[k] = float64(x)
		}
		rows, of = append(rows, row), append(of, i)
	}
	if len(rows) == 0 {
		return out
	}
	width := len(rows[0])
	mean := make([]float64, width)
	for _, r := range rows {
		for k, x := range r {
			mean[k] += x / float64(len(rows))
		}
	}
	covariance := make([][]float64, width)
	for k := range covariance {
		covariance[k] = make([]float64, width)
	}
	for _, r := range rows {
		for k := range r {
			r[k] -= mean[k]
		}
		for k, x := range r {
			for j, y := range r {
				covariance[k][j] += x * y / float64(len(rows))
			}
		}
	}
	basis := principal(covariance, vectorSize)
	for i, r := range rows {
		short := make([]float64, len(basis))
		sum := 0.0
		for k, b := range basis {
			for j, x := range r {
				short[k] += x * b[j]
			}
			sum += short[k] * short[k]
		}
		if sum == 0 {
			continue
		}
		scale := 127 / math.Sqrt(sum)
		v := make([]int8, len(basis))
		for k, x := range short {
			v[k] = int8(max(-127, min(127, math.Round(x*scale))))
		}
		out[of[i]] = v
	}
	return out
}

// principal returns the first n eigenvectors of a symmetric matrix by orthogonal iteration (Golub and Van Loan 2013,
// section 8.2).
func principal(matrix [][]float64, n int) [][]float64 {
	width := len(matrix)
	n = min(n, width)
	basis := make([][]float64, n)
	for k := range basis {
		basis[k] = make([]float64, width)
		for j := range basis[k] {
			basis[k][j] = math.Sin(float64(1 + k*width + j)) // any start will do, but the same each time
		}
	}
	for range 150 {
		for k := range basis {
			next := make([]float64, width)
			for i, row := range matrix {
				for j, x := range row {
					next[i] += x * basis[k][j]
				}
			}
			basis[k] = next
		}
		for k, b := range basis {
			for _, before := range basis[:k] {
				dot := 0.0
				for j := range b {
					dot += b[j] * before[j]
				}
				for j := range b {
					b[j] -= dot * before[j]
				}
			}
			sum := 0.0
			for _, x := range b {
				sum += x * x
			}
			if sum == 0 {
				continue
			}
			scale := 1 / math.Sqrt(sum)
			for j := range b {
				b[j] *= scale
			}
		}
	}
	return basis
}
