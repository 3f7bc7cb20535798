package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"chancery/access"
)

// passwordFlags say where a password comes from. It is never an argument: those are seen by everybody on the machine.
type passwordFlags struct {
	PasswordStdin bool `help:"Read the password from the first line of standard input; else it is asked for on the terminal."`
}

// longestLine is how much is read of a line that should be a password.
const longestLine = 4096

// ask gets the password for an account: from standard input, or twice from a terminal, where it is not shown.
func (f *passwordFlags) ask(ctx context.Context, env Environment, name string) (string, error) {
	if f.PasswordStdin {
		line, err := bufio.NewReader(io.LimitReader(env.Stdin, longestLine)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the password: %w", err)
		}
		password := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		return password, access.CheckPassword(name, password)
	}
	terminal, ok := env.Stdin.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return "", errors.New("standard input is no terminal to ask for the password: --password-stdin takes it from there")
	}
	password, err := unseen(ctx, env, terminal, fmt.Sprintf("Password for %s (at least 12 letters): ", name))
	if err != nil {
		return "", err
	}
	if err := access.CheckPassword(name, password); err != nil {
		return "", err
	}
	again, err := unseen(ctx, env, terminal, "The same again: ")
	if err != nil {
		return "", err
	}
	if again != password {
		return "", errors.New("these are two different passwords; nothing was changed")
	}
	return password, nil
}

// unseen reads a line that the terminal does not show. Whoever gives up in between gets a terminal back that shows what
// is typed.
func unseen(ctx context.Context, env Environment, terminal *os.File, prompt string) (string, error) {
	before, err := term.GetState(int(terminal.Fd()))
	if err != nil {
		return "", err
	}
	fmt.Fprint(env.Stderr, prompt)
	defer fmt.Fprintln(env.Stderr)
	type answer struct {
		line []byte
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := term.ReadPassword(int(terminal.Fd()))
		answers <- answer{line, err}
	}()
	select {
	case a := <-answers:
		return string(a.line), a.err
	case <-ctx.Done():
		return "", errors.Join(ctx.Err(), term.Restore(int(terminal.Fd()), before))
	}
}

// span reads how long: 90d, 12w, 8h.
func span(s string) (time.Duration, bool) {
	if len(s) < 2 {
		return 0, false
	}
	unit, ok := map[byte]time.Duration{'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}[s[len(s)-1]]
	n, err := strconv.ParseInt(s[:len(s)-1], 10, 64)
	if !ok || err != nil || n < 1 || n > int64(math.MaxInt64/unit) {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// lasting reads for how long something lasts from now on; 0 is for ever.
func lasting(s string, now time.Time) (time.Duration, error) {
	if s == "never" {
		return 0, nil
	}
	if d, ok := span(s); ok {
		return d, nil
	}
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is no time: 90d, 12w, 8h, 2027-01-31 or never", s)
	}
	d := day.AddDate(0, 0, 1).Sub(now)
	if d <= 0 {
		return 0, fmt.Errorf("%s has passed", s)
	}
	return d, nil
}

// sinceWhen reads a time in the past: a day, a moment, or how long ago.
func sinceWhen(s string, now time.Time) (time.Time, error) {
	if d, ok := span(s); ok {
		return now.Add(-d), nil
	}
	for _, layout := range [...]string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time: 2026-03-01, 2026-03-01T12:00:00Z, 7d, 12w or 8h", s)
}
