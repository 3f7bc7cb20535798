package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"chancery/access"
)

// accountCommand is chancery account.
type accountCommand struct {
	Add      accountAdd      `cmd:"" help:"Make an account."`
	List     accountList     `cmd:"" help:"List the accounts."`
	Role     accountRole     `cmd:"" help:"Give an account another role."`
	Password accountPassword `cmd:"" help:"Give an account another password, and end its sessions."`
	Disable  accountDisable  `cmd:"" help:"Shut an account out at once, with its sessions and tokens."`
	Enable   accountEnable   `cmd:"" help:"Let an account in again."`
	SignOut  accountSignOut  `cmd:"" help:"End all sessions of an account."`
	Token    accountToken    `cmd:"" help:"Make a token for a program; it is printed once."`
	Tokens   accountTokens   `cmd:"" help:"List the tokens."`
	Revoke   accountRevoke   `cmd:"" help:"End tokens for good."`
	Audit    accountAudit    `cmd:"" help:"Show who signed in, changed accounts, exported, backed up…"`
}

// Help is the long help, with examples.
func (accountCommand) Help() string {
	return `Examples:
  chancery account add anna --role review
  printf '%s\n' "$PASSWORD" | chancery account add anna --role admin --password-stdin
  chancery account list
  chancery account role anna admin
  chancery account disable anna
  chancery account token anna --label "nightly export" --role read --expires 90d
  chancery account revoke t-6f1d2c9a03be
  chancery account audit --since 7d

Accounts are for a desk that others reach (chancery serve --listen). A desk on this machine alone needs none. Roles: read
sees and exports everything; review also decides, adds reports and keeps searches; admin also manages accounts, codebook
and backups. They are kept in a file of their own beside the record, which only its owner can read, and what is changed
here counts at a running desk at once: docs/formats/access.md.`
}

// accountFlags are those of all commands of accounts.
type accountFlags struct {
	recordFlag
}

// with opens the accounts of the record for one piece of work. Without create they must be there.
func (f *accountFlags) with(ctx context.Context, env Environment, create bool, do func(a *access.Access, by access.Who) error) (err error) {
	path := access.PathFor(f.path(env))
	if !create {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there are no accounts for the record at %s: chancery account add makes the first, --record names another record", f.path(env))
		}
	}
	a, err := access.Open(ctx, path, access.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return do(a, atTerminal(env))
}

// atTerminal is who works at the command line: who has the file in hand.
func atTerminal(env Environment) access.Who {
	return access.Who{Name: (&decisionFlags{}).coder(env), Role: access.Admin, How: access.Terminal}
}

type accountAdd struct {
	Name string `arg:"" help:"The name: it signs the account's decisions in the record."`
	Role string `required:"" enum:"read,review,admin" help:"read, review or admin."`
	passwordFlags
	NoPassword bool `help:"No password: only a reverse proxy or a token lets somebody in."`
	accountFlags
}

func (c *accountAdd) Run(ctx context.Context, env Environment) error {
	if c.NoPassword && c.PasswordStdin {
		return errors.New("--no-password and --password-stdin contradict each other")
	}
	name, err := access.CleanName(c.Name)
	if err != nil {
		return err
	}
	return c.with(ctx, env, true, func(a *access.Access, by access.Who) error {
		if _, err := a.AccountOf(ctx, name); err == nil { // before anybody types a password in vain
			return fmt.Errorf("%w: %s", access.ErrTaken, name)
		} else if !errors.Is(err, access.ErrNone) {
			return err
		}
		password := ""
		if !c.NoPassword {
			if password, err = c.ask(ctx, env, name); err != nil {
				return err
			}
		}
		account, err := a.AddAccount(ctx, by, name, access.Role(c.Role), password)
		if err != nil {
			return err
		}
		if account.Password {
			fmt.Fprintf(env.Stdout, "%s may sign in with the role %s\n", account.Name, account.Role)
		} else {
			fmt.Fprintf(env.Stdout, "%s has the role %s; without a password, a proxy or a token must say who it is\n", account.Name, account.Role)
		}
		_, err = fmt.Fprintf(env.Stdout, "accounts  %s\n", a.Path())
		return err
	})
}

type accountList struct {
	JSON bool `name:"json" help:"One JSON object an account, one a line."`
	accountFlags
}

func (c *accountList) Run(ctx context.Context, env Environment) error {
	return c.with(ctx, env, false, func(a *access.Access, _ access.Who) error {
		accounts, err := a.ListAccounts(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			encoder := newEncoder(env.Stdout)
			for _, one := range accounts {
				err := encoder.Encode(struct {
					Name     string `json:"name"`
					Role     string `json:"role"`
					Disabled bool   `json:"disabled"`
					Password bool   `json:"password"`
					Created  string `json:"created"`
					Seen     string `json:"seen,omitempty"`
					Sessions int    `json:"sessions"`
					Tokens   int    `json:"tokens"`
				}{one.Name, string(one.Role), one.Disabled, one.Password, stamp(one.Created), stamp(one.Seen), one.Sessions, one.Tokens})
				if err != nil {
					return err
				}
			}
			return nil
		}
		if len(accounts) == 0 {
			_, err := fmt.Fprintln(env.Stdout, "there are no accounts yet: chancery account add makes one")
			return err
		}
		w := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "name\trole\tseen\tsessions\ttokens")
		for _, one := range accounts {
			remarks := ""
			if one.Disabled {
				remarks += "\tdisabled"
			}
			if !one.Password {
				remarks += "\tno password"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d%s\n", one.Name, one.Role, dayOr(one.Seen, "never"), one.Sessions, one.Tokens, remarks)
		}
		return w.Flush()
	})
}

