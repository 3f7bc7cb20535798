package picture

import "strconv"

// legend explains what occurs on the map, below it, and returns where it ends.
func (d *drawnMap) legend(top float64) float64 {
	const line = 20.0
	x, y := 6.0, top+line/2
	item := func(symbol float64, text string, draw func(x, y float64)) {
		if symbol > 0 {
			symbol += 6
		}
		w := symbol + textWidth(text, smallSize)
		if x > 6 && x+w > d.view.Width-4 {
			x, y = 6, y+line
		}
		if draw != nil {
			draw(x+symbol/2-3, y)
		}
		d.text(x+symbol, y+4, 0, smallSize, "quiet", text)
		x += w + 18
	}
	for _, t := range [...]struct {
		tone Tone
		text string
	}{{Cooperation, "cooperation"}, {Conflict, "conflict"}, {Neutral, "neither"}} {
		if d.noted("map-" + t.tone.class()) {
			item(12, t.text, func(x, y float64) { d.dot(x, y, 5, t.tone, Actual) })
		}
	}
	if d.noted("map-slices") {
		item(12, "both, by their share", func(x, y float64) { d.glyph(x, y, 6, MapMark{Cooperation: 1, Conflict: 1}) })
	}
	if d.noted("map-cluster") {
		item(18, "several places and their number of "+d.Noun+"s", func(x, y float64) {
			d.tag("circle").num("cx", x).num("cy", y).num("r", 8).class("ring").end()
		})
	}
	if d.noted("map-area") {
		item(18, "somewhere about there, not a border", func(x, y float64) {
			d.tag("circle").num("cx", x).num("cy", y).num("r", 8).class("area neutral").end()
		})
	}
	if d.noted("map-country") {
		item(18, "somewhere in the country", func(x, y float64) { d.rect(x-9, y-6, 18, 12, "outline some neutral") })
	}
	item(0, "Borders are Natural Earth’s and no statement.", nil)
	return y + line/2
}

// bracketed writes a count after a name.
func bracketed(n int) string { return "(" + strconv.Itoa(n) + ")" }
