package syntax

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word clusters are made from word vectors in two steps of k-means: coarse clusters, and fine ones inside each. A
// cluster's number is coarse × fineClusters + fine + 1, so that the parser can use both; 0 is an unknown word.
const (
	coarseClusters = 64
	fineClusters   = 16
	vectorWidth    = 300
)

// TrainClusters reads the vocabulary of a spaCy model (the folder with vectors, key2row and strings.json) and writes
// clusters.model: the clusters of the words that occur in the training corpora, and of capitalised words.
func (t Training) TrainClusters(vocabulary string) error {
	raw, err := os.ReadFile(filepath.Join(vocabulary, "vectors"))
	if err != nil {
		return err
	}
	if len(raw) < 128 || (len(raw)-128)%(4*vectorWidth) != 0 {
		return fmt.Errorf("vectors: %d bytes are not rows of %d numbers", len(raw), vectorWidth)
	}
	raw = raw[128:]
	rows := make([][]float32, len(raw)/(4*vectorWidth))
	for i := range rows {
		rows[i] = make([]float32, vectorWidth)
		norm := float64(0)
		for j := range rows[i] {
			rows[i][j] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*(i*vectorWidth+j):]))
			norm += float64(rows[i][j]) * float64(rows[i][j])
		}
		if norm > 0 {
			for j := range rows[i] {
				rows[i][j] = float32(float64(rows[i][j]) / math.Sqrt(norm))
			}
		}
	}
	keys, err := readKeys(filepath.Join(vocabulary, "key2row"))
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(vocabulary, "strings.json"))
	if err != nil {
		return err
	}
	var words []string
	if err := json.Unmarshal(text, &words); err != nil {
		return fmt.Errorf("strings.json: %w", err)
	}

	cluster := make([]uint16, len(rows))
	coarse := kMeans(rows, coarseClusters)
	for c := range coarseClusters {
		var members []int
		var vectors [][]float32
		for i := range rows {
			if coarse[i] == c {
				members = append(members, i)
				vectors = append(vectors, rows[i])
			}
		}
		for i, fine := range kMeans(vectors, fineClusters) {
			cluster[members[i]] = uint16(c*fineClusters + fine + 1)
		}
	}

	seen, err := t.vocabulary()
	if err != nil {
		return err
	}
	slices.Sort(words)
	var hashes []uint32
	var values []uint16
	for _, w := range words {
		row, ok := keys[murmur64(w)]
		if !ok || row >= len(rows) || !seen[w] && !isName(w) {
			continue
		}
		hashes = append(hashes, hashString(w))
		values = append(values, cluster[row])
	}
	fmt.Fprintf(t.Log, "clusters of %d words\n", len(hashes))
	return t.write("clusters.model", joinSections(clusterKind, string(newLexicon(hashes, values))))
}

// isName reports whether a word is a capital letter and small ones.
func isName(w string) bool {
	r, size := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(r) || len(w) == size || len(w) > 20 {
		return false
	}
	for _, r := range w[size:] {
		if !unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// vocabulary returns the words of the training corpora.
func (t Training) vocabulary() (map[string]bool, error) {
	seen := map[string]bool{}
	for _, folder := range []string{"ud_ewt/train", "gum/train_open", "gmb/train", "masc/train", "muc4/train", "plain_text/train", "wikigold/train", "re3d/train"} {
		err := filepath.WalkDir(filepath.Join(t.Corpora, folder), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, w := range strings.FieldsFunc(string(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
				seen[w] = true
			}
			for _, w := range strings.Fields(string(text)) {
				seen[w] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return seen, nil
}

// readKeys reads a MessagePack map of hashes to rows.
func readKeys(path string) (map[uint64]int, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	at := 0
	number := func() (uint64, bool) {
		if at >= len(b) {
			return 0, false
		}
		size := map[byte]int{0xcc: 1, 0xcd: 2, 0xce: 4, 0xcf: 8}[b[at]]
		if b[at] < 0x80 {
			at++
			return uint64(b[at-1]), true
		}
		if size == 0 || at+1+size > len(b) {
			return 0, false
		}
		n := uint64(0)
		for _, c := range b[at+1 : at+1+size] {
			n = n<<8 | uint64(c)
		}
		at += 1 + size
		return n, true
	}
	if len(b) < 5 || b[0] != 0xdf {
		return nil, fmt.Errorf("%s: no MessagePack map", path)
	}
	n := int(binary.BigEndian.Uint32(b[1:]))
	at = 5
	keys := make(map[uint64]int, n)
	for range n {
		k, ok1 := number()
		v, ok2 := number()
		if !ok1 || !ok2 {
			return nil, fmt.Errorf("%s: damaged at byte %d", path, at)
		}
		keys[k] = int(v)
	}
	return keys, nil
}

// murmur64 is MurmurHash64A with seed 1, the hash of spaCy's string store.
func murmur64(s string) uint64 {
	const m = 0xc6a4a7935bd1e995
	h := uint64(1) ^ uint64(len(s))*m
	b := []byte(s)
	for len(b) >= 8 {
		k := binary.LittleEndian.Uint64(b) * m
		k = (k ^ k>>47) * m
		h = (h ^ k) * m
		b = b[8:]
	}
	if len(b) > 0 {
		for i := len(b) - 1; i >= 0; i-- {
			h ^= uint64(b[i]) << (8 * i)
		}
		h *= m
	}
	h = (h ^ h>>47) * m
	return h ^ h>>47
}

// kMeans returns each vector's cluster. Products are rounded before they are added, so that machines that could fuse
// the two give the same clusters.
func kMeans(vectors [][]float32, k int) []int {
	assigned := make([]int, len(vectors))
	if len(vectors) <= k {
		for i := range assigned {
			assigned[i] = i
		}
		return assigned
	}
	rng := random(3)
	centres := make([][]float32, k)
	for c := range centres {
		centres[c] = slices.Clone(vectors[rng.next()%uint64(len(vectors))])
	}
	for range 25 {
		for i, v := range vectors {
			best := float32(-9)
			for c, centre := range centres {
				dot := float32(0)
				for j := range v {
					dot += float32(v[j] * centre[j])
				}
				if dot > best {
					best, assigned[i] = dot, c
				}
			}
		}
		for c := range centres {
			clear(centres[c])
		}
		for i, v := range vectors {
			for j := range v {
				centres[assigned[i]][j] += v[j]
			}
		}
		for c := range centres {
			norm := float64(0)
			for _, x := range centres[c] {
				norm += float64(x) * float64(x)
			}
			if norm == 0 {
				centres[c] = slices.Clone(vectors[rng.next()%uint64(len(vectors))])
				continue
			}
			for j := range centres[c] {
				centres[c][j] = float32(float64(centres[c][j]) / math.Sqrt(norm))
			}
		}
	}
	return assigned
}
