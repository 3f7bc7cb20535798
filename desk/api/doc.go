// Package api is the desk's interface for programs: everything that its pages show and do, as JSON over HTTP.
//
// # What stands where
//
// Each resource is a file: what is found by queries (find.go), the ledger, actors, tracks, counts over the whole record
// (overview.go), reviews, changes, what is put in (intake.go). An operation is a function from its parameters to its
// answer; huma reads and checks the parameters, and describes them in the specification (OpenAPI 3.1), which is made of
// the same Go types. Around the operations stands what all have in common (serve.go): through which view of the record
// the request looks, tags and answers without a body for what has not changed, compression, and what is said to methods
// and addresses that are none.
//
// # The JSON
//
// Readings, events, quotations, occurrences and entries of the ledger are exactly what the command line prints
// (docs/formats); the encoders are the same, and so are the types from which their schemas are made (schema.go).
//
// # Walking through lists
//
// A cursor carries the number of the change at which a walk began, and later pages look through that same view: a walk
// gives everything once, whatever is added meanwhile.
//
// # What is new
//
// stream.go sends an event for each change of the record (server-sent events). The record is asked for its last change
// a few times a second while somebody listens, so that changes made by other processes are noticed too.
package api
