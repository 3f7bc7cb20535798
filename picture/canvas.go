package picture

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/when"
)

// canvas collects the drawing. All text and every attribute of a picture goes
// through its escaping methods.
type canvas struct {
	b      []byte
	o      Options
	kind   string
	id     string
	linked bool // there is at least one address in it
	opened []byte
	used   map[string]bool // what the legend has to explain, and which definitions are needed
}

// label is a text that was drawn: its baseline's start, its estimated size, and
// by how much it is turned about that start.
type label struct {
	x, y, w, h float64
	turn       float64 // degrees
	text       string
}

func newCanvas(kind string, o Options) *canvas {
	id := name(o.ID)
	if id == "" {
		id = kind
	}
	return &canvas{kind: kind, o: o, id: id, b: make([]byte, 0, 16<<10), used: map[string]bool{}}
}

// name keeps of a caller's id what may stand in an id.
func name(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return -1
	}, s)
}

// tag begins an element; attributes follow, then end, or inside and close.
func (c *canvas) tag(element string) *canvas {
	c.b = append(c.b, '<')
	c.b = append(c.b, element...)
	return c
}

func (c *canvas) num(attribute string, v float64) *canvas {
	c.b = append(c.b, ' ')
	c.b = append(c.b, attribute...)
	c.b = append(c.b, '=', '"')
	c.b = appendNumber(c.b, v)
	c.b = append(c.b, '"')
	return c
}

func (c *canvas) whole(attribute string, v int) *canvas {
	c.b = append(c.b, ' ')
	c.b = append(c.b, attribute...)
	c.b = append(c.b, '=', '"')
	c.b = strconv.AppendInt(c.b, int64(v), 10)
	c.b = append(c.b, '"')
	return c
}

func (c *canvas) attr(attribute, value string) *canvas {
	c.b = append(c.b, ' ')
	c.b = append(c.b, attribute...)
	c.b = append(c.b, '=', '"')
	c.b = appendEscaped(c.b, value)
	c.b = append(c.b, '"')
	return c
}

// data writes an attribute for scripts, unless there is nothing to say.
func (c *canvas) data(attribute, value string) *canvas {
	if value == "" {
		return c
	}
	return c.attr(attribute, value)
}

// day writes a day for scripts, unless it is unknown.
func (c *canvas) day(attribute string, d when.Day) *canvas {
	if !d.Known() {
		return c
	}
	c.b = append(append(append(c.b, ' '), attribute...), '=', '"')
	if d.Year >= 1000 && d.Year <= 9999 {
		c.b = append(strconv.AppendInt(c.b, int64(d.Year), 10), '-', byte('0'+d.Month/10), byte('0'+d.Month%10), '-', byte('0'+d.Day/10), byte('0'+d.Day%10))
	} else {
		c.b = append(c.b, d.String()...)
	}
	c.b = append(c.b, '"')
	return c
}

// class writes classes, which are always the picture's own words.
func (c *canvas) class(s string) *canvas {
	if s == "" {
		return c
	}
	c.b = append(append(append(c.b, ` class="`...), s...), '"')
	return c
}

func (c *canvas) end()                   { c.b = append(c.b, '/', '>') }
func (c *canvas) inside() *canvas        { c.b = append(c.b, '>'); return c }
func (c *canvas) escaped(s string)       { c.b = appendEscaped(c.b, s) }
func (c *canvas) close(element string)   { c.b = append(append(append(c.b, '<', '/'), element...), '>') }
func (c *canvas) note(what string)       { c.used[what] = true }
func (c *canvas) noted(what string) bool { return c.used[what] }

func (c *canvas) rect(x, y, w, h float64, class string) {
	c.tag("rect").num("x", x).num("y", y).num("width", math.Max(w, 0)).num("height", math.Max(h, 0)).class(class).end()
}

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	c.tag("path").class(class)
	c.b = append(c.b, ` d="M`...)
	c.points(x1, y1)
	c.b = append(c.b, 'L')
	c.points(x2, y2)
	c.b = append(c.b, '"')
	c.end()
}

// shape writes a path whose d is given as letters with the points that follow
// each: shape("mark", "MLLZ", x0, y0, x1, y1, x2, y2).
func (c *canvas) shape(class, letters string, at ...float64) {
	c.tag("path").class(class).path(letters, at...).end()
}

