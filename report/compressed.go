package report

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// counter counts the bytes that are read from the inputs as they lie on disk.
type counter struct {
	in    io.Reader
	total *int64
}

// Read reads from the input.
func (c counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	*c.total += int64(n)
	return n, err
}

// stream is an input being read, unpacked when it was packed.
type stream struct {
	*bufio.Reader
	members *memberReader // nil unless the input is packed with gzip
	close   func()
}

const bufferSize = 64 << 10

// openStream tells from its first bytes whether an input is packed with gzip or zstd.
func openStream(in io.Reader, total *int64) (*stream, error) {
	b := bufio.NewReaderSize(counter{in, total}, bufferSize)
	head, _ := b.Peek(4)
	switch {
	case bytes.HasPrefix(head, gzipMagic):
		m := &memberReader{in: tape{in: b}}
		return &stream{bufio.NewReaderSize(m, bufferSize), m, func() {}}, nil
	case isZstd(head):
		z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, fmt.Errorf("%w: zstd: %w", ErrDamaged, err)
		}
		return &stream{bufio.NewReaderSize(&zstdReader{Decoder: z}, bufferSize), nil, z.Close}, nil
	}
	return &stream{b, nil, func() {}}, nil
}

// head gives the first bytes of the input, as many as are there up to n, and leaves them and what went wrong behind
// them to be read.
func (s *stream) head(n int) ([]byte, error) {
	head, err := s.Peek(n)
	if err == nil || errors.Is(err, io.EOF) {
		return head, nil
	}
	if len(head) == 0 && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	head = bytes.Clone(head)
	s.Reader = bufio.NewReaderSize(&resumed{head, err, s.Reader}, bufferSize)
	return head, nil
}

// resumed gives bytes that were read, then the error that followed them, then the rest.
type resumed struct {
	data []byte
	err  error
	rest *bufio.Reader
}

// Read reads.
func (r *resumed) Read(p []byte) (n int, err error) {
	switch {
	case len(r.data) > 0:
		n = copy(p, r.data)
		r.data = r.data[n:]
		return n, nil
	case r.err != nil:
		_, _ = r.rest.Discard(r.rest.Buffered()) // that is the data
		err, r.err = r.err, nil
		return 0, err
	}
	return r.rest.Read(p)
}

// maxWindow is the most memory that unpacking zstd may take; zstd's own tool refuses more, too, unless told.
const maxWindow = 128 << 20

var gzipMagic = []byte("\x1f\x8b\x08")

// isZstd recognises a frame of zstd, and the skippable frame that files made for random access begin with
// (RFC 8878, 3.1).
func isZstd(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")) || len(head) >= 4 && head[0]&0xf0 == 0x50 && bytes.Equal(head[1:4], []byte("\x2a\x4d\x18"))
}

// zstdReader says of an error that it is one of zstd; after it the input is at its end.
type zstdReader struct {
	*zstd.Decoder
	failed bool
}

// Read unpacks.
func (z *zstdReader) Read(p []byte) (int, error) {
	if z.failed {
		return 0, io.EOF
	}
	n, err := z.Decoder.Read(p)
	switch {
	case err == nil || errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return n, err
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		err = fmt.Errorf("%w: zstd: unpacking needs more than %d MiB of memory; pack it without --long or --ultra", ErrTooLarge, maxWindow>>20)
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = fmt.Errorf("%w: the zstd data break off", ErrDamaged)
	default:
		err = fmt.Errorf("%w: zstd: %w", ErrDamaged, err)
	}
	z.failed = true
	return n, err
}

// memberReader unpacks the members of a gzip file one after another. Where one is damaged it gives an error that
// wraps ErrDamaged once and goes on with the next member: WARC files have one for each record.
type memberReader struct {
	in tape
	z  *gzip.Reader

	open   bool
	lost   bool // the member before was damaged: the next one is to be looked for
	found  bool // the member that is open was looked for
	last   error
	given  int64 // bytes unpacked so far
	starts []memberStart
}

// maxStarts is how many members are remembered: more than a buffer holds.
const maxStarts = 4 * bufferSize

// memberStart is where a member begins: in what is unpacked, and in the file.
type memberStart struct{ unpacked, packed int64 }

// Read unpacks.
func (m *memberReader) Read(p []byte) (int, error) {
	for m.last == nil {
		if !m.open {
			if err := m.next(); err != nil {
				return 0, err
			}
			continue
		}
		n, err := m.z.Read(p)
		m.given += int64(n)
		switch {
		case errors.Is(err, io.EOF):
			m.open = false
		case err != nil:
			again := m.found && m.given-m.starts[len(m.starts)-1].unpacked < 64
			m.open, m.lost = false, true
			m.in.back(m.in.mark + 1)
			if !again { // else what was found was no member
				return n, damagedGzip(err)
			}
		}
		if n > 0 {
			return n, nil
		}
	}
	return 0, m.last
}

// next opens the next member. It sets last at the end of the input.
func (m *memberReader) next() error {
	padding := true
	for {
		head := m.in.peek(len(gzipMagic) + 7)
		if len(head) == 0 {
			m.last = m.in.end()
			if !padding && !m.lost {
				return fmt.Errorf("%w: what follows the gzip data is none", ErrDamaged)
			}
			return nil
		}
		if bytes.HasPrefix(head, gzipMagic) && (!m.lost || len(head) > 3 && head[3]&0xe0 == 0) {
			break
		}
		padding = padding && head[0] == 0 // files on tapes and in blocks end with zeros
		skip := bytes.IndexByte(m.in.buf[m.in.r+1:], gzipMagic[0]) + 1
		if skip == 0 {
			skip = len(m.in.buf) - m.in.r
		}
		m.in.skip(skip)
		m.in.mark = m.in.at
	}
	if !padding && !m.lost {
		m.lost = true
		return fmt.Errorf("%w: something that is no gzip data stands between two members", ErrDamaged)
	}
	m.in.mark = m.in.at
	start := memberStart{m.given, m.in.at}
	var err error
	if m.z == nil {
		m.z, err = gzip.NewReader(&m.in)
	} else {
		err = m.z.Reset(&m.in)
	}
	if err != nil {
		again := m.lost
		m.lost, m.z = true, nil
		m.in.back(m.in.mark + 1)
		if again {
			return nil
		}
		return damagedGzip(err)
	}
	m.z.Multistream(false)
	m.open, m.lost, m.found = true, false, m.lost
	// Those that nobody asked for are not kept: only a WARC asks.
	if len(m.starts) > maxStarts {
		m.starts = append(m.starts[:0], m.starts[len(m.starts)-maxStarts/2:]...)
	}
	m.starts = append(m.starts, start)
	return nil
}

func damagedGzip(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return fmt.Errorf("%w: the gzip data break off", ErrDamaged)
	case errors.Is(err, gzip.ErrChecksum):
		return fmt.Errorf("%w: gzip: the checksum is wrong", ErrDamaged)
	}
	return fmt.Errorf("%w: gzip: %w", ErrDamaged, err)
}

// offset gives where in the file the member begins whose first unpacked byte is at the given offset; for other
// offsets the offset itself.
func (m *memberReader) offset(unpacked int64) int64 {
	if m == nil {
		return unpacked
	}
	for len(m.starts) > 0 && m.starts[0].unpacked < unpacked {
		m.starts = m.starts[1:]
	}
	// Empty members begin at the same byte: the last of them is the one that holds it.
	at := unpacked
	for i := 0; i < len(m.starts) && m.starts[i].unpacked == unpacked; i++ {
		at = m.starts[i].packed
	}
	return at
}
