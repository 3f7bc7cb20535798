package desk

import (
	"context"

	"chancery/overview"
)

// outletName is an outlet with how many reports of it the record has.
type outletName struct {
	Name    string
	Reports int
}

// outletNames are the outlets of the record, those with most reports first.
func (d *Desk) outletNames(ctx context.Context) []outletName {
	s, err := d.overview.Snapshot(ctx, 0)
	if err != nil {
		return nil // not counted yet: one types on
	}
	var out []outletName
	for _, o := range s.Outlets(overview.Filter{}) {
		if o.Name != "" {
			out = append(out, outletName{o.Name, o.Reports})
		}
	}
	return out
}
