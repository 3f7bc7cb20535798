package access

import "fmt"

// Roles gives the roles from the lowest to the highest.
func Roles() []Role { return []Role{Read, Review, Admin} }

// ParseRole gives the role of a name.
func ParseRole(name string) (Role, error) {
	for _, r := range Roles() {
		if string(r) == name {
			return r, nil
		}
	}
	return "", fmt.Errorf("%w, not %q", ErrRoleName, name)
}

// rank orders roles; what is none is below all.
func (r Role) rank() int {
	for i, one := range Roles() {
		if one == r {
			return i + 1
		}
	}
	return 0
}

// Reaches says whether a role is at least another. No role reaches what is none.
func (r Role) Reaches(other Role) bool { return other.rank() > 0 && r.rank() >= other.rank() }

// lower gives the lower of two roles.
func lower(a, b Role) Role {
	if a.rank() < b.rank() {
		return a
	}
	return b
}

// needs is the role that an action needs.
func needs(action Action) Role {
	switch action {
	case See, Export, TryText, OwnKeys:
		return Read
	case Decide, Add, Save, Rehear:
		return Review
	case Codebook, Hook, Backup, Accounts, Audit, Measure:
		return Admin
	}
	return "" // nobody may do what has no name
}

// May says whether a role allows an action.
func (r Role) May(action Action) bool { return r.Reaches(needs(action)) }

// May says whether somebody may do something.
func (w Who) May(action Action) bool { return w.Role.May(action) }

// Must gives ErrRole, with the role that would do, when somebody may not do something.
func (w Who) Must(action Action) error {
	if w.May(action) {
		return nil
	}
	return fmt.Errorf("%w: it takes the role %s", ErrRole, needs(action))
}
