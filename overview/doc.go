// Package overview holds the whole record in narrow columns in memory, so that what looks over all of it, timelines,
// dyads, maps, lists of actors, queues of doubts, comes in milliseconds at a million events.
//
// # From the record
//
// [Open] begins to read the record's glances ([record.View.Glances]) in the background; until it is ready, Progress says
// how far it is. [Overview.Refresh] takes in what the record has been told since, at a cost in proportion to what is
// new. Nothing here reads the JSON of an event: pages about one thing read the record itself.
//
// # Snapshots
//
// A [Snapshot] is the record as known at one change. It never changes, and any number of goroutines read it without
// locks, while Refresh makes the next one: columns stand in chunks, those that nothing changes in are shared.
//
// # What is counted
//
// What is counted is occurrences: what ten outlets tell counts once. The values of an occurrence are what most of its
// accounts say, as [occurrence.Weigh] says it, with one simplification: accounts of different outlets count as
// independent, where Weigh asks for origins. Weigh also brings together parties that are only described; here each is
// what its account calls it. Where an occurrence has a single account, as most have, both say the same. Accounts that
// a reviewer rejected are left out, and occurrences of such accounts alone.
package overview
