package atlas

import (
	"bytes"
	"errors"
	"testing"
)

// island is a small file: two countries that share a border, one with a lake, and the note.
func island(t testing.TB) string {
	t.Helper()
	arcs := []Arc{
		{X: []int32{0, 5, 10}, Y: []int32{0, 3, 0}, Ranks: []uint8{15, 4, 15}},
		{X: []int32{10, 10, 0, 0}, Y: []int32{0, 10, 10, 0}, Ranks: []uint8{15, 9, 9, 15}},
		{X: []int32{10, 10, 0, 0}, Y: []int32{0, -10, -10, 0}, Ranks: []uint8{15, 9, 9, 15}},
		{X: []int32{4, 6, 5, 4}, Y: []int32{6, 6, 7, 6}, Ranks: []uint8{15, 2, 2, 15}},
	}
	outlines := []Outline{
		{Code: "NOR", Name: "Norland", Label: Point{5, 5}, Room: 2, Polygons: [][][]int32{{{0, 1}, {3}}}},
		{Code: "SUD", Name: "Sudland", Label: Point{5, -5}, Room: 3, Polygons: [][][]int32{{{0, 2}}}},
	}
	var b bytes.Buffer
	if err := Write(&b, "A test's island.", Grid{LonStep: 0.5, LatStep: 0.5}, arcs, outlines); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteAndOpen(t *testing.T) {
	a, err := Open(island(t))
	if err != nil {
		t.Fatal(err)
	}
	if a.Note() != "A test's island." || len(a.Countries()) != 2 {
		t.Errorf("note %q, %d countries", a.Note(), len(a.Countries()))
	}
	c := a.Country("NOR")
	if c == nil || c.Name != "Norland" || c.Label != (Point{5, 5}) || c.Room != 2 || c.Bound != (Box{0, 0, 5, 5}) {
		t.Errorf("Norland is %+v", c)
	}
	s, ok := a.Shape("NOR", World(), 0)
	if !ok || len(s.Rings) != 2 || len(s.Rings[0]) != 5 || len(s.Rings[1]) != 3 || s.Cut {
		t.Errorf("Norland looks like %v", s.Rings)
	}
	if s, _ := a.Shape("NOR", World(), 0.02); len(s.Rings[0]) != 4 {
		t.Errorf("thinned, Norland looks like %v", s.Rings)
	}
	if lines := a.Borders(World(), 0); len(lines) != 1 || len(lines[0]) != 3 {
		t.Errorf("the border is %v", lines)
	}
	if lines := a.Borders(Box{1, -5, 4, 5}, 0); len(lines) != 1 || lines[0][0] != (Point{1, 0.6}) {
		t.Errorf("the border's part is %v", lines)
	}
}

func TestOpenDamaged(t *testing.T) {
	whole := island(t)
	for n := range len(whole) {
		if _, err := Open(whole[:n]); !errors.Is(err, ErrFormat) {
			t.Fatalf("the first %d of %d bytes: %v", n, len(whole), err)
		}
	}
	if _, err := Open(whole + " "); !errors.Is(err, ErrFormat) {
		t.Errorf("a byte too many: %v", err)
	}
}

// Whatever the bytes, there is an error or an atlas that can be used.
func FuzzOpen(f *testing.F) {
	whole := island(f)
	f.Add([]byte(whole))
	for i := noteSize; i < len(whole); i += 3 {
		damaged := []byte(whole)
		damaged[i] ^= 0x83
		f.Add(damaged)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Open(string(data))
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Fatal(err)
			}
			return
		}
		for _, box := range []Box{World(), {-10, -10, 10, 10}, {170, -20, 200, 20}} {
			for _, s := range a.Shapes(box, 0.1) {
				Middle(s.Rings)
			}
			a.Borders(box, 0.1)
		}
	})
}
