package record

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"chancery/when"
)

// TestColumns writes and reads columns.
func TestColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.Custom(func(t *rapid.T) when.Day {
			if rapid.Bool().Draw(t, "known") {
				return when.DayNumbered(rapid.IntRange(-100000, 100000).Draw(t, "day"))
			}
			return when.Day{}
		})
		s := shelf(rapid.IntRange(0, 2).Draw(t, "shelf"))
		c := columnsOf(day.Draw(t, "first"), day.Draw(t, "last"), day.Draw(t, "published"), 0)
		if s == onEvents {
			c.confidence = rapid.Float64Range(0, 1).Draw(t, "confidence")
		}
		key := rapid.Uint32().Draw(t, "key")
		data := appendColumns(nil, s, key, &c)
		gotKey, got := columnsIn(data, s)
		if len(data) != s.columnBytes() || gotKey != key || got != c {
			t.Fatalf("got %d %+v, want %d %+v", gotKey, got, key, c)
		}
	})
}

// TestLists writes and reads lists, and adds them to sets.
func TestLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfNDistinct(rapid.Uint32Range(1, 5000), 1, 300, rapid.ID).Draw(t, "numbers")
		slices.Sort(numbers)
		l := list{term: 7, first: uint64(numbers[0]), last: uint64(numbers[len(numbers)-1])}
		for i, n := range numbers[1:] {
			l.differences = binary.AppendUvarint(l.differences, uint64(n-numbers[i]))
		}
		p := packed{data: appendList(nil, 3, &l)}
		got := p.list(3)
		if p.wrong || len(p.data) > 0 || got.term != l.term || got.first != l.first || got.last != l.last || !bytes.Equal(got.differences, l.differences) {
			t.Fatalf("got %+v, want %+v", got, l)
		}
		set := newRowSet(5000)
		set.addList(&got)
		var out []uint32
		set.each(func(n int64) bool { out = append(out, uint32(n)); return true })
		if !slices.Equal(out, numbers) || set.count() != len(numbers) {
			t.Fatalf("got %v, want %v", out, numbers)
		}
	})
}

// TestSortPostings sorts by term and leaves the rest in its order.
func TestSortPostings(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, 2, 1000, 5000} {
		for _, highest := range []uint32{1, 2000, 1 << 20, 1<<32 - 1} {
			got := make([]posting, size)
			for i := range got {
				got[i] = posting{source.Uint32N(highest), uint32(i)}
			}
			want := slices.Clone(got)
			slices.SortStableFunc(want, func(a, b posting) int { return int(int64(a.term) - int64(b.term)) })
			if sortPostings(got); !slices.Equal(got, want) {
				t.Errorf("%d postings up to %d are not sorted", size, highest)
			}
		}
	}
}

// TestRanges compares sets of ranges with sets of single rows.
func TestRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, last := rapid.Int64Range(-5, 400).Draw(t, "first"), rapid.Int64Range(-5, 400).Draw(t, "last")
		got, want := newRowSet(300), newRowSet(300)
		got.addRange(first, last)
		for n := max(first, 0); n <= last; n++ {
			want.add(n)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("%d to %d: got %v, want %v", first, last, got, want)
			}
		}
		from, to := rapid.Int64Range(0, 300).Draw(t, "from"), rapid.Int64Range(0, 300).Draw(t, "to")
		some := false
		for n := from; n <= to; n++ {
			some = some || want.has(n)
		}
		if got.any(from, to) != some {
			t.Fatalf("%d to %d has one of %d to %d: %v, want %v", first, last, from, to, !some, some)
		}
	})
}

// FuzzPacked reads packed numbers that are none: they are damaged, and nothing worse happens.
func FuzzPacked(f *testing.F) {
	c := columnsOf(when.DayOf(2021, 5, 13), when.Day{}, when.DayOf(2021, 5, 14), 0.5)
	f.Add(appendShelved(nil, &shelved{shelf: onEvents, n: 3, key: 9, columns: c}, []uint32{1, 5, 70000}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, data []byte) {
		most := newRowSet(100)
		_ = eachShelved(data, func(*unpackedRow) {}, func(r *unpackedRow, _ uint32) { most.add(r.n) })
		for s := range shelves {
			_ = eachColumns(s, 1, data, newRowSet(100), func(r *unpackedRow) { most.add(r.n) })
		}
		p := packed{data: data}
		for len(p.data) > 0 {
			l := p.list(0)
			most.addList(&l)
		}
	})
}
