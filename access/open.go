package access

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks a file of SQLite as one of accounts: "chac" in ASCII.
const applicationID = 0x63686163

const (
	smallest  = 512             // bytes of a page of SQLite: what is shorter is none of its files
	busy      = 5 * time.Second // how long a write waits for another process
	hashSize  = 32              // bytes of SHA-256
	keySize   = 32              // bytes of what is signed with
	fileMode  = 0o600
	sessionID = 32 // random bytes of a session
)

// PathFor is where the accounts of the desk over a record are: beside it.
func PathFor(record string) string { return record + ".access" }

// Options say how access is decided. The zero value asks for accounts, with the times and costs that are named here.
type Options struct {
	Now    func() time.Time // nil for the machine's clock
	Random io.Reader        // nil for crypto/rand

	// LocalUser, when it is not "", opens the desk to whoever reaches it, as the user of this name with every right: for
	// a desk that listens on this machine only.
	LocalUser string

	// Hosts are the names by which the desk is asked for, "desk.example.org", in addition to localhost for a LocalUser.
	// Without any, a desk with accounts answers to all names.
	Hosts []string

	// Secure says that browsers reach the desk by TLS even where the request itself does not show it: a reverse proxy
	// does TLS and does not say so.
	Secure bool

	Proxy Proxy // who is trusted to say who somebody is

	Idle time.Duration // how long a session lasts without a request; 0 for 12 hours
	Ends time.Duration // how long in any case; 0 for 30 days

	Work    Work // what hashing a password costs; the zero value for DefaultWork
	Hashing int  // passwords hashed at a time; 0 for 2. Each takes Work.Memory
}

// Proxy says which reverse proxies may say who somebody is, and how.
type Proxy struct {
	// From are the addresses of the proxies. Of others no header is believed, X-Forwarded-For included.
	From []netip.Prefix
	// UserHeader holds the name, "X-Forwarded-User". "" believes no names: the proxies only pass requests on.
	UserHeader string
	// RoleHeader, when it is not "", holds names of groups, separated by commas, and Roles what they mean here. The
	// highest role counts.
	RoleHeader string
	Roles      map[string]Role
	// Default is the role of who has none by a group or an account; "" lets nobody else in.
	Default Role
}

// Access decides who may do what. It is safe for any number of goroutines.
type Access struct {
	path    string
	options Options
	db      *sql.DB // nil without a file
	key     []byte  // by which form tokens and names of failures are made
	hashing *hashers
	names   *Limiter // attempts to sign in, by address
	random  sync.Mutex
}

// Open opens the file of accounts at path, and makes it when there is none. With path "" nothing is kept, which needs a
// LocalUser or a Proxy. The error is ErrNotAccess for a file of something else, ErrNewer for that of a newer chancery.
func Open(ctx context.Context, path string, o Options) (*Access, error) {
	if err := o.complete(); err != nil {
		return nil, fmt.Errorf("access: %w", err)
	}
	a := &Access{options: o, hashing: newHashers(o.Hashing), names: NewLimiter(LimiterOptions{Burst: 20, Every: 6 * time.Second, Keys: 10_000, Now: o.Now})}
	if path == "" {
		if o.LocalUser == "" && o.Proxy.UserHeader == "" {
			return nil, fmt.Errorf("access: without a file of accounts nobody could sign in")
		}
		a.key = make([]byte, keySize)
		if err := a.randomBytes(a.key); err != nil {
			return nil, err
		}
		return a, nil
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open the accounts %s: %w", path, err)
	}
	a.path = full
	if err := a.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open the accounts %s: %w", path, err), a.Close())
	}
	return a, nil
}

// complete fills in what is not said, and says what makes no sense.
func (o *Options) complete() error {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Idle <= 0 {
		o.Idle = 12 * time.Hour
	}
	if o.Ends <= 0 {
		o.Ends = 30 * 24 * time.Hour
	}
	if o.Hashing <= 0 {
		o.Hashing = 2
	}
	if o.Work == (Work{}) {
		o.Work = DefaultWork
	}
	if err := o.Work.check(); err != nil {
		return err
	}
	if o.LocalUser != "" {
		name, err := CleanName(o.LocalUser)
		if err != nil {
			return err
		}
		o.LocalUser = name
	}
	return o.Proxy.check(o.LocalUser != "")
}

