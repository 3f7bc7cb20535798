package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"chancery/access"
	"chancery/record"
)

// backupCommand is chancery backup.
type backupCommand struct {
	Target string `arg:"" name:"file-or-folder" type:"path" help:"Where the copy goes. In a folder it is named by the record, the day and its last change."`
	recordFlag
	Check      bool `help:"Read a copy through instead: whether it is whole, fits together, and every span says what its text says."`
	Quick      bool `help:"With --check: only whether it is whole, as each new copy is checked."`
	Zstd       bool `help:"Pack the copy with Zstandard: a quarter to a third of the size."`
	Keep       int  `placeholder:"N" help:"In a folder: remove all but the newest N copies of this record."`
	JSON       bool `name:"json" help:"One JSON object."`
	NoProgress bool `help:"No progress bar."`
}

// Help is the long help, with examples.
func (backupCommand) Help() string {
	return `Examples:
  chancery backup caucasus-2021-06.db
  chancery backup /var/backups/chancery --zstd --keep 14
  chancery backup --check /var/backups/chancery/record-2021-06-30-c118.db.zst
  chancery restore /var/backups/chancery/record-2021-06-30-c118.db.zst --record record.db

The copy is the record as it stood at one moment, made while add, watch and serve go on; it is read through before it gets
its name, so that what lies there is whole. Accounts, when there are any, are copied beside it, under its name with
.access, without their sessions: keep that file as safe as the accounts themselves. docs/backup.md tells more.`
}

// Validate says what is wrong with the command line.
func (c *backupCommand) Validate() error {
	switch {
	case c.Check && (c.Zstd || c.Keep != 0):
		return errors.New("--check makes no copy: leave --zstd and --keep out")
	case c.Quick && !c.Check:
		return errors.New("--quick goes with --check")
	case c.Keep < 0:
		return errors.New("--keep: how many copies stay, one or more")
	}
	return nil
}

// copyInfo is what chancery backup tells as JSON.
type copyInfo struct {
	Path     string       `json:"path"`
	Access   string       `json:"access,omitempty"`
	Bytes    int64        `json:"bytes"`
	Schema   int          `json:"schema"`
	Change   int64        `json:"change"`
	At       string       `json:"at,omitempty"`
	Counts   recordCounts `json:"counts"`
	Removed  []string     `json:"removed,omitempty"`
	Problems []string     `json:"problems,omitempty"`
	Seconds  float64      `json:"seconds"`
}

// Run makes or checks a copy.
func (c *backupCommand) Run(ctx context.Context, env Environment) error {
	start := time.Now()
	bar := newCopyBar(env, c.NoProgress || c.JSON)
	defer bar.finish()
	work := c.make
	if c.Check {
		work = c.check
	}
	told, err := work(ctx, env, bar)
	bar.finish()
	if err != nil {
		return err
	}
	told.Seconds = round(time.Since(start).Seconds())
	if c.JSON {
		err = newEncoder(env.Stdout).Encode(told)
	} else {
		err = c.print(env, told)
	}
	if err == nil && len(told.Problems) > 0 {
		return errSome
	}
	return err
}

