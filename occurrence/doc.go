// Package occurrence tells which events of different reports are the same thing in the world, and what the reports
// together say of it.
//
// An event is one report's account. An occurrence is what happened once: the events that tell of it, each joined for
// reasons that can be read. Joining never melts: every event keeps its own words, parties, time and status, and the
// consensus of an occurrence is computed from them, with the support of every value and the disagreements beside it.
//
// Joining is incremental. [FeaturesOf] takes from an event what joining looks at, [Features.Keys] names the blocks
// (kind, parties, days) in which its candidates stand, and [Decide] compares it with the candidates of these blocks
// only, so that a new report costs the same in a large record as in a small one.
//
// What is compared, and what it weighs, stands in compare.go as rules with names: each adds log-odds and a line that a
// reader understands, some keep two accounts apart whatever else is alike (another party, another number of a series), and
// some only hold them from being joined (no words tell the day, and the like is told day after day). What is held is linked
// as possibly the same.
//
// [Weigh] says what the accounts together say: for every field the value with its support, counted in independent origins
// and not in outlets, what other accounts say instead, who claims and who denies, which side was not heard, and who counts
// how many victims. [Encode] writes it as JSON.
package occurrence
