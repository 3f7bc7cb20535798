package when

// Plain is plain for the tests outside the package.
var Plain = plain
