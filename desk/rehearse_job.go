package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// errRunning says that something else is being done in the background.
var errRunning = errors.New("one thing is done in the background at a time")

// jobsKept is how many jobs that have ended can still be looked at.
const jobsKept = 4

// jobs is what is done in the background for the codebook: one thing at a time, so that the desk stays quick.
type jobs struct {
	now   func() time.Time
	group sync.WaitGroup

	mutex   sync.Mutex
	list    []*job // the newest last
	count   int
	running *job
	closed  bool
}

func newJobs(now func() time.Time) *jobs { return &jobs{now: now} }

// jobState is where a job stands.
type jobState string

const (
	jobRuns    jobState = "running"
	jobDone    jobState = "done"
	jobStopped jobState = "stopped"
	jobFailed  jobState = "failed"
)

// job is one thing done in the background.
type job struct {
	ID      string
	Kind    string // "rehearsal", "reread"
	By      string
	Started time.Time
	draft   *draft // that is rehearsed, or was kept
	cancel  context.CancelFunc

	mutex  sync.Mutex
	state  jobState
	ended  time.Time
	done   int
	of     int
	err    error
	result *rehearsal
}

// progress is a job as a page or a script sees it.
type progress struct {
	ID    string   `json:"id"`
	State jobState `json:"state"`
	Done  int      `json:"done"`
	Of    int      `json:"of"`
	Error string   `json:"error,omitempty"`
}

func (j *job) progress() progress {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	p := progress{ID: j.ID, State: j.state, Done: j.done, Of: j.of}
	if j.err != nil {
		p.Error = j.err.Error()
	}
	return p
}

// step says that one more report was read.
func (j *job) step() {
	j.mutex.Lock()
	j.done++
	j.mutex.Unlock()
}

// start runs something in the background; errRunning when something else is still running.
func (j *jobs) start(kind, by string, of int, d *draft, run func(context.Context, *job) error) (*job, error) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	if j.closed {
		return nil, context.Canceled
	}
	if j.running != nil {
		return nil, fmt.Errorf("%w: stop the %s that runs, or wait until it is done", errRunning, j.running.Kind)
	}
	j.count++
	at := j.now().UTC()
	ctx, cancel := context.WithCancel(context.Background())
	one := &job{ID: fmt.Sprintf("%s-%d", at.Format("20060102-150405"), j.count), Kind: kind, By: by, Started: at, draft: d,
		cancel: cancel, state: jobRuns, of: of}
	if j.list = append(j.list, one); len(j.list) > jobsKept {
		j.list = slices.Delete(j.list, 0, len(j.list)-jobsKept)
	}
	j.running = one
	j.group.Go(func() {
		defer cancel()
		err := run(ctx, one)
		one.mutex.Lock()
		one.ended = j.now().UTC()
		switch {
		case err == nil:
			one.state = jobDone
		case ctx.Err() != nil:
			one.state = jobStopped
		default:
			one.state, one.err = jobFailed, err
		}
		one.mutex.Unlock()
		j.mutex.Lock()
		j.running = nil
		j.mutex.Unlock()
	})
	return one, nil
}

// get gives a job; nil when there is none of this name, or not any more.
func (j *jobs) get(id string) *job {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	for _, one := range j.list {
		if one.ID == id {
			return one
		}
	}
	return nil
}

// all gives the jobs that can be looked at, the newest first.
func (j *jobs) all() []*job {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	out := slices.Clone(j.list)
	slices.Reverse(out)
	return out
}

// close stops what runs, and waits for its end.
func (j *jobs) close() {
	j.mutex.Lock()
	j.closed = true
	if j.running != nil {
		j.running.cancel()
	}
	j.mutex.Unlock()
	j.group.Wait()
}
