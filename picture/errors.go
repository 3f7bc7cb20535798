package picture

import "errors"

// ErrOutside is wrapped when a picture refers to something that it does not
// have: a cell of a column that does not exist, an edge to a missing node.
var ErrOutside = errors.New("refers to something that is not in the picture")
