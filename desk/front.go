package desk

// frontPage shows what the program is by showing it.
func (d *Desk) frontPage(v *visit) (*page, error) {
	counts, err := v.view.Counts(v.Context())
	if err != nil {
		return nil, err
	}
	return &page{Template: "front", Title: "", Section: "", Body: counts}, nil
}
