package desk

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"chancery/event"
	"chancery/occurrence"
	"chancery/overview"
	"chancery/record"
)

// queuePart is how many doubts stand at the side.
const queuePart = 25

// cardsMost is how many accounts of an occurrence are shown in a doubt.
const cardsMost = 8

// queue is the page on which doubts are settled one after the other.
type queue struct {
	Filter   queueFilter
	Kinds    []queueKind
	Tracks   []event.Track
	Codes    []meaning // categories
	Items    []queueLine
	Item     *doubtItem // nil when nothing is left
	Position int        // of the item in the part at the side, from 1
	Waiting  int        // all that wait under the filter
	Today    int        // decided by the visitor today
	Judged   int        // events of the record that somebody judged
	Events   int
	First    string // the address of the start of the queue; "" when the part is the first
	More     string // of the next part
	Deciding bool
	Note     string // what is wrong with the filter
}

// queueFilter is what the visitor wants to see of the queue, as in the address.
type queueFilter struct {
	Kind, Track, Actor, Category, Confidence string
}

type queueKind struct {
	Reason overview.Reason
	Name   string
	Count  int
	Chosen bool
	Href   string
}

// queueLine is a doubt at the side.
type queueLine struct {
	overview.Doubt
	What    string
	Words   string // the event as a sentence
	Href    string
	Current bool
}

// doubtItem is the doubt in the middle.
type doubtItem struct {
	overview.Doubt
	What  string // in words, why it is here
	Why   []string
	Cards []eventCard
	More  int // accounts that are not shown
	// Accounts is how many accounts the occurrence of an unsure reading has: one alone cannot be split off.
	Accounts int
	Against  []differing // of a contradiction: what the accounts say
	Other    *sideOfPair // of a pair: the other side
	Seen     int64
	Back     string // where a decision leads: the next item
	Here     string // this item
	Prev     string
	Next     string
}

// sideOfPair is the second of two occurrences that are possibly the same.
type sideOfPair struct {
	ID    string
	Cards []eventCard
	More  int
}

// differing is one field in which accounts contradict each other.
type differing struct {
	Field  string
	Values []differingValue
}

type differingValue struct {
	Text    string
	Outlets []string
	Agrees  bool // it is what most say
}

// reasonWords are a reason in words: what such doubts are called, and what is said above one.
type reasonWords struct {
	reason     overview.Reason
	name, what string
}

// reasonNames say why something is in the queue.
var reasonNames = []reasonWords{
	{overview.Unsure, "unsure readings", "The reading is not sure of this event."},
	{overview.Contradiction, "contradictions", "The accounts of this occurrence contradict each other."},
	{overview.Same, "possibly the same", "These two are possibly the same occurrence."},
}

// reviewPage is /review: the queue with one doubt in the middle.
func (d *Desk) reviewPage(v *visit) (*page, error) {
	asked := v.URL.Query()
	body := &queue{Filter: queueFilter{asked.Get("kind"), asked.Get("track"), strings.TrimSpace(asked.Get("actor")), asked.Get("category"), asked.Get("confidence")},
		Tracks: d.codebookNow().meanings.words.Tracks, Deciding: v.decides()}
	for _, c := range d.codebookNow().meanings.words.Categories {
		body.Codes = append(body.Codes, categoryMeaning(c))
	}
	p := &page{Template: "review", Title: "Review", Section: "review", Body: body, Scripts: []string{"review", "review-names"}, Wide: true}
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	filter, only, wrong := v.queueFilter(&body.Filter)
	if wrong != "" {
		body.Note, p.Status = wrong, http.StatusBadRequest
		return p, nil
	}
	from, item := asked.Get("from"), asked.Get("item")
	part, err := s.Doubts(filter, queuePart, from, only...)
	if errors.Is(err, overview.ErrCursor) {
		return nil, fmt.Errorf("%w: %w", ErrAsk, err)
	}
	if err != nil {
		return nil, err
	}
	all, err := s.Doubts(filter, 1, "")
	if err != nil {
		return nil, err
	}
	for _, r := range reasonNames {
		body.Kinds = append(body.Kinds, queueKind{r.reason, r.name, all.Counts[r.reason], body.Filter.Kind == string(r.reason), v.queueAddress(body.Filter.of(string(r.reason)), "", "")})
		body.Waiting += part.Counts[r.reason]
	}
	counts := s.Counts()
	body.Judged, body.Events = counts.Judged, counts.Events
	now := d.Now().UTC()
	if body.Today, err = v.view.DecidedSince(v.Context(), v.who.Name, time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)); err != nil {
		return nil, err
	}
	if from != "" {
		body.First = v.queueAddress(body.Filter, "", "")
	}
	if part.Next != "" {
		body.More = v.queueAddress(body.Filter, part.Next, "")
	}
	at := 0
	for at < len(part.Items)-1 && item != "" && cursorBefore(part.Items[at].Cursor, item) {
		at++
	}
	words, err := v.sentences(part.Items)
	if err != nil {
		return nil, err
	}
	for i := range part.Items {
		body.Items = append(body.Items, queueLine{Doubt: part.Items[i], What: reasonName(part.Items[i].Reason), Words: words[part.Items[i].Event],
			Href: v.queueAddress(body.Filter, from, part.Items[i].Cursor), Current: i == at})
	}
	if len(part.Items) == 0 {
		return p, nil
	}
	body.Position = at + 1
	if body.Item, err = v.doubtItem(&part.Items[at]); err != nil {
		return nil, err
	}
	body.Item.Here = body.Items[at].Href
	if at > 0 {
		body.Item.Prev = body.Items[at-1].Href
	}
	switch {
	case at+1 < len(part.Items):
		body.Item.Next = body.Items[at+1].Href
	case part.Next != "":
		body.Item.Next = body.More
	}
	// After a decision the next one comes; when the last is settled, whatever then is at the end.
	body.Item.Back = cmp.Or(body.Item.Next, v.queueAddress(body.Filter, from, ""))
	return p, nil
}

