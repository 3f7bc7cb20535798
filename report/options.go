package report

import (
	"io"
	"time"
)

// Kind is the form in which reports come.
type Kind uint8

// The kinds of input.
const (
	Auto      Kind = iota // told from the extension and the content
	PlainText             // one report as text
	HTML                  // one report as a page
	JSONLines             // one report a line
	FeedItems             // a feed: RSS, Atom or JSON Feed
	WARC                  // records of a crawl, each page a report
	Mailbox               // mail messages one after another (MBOX), each a report
	Message               // one mail message
)

// Options say what the caller knows of the reports and how far reading may go. The zero value reads with the
// default limits and knows nothing.
type Options struct {
	// What is known of the report. What is given here goes before what the report says of itself.
	ID        string
	Outlet    string
	URL       string
	Title     string
	Published string // EDTF or RFC 3339: "2021", "2021-06", "2021-06-10", "2021-06-10T14:05:00Z"
	Language  string // BCP 47

	Kind          Kind
	ContentType   string        // of the bytes, as HTTP gives it; its charset goes before the page's own
	KeepFurniture bool          // take the text as it is: cut nothing off (only for plain text and JSON lines)
	MaxBytes      int64         // of one report, as it comes and decoded; 0 means DefaultMaxBytes
	Timeout       time.Duration // for one address, from the first packet to the last; 0 means DefaultTimeout
	AllowPrivate  bool          // addresses in private networks may be read
	UserAgent     string        // "" means DefaultUserAgent
	Stdin         io.Reader     // what "-" reads; without it "-" is empty

	mail bool // the report came by mail: the furniture of newsletters is taken off, too
}

// The limits that hold where Options names none.
const (
	DefaultMaxBytes  = 16 << 20
	DefaultTimeout   = 30 * time.Second
	DefaultUserAgent = "chancery"
)

func (o *Options) maxBytes() int64 {
	if o.MaxBytes > 0 {
		return o.MaxBytes
	}
	return DefaultMaxBytes
}

func (o *Options) timeout() time.Duration {
	if o.Timeout > 0 {
		return o.Timeout
	}
	return DefaultTimeout
}
