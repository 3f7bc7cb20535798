package wire

import "encoding/json"

// Occurrence is an occurrence as docs/formats/occurrence.md gives it.
type Occurrence json.RawMessage

// MarshalJSON gives the occurrence as it was encoded.
func (o Occurrence) MarshalJSON() ([]byte, error) { return o, nil }
