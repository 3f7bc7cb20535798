package record

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// identified is where identities stand. Each query gives up to two that begin with ?1 and are below ?2, as of ?3; with
// ?4, those that stood at any time before, too.
var identified = []struct{ kind, query string }{
	{"report", `SELECT DISTINCT id FROM reports WHERE id >= ?1 AND id < ?2 AND since <= ?3 AND (?4 OR until IS NULL OR until > ?3) ORDER BY id LIMIT 2`},
	{"event", `SELECT DISTINCT id FROM events WHERE id >= ?1 AND id < ?2 AND since <= ?3 AND (?4 OR until IS NULL OR until > ?3) ORDER BY id LIMIT 2`},
	{"quotation", `SELECT DISTINCT id FROM quotations WHERE id >= ?1 AND id < ?2 AND since <= ?3 AND (?4 OR until IS NULL OR until > ?3) ORDER BY id LIMIT 2`},
	{"occurrence", `SELECT DISTINCT occurrence FROM members WHERE occurrence >= ?1 AND occurrence < ?2 AND since <= ?3 AND (?4 OR until IS NULL OR until > ?3) ORDER BY occurrence LIMIT 2`},
	{"ledger", `SELECT DISTINCT id FROM ledger WHERE id >= ?1 AND id < ?2 AND since <= ?3 AND (?4 OR until IS NULL OR until > ?3) ORDER BY id LIMIT 2`},
	{"track", `SELECT word FROM terms WHERE kind = 'event track' AND word >= ?1 AND word < ?2 AND ?3 >= 0 AND ?4 IS NOT NULL ORDER BY word LIMIT 2`},
	{"actor", `SELECT DISTINCT word FROM terms WHERE kind IN ('event source', 'event recipient', 'event speaker', 'quotation speaker')
		AND word >= ?1 AND word < ?2 AND ?3 >= 0 AND ?4 IS NOT NULL ORDER BY word LIMIT 2`},
}

// Resolve gives the kind ("report", "event", "quotation", "occurrence", "ledger", "change", "track", "actor") and the
// whole identity of what begins with the given words; ErrNotFound or ErrAmbiguous. What is given whole wins over what
// only begins so. A change is written as "#12"; the identity of a report that is made from its text may be given
// without "sha256:".
func (v View) Resolve(ctx context.Context, start string) (kind, id string, err error) {
	return v.resolve(ctx, start, false)
}

// ResolveEver is Resolve for all that the view knows ever to have been there: also what was revised, dropped or closed.
func (v View) ResolveEver(ctx context.Context, start string) (kind, id string, err error) {
	return v.resolve(ctx, start, true)
}

func (v View) resolve(ctx context.Context, start string, ever bool) (kind, id string, err error) {
	if start == "" {
		return "", "", fmt.Errorf("an empty identity: %w", ErrNotFound)
	}
	if digits, ok := strings.CutPrefix(start, "#"); ok {
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n < 1 || n > v.change {
			return "", "", fmt.Errorf("change %s: %w", start, ErrNotFound)
		}
		return "change", strconv.FormatInt(n, 10), nil
	}
	starts := []string{start}
	if len(start) >= 4 && strings.Trim(start, "0123456789abcdef") == "" {
		starts = append(starts, "sha256:"+start)
	}
	type match struct{ kind, id string }
	var begins []match
	for _, s := range starts {
		for _, where := range identified {
			var exact bool
			err := each(ctx, v.source, func(rows *sql.Rows) error {
				var found string
				if err := rows.Scan(&found); err != nil {
					return err
				}
				exact = exact || found == s
				if exact {
					id = s
				}
				begins = append(begins, match{where.kind, found})
				return nil
			}, where.query, s, s+"\U0010FFFF", v.change, ever)
			switch {
			case err != nil:
				return "", "", fmt.Errorf("look for %s: %w", start, err)
			case exact:
				return where.kind, id, nil
			}
		}
	}
	switch len(begins) {
	case 0:
		return "", "", fmt.Errorf("%s: %w", start, ErrNotFound)
	case 1:
		return begins[0].kind, begins[0].id, nil
	}
	return "", "", fmt.Errorf("%s: %w: %s %s, %s %s…", start, ErrAmbiguous, begins[0].kind, begins[0].id, begins[1].kind, begins[1].id)
}
