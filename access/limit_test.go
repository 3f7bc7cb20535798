package access

import (
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"time"
)

func TestLimiter(t *testing.T) {
	c := newClock()
	l := NewLimiter(LimiterOptions{Burst: 3, Every: time.Second, Now: c.now})
	for i, step := range []struct {
		after time.Duration
		key   string
		cost  int
		want  bool
		wait  time.Duration
	}{
		{0, "a", 1, true, 0},
		{0, "a", 2, true, 0},
		{0, "a", 1, false, time.Second},
		{0, "b", 3, true, 0},
		{500 * time.Millisecond, "a", 1, false, 500 * time.Millisecond},
		{500 * time.Millisecond, "a", 1, true, 0},
		{time.Hour, "a", 4, true, 0}, // more than a bucket holds: paid for afterwards
		{time.Second, "a", 1, false, time.Second},
		{time.Second, "a", 1, true, 0},
		{-time.Hour, "a", 1, false, time.Second}, // the clock was set back
		{time.Second, "a", 1, true, 0},
		{0, "a", 0, true, 0},
	} {
		c.pass(step.after)
		if ok, wait := l.Allow(step.key, step.cost); ok != step.want || wait != step.wait {
			t.Errorf("step %d: %v, %v, want %v, %v", i, ok, wait, step.want, step.wait)
		}
	}
}

func TestLimiterForgets(t *testing.T) {
	c := newClock()
	l := NewLimiter(LimiterOptions{Burst: 1, Every: time.Hour, Keys: 3, Now: c.now})
	for _, key := range []string{"a", "b", "c", "a", "d"} { // b was used longest ago when d comes
		l.Allow(key, 1)
	}
	for key, want := range map[string]bool{"a": false, "c": false, "d": false} {
		if ok, _ := l.Allow(key, 1); ok != want {
			t.Errorf("%s: %v", key, ok)
		}
	}
	if ok, _ := l.Allow("b", 1); !ok {
		t.Error("b was not forgotten")
	}
	for i := range 1000 {
		l.Allow(fmt.Sprint(i), 1)
	}
	if len(l.buckets) != 3 || l.order.Len() != 3 {
		t.Errorf("%d keys are remembered in %d places", len(l.buckets), l.order.Len())
	}
}

func TestLimiterOfMany(t *testing.T) {
	l := NewLimiter(LimiterOptions{Burst: 100, Every: time.Hour, Now: newClock().now})
	var group sync.WaitGroup
	var mu sync.Mutex
	allowed := 0
	for range 8 {
		group.Go(func() {
			for range 50 {
				if ok, _ := l.Allow("a", 1); ok {
					mu.Lock()
					allowed++
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	if allowed != 100 {
		t.Errorf("%d were allowed", allowed)
	}
}

func TestKeyOf(t *testing.T) {
	for _, test := range []struct {
		who  Who
		want string
	}{
		{Who{Name: "Anna", Address: netip.MustParseAddr("192.0.2.1")}, "who anna"},
		{Who{Address: netip.MustParseAddr("192.0.2.1")}, "from 192.0.2.1"},
		{Who{Address: netip.MustParseAddr("::ffff:192.0.2.1")}, "from 192.0.2.1"},
		{Who{Address: netip.MustParseAddr("2001:db8:1:2:3::4")}, "from 2001:db8:1:2::/64"},
		{Who{}, "from nowhere"},
	} {
		if got := KeyOf(test.who); got != test.want {
			t.Errorf("KeyOf(%+v) = %q, want %q", test.who, got, test.want)
		}
	}
}

func BenchmarkLimiter(b *testing.B) {
	l := NewLimiter(LimiterOptions{Burst: 100, Every: time.Millisecond})
	keys := make([]string, 20_000) // twice as many as are remembered
	for i := range keys {
		keys[i] = fmt.Sprint(i)
	}
	for i := 0; b.Loop(); i++ {
		l.Allow(keys[i%len(keys)], 1)
	}
}
