// Package wire is what chancery tells programs as JSON: the same objects, key by key, on the command line (--json) and
// from the desk's API, described in docs/formats/query.md and docs/formats/show.md.
//
// Readings, events, quotations, occurrences and entries of the ledger have encoders of their own in the packages that
// make them. Here is what stands around them: what the record knows of a thing beside its words.
package wire
