package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// markBlocks says of each item that is kept what part of the news item it is. title is the title that is known
// from elsewhere, or "".
//
// The title stands before the first paragraph, and so may a section line above it and a line or two under it.
// A sub-heading is a short line that is no sentence and has a paragraph after it. Lines that say they are
// captions or credits are believed.
func markBlocks(raw string, items []item, title string) {
	kept := make([]int, 0, len(items))
	for i := range items {
		if items[i].furniture == "" {
			kept = append(kept, i)
		}
	}
	first := len(kept) // where the paragraphs begin
	for k, i := range kept {
		it := &items[i]
		text := raw[it.Start:it.End]
		switch {
		case captionLine(text, it):
			it.kind = Caption
		case creditLine(text, it):
			it.kind = Credit
		case first == len(kept) && isSentences(raw, it) && !titleLine(text, it, title) && !(k == 0 && len(kept) > 1 && questionTitle(text, it, &items[kept[1]])):
			first = k
		}
	}
	if first == len(kept) {
		return // a line or two that somebody typed: "Armenia released 15 prisoners"
	}
	markHead(raw, items, kept[:first], title)
	for k := first; k < len(kept); k++ {
		it := &items[kept[k]]
		if it.kind != Paragraph || k == first || k+1 == len(kept) || !headingLike(raw, it) {
			continue
		}
		before, after := &items[kept[k-1]], &items[kept[k+1]]
		// Lists and tables are short lines one after another; a heading stands alone between paragraphs.
		if after.kind == Paragraph && isSentences(raw, after) && (before.kind != Paragraph || isSentences(raw, before)) {
			it.kind = Heading
		}
	}
}

// titleLine reports whether a line is the title that is known from elsewhere.
func titleLine(text string, it *item, title string) bool {
	return title != "" && it.words < 60 && strings.EqualFold(fold(text), title)
}

// questionTitle reports whether the first line of a text is a title though it ends as a sentence does: "Will the
// ceasefire hold?" above a paragraph. In an interview the answer to a question begins with a name or a letter
// and a colon, and the question itself often does.
func questionTitle(text string, it, next *item) bool {
	return strings.HasSuffix(text, "?") && it.words >= 3 && it.words <= 14 && next.words >= 15 && !strings.ContainsAny(text, ".!\"“”") &&
		!strings.HasPrefix(text, "Q:") && !strings.HasPrefix(text, "Question:")
}

// markHead tells the title from the lines around it in what stands before the first paragraph.
//
//	Nagorno-Karabakh                                                         a section of the site
//	Reeker: U.S. ready to assist in Azerbaijan-Armenia border demarcation    the title
//
// A section is named in up to three words. Where the head holds a single line, that line is the title, unless
// it is one word.
func markHead(raw string, items []item, head []int, title string) {
	var candidates []int
	for _, i := range head {
		if items[i].kind == Paragraph && !items[i].listed {
			candidates = append(candidates, i)
		}
	}
	best := -1
	for _, i := range candidates {
		if title != "" && strings.EqualFold(fold(raw[items[i].Start:items[i].End]), title) {
			best = i
			break
		}
		if best < 0 && items[i].words >= 4 {
			best = i
		}
	}
	if best < 0 {
		for _, i := range candidates {
			if items[i].words > 1 && (best < 0 || items[i].words > items[best].words) {
				best = i
			}
		}
	}
	for _, i := range candidates {
		switch {
		case i == best:
			items[i].kind = Title
		case best < 0 || i > best:
			items[i].kind = Heading
		case items[i].words <= 3 && capitalisedWords(raw[items[i].Start:items[i].End]) && !strings.ContainsAny(raw[items[i].Start:items[i].End], "0123456789"):
			items[i].furniture = section
		default:
			items[i].kind = Heading
		}
	}
}

