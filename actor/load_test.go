package actor

import (
	"testing"

	"chancery/codebook"
)

// lexicon loads the shipped codebook once for all tests.
var lexicon = func() func(testing.TB) *Lexicon {
	var x *Lexicon
	return func(t testing.TB) *Lexicon {
		t.Helper()
		if x == nil {
			var err error
			if x, err = Load(codebook.Shipped()); err != nil {
				t.Fatal(err)
			}
		}
		return x
	}
}()

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(codebook.Shipped()); err != nil {
			b.Fatal(err)
		}
	}
}
