package access

import (
	"container/list"
	"math"
	"net/netip"
	"sync"
	"time"
)

// LimiterOptions say how much each key may have.
type LimiterOptions struct {
	Burst int              // how much at once
	Every time.Duration    // how long until one more may be had
	Keys  int              // how many keys are remembered, those used last; 0 for 10,000
	Now   func() time.Time // nil for the machine's clock
}

// Limiter gives each key a bucket of tokens that fills with time. It is safe for any number of goroutines, and takes no
// more memory than its number of keys allows: who is forgotten begins with a full bucket.
type Limiter struct {
	options LimiterOptions
	mu      sync.Mutex
	buckets map[string]*list.Element
	order   *list.List // of *bucket, the one used last first
}

type bucket struct {
	key    string
	tokens float64
	at     time.Time
}

// NewLimiter makes a limiter with all buckets full.
func NewLimiter(o LimiterOptions) *Limiter {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Keys <= 0 {
		o.Keys = 10_000
	}
	o.Burst = max(o.Burst, 1)
	o.Every = max(o.Every, 1)
	return &Limiter{options: o, buckets: map[string]*list.Element{}, order: list.New()}
}

// Allow takes cost from a key's bucket when there is as much, and says so; else it takes nothing, and wait is how long
// it will be until there is. What costs more than a whole bucket is allowed when the bucket is full, and empties it below
// nothing, so that it is paid for all the same.
func (l *Limiter) Allow(key string, cost int) (ok bool, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.options.Now()
	b := l.bucket(key, now)
	burst := float64(l.options.Burst)
	if elapsed := now.Sub(b.at); elapsed > 0 { // a clock that is set back fills nothing, and empties nothing
		b.tokens = min(burst, b.tokens+float64(elapsed)/float64(l.options.Every))
	}
	b.at = now
	needed := min(float64(cost), burst)
	if missing := needed - b.tokens; missing > 1e-9 {
		return false, time.Duration(math.Ceil(missing * float64(l.options.Every)))
	}
	b.tokens -= float64(cost)
	return true, 0
}

// bucket finds or makes a key's bucket, and forgets the one that was used longest ago when there are too many.
func (l *Limiter) bucket(key string, now time.Time) *bucket {
	if e := l.buckets[key]; e != nil {
		l.order.MoveToFront(e)
		return e.Value.(*bucket)
	}
	if l.order.Len() >= l.options.Keys {
		oldest := l.order.Back()
		l.order.Remove(oldest)
		delete(l.buckets, oldest.Value.(*bucket).key)
	}
	b := &bucket{key: key, tokens: float64(l.options.Burst), at: now}
	l.buckets[key] = l.order.PushFront(b)
	return b
}

// KeyOf gives the key by which requests of somebody are limited: the account, or the address of who is nobody. Of an
// IPv6 address the network counts, as one customer has 2^64 of them.
func KeyOf(w Who) string {
	if w.Name != "" {
		return "who " + fold(w.Name)
	}
	return "from " + network(w.Address)
}

// network is what stands for an address where many of somebody's are to count as one.
func network(address netip.Addr) string {
	if !address.IsValid() {
		return "nowhere"
	}
	address = address.Unmap().WithZone("")
	if address.Is6() {
		if p, err := address.Prefix(64); err == nil {
			return p.String()
		}
	}
	return address.String()
}
