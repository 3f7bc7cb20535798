package wording

import "strings"

// Edit is a run of words of one kind: Kept stood before and stands now.
type Edit struct {
	Kind EditKind `json:"kind"`
	Text string   `json:"text"`
}

// EditKind is what became of words.
type EditKind string

// The kinds of edit.
const (
	Kept     EditKind = "kept"
	Deleted  EditKind = "deleted"
	Inserted EditKind = "inserted"
)

// longestDiff is up to how many words of each side are compared word by word; longer texts are replaced whole.
const longestDiff = 2000

// Diff compares two texts word by word: the edits that make the second of the first, with as many words kept as can be
// (the longest common subsequence; Wagner and Fischer, 1974). Of two equally long ones the earlier deletion wins.
// Words are compared without regard to case and to the punctuation around them, and shown as they stand.
func Diff(before, after string) []Edit {
	a, b := strings.Fields(before), strings.Fields(after)
	if len(a) > longestDiff || len(b) > longestDiff {
		return edits([]Edit{{Deleted, strings.Join(a, " ")}, {Inserted, strings.Join(b, " ")}})
	}
	folded := func(words []string) []string {
		out := make([]string, len(words))
		for i, w := range words {
			if out[i] = strings.ToLower(strings.Trim(w, `.,;:!?"'“”‘’()`)); out[i] == "" {
				out[i] = w
			}
		}
		return out
	}
	x, y := folded(a), folded(b)
	// common[i][j] is the length of the longest common subsequence of x[i:] and y[j:].
	width := len(y) + 1
	common := make([]int32, (len(x)+1)*width)
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			switch {
			case x[i] == y[j]:
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			default:
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	var out []Edit
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && x[i] == y[j]:
			out = append(out, Edit{Kept, b[j]})
			i++
			j++
		case j == len(y) || i < len(x) && common[(i+1)*width+j] >= common[i*width+j+1]:
			out = append(out, Edit{Deleted, a[i]})
			i++
		default:
			out = append(out, Edit{Inserted, b[j]})
			j++
		}
	}
	return edits(out)
}

// edits joins neighbours of one kind and leaves out what is empty.
func edits(list []Edit) []Edit {
	var out []Edit
	for _, e := range list {
		if e.Text == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Kind == e.Kind {
			out[n-1].Text += " " + e.Text
			continue
		}
		out = append(out, e)
	}
	return out
}
