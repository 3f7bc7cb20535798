package occurrence

import "reflect"

// JSONShape gives the type of the JSON that Encode writes, for what describes it to programs.
func JSONShape() reflect.Type { return reflect.TypeFor[occurrenceJSON]() }
