// Package ledger follows offers, demands and commitments to their end.
//
// A report seldom tells a negotiation whole. One says that Armenia promised to hand over a district by the fifteenth,
// another that the deadline was put off, a third that troops have left. The ledger puts these together: somebody asked,
// offered or promised something (an [Entry]), and later occurrences moved it (its [Step]s): accepted or rejected, signed,
// carried out to some degree, broken or lapsed.
//
// # States
//
// The degrees of carrying out are those of the Peace Accords Matrix (Joshi, Quinn and Regan, 2015): 0 none, 1 minimal,
// 2 intermediate, 3 full. An entry whose promised day has passed is overdue as of the day that the ledger is asked for;
// this package never looks at a clock.
//
// # Matching
//
// Whether a later act answers an entry is decided by rules that can be read, and each step names those that held: who
// acts is the one who promised or was asked; it is done to the one whom it was promised to; the act is of the same kind
// (for a demand: what is demanded, not the demanding); the track is the same; words are the same. What fits in part only
// moves nothing and stands beside the entry as a possible answer. What is denied moves nothing and is noted.
//
// # Order
//
// [Build] sorts what it is given by time. The same occurrences give the same entries in whatever order they come.
package ledger
