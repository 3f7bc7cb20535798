package access

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

const (
	shortestPassword = 12   // letters
	longestPassword  = 1024 // bytes: what is longer only costs time
	saltSize         = 16
)

// Work is what hashing a password costs with argon2id: what guessing one costs, too.
type Work struct {
	Memory uint32 // KiB
	Passes uint32
	Lanes  uint8
}

// DefaultWork is what the machine of a newsroom does in a tenth of a second.
var DefaultWork = Work{Memory: 64 << 10, Passes: 2, Lanes: 1}

// check keeps the cost within reason, whatever a file says.
func (w Work) check() error {
	if w.Memory < 8*uint32(w.Lanes) || w.Memory > 1<<20 || w.Passes < 1 || w.Passes > 32 || w.Lanes < 1 || w.Lanes > 16 {
		return fmt.Errorf("argon2id with %d KiB, %d passes and %d lanes is out of reason", w.Memory, w.Passes, w.Lanes)
	}
	return nil
}

// CheckPassword says what is wrong with a password for an account, if anything: it is to be long, and not the name.
// There are no rules about what it is made of; they make passwords worse.
func CheckPassword(name, password string) error {
	switch {
	case !utf8.ValidString(password):
		return fmt.Errorf("%w: it is no UTF-8", ErrPassword)
	case utf8.RuneCountInString(password) < shortestPassword:
		return fmt.Errorf("%w: at least %d letters or signs are needed; a few words in a row do well", ErrPassword, shortestPassword)
	case len(password) > longestPassword:
		return fmt.Errorf("%w: it is longer than %d bytes", ErrPassword, longestPassword)
	case strings.Trim(strings.ReplaceAll(fold(password), fold(name), ""), " 0123456789") == "":
		return fmt.Errorf("%w: it is the name, or digits only", ErrPassword)
	}
	return nil
}

// passwordBytes gives what is hashed: the same however a keyboard composes letters.
func passwordBytes(password string) []byte { return norm.NFC.AppendString(nil, password) }

// hashPassword gives what is stored of a password, with its salt and its cost: $argon2id$v=19$m=65536,t=2,p=1$salt$hash.
func hashPassword(password string, salt []byte, w Work) string {
	sum := argon2.IDKey(passwordBytes(password), salt, w.Passes, w.Memory, w.Lanes, hashSize)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, w.Memory, w.Passes, w.Lanes, encode(salt), encode(sum))
}

// storedPassword is what is stored of a password, taken apart.
type storedPassword struct {
	work      Work
	salt, sum []byte
}

// parsePassword takes apart what hashPassword makes.
func parsePassword(s string) (storedPassword, error) {
	wrong := func(what string) (storedPassword, error) {
		return storedPassword{}, fmt.Errorf("a stored password does not make sense: %s", what)
	}
	fields := strings.Split(s, "$")
	if len(fields) != 6 || fields[0] != "" || fields[1] != "argon2id" {
		return wrong("it is not of argon2id")
	}
	if fields[2] != "v="+strconv.Itoa(argon2.Version) {
		return wrong("its version is not known")
	}
	var p storedPassword
	costs := strings.Split(fields[3], ",")
	if len(costs) != 3 {
		return wrong("its cost")
	}
	for i, prefix := range [...]string{"m=", "t=", "p="} {
		digits, ok := strings.CutPrefix(costs[i], prefix)
		n, err := strconv.ParseUint(digits, 10, 32)
		if !ok || err != nil {
			return wrong("its cost")
		}
		switch i {
		case 0:
			p.work.Memory = uint32(n)
		case 1:
			p.work.Passes = uint32(n)
		case 2:
			if n > 255 {
				return wrong("its cost")
			}
			p.work.Lanes = uint8(n)
		}
	}
	if err := p.work.check(); err != nil {
		return wrong(err.Error())
	}
	var err error
	if p.salt, err = base64.RawStdEncoding.Strict().DecodeString(fields[4]); err != nil || len(p.salt) < 8 || len(p.salt) > 64 {
		return wrong("its salt")
	}
	if p.sum, err = base64.RawStdEncoding.Strict().DecodeString(fields[5]); err != nil || len(p.sum) != hashSize {
		return wrong("its hash")
	}
	return p, nil
}

// is says whether this is the password.
func (p storedPassword) is(password string) bool {
	sum := argon2.IDKey(passwordBytes(password), p.salt, p.work.Passes, p.work.Memory, p.work.Lanes, hashSize)
	return subtle.ConstantTimeCompare(sum, p.sum) == 1
}

// hashers bound how many passwords are hashed at a time and how many wait for it: each takes memory and a core, and
// strangers can ask for it.
type hashers struct {
	slots   chan struct{}
	waiting chan struct{}
}

const longestQueue = 16 // for each that is hashed at a time

func newHashers(n int) *hashers {
	return &hashers{slots: make(chan struct{}, n), waiting: make(chan struct{}, n*(1+longestQueue))}
}

// do runs one piece of hashing when there is room: ErrBusy when too many wait already.
func (h *hashers) do(ctx context.Context, hash func()) error {
	select {
	case h.waiting <- struct{}{}:
	default:
		return ErrBusy
	}
	defer func() { <-h.waiting }()
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-h.slots }()
	hash()
	return nil
}

// newHash hashes a password that somebody chose.
func (a *Access) newHash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	if err := a.randomBytes(salt); err != nil {
		return "", err
	}
	var stored string
	err := a.hashing.do(ctx, func() { stored = hashPassword(password, salt, a.options.Work) })
	return stored, err
}
