package record

import (
	"context"
	"database/sql"
	"fmt"

	"chancery/reading"
)

// VersionCount is how many reports were read with which versions.
type VersionCount struct {
	Versions reading.Versions
	Reports  int
}

// Versions gives the versions that the readings of a view were made with, the oldest first.
func (v View) Versions(ctx context.Context) ([]VersionCount, error) {
	var out []VersionCount
	err := each(ctx, v.source, func(rows *sql.Rows) error {
		var c VersionCount
		err := rows.Scan(&c.Versions.Engine, &c.Versions.Models, &c.Versions.Codebook, &c.Reports)
		out = append(out, c)
		return err
	}, `SELECT v.engine, v.models, v.codebook, count(*) FROM readings r JOIN versions v ON v.n = r.versions
		WHERE r.since <= ?1 AND (r.until IS NULL OR r.until > ?1) GROUP BY v.n ORDER BY v.n`, v.change)
	if err != nil {
		return nil, fmt.Errorf("the versions of readings: %w", err)
	}
	return out, nil
}
