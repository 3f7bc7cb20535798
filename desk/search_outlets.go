package desk

// outletName is an outlet with how many reports of it the record has.
type outletName struct {
	Name    string
	Reports int
}

// outletNames are the outlets of the record, those with most reports first.
func (d *Desk) outletNames() []outletName { return nil }
