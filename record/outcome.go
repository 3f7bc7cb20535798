package record

// String gives "added", "known", "revised" or "set aside".
func (o Outcome) String() string {
	switch o {
	case Added:
		return "added"
	case Known:
		return "known"
	case Revised:
		return "revised"
	case SetAside:
		return "set aside"
	}
	return "unknown"
}
