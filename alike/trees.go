package alike

import "fmt"

// trees is a sum of decision trees as they lie in the file: the sum's first member in four bytes, then the nodes of one
// tree after the other, each of four bytes. A node has the number of a likeness, how many nodes to go on when the
// likeness is above the threshold (the next node is for the rest), and the threshold; a leaf has leafMark, how many
// nodes to go on to the next tree, and the tree's value. Values are log-odds in thousandths.
type trees string

const nodeSize = 4

// leafMark stands instead of a likeness in the nodes that are leaves.
const leafMark = 255

// sum is what the trees say of the likenesses of two things, in thousandths.
func (t trees) sum(p []int16) int {
	sum := int(int32(number32(t)))
	for at := 4; at < len(t); {
		for t[at] != leafMark {
			if p[t[at]] <= int16(number16(t[at+2:])) {
				at += nodeSize
			} else {
				at += nodeSize * int(t[at+1])
			}
		}
		sum += int(int16(number16(t[at+2:])))
		at += nodeSize * int(t[at+1])
	}
	return sum
}

// checked makes sure that every walk stays within the nodes and gets on.
func (t trees) checked(likenesses int) (trees, error) {
	if len(t) < 4 || (len(t)-4)%nodeSize != 0 {
		return "", fmt.Errorf("%w: trees of %d bytes", ErrModel, len(t))
	}
	for at := 4; at < len(t); at += nodeSize {
		on := at + nodeSize*int(t[at+1])
		leaf := t[at] == leafMark
		if on == at || on > len(t) || !leaf && (int(t[at]) >= likenesses || on == len(t) || at+nodeSize == len(t)) {
			return "", fmt.Errorf("%w: node %d of the trees leads nowhere", ErrModel, (at-4)/nodeSize)
		}
	}
	return t, nil
}
