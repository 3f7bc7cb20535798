// Package intake brings reports into a record: it finds them in their inputs, reads them on all cores, and stores
// them in the order in which they were found.
//
// # One order, whatever the number of workers
//
// One goroutine finds the items. Workers turn each into a report, look whether the record has it, and if not put it
// through the engine and prepare what is stored of it. One writer takes the results in the order of the items and
// stores them in batches, each in one transaction. So the record is the same however many workers there were, but for
// the numbers and times of its changes.
//
// # What is stored is stored
//
// A result is told ([Options.Stored]) only after the transaction that holds it has been committed; what is told is in
// the record, whatever happens to the process or the machine afterwards. What is not told is not there, or is there
// whole: the next run over the same inputs finds it known and goes on.
//
// When the context is done, finding and reading end, what has been read up to there is stored, and [Run] returns the
// error of the context with the summary of what is stored.
//
// # What cannot be read
//
// An item that cannot be read is set aside with its reason in the record, and the rest goes on.
package intake
