package report

import "strings"

// markLetter marks the items that belong to a newsletter as a thing that is sent and not to what it tells:
// "View this email in your browser" at its head, and the foot that says why it came and how to end it. From the foot
// on, all is furniture that is no prose: postal addresses, the names of the firm.
func markLetter(raw string, items []item) {
	var norm [2 * maxFurniture]byte
	foot := false
	for i := range items {
		it := &items[i]
		text := raw[it.Start:it.End]
		if len(text) > maxFurniture {
			foot = false
			continue
		}
		key := string(normalise(norm[:0], text))
		switch {
		case footOfLetter(key, it):
			it.furniture, foot = newsletter, true
		case it.furniture != "":
		case headOfLetter(key, it):
			it.furniture = newsletter
		case strings.TrimSpace(text) == "--":
			// The sign before a signature (RFC 3676, 4.3).
			it.furniture, foot = newsletter, true
		case foot && it.words >= 14 && it.terminal:
			foot = false // a line about subscriptions stood between two stories
		case foot && it.words <= 25:
			it.furniture = newsletter
		}
	}
}

// headOfLetter recognises what stands above and between the stories: "Trouble viewing this email? Read it online".
func headOfLetter(key string, it *item) bool {
	if it.words > 30 {
		return false
	}
	for _, words := range [...]string{
		"view this email", "view email in", "view in browser", "view in your browser", "view in a browser", "view it in your browser", "view online", "read online",
		"read it online", "view web version", "view the web version", "web version", "view as a web page", "view this newsletter", "view this message",
		"trouble viewing", "trouble reading this", "problems viewing", "can't see this email", "not displaying correctly", "email client does not support",
		"mail client does not support", "email program does not support", "forward to a friend", "forward this email", "forward this newsletter", "forwarded this email",
		"forwarded this newsletter", "email was forwarded", "newsletter was forwarded", "add us to your address book", "to your address book", "to your safe senders",
		"share this email", "share this newsletter", "read in your browser", "open in browser", "open in your browser", "see this email in",
	} {
		if strings.Contains(key, words) && (it.words <= 8 || strings.Contains(key, "you") || strings.Contains(key, "click") || strings.Contains(key, "http")) {
			return true
		}
	}
	return false
}

// footOfLetter recognises the lines of the foot. A report about a firm that lets nobody unsubscribe does not speak
// to its reader.
func footOfLetter(key string, it *item) bool {
	if it.words > 80 {
		return false
	}
	for _, words := range [...]string{
		"you are receiving this", "you're receiving this", "you received this", "you have received this", "you are subscribed to", "you're subscribed to", "this email was sent to",
		"this e-mail was sent to", "this message was sent to", "this newsletter was sent to", "this email was sent by", "our mailing address", "update your preferences",
		"update your email preferences", "update subscription preferences", "update your subscription", "manage your subscription", "manage your preferences",
		"manage your email", "manage preferences", "manage subscription", "email preferences", "subscription preferences", "change your preferences",
		"unsubscribe from", "to unsubscribe", "unsubscribe here", "unsubscribe at any time", "unsubscribe instantly", "unsubscribe:", "opt out of", "stop receiving these",
		"no longer wish to receive", "don't want to receive", "do not wish to receive", "rather not receive", "why did i get this",
	} {
		if strings.Contains(key, words) && (it.words <= 8 || strings.Contains(key, "you") || strings.Contains(key, "click") || strings.Contains(key, "our ") || strings.Contains(key, "http")) {
			return true
		}
	}
	return strings.HasPrefix(key, "unsubscribe") && (it.words <= 8 || strings.Contains(key, "http"))
}
