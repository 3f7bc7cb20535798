package network

import "encoding/binary"

// What the convolution needs of a word depends on its form alone, and few forms make up most of a text: a Reader keeps
// what it has computed for the last ones. Nothing that it finds depends on what is kept.

const (
	slots       = 1 << 12
	longestKept = 23 // bytes of a form
)

// formKey is a short form as it stands in memory: its bytes, zeros, and its length.
type formKey [3]uint64

func (n *Network) keyOf(form string) formKey {
	var space [longestKept + 1]byte
	copy(space[:], form)
	space[longestKept] = byte(len(form))
	digits := false
	for i, c := range space[:longestKept] {
		if '0' <= c && c <= '9' {
			digits = true
			space[i] = '0'
		}
	}
	if digits {
		// Numbers without a vector of their own are all one to the input layer: most of a table of prices is the same
		// few words.
		if n.formVector(form) >= 0 {
			copy(space[:], form)
		} else {
			space[longestKept] |= 0x80
		}
	}
	return formKey{binary.LittleEndian.Uint64(space[:]), binary.LittleEndian.Uint64(space[8:]), binary.LittleEndian.Uint64(space[16:])}
}

func (k *formKey) slot() int {
	return int(mix(k[0]^k[1]*hashPrime^k[2]*hashStart) % slots)
}

// vocabulary holds records of forms: the input of the word, then its products as the word before, as the word itself,
// and as the word behind.
type vocabulary struct {
	keys    []formKey
	records []int16
	fresh   []int16   // records of this batch that were not kept
	forms   []formKey // theirs; zero for forms too long to keep
	rows    [][]int16 // for each word of the batch its record
	missing []int     // words whose record is fresh
}

const inputPart, beforePart, ownPart, behindPart, parts = 0, 1, 2, 3, 4

// look finds or computes the records of the words of sentences.
func (r *Reader) look(sentences []Sentence) {
	v, w := &r.words, r.Width
	if v.keys == nil {
		v.keys, v.records = make([]formKey, slots), make([]int16, slots*parts*w)
	}
	v.rows, v.missing, v.forms = v.rows[:0], v.missing[:0], v.forms[:0]
	for i := range sentences {
		for _, form := range sentences[i].Forms {
			var key formKey
			if len(form) > 0 && len(form) <= longestKept {
				key = r.keyOf(form)
				slot := key.slot()
				if v.keys[slot] == key {
					v.rows = append(v.rows, v.records[slot*parts*w:][:parts*w])
					continue
				}
			}
			n := len(v.forms)
			v.forms = append(v.forms, key)
			v.fresh = resizeKeeping(v.fresh, (n+1+tile)*parts*w)
			r.word(form, v.fresh[n*parts*w:][:w])
			v.missing = append(v.missing, len(v.rows))
			v.rows = append(v.rows, nil)
		}
	}
	n := len(v.forms)
	if n == 0 {
		return
	}
	rows := (n + tile - 1) / tile * tile
	r.bytes = resizeBytes(r.bytes, rows*w)
	for i := range n {
		narrow(r.bytes[i*w:(i+1)*w], v.fresh[i*parts*w:][:w])
	}
	for i := range r.convolution {
		r.convolution[i].all(rows, r.bytes, w, v.fresh[(beforePart+i)*w:], parts*w)
	}
	for i, word := range v.missing {
		v.rows[word] = v.fresh[i*parts*w:][:parts*w]
	}
}

// keep puts what was computed for this batch where the next will find it.
func (v *vocabulary) keep(size int) {
	for i, key := range v.forms {
		if key[2] == 0 {
			continue
		}
		slot := key.slot()
		v.keys[slot] = key
		copy(v.records[slot*size:(slot+1)*size], v.fresh[i*size:])
	}
}

// convolve computes what the words of sentences are with their neighbours.
func (r *Reader) convolve(sentences []Sentence, to []int16) {
	w := r.Width
	r.look(sentences)
	at := 0
	for i := range sentences {
		n := len(sentences[i].Forms)
		for t := range n {
			own := r.words.rows[at]
			before, behind := r.zeros[:w], r.zeros[:w]
			if t > 0 {
				before = r.words.rows[at-1][beforePart*w:][:w]
			}
			if t < n-1 {
				behind = r.words.rows[at+1][behindPart*w:][:w]
			}
			join(to[at*w:(at+1)*w], before, own[ownPart*w:][:w], behind, own[:w])
			at++
		}
	}
	r.words.keep(parts * w)
}
