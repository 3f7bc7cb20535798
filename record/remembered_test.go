package record

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	r := open(t, path, Options{})
	things := []Remembered{
		{"feed", "", "https://news.example/rss", []byte(`{"a":1}`)},
		{"item", "https://news.example/rss", "2", []byte(`{"b":2}`)},
		{"item", "https://news.example/rss", "1", []byte(`{"b":1}`)},
		{"item", "https://other.example/rss", "1", []byte(`{"b":3}`)},
	}
	if err := r.Remember(t.Context(), things...); err != nil {
		t.Fatal(err)
	}
	things[0].Body = []byte(`{"a":2}`)
	if err := r.Remember(t.Context(), things[0]); err != nil {
		t.Fatal(err)
	}
	if err := r.Forget(t.Context(), "item", "https://other.example/rss", []string{"1", "none"}); err != nil {
		t.Fatal(err)
	}
	now, err := r.Now(t.Context())
	if err != nil || now.Change() != 0 {
		t.Errorf("remembering made change %d, %v", now.Change(), err)
	}
	// Another process, which only reads, finds it.
	other := open(t, path, Options{ReadOnly: true})
	got, err := other.Recall(t.Context(), "feed", "", "https://news.example/rss")
	if err != nil || cmp.Diff(things[0], got) != "" {
		t.Errorf("%v, %v", got, err)
	}
	all, err := other.RecallAll(t.Context(), "item", "https://news.example/rss")
	if want := []Remembered{things[2], things[1]}; err != nil || cmp.Diff(want, all) != "" {
		t.Errorf("%v, %v", all, err)
	}
	if all, err := other.RecallAll(t.Context(), "item", "https://other.example/rss"); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
	if _, err := other.Recall(t.Context(), "robots", "", "x"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if err := other.Remember(t.Context(), things...); !errors.Is(err, ErrReadOnly) {
		t.Error(err)
	}
}
