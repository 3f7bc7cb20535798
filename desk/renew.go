package desk

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"
)

// While reports are added to a large record, what looks over all of it would have to be made anew for every change, and
// takes longer than a visitor should wait. So a page that took long to make is sent as it was made for a while, its foot
// says as of which change, and it is made anew in the background, one page at a time. What somebody decided at the desk
// or elsewhere shows at once: then nothing of before is sent.
const (
	// largeRecord is from how many events on pages may be sent as of an earlier change.
	largeRecord = 100_000
	// slowPage is how long such a page took to make at least.
	slowPage = 20 * time.Millisecond
	// oldestPage is how long ago it was made at most.
	oldestPage = 2 * time.Minute
	// renewalsMost is how many pages wait to be made anew.
	renewalsMost = 1000
)

// making is how a page was made.
type making struct {
	askedFor string
	at       time.Time
	took     time.Duration
	decided  int64 // how often something had been decided before
}

// stillDoes tells whether a page that was made as of an earlier change may be sent: nothing was decided since, the
// visitor did not ask for it to be made anew, and it is not too old.
func (d *Desk) stillDoes(v *visit, made *answer, decided int64) bool {
	if v.to.asOf != "" || made.made.decided != decided || decided != d.decided.Load() || made.made.took < d.slowPage || asksAnew(v.Request) {
		return false
	}
	return d.isLarge(v.Context()) && d.Now().Sub(made.made.at) < oldestPage
}

// asksAnew says whether a browser was told to load a page again.
func asksAnew(r *http.Request) bool {
	told := strings.Join(r.Header.Values("Cache-Control"), ",") + "," + r.Header.Get("Pragma")
	return strings.Contains(told, "no-cache") || strings.Contains(told, "max-age=0")
}

// renew makes a page anew and keeps it.
func (d *Desk) renew(r *http.Request, make pageFunc) {
	who, csrf := visitor(r)
	decided := d.decided.Load()
	v, err := d.newVisit(r, who)
	if err == nil {
		zipped := takesGzip(r)
		_, _, err = d.makeKept(v, make, csrf, v.tagOf(csrf, zipped), v.askedFor(csrf, zipped), zipped, decided)
	}
	if err != nil && r.Context().Err() == nil {
		d.Log.Error("a page stays as it was", "address", r.URL.Path, "error", err)
	}
}

// renewals are pages that are made anew in the background, one at a time, in the order in which they were asked for.
type renewals struct {
	ctx  context.Context
	stop context.CancelFunc
	done sync.WaitGroup

	mutex   sync.Mutex
	waiting []renewal
	named   map[string]bool // those that wait and the one that is being made
	working bool
}

type renewal struct {
	name string
	make func(context.Context)
}

func newRenewals(ctx context.Context) *renewals {
	ctx, stop := context.WithCancel(ctx)
	return &renewals{ctx: ctx, stop: stop, named: map[string]bool{}}
}

// add has a page made anew, unless it waits for that already or too many do.
func (n *renewals) add(name string, make func(context.Context)) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.ctx.Err() != nil || n.named[name] || len(n.waiting) == renewalsMost {
		return
	}
	n.named[name] = true
	n.waiting = append(n.waiting, renewal{name, make})
	if !n.working {
		n.working = true
		n.done.Go(n.work)
	}
}

// work makes what waits, and rests in between for as long as that took: visitors come first.
func (n *renewals) work() {
	for {
		n.mutex.Lock()
		if len(n.waiting) == 0 || n.ctx.Err() != nil {
			n.working = false
			n.mutex.Unlock()
			return
		}
		next := n.waiting[0]
		n.waiting = n.waiting[1:]
		n.mutex.Unlock()
		begun := time.Now()
		n.one(next)
		n.mutex.Lock()
		delete(n.named, next.name)
		n.mutex.Unlock()
		rest := time.NewTimer(time.Since(begun))
		select {
		case <-rest.C:
		case <-n.ctx.Done():
			rest.Stop()
		}
	}
}

// one makes one page. The visitor's own request has its page already: one that breaks down is told when it is asked for.
func (n *renewals) one(next renewal) {
	defer func() { _ = recover() }()
	ctx, cancel := context.WithTimeout(n.ctx, longest)
	defer cancel()
	next.make(ctx)
}

// close ends what is being made.
func (n *renewals) close() {
	n.stop()
	n.done.Wait()
}
