package atlas

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
)

const (
	noteSize = 512
	magic    = "ATL1"
	maxName  = 100
)

// Grid says where the whole numbers of a file's points lie on the earth.
type Grid struct{ Lon, Lat, LonStep, LatStep float64 }

// Arc is a line of points on the grid.
type Arc struct {
	X, Y  []int32
	Ranks []uint8 // 0 to 15, one a point; the ends' are not stored, they are always drawn
}

// Outline is a country as it is written: Polygons are lists of rings, rings of arcs; a negative arc is the
// complement of its number and walked backwards.
type Outline struct {
	Code, Name string
	Label      Point
	Room       float64
	Polygons   [][][]int32
}

// Write writes a file of outlines. note says how it was made and must fit the header.
func Write(w io.Writer, note string, grid Grid, arcs []Arc, outlines []Outline) error {
	if len(note) > noteSize-1 {
		return fmt.Errorf("atlas: a note of %d bytes is longer than the header", len(note))
	}
	b := append([]byte(note), strings.Repeat(" ", noteSize-1-len(note))+"\n"+magic...)
	for _, v := range []float64{grid.Lon, grid.Lat, grid.LonStep, grid.LatStep} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	b = binary.AppendUvarint(b, uint64(len(arcs)))
	for _, a := range arcs {
		n := len(a.X)
		if n < 2 || len(a.Y) != n || len(a.Ranks) != n {
			return fmt.Errorf("atlas: an arc of %d, %d points and %d ranks", n, len(a.Y), len(a.Ranks))
		}
		b = binary.AppendUvarint(b, uint64(n))
		for i := 1; i < n-1; i += 2 {
			pair := a.Ranks[i]
			if i+1 < n-1 {
				pair |= a.Ranks[i+1] << 4
			}
			b = append(b, pair)
		}
		var x, y int32
		for i := range a.X {
			b = binary.AppendVarint(b, int64(a.X[i]-x))
			b = binary.AppendVarint(b, int64(a.Y[i]-y))
			x, y = a.X[i], a.Y[i]
		}
	}
	b = binary.AppendUvarint(b, uint64(len(outlines)))
	for _, o := range outlines {
		for _, s := range []string{o.Code, o.Name} {
			if len(s) > maxName {
				return fmt.Errorf("atlas: a name of %d bytes: %s", len(s), s)
			}
			b = append(append(b, byte(len(s))), s...)
		}
		for _, v := range []float64{o.Label.Lon, o.Label.Lat, o.Room} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
		b = binary.AppendUvarint(b, uint64(len(o.Polygons)))
		for _, polygon := range o.Polygons {
			b = binary.AppendUvarint(b, uint64(len(polygon)))
			for _, ring := range polygon {
				b = binary.AppendUvarint(b, uint64(len(ring)))
				for _, arc := range ring {
					b = binary.AppendVarint(b, int64(arc))
				}
			}
		}
	}
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("atlas: %w", err)
	}
	return nil
}

// Open reads a file of outlines. Errors wrap [ErrFormat].
func Open(data string) (*Atlas, error) {
	if len(data) < noteSize+len(magic)+4*8 || data[noteSize-1] != '\n' || data[noteSize:noteSize+len(magic)] != magic {
		return nil, fmt.Errorf("%w: it does not begin as one", ErrFormat)
	}
	a := &Atlas{note: strings.TrimRight(data[:noteSize], " \n")}
	r := reader{data: data, at: noteSize + len(magic)}
	grid := Grid{r.float(), r.float(), r.float(), r.float()}
	if !(grid.LonStep > 0 && grid.LonStep < 1 && grid.LatStep > 0 && grid.LatStep < 1 && math.Abs(grid.Lon) <= 360 && math.Abs(grid.Lat) <= 90) {
		return nil, fmt.Errorf("%w: its grid is %v", ErrFormat, grid)
	}
	a.readArcs(&r, grid)
	a.readCountries(&r)
	if r.err != nil {
		return nil, r.err
	}
	if r.at != len(data) {
		return nil, fmt.Errorf("%w: %d bytes follow its end", ErrFormat, len(data)-r.at)
	}
	a.finish()
	return a, nil
}