func (c *canvas) path(letters string, at ...float64) *canvas {
	c.b = append(c.b, ` d="`...)
	i := 0
	for j := range len(letters) {
		l := letters[j]
		c.b = append(c.b, l)
		n := 0
		switch l {
		case 'M', 'L', 'm', 'l', 'T':
			n = 2
		case 'H', 'V', 'h', 'v':
			n = 1
		case 'Q', 'q', 'S':
			n = 4
		case 'C', 'c':
			n = 6
		case 'A', 'a':
			n = 7
		}
		c.points(at[i : i+n]...)
		i += n
	}
	c.b = append(c.b, '"')
	return c
}

func (c *canvas) points(at ...float64) {
	for i, v := range at {
		if i > 0 {
			c.b = append(c.b, ' ')
		}
		c.b = appendNumber(c.b, v)
	}
}

// open begins a mark: a link when it has an address, else a group, with its
// tooltip. Attributes for scripts are written between open and inside.
func (c *canvas) open(href, class string) *canvas {
	if a := c.address(href); a != "" {
		c.linked = true
		c.opened = append(c.opened, 'a')
		return c.tag("a").attr("href", a).class(class)
	}
	c.opened = append(c.opened, 'g')
	return c.tag("g").class(class)
}

// titled ends the start of a mark and gives it its tooltip.
func (c *canvas) titled(title string) {
	c.inside()
	if title != "" {
		c.tag("title").inside().escaped(title)
		c.close("title")
	}
}

// shut ends what open began.
func (c *canvas) shut() {
	last := len(c.opened) - 1
	c.close(string(c.opened[last : last+1]))
	c.opened = c.opened[:last]
}

// address returns an address that is safe to follow, or "".
func (c *canvas) address(href string) string {
	if href == "" {
		return ""
	}
	href = strings.TrimSpace(printable(href))
	colon := strings.IndexByte(href, ':')
	if colon >= 0 && !strings.ContainsAny(href[:colon], "/?#") {
		scheme := strings.ToLower(href[:colon])
		if scheme != "http" && scheme != "https" {
			return ""
		}
		return href
	}
	if strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//") {
		return c.o.Links + href
	}
	return href
}

// Type sizes of the classes, in pixels.
const (
	normalSize = 12.0
	smallSize  = 11.0
)

// text draws a text whose class says how it is aligned; anchor is 0 for a start
// at x, 0.5 for the middle, 1 for the end.
func (c *canvas) text(x, y, anchor, size float64, class, s string) {
	c.turned(x, y, anchor, size, 0, class, s)
}

// turned draws a text turned about its anchor by degrees.
func (c *canvas) turned(x, y, anchor, size, degrees float64, class, s string) {
	if s == "" {
		return
	}
	s = printable(s)
	if c.o.labels != nil {
		w := textWidth(s, size)
		if class == "strong" {
			w *= boldly
		}
		*c.o.labels = append(*c.o.labels, label{x: x - anchor*w*math.Cos(degrees*math.Pi/180), y: y - anchor*w*math.Sin(degrees*math.Pi/180), w: w, h: size, turn: degrees, text: s})
	}
	c.tag("text").num("x", x).num("y", y)
	if size != normalSize {
		class = strings.TrimSpace("small " + class)
	}
	c.class(class)
	switch anchor {
	case 0.5:
		c.attr("text-anchor", "middle")
	case 1:
		c.attr("text-anchor", "end")
	}
	if degrees != 0 {
		c.b = append(c.b, ` transform="rotate(`...)
		c.points(degrees, x, y)
		c.b = append(c.b, `)"`...)
	}
	c.inside().escaped(s)
	c.close("text")
}

// fading are the definitions that a picture can need, in the order in which
// they are written.
var fading = []Tone{Neutral, Cooperation, Conflict}

