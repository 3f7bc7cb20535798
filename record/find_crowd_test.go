package record

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"
)

// TestSnapshotsLeaveConnections: however many hold a snapshot, there is a connection for what one of them has to prepare.
func TestSnapshotsLeaveConnections(t *testing.T) {
	r := newRecord(t)
	v := now(t, r)
	held, stop := context.WithCancel(t.Context())
	taken := make(chan struct{}, 1000)
	var crowd sync.WaitGroup
	for range 2 * max(4, 2*runtime.GOMAXPROCS(0)) {
		crowd.Go(func() {
			_, end, err := v.still(held)
			if err != nil {
				return // it had no place until the test ended
			}
			taken <- struct{}{}
			<-held.Done()
			end()
		})
	}
	for range cap(r.pool.snapshots) {
		<-taken
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	var n int
	if err := r.pool.row(ctx, `SELECT count(*) + 41 FROM changes`).Scan(&n); err != nil {
		t.Errorf("with all snapshots held nothing else can be read: %v", err)
	}
	stop()
	crowd.Wait()
	_, end, err := v.still(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	end()
}
