// Package wording follows how somebody's formula on a track changed, word by word.
//
// "Ready to begin work on a peace treaty" becomes "ready to sign a peace treaty": who negotiates listens for such changes.
// [Find] gives what an actor said on a track in order, in the speaker's own words where a report has them, else in those
// of the report; [Diff] tells which words were put in and left out between any two.
package wording
