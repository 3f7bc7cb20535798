package record

import (
	"encoding/binary"
	"math/bits"
)

// rowSet is a set of rows of a shelf, by their numbers: a bit each.
type rowSet []uint64

// newRowSet makes an empty set of rows up to most.
func newRowSet(most int64) rowSet { return make(rowSet, most/64+1) }

func (s rowSet) add(n int64) {
	if i := n / 64; i >= 0 && i < int64(len(s)) {
		s[i] |= 1 << (n % 64)
	}
}

func (s rowSet) remove(n int64) {
	if i := n / 64; i >= 0 && i < int64(len(s)) {
		s[i] &^= 1 << (n % 64)
	}
}

func (s rowSet) has(n int64) bool {
	i := n / 64
	return i >= 0 && i < int64(len(s)) && s[i]&(1<<(n%64)) != 0
}

// addRange adds the rows from first to last.
func (s rowSet) addRange(first, last int64) {
	for n := max(first, 0); n <= last && n/64 < int64(len(s)); {
		if n%64 == 0 && n+63 <= last {
			s[n/64] = ^uint64(0)
			n += 64
			continue
		}
		s[n/64] |= 1 << (n % 64)
		n++
	}
}

// addList adds the rows of a packed list.
func (s rowSet) addList(l *list) {
	n := l.first
	s.add(int64(n))
	for d := l.differences; len(d) > 0; {
		if b := d[0]; b < 0x80 {
			n += uint64(b)
			d = d[1:]
		} else {
			x, size := binary.Uvarint(d)
			if size <= 0 {
				return
			}
			n += x
			d = d[size:]
		}
		s.add(int64(n))
	}
}

func (s rowSet) clone() rowSet { return append(rowSet(nil), s...) }

func (s rowSet) and(o rowSet) {
	for i := range s {
		s[i] &= o[i]
	}
}

func (s rowSet) or(o rowSet) {
	for i := range s {
		s[i] |= o[i]
	}
}

func (s rowSet) not(o rowSet) {
	for i := range s {
		s[i] &^= o[i]
	}
}

// invert turns the set around.
func (s rowSet) invert() {
	for i := range s {
		s[i] = ^s[i]
	}
}

func (s rowSet) count() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// each gives the rows in order until do returns false.
func (s rowSet) each(do func(n int64) bool) {
	for i, w := range s {
		for w != 0 {
			if !do(int64(i)*64 + int64(bits.TrailingZeros64(w))) {
				return
			}
			w &= w - 1
		}
	}
}

// eachFrom gives the rows from first to last in order.
func (s rowSet) eachFrom(first, last int64, do func(n int64)) {
	for i := max(first, 0) / 64; i <= last/64 && i < int64(len(s)); i++ {
		for w := s[i]; w != 0; w &= w - 1 {
			if n := i*64 + int64(bits.TrailingZeros64(w)); n >= first && n <= last {
				do(n)
			}
		}
	}
}

// any tells whether one of the rows from first to last is in the set.
func (s rowSet) any(first, last int64) bool {
	for n := first; n <= last && n/64 < int64(len(s)); {
		if n%64 == 0 && n+63 <= last {
			if s[n/64] != 0 {
				return true
			}
			n += 64
			continue
		}
		if s.has(n) {
			return true
		}
		n++
	}
	return false
}
