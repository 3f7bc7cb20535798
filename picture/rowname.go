package picture

import "strings"

// rowName is what stands at the left of a row, or above it on a narrow picture:
// a name on up to two lines, and a note.
type rowName struct {
	name, note string
	lines      []string
	room       float64
	strong     bool
}

const nameLine = 14.0 // from one line to the next

// newRowName fits a name into a column; head is the column's width, or 0 when
// the name stands above its row in the whole width.
func newRowName(name, note string, strong bool, head, width float64) rowName {
	n := rowName{name: printable(name), note: printable(note), strong: strong, room: head - 12}
	if head == 0 {
		n.room = width - 12
	}
	size := normalSize
	if strong {
		size *= boldly
	}
	n.lines = wrap(n.name, size, n.room, 2)
	n.note = shorten(n.note, smallSize, n.room)
	return n
}

func (n *rowName) height() float64 {
	h := nameLine * float64(len(n.lines))
	if n.note != "" {
		h += nameLine
	}
	return h
}

// beside gives the room that a name beside its row needs above and below the
// row's line.
func (n *rowName) beside() float64 { return n.height()/2 + 2 }

func (c *canvas) rowName(n *rowName, href, class string, x, top float64) {
	y := top + nameLine - 3
	if len(n.lines) > 0 {
		look := ""
		if n.strong {
			look = "strong"
		}
		c.open(href, class).titled(n.name)
		for _, l := range n.lines {
			c.text(x, y, 0, normalSize, look, l)
			y += nameLine
		}
		c.shut()
	}
	if n.note != "" {
		c.text(x, y, 0, smallSize, "quiet", n.note)
	}
}

// wrap breaks a text into lines no wider than room, at spaces, and shortens the
// last that may be.
func wrap(s string, size, room float64, lines int) []string {
	var out []string
	for rest := strings.TrimSpace(s); rest != ""; {
		if len(out) == lines-1 || textWidth(rest, size) <= room {
			if l := shorten(rest, size, room); l != "" {
				out = append(out, l)
			}
			break
		}
		end := 0
		for i, r := range rest {
			if r == ' ' && i > 0 {
				if textWidth(rest[:i], size) > room {
					break
				}
				end = i
			}
		}
		if end == 0 { // the first word alone is too wide
			if l := shorten(rest, size, room); l != "" {
				out = append(out, l)
			}
			break
		}
		out = append(out, rest[:end])
		rest = strings.TrimLeft(rest[end:], " ")
	}
	return out
}
