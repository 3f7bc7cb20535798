// Package origin tells copies from accounts of one's own, and where an account first came from. Ten outlets that print
// one agency's text, or that all cite it, are ten outlets and one origin.
//
// # Copies
//
// [ReportSignature] makes of a report's paragraphs a [Signature]: hashes of every four words in a row (shingles), blind
// to capitals, punctuation and British or American spelling. [Signature.Bands] are the few of them under which a report
// is stored and found, chosen so that two texts with 36 words in a row in common always have a band in common; no pair
// of reports is compared that shares none. [Compare] verifies a candidate from the two signatures alone, and [Relate]
// adds what dates and outlets say: that the same short text a week later is news again, that the same text of the same
// outlet is a version.
//
// Reports of one formula share most of their words and tell of different things: money markets, weather, letters of
// congratulation. A signature therefore keeps every number and name with the words around it. Where two texts have
// other numbers and names in the same places, they are no copies.
//
// # Origins
//
// [Outlets.Of] says where a report came from by its dateline, credit lines and first sentence; [Outlets.OfEvent] says
// it of one event, which may come from elsewhere than the rest: "Azertac reported that …". [OfCopy] gives a copy the
// origin of the earliest report of its family. Each [Origin] has a reason and the words.
//
// [Outlets.Count] counts independent origins and outlets apart. [Circles] finds outlets that cite each other for the
// same thing.
package origin
