package occurrence

import "testing"

// TestCutAt: a name of just so many bytes is not cut, and no character is cut through.
func TestCutAt(t *testing.T) {
	for _, test := range []struct {
		s    string
		n    int
		want int
	}{{"Iran", 4, 4}, {"Iranian", 4, 4}, {"Perú", 4, 3}, {"Peré", 5, 5}, {"été", 1, 0}} {
		if got := cutAt(test.s, test.n); got != test.want {
			t.Errorf("%q is cut to %d at %d, not %d", test.s, test.n, got, test.want)
		}
	}
}
