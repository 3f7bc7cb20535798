// Package review is what people say of the record: acts of review as lines of a file, and how far two coders agree.
//
// An act names what it is about (an event, an occurrence, a report), what is done with it, by whom and why. The record
// applies acts one by one; none overwrites anything. A file of acts is CSV with a header, tab-separated or not, or JSON
// lines, so that coders can work in a spreadsheet and two files can be compared.
//
// # Agreement
//
// Agreement is Krippendorff's alpha by field, over the events that at least two coders judged. A coder who accepts an
// event vouches for every field as the record has it; one who corrects a field vouches for the corrected value and, when
// the event was accepted or corrected otherwise, for the rest. Codes are compared as names, lists (parties, tracks) as
// sets, numbers and days by their distance.
package review
