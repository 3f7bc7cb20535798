package report

import (
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

// decodeFeed makes valid UTF-8 without control characters of the bytes of a feed.
//
// Feeds say what their charset is in two places, the header of HTTP and the XML declaration, and both are wrong
// more often than their bytes are: a server that sends everything as ISO-8859-1, a template that says so while
// the database gives UTF-8. So what is sound UTF-8 and holds more than ASCII is UTF-8, whatever is declared.
// Otherwise the header counts, then the declaration (RFC 7303); and in what says it is UTF-8 but is not
// throughout, single bytes are read as Windows-1252: the feed has items from several sources, and one of
// them pasted “quotation marks” from a word processor.
func decodeFeed(data, contentType string) (string, error) {
	switch {
	case strings.HasPrefix(data, "\xff\xfe"), strings.HasPrefix(data, "\xfe\xff"), strings.HasPrefix(data, "\xef\xbb\xbf"):
		s, err := decodeUnicodeMark(data)
		return withoutControls(s), err
	case strings.HasPrefix(data, "<\x00"):
		return withoutControls(decodeUTF16(data, false)), nil
	case strings.HasPrefix(data, "\x00<"):
		return withoutControls(decodeUTF16(data, true)), nil
	}
	if format := binaryFormat(data); format != "" {
		return "", fmt.Errorf("%w: %s", ErrBinary, format)
	}
	ascii := true
	for i := range len(data) {
		if data[i] >= utf8.RuneSelf || data[i] == 0x1b { // ISO-2022-JP is ASCII with escapes
			ascii = false
			break
		}
	}
	if ascii || strings.IndexByte(data, 0x1b) < 0 && utf8.ValidString(data) {
		return withoutControls(data), nil
	}
	for _, label := range [...]string{charsetOfType(contentType), charsetOfDeclaration(data)} {
		e, name := charset.Lookup(label)
		if e == nil || name == "utf-8" || strings.HasPrefix(name, "utf-16") {
			continue // no charset, or one that these bytes are not
		}
		if s, err := e.NewDecoder().String(data); err == nil {
			return withoutControls(strings.ToValidUTF8(s, "\uFFFD")), nil
		}
	}
	return withoutControls(mendUTF8(data)), nil
}

// decodeUnicodeMark decodes bytes that begin with a byte order mark.
func decodeUnicodeMark(data string) (string, error) {
	if rest, ok := strings.CutPrefix(data, "\xef\xbb\xbf"); ok {
		return mendUTF8(rest), nil
	}
	return decodeText(data)
}

// charsetOfType gives the charset parameter of a content type.
func charsetOfType(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return params["charset"]
}

// charsetOfDeclaration gives the encoding that an XML declaration names: <?xml version="1.0" encoding="x"?>.
func charsetOfDeclaration(data string) string {
	head := data[:min(len(data), 1024)]
	end := strings.Index(head, "?>")
	if end < 0 || !strings.HasPrefix(strings.TrimLeft(head, " \t\r\n"), "<?xml") {
		return ""
	}
	_, value, ok := strings.Cut(head[:end], "encoding")
	if !ok {
		return ""
	}
	value = strings.TrimLeft(value, " \t\r\n=")
	if value == "" || value[0] != '"' && value[0] != '\'' {
		return ""
	}
	label, _, _ := strings.Cut(value[1:], value[:1])
	return label
}

// mendUTF8 reads the bytes that are no UTF-8 as Windows-1252, all of them where more are no UTF-8 than are, unless
// there are so many of them that the text is in no charset of the west. A character that the end of the data cuts
// off becomes U+FFFD.
func mendUTF8(data string) string {
	if utf8.ValidString(data) {
		return data
	}
	tail := ""
	for n := 1; n < utf8.UTFMax && n <= len(data); n++ {
		if end := data[len(data)-n:]; utf8.RuneStart(end[0]) {
			if !utf8.FullRuneInString(end) {
				data, tail = data[:len(data)-n], string(utf8.RuneError)
			}
			break
		}
	}
	bad, sound := 0, 0
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRuneInString(data[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			sound++
		}
		i += n
	}
	if bad*10 > len(data)*3 {
		return strings.ToValidUTF8(data, string(utf8.RuneError)) + tail
	}
	var b strings.Builder
	b.Grow(len(data) + 2*bad)
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRuneInString(data[i:])
		if n > 1 && bad > sound || r == utf8.RuneError {
			r, n = charmap.Windows1252.DecodeByte(data[i]), 1
		}
		b.WriteRune(r)
		i += n
	}
	return b.String() + tail
}

// withoutControls takes out the characters that XML does not allow. They stand in feeds where text was copied
// from elsewhere ("\x0b" for a line end inside a paragraph) and are no part of it.
func withoutControls(s string) string {
	clean := true
	for i := range len(s) {
		if c := s[i]; c < 0x20 && c != '\n' && c != '\t' || c == 0x7f || c == 0xef || c == 0xc2 {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return r
		case r == '\v' || r == '\f':
			return ' '
		case r >= 0x80 && r < 0xa0:
			// Windows-1252 that was taken for ISO-8859-1 on its way into UTF-8.
			if r = charmap.Windows1252.DecodeByte(byte(r)); r < 0xa0 {
				return -1
			}
			return r
		case r < 0x20 || r == 0x7f || r == '\ufffe' || r == '\uffff' || r == '\ufeff':
			return -1
		}
		return r
	}, s)
}
