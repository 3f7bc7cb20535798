package picture

import (
	"html/template"
	"io"
	"strings"
)

// Picture is anything that can be drawn.
type Picture interface {
	// SVG writes the picture as one svg element.
	SVG(w io.Writer, o Options) error
}

// Options say how a picture is drawn, not what is in it. The zero value draws a
// picture for the middle of a page.
type Options struct {
	Width  int // in pixels; 0 takes the picture's usual width. A picture that needs more room than this is wider
	Height int // in pixels, for pictures that can choose; 0 takes what the content needs

	// ID goes before every id inside the drawing, so that several pictures can
	// stand on one page. Empty takes the kind of picture.
	ID string

	// Links goes before every address that begins with "/", for a desk behind a
	// prefix or an exported file that leads back to it.
	Links string

	// Standalone makes a file of its own: the style sheet in light colours and
	// the paper are part of it.
	Standalone bool

	// Unexplained leaves out the legend.
	Unexplained bool

	// labels receives the box of every text that is drawn. Tests look for overlaps.
	labels *[]label
}

// String draws a picture into a string.
func String(p Picture, o Options) (string, error) {
	var b strings.Builder
	if err := p.SVG(&b, o); err != nil {
		return "", err
	}
	return b.String(), nil
}

// HTML draws a picture for a template of a page. Everything that came from
// outside is escaped in it.
func HTML(p Picture, o Options) (template.HTML, error) {
	s, err := String(p, o)
	return template.HTML(s), err
}

func (o Options) width(usual int) float64 {
	if o.Width <= 0 {
		return float64(usual)
	}
	return float64(max(o.Width, 200))
}
