package place

import "math"

// kilometres returns the length of the great circle between two points given in degrees (haversine formula,
// on a sphere of 6,371 km).
func kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	a := math.Sin((lat2 - lat1) * rad / 2)
	b := math.Sin((lon2 - lon1) * rad / 2)
	h := a*a + math.Cos(lat1*rad)*math.Cos(lat2*rad)*b*b
	return 2 * 6371 * math.Asin(math.Sqrt(min(1, h)))
}

// Kilometres returns the great-circle distance between two places.
func Kilometres(a, b Place) float64 { return kilometres(a.Lat, a.Lon, b.Lat, b.Lon) }

// aim fills in the spot's point in space.
func (s *spot) aim() {
	const rad = math.Pi / 180
	sinLat, cosLat := math.Sincos(s.lat * rad)
	sinLon, cosLon := math.Sincos(s.lon * rad)
	s.x, s.y, s.z = 6371*cosLat*cosLon, 6371*cosLat*sinLon, 6371*sinLat
}

// chord2 returns the square of the straight distance between two spots in square kilometres, which for some hundred
// kilometres is as good as the great circle's and needs no trigonometry.
func chord2(a, b *spot) float64 {
	x, y, z := a.x-b.x, a.y-b.y, a.z-b.z
	return x*x + y*y + z*z
}
