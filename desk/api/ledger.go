package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"chancery/ledger"
	"chancery/record"
)

// ledgerOperations tell what was offered, asked and promised, and what became of it.
func (a *API) ledgerOperations() {
	register(a, operation{method: http.MethodGet, path: "/api/v1/ledger", id: "list-ledger", tag: tagThings, summary: "The ledger",
		description: "Offers, demands, promises, agreements and plans, those that were opened last first, and what became of each (docs/formats/ledger.md)."}, a.ledger)
	register(a, operation{method: http.MethodGet, path: "/api/v1/ledger/{id}", id: "get-ledger-entry", tag: tagThings, summary: "One entry of the ledger",
		description: "With each step, why it belongs to the entry, and the words of its accounts."}, a.entry)
}

type ledgerIn struct {
	Track string `query:"track" maxLength:"200" doc:"Only entries on this track."`
	Party string `query:"party" maxLength:"200" doc:"Only entries of this party: a name, a code or an id."`
	State string `query:"state" maxLength:"40" doc:"open, accepted, signed, carried-out, overdue, rejected, broken, lapsed."`
	Kind  string `query:"kind" maxLength:"40" doc:"offer, demand, promise, agreement, plan."`
	Paged
	Through
}

func (a *API) ledger(ctx context.Context, in *ledgerIn) (*listed[ledger.Entry], error) {
	at := asking(ctx)
	filter, err := a.Ledger(at.request.URL.Query(), at.day)
	if err != nil {
		return nil, err
	}
	cursor, err := goOnHere(in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.ledgerPage(ctx, filter, in.Limit, cursor)
	if err != nil {
		return nil, err
	}
	out := newList[ledger.Entry](ctx, 0)
	out.Body.Items = append(out.Body.Items, page.Entries...)
	if page.Waiting > 0 {
		out.Body.Notes = append(out.Body.Notes, fmt.Sprintf("the record was told more of %d parties than the ledger holds yet: it is brought up to date in the background", page.Waiting))
	}
	out.follow(ctx, page.Next)
	return out, nil
}

// ledgerPage gives a page of the ledger: as it is stored for today, drawn up anew for another day and for the past.
func (a *API) ledgerPage(ctx context.Context, filter record.LedgerFilter, limit int, cursor string) (record.LedgerPage, error) {
	at := asking(ctx)
	if !at.past && !at.drawn {
		stored, err := a.LedgerStored(ctx, at.view)
		if err != nil {
			return record.LedgerPage{}, err
		}
		if stored {
			return at.view.LedgerPage(ctx, filter, limit, cursor)
		}
	}
	entries, err := a.LedgerPast(ctx, at.view, filter)
	if err != nil {
		return record.LedgerPage{}, err
	}
	slices.SortFunc(entries, newestFirst)
	begin := 0
	if cursor != "" {
		opened, id, ok := strings.Cut(cursor, " ")
		if !ok {
			return record.LedgerPage{}, record.ErrCursor
		}
		after := ledger.Entry{Opened: opened, ID: id}
		begin, ok = slices.BinarySearchFunc(entries, after, newestFirst)
		if ok {
			begin++
		}
	}
	end := min(begin+limit, len(entries))
	out := record.LedgerPage{Entries: entries[begin:end]}
	if end < len(entries) {
		out.Next = entries[end-1].Opened + " " + entries[end-1].ID
	}
	return out, nil
}

// newestFirst is the order of the ledger's pages: what was opened last first, what has no day last.
func newestFirst(a, b ledger.Entry) int {
	return cmp.Or(cmp.Compare(b.Opened, a.Opened), cmp.Compare(a.ID, b.ID))
}

type entryIn struct {
	Identity
	Through
}

func (a *API) entry(ctx context.Context, in *entryIn) (*body[ledger.Entry], error) {
	at := asking(ctx)
	e, err := at.view.LedgerEntry(ctx, in.ID, at.day)
	return &body[ledger.Entry]{e}, err
}