// make makes a copy of the record, and of its accounts when there are any.
func (c *backupCommand) make(ctx context.Context, env Environment, bar *copyBar) (info *copyInfo, err error) {
	if c.Keep > 0 {
		if folder, err := os.Stat(c.Target); err != nil || !folder.IsDir() {
			return nil, fmt.Errorf("--keep is for copies in a folder, and there is no folder %s: make it first", c.Target)
		}
	}
	rec, err := c.open(ctx, env, record.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	made, err := rec.Backup(ctx, c.Target, record.BackupOptions{Pack: c.Zstd, Keep: c.Keep, Progress: bar.set})
	if err != nil {
		return nil, err
	}
	info = newCopyInfo(&made)
	path := access.PathFor(rec.Path())
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return info, nil
	}
	a, err := access.Open(ctx, path, access.Options{})
	if err != nil {
		return nil, fmt.Errorf("the record is copied, its accounts are not: %w", err)
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	// Noted first, so that the copy says so, too.
	if err := a.Note(ctx, access.Event(atTerminal(env), "backup", made.Path, fmt.Sprintf("as of change %d", made.Last.Number))); err != nil {
		return nil, err
	}
	info.Access = access.PathFor(made.Path)
	if err := a.Copy(ctx, info.Access, c.Zstd); err != nil {
		return nil, fmt.Errorf("the record is copied, its accounts are not: %w", err)
	}
	return info, nil
}

// check reads a copy through, and that of the accounts beside it.
func (c *backupCommand) check(ctx context.Context, _ Environment, bar *copyBar) (*copyInfo, error) {
	checked, problems, err := record.CheckBackup(ctx, c.Target, !c.Quick, record.BackupOptions{Progress: bar.set})
	if err != nil {
		return nil, err
	}
	info := newCopyInfo(&checked)
	info.Problems = problems
	accounts := access.PathFor(c.Target)
	if _, err := os.Stat(accounts); err == nil {
		if err := access.CheckCopy(ctx, accounts); err != nil {
			return nil, err
		}
		info.Access = accounts
	}
	return info, nil
}

func newCopyInfo(made *record.Copy) *copyInfo {
	info := &copyInfo{Path: made.Path, Bytes: made.Bytes, Schema: made.Schema, Change: made.Last.Number, Counts: recordCounts(made.Counts), Removed: made.Removed}
	info.At = stamp(made.Last.At)
	return info
}

// print prints for people.
func (c *backupCommand) print(env Environment, info *copyInfo) error {
	what := "copied"
	if c.Check {
		what = "checked"
	}
	fmt.Fprintf(env.Stdout, "%-9s %s, %.1f MB, in %.1f s\n", what, info.Path, float64(info.Bytes)/1e6, info.Seconds)
	if info.Access != "" {
		fmt.Fprintf(env.Stdout, "accounts  %s\n", info.Access)
	}
	if err := printHeld(env, info); err != nil {
		return err
	}
	for _, name := range info.Removed {
		fmt.Fprintf(env.Stdout, "removed   %s\n", name)
	}
	for _, p := range info.Problems {
		fmt.Fprintf(env.Stdout, "problem   %s\n", p)
	}
	if c.Check && len(info.Problems) == 0 {
		fmt.Fprintln(env.Stdout, "check     all is well")
	}
	return nil
}

// printHeld tells what a copy holds.
func printHeld(env Environment, info *copyInfo) error {
	if info.Change == 0 {
		_, err := fmt.Fprintln(env.Stdout, "holds     nothing yet")
		return err
	}
	if info.Schema < record.SchemaVersion() {
		_, err := fmt.Fprintf(env.Stdout, "holds     the record as of change %d, %s, of version %d: it is brought up to date when it is opened\n", info.Change, info.At, info.Schema)
		return err
	}
	_, err := fmt.Fprintf(env.Stdout, "holds     the record as of change %d, %s: %s, %s, %s\n", info.Change, info.At,
		plural(info.Counts.Reports, "report"), plural(info.Counts.Events, "event"), plural(info.Counts.Reviews, "review"))
	return err
}

// restoreCommand is chancery restore.
type restoreCommand struct {
	File string `arg:"" type:"path" help:"A copy that chancery backup made, packed or not."`
	recordFlag
	Force      bool `help:"Replace the record that is there; it stays beside, under its name and the day's."`
	Accounts   bool `help:"Replace the accounts that are there by those of the copy, too: tokens that were revoked since, and accounts that were disabled, open again."`
	JSON       bool `name:"json" help:"One JSON object."`
	NoProgress bool `help:"No progress bar."`
}

// Help is the long help, with examples.
func (restoreCommand) Help() string {
	return `Examples:
  chancery restore caucasus-2021-06.db --record caucasus.db
  chancery restore /var/backups/chancery/record-2021-06-30-c118.db.zst --force

The copy is read through first. A record that is there is replaced only with --force and only while no add, watch or serve
has it open. Accounts beside the copy are restored where there are none; where there are, they stay, but for --accounts.
docs/backup.md tells more.`
}

// restoredInfo is what chancery restore tells as JSON.
type restoredInfo struct {
	Record        string `json:"record"`
	Aside         string `json:"aside,omitempty"`
	Accounts      string `json:"accounts,omitempty"` // where they were restored
	AccountsAside string `json:"accounts_aside,omitempty"`
	AccountsStay  bool   `json:"accounts_stay,omitempty"`
	copyInfo
}

// Run makes a copy the record.
func (c *restoreCommand) Run(ctx context.Context, env Environment) error {
	start := time.Now()
	bar := newCopyBar(env, c.NoProgress || c.JSON)
	defer bar.finish()
	restored, err := record.Restore(ctx, c.File, c.path(env), record.RestoreOptions{Force: c.Force, Progress: bar.set})
	bar.finish()
	switch {
	case errors.Is(err, record.ErrExists):
		return fmt.Errorf("%w\n--force replaces it, and keeps it beside", err)
	case errors.Is(err, record.ErrInUse):
		return fmt.Errorf("%w\nstop what works on it (chancery serve, watch, add), then restore again", err)
	case err != nil:
		return err
	}
	info := &restoredInfo{Record: restored.Path, Aside: restored.Aside, copyInfo: *newCopyInfo(&restored.Copy)}
	if err := c.restoreAccounts(ctx, env, info); err != nil {
		return fmt.Errorf("the record is restored, its accounts are not: %w", err)
	}
	info.Seconds = round(time.Since(start).Seconds())
	if c.JSON {
		return newEncoder(env.Stdout).Encode(info)
	}
	return info.print(env)
}

// restoreAccounts restores the accounts beside the copy, where there are none or that is asked for.
func (c *restoreCommand) restoreAccounts(ctx context.Context, env Environment, info *restoredInfo) (err error) {
	from, to := access.PathFor(c.File), access.PathFor(info.Record)
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	info.Access = from
	info.AccountsAside, err = access.RestoreCopy(ctx, from, to, c.Accounts, time.Now())
	switch {
	case errors.Is(err, access.ErrExists):
		info.AccountsStay = true
	case err != nil:
		return err
	default:
		info.Accounts = to
	}
	a, err := access.Open(ctx, to, access.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Note(ctx, access.Event(atTerminal(env), "restore", info.Record, fmt.Sprintf("from %s, as of change %d", info.Path, info.Change)))
}

// print prints for people.
func (i *restoredInfo) print(env Environment) error {
	fmt.Fprintf(env.Stdout, "restored  %s, from %s, in %.1f s\n", i.Record, i.Path, i.Seconds)
	if err := printHeld(env, &i.copyInfo); err != nil {
		return err
	}
	if i.Aside != "" {
		fmt.Fprintf(env.Stdout, "kept      the record that was there: %s\n", i.Aside)
	}
	switch {
	case i.AccountsStay:
		fmt.Fprintln(env.Stdout, "accounts  those that are there stay; --accounts restores those of the copy")
	case i.Accounts != "":
		fmt.Fprintf(env.Stdout, "accounts  %s; everybody has to sign in again\n", i.Accounts)
	}
	if i.AccountsAside != "" {
		fmt.Fprintf(env.Stdout, "kept      the accounts that were there: %s\n", i.AccountsAside)
	}
	return nil
}

// copyBar is a progress bar over the bytes of a stage, or nothing.
type copyBar struct {
	env   Environment
	off   bool
	stage string
	bar   *progressbar.ProgressBar
}

// newCopyBar makes a bar when somebody sees it.
func newCopyBar(env Environment, off bool) *copyBar {
	return &copyBar{env: env, off: off || !isTerminal(env.Stderr)}
}

// set says how far a stage is. How far checking is nobody knows until it is done. A bar that cannot be drawn is no failure.
func (b *copyBar) set(stage string, done, total int64) {
	if b.off {
		return
	}
	if stage != b.stage {
		b.finish()
		b.stage = stage
		if stage == "checking" {
			total = -1
		}
		b.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(b.env.Stderr),
			progressbar.OptionSetDescription(stage),
			progressbar.OptionShowBytes(true),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionSetWidth(24),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSpinnerType(14),
			progressbar.OptionClearOnFinish(),
		)
	}
	if stage == "checking" {
		_ = b.bar.RenderBlank()
		return
	}
	_ = b.bar.Set64(done)
}

func (b *copyBar) finish() {
	if b.bar != nil {
		_ = b.bar.Finish()
		b.bar = nil
	}
}
