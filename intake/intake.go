package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// Run takes items into a record until there are no more or ctx is done. An error means that not all items were
// taken; the summary says what is stored all the same.
func Run(ctx context.Context, reader Reader, rec *record.Record, items iter.Seq[report.Item], o Options) (Summary, error) {
	o.setDefaults()
	r := &run{reader: reader, record: rec, options: o, failed: map[string]bool{}, held: semaphore.NewWeighted(maxHeld)}
	now, err := rec.Now(ctx)
	if err != nil {
		return Summary{}, err
	}
	failures, err := now.Failures(ctx)
	if err != nil {
		return Summary{}, err
	}
	for _, f := range failures {
		r.failed[f.Source] = true
	}
	r.empty = now.Change() == 0
	err = r.run(ctx, items)
	return r.summary, err
}

func (o *Options) setDefaults() {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Kind == "" {
		o.Kind = "add"
	}
	if o.BatchItems <= 0 {
		o.BatchItems = DefaultBatchItems
	}
	if o.BatchBytes <= 0 {
		o.BatchBytes = DefaultBatchBytes
	}
	if o.BatchTime <= 0 {
		o.BatchTime = DefaultBatchTime
	}
}

// maxHeld is how many bytes of reports are in memory between their being found and their being stored. The reading of
// a report takes several times its bytes.
const maxHeld = 32 << 20

// run is one run of Run.
type run struct {
	reader  Reader
	record  *record.Record
	options Options
	failed  map[string]bool // sources of which something was set aside before
	empty   bool            // the record was, when the run began: nothing needs to be looked for
	held    *semaphore.Weighted

	batch   []outcome
	bytes   int
	summary Summary
}

// job is an item on its way through the workers.
type job struct {
	item report.Item
	size int64        // what it holds of run.held
	out  chan outcome // takes one
}

// outcome is what the workers made of an item.
type outcome struct {
	result Result
	item   record.Item
	store  bool // the record is to be asked; else the item is known
	size   int64
	err    error // ends the run: the context's, or one of the record
}

func (r *run) run(ctx context.Context, items iter.Seq[report.Item]) error {
	working, stop := context.WithCancel(ctx)
	var group sync.WaitGroup
	defer group.Wait()
	defer stop()
	jobs := make(chan job)
	// The workers go on while a batch is stored, for about as long as that takes.
	order := make(chan job, r.options.BatchItems)
	for range r.options.Workers {
		group.Go(func() {
			for {
				select {
				case j, ok := <-jobs:
					if !ok {
						return
					}
					j.out <- r.work(working, &j)
				case <-working.Done():
					return
				}
			}
		})
	}
	// This one is not waited for: finding the next item may wait for ever on a standard input that says nothing.
	go func() {
		defer close(order)
		defer close(jobs)
		for item := range items {
			j := job{item, min(int64(item.Bytes)+4096, maxHeld), make(chan outcome, 1)}
			if r.held.Acquire(working, j.size) != nil {
				return
			}
			select {
			case order <- j:
			case <-working.Done():
				return
			}
			select {
			case jobs <- j:
			case <-working.Done():
				return
			}
		}
	}()
	return r.write(ctx, order)
}

// work makes of an item what is to be stored.
func (r *run) work(ctx context.Context, j *job) (out outcome) {
	out.result = Result{Source: j.item.Origin, Position: j.item.Position}
	out.size = j.size
	out.item.Source = j.item.Origin
	setAside := func(err error) {
		var place *report.Error
		if errors.As(err, &place) {
			err = place.Err // the source is kept beside it
		}
		if errors.Is(err, fs.ErrNotExist) {
			// A slip on the command line is told, but the record need not remember it.
			out.result.Outcome, out.result.Err = record.SetAside, err
			return
		}
		out.item.Err, out.store = err, true
	}
	if out.err = ctx.Err(); out.err != nil {
		return out
	}
	rep, err := j.item.Read()
	switch {
	case ctx.Err() != nil:
		out.err = ctx.Err()
		return out
	case err != nil:
		setAside(err)
		return out
	}
	out.result.Report = rep.ID
	if !r.empty {
		known, err := r.record.Has(ctx, rep.ID, rep.SHA256)
		switch {
		case err != nil:
			out.err = err
			return out
		case known && !r.failed[j.item.Origin]:
			out.result.Outcome = record.Known
			return out
		}
	}
	out.item.Reading, err = r.read(ctx, rep)
	if ctx.Err() != nil {
		out.err = ctx.Err()
		return out
	}
	if err == nil {
		out.store = true
		if out.item, err = record.Prepare(out.item); err == nil {
			return out
		}
	}
	setAside(err)
	return out
}

// read puts a report through the engine. Should that fail in a way that it never should, the report is set aside and
// the run of hours goes on.
func (r *run) read(ctx context.Context, rep report.Report) (got reading.Reading, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("%w: %v", ErrReader, broken)
		}
	}()
	return r.reader.Read(ctx, rep)
}

// write stores the outcomes in their order.
func (r *run) write(ctx context.Context, order <-chan job) error {
	timer := time.NewTimer(r.options.BatchTime)
	timer.Stop()
	defer timer.Stop()
	var next <-chan outcome
	for {
		jobs := order
		if next != nil {
			jobs = nil
		}
		if ctx.Err() != nil {
			return errors.Join(r.store(ctx), ctx.Err())
		}
		select {
		case j, ok := <-jobs:
			if !ok {
				return errors.Join(r.store(ctx), ctx.Err())
			}
			next = j.out
		case out := <-next:
			next = nil
			if out.err != nil {
				// Nothing after it is stored: the next run goes on from here.
				return errors.Join(r.store(ctx), out.err)
			}
			if len(r.batch) == 0 {
				timer.Reset(r.options.BatchTime)
			}
			r.batch = append(r.batch, out)
			r.bytes += int(out.size)
			if len(r.batch) < r.options.BatchItems && r.bytes < r.options.BatchBytes {
				continue
			}
			timer.Stop()
			if err := r.store(ctx); err != nil {
				return err
			}
		case <-timer.C:
			if err := r.store(ctx); err != nil {
				return err
			}
		case <-ctx.Done():
			return errors.Join(r.store(ctx), ctx.Err())
		}
	}
}

// store stores the batch and tells what became of it. It does so when ctx is done, too: what was read is not thrown
// away, and a transaction is not left half way.
func (r *run) store(ctx context.Context) error {
	if len(r.batch) == 0 {
		return nil
	}
	items := make([]record.Item, 0, len(r.batch))
	for i := range r.batch {
		if r.batch[i].store {
			items = append(items, r.batch[i].item)
		}
	}
	if len(items) > 0 {
		stored, err := r.record.Add(context.WithoutCancel(ctx), r.options.Kind, r.options.Reason, items)
		if err != nil {
			return err
		}
		for i := range r.batch {
			if r.batch[i].store {
				r.batch[i].result.Stored, stored = stored[0], stored[1:]
			}
		}
	}
	results := make([]Result, len(r.batch))
	for i := range r.batch {
		results[i] = r.batch[i].result
		r.summary.add(&results[i])
		r.held.Release(r.batch[i].size)
	}
	clear(r.batch) // the readings may go
	r.batch, r.bytes = r.batch[:0], 0
	if r.options.Stored != nil {
		r.options.Stored(results)
	}
	return nil
}
