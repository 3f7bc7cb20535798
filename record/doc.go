// Package record keeps what was read: one SQLite file with reports, readings, quotations, events, occurrences, the
// ledger, reviews and failures.
//
// # Nothing is overwritten
//
// Whatever changes the record is a change: one transaction with a number, a time, an author and a reason. Every row of
// a fact carries the change that brought it (since) and the one that superseded it (until); a correction closes a row
// and opens another. A [View] is the record as known at one change, so that the record can be seen as it was on any day.
//
// # Adding
//
// [Record.Add] stores a batch of readings in one transaction: all of the batch is stored, or nothing. A report that is
// there already is known and changes nothing. Within the transaction copies are linked (copies.go), events are joined
// into occurrences (join.go), and the terms by which they are found are written (terms.go). The cost of adding does not
// grow with the record: candidates are looked up by blocks of kind, parties and days.
//
// One process writes at a time; others wait for it. Readers never wait.
//
// # Correcting, reading again
//
// [Record.Amend] writes what somebody decided: events as corrected, their verdicts, where they belong, and the review
// itself. [Record.Reread] reads stored reports with the present engine and shows what comes out otherwise before it is
// kept. Neither a rereading (reread.go) nor a revised report (carry.go) undoes what people decided. [View.History]
// tells all that was done to a thing, field by field.
//
// # Writing the store
//
// Everything that writes is a method of writer (writer.go) and is called within one transaction; everything that reads
// takes a source (source.go), which is the pool of readers or such a transaction. docs/formats/record.md describes the
// tables.
package record
