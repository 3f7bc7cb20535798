package overview

// Empty is the snapshot of a record before its first change: it holds nothing.
func Empty() *Snapshot { return newBuilder().snapshot(nil, nil) }
