package report

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
)

func utf16Bytes(s string, bigEndian, mark bool) string {
	var b strings.Builder
	put := func(u uint16) {
		if bigEndian {
			b.WriteByte(byte(u >> 8))
			b.WriteByte(byte(u))
		} else {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		}
	}
	if mark {
		put(0xfeff)
	}
	for _, u := range utf16.Encode([]rune(s)) {
		put(u)
	}
	return b.String()
}

func TestDecodeText(t *testing.T) {
	const s = "The café in Tbilisi – ქართული – was closed.\n"
	for name, data := range map[string]string{
		"UTF-8": s, "UTF-8 with a mark": "\ufeff" + s,
		"UTF-16 little": utf16Bytes(s, false, true), "UTF-16 big": utf16Bytes(s, true, true),
	} {
		if got, err := decodeText(data); err != nil || got != s {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	const western = "The ministers met in the capital on Monday."
	for _, big := range []bool{false, true} {
		if got, err := decodeText(utf16Bytes(western, big, false)); err != nil || got != western {
			t.Errorf("UTF-16 without a mark: %q, %v", got, err)
		}
	}
	if got, err := decodeText("The caf\xe9 was \x93closed\x94."); err != nil || got != "The café was “closed”." {
		t.Errorf("Windows-1252: %q, %v", got, err)
	}
	if got, err := decodeText("The café, the café, and a broken \xe9 byte."); err != nil || got != "The café, the café, and a broken \uFFFD byte." {
		t.Errorf("broken UTF-8: %q, %v", got, err)
	}
	for _, data := range []string{"%PDF-1.7 ...", "PK\x03\x04....", "\x89PNG\r\n", "{\\rtf1\\ansi text}", "text\x00text", strings.Repeat("\x01\x02ab", 10), "\x1f\x8b\x08\x00", "\x00\x00\x00\x18ftypmp42"} {
		if _, err := decodeText(data); !errors.Is(err, ErrBinary) {
			t.Errorf("%q: %v", data, err)
		}
	}
	if _, err := decodeText("%PDF-1.7"); err == nil || !strings.Contains(err.Error(), "PDF") {
		t.Errorf("the format is not named: %v", err)
	}
}

func TestDecodeHTML(t *testing.T) {
	for _, c := range []struct{ name, data, contentType, want string }{
		{"meta", "<meta charset=windows-1251><p>\xcc\xee\xf1\xea\xe2\xe0", "", "Москва"},
		{"header before meta", "<meta charset=utf-8><p>\xcc\xee\xf1\xea\xe2\xe0", "text/html; charset=windows-1251", "Москва"},
		{"UTF-8 that is not announced, beyond the first 1024 bytes", "<p>" + strings.Repeat("a", 2000) + "é", "", "é"},
		{"old western", "<p>caf\xe9", "", "café"},
	} {
		if got, err := decodeHTML(c.data, c.contentType); err != nil || !strings.Contains(got, c.want) {
			t.Errorf("%s: %.80q, %v", c.name, got, err)
		}
	}
}
