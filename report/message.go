package report

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// FromMessage reads one report from a mail message (RFC 5322, MIME): a newsletter, or an article that somebody
// sent. Who sent it is the outlet, its subject the title, its date the date of publication, its Message-ID the
// identity. Of a message that comes both as text and as a page, the one that reads better is taken; attachments
// are passed over. Raw is the text or the page, decoded.
func FromMessage(data []byte, o Options) (Report, error) {
	m, err := readMessage(data)
	if err != nil {
		return Report{}, err
	}
	o.mail = true
	set(&o.ID, strings.Trim(strings.TrimSpace(m.header.Get("Message-Id")), "<>"))
	set(&o.Title, decodeHeader(m.header.Get("Subject")))
	set(&o.Outlet, sender(m.header))
	set(&o.URL, webAddress(strings.Trim(m.header.Get("Archived-At"), " <>"), "")) // RFC 5064
	basis := "given"
	if o.Published == "" {
		if at, err := m.header.Date(); err == nil && at.Year() >= 1970 && at.Year() < 10000 {
			o.Published, basis = at.Format(time.RFC3339), "date-header"
		}
	}
	if len(m.parts) == 0 {
		return Report{}, fmt.Errorf("%w: the message has neither text nor a page", ErrEmpty)
	}
	r, err := m.report(o)
	if err == nil && o.Published != "" {
		r.Published.Basis = basis
	}
	return r, err
}

// message is a mail message taken apart.
type message struct {
	header mail.Header
	parts  []part
}

// part is a text of a message.
type part struct {
	html    bool
	charset string
	body    []byte
}

func readMessage(data []byte) (*message, error) {
	data = bytes.TrimLeft(data, "\r\n")
	for bytes.HasPrefix(data, fromLine) || bytes.HasPrefix(data, []byte(">From ")) {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, ErrEmpty
	}
	got, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	m := &message{header: got.Header}
	if got.Header.Get("From") == "" && got.Header.Get("Subject") == "" && got.Header.Get("Date") == "" {
		return nil, fmt.Errorf("%w: it has neither From nor Subject nor Date", ErrMessage)
	}
	err = m.take(textproto.MIMEHeader(got.Header), got.Body, 0)
	if len(m.parts) > 0 {
		err = nil // what breaks off after a text does not spoil the text
	}
	return m, err
}

// maxNesting is how deep parts may lie in parts, and maxParts how many are looked at.
const (
	maxNesting = 10
	maxParts   = 1000
)

// take collects the texts of a part and of the parts in it.
func (m *message) take(header textproto.MIMEHeader, body io.Reader, depth int) error {
	media, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		// "text/html; charset=" and the like: the type is what matters.
		media, _, _ = strings.Cut(header.Get("Content-Type"), ";")
		if media = strings.ToLower(strings.TrimSpace(media)); media == "" {
			media = "text/plain"
		}
	}
	disposition, _, _ := strings.Cut(strings.ToLower(header.Get("Content-Disposition")), ";")
	if strings.TrimSpace(disposition) == "attachment" {
		return nil
	}
	switch {
	case strings.HasPrefix(media, "multipart/"):
		if depth >= maxNesting || params["boundary"] == "" {
			return fmt.Errorf("%w: its parts cannot be told apart", ErrMessage)
		}
		parts := multipart.NewReader(body, params["boundary"])
		for range maxParts {
			p, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("%w: %w", ErrMessage, err)
			}
			if err := m.take(p.Header, p, depth+1); err != nil && !errors.Is(err, ErrMessage) {
				return err
			}
		}
		return nil
	case media == "message/rfc822" && depth > 0 && depth < maxNesting:
		inner, err := mail.ReadMessage(decodeTransfer(header, body))
		if err != nil {
			return fmt.Errorf("%w: a message inside it: %w", ErrMessage, err)
		}
		return m.take(textproto.MIMEHeader(inner.Header), inner.Body, depth+1)
	case media == "text/plain" || media == "text/html" || media == "application/xhtml+xml":
		data, err := io.ReadAll(decodeTransfer(header, body))
		if len(bytes.TrimSpace(data)) == 0 {
			if err != nil {
				return fmt.Errorf("%w: a part of the message: %w", ErrDamaged, err)
			}
			return nil
		}
		m.parts = append(m.parts, part{media != "text/plain", params["charset"], data})
	}
	return nil
}