// isSentences reports whether an item is running text: it ends as a sentence does, or is too long for a line
// of display. "Furthermore, Reeker stressed … in Baku on June 9" has lost its full stop and is 22 words long.
func isSentences(raw string, it *item) bool {
	if it.kind != Paragraph || it.furniture != "" {
		return false
	}
	if it.terminal {
		return it.words >= 4 || it.words >= 2 && strings.ContainsAny(raw[it.Start:it.End], "“\"«")
	}
	if it.words >= 16 {
		return true
	}
	_, ok := findDateline(raw[it.Start:it.End])
	return ok && it.words > 8
}

// headingLike reports whether an item may be a sub-heading: up to twelve words that begin with a capital and
// end without a mark.
func headingLike(raw string, it *item) bool {
	if it.words > 12 || it.terminal || !it.upper || it.listed {
		return false
	}
	text := raw[it.Start:it.End]
	last, _ := utf8.DecodeLastRuneInString(text)
	if strings.ContainsRune(",;:–—-…”\"»", last) {
		return false
	}
	// "Total: 1,200" and "12 May" are not headings; a heading has letters and they come first.
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, openQuotes))
	return unicode.IsLetter(r) || unicode.IsDigit(r) && it.words > 2
}

// captionLine reports whether a line says that it is the line under a picture.
func captionLine(text string, it *item) bool {
	if it.words > 90 {
		return false
	}
	for _, p := range [...]string{"FILE - ", "FILE – ", "FILE — ", "FILE PHOTO", "File photo", "File Photo", "FILE IMAGE", "Image caption", "Photo: ", "PHOTO: ", "Photograph: ",
		"Image: ", "Picture: ", "(Photo", "[Photo", "Photo by ", "Photo via ", "Photo courtesy", "Pictured: ", "In this photo", "In this image", "In this file photo", "In this handout", "Caption: ", "Illustration: "} {
		if strings.HasPrefix(text, p) {
			return true
		}
	}
	return false
}

// creditLine reports whether a line names those who reported, wrote or own: "(Reporting by …; editing by …)",
// "Image source, Getty Images", "By Jane Roe", "© AFP", "(AP)".
func creditLine(text string, it *item) bool {
	if it.words > 60 {
		return false
	}
	bare := strings.TrimLeft(text, "([—–- *_")
	for _, p := range [...]string{"Reporting by ", "Additional reporting by ", "Writing by ", "Written by ", "Editing by ", "Edited by ", "Compiled by ", "Translated by ", "Translation by ",
		"Image source", "Source: ", "Sources: ", "SOURCE: ", "SOURCE ", "With reporting by ", "With files from ", "Produced by ", "Photo credit", "Image credit", "Photo Credit", "Image Credit", "Photos by ", "Credit: "} {
		if strings.HasPrefix(bare, p) {
			// "Source: the ministry said …" would be a sentence; a credit is short or names several by semicolons.
			return it.words <= 12 || strings.Contains(bare, " by ")
		}
	}
	if it.words == 1 && agencies()[strings.ToUpper(strings.Trim(text, ".()[]/-–— "))] {
		return true
	}
	if it.words <= 8 && (strings.HasPrefix(text, "By ") || strings.HasPrefix(text, "BY ")) && !it.terminal {
		return capitalisedWords(text[3:])
	}
	if it.words <= 4 && len(text) > 3 && (text[0] == '(' && text[len(text)-1] == ')' || text[0] == '/' && text[len(text)-1] == '/') {
		return isAgencyName(text[1 : len(text)-1])
	}
	return false
}

// capitalisedWords reports whether the words of s are names: each begins with a capital, but for "and", "of"
// and their like, and figures do not occur.
func capitalisedWords(s string) bool {
	n := 0
	for _, w := range strings.Fields(s) {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r):
			n++
		case w == "and" || w == "of" || w == "for" || w == "in" || w == "with" || w == "de" || w == "van" || w == "von" || w == "al" || w == "|" || w == "&" || w == "–" || w == "-":
		default:
			return false
		}
	}
	return n > 0
}
