package main

import (
	"fmt"
	"time"

	"chancery/report"
)

// inputFlags say what is known of the reports that are read, and how far reading may go.
type inputFlags struct {
	Published string `placeholder:"DATE" help:"When the reports were published: 2022-05-23, 2022-05, 2022, or a full time. Never guessed when unknown."`
	Outlet    string `help:"Who published the reports."`
	URL       string `name:"url" help:"Where the report was found."`
	Title     string `help:"The report's title."`
	ID        string `name:"id" help:"The report's identity; else one is made from its text."`

	AllowPrivate  bool          `help:"Fetch from private and loopback addresses too."`
	Timeout       time.Duration `default:"30s" help:"The longest that one address may take."`
	MaxBytes      int64         `default:"16777216" placeholder:"N" help:"The largest report, in bytes."`
	KeepFurniture bool          `help:"Take texts as they are: cut no page furniture off."`
}

func (f *inputFlags) options(env Environment) (report.Options, error) {
	if f.Published != "" {
		if _, err := report.ParsePublished(f.Published); err != nil {
			return report.Options{}, fmt.Errorf("--published: %w", err)
		}
	}
	return report.Options{
		ID: f.ID, Outlet: f.Outlet, URL: f.URL, Title: f.Title, Published: f.Published,
		KeepFurniture: f.KeepFurniture, MaxBytes: f.MaxBytes, Timeout: f.Timeout, AllowPrivate: f.AllowPrivate, Stdin: env.Stdin,
	}, nil
}
