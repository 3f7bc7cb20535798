package reading

import "reflect"

// Shapes are the types whose JSON a reading, an event and a quotation are, for what describes them to programs.
type Shapes struct{ Reading, Event, Quotation reflect.Type }

// JSONShapes gives the types of the JSON that docs/formats/reading.md describes.
func JSONShapes() Shapes {
	return Shapes{reflect.TypeFor[readingJSON](), reflect.TypeFor[eventJSON](), reflect.TypeFor[quotationJSON]()}
}
