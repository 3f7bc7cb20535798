package gazetteer

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
)

// ErrFormat is wrapped by every error about a file that is not a whole gazetteer of this version.
var ErrFormat = errors.New("not a gazetteer file")

// Kind is the sort of place in the file. Kinds are in order of the file's sections.
type Kind uint8

// The kinds.
const (
	Country Kind = iota
	First        // first-order division
	Second       // second-order division
	Town
)

// Flags of a record.
const (
	StateCapital  = 1 << 2 // the seat of a state's government
	DivisionSeat  = 1 << 3 // the seat of a first-order division
	TownSection   = 1 << 4 // a part of a larger town
	kindMask      = 1<<2 - 1
	flagMask      = StateCapital | DivisionSeat | TownSection
	headerSize    = 512
	sectionCount  = 16
	recordSize    = 21
	countrySize   = 5
	entrySize     = 6
	bucketCount   = 1 << 16
	alternateMark = 1 << 23
	magic         = 0x315a4147 // "GAZ1"
)

// Record is one place.
type Record struct {
	Name     string
	Kind     Kind
	Flags    uint8
	Lat, Lon float64
	GeoNames int // 0 when unknown
	Pop      int // 0 when unknown; above 8.3 million in hundreds
	Country  int // index of the country's record
	First    int // index of its first-order division's record, -1 for none
	Second   int // index of its second-order division's record, -1 for none
}

// Code holds a country's ISO 3166-1 codes.
type Code struct{ Alpha2, Alpha3 string }

// Name is one name of one record, to be looked up.
type Name struct {
	Folded    string
	Record    int
	Alternate bool // not the name that the record itself carries
}

// Write writes a gazetteer. records hold the countries first, in the order of codes, then first-order
// divisions, second-order ones, and towns. note says how the file was made and must fit the header.
func Write(w io.Writer, note string, codes []Code, records []Record, names []Name) error {
	if len(note) > headerSize-1 {
		return fmt.Errorf("note of %d bytes is longer than the header", len(note))
	}
	header := make([]byte, headerSize)
	for i := range header {
		header[i] = ' '
	}
	copy(header, note)
	header[headerSize-1] = '\n'

	var starts [4]int
	for k := First; k <= Town; k++ {
		starts[k] = sort.Search(len(records), func(i int) bool { return records[i].Kind >= k })
	}
	nameAt := map[string]uint32{}
	var nameBytes []byte
	var recordBytes []byte
	for i, r := range records {
		at, ok := nameAt[r.Name]
		if !ok {
			if len(r.Name) > 255 {
				return fmt.Errorf("name of %d bytes: %s", len(r.Name), r.Name)
			}
			at = uint32(len(nameBytes))
			nameAt[r.Name] = at
			nameBytes = append(append(nameBytes, byte(len(r.Name))), r.Name...)
		}
		if i > 0 && records[i-1].Kind > r.Kind {
			return fmt.Errorf("record %d (%s) stands after the records of its kind", i, r.Name)
		}
		b := put24(nil, uint32(int32(math.Round(r.Lat/90*(1<<23-1)))))
		b = put24(b, uint32(int32(math.Round(r.Lon/180*(1<<23-1)))))
		b = put24(b, uint32(r.GeoNames))
		b = put24(b, packPop(r.Pop))
		b = put24(b, at)
		b = append(b, byte(r.Country))
		b = binary.LittleEndian.AppendUint16(b, uint16(r.First-starts[First]+1))
		if r.First < 0 {
			b[16], b[17] = 0, 0
		}
		b = binary.LittleEndian.AppendUint16(b, uint16(r.Second-starts[Second]+1))
		if r.Second < 0 {
			b[18], b[19] = 0, 0
		}
		b = append(b, byte(r.Kind)|r.Flags)
		recordBytes = append(recordBytes, b...)
	}
	var codeBytes []byte
	for _, c := range codes {
		if len(c.Alpha2) != 2 || len(c.Alpha3) != 3 {
			return fmt.Errorf("country codes %q and %q", c.Alpha2, c.Alpha3)
		}
		codeBytes = append(append(codeBytes, c.Alpha2...), c.Alpha3...)
	}

	type entry struct {
		hash uint64
		ref  uint32
	}
	entries := make([]entry, 0, len(names))
	for _, n := range names {
		e := entry{Hash([]byte(n.Folded)), uint32(n.Record)}
		if n.Alternate {
			e.ref |= alternateMark
		}
		entries = append(entries, e)
	}
	sort.Slice(entries, func(i, j int) bool {
		a, b := entries[i], entries[j]
		if a.hash != b.hash {
			return a.hash < b.hash
		}
		if x, y := a.ref&^alternateMark, b.ref&^alternateMark; x != y {
			return x < y
		}
		return a.ref < b.ref
	})
	kept := entries[:0]
	for _, e := range entries {
		if n := len(kept); n > 0 && kept[n-1].hash == e.hash && kept[n-1].ref&^alternateMark == e.ref&^alternateMark {
			continue
		}
		kept = append(kept, e)
	}
	entries = kept
	buckets := make([]byte, 0, 4*(bucketCount+1))
	entryBytes := make([]byte, 0, entrySize*len(entries))
	at := 0
	for bucket := 0; bucket <= bucketCount; bucket++ {
		for at < len(entries) && int(entries[at].hash>>24) < bucket {
			at++
		}
		buckets = binary.LittleEndian.AppendUint32(buckets, uint32(at))
	}
	for _, e := range entries {
		entryBytes = put24(put24(entryBytes, uint32(e.hash&(1<<24-1))), e.ref)
	}

	sections := make([]byte, 0, 4*sectionCount)
	offset := uint32(headerSize + 4*sectionCount)
	numbers := []uint32{magic, uint32(len(codes)), uint32(starts[First]), uint32(starts[Second]), uint32(starts[Town]), uint32(len(records)), uint32(len(entries))}
	for _, part := range [][]byte{recordBytes, codeBytes, nameBytes, buckets, entryBytes} {
		numbers = append(numbers, offset)
		offset += uint32(len(part))
	}
	numbers = append(numbers, offset)
	for i := 0; i < sectionCount; i++ {
		v := uint32(0)
		if i < len(numbers) {
			v = numbers[i]
		}
		sections = binary.LittleEndian.AppendUint32(sections, v)
	}
	for _, part := range [][]byte{header, sections, recordBytes, codeBytes, nameBytes, buckets, entryBytes} {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("gazetteer: %w", err)
		}
	}
	return nil
}

