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
	URL     string `json:"url,omitzero"`     // as it was given: the key
	Outlet  string `json:"outlet,omitzero"`  // as it was given
	Address string `json:"address,omitzero"` // where permanent redirects led; "" for URL
	Title   string `json:"title,omitzero"`   // as the feed says

	ETag         string `json:"etag,omitzero"`          // as the server gave it
	LastModified string `json:"last_modified,omitzero"` // as the server gave it
	Body         string `json:"body,omitzero"`          // SHA-256 of the last answer, hexadecimal

	// How often the feed itself wants to be asked, as it last said.
	MinutesToLive int    `json:"minutes_to_live,omitzero"`
	SkipHours     uint32 `json:"skip_hours,omitzero"` // bit 0 is the hour after midnight, GMT
	SkipDays      uint8  `json:"skip_days,omitzero"`  // bit 0 is Sunday

	Polled    time.Time     `json:"polled,omitzero"`     // the last time that it was asked
	Succeeded time.Time     `json:"succeeded,omitzero"`  // the last time that it answered as a feed
	Next      time.Time     `json:"next,omitzero"`       // when it is due
	HeldUntil time.Time     `json:"held_until,omitzero"` // when it may be asked at all: the server said so, or it failed again and again
	Interval  time.Duration `json:"interval,omitzero"`   // its present rhythm
	Failures  int           `json:"failures,omitzero"`   // in a row
	Reason    string        `json:"reason,omitzero"`     // of the last failure; "" when the last poll succeeded
	Gone      bool          `json:"gone,omitzero"`       // it is not asked again
}

// Seen is what is remembered of an item of a feed.
type Seen struct {
	Key     string    `json:"key,omitzero"`     // unique within the feed
	ID      string    `json:"id,omitzero"`      // guid or atom:id
	URL     string    `json:"url,omitzero"`     // of the article, without what only counts visits
	Title   string    `json:"title,omitzero"`   // as the feed says
	Hash    string    `json:"hash,omitzero"`    // of what the feed says of the item
	Updated string    `json:"updated,omitzero"` // EDTF, as the feed says
	Report  string    `json:"report,omitzero"`  // the identity of the report that was handed on; "" for none
	Text    string    `json:"text,omitzero"`    // report.Hash of its text
	At      time.Time `json:"at,omitzero"`      // when it was first seen
	Tries   int       `json:"tries,omitzero"`   // how often its page could not be had for a passing reason; 0 when there is nothing left to try
	Page    bool      `json:"page,omitzero"`    // the text was that of the page, not the feed's own
	Idle    int       `json:"idle,omitzero"`    // how often the feed said that it was updated, and it was not
}

// Robots is a robots.txt as it was fetched.
type Robots struct {
	Origin  string    `json:"origin,omitzero"` // "https://news.example"
	Fetched time.Time `json:"fetched,omitzero"`
	Reached bool      `json:"reached,omitzero"` // false: the server could not be asked, or failed
	Body    string    `json:"body,omitzero"`    // "" when there is none
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
