package record

import (
	"encoding/binary"
	"slices"
	"testing"
)

// TestColumnsByPlace reads columns by their place where no number is left out, and row by row elsewhere: the same.
func TestColumnsByPlace(t *testing.T) {
	for _, s := range []shelf{onEvents, onQuotations, onReports} {
		for _, gap := range []int64{0, 1, 200} {
			var body []byte
			p := daysPart{first: 70}
			n := p.first
			var numbers []int64
			for i := range int64(150) {
				if i == 100 {
					n += gap
				}
				step := uint64(0)
				if i > 0 {
					step = uint64(n - p.last)
				}
				body = binary.AppendUvarint(body, step)
				c := columns{first: int32(i), last: int32(i), published: int32(2 * i), confidence: 0.5}
				body = appendColumns(body, s, uint32(i*i), &c)
				numbers, p.last = append(numbers, n), n
				n++
			}
			wanted := newRowSet(p.last + 100)
			for i := int64(0); i < p.last+100; i += 3 {
				wanted.add(i)
			}
			var want, got []unpackedRow
			if err := eachColumns(s, p.first, body, wanted, func(r *unpackedRow) { want = append(want, *r) }); err != nil {
				t.Fatal(err)
			}
			if err := p.columns(s, body, wanted, func(r *unpackedRow) { got = append(got, *r) }); err != nil {
				t.Fatal(err)
			}
			same := slices.EqualFunc(got, want, func(a, b unpackedRow) bool { return a.n == b.n && a.key == b.key && a.columns == b.columns })
			if !same || len(got) < 40 || !slices.Contains(numbers, got[0].n) {
				t.Errorf("shelf %d, a gap of %d: %d rows by their place, %d one by one", s, gap, len(got), len(want))
			}
		}
	}
}