func put24(b []byte, v uint32) []byte { return append(b, byte(v), byte(v>>8), byte(v>>16)) }

func packPop(n int) uint32 {
	if n < 1<<23 {
		return uint32(max(n, 0))
	}
	return 1<<23 | uint32(n/100)&(1<<23-1)
}

// File is an open gazetteer. It is read only and safe for many goroutines.
type File struct {
	data                             string
	codes, first, second, town, size int
	entryCount                       int
	records, code, names             string
	buckets, entries                 string
}

// Open opens a gazetteer that is held in a string. It checks the layout and copies nothing.
// Errors wrap ErrFormat.
func Open(data string) (*File, error) {
	if len(data) < headerSize+4*sectionCount {
		return nil, fmt.Errorf("%w: %d bytes", ErrFormat, len(data))
	}
	number := func(i int) int { return int(get32(data, headerSize+4*i)) }
	if number(0) != magic {
		return nil, fmt.Errorf("%w: wrong mark", ErrFormat)
	}
	f := &File{data: data, codes: number(1), first: number(2), second: number(3), town: number(4), size: number(5), entryCount: number(6)}
	at := make([]int, 6)
	for i := range at {
		at[i] = number(7 + i)
		if at[i] < headerSize || at[i] > len(data) || i > 0 && at[i] < at[i-1] {
			return nil, fmt.Errorf("%w: section %d begins at %d", ErrFormat, i, at[i])
		}
	}
	f.records, f.code, f.names = data[at[0]:at[1]], data[at[1]:at[2]], data[at[2]:at[3]]
	f.buckets, f.entries = data[at[3]:at[4]], data[at[4]:at[5]]
	if f.first > f.second || f.second > f.town || f.town > f.size || f.codes != f.first ||
		len(f.records) != f.size*recordSize || len(f.code) != f.codes*countrySize ||
		len(f.buckets) != 4*(bucketCount+1) || len(f.entries) != f.entryCount*entrySize {
		return nil, fmt.Errorf("%w: sections do not fit their counts", ErrFormat)
	}
	return f, nil
}