func (a *Access) open(ctx context.Context) error {
	if err := os.MkdirAll(filepath.Dir(a.path), 0o755); err != nil {
		return err
	}
	if err := prepareFile(a.path); err != nil {
		return err
	}
	address := url.URL{Scheme: "file", OmitHost: true, Path: a.path, RawQuery: url.Values{
		"_txlock": {"immediate"}, "_journal_mode": {"WAL"},
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", busy.Milliseconds()),
			"synchronous(FULL)", // who is shut out stays out, whatever happens to the power
			"foreign_keys(1)",
			"secure_delete(1)", // what was a hash is overwritten with zeros
		},
	}.Encode()}
	var err error
	if a.db, err = sql.Open("sqlite", address.String()); err != nil {
		return err
	}
	a.db.SetMaxOpenConns(4)
	a.db.SetMaxIdleConns(4)
	if err := a.migrate(ctx); err != nil {
		return err
	}
	return a.loadKey(ctx)
}

// prepareFile makes the file when there is none, and makes sure that it can be one of accounts and that nobody else can
// read it. SQLite gives its log the mode of the file, so that this settles it for both. A file that is there is not
// opened here: closing it would take the locks away that SQLite may hold on it elsewhere in this process.
func prepareFile(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, fileMode)
		if errors.Is(err, fs.ErrExist) { // another process was faster
			return nil
		}
		if err != nil {
			return err
		}
		return file.Close()
	}
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: no plain file", ErrNotAccess)
	case info.Size() > 0 && info.Size() < smallest:
		return fmt.Errorf("%w: no database of SQLite", ErrNotAccess)
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(path, fileMode); err != nil {
			return fmt.Errorf("others can read it, and that cannot be mended: %w", err)
		}
	}
	return nil
}

// schemaVersion is the number of the newest migration.
func schemaVersion() int {
	entries, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return 0 // embedded: it is there
	}
	newest := 0
	for _, e := range entries {
		digits, _, _ := strings.Cut(e.Name(), "_")
		if n, err := strconv.Atoi(digits); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}

// migrate brings the file up to date. Of two processes that do so at once one finds made what it wanted to make, and
// looks again.
func (a *Access) migrate(ctx context.Context) error {
	for attempt := 0; ; attempt++ {
		done, err := a.migrateOnce(ctx)
		if done || errors.Is(err, ErrNotAccess) || errors.Is(err, ErrNewer) || attempt == 20 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (a *Access) migrateOnce(ctx context.Context) (done bool, err error) {
	var id, version, tables int
	err = errors.Join(
		a.db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id),
		a.db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version),
		a.db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master`).Scan(&tables),
	)
	switch {
	case isCode(err, sqlite3.SQLITE_NOTADB):
		return false, fmt.Errorf("%w: %w", ErrNotAccess, err)
	case err != nil:
		return false, err
	case id != applicationID && tables > 0:
		return false, fmt.Errorf("%w: a database of SQLite of something else", ErrNotAccess)
	case version > schemaVersion():
		return false, fmt.Errorf("%w: its version is %d, this chancery knows up to %d: use a newer chancery", ErrNewer, version, schemaVersion())
	case version == schemaVersion():
		return true, nil
	}
	if _, err := a.db.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
		return false, err
	}
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return false, err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, a.db, folder, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return false, fmt.Errorf("the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return false, fmt.Errorf("bring the accounts up to version %d: %w", schemaVersion(), err)
	}
	_, err = a.db.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, schemaVersion()))
	return err == nil, err
}

// loadKey reads the key that the file has, and gives it one when it is new.
func (a *Access) loadKey(ctx context.Context) error {
	fresh := make([]byte, keySize)
	if err := a.randomBytes(fresh); err != nil {
		return err
	}
	if _, err := a.db.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES ('key', ?) ON CONFLICT DO NOTHING`, fresh); err != nil {
		return err
	}
	return a.db.QueryRowContext(ctx, `SELECT value FROM settings WHERE name = 'key'`).Scan(&a.key)
}

// randomBytes fills a slice. The source may be one that only one goroutine may use.
func (a *Access) randomBytes(b []byte) error {
	a.random.Lock()
	defer a.random.Unlock()
	if _, err := io.ReadFull(a.options.Random, b); err != nil {
		return fmt.Errorf("the source of randomness: %w", err)
	}
	return nil
}

// now is the time as it is stored: milliseconds.
func (a *Access) now() int64 { return a.options.Now().UnixMilli() }

// moment is a stored time; 0 is none.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func isCode(err error, code int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == code
}

// Path is where the file is; "" without one.
func (a *Access) Path() string { return a.path }

// Close ends all work on the file.
func (a *Access) Close() error {
	if a.db == nil {
		return nil
	}
	return a.db.Close()
}
