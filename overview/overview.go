package overview

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"chancery/record"
)

// Overview is the whole record in memory. It is safe for any number of goroutines.
type Overview struct {
	record *record.Record
	stop   context.CancelFunc
	ready  chan struct{} // closed when the first reading has ended

	current  atomic.Pointer[Snapshot]
	progress atomic.Pointer[Progress]
	failed   atomic.Pointer[error]

	writing chan struct{} // held by whoever uses what follows
	builder *builder

	pastMost int
	pastLock sync.Mutex
	past     []*Snapshot // made last, the newest first
}

// Progress is how far the first reading is.
type Progress struct {
	Ready     bool
	Done, All int64 // changes of the record
	Err       error // why it ended without being ready
}

// Share is how much is done, 0 to 1.
func (p Progress) Share() float64 {
	switch {
	case p.Ready:
		return 1
	case p.All == 0:
		return 0
	}
	return float64(p.Done) / float64(p.All)
}

// Options say how an overview is made.
type Options struct {
	// Past is how many snapshots of the past are kept, 0 for 2: each takes as much memory as its occurrences, 80 MB of a
	// million events.
	Past int
}

// Open begins to read a record in the background, until it is done, ctx is, or Close is called.
func Open(ctx context.Context, rec *record.Record, options Options) *Overview {
	ctx, stop := context.WithCancel(ctx)
	o := &Overview{record: rec, stop: stop, pastMost: cmp.Or(max(options.Past, 0), pastMost), ready: make(chan struct{}), writing: make(chan struct{}, 1), builder: newBuilder()}
	o.progress.Store(&Progress{})
	o.writing <- struct{}{}
	go func() {
		defer close(o.ready)
		defer func() { <-o.writing }()
		if err := o.load(ctx); err != nil {
			err = fmt.Errorf("overview: %w", err)
			o.failed.Store(&err)
			p := *o.progress.Load()
			p.Err = err
			o.progress.Store(&p)
		}
	}()
	return o
}

// Close ends the reading in the background. Snapshots stay as they are.
func (o *Overview) Close() error {
	o.stop()
	<-o.ready
	return nil
}

// Ready tells whether there is a snapshot.
func (o *Overview) Ready() bool { return o.current.Load() != nil }

// Progress tells how far the first reading is.
func (o *Overview) Progress() Progress { return *o.progress.Load() }

// Wait waits until the overview is ready, and gives why it cannot be.
func (o *Overview) Wait(ctx context.Context) error {
	select {
	case <-o.ready:
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := o.failed.Load(); err != nil {
		return *err
	}
	return nil
}

func (o *Overview) load(ctx context.Context) error {
	err := o.record.StoreGlances(ctx, func(done, of int64) { o.progress.Store(&Progress{Done: done, All: 2 * of}) })
	if err != nil && !errors.Is(err, record.ErrReadOnly) { // then they are made as they are read
		return err
	}
	v, err := o.record.Now(ctx)
	if err != nil {
		return err
	}
	if err := o.read(ctx, v, true); err != nil {
		return err
	}
	o.progress.Store(&Progress{Ready: true, Done: v.Change(), All: v.Change()})
	return nil
}

// read takes in what is new and publishes it.
func (o *Overview) read(ctx context.Context, v record.View, first bool) error {
	b := o.builder
	for g, err := range v.Glances(ctx, int64(b.change)) {
		if err != nil {
			return err
		}
		b.apply(g)
		if first {
			o.progress.Store(&Progress{Done: g.Change, All: v.Change()})
		}
	}
	b.change = uint32(v.Change())
	touched := b.touched
	var list []uint32
	for at := range touched {
		list = append(list, at)
	}
	slices.Sort(list)
	b.weighAll()
	o.current.Store(b.snapshot(o.current.Load(), list))
	return nil
}

// Refresh takes in what the record has been told since, and tells whether there was anything. It costs what is new.
func (o *Overview) Refresh(ctx context.Context) (changed bool, err error) {
	if err := o.Wait(ctx); err != nil {
		return false, err
	}
	select {
	case o.writing <- struct{}{}:
	case <-ctx.Done():
		return false, ctx.Err()
	}
	defer func() { <-o.writing }()
	v, err := o.record.Now(ctx)
	if err != nil {
		return false, fmt.Errorf("overview: %w", err)
	}
	if v.Change() <= int64(o.builder.change) {
		return false, nil
	}
	if err := o.read(ctx, v, false); err != nil {
		return false, fmt.Errorf("overview: %w", err)
	}
	return true, nil
}

// pastMost is how many snapshots of the past are kept when nobody says.
const pastMost = 2

// Snapshot gives the record as known at a change, 0 for the newest that Refresh has seen. Newer changes than that give
// the newest, too: whoever must have them calls Refresh. The past is made when it is asked for, in less than a second
// for a million events, and the last ones are kept. ErrLoading as long as nothing is ready.
func (o *Overview) Snapshot(ctx context.Context, asOf int64) (*Snapshot, error) {
	s := o.current.Load()
	if s == nil {
		if err := o.failed.Load(); err != nil {
			return nil, *err
		}
		return nil, ErrLoading
	}
	if asOf <= 0 || asOf >= int64(s.change) {
		return s, nil
	}
	if past := o.remembered(uint32(asOf)); past != nil {
		return past, nil
	}
	select {
	case o.writing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-o.writing }()
	if past := o.remembered(uint32(asOf)); past != nil {
		return past, nil
	}
	past, err := o.builder.history(ctx, uint32(asOf), o.current.Load().order)
	if err != nil {
		return nil, err
	}
	o.pastLock.Lock()
	defer o.pastLock.Unlock()
	o.past = append([]*Snapshot{past}, o.past...)
	o.past = o.past[:min(len(o.past), o.pastMost)]
	return past, nil
}

func (o *Overview) remembered(change uint32) *Snapshot {
	o.pastLock.Lock()
	defer o.pastLock.Unlock()
	for _, s := range o.past {
		if s.change == change {
			return s
		}
	}
	return nil
}
