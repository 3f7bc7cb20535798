package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"

	"chancery/examples"
	"chancery/intake"
	"chancery/reading"
	"chancery/record"
	"chancery/report"
	"chancery/when"
)

// DemoToday is the day for which the ledgers of the example process are drawn up: soon after its last report.
func DemoToday() when.Day { return when.DayOf(2024, 6, 1) }

// Demo reads the example process into a record in a folder of its own, which closing removes.
func Demo(ctx context.Context, reader *reading.Reader) (rec *record.Record, remove func() error, err error) {
	dir, err := os.MkdirTemp("", "chancery-demo")
	if err != nil {
		return nil, nil, fmt.Errorf("the example process: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("the example process: %w", err), os.RemoveAll(dir))
		}
	}()
	if rec, err = record.Open(ctx, filepath.Join(dir, "record.db"), record.Options{}); err != nil {
		return nil, nil, err
	}
	if _, err = intake.Run(ctx, reader, rec, exampleItems(), intake.Options{Reason: "the example process"}); err != nil {
		return nil, nil, errors.Join(err, rec.Close())
	}
	// the ledger is drawn up now, so that the first page shows what is overdue
	now, err := rec.Now(ctx)
	if err == nil {
		_, err = now.Ledger(ctx, record.LedgerFilter{Day: DemoToday()})
	}
	if err != nil {
		return nil, nil, errors.Join(err, rec.Close())
	}
	return rec, func() error { return errors.Join(rec.Close(), os.RemoveAll(dir)) }, nil
}

// exampleItems are the example reports in the order of their names, which is that of their days.
func exampleItems() iter.Seq[report.Item] {
	const folder = "armenia-azerbaijan"
	return func(yield func(report.Item) bool) {
		files, err := fs.ReadDir(examples.ArmeniaAzerbaijan, folder)
		if err != nil {
			return // the files are part of the program
		}
		for _, f := range files {
			text, err := examples.ArmeniaAzerbaijan.ReadFile(path.Join(folder, f.Name()))
			if err != nil {
				return
			}
			parse := report.FromText
			if path.Ext(f.Name()) == ".html" {
				parse = report.FromHTML
			}
			r, err := parse(text, report.Options{})
			if err != nil {
				return
			}
			if r.Outlet == "" && r.Dateline != nil {
				r.Outlet = r.Dateline.Agency // "YEREVAN, May 13, 2021 (Ararat Observer)": plain text has no other place for it
			}
			r.Origin = path.Join("examples", folder, f.Name())
			if !yield(report.NewItem(r)) {
				return
			}
		}
	}
}
