// Package atlas holds the outlines of the world's countries, so that a map can be drawn without asking anybody for one.
//
// Outlines are kept as arcs: lines between two points where three countries, or two and the sea, meet. The border of
// Armenia and Azerbaijan is one arc that both countries point to, in opposite directions. Whoever thins an arc thins it
// for both, and no gap or overlap can come between neighbours.
//
// Thinning is prepared. Every point of an arc carries a rank: how large the triangle was that it made with its
// neighbours when it was the least of all that were left (Visvalingam's method). A map that cannot show anything
// smaller than a pixel leaves out the points of lower rank, in one pass and without looking at anything else.
//
// Longitudes go round. A [Box] whose East lies beyond 180 crosses the antimeridian, and what is returned for it goes on
// beyond 180 as well, so that the caller draws one piece.
//
// Areas that are no countries have no outline here. [Reach] says of some two hundred of them how far they reach from
// their middle.
//
// The outlines are Natural Earth's and show who is in control on the ground as its cartographers saw it, not who ought to
// be. They are no statement by chancery about any border. Where Natural Earth knows an area that has no code in
// ISO 3166-1 (Northern Cyprus, Somaliland), it has the codebook's code or none.
//
// # The file
//
//	note      512 bytes of text that say how the file was made, ending in a line break
//	mark      "ATL1"
//	grid      longitude and latitude of the grid's origin and the size of its steps: four float64
//	arcs      their number; of each the number of its points, the ranks of the inner ones, two in a byte,
//	          and the points on the grid as differences from the point before, the first from the origin
//	countries their number; of each its code, its name, its label point with the room around it, and its polygons:
//	          their number, of each the number of its rings, of each the number of its arcs, and the arcs
//
// Numbers are varints, differences and arcs zigzag ones; an arc that is walked backwards is its number's complement.
package atlas
