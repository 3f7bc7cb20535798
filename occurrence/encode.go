package occurrence

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"chancery/event"
	"chancery/quote"
)

// ErrFeatures says that bytes are not what [Features.Encode] made.
var ErrFeatures = errors.New("not the features of an event")

// featuresVersion is the first byte of encoded features. It changes with their layout; features of another layout are
// made anew from the reading.
const featuresVersion = 3

// Encode gives the features as bytes: numbers as varints, texts with their length, sets of words as differences.
func (f *Features) Encode() []byte {
	w := encoder(make([]byte, 0, 512))
	w = append(w, featuresVersion)
	w.text(f.Report)
	w.text(f.Outlet)
	w.number(uint64(len(f.Copies)))
	for _, c := range f.Copies {
		w.text(c)
	}
	w.day(f.Day)
	w.act(&f.Act)
	w.text(f.Root)
	w.parties(f.Speaker)
	w.text(string(f.Medium))
	w.day(f.First)
	w.day(f.Last)
	w.text(f.Place.Name)
	w.text(f.Place.Country)
	w.number(uint64(math.Float32bits(f.Place.Lat)))
	w.number(uint64(math.Float32bits(f.Place.Lon)))
	w.number(uint64(f.Killed + 1))
	w.number(uint64(f.Injured + 1))
	w.number(f.Ordinals)
	flags := byte(f.Basis) << 5
	for i, set := range [...]bool{f.Denied, f.Doubted, f.Place.Exact, f.SoFar, f.Again} {
		if set {
			flags |= 1 << i
		}
	}
	w = append(w, flags, f.Weekdays)
	for _, set := range [...][]word{f.Tracks, f.Evidence, f.Sentence, f.Topic, f.Quoted, f.Sentences} {
		w.words(set)
	}
	return w
}

type encoder []byte

func (w *encoder) number(n uint64) { *w = binary.AppendUvarint(*w, n) }

func (w *encoder) text(s string) {
	w.number(uint64(len(s)))
	*w = append(*w, s...)
}

func (w *encoder) day(d int32) { *w = binary.AppendVarint(*w, int64(d)) }

func (w *encoder) parties(parties []Party) {
	w.number(uint64(len(parties)))
	for _, p := range parties {
		w.text(p.Name)
		w.text(p.Actor)
		w.text(p.Country)
		w.text(p.Sector)
	}
}

func (w *encoder) act(a *Act) {
	w.text(string(a.Category))
	w.text(a.Mode)
	w.text(string(a.Status))
	w.text(a.Entry)
	w.parties(a.Sources)
	w.parties(a.Recipients)
	if a.Content == nil {
		*w = append(*w, 0)
		return
	}
	*w = append(*w, 1)
	w.act(a.Content)
}

func (w *encoder) words(set []word) {
	w.number(uint64(len(set)))
	last := word(0)
	for _, x := range set {
		w.number(uint64(x - last))
		last = x
	}
}

// Decode reads what [Features.Encode] wrote; anything else gives an error that wraps [ErrFeatures].
func Decode(data []byte) (Features, error) {
	if len(data) == 0 || data[0] != featuresVersion {
		return Features{}, fmt.Errorf("%w of this version", ErrFeatures)
	}
	r := decoder{rest: string(data[1:])}
	var f Features
	f.Report, f.Outlet = r.text(), r.text()
	if n := r.number(); n > CopiesMost {
		r.broken = true
	} else {
		for range n {
			f.Copies = append(f.Copies, r.text())
		}
	}
	f.Day = r.day()
	f.Act = r.act(0)
	f.Root, f.Speaker, f.Medium = r.text(), r.parties(), quote.Medium(r.text())
	f.First, f.Last = r.day(), r.day()
	f.Place.Name, f.Place.Country = r.text(), r.text()
	f.Place.Lat, f.Place.Lon = r.degrees(), r.degrees()
	f.Killed, f.Injured = r.count(), r.count()
	f.Ordinals = r.number()
	flags := r.byte()
	f.Basis = Basis(flags >> 5)
	f.Weekdays = r.byte()
	for i, set := range [...]*bool{&f.Denied, &f.Doubted, &f.Place.Exact, &f.SoFar, &f.Again} {
		*set = flags&(1<<i) != 0
	}
	for _, set := range [...]*[]word{&f.Tracks, &f.Evidence, &f.Sentence, &f.Topic, &f.Quoted, &f.Sentences} {
		*set = r.words()
	}
	if r.broken || r.rest != "" || f.Basis > Dated {
		return Features{}, ErrFeatures
	}
	return f, nil
}

// decoder reads from a string, so that the texts of the features are parts of it and cost nothing of their own.
type decoder struct {
	rest   string
	broken bool
}

func (r *decoder) byte() byte {
	if r.rest == "" {
		r.broken = true
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *decoder) number() (n uint64) {
	for shift := 0; ; shift += 7 {
		b := r.byte()
		if shift > 63 || shift == 63 && b > 1 {
			r.broken = true
		}
		if r.broken {
			return 0
		}
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
}

func (r *decoder) text() string {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.broken = true
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *decoder) day() int32 {
	n := r.number()
	d := int64(n>>1) ^ -int64(n&1)
	if d < math.MinInt32 || d > math.MaxInt32 {
		r.broken = true
		return NoDay
	}
	return int32(d)
}

func (r *decoder) count() int32 {
	n := r.number()
	if n > math.MaxInt32 {
		r.broken = true
		return -1
	}
	return int32(n) - 1
}

func (r *decoder) degrees() float32 {
	n := r.number()
	if n > math.MaxUint32 {
		r.broken = true
		return 0
	}
	f := math.Float32frombits(uint32(n))
	if !(f >= -180 && f <= 180) {
		r.broken = true
		return 0
	}
	return f
}

func (r *decoder) parties() []Party {
	n := r.number()
	if n > partiesMost {
		r.broken = true
	}
	if n == 0 || r.broken {
		return nil
	}
	parties := make([]Party, n)
	for i := range parties {
		parties[i] = Party{r.text(), r.text(), r.text(), r.text()}
	}
	return parties
}

// actsMost is how deep an act can lie in acts.
const actsMost = 16

func (r *decoder) act(depth int) Act {
	a := Act{
		Category: event.Category(r.text()), Mode: r.text(), Status: event.Status(r.text()), Entry: r.text(),
		Sources: r.parties(), Recipients: r.parties(),
	}
	if inner := r.byte(); inner == 1 && depth < actsMost {
		content := r.act(depth + 1)
		a.Content = &content
	} else if inner != 0 {
		r.broken = true
	}
	return a
}

func (r *decoder) words() []word {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.broken = true
	}
	if n == 0 || r.broken {
		return nil
	}
	set := make([]word, n)
	last := uint64(0)
	for i := range set {
		last += r.number()
		if last > math.MaxUint32 {
			r.broken = true
			return nil
		}
		set[i] = word(last)
	}
	return set
}