type accountRole struct {
	Name string `arg:"" help:"The account."`
	Role string `arg:"" enum:"read,review,admin" help:"read, review or admin."`
	accountFlags
}

func (c *accountRole) Run(ctx context.Context, env Environment) error {
	return c.with(ctx, env, false, func(a *access.Access, by access.Who) error {
		if err := a.SetRole(ctx, by, c.Name, access.Role(c.Role)); err != nil {
			return err
		}
		_, err := fmt.Fprintf(env.Stdout, "%s has the role %s\n", c.Name, c.Role)
		return err
	})
}

type accountPassword struct {
	Name string `arg:"" help:"The account."`
	passwordFlags
	accountFlags
}

func (c *accountPassword) Run(ctx context.Context, env Environment) error {
	return c.with(ctx, env, false, func(a *access.Access, by access.Who) error {
		account, err := a.AccountOf(ctx, c.Name)
		if err != nil {
			return err
		}
		password, err := c.ask(ctx, env, account.Name)
		if err != nil {
			return err
		}
		if password == "" {
			return fmt.Errorf("%w: it is empty", access.ErrPassword)
		}
		if err := a.SetPassword(ctx, by, account.Name, password); err != nil {
			return err
		}
		_, err = fmt.Fprintf(env.Stdout, "%s has another password; %s ended\n", account.Name, plural(account.Sessions, "session"))
		return err
	})
}

type accountDisable struct {
	Name string `arg:"" help:"The account."`
	accountFlags
}

func (c *accountDisable) Run(ctx context.Context, env Environment) error {
	return c.with(ctx, env, false, func(a *access.Access, by access.Who) error {
		if err := a.SetDisabled(ctx, by, c.Name, true); err != nil {
			return err
		}
		_, err := fmt.Fprintf(env.Stdout, "%s is shut out\n", c.Name)
		return err
	})
}

type accountEnable struct {
	Name string `arg:"" help:"The account."`
	accountFlags
}

func (c *accountEnable) Run(ctx context.Context, env Environment) error {
	return c.with(ctx, env, false, func(a *access.Access, by access.Who) error {
		if err := a.SetDisabled(ctx, by, c.Name, false); err != nil {
			return err
		}
		_, err := fmt.Fprintf(env.Stdout, "%s may sign in again\n", c.Name)
		return err
	})
}

type accountSignOut struct {
	Name string `arg:"" help:"The account."`
	accountFlags
}

func (c *accountSignOut) Run(ctx context.Context, env Environment) error {
	return c.with(ctx, env, false, func(a *access.Access, by access.Who) error {
		account, err := a.AccountOf(ctx, c.Name)
		if err != nil {
			return err
		}
		n, err := a.SignOutEverywhere(ctx, by, account.Name)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(env.Stdout, "%s of %s ended\n", plural(n, "session"), account.Name)
		return err
	})
}

type accountToken struct {
	Name    string `arg:"" help:"The account whose the token is."`
	Label   string `required:"" placeholder:"WORDS" help:"What it is for."`
	Role    string `enum:",read,review,admin" default:"" placeholder:"ROLE" help:"At most the account's role, which is the default."`
	Expires string `default:"90d" placeholder:"WHEN" help:"After so many days (90d), weeks (12w) or hours (8h), at the end of a day (2027-01-31), or never."`
	accountFlags
}

func (c *accountToken) Run(ctx context.Context, env Environment) error {
	lasts, err := lasting(c.Expires, time.Now())
	if err != nil {
		return fmt.Errorf("--expires: %w", err)
	}
	return c.with(ctx, env, false, func(a *access.Access, by access.Who) error {
		token, info, err := a.AddToken(ctx, by, c.Name, c.Label, access.Role(c.Role), lasts)
		if err != nil {
			return err
		}
		// The token alone on standard output, so that a script can keep it.
		fmt.Fprintf(env.Stderr, "%s of %s, role %s, expires %s. It is shown this once:\n", info.ID, info.Account, info.Role, dayOr(info.Expires, "never"))
		_, err = fmt.Fprintln(env.Stdout, token)
		return err
	})
}

type accountTokens struct {
	Name string `arg:"" optional:"" help:"Those of this account."`
	All  bool   `help:"Also those that have expired or were revoked."`
	JSON bool   `name:"json" help:"One JSON object a token, one a line."`
	accountFlags
}

