package picture

// explained is one sign of a legend with its words.
type explained struct {
	words string
	wide  float64 // of the sign
	draw  func(x, y float64)
}

// legend writes the signs in rows, as many as needed, and returns where it ends.
func (c *canvas) legend(x, y, width float64, signs []explained) float64 {
	if len(signs) == 0 {
		return y
	}
	const line = 20.0
	c.tag("g").class("legend").inside()
	at, row := x, y+10
	for _, s := range signs {
		if s.wide > 0 {
			s.wide += 6
		}
		w := s.wide + textWidth(s.words, smallSize) + 18
		if at > x && at+w > x+width {
			at, row = x, row+line
		}
		s.draw(at, row)
		c.text(at+s.wide, row+4, 0, smallSize, "quiet", shorten(s.words, smallSize, max(width-s.wide, 30)))
		at += w
	}
	c.close("g")
	return row + line - 6
}

// marksExplained gives the signs of events that occur in the picture.
func (c *canvas) marksExplained() []explained {
	var signs []explained
	sign := func(when bool, words string, wide float64, draw func(x, y float64)) {
		if when {
			signs = append(signs, explained{words, wide, draw})
		}
	}
	dot := func(t Tone, s Status) func(x, y float64) {
		return func(x, y float64) { c.dot(x+5, y, dotRadius, t, s) }
	}
	bar := func(t Tone, up bool) func(x, y float64) {
		return func(x, y float64) {
			n := Count{}
			n.add(t, 1)
			if up {
				c.column(n, x, 9, y+5, 10, 1, true)
			} else {
				c.column(n, x, 9, y-5, 10, 1, false)
			}
		}
	}
	tone := Neutral
	for _, t := range [...]Tone{Conflict, Cooperation} {
		if c.noted("tone-" + t.class()) {
			tone = t
		}
	}
	sign(c.noted("tone-cooperation"), "cooperation", 11, dot(Cooperation, Actual))
	sign(c.noted("tone-conflict"), "conflict", 11, dot(Conflict, Actual))
	sign(c.noted("tone-neutral"), "neither", 11, dot(Neutral, Actual))
	sign(c.noted("status-said"), "planned, offered, demanded or threatened", 11, dot(tone, Planned))
	sign(c.noted("status-said hypothetical"), "only supposed", 11, dot(tone, Hypothetical))
	sign(c.noted("status-said not-happened"), "did not happen", 11, dot(tone, NotHappened))
	sign(c.noted("status-done ongoing"), "goes on", 17, dot(tone, Ongoing))
	sign(c.noted("stretch"), "on one of these days", 34, func(x, y float64) { c.stretch(x, x+34, y, dotRadius, false, false, tone, Actual) })
	if c.noted("bar-cooperation") || c.noted("bar-conflict") || c.noted("bar-neutral") {
		said, among := c.noted("bar-said"), ""
		if c.noted("tone-cooperation") || c.noted("tone-conflict") || c.noted("tone-neutral") {
			among = ", counted"
		}
		sign(c.noted("bar-cooperation"), "cooperation"+among, 9, bar(Cooperation, true))
		sign(c.noted("bar-conflict"), "conflict"+among, 9, bar(Conflict, true))
		sign(c.noted("bar-neutral"), "neither"+among, 9, bar(Neutral, true))
		sign(said, "planned or said"+among, 9, bar(tone, false))
	}
	return signs
}
