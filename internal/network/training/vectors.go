package training

import (
	"archive/zip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"chancery/internal/network"
)

// vectors are static word vectors: each word's key leads to a row.
type vectors struct {
	keys []uint32 // in ascending order
	rows []int32
	data matrix
}

func (v *vectors) find(key uint32) int32 {
	if i, ok := slices.BinarySearch(v.keys, key); ok {
		return v.rows[i]
	}
	return -1
}

// word returns the row of a word as written, else in lower case, else -1.
func (v *vectors) word(form string) int32 {
	if r := v.find(network.VectorKey(form)); r >= 0 {
		return r
	}
	return v.find(network.LowerVectorKey(form))
}

// readVectors reads the vectors of a spaCy model from its wheel: the strings, the table of string hashes to rows
// (msgpack), and the rows (NumPy).
func readVectors(wheel string) (*vectors, error) {
	archive, err := zip.OpenReader(wheel)
	if err != nil {
		return nil, fmt.Errorf("word vectors: %w", err)
	}
	defer archive.Close()
	files := map[string][]byte{}
	for _, f := range archive.File {
		for _, name := range []string{"strings.json", "key2row", "vectors"} {
			if strings.HasSuffix(f.Name, "/vocab/"+name) {
				r, err := f.Open()
				if err != nil {
					return nil, err
				}
				files[name], err = io.ReadAll(r)
				r.Close()
				if err != nil {
					return nil, err
				}
			}
		}
	}
	var words []string
	if err := json.Unmarshal(files["strings.json"], &words); err != nil {
		return nil, fmt.Errorf("word vectors: strings.json: %w", err)
	}
	rows, err := readKeys(files["key2row"])
	if err != nil {
		return nil, err
	}
	v := &vectors{}
	if v.data, err = readArray(files["vectors"]); err != nil {
		return nil, err
	}
	type pair struct {
		key uint32
		row int32
	}
	found := map[uint32]int32{}
	get := func(w string) (int32, bool) {
		r, ok := rows[murmur(w)]
		return r, ok
	}
	// A word that has the row of its lower-case form needs no key of its own; nor have words with spaces.
	for _, w := range words {
		r, ok := get(w)
		if !ok || strings.ContainsAny(w, " \t\n\r") || len(w) > 24 {
			continue
		}
		if l := strings.ToLower(w); l != w {
			if lr, ok := get(l); ok && lr == r {
				continue
			}
		}
		found[network.VectorKey(w)] = r
	}
	pairs := make([]pair, 0, len(found))
	for k, r := range found {
		pairs = append(pairs, pair{k, r})
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		if a.key < b.key {
			return -1
		}
		return 1
	})
	for _, p := range pairs {
		v.keys = append(v.keys, p.key)
		v.rows = append(v.rows, p.row)
	}
	// Rows of one length, so that rare words do not shout.
	for i := range v.data.rows {
		row := v.data.row(i)
		var sum float64
		for _, x := range row {
			sum += float64(x) * float64(x)
		}
		if sum > 0 {
			scale := float32(math.Sqrt(float64(len(row)) / sum))
			for j := range row {
				row[j] *= scale
			}
		}
	}
	return v, nil
}

func readKeys(b []byte) (map[uint64]int32, error) {
	bad := fmt.Errorf("word vectors: key2row is no msgpack map of integers")
	at := 0
	number := func() (uint64, bool) {
		if at >= len(b) {
			return 0, false
		}
		c := b[at]
		at++
		size := 0
		switch {
		case c < 0x80:
			return uint64(c), true
		case c == 0xcc:
			size = 1
		case c == 0xcd:
			size = 2
		case c == 0xce:
			size = 4
		case c == 0xcf:
			size = 8
		default:
			return 0, false
		}
		if at+size > len(b) {
			return 0, false
		}
		var v uint64
		for _, x := range b[at : at+size] {
			v = v<<8 | uint64(x)
		}
		at += size
		return v, true
	}
	if len(b) < 5 {
		return nil, bad
	}
	n := 0
	switch b[0] {
	case 0xdf:
		n = int(binary.BigEndian.Uint32(b[1:]))
		at = 5
	case 0xde:
		n = int(binary.BigEndian.Uint16(b[1:]))
		at = 3
	default:
		return nil, bad
	}
	m := make(map[uint64]int32, n)
	for range n {
		k, ok1 := number()
		v, ok2 := number()
		if !ok1 || !ok2 {
			return nil, bad
		}
		m[k] = int32(v)
	}
	return m, nil
}

func readArray(b []byte) (matrix, error) {
	var m matrix
	if len(b) < 10 || string(b[:6]) != "\x93NUMPY" {
		return m, fmt.Errorf("word vectors: no NumPy array")
	}
	header := int(binary.LittleEndian.Uint16(b[8:])) + 10
	shape := string(b[10:header])
	at := strings.Index(shape, "(")
	if at < 0 || !strings.Contains(shape, "'<f4'") {
		return m, fmt.Errorf("word vectors: NumPy header %q", shape)
	}
	if _, err := fmt.Sscanf(shape[at:], "(%d, %d)", &m.rows, &m.columns); err != nil {
		return m, fmt.Errorf("word vectors: NumPy header %q: %w", shape, err)
	}
	m.data = make([]float32, m.rows*m.columns)
	for i := range m.data {
		m.data[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[header+4*i:]))
	}
	return m, nil
}

// murmur is MurmurHash64A with seed 1, by which spaCy numbers its strings.
func murmur(s string) uint64 {
	const m, r = 0xc6a4a7935bd1e995, 47
	h := uint64(1) ^ uint64(len(s))*m
	for len(s) >= 8 {
		k := binary.LittleEndian.Uint64([]byte(s[:8]))
		k *= m
		k ^= k >> r
		k *= m
		h = (h ^ k) * m
		s = s[8:]
	}
	if len(s) > 0 {
		for i := len(s) - 1; i >= 0; i-- {
			h ^= uint64(s[i]) << (8 * i)
		}
		h *= m
	}
	h ^= h >> r
	h *= m
	return h ^ h>>r
}