func (a *Atlas) readArcs(r *reader, grid Grid) {
	arcs := r.count(4)
	a.starts = make([]int32, 1, arcs+1)
	a.bounds = make([]Box, 0, arcs)
	// A point takes two bytes and mostly half a byte of rank.
	a.points = make([]Point, 0, (len(r.data)-r.at)*2/5)
	a.ranks = make([]uint8, 0, cap(a.points))
	for range arcs {
		n := r.count(2)
		if n < 2 {
			r.fail("an arc of %d points", n)
			return
		}
		packed := r.bytes((n - 1) / 2)
		if r.err != nil {
			return
		}
		a.ranks = append(a.ranks, always)
		for i := range n - 2 {
			a.ranks = append(a.ranks, packed[i/2]>>(4*(i%2))&15)
		}
		a.ranks = append(a.ranks, always)
		var x, y int64
		bound := nowhere
		turn := 0.0 // an arc that crosses the antimeridian goes on beyond it
		for i := range n {
			x, y = x+r.varint(), y+r.varint()
			p := Point{grid.Lon + float64(x)*grid.LonStep + turn, grid.Lat + float64(y)*grid.LatStep}
			if i > 0 {
				if step := a.points[len(a.points)-1].Lon - p.Lon; step > 180 || step < -180 {
					turn += math.Copysign(360, step)
					p.Lon += math.Copysign(360, step)
				}
			}
			a.points = append(a.points, p)
			bound = Box{min(bound.West, p.Lon), min(bound.South, p.Lat), max(bound.East, p.Lon), max(bound.North, p.Lat)}
		}
		if r.err == nil && !(bound.West >= -720 && bound.East <= 720 && bound.South >= -91 && bound.North <= 91) {
			r.fail("an arc leaves the earth: %v", bound)
		}
		if r.err != nil {
			return
		}
		a.starts = append(a.starts, int32(len(a.points)))
		a.bounds = append(a.bounds, bound)
	}
}

func (a *Atlas) readCountries(r *reader) {
	a.countries = make([]Country, r.count(28))
	for i := range a.countries {
		c := &a.countries[i]
		c.Code, c.Name = r.name(), r.name()
		c.Label, c.Room = Point{r.float(), r.float()}, r.float()
		if r.err == nil && !(math.Abs(c.Label.Lon) <= 360 && math.Abs(c.Label.Lat) <= 90 && c.Room >= 0 && c.Room <= 360) {
			r.fail("the label of %s is at %v", c.Name, c.Label)
		}
		c.polygons = make([][]ring, r.count(3))
		for j := range c.polygons {
			c.polygons[j] = make([]ring, r.count(2))
			for k := range c.polygons[j] {
				arcs := make([]int32, r.count(1))
				if len(arcs) == 0 {
					r.fail("%s has a ring of no arcs", c.Name)
					return
				}
				for l := range arcs {
					arc := r.varint()
					if arc < -int64(len(a.bounds)) || arc >= int64(len(a.bounds)) {
						r.fail("%s has an arc %d of %d", c.Name, arc, len(a.bounds))
						return
					}
					arcs[l] = int32(arc)
				}
				c.polygons[j][k] = a.joined(arcs)
			}
		}
		if r.err != nil {
			return
		}
	}
}

// reader reads numbers until something is wrong, and then only zeros.
type reader struct {
	data string
	at   int
	err  error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: at byte %d: %s", ErrFormat, r.at, fmt.Sprintf(format, args...))
	}
}

func (r *reader) bytes(n int) string {
	if r.err != nil || n < 0 || n > len(r.data)-r.at {
		r.fail("it ends too early")
		return ""
	}
	r.at += n
	return r.data[r.at-n : r.at]
}

func (r *reader) name() string {
	length := r.bytes(1)
	if r.err != nil {
		return ""
	}
	if length[0] > maxName {
		r.fail("a name of %d bytes", length[0])
	}
	return r.bytes(int(length[0]))
}

func (r *reader) float() float64 {
	b := r.bytes(8)
	if r.err != nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64([]byte(b)))
}

// count reads a number of things that take at least size bytes each, so that damaged bytes cannot ask for more
// memory than they are.
func (r *reader) count(size int) int {
	n := r.uvarint()
	if r.err == nil && n > uint64(len(r.data)-r.at)/uint64(size) {
		r.fail("it promises %d things and ends before them", n)
	}
	if r.err != nil {
		return 0
	}
	return int(n)
}

func (r *reader) varint() int64 {
	u := r.uvarint()
	v := int64(u >> 1)
	if u&1 != 0 {
		v = ^v
	}
	if v > math.MaxInt32 || v < math.MinInt32 {
		r.fail("a number of %d", v)
		return 0
	}
	return v
}

func (r *reader) uvarint() uint64 {
	if r.err != nil {
		return 0
	}
	if r.at < len(r.data) && r.data[r.at] < 0x80 { // the usual case
		r.at++
		return uint64(r.data[r.at-1])
	}
	var v uint64
	for shift := 0; shift < 64; shift += 7 {
		if r.at >= len(r.data) {
			r.fail("it ends too early")
			return 0
		}
		b := r.data[r.at]
		r.at++
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	r.fail("a number without an end")
	return 0
}
