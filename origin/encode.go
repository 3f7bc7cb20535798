package origin

import (
	"encoding/binary"
	"fmt"
)

// signatureVersion opens an encoded signature. It changes with everything that makes signatures of old and new texts
// incomparable: how words are cut and folded, hashes, sizes.
const signatureVersion = 1

// Encode gives a signature as bytes: the version, the counts as varints, the order's hash, then the hashes, four bytes
// each, little-endian.
//
//	version  words  shingles  order  |sketch|  |lead|  |details|  |bands|  sketch…  lead…  details…  bands…
//	1 byte   varint varint    8      varint    varint  varint     varint   4 each
func (s *Signature) Encode() []byte {
	out := make([]byte, 0, 32+4*(len(s.sketch)+len(s.lead)+len(s.details)+len(s.bands)))
	out = append(out, signatureVersion)
	out = binary.AppendUvarint(out, uint64(s.words))
	out = binary.AppendUvarint(out, uint64(s.total))
	out = binary.LittleEndian.AppendUint64(out, s.order)
	for _, part := range s.parts() {
		out = binary.AppendUvarint(out, uint64(len(*part)))
	}
	for _, part := range s.parts() {
		for _, h := range *part {
			out = binary.LittleEndian.AppendUint32(out, h)
		}
	}
	return out
}

func (s *Signature) parts() [4]*[]uint32 {
	return [4]*[]uint32{&s.sketch, &s.lead, &s.details, &s.bands}
}

// mostWords bounds what Decode believes of a text's length.
const mostWords = 1 << 40

// Decode reads what [Signature.Encode] wrote. Its errors wrap [ErrSignature].
func Decode(data []byte) (Signature, error) {
	var s Signature
	if len(data) == 0 || data[0] != signatureVersion {
		return s, fmt.Errorf("%w: it does not begin with version %d", ErrSignature, signatureVersion)
	}
	at := 1
	next := func() int {
		v, n := binary.Uvarint(data[at:])
		if n <= 0 || v > mostWords {
			return -1
		}
		at += n
		return int(v)
	}
	s.words, s.total = next(), next()
	if s.words < 0 || s.total < 0 || len(data)-at < 8 {
		return Signature{}, fmt.Errorf("%w: it ends within its head", ErrSignature)
	}
	s.order = binary.LittleEndian.Uint64(data[at:])
	at += 8
	var sizes [4]int
	sum := 0
	for i := range sizes {
		if sizes[i] = next(); sizes[i] < 0 || sizes[i] > len(data) {
			return Signature{}, fmt.Errorf("%w: it ends within its head", ErrSignature)
		}
		sum += sizes[i]
	}
	if len(data)-at != 4*sum {
		return Signature{}, fmt.Errorf("%w: %d bytes of hashes where %d should be", ErrSignature, len(data)-at, 4*sum)
	}
	all := make([]uint32, sum)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(data[at+4*i:])
	}
	for i, part := range s.parts() {
		if sizes[i] > 0 {
			*part, all = all[:sizes[i]:sizes[i]], all[sizes[i]:]
		}
	}
	return s, s.check()
}

// check finds out whether a signature is what SignatureOf may have made.
func (s *Signature) check() error {
	ascending := func(h []uint32) bool {
		for i := 1; i < len(h); i++ {
			if h[i-1] >= h[i] {
				return false
			}
		}
		return true
	}
	switch {
	case !ascending(s.sketch) || !ascending(s.details) || !ascending(s.bands):
		return fmt.Errorf("%w: its hashes are out of order", ErrSignature)
	case s.total > s.words || len(s.sketch) != min(s.total, sketchSize) || len(s.lead) > leadSize || (s.words == 0) != (s.total == 0):
		return fmt.Errorf("%w: its counts do not fit each other", ErrSignature)
	}
	return nil
}