func (c *accountTokens) Run(ctx context.Context, env Environment) error {
	return c.with(ctx, env, false, func(a *access.Access, _ access.Who) error {
		tokens, err := a.Tokens(ctx, c.Name, c.All)
		if err != nil {
			return err
		}
		if c.JSON {
			encoder := newEncoder(env.Stdout)
			for _, one := range tokens {
				err := encoder.Encode(struct {
					ID      string `json:"id"`
					Account string `json:"account"`
					Label   string `json:"label"`
					Role    string `json:"role"`
					Created string `json:"created"`
					Expires string `json:"expires,omitempty"`
					Used    string `json:"used,omitempty"`
					Revoked string `json:"revoked,omitempty"`
				}{one.ID, one.Account, one.Label, string(one.Role), stamp(one.Created), stamp(one.Expires), stamp(one.Used), stamp(one.Revoked)})
				if err != nil {
					return err
				}
			}
			return nil
		}
		if len(tokens) == 0 {
			_, err := fmt.Fprintln(env.Stdout, "there are no tokens")
			return err
		}
		now := time.Now()
		w := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "id\taccount\trole\tused\texpires\tlabel")
		for _, one := range tokens {
			remark := ""
			switch {
			case !one.Revoked.IsZero():
				remark = "\trevoked " + dayOr(one.Revoked, "")
			case !one.Expires.IsZero() && !now.Before(one.Expires):
				remark = "\texpired"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s%s\n", one.ID, one.Account, one.Role, dayOr(one.Used, "never"), dayOr(one.Expires, "never"), one.Label, remark)
		}
		return w.Flush()
	})
}

type accountRevoke struct {
	IDs []string `arg:"" name:"id" help:"Identities of tokens, as chancery account tokens gives them."`
	accountFlags
}

func (c *accountRevoke) Run(ctx context.Context, env Environment) error {
	return c.with(ctx, env, false, func(a *access.Access, by access.Who) error {
		failed := false
		for _, id := range c.IDs {
			if err := a.Revoke(ctx, by, "", id); err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				failed = true
				fail(env, err, exitFailed)
				continue
			}
			if _, err := fmt.Fprintf(env.Stdout, "%s opens nothing any more\n", id); err != nil {
				return err
			}
		}
		if failed {
			return errSome
		}
		return nil
	})
}

type accountAudit struct {
	Since   string `placeholder:"WHEN" help:"Since a day (2026-03-01) or for so long (7d, 12h)."`
	Who     string `placeholder:"NAME" help:"What this account did."`
	Action  string `placeholder:"ACTION" help:"\"sign in\", account, token, export, backup…"`
	Outcome string `enum:",done,refused,failed" default:"" placeholder:"OUTCOME" help:"done, refused or failed."`
	Limit   int    `short:"n" default:"0" placeholder:"N" help:"Not more than the newest so many."`
	JSON    bool   `name:"json" help:"One JSON object an entry, one a line."`
	accountFlags
}

func (c *accountAudit) Run(ctx context.Context, env Environment) error {
	filter := access.AuditFilter{Who: c.Who, Action: c.Action, Outcome: access.Outcome(c.Outcome)}
	if c.Since != "" {
		since, err := sinceWhen(c.Since, time.Now())
		if err != nil {
			return fmt.Errorf("--since: %w", err)
		}
		filter.Since = since
	}
	return c.with(ctx, env, false, func(a *access.Access, _ access.Who) error {
		n := 0
		entries := func(yield func(access.Entry, error) bool) {
			for e, err := range a.AllEntries(ctx, filter) {
				if c.Limit > 0 && n == c.Limit {
					return
				}
				n++
				if !yield(e, err) {
					return
				}
			}
		}
		if c.JSON {
			return access.WriteEntries(env.Stdout, entries)
		}
		for e, err := range entries {
			if err == nil {
				err = printEntry(env.Stdout, &e)
			}
			if err != nil {
				return err
			}
		}
		if n == 0 {
			_, err := fmt.Fprintln(env.Stdout, "nothing of the kind was noted")
			return err
		}
		return nil
	})
}

// printEntry prints an entry of the audit log for people.
func printEntry(out io.Writer, e *access.Entry) error {
	who := e.Who
	if who == "" {
		who = "somebody"
	}
	line := fmt.Sprintf("%s  %s  %s", e.At.Format("2006-01-02 15:04:05"), who, e.Action)
	if e.Target != "" && e.Target != e.Who {
		line += " " + e.Target
	}
	if e.Outcome != access.Done {
		line += ": " + string(e.Outcome)
	}
	if e.Detail != "" {
		line += " (" + e.Detail + ")"
	}
	var by []string
	if e.How != "" {
		by = append(by, "by "+string(e.How))
	}
	if e.Address != "" {
		by = append(by, "from "+e.Address)
	}
	if len(by) > 0 {
		line += ", " + strings.Join(by, " ")
	}
	_, err := fmt.Fprintln(out, printable(line))
	return err
}

// stamp is a time for machines; "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// dayOr is a time's day for people, or what stands for none.
func dayOr(t time.Time, none string) string {
	if t.IsZero() {
		return none
	}
	return t.Format(time.DateOnly)
}
