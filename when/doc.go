// Package when finds English time expressions in a report and says which days they can mean.
//
// Newspapers seldom write a whole date. "On June 8", "on Monday", "late April", "last year's war",
// "a few days before Biden's statement" lean on the day of publication, on a date that the text gave
// earlier, or on an event that it tells elsewhere. The package reads an expression in two steps, as the
// TIMEX3 tradition does (Pustejovsky and others, 2003; Strötgen and Gertz, 2013):
//
//  1. The words alone give a meaning that is not yet tied to the calendar: the eighth day of a June, the
//     Monday nearest to the report, one year before the report, two days after the time last named.
//  2. The report's date, the tense of the governing verb and the times named before tie the meaning to
//     the calendar: newspapers name the Monday that has just been unless the verb points forward.
//
// What cannot be tied stays partly unknown: without a publication date "June 8" is "XXXX-06-08", and its
// [Interval] has no days. Nothing is ever filled in from the clock of the machine.
//
// [Find] gives every expression its words, its TIMEX3 type and value, and the [Interval] of its first and
// last possible day with EDTF, the precision codes of ACLED and UCDP, and the basis on which it was found.
// An expression that hangs on an event of the text ("two days after the ceasefire") says which word names
// that event and by how many days to shift its time; [Expression.Tie] does so once the event's time is known.
// An event with no time of its own can be no later than its report: [Report] gives that interval.
package when
