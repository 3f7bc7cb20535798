package desk

// Addresses of the tracks' and the ledger's pages.

// Ledger is the list of entries that pairs of a name and a value ask for: "track", "prisoners", "state", "open".
func (l links) Ledger(pairs ...string) string { return l.to([]string{"ledger"}, pairs...) }

// LedgerExport hands out the same entries in a format: csv, jsonl, icalendar.
func (l links) LedgerExport(format string, pairs ...string) string {
	return l.to([]string{"ledger", "export", format}, pairs...)
}

// Wording is how a speaker's formula on a track changed.
func (l links) Wording(track string, pairs ...string) string {
	return l.to([]string{"tracks", track, "wording"}, pairs...)
}

// TrackPicture is the timeline of a track alone.
func (l links) TrackPicture(id string) string {
	return l.to([]string{"pictures", "track", id + ".svg"})
}

// EntryPicture is the thread of an entry alone.
func (l links) EntryPicture(id string) string {
	return l.to([]string{"pictures", "entry", id + ".svg"})
}
