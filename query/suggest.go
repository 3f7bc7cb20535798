package query

import (
	"slices"
	"strings"
)

// nearest gives the candidates that are spelled most like a word, the nearest first, at most three, each once; none
// when nothing is near. A candidate that begins with the word counts as near.
func nearest(word string, candidates []string) []string {
	type near struct {
		name     string
		distance int
	}
	var found []near
	lower := strings.ToLower(word)
	limit := 1 + len([]rune(word))/4 // "Reagan" is not meant for "Japan"
	for _, c := range candidates {
		folded := strings.ToLower(c)
		d := distance(lower, folded)
		if len(lower) >= 2 && strings.HasPrefix(folded, lower) {
			d = min(d, 1)
		}
		if d <= limit && !slices.ContainsFunc(found, func(n near) bool { return n.name == c }) {
			found = append(found, near{c, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return strings.Compare(a.name, b.name)
	})
	var names []string
	for _, n := range found {
		if len(names) == 3 || n.distance > found[0].distance {
			break
		}
		names = append(names, n.name)
	}
	return names
}

// didYouMean ends a message with the nearest spellings, or with what there is when it is a short list.
func didYouMean(word string, candidates []string) string {
	if names := nearest(word, candidates); len(names) > 0 {
		return ": did you mean " + either(names) + "?"
	}
	if len(candidates) > 0 && len(candidates) <= 20 {
		return ": it is one of " + strings.Join(candidates, ", ")
	}
	return ""
}

// either joins names: "a", "a or b", "a, b or c".
func either(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// distance is how many letters must be put in, left out, changed or swapped with their neighbour to turn a into b
// (optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 64 || len(y) > 64 {
		return max(len(x), len(y))
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
