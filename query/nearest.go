package query

// Nearest gives the candidates that are spelled most like a word, for the message that there is no such thing: the
// nearest first, at most three, none when nothing is near.
func Nearest(word string, candidates []string) []string { return nearest(word, candidates) }
