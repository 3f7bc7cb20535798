package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"chancery/ledger"
	"chancery/when"
)

// LedgerEntries reads stored entries by their whole identities, in the order asked for, as of a day; what is not stored
// is left out. Like [View.LedgerPage] it computes nothing.
func (v View) LedgerEntries(ctx context.Context, ids []string, day when.Day) ([]ledger.Entry, error) {
	encoded, err := json.Marshal(append([]string{}, ids...))
	if err != nil {
		return nil, fmt.Errorf("entries of the ledger: %w", err)
	}
	found := make(map[string]ledger.Entry, len(ids))
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var body sql.RawBytes
		if err := rows.Scan(&body); err != nil {
			return err
		}
		var e ledger.Entry
		if err := json.Unmarshal(body, &e); err != nil {
			return damaged(err)
		}
		e.Pass(day)
		found[e.ID] = e
		return nil
	}, `SELECT body FROM ledger WHERE id IN (SELECT value FROM json_each(?1)) AND since <= ?2 AND (until IS NULL OR until > ?2) ORDER BY n`,
		string(encoded), v.change)
	if err != nil {
		return nil, fmt.Errorf("entries of the ledger: %w", err)
	}
	out := make([]ledger.Entry, 0, len(ids))
	for _, id := range ids {
		if e, ok := found[id]; ok {
			out = append(out, e)
		}
	}
	return out, nil
}
