// Package alike tells how alike two tellings of an event are: whether the words with which two reports tell of
// something, or one report tells of it twice, mean the same occurrence.
//
// A [Telling] is the small part of a report that matters for this: the word that names the event, who takes part by
// all the names that the report has for them, names, numbers, dates and content words of the sentence, and what it
// shares with all tellings of its [Report]. It is made once, when the report is read, and can be kept.
//
//	teller := alike.Teller{Model: model, Doc: doc, Report: report, Mentions: mentions, Chains: chains, Times: times}
//	a, ok := teller.Tell(event.Evidence[0])
//	…
//	probability, reasons := model.Same(&a, &b)
//
// Two models of the same kind, sums of small decision trees over likenesses in whole numbers, learned from the
// annotations of ECB+ (Cybulska and Vossen 2014): one says whether two reports tell of the same things at all, since
// one earthquake is told in the same words as another, and one whether two tellings of such reports are of the same
// event. What words have to do with each other they know from WordNet ("sign" and "signing") and from word vectors
// ("quake" and "tremor"). models/README.md tells what is in the model's file.
package alike
