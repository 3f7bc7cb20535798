package watch

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"chancery/report"
)

// known is what is remembered of a feed's items, by each thing that an item can be known by.
type known struct {
	byID, byURL, byHash map[string]*Seen
	byKey               map[string]*Seen
}

func newKnown(items []Seen) *known {
	k := &known{map[string]*Seen{}, map[string]*Seen{}, map[string]*Seen{}, map[string]*Seen{}}
	for i := range items {
		s := &items[i]
		k.byKey[s.Key] = s
		for _, by := range [...]struct {
			index map[string]*Seen
			key   string
		}{{k.byID, s.ID}, {k.byURL, s.URL}, {k.byHash, s.Hash}} {
			if by.key != "" {
				by.index[by.key] = s
			}
		}
	}
	return k
}

// entry is an item of the feed that is being read, with what it is known by. Ids and addresses that the feed
// gives to several items tell nothing and are left out.
type entry struct {
	item          *report.FeedItem
	id, url, hash string
}

// entries gives the items of a feed, the oldest first (feeds begin with the newest), each once.
func entries(items []report.FeedItem) []entry {
	list := make([]entry, len(items))
	ids, urls := map[string]map[string]bool{}, map[string]map[string]bool{}
	count := func(by map[string]map[string]bool, key, other string) {
		if by[key] == nil {
			by[key] = map[string]bool{}
		}
		by[key][other] = true
	}
	for i := range items {
		it := &items[i]
		list[i] = entry{it, it.ID, plainAddress(it.URL), report.Hash(it.Title + "\n" + it.Text())}
		count(ids, list[i].id, list[i].url+"\n"+it.Title)
		count(urls, list[i].url, list[i].id+"\n"+it.Title)
	}
	// Of an item that stands in the feed twice, with the same id and address and title, the first is the newest.
	type name struct{ id, url, title string }
	named := map[name]bool{}
	out := list[:0]
	for _, e := range list {
		n := name{e.id, e.url, e.item.Title}
		if e.id == "" && e.url == "" {
			n.title = e.hash
		}
		if named[n] {
			continue
		}
		named[n] = true
		if len(ids[e.id]) > 1 {
			e.id = ""
		}
		if len(urls[e.url]) > 1 {
			e.url = ""
		}
		out = append(out, e)
	}
	slices.Reverse(out)
	return out
}

// plainAddress gives an address without what only counts visits, by which one article has many addresses.
func plainAddress(address string) string {
	u, err := url.Parse(address)
	if address == "" || err != nil {
		return address
	}
	u.Fragment, u.RawFragment = "", ""
	if u.RawQuery != "" {
		var kept []string
		for pair := range strings.SplitSeq(u.RawQuery, "&") {
			key, _, _ := strings.Cut(strings.ToLower(pair), "=")
			switch {
			case strings.HasPrefix(key, "utm_"), strings.HasPrefix(key, "at_"), key == "fbclid", key == "gclid", key == "cmpid", key == "cmp", key == "ns_mchannel", key == "ns_source", key == "ns_campaign", key == "partner", key == "ref", key == "rss", key == "feed":
			default:
				kept = append(kept, pair)
			}
		}
		u.RawQuery = strings.Join(kept, "&")
	}
	return u.String()
}

// items goes through the items of a feed and gives how many are left for the next poll. Items that the feed
// no longer has are forgotten after a while, when it was read whole.
func (p *poll) items(ctx context.Context, st *FeedState, f *report.Feed, whole bool) (left int, err error) {
	w := p.w
	list, err := w.o.State.Items(ctx, st.URL)
	if err != nil {
		return 0, fmt.Errorf("the items of %s: %w", st.URL, err)
	}
	k := newKnown(list)
	present := map[string]bool{}
	pages := 0
	for _, e := range entries(f.Items) {
		was := k.find(&e)
		if was != nil {
			present[was.Key] = true
			if !w.again(was, &e) {
				continue
			}
		}
		if w.wantsPage(e.item) {
			if pages == w.o.MaxPages || w.now().Sub(st.Polled) > maxPoll {
				left++
				continue
			}
			pages++
		}
		s := w.read(ctx, st, &e, was, k)
		if err := ctx.Err(); err != nil {
			return 0, err // whatever was read may only say so
		}
		p.news = p.news || s.report != nil
		p.pending = p.pending || s.seen.Tries > 0 && s.seen.Tries < maxTries
		present[s.seen.Key] = true
		k.byKey[s.seen.Key] = s.seen
		if err := p.push(ctx, s); err != nil {
			return 0, err
		}
	}
	if !whole || left > 0 {
		return left, nil
	}
	var old []string
	for _, s := range list {
		if !present[s.Key] && w.now().Sub(s.At) > seenFor {
			old = append(old, s.Key)
		}
	}
	if len(old) > 0 {
		if err := w.o.State.ForgetItems(ctx, st.URL, old); err != nil {
			return 0, fmt.Errorf("the items of %s: %w", st.URL, err)
		}
	}
	return 0, nil
}

// find gives what is remembered of an item: by its id, else by its address, else by its words.
func (k *known) find(e *entry) *Seen {
	if s := k.byID[e.id]; s != nil && e.id != "" {
		return s
	}
	if s := k.byURL[e.url]; s != nil && e.url != "" {
		return s
	}
	// Without id and address; or an id that is new each time, on an item that is not.
	if s := k.byHash[e.hash]; s != nil && (e.id == "" && e.url == "" || s.URL == e.url) {
		return s
	}
	return nil
}

// The bounds of asking again.
const (
	maxTries = 3 // for a page that could not be had for a passing reason
	maxIdle  = 3 // for an item that the feed calls updated and that is not: some feeds date every item anew each time
)

