package atlas

// Point is a point on the earth in degrees, north and east positive.
type Point struct{ Lon, Lat float64 }

// Box is a part of the world in degrees. East is never less than West: a box across the antimeridian has an East
// beyond 180, as in {West: 160, East: 210}. The zero value is no box.
type Box struct{ West, South, East, North float64 }

// Country is a country, or an area that Natural Earth shows as one.
type Country struct {
	Code  string // ISO 3166-1 alpha-3, or the codebook's code; "" for a few areas that several countries claim
	Name  string
	Bound Box
	Label Point   // where its name goes: the middle of its largest piece
	Room  float64 // half the width in degrees of longitude that is free around Label
	Area  float64 // in square kilometres, roughly

	polygons [][]ring // the first ring of a polygon is the outer one
}

// ring is a closed line of arcs. Its longitudes go on beyond 180 where it crosses the antimeridian.
type ring struct {
	arcs  []int32   // those walked backwards as complements
	turns []float64 // by how much each arc is turned to begin where the one before ended; nil: none is
	bound Box
	pole  bool // it goes round a pole and ends a turn away from where it began
}

// Shape is what a box shows of a country: its rings, one after another, to be filled by the even-odd rule. A ring's
// last point is not its first again.
type Shape struct {
	Country *Country
	Rings   [][]Point
	Cut     bool // a ring is cut off at the box, or at the antimeridian where the source has cut it, and has no border there
}
