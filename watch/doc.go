// Package watch follows feeds: it asks for them when they are due, fetches the pages of articles that are new or
// have changed, and hands the reports on.
//
// # Polls
//
// A [Watcher] polls each feed in a rhythm of its own ([Options].Interval and up), which quickens while there is
// news and slows down while there is none, and which gives way to what the feed asks for: Cache-Control and
// Expires, ttl, skipHours and skipDays. Requests are conditional (ETag, Last-Modified). A feed that fails is
// asked again later and later, at most a day later; Retry-After is kept; a feed that is gone (410) is not asked
// again; a permanent redirect is remembered once a feed was found behind it.
//
// # Manners
//
// At any time one request is under way to a host, and a pause follows it. Pages are fetched only as robots.txt
// allows (RFC 9309), with its Crawl-delay. Private networks are refused when the connection is made, unless
// [Options].AllowPrivate, so that no name and no redirect leads into them.
//
// # Items
//
// An item is known by its id, its address or its words, so that feeds which make up new ids, or give one id to
// many items, add nothing twice. What is known and unchanged costs nothing. Where a feed gives only a teaser the
// page is fetched; where that cannot be had, or shows something else, the feed's own text is kept, and the
// [Notice] says why.
//
// # Nothing lost, nothing by half
//
// A report is handed to the [Sink] before its item is marked as seen in the [State], and the validators of a feed
// are kept only when all its items are. So whenever a process ends, the next begins where it left off; at worst
// a report is handed on twice, which the record takes as known.
//
// Clock and sleep are handed in: the package reads no clock of its own, and its spreads are made from addresses,
// not from chance.
package watch
