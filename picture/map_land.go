package picture

import (
	"math"
	"strconv"

	"chancery/atlas"
)

// detail is the size, in pixels, of what is left out of outlines.
const detail = 1.2

// beyond returns the box with a little more on every side, so that where outlines are cut off is not seen.
func (d *drawnMap) beyond() atlas.Box {
	b := d.view.Box
	if d.view.Whole {
		return b
	}
	x, y := (b.East-b.West)*8/d.view.Width, (b.North-b.South)*8/d.view.Height
	return atlas.Box{West: b.West - x, South: b.South - y, East: b.East + x, North: b.North + y}
}

// tolerance returns the detail in degrees of latitude.
func (d *drawnMap) tolerance() float64 {
	return detail / (d.project.kilometre(0) * 111.2)
}

// land draws the countries and, over them, the lines between them, each once.
func (d *drawnMap) land() {
	d.shapes = d.atlas.Shapes(d.beyond(), d.tolerance())
	d.tag("g").class("land").attr("aria-hidden", "true").inside()
	for _, s := range d.shapes {
		d.tag("path").data("data-country", s.Country.Code)
		before := len(d.b)
		d.rings(s.Rings)
		if len(d.b) == before {
			d.b = append(d.b, ` d=""`...)
		}
		d.titled(s.Country.Name)
		d.close("path")
	}
	d.close("g")
	d.tag("path").class("border")
	d.lines(d.atlas.Borders(d.beyond(), d.tolerance()))
	d.end()
}

// rings writes the d of a path of closed lines, those that are too small to be seen left out.
func (d *drawnMap) rings(rings [][]atlas.Point) {
	p := d.begin()
	for _, ring := range rings {
		p.ring(d.project, ring, true)
	}
	d.finishPath(p)
}

// lines writes the d of a path of open lines.
func (d *drawnMap) lines(lines [][]atlas.Point) {
	p := d.begin()
	for _, line := range lines {
		p.ring(d.project, line, false)
	}
	d.finishPath(p)
}

// outline writes the d of a path of one line.
func (d *drawnMap) outline(line []atlas.Point, closed bool) {
	p := d.begin()
	p.ring(d.project, line, closed)
	d.finishPath(p)
}

func (d *drawnMap) begin() *pathWriter {
	return &pathWriter{b: append(d.b, ` d="`...)}
}

func (d *drawnMap) finishPath(p *pathWriter) {
	p.b = append(p.b, '"')
	d.b = p.b
}

// pathWriter writes points as differences in tenths of a pixel, which takes half the bytes of points.
type pathWriter struct {
	b      []byte
	x, y   int // where the pen is, in tenths
	letter byte
}

func (p *pathWriter) ring(projection projection, points []atlas.Point, closed bool) {
	if len(points) < 2 {
		return
	}
	mark, x0, y0, letter0 := len(p.b), p.x, p.y, p.letter
	drawn := 0
	add := func(q atlas.Point) {
		fx, fy := projection.at(q)
		x, y := tenths(fx), tenths(fy)
		if drawn == 0 {
			p.move(x, y)
		} else if x == p.x && y == p.y {
			return
		} else {
			p.line(x, y)
		}
		drawn++
	}
	for i, q := range points {
		if i > 0 && projection.whole {
			between(points[i-1], q, add)
		}
		add(q)
	}
	if closed && projection.whole {
		between(points[len(points)-1], points[0], add)
	}
	if closed && drawn < 3 || drawn < 2 { // no area, no line
		p.b, p.x, p.y, p.letter = p.b[:mark], x0, y0, letter0
		return
	}
	if closed {
		p.b = append(p.b, 'z')
		p.letter = 'z'
	}
}

// between adds points on a long straight line, which the projection bends.
func between(a, b atlas.Point, add func(atlas.Point)) {
	n := math.Ceil(max(math.Abs(b.Lon-a.Lon)/10, math.Abs(b.Lat-a.Lat)/3))
	for i := 1.0; i < n; i++ {
		add(atlas.Point{Lon: a.Lon + (b.Lon-a.Lon)*i/n, Lat: a.Lat + (b.Lat-a.Lat)*i/n})
	}
}

func (p *pathWriter) move(x, y int) {
	p.b = append(p.b, 'M')
	p.b = appendTenths(p.b, x)
	p.pair(y)
	p.x, p.y, p.letter = x, y, 'M'
}

func (p *pathWriter) line(x, y int) {
	if p.letter != 'l' {
		p.b = append(p.b, 'l')
		p.b = appendTenths(p.b, x-p.x)
	} else {
		p.pair(x - p.x)
	}
	p.pair(y - p.y)
	p.x, p.y, p.letter = x, y, 'l'
}

// pair writes a number after another. A minus separates them as well as a blank does.
func (p *pathWriter) pair(v int) {
	if v >= 0 {
		p.b = append(p.b, ' ')
	}
	p.b = appendTenths(p.b, v)
}

func tenths(v float64) int { return int(math.Round(max(-1e6, min(1e6, v)) * 10)) }

func appendTenths(b []byte, v int) []byte {
	if v < 0 {
		b = append(b, '-')
		v = -v
	}
	if v >= 10 || v == 0 {
		b = strconv.AppendInt(b, int64(v/10), 10)
	}
	if v%10 != 0 {
		b = append(b, '.', byte('0'+v%10))
	}
	return b
}

// graticule draws meridians and parallels at round degrees.
func (d *drawnMap) graticule() {
	b := d.view.Box
	step := 30.0
	if !d.view.Whole {
		for _, s := range [...]float64{20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01} {
			if s*d.project.ky < 90 {
				break
			}
			step = s
		}
	}
	d.tag("path").class("graticule")
	p := d.begin()
	for i := math.Ceil(b.West / step); i*step <= b.East; i++ {
		if lon := i * step; lon > b.West && lon < b.East {
			p.ring(d.project, []atlas.Point{{Lon: lon, Lat: b.South}, {Lon: lon, Lat: b.North}}, false)
		}
	}
	for i := math.Ceil(b.South / step); i*step <= b.North; i++ {
		if lat := i * step; lat > b.South && lat < b.North {
			p.ring(d.project, []atlas.Point{{Lon: b.West, Lat: lat}, {Lon: b.East, Lat: lat}}, false)
		}
	}
	d.finishPath(p)
	d.end()
}

// scaleBar draws a length of round kilometres. Of the whole world there is none: no length holds everywhere.
func (d *drawnMap) scaleBar() {
	if d.view.Whole {
		return
	}
	kilometre := d.project.kilometre(0)
	length := 1.0
	for _, step := range [...]float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000} {
		if step*kilometre <= min(120, d.view.Width/3) {
			length = step
		}
	}
	x, y := 10.0, d.view.Height-10
	w := length * kilometre
	d.shape("scale", "MLLL", x, y-5, x, y, x+w, y, x+w, y-5)
	d.text(x+w+5, y, 0, smallSize, "quiet halo", strconv.FormatFloat(length, 'f', -1, 64)+" km")
}
