package network

// DistanceBuckets is the number of buckets of the signed distance from a word to its head; the root has its own.
const DistanceBuckets = 32

const (
	rootBucket = 30
	farthest   = 41 // and beyond
)

var distanceBucket = func() (b [2*longest + 1]uint8) {
	for delta := -longest; delta <= longest; delta++ {
		b[delta+longest] = uint8(slowBucket(delta))
	}
	return b
}()

func slowBucket(delta int) int {
	side := 0
	if delta < 0 {
		delta, side = -delta, 15
	}
	switch {
	case delta == 0:
		return rootBucket + 1 // not a possible head
	case delta <= 6:
		return side + delta - 1
	case delta <= 8:
		return side + 6
	case delta <= 11:
		return side + 7
	case delta <= 15:
		return side + 8
	case delta <= 20:
		return side + 9
	case delta <= 28:
		return side + 10
	case delta < farthest:
		return side + 11
	}
	return side + 12
}

// DistanceBucket returns the bucket of head h of word d; h is -1 for the root.
func DistanceBucket(d, h int) int {
	if h < 0 {
		return rootBucket
	}
	return int(distanceBucket[min(max(h-d, -longest), longest)+longest])
}

// bucketsFrom returns the buckets of the heads 0, 1, 2, …, of a word, which are at most longest.
func bucketsFrom(d int) []uint8 { return distanceBucket[longest-d:] }
