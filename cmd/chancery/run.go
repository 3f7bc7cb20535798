package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"chancery/codebook"
	"chancery/reading"
)

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1 // some input could not be read; the rest was
	exitUsage  = 2 // the command line makes no sense; nothing was done
)

// Environment is the outside world of one run of the command.
type Environment struct {
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(string) string
}

// errSome says that a batch ended with failures which have been reported already, one by one.
var errSome = errors.New("some input could not be read")

// errQuery says that a query makes no sense, which has been shown already.
var errQuery = errors.New("the query makes no sense")

// commands is the whole command line.
type commands struct {
	Read     readCommand     `cmd:"" help:"Print the reading of reports."`
	Add      addCommand      `cmd:"" help:"Read reports into the record."`
	Watch    watchCommand    `cmd:"" help:"Follow feeds, and add their reports to the record."`
	Find     findCommand     `cmd:"" help:"Find events, quotations, occurrences and reports."`
	Show     showCommand     `cmd:"" help:"Show one thing with its evidence: a report, an event, an occurrence, an actor, a track, a change."`
	Review   reviewCommand   `cmd:"" help:"Accept, correct, reject, split, join or add; see how far coders agree."`
	Export   exportCommand   `cmd:"" help:"Hand the record out in the field's formats."`
	Ledger   ledgerCommand   `cmd:"" help:"Show offers, demands and promises, and what became of them."`
	Log      logCommand      `cmd:"" help:"Show what was changed in the record, when, by whom and why."`
	Reread   rereadCommand   `cmd:"" help:"Read stored reports again with the present engine and codebook, and show the difference."`
	Serve    serveCommand    `cmd:"" help:"Open the desk: the record in a browser, with its evidence."`
	Record   recordCommand   `cmd:"" help:"Tell what the record holds; check it."`
	Backup   backupCommand   `cmd:"" help:"Copy the record while it is in use; check a copy."`
	Restore  restoreCommand  `cmd:"" help:"Make a copy the record again."`
	Account  accountCommand  `cmd:"" help:"Who may do what at a desk that others reach: accounts, tokens, the audit log."`
	Eval     evalCommand     `cmd:"" help:"Score the engine against an annotated corpus."`
	Codebook codebookCommand `cmd:"" help:"Check a codebook."`
	Version  versionCommand  `cmd:"" help:"Print the versions of engine, models and codebook."`
}

const description = `chancery reads news reports and keeps the diplomatic record: who said, offered, demanded, promised or did what to whom, when, where, on which track, in whose words and by whose account. Every field points to the words it came from.`

// Run runs one command line and returns the exit code: 0 when all went well, 1 when some input
// could not be read, 2 when the command line itself is wrong.
func Run(ctx context.Context, args []string, env Environment) int {
	var cmd commands
	exit := -1
	parser, err := kong.New(&cmd,
		kong.Name("chancery"),
		kong.Description(description),
		kong.Writers(env.Stdout, env.Stderr),
		kong.Exit(func(code int) { exit = code }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
	if err != nil {
		return fail(env, err, exitUsage)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(excluded(args))
	if exit >= 0 { // --help was printed
		return exit
	}
	if err != nil {
		fmt.Fprintf(env.Stderr, "chancery: %v\nTry: chancery %s --help\n", err, verb(args))
		return exitUsage
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run(env)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errSome):
		return exitFailed
	case errors.Is(err, errQuery):
		return exitUsage
	case errors.Is(err, context.Canceled):
		return fail(env, errors.New("interrupted; what was printed is complete"), exitFailed)
	default:
		return fail(env, err, exitFailed)
	}
}

// verb returns the first argument that is no flag, for the hint after an error.
func verb(args []string) string {
	for _, a := range args {
		if !strings.HasPrefix(a, "-") {
			switch a {
			case "find", "read", "record", "reread", "log", "ledger", "show", "review", "export", "add", "watch", "serve", "backup", "restore", "account", "eval", "codebook", "version":
				return a
			}
			break
		}
	}
	return ""
}

// fail prints an error, each of several joined ones on a line of its own.
func fail(env Environment, err error, code int) int {
	for _, line := range strings.Split(strings.TrimRight(err.Error(), "\n"), "\n") {
		fmt.Fprintf(env.Stderr, "chancery: %s\n", line)
	}
	return code
}

type versionCommand struct{}

func (versionCommand) Run(env Environment) error {
	reader, err := reading.New(reading.Options{})
	if err != nil {
		return err
	}
	v := reader.Versions()
	_, err = fmt.Fprintf(env.Stdout, "chancery %s\nmodels   %s\ncodebook %s\n", v.Engine, v.Models, v.Codebook)
	return err
}

// newReader loads models and codebook, the folder overlay laid over the shipped one.
func newReader(overlay string) (*reading.Reader, error) {
	book, err := codebook.Open(overlay)
	if err != nil {
		return nil, err
	}
	return reading.New(reading.Options{Codebook: book})
}