// finish writes the drawing with its head: size, title, description, and the
// definitions that were used.
func (c *canvas) finish(w io.Writer, width, height float64, title, description string, data ...string) error {
	width, height = math.Ceil(width), math.Ceil(height)
	body := c.b
	c.b = make([]byte, 0, 4096)
	c.tag("svg").attr("xmlns", "http://www.w3.org/2000/svg").class("picture "+c.kind).attr("id", c.id)
	c.num("width", width).num("height", height)
	c.b = append(c.b, ` viewBox="0 0 `...)
	c.points(width, height)
	c.b = append(c.b, '"')
	// An image is one thing to a screen reader; a drawing with links is a group whose links can be reached.
	role := "img"
	if c.linked {
		role = "group"
	}
	c.attr("role", role).attr("aria-labelledby", c.id+"-title")
	if description != "" {
		c.attr("aria-describedby", c.id+"-description")
	}
	for i := 0; i+1 < len(data); i += 2 {
		c.data(data[i], data[i+1])
	}
	c.inside()
	c.tag("title").attr("id", c.id+"-title").inside().escaped(title)
	c.close("title")
	if description != "" {
		c.tag("desc").attr("id", c.id+"-description").inside().escaped(description)
		c.close("desc")
	}
	if c.o.Standalone {
		c.tag("style").inside()
		c.b = append(c.b, standaloneStyle...)
		c.close("style")
	}
	c.definitions()
	if c.o.Standalone {
		c.rect(0, 0, width, height, "paper")
	}
	for _, part := range [...][]byte{c.b, body, []byte("</svg>")} {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("picture: writing the %s: %w", c.kind, err)
		}
	}
	return nil
}

func (c *canvas) definitions() {
	begun := false
	begin := func() {
		if !begun {
			begun = true
			c.tag("defs").inside()
		}
	}
	for _, t := range fading {
		if c.noted("fade-" + t.class()) {
			begin()
			c.tag("linearGradient").attr("id", c.id+"-fade-"+t.class()).inside()
			for _, s := range [...][2]string{{"0", ".08"}, {".3", ".75"}, {".7", ".75"}, {"1", ".08"}} {
				c.tag("stop").class(t.class()).attr("offset", s[0]).attr("stop-opacity", s[1]).end()
			}
			c.close("linearGradient")
		}
		if c.noted("hatch-" + t.class()) {
			begin()
			c.tag("pattern").attr("id", c.id+"-hatch-"+t.class()).attr("width", "4").attr("height", "4").attr("patternUnits", "userSpaceOnUse").attr("patternTransform", "rotate(45)").inside()
			c.tag("rect").attr("width", "4").attr("height", "4").class("ground " + t.class()).end()
			c.tag("rect").attr("width", "2").attr("height", "4").class("stripe " + t.class()).end()
			c.close("pattern")
		}
	}
	for _, side := range [...]string{"in", "out"} { // the uncertain ends of a term of office
		if c.noted(side + "-term") {
			begin()
			from, to := ".05", ".55"
			if side == "out" {
				from, to = to, from
			}
			c.tag("linearGradient").attr("id", c.id+"-"+side+"-term").inside()
			c.tag("stop").class("tenure").attr("offset", "0").attr("stop-opacity", from).end()
			c.tag("stop").class("tenure").attr("offset", "1").attr("stop-opacity", to).end()
			c.close("linearGradient")
		}
	}
	if begun {
		c.close("defs")
	}
}

// paint writes the fill that refers to a definition of this picture.
func (c *canvas) paint(definition string) *canvas {
	c.note(definition)
	c.b = append(c.b, ` fill="url(#`...)
	c.b = append(c.b, c.id...)
	c.b = append(c.b, '-')
	c.b = append(c.b, definition...)
	c.b = append(c.b, `)"`...)
	return c
}

// appendNumber writes a number with at most one decimal. A tenth of a pixel is
// finer than a screen, and coarse enough that the last bits of a float, which
// differ between processors, do not show.
func appendNumber(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(b, '0')
	}
	n := int64(math.Round(v * 10))
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/10, 10)
	if n%10 != 0 {
		b = append(b, '.', byte('0'+n%10))
	}
	return b
}

func appendEscaped(b []byte, s string) []byte {
	start := 0
	for i, r := range s {
		var by string
		switch r {
		case '&':
			by = "&amp;"
		case '<':
			by = "&lt;"
		case '>':
			by = "&gt;"
		case '"':
			by = "&#34;"
		case '\'':
			by = "&#39;"
		default:
			if fit(r) {
				continue
			}
			by = " "
		}
		b = append(b, s[start:i]...)
		b = append(b, by...)
		start = i + runeLength(s[i:], r)
	}
	return append(b, s[start:]...)
}

// runeLength gives the bytes that a rune took in s: a broken encoding takes one.
func runeLength(s string, r rune) int {
	if r == utf8.RuneError {
		_, n := utf8.DecodeRuneInString(s)
		return n
	}
	return utf8.RuneLen(r)
}
