package watch

import (
	"context"
	"time"

	"chancery/report"
)

// Feed is a feed to follow.
type Feed struct {
	URL    string
	Outlet string // of its reports; "" for what pages and feed say
}

// FeedState is what is remembered of a feed between polls. Times are UTC, to the second; zero means never.
type FeedState struct {
	URL     string // as it was given: the key
	Outlet  string // as it was given
	Address string // where permanent redirects led; "" for URL
	Title   string // as the feed says

	ETag, LastModified string // as the server gave them
	Body               string // SHA-256 of the last answer, hexadecimal

	// How often the feed itself wants to be asked, as it last said.
	MinutesToLive int
	SkipHours     uint32 // bit 0 is the hour after midnight, GMT
	SkipDays      uint8  // bit 0 is Sunday

	Polled    time.Time     // the last time that it was asked
	Succeeded time.Time     // the last time that it answered as a feed
	Next      time.Time     // when it is due
	HeldUntil time.Time     // when it may be asked at all: the server said so, or it failed again and again
	Interval  time.Duration // its present rhythm
	Failures  int           // in a row
	Reason    string        // of the last failure; "" when the last poll succeeded
	Gone      bool          // it is not asked again
}

// Seen is what is remembered of an item of a feed.
type Seen struct {
	Key     string    // unique within the feed
	ID      string    // guid or atom:id
	URL     string    // of the article, without what only counts visits
	Hash    string    // of what the feed says of the item
	Updated string    // EDTF, as the feed says
	Text    string    // report.Hash of the text that was handed on; "" for none
	At      time.Time // when it was first seen
	Tries   int       // how often its page could not be had for a passing reason; 0 when there is nothing left to try
	Page    bool      // the text was that of the page, not the feed's own
	Idle    int       // how often the feed said that it was updated, and it was not
}

// Robots is a robots.txt as it was fetched.
type Robots struct {
	Origin  string // "https://news.example"
	Fetched time.Time
	Reached bool   // false: the server could not be asked, or failed
	Body    string // "" when there is none
}

// State remembers feeds between polls and processes. Its methods are called by one goroutine at a time for a
// feed, by several for several feeds.
type State interface {
	// Feed gives the state of a feed, and one that only has its URL for a feed that was never polled.
	Feed(ctx context.Context, url string) (FeedState, error)
	// Feeds gives all feeds, ordered by URL.
	Feeds(ctx context.Context) ([]FeedState, error)
	// SaveFeed stores the state of a feed.
	SaveFeed(ctx context.Context, f FeedState) error
	// Items gives the items of a feed that were seen, ordered by Key.
	Items(ctx context.Context, feed string) ([]Seen, error)
	// SaveItem stores an item of a feed by its Key.
	SaveItem(ctx context.Context, feed string, s Seen) error
	// ForgetItems removes the items with these keys.
	ForgetItems(ctx context.Context, feed string, keys []string) error
	// Robots gives the robots.txt of an origin as it was last fetched, and false when it never was.
	Robots(ctx context.Context, origin string) (Robots, bool, error)
	// SaveRobots stores a robots.txt.
	SaveRobots(ctx context.Context, r Robots) error
}

// Sink takes reports. Store is called by one goroutine at a time; a report for which it gives an error is
// handed on again at the next poll.
type Sink interface {
	Store(ctx context.Context, r report.Report) error
}

// NoticeKind says what a notice tells.
type NoticeKind uint8

// The kinds of notice.
const (
	NewReport     NoticeKind = iota // a report was handed on
	ChangedReport                   // a report was handed on whose text had changed since
	Problem                         // something failed: Err says what
	MovedFeed                       // a feed has moved for good: to Address
	GoneFeed                        // a feed is gone
	PolledFeed                      // a poll has ended: New, Changed, Left, Items say with what
)

// Notice is what somebody who watches wants to know.
type Notice struct {
	Kind    NoticeKind
	Feed    string        // its URL as given
	At      time.Time     // when it happened
	Item    string        // the article's address, else the item's id
	Report  report.Report // of NewReport and ChangedReport
	Note    error         // why the text is the feed's own and not the page's; nil when all is as it should be
	Err     error         // of Problem and GoneFeed
	Address string        // of MovedFeed
	Next    time.Time     // of PolledFeed: when the feed is due again

	Items, New, Changed, Left int  // of PolledFeed: in the feed, handed on, left for the next poll
	Unmodified                bool // the feed is as it was
	Failures                  int  // in a row, with this poll
}
