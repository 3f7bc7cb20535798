package overview

// posted is something by which occurrences are found quickly.
type posted struct {
	kind postedKind
	n    uint32 // a word
}

type postedKind uint8

const (
	byParty postedKind = iota // a key or an actor among its sources and recipients, or its speaker
	byTrack
	byOutlet
	byEntry
	byCountry
)

// posting is the occurrences that have something, or had it at some time since they were read: who finds one looks
// whether it still has it. It only grows.
type posting struct {
	list     []uint32
	disorder bool
}

// post notes that an occurrence has something.
func (b *builder) post(kind postedKind, n, at uint32) {
	k := posted{kind, n}
	p := b.names.postage[k]
	switch {
	case p == nil:
		b.names.lock.Lock()
		b.names.postage[k] = &posting{list: []uint32{at}}
		b.names.lock.Unlock()
		return
	case p.list[len(p.list)-1] == at:
		return
	}
	b.names.lock.Lock()
	p.disorder = p.disorder || p.list[len(p.list)-1] > at
	p.list = append(p.list, at)
	b.names.lock.Unlock()
}

// postings gives the lists of some words.
func (n *names) postings(kind postedKind, words []uint32) (lists []posting, count int) {
	n.lock.RLock()
	defer n.lock.RUnlock()
	for _, w := range words {
		if p := n.postage[posted{kind, w}]; p != nil {
			lists = append(lists, *p)
			count += len(p.list)
		}
	}
	return lists, count
}
