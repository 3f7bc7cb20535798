package record

import (
	"context"
	"fmt"
	"iter"

	"chancery/reading"
)

// Readings gives the readings of all reports, by the day of publication, then by identity; those of no known day come
// last. It holds one at a time.
func (v View) Readings(ctx context.Context) iter.Seq2[reading.Reading, error] {
	return func(yield func(reading.Reading, error) bool) {
		numbers, err := numbersOf(ctx, v.source, `SELECT n FROM reports WHERE since <= ?1 AND (until IS NULL OR until > ?1) ORDER BY day IS NULL, day, id`, v.change)
		if err != nil {
			yield(reading.Reading{}, fmt.Errorf("all reports: %w", err))
			return
		}
		v.readings(ctx, numbers)(yield)
	}
}

// readings gives the readings of the reports with these numbers, one at a time.
func (v View) readings(ctx context.Context, numbers []int64) iter.Seq2[reading.Reading, error] {
	return func(yield func(reading.Reading, error) bool) {
		for _, n := range numbers {
			r, err := readingOf(ctx, v.source, v.change, n)
			if err != nil {
				err = fmt.Errorf("the reading of report number %d: %w", n, err)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}
