package intake

import "errors"

// ErrReader says that the engine broke down over a report, which is an error of chancery and not of the report.
var ErrReader = errors.New("the reading broke down; please report this with the report")
