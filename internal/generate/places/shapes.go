package main

import "math"

// readShapes gives each country a point: the middle of its largest piece of land. For the United States that
// is Kansas and not the Pacific between Alaska and Maine, which is where an average of all pieces would lie.
func (s *sources) readShapes(path string) error {
	var file struct {
		Arcs      [][][2]float64
		Transform struct{ Scale, Translate [2]float64 }
		Objects   struct {
			Countries struct {
				Geometries []struct {
					Type string
					ID   string
					Arcs any
				}
			}
		}
	}
	if err := readJSON(path, &file); err != nil {
		return err
	}
	for _, arc := range file.Arcs { // points are kept as differences of whole numbers
		x, y := 0.0, 0.0
		for i := range arc {
			x, y = x+arc[i][0], y+arc[i][1]
			arc[i] = [2]float64{x*file.Transform.Scale[0] + file.Transform.Translate[0], y*file.Transform.Scale[1] + file.Transform.Translate[1]}
		}
	}
	ring := func(indices []any) (points [][2]float64) {
		for _, v := range indices {
			i := int(v.(float64))
			if i >= 0 {
				points = append(points, file.Arcs[i]...)
				continue
			}
			arc := file.Arcs[^i]
			for j := len(arc) - 1; j >= 0; j-- {
				points = append(points, arc[j])
			}
		}
		return points
	}
	byNumber := map[string]*country{}
	for i := range s.countries {
		byNumber[pad(s.countries[i].Numeric)] = &s.countries[i]
	}
	largest := map[string]float64{}
	for _, g := range file.Objects.Countries.Geometries {
		c := byNumber[g.ID]
		if c == nil || g.Arcs == nil {
			continue
		}
		polygons := g.Arcs.([]any)
		if g.Type == "Polygon" {
			polygons = []any{polygons}
		}
		for _, p := range polygons {
			lat, lon, area := centroid(ring(p.([]any)[0].([]any)))
			if area > largest[g.ID] { // Australia's reefs are shapes of their own with Australia's number
				largest[g.ID] = area
				c.lat, c.lon, c.hasCentre = lat, lon, true
			}
		}
	}
	return nil
}

func pad(n int) string {
	return string([]byte{byte('0' + n/100%10), byte('0' + n/10%10), byte('0' + n%10)})
}

// centroid returns the centre of gravity and the area of a ring, on a plane where degrees of longitude shrink with latitude.
func centroid(ring [][2]float64) (lat, lon, area float64) {
	// A ring that crosses the 180th meridian goes on beyond it.
	for i := 1; i < len(ring); i++ {
		switch step := ring[i][0] - ring[i-1][0]; {
		case step > 180:
			ring[i][0] -= 360
		case step < -180:
			ring[i][0] += 360
		}
	}
	var x, y, sum, middle float64
	for _, p := range ring {
		middle += p[1] / float64(len(ring))
	}
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		cross := a[0]*b[1] - b[0]*a[1]
		sum += cross
		x += (a[0] + b[0]) * cross
		y += (a[1] + b[1]) * cross
	}
	if sum == 0 {
		return 0, 0, 0
	}
	lon = math.Mod(x/(3*sum)+540, 360) - 180
	return y / (3 * sum), lon, math.Abs(sum) * math.Cos(middle*math.Pi/180)
}
