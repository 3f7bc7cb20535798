package overview

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// rememberedMost is how many answers a snapshot keeps.
const rememberedMost = 512

// answers are what a snapshot was asked before: it never changes, and so do they not.
type answers struct {
	count atomic.Int64
	known sync.Map // string → *answer
}

type answer struct {
	once  sync.Once
	value any
}

// answered gives what was computed for a question before, or computes it; of several goroutines that ask at once one
// computes.
func answered[T any](s *Snapshot, compute func() T, question ...any) T {
	key := fmt.Sprintf("%#v", question)
	kept, ok := s.answers.known.Load(key)
	if !ok {
		if s.answers.count.Load() >= rememberedMost {
			return compute()
		}
		var loaded bool
		if kept, loaded = s.answers.known.LoadOrStore(key, &answer{}); !loaded {
			s.answers.count.Add(1)
		}
	}
	a := kept.(*answer)
	a.once.Do(func() { a.value = compute() })
	value, _ := a.value.(T)
	return value
}
