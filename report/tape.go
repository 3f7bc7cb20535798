package report

import (
	"errors"
	"io"
)

// tape is an input that can be wound back: over what was read since the mark, as far as maxBack bytes. Unpacking
// damaged data reads on into what is whole before it sees the damage.
type tape struct {
	in   io.Reader
	buf  []byte
	r    int   // buf[r:] has not been read
	at   int64 // the offset of buf[r] in the input
	mark int64 // the offset that may be wound back to
	err  error
}

const maxBack = 256 << 10

// fill gets at least one more byte, or sets err.
func (t *tape) fill() {
	if keep := int(min(t.at-t.mark, maxBack)); t.r > keep && (t.r-keep >= bufferSize || t.r == len(t.buf)) {
		n := copy(t.buf, t.buf[t.r-keep:])
		t.buf, t.r = t.buf[:n], keep
	}
	if len(t.buf)+bufferSize > cap(t.buf) {
		larger := make([]byte, len(t.buf), cap(t.buf)+4*bufferSize)
		copy(larger, t.buf)
		t.buf = larger
	}
	for tries := 0; t.err == nil; tries++ {
		n, err := t.in.Read(t.buf[len(t.buf) : len(t.buf)+bufferSize])
		t.buf, t.err = t.buf[:len(t.buf)+n], err
		if n > 0 {
			return
		}
		if tries == 100 && err == nil {
			t.err = io.ErrNoProgress
		}
	}
}

// peek gives the next n bytes, or as many as there are.
func (t *tape) peek(n int) []byte {
	for len(t.buf)-t.r < n && t.err == nil {
		t.fill()
	}
	return t.buf[t.r:min(len(t.buf), t.r+n)]
}

// skip passes n bytes that have been peeked at.
func (t *tape) skip(n int) { t.r, t.at = t.r+n, t.at+int64(n) }

// back winds back to an offset, or as far as it can.
func (t *tape) back(offset int64) {
	n := min(t.at-offset, int64(t.r))
	t.r, t.at = t.r-int(n), t.at-n
}

// ReadByte reads a byte.
func (t *tape) ReadByte() (byte, error) {
	if t.r == len(t.buf) {
		if t.fill(); t.r == len(t.buf) {
			return 0, t.end()
		}
	}
	b := t.buf[t.r]
	t.r, t.at = t.r+1, t.at+1
	return b, nil
}

// Read reads.
func (t *tape) Read(p []byte) (int, error) {
	if t.r == len(t.buf) {
		if t.fill(); t.r == len(t.buf) {
			return 0, t.end()
		}
	}
	n := copy(p, t.buf[t.r:])
	t.skip(n)
	return n, nil
}

func (t *tape) end() error {
	if t.err == nil || errors.Is(t.err, io.EOF) {
		return io.EOF
	}
	return t.err
}
