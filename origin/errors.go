package origin

import "errors"

// ErrSignature says that bytes are not the encoded form of a signature, or of a version that this program does not know.
var ErrSignature = errors.New("not a signature of a text")