// again reports whether an item that is known is to be read again.
func (w *Watcher) again(was *Seen, e *entry) bool {
	switch {
	case was.Hash != e.hash:
		return true
	case e.item.Updated.EDTF != was.Updated && e.item.Updated.EDTF != "" && was.Idle < maxIdle:
		return true
	}
	return was.Tries > 0 && was.Tries < maxTries && w.wantsPage(e.item)
}

// wholeText is from how many bytes on the text that a feed gives is taken for the whole article.
const wholeText = 1000

// wantsPage reports whether the page of an item is to be fetched: when the feed gives no more than a teaser.
func (w *Watcher) wantsPage(it *report.FeedItem) bool {
	if w.o.NoPages || it.URL == "" {
		return false
	}
	text := it.Text()
	return !it.Whole || len(text) < wholeText || cutOff(text)
}

// cutOff reports whether a text ends as teasers do: "…", "[...]", "Read more".
func cutOff(text string) bool {
	end := strings.ToLower(strings.TrimRight(text[max(0, len(text)-40):], " ]).»›→\u00a0"))
	for _, mark := range [...]string{"…", "read more", "continue reading"} {
		if strings.HasSuffix(end, mark) {
			return true
		}
	}
	return strings.HasSuffix(strings.TrimRight(text, " ])"), "...")
}

// read makes the report of an item.
func (w *Watcher) read(ctx context.Context, st *FeedState, e *entry, was *Seen, k *known) step {
	s := &Seen{ID: e.id, URL: e.url, Title: e.item.Title, Hash: e.hash, Updated: e.item.Updated.EDTF, At: w.now()}
	out := step{seen: s, notice: Notice{Kind: NewReport, Item: cmp.Or(e.item.URL, e.item.ID, e.item.Title)}}
	// A report keeps its identity while its text changes, so that the record knows the old text is superseded. That of
	// a new one is the address of the article.
	identity := e.url
	switch {
	case was == nil:
		s.Key = k.newKey(e)
	case another(was, e):
		s.Key, was = was.Key, nil
		if e.url == k.byKey[s.Key].URL {
			identity = "" // the address had another article: the new one is known by its text
		}
	default:
		s.Key, s.At, s.Report, s.Text, s.Page, s.Idle = was.Key, was.At, was.Report, was.Text, was.Page, was.Idle
		s.ID, s.URL = cmp.Or(s.ID, was.ID), cmp.Or(s.URL, was.URL)
		identity = cmp.Or(was.Report, identity)
		if was.Hash == e.hash {
			s.Tries = was.Tries
		}
		if was.Text != "" {
			out.notice.Kind = ChangedReport
		}
	}
	r, note, err := w.report(ctx, st, e.item, identity)
	switch {
	case note == nil || !passing(note):
		s.Tries = 0
	default:
		s.Tries++
	}
	if err != nil {
		out.tell, out.notice.Kind, out.notice.Err = true, Problem, err
		return out // seen: what cannot be read today cannot be tomorrow, unless it changes
	}
	if was != nil && was.Text == r.SHA256 {
		if was.Hash == e.hash && s.Tries == 0 {
			s.Idle++
		}
		return out
	}
	if s.Page && note != nil {
		// The page was stored; that it cannot be had now makes no teaser of it.
		out.tell, out.notice.Kind, out.notice.Err = true, Problem, fmt.Errorf("changed, but its page cannot be had: %w", note)
		return out
	}
	s.Report, s.Text, s.Idle, s.Page = r.ID, r.SHA256, 0, note == nil && w.wantsPage(e.item)
	out.report, out.tell, out.notice.Report, out.notice.Note = &r, true, r, note
	return out
}

// another reports whether an item that is known by its id or its address is another article: feeds give an id
// again, and "Daily briefing" stands at one address every day.
func another(was *Seen, e *entry) bool {
	if was.Title == e.item.Title {
		return false
	}
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	return differ(was.ID, e.id) || differ(was.URL, e.url)
}

// newKey gives a key for an item that was not known.
func (k *known) newKey(e *entry) string {
	for _, key := range [...]string{"id " + e.id, "url " + e.url} {
		if !strings.HasSuffix(key, " ") && k.byKey[key] == nil {
			return key
		}
	}
	return "text " + e.hash
}

// report makes the report of an item from its page or, with a note why, from what the feed says.
func (w *Watcher) report(ctx context.Context, st *FeedState, it *report.FeedItem, identity string) (r report.Report, note, err error) {
	o := report.Options{ID: identity, Outlet: st.Outlet, MaxBytes: w.o.MaxBytes}
	if w.wantsPage(it) {
		r, note = w.page(ctx, o, it)
		if note == nil {
			w.complete(&r, st, it)
			return r, nil, nil
		}
	}
	if r, err = it.Report(o); err != nil {
		if note != nil {
			err = fmt.Errorf("%w; and the feed's own text: %w", note, err)
		}
		return r, note, err
	}
	w.complete(&r, st, it)
	return r, note, nil
}

// complete sets what does not depend on whether the page or the feed gave the text: the address, as it stands in
// the feed, so that a revised report can be told by it. It takes away a date that is still to come, which is a
// mistake of the feed or the time until which the article was to be kept back. A day is left for clocks and zones.
func (w *Watcher) complete(r *report.Report, st *FeedState, it *report.FeedItem) {
	r.URL = plainAddress(it.URL)
	r.Origin = r.URL
	if r.Origin == "" {
		r.Origin = st.URL + " " + cmp.Or(it.ID, it.Title)
	}
	year, month, day, ok := r.Published.Day()
	if ok && time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).After(w.now().Add(24*time.Hour)) {
		r.Published = report.Published{}
	}
}
