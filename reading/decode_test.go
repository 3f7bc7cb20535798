package reading

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/report"
)

// TestDecodeIsInverse: encoding what was decoded gives the same bytes, for whole readings, for events and for quotations,
// and decoding what was encoded once more gives the same reading.
func TestDecodeIsInverse(t *testing.T) {
	events, quotations := 0, 0
	for _, rep := range examples(t) {
		got, err := Read(context.Background(), rep)
		if err != nil {
			t.Fatal(err)
		}
		first := encoded(t, got)
		var back, again Reading
		if err := json.Unmarshal(first, &back); err != nil {
			t.Fatal(err)
		}
		if second := encoded(t, back); !bytes.Equal(first, second) {
			t.Fatalf("%s: decoded and encoded again:\n%s", rep.ID, cmp.Diff(string(first), string(second)))
		}
		if err := json.Unmarshal(first, &again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(back, again); diff != "" {
			t.Fatal(diff)
		}
		for i := range got.Events {
			body, err := EncodeEvent(&got.Events[i], rep.Text, got.Versions.Codebook)
			if err != nil {
				t.Fatal(err)
			}
			e, codebook, err := DecodeEvent(body, rep.Text)
			if err != nil {
				t.Fatal(err)
			}
			if codebook != got.Versions.Codebook {
				t.Errorf("codebook %q", codebook)
			}
			second, err := EncodeEvent(&e, rep.Text, codebook)
			if err != nil || !bytes.Equal(body, second) {
				t.Errorf("%s: %v\n%s", e.ID, err, cmp.Diff(string(body), string(second)))
			}
			if e.ID != EventID(&rep, &e) {
				t.Errorf("the identity of %s is made as %s after decoding", e.ID, EventID(&rep, &e))
			}
			events++
		}
		for i := range got.Quotations {
			body, err := EncodeQuotation(&got.Quotations[i], &rep)
			if err != nil {
				t.Fatal(err)
			}
			q, id, err := DecodeQuotation(body, rep.Text)
			if err != nil {
				t.Fatal(err)
			}
			if id != QuotationID(&rep, &q) {
				t.Errorf("quotation %s is %s after decoding", id, QuotationID(&rep, &q))
			}
			second, err := EncodeQuotation(&q, &rep)
			if err != nil || !bytes.Equal(body, second) {
				t.Errorf("%s: %v\n%s", id, err, cmp.Diff(string(body), string(second)))
			}
			quotations++
		}
	}
	if events < 50 || quotations < 50 {
		t.Errorf("only %d events and %d quotations", events, quotations)
	}
}

func encoded(t testing.TB, r Reading) []byte {
	t.Helper()
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestDecodeRefuses: what is no JSON of a reading is refused, never half taken.
func TestDecodeRefuses(t *testing.T) {
	const text = "Norway met Chad."
	for _, c := range []struct {
		name, body string
		span       bool
	}{
		{"no JSON", `{`, false},
		{"a list", `[]`, false},
		{"other words", `{"id":"e-1","evidence":[{"start":0,"end":6,"text":"Sweden"}]}`, true},
		{"outside", `{"id":"e-1","evidence":[{"start":0,"end":60,"text":"Norway"}]}`, true},
		{"backwards", `{"id":"e-1","evidence":[{"start":6,"end":0,"text":""}]}`, true},
		{"before", `{"id":"e-1","evidence":[{"start":-1,"end":0,"text":""}]}`, true},
		{"no day", `{"id":"e-1","time":{"first":"tomorrow","basis":"stated"}}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, _, err := DecodeEvent([]byte(c.body), text)
			if err == nil || errors.Is(err, ErrSpan) != c.span {
				t.Errorf("error %v", err)
			}
			if e.ID != "" {
				t.Errorf("an event came back beside the error: %v", e)
			}
		})
	}
	var r Reading
	if err := json.Unmarshal([]byte(`{"report":{"id":"x","text":"short"},"sentences":[[0,90]]}`), &r); !errors.Is(err, ErrSpan) {
		t.Errorf("a sentence outside the text: %v", err)
	}
}

// FuzzDecode: decoding never panics, and what it takes it gives again in the same bytes.
func FuzzDecode(f *testing.F) {
	const text = "Norway offered Chad help on Monday, the minister said."
	rep, err := report.FromText([]byte(text), report.Options{ID: "x", Published: "2021-06-10"})
	if err != nil {
		f.Fatal(err)
	}
	got, err := Read(context.Background(), rep)
	if err != nil {
		f.Fatal(err)
	}
	for i := range got.Events {
		body, err := EncodeEvent(&got.Events[i], text, "v")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Add([]byte(`{"id":"e-1","casualties":{"killed":{"low":1}},"place":{"name":"Baku","lat":1,"lon":2}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, codebook, err := DecodeEvent(data, text)
		if err != nil || strings.ContainsRune(string(data), '\uFFFD') {
			return
		}
		first, err := EncodeEvent(&e, text, codebook)
		if err != nil {
			t.Fatal(err)
		}
		e, codebook, err = DecodeEvent(first, text)
		if err != nil {
			t.Fatalf("%s: %v", first, err)
		}
		second, err := EncodeEvent(&e, text, codebook)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%v\n%s\n%s", err, first, second)
		}
	})
}

func BenchmarkDecodeEvent(b *testing.B) {
	var bodies [][]byte
	var texts []string
	size := 0
	for _, rep := range examples(b) {
		got, err := Read(context.Background(), rep)
		if err != nil {
			b.Fatal(err)
		}
		for i := range got.Events {
			body, err := EncodeEvent(&got.Events[i], rep.Text, got.Versions.Codebook)
			if err != nil {
				b.Fatal(err)
			}
			bodies, texts, size = append(bodies, body), append(texts, rep.Text), size+len(body)
		}
	}
	b.SetBytes(int64(size / len(bodies)))
	i := 0
	for b.Loop() {
		if _, _, err := DecodeEvent(bodies[i%len(bodies)], texts[i%len(bodies)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
