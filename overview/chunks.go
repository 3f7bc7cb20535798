package overview

import "slices"

const (
	chunkBits = 10
	chunkSize = 1 << chunkBits
)

// chunks is a column of values that snapshots share: it grows at its end, and a chunk in which a value changes is copied
// first. Readers hold a column of their own, made by publish, and look no further than its length.
type chunks[T any] struct {
	parts []*[chunkSize]T
	own   []bool // parts that no reader holds
	n     int
}

// at gives a value to be read.
func (c *chunks[T]) at(i uint32) *T { return &c.parts[i>>chunkBits][i&(chunkSize-1)] }

// change gives a value to be changed.
func (c *chunks[T]) change(i uint32) *T {
	p := i >> chunkBits
	if !c.own[p] {
		part := *c.parts[p]
		c.parts[p], c.own[p] = &part, true
	}
	return &c.parts[p][i&(chunkSize-1)]
}

// add appends a value. Readers of a shared last part do not look so far.
func (c *chunks[T]) add(v T) uint32 {
	if c.n == len(c.parts)<<chunkBits {
		c.parts, c.own = append(c.parts, new([chunkSize]T)), append(c.own, true)
	}
	c.parts[c.n>>chunkBits][c.n&(chunkSize-1)] = v
	c.n++
	return uint32(c.n - 1)
}

// publish gives the column as it is to readers.
func (c *chunks[T]) publish() chunks[T] {
	clear(c.own)
	return chunks[T]{parts: slices.Clone(c.parts), n: c.n}
}