// sentences says the events of doubts, by their identities. What stands no more since the queue was counted is left out.
func (v *visit) sentences(doubts []overview.Doubt) (map[string]string, error) {
	ids := make([]string, len(doubts))
	for i := range doubts {
		ids[i] = doubts[i].Event
	}
	accounts, err := v.view.Accounts(v.Context(), ids)
	if errors.Is(err, record.ErrNotFound) {
		for _, id := range ids {
			account, err := v.view.Account(v.Context(), id)
			switch {
			case err == nil:
				accounts = append(accounts, account)
			case !errors.Is(err, record.ErrNotFound):
				return nil, err
			}
		}
	} else if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(accounts))
	for i := range accounts {
		out[accounts[i].Event.ID] = sentenceOf(&accounts[i].Event)
	}
	return out, nil
}

func reasonName(r overview.Reason) string {
	for _, one := range reasonNames {
		if one.reason == r {
			return one.name
		}
	}
	return string(r)
}

// of is the filter for another kind of doubt; the kind that is chosen is let go.
func (f queueFilter) of(kind string) queueFilter {
	if f.Kind == kind {
		kind = ""
	}
	f.Kind = kind
	return f
}

// queueAddress is the queue under a filter, from a cursor on, with one item in the middle.
func (v *visit) queueAddress(f queueFilter, from, item string) string {
	return v.to.to([]string{"review"}, "kind", f.Kind, "track", f.Track, "actor", f.Actor, "category", f.Category, "confidence", f.Confidence, "from", from, "item", item)
}

// queueFilter reads the filter of an address, or says what is wrong with it.
func (v *visit) queueFilter(f *queueFilter) (filter overview.Filter, only []overview.Reason, wrong string) {
	if f.Kind != "" {
		if !slices.ContainsFunc(reasonNames, func(r reasonWords) bool { return string(r.reason) == f.Kind }) {
			return filter, nil, fmt.Sprintf("There is no kind of doubt %q.", f.Kind)
		}
		only = append(only, overview.Reason(f.Kind))
	}
	if f.Track != "" {
		filter.Tracks = []string{f.Track}
	}
	if f.Category != "" {
		filter.Categories = []event.Category{event.Category(f.Category)}
	}
	if f.Confidence != "" {
		least, err := strconv.ParseFloat(f.Confidence, 64)
		if err != nil || !(least >= 0 && least <= 1) {
			return filter, nil, fmt.Sprintf("Confidence is a number from 0 to 1, not %q.", f.Confidence)
		}
		filter.Confidence = least
	}
	if f.Actor != "" {
		var ids []string
		for _, n := range v.desk.lexicon.Called(f.Actor) {
			ids = append(ids, n.ID)
		}
		if len(ids) == 0 {
			ids = []string{f.Actor}
		}
		filter.Actors = ids
	}
	return filter, only, ""
}