// decodeTransfer takes the encoding off that a part was sent in.
func decodeTransfer(header textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}

// report reads the text or the page of a message, whichever reads better.
func (m *message) report(o Options) (Report, error) {
	var plain strings.Builder
	var page *part
	for i := range m.parts {
		p := &m.parts[i]
		if p.html {
			if page == nil || len(p.body) > len(page.body) {
				page = p
			}
			continue
		}
		if text := p.text(); strings.TrimSpace(text) != "" {
			if plain.Len() > 0 {
				plain.WriteString("\n\n")
			}
			plain.WriteString(text)
		}
	}
	if size := int64(plain.Len()); size > o.maxBytes() {
		return Report{}, fmt.Errorf("%w: the text has %d bytes, the limit is %d", ErrTooLarge, size, o.maxBytes())
	}
	var text, html Report
	textErr, htmlErr := ErrEmpty, ErrEmpty
	if plain.Len() > 0 {
		text, textErr = fromText(plain.String(), o)
	}
	if page != nil {
		o.ContentType = "text/html"
		if page.charset != "" {
			o.ContentType += "; charset=" + page.charset
		}
		html, htmlErr = FromHTML(page.body, o)
	}
	switch {
	case htmlErr == nil && (textErr != nil || !readsBetter(&text, &html)):
		return html, htmlErr
	case textErr == nil || page == nil:
		return text, textErr
	}
	return Report{}, htmlErr
}

// text decodes a plain part.
func (p *part) text() string {
	if p.charset != "" && !strings.EqualFold(p.charset, "utf-8") && !strings.EqualFold(p.charset, "us-ascii") {
		if e, _ := charset.Lookup(p.charset); e != nil {
			if s, err := e.NewDecoder().String(string(p.body)); err == nil {
				return strings.ToValidUTF8(s, "\uFFFD")
			}
		}
	}
	s, err := decodeText(string(p.body))
	if err != nil {
		return ""
	}
	return s
}

// readsBetter reports whether the text of a message is to be taken in the stead of its page. The text has its
// paragraphs as they were written. But many are made from the page, with an address after every link, which
// tears the sentences; and some only say that the mail program cannot show pages.
func readsBetter(text, html *Report) bool {
	proseOfText, addresses := prose(text)
	proseOfPage, _ := prose(html)
	if addresses*50 > len(text.Text) {
		return proseOfPage*3 < proseOfText
	}
	return proseOfText*10 >= proseOfPage*9
}

// prose sums the bytes of the paragraphs that are sentences, and those of the addresses in the text.
func prose(r *Report) (sentences, addresses int) {
	for _, b := range r.Blocks {
		s := b.In(r.Text)
		if b.Kind == Paragraph && countWords(s, 8) >= 8 && endsSentence(strings.TrimSpace(s)) {
			sentences += len(s)
		}
		for at := 0; ; {
			k := strings.Index(s[at:], "://")
			if k < 0 {
				break
			}
			end := at + k
			for end < len(s) && s[end] > ' ' {
				end++
			}
			addresses += end - at - k
			at = end
		}
	}
	return sentences, addresses
}

// sender gives the name of who sent a message, else the host of the address.
func sender(header mail.Header) string {
	from := header.Get("From")
	parser := mail.AddressParser{WordDecoder: &words}
	list, err := parser.ParseList(from)
	if err != nil || len(list) == 0 {
		name, _, _ := strings.Cut(decodeHeader(from), "<")
		if name = strings.Trim(strings.TrimSpace(name), `"'`); !strings.Contains(name, "@") {
			return fold(name)
		}
		return ""
	}
	if name := fold(validUTF8(list[0].Name)); name != "" {
		return name
	}
	_, host, _ := strings.Cut(list[0].Address, "@")
	return host
}

// words decodes the words of headers that are not ASCII (RFC 2047).
var words = mime.WordDecoder{CharsetReader: charset.NewReaderLabel}

// decodeHeader gives the value of a header as it is meant to be read.
func decodeHeader(value string) string {
	if s, err := words.DecodeHeader(value); err == nil {
		value = s
	}
	return fold(validUTF8(value))
}

// validUTF8 reads bytes that some programs put into headers as they were.
func validUTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	if decoded, err := decodeText(s); err == nil {
		return decoded
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
