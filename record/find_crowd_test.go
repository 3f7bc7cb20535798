package record

import (
	"context"
	"sync"
	"testing"
	"time"
)

// TestFindInACrowd: many look at once, right after the record was opened, so that all have statements to prepare while
// they hold a connection.
func TestFindInACrowd(t *testing.T) {
	r := newRecord(t)
	twoReports(t, r)
	q := parsed(t, "source:ARM")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	v, err := r.Now(ctx)
	if err != nil {
		t.Fatal(err)
	}
	begin := make(chan struct{})
	var crowd sync.WaitGroup
	for range 64 {
		crowd.Go(func() {
			<-begin
			if _, err := v.Find(ctx, q, Page{Limit: 10}); err != nil {
				t.Error(err)
			}
		})
	}
	close(begin)
	crowd.Wait()
}