// cursorBefore tells whether a doubt stands before another in the queue: cursors are score, reason and number, the
// highest score first.
func cursorBefore(a, b string) bool {
	var x, y [3]int
	for i, s := range []string{a, b} {
		parts := strings.Split(s, ".")
		if len(parts) != 3 {
			return false
		}
		for k, part := range parts {
			n, err := strconv.Atoi(part)
			if err != nil {
				return false
			}
			if i == 0 {
				x[k] = n
			} else {
				y[k] = n
			}
		}
	}
	return cmp.Or(cmp.Compare(y[0], x[0]), cmp.Compare(x[1], y[1]), cmp.Compare(x[2], y[2])) < 0
}

// doubtItem gathers what somebody needs to settle a doubt.
func (v *visit) doubtItem(doubt *overview.Doubt) (*doubtItem, error) {
	out := &doubtItem{Doubt: *doubt, Seen: v.view.Change()}
	for _, r := range reasonNames {
		if r.reason == doubt.Reason {
			out.What = r.what
		}
	}
	ctx := v.Context()
	if doubt.Reason == overview.Unsure {
		account, err := v.view.Account(ctx, doubt.Event)
		if err != nil {
			return nil, err
		}
		card := v.eventCard(&account)
		card.Occurrence = doubt.Occurrence
		out.Cards = []eventCard{card}
		o, err := v.view.Occurrence(ctx, doubt.Occurrence)
		if err != nil {
			return nil, err
		}
		out.Accounts = len(o.Members)
		return out, nil
	}
	o, err := v.view.Occurrence(ctx, doubt.Occurrence)
	if err != nil {
		return nil, err
	}
	out.Cards, out.More = v.cardsOf(&o, doubt.Event)
	if doubt.Reason == overview.Contradiction {
		summary := occurrence.Weigh(&o)
		out.Against = differingFields(&o, &summary)
		return out, nil
	}
	for _, link := range o.Possible {
		if link.Occurrence == doubt.Other {
			out.Why = link.Reasons
		}
	}
	other, err := v.view.Occurrence(ctx, doubt.Other)
	if err != nil {
		return nil, err
	}
	side := &sideOfPair{ID: doubt.Other}
	side.Cards, side.More = v.cardsOf(&other, "")
	out.Other = side
	return out, nil
}

// cardsOf makes cards of the accounts of an occurrence, one of them first, rejected ones left out.
func (v *visit) cardsOf(o *occurrence.Occurrence, first string) (cards []eventCard, more int) {
	members := slices.Clone(o.Members)
	slices.SortStableFunc(members, func(a, b occurrence.Member) int {
		return cmp.Compare(b2i(b.Event.ID == first), b2i(a.Event.ID == first))
	})
	for i := range members {
		if members[i].Verdict == "rejected" {
			continue
		}
		if len(cards) == cardsMost {
			more++
			continue
		}
		card := v.eventCard(&members[i].Account)
		card.Occurrence = o.ID
		cards = append(cards, card)
	}
	return cards, more
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// differingFields gives the fields in which accounts contradict each other, with who says what.
func differingFields(o *occurrence.Occurrence, s *occurrence.Summary) []differing {
	outlets := map[string]string{}
	for i := range o.Members {
		outlets[o.Members[i].Event.ID] = cmp.Or(o.Members[i].Report.Outlet, o.Members[i].Report.Title, o.Members[i].Report.ID)
	}
	var out []differing
	for i := range s.Disagreements {
		f := &s.Disagreements[i]
		d := differing{Field: f.Name}
		for k, values := range [][]occurrence.Value{f.Consensus, f.Others} {
			for _, value := range values {
				one := differingValue{Text: strings.ReplaceAll(value.Text, "_", " "), Agrees: k == 0}
				for _, e := range value.Support.Evidence {
					if name := outlets[e.Event]; name != "" && !slices.Contains(one.Outlets, name) {
						one.Outlets = append(one.Outlets, name)
					}
				}
				d.Values = append(d.Values, one)
			}
		}
		out = append(out, d)
	}
	if s.Contested {
		d := differing{Field: "whether it happened"}
		for _, c := range s.Claims {
			d.Values = append(d.Values, differingValue{Text: string(c.Stance), Outlets: []string{c.By}, Agrees: c.Stance == "asserts"})
		}
		out = append(out, d)
	}
	return out
}
