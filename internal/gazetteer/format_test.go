package gazetteer

import (
	"bytes"
	"errors"
	"math"
	"testing"
)

// small writes a gazetteer of two countries and a few places.
func small(t testing.TB) string {
	records := []Record{
		{Name: "Armenia", Kind: Country, Lat: 40, Lon: 45, GeoNames: 174982, Pop: 2951776, Country: 0, First: -1, Second: -1},
		{Name: "France", Kind: Country, Lat: 46, Lon: 2, GeoNames: 3017382, Pop: 66987244, Country: 1, First: -1, Second: -1},
		{Name: "Syunik", Kind: First, Lat: 39.3, Lon: 46.2, Pop: 140000, Country: 0, First: -1, Second: -1},
		{Name: "Paris", Kind: Town, Lat: 48.8534, Lon: 2.3488, GeoNames: 2988507, Pop: 2138551, Country: 1, First: -1, Second: -1, Flags: StateCapital},
		{Name: "Goris", Kind: Town, Lat: 39.5111, Lon: 46.3417, Pop: 20000, Country: 0, First: 2, Second: -1},
		{Name: "Port Moresby", Kind: Town, Lat: -9.4431, Lon: 147.1797, Country: 0, First: -1, Second: -1},
	}
	var names []Name
	for i, r := range records {
		names = append(names, Name{Fold(r.Name), i, false})
	}
	names = append(names, Name{"geryusy", 4, true}, Name{"goris", 4, true})
	var b bytes.Buffer
	if err := Write(&b, "made by a test", []Code{{"AM", "ARM"}, {"FR", "FRA"}}, records, names); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteAndOpen(t *testing.T) {
	f, err := Open(small(t))
	if err != nil {
		t.Fatal(err)
	}
	if f.Note() != "made by a test" {
		t.Errorf("note %q", f.Note())
	}
	if c := f.Code(0); c.Alpha2 != "AM" || c.Alpha3 != "ARM" {
		t.Errorf("codes %v", c)
	}
	r := f.Record(1)
	if r.Name != "France" || r.Kind != Country || math.Abs(float64(r.Pop-66987244)) > 100 {
		t.Errorf("record 1: %+v", r)
	}
	r = f.Record(4)
	if r.Name != "Goris" || r.Kind != Town || r.First != 2 || r.Second != -1 || r.Country != 0 || math.Abs(r.Lat-39.5111) > 1e-4 || math.Abs(r.Lon-46.3417) > 1e-4 {
		t.Errorf("record 4: %+v", r)
	}
	r = f.Record(5)
	if math.Abs(r.Lat+9.4431) > 1e-4 || math.Abs(r.Lon-147.1797) > 1e-4 {
		t.Errorf("south of the equator: %+v", r)
	}
	if f.Record(3).Flags&StateCapital == 0 {
		t.Error("Paris is no capital")
	}
	hits := f.Lookup(nil, Hash([]byte("goris")))
	if len(hits) != 1 || hits[0].Record != 4 || hits[0].Alternate {
		t.Errorf("goris: %v", hits)
	}
	hits = f.Lookup(nil, Hash([]byte("geryusy")))
	if len(hits) != 1 || hits[0].Record != 4 || !hits[0].Alternate {
		t.Errorf("geryusy: %v", hits)
	}
	if f.Has(Hash([]byte("nowhere"))) || !f.Has(Hash([]byte("paris"))) {
		t.Error("Has")
	}
}

// FuzzOpen changes a gazetteer and reads all of it: it must be refused or read, never panic.
func FuzzOpen(f *testing.F) {
	good := small(f)
	f.Add(headerSize, uint32(0))
	f.Add(headerSize+4*7, uint32(1<<31))
	f.Add(len(good)-3, uint32(0xffffffff))
	f.Fuzz(func(t *testing.T, at int, v uint32) {
		data := []byte(good)
		if at < 0 {
			at = -(at + 1)
		}
		at %= len(data)
		for i := 0; i < 4 && at+i < len(data); i++ {
			data[at+i] = byte(v >> (8 * i))
		}
		file, err := Open(string(data))
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Errorf("error %v is no ErrFormat", err)
			}
			return
		}
		for i := range file.Len() {
			r := file.Record(i)
			file.Code(r.Country)
		}
		for _, name := range []string{"goris", "paris", "x"} {
			file.Lookup(nil, Hash([]byte(name)))
			file.Has(Hash([]byte(name)))
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	good := small(t)
	for name, data := range map[string]string{"empty": "", "cut": good[:len(good)/2], "other": string(make([]byte, 4096))} {
		if _, err := Open(data); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
