package alike

import "errors"

// ErrModel is what errors of Load wrap: the model's file is not what it should be.
var ErrModel = errors.New("damaged model of tellings")
