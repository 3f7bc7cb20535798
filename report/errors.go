package report

import (
	"errors"
	"fmt"
	"strconv"
)

// The ways in which a report can fail to be read. Errors wrap one of these; test with errors.Is.
var (
	// ErrEmpty: there is nothing to read: no bytes, white space only, or a page without any text.
	ErrEmpty = errors.New("no text")
	// ErrBinary: the bytes are not text; the message names the format when it is a known one.
	ErrBinary = errors.New("not text")
	// ErrTooLarge: one report is larger than Options.MaxBytes.
	ErrTooLarge = errors.New("too large")
	// ErrDamaged: packed data (gzip, zstd, a body of HTTP or a part of a message) that cannot be unpacked.
	ErrDamaged = errors.New("damaged data")
	// ErrRecord: a WARC file holds something that is no record, or a record breaks off.
	ErrRecord = errors.New("not a whole WARC record")
	// ErrMessage: something in a mailbox is no message.
	ErrMessage = errors.New("not a mail message")
	// ErrNotJSON: a line of a JSON-lines file is not one JSON object with the expected keys.
	ErrNotJSON = errors.New("not a JSON object")
	// ErrDate: a date of publication that is neither EDTF nor RFC 3339.
	ErrDate = errors.New("not a date")
	// ErrKind: an input is of a kind that is not read, such as a device or a socket.
	ErrKind = errors.New("not a file of reports")
	// ErrAddress: an address is not one of the web: no http or https, or no host.
	ErrAddress = errors.New("not an http or https address")
	// ErrPrivateAddress: an address leads into a private, loopback or otherwise unroutable network, and
	// Options.AllowPrivate is not set.
	ErrPrivateAddress = errors.New("private network address")
	// ErrRedirect: an address redirects too often, or away from http and https.
	ErrRedirect = errors.New("bad redirect")
	// ErrContentType: an address answers with something that is neither text, HTML nor JSON.
	ErrContentType = errors.New("content type not read")
	// ErrStatus: an address answers with a status other than 200.
	ErrStatus = errors.New("unexpected status")
	// ErrTimeout: an address did not answer in full within Options.Timeout.
	ErrTimeout = errors.New("no answer in time")
	// ErrNotFeed: what should be a feed is none; the message names a page's feed when it has one.
	ErrNotFeed = errors.New("not a feed")
	// ErrBrokenFeed: a feed breaks off; the items before are whole.
	ErrBrokenFeed = errors.New("the feed breaks off")
	// ErrBadText: a Report made by other means than this package breaks its rules: text that is not valid
	// UTF-8, or blocks that overlap or leave the text.
	ErrBadText = errors.New("malformed report")
)

// Error says where a report could not be read.
type Error struct {
	Origin string // the file or address as given, "-" for standard input; of a WARC with the record's offset: "news.warc.gz, byte 1204"
	Line   int    // the line, counted from 1; 0 when the whole input is meant
	Err    error
}

// Error gives "news.jsonl:12: what went wrong".
func (e *Error) Error() string { return fmt.Sprintf("%s: %v", origin(e.Origin, e.Line), e.Err) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// origin writes a file and line as compilers do.
func origin(name string, line int) string {
	if line == 0 {
		return name
	}
	return name + ":" + strconv.Itoa(line)
}