// Note returns what the file says about how it was made.
func (f *File) Note() string {
	note := f.data[:headerSize]
	for len(note) > 0 && (note[len(note)-1] == ' ' || note[len(note)-1] == '\n') {
		note = note[:len(note)-1]
	}
	return note
}

// Len returns the number of records.
func (f *File) Len() int { return f.size }

// Bounds returns the first record of a kind and the record after its last.
func (f *File) Bounds(k Kind) (from, to int) {
	switch k {
	case Country:
		return 0, f.first
	case First:
		return f.first, f.second
	case Second:
		return f.second, f.town
	}
	return f.town, f.size
}

// Code returns the codes of country i.
func (f *File) Code(i int) Code {
	if i < 0 || i >= f.codes {
		return Code{}
	}
	c := f.code[i*countrySize:]
	return Code{c[:2], c[2:5]}
}

// Record decodes record i.
func (f *File) Record(i int) Record {
	b := f.records[i*recordSize : (i+1)*recordSize]
	r := Record{
		Name: f.name(int(get24(b, 12))), GeoNames: int(get24(b, 6)),
		Kind: Kind(b[20] & kindMask), Flags: b[20] & flagMask,
		Country: int(b[15]),
		First:   int(b[16]) | int(b[17])<<8, Second: int(b[18]) | int(b[19])<<8,
	}
	r.Lat, r.Lon = f.Coordinates(i)
	r.First += f.first - 1
	if r.First < f.first {
		r.First = -1
	}
	r.Second += f.second - 1
	if r.Second < f.second {
		r.Second = -1
	}
	r.Pop = f.Pop(i)
	return r
}

// Coordinates returns the latitude and longitude of record i in degrees.
func (f *File) Coordinates(i int) (lat, lon float64) {
	b := f.records[i*recordSize : (i+1)*recordSize]
	return degrees(get24(b, 0), 90), degrees(get24(b, 3), 180)
}

// Pop returns the inhabitants of record i, 0 when unknown.
func (f *File) Pop(i int) int {
	b := f.records[i*recordSize : (i+1)*recordSize]
	n := int(get24(b, 9))
	if n >= 1<<23 {
		return (n - 1<<23) * 100
	}
	return n
}

func degrees(v uint32, whole float64) float64 {
	d := float64(int32(v<<8)>>8) / (1<<23 - 1) * whole
	return math.Round(d*1e4) / 1e4
}

func (f *File) name(at int) string {
	if at >= len(f.names) {
		return ""
	}
	n := int(f.names[at])
	return f.names[at+1 : min(len(f.names), at+1+n)]
}

// Hit is a record that carries a name that was looked up.
type Hit struct {
	Record    int
	Alternate bool
}

// Lookup appends to hits the records that carry the name of which hash is the Hash, in order of their numbers.
func (f *File) Lookup(hits []Hit, hash uint64) []Hit {
	bucket := int(hash >> 24)
	from, to := int(get32(f.buckets, 4*bucket)), int(get32(f.buckets, 4*bucket+4))
	to = min(to, f.entryCount)
	want := uint32(hash & (1<<24 - 1))
	for ; from < to; from++ {
		key := get24(f.entries, from*entrySize)
		if key > want {
			break
		}
		if key < want {
			continue
		}
		ref := get24(f.entries, from*entrySize+3)
		if r := int(ref &^ alternateMark); r < f.size {
			hits = append(hits, Hit{r, ref&alternateMark != 0})
		}
	}
	return hits
}

func get24(s string, at int) uint32 {
	return uint32(s[at]) | uint32(s[at+1])<<8 | uint32(s[at+2])<<16
}

func get32(s string, at int) uint32 {
	return uint32(s[at]) | uint32(s[at+1])<<8 | uint32(s[at+2])<<16 | uint32(s[at+3])<<24
}

// Has reports whether some record carries a name of the hash.
func (f *File) Has(hash uint64) bool {
	bucket := int(hash >> 24)
	from, to := int(get32(f.buckets, 4*bucket)), int(get32(f.buckets, 4*bucket+4))
	to = min(to, f.entryCount)
	want := uint32(hash & (1<<24 - 1))
	for ; from < to; from++ {
		if key := get24(f.entries, from*entrySize); key >= want {
			return key == want
		}
	}
	return false
}
