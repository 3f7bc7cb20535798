package record

import (
	"context"
	"path/filepath"
	"testing"
)

// TestBreakdown: when writing breaks down, nothing of it is stored and others can write.
func TestBreakdown(t *testing.T) {
	r, err := Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	breaking := func(ctx context.Context, w *writer) error {
		if err := w.open(ctx); err != nil {
			t.Error(err)
		}
		panic("in the middle")
	}
	for name, write := range map[string]func() error{
		"a change": func() error { _, err := r.write(t.Context(), "a tester", "review", "", breaking); return err },
		"what is remembered": func() error {
			return r.remember(t.Context(), func(context.Context, *writer) error { panic("in the middle") })
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not break down", name)
				}
			}()
			_ = write()
		}()
		change, err := r.write(t.Context(), "a tester", "review", "afterwards", func(ctx context.Context, w *writer) error { return w.open(ctx) })
		if err != nil || change.Number == 0 {
			t.Fatalf("after %s broke down: change %d, %v", name, change.Number, err)
		}
	}
	view, err := r.Now(t.Context())
	if err != nil || view.Change() != 2 {
		t.Errorf("the record is at change %d, not 2: %v", view.Change(), err)
	}
}
