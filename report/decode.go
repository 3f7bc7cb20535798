package report

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

// decodeText makes valid UTF-8 of the bytes of a plain text. UTF-8 is taken as it is, without its byte order
// mark; UTF-16 is told by its byte order mark or by its zero bytes. Bytes that are no UTF-8 are read as
// Windows-1252 when every one of them is a character there and hardly any of them look like UTF-8 after all;
// otherwise each bad stretch becomes U+FFFD.
func decodeText(data string) (string, error) {
	switch {
	case strings.HasPrefix(data, "\xef\xbb\xbf"):
		data = data[3:]
	case strings.HasPrefix(data, "\xff\xfe"):
		return decodeUTF16(data[2:], false), nil
	case strings.HasPrefix(data, "\xfe\xff"):
		return decodeUTF16(data[2:], true), nil
	}
	if format := binaryFormat(data); format != "" {
		return "", fmt.Errorf("%w: %s", ErrBinary, format)
	}
	head := data[:min(len(data), 8000)]
	if zeros := strings.Count(head, "\x00"); zeros > 0 {
		if bigEndian, ok := looksUTF16(head, zeros); ok {
			return decodeUTF16(data, bigEndian), nil
		}
		return "", fmt.Errorf("%w: it holds zero bytes", ErrBinary)
	}
	if controls := countControls(head); controls*10 > len(head) {
		return "", fmt.Errorf("%w: more than one byte in ten is a control character", ErrBinary)
	}
	if utf8.ValidString(data) {
		return data, nil
	}
	if looksWindows1252(data) {
		if s, err := charmap.Windows1252.NewDecoder().String(data); err == nil {
			return s, nil
		}
	}
	return strings.ToValidUTF8(data, "\uFFFD"), nil
}

// decodeHTML makes valid UTF-8 of the bytes of a page: by its byte order mark, by the charset of the content
// type, by the page's own meta element, or by its looks, in that order.
func decodeHTML(data, contentType string) (string, error) {
	if strings.HasPrefix(data, "\xff\xfe") || strings.HasPrefix(data, "\xfe\xff") || strings.HasPrefix(data, "\xef\xbb\xbf") {
		return decodeText(data)
	}
	if format := binaryFormat(data); format != "" {
		return "", fmt.Errorf("%w: %s", ErrBinary, format)
	}
	if strings.Contains(data[:min(len(data), 8000)], "\x00") {
		return decodeText(data)
	}
	e, name, certain := charset.DetermineEncoding([]byte(data[:min(len(data), 1024)]), contentType)
	// A page that is UTF-8 throughout is UTF-8, unless it says otherwise: the looks of its first 1024 bytes,
	// which may be ASCII, would make it Windows-1252.
	if name == "utf-8" || !certain && utf8.ValidString(data) {
		return strings.ToValidUTF8(data, "\uFFFD"), nil
	}
	if s, err := e.NewDecoder().String(data); err == nil {
		data = s
	}
	return strings.ToValidUTF8(data, "\uFFFD"), nil
}

// magicNumbers are the first bytes of formats that people hand in by mistake.
var magicNumbers = [...]struct{ magic, name string }{
	{"%PDF-", "a PDF file"},
	{"PK\x03\x04", "a zip file (or a Word or OpenDocument file)"},
	{"{\\rtf", "an RTF file"},
	{"\xd0\xcf\x11\xe0", "an old Microsoft Office file"},
	{"\x89PNG", "a PNG picture"},
	{"\xff\xd8\xff", "a JPEG picture"},
	{"GIF8", "a GIF picture"},
	{"\x1f\x8b", "a gzip file"},
	{"BZh", "a bzip2 file"},
	{"\xfd7zXZ", "an xz file"},
	{"\x28\xb5\x2f\xfd", "a zstd file"},
	{"7z\xbc\xaf", "a 7z file"},
	{"Rar!\x1a", "a RAR file"},
	{"\x7fELF", "a program"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"ID3", "an MP3 recording"},
	{"OggS", "an Ogg recording"},
	{"PAR1", "a Parquet file"},
}

func binaryFormat(data string) string {
	for _, m := range magicNumbers {
		if strings.HasPrefix(data, m.magic) {
			// "BZh" and "ID3" may be words; the formats go on with bytes that no text has.
			if len(m.magic) == 3 && m.magic[0] < 0x80 && !strings.ContainsAny(data[:min(len(data), 64)], "\x00\x01\x02\x03\x04") {
				continue
			}
			return m.name
		}
	}
	if len(data) > 12 && data[4:8] == "ftyp" && data[0] == 0 {
		return "an MP4 recording"
	}
	return ""
}

// looksUTF16 reports whether the zero bytes of head stand at every other place, as in western text in UTF-16.
func looksUTF16(head string, zeros int) (bigEndian, ok bool) {
	if zeros*5 < len(head)*2 {
		return false, false
	}
	var at [2]int
	for i := range len(head) {
		if head[i] == 0 {
			at[i&1]++
		}
	}
	switch {
	case at[0]*20 < at[1]:
		return false, true
	case at[1]*20 < at[0]:
		return true, true
	}
	return false, false
}

func decodeUTF16(data string, bigEndian bool) string {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		if bigEndian {
			units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
		} else {
			units = append(units, uint16(data[i+1])<<8|uint16(data[i]))
		}
	}
	var b bytes.Buffer
	for _, r := range utf16.Decode(units) {
		b.WriteRune(r)
	}
	return b.String()
}

func countControls(s string) (n int) {
	for i := range len(s) {
		if c := s[i]; c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' || c == 0x7f {
			n++
		}
	}
	return n
}

// looksWindows1252 reports whether the bytes of data that are no ASCII can be Windows-1252: all of them
// characters there, fewer than three in ten, and more of them broken as UTF-8 than sound.
func looksWindows1252(data string) bool {
	high, sound, broken := 0, 0, 0
	for i := 0; i < len(data); {
		c := data[i]
		if c < utf8.RuneSelf {
			i++
			continue
		}
		switch c {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
			return false
		}
		r, n := utf8.DecodeRuneInString(data[i:])
		if r == utf8.RuneError && n == 1 {
			broken++
		} else {
			sound++
		}
		high += n
		i += n
	}
	return broken > sound && high*10 < len(data)*3
}
