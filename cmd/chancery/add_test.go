package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"

	"chancery/record"
)

// pack is a command of the scripts: "pack gzip|zstd FILE OUT" packs a file.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: pack gzip|zstd FILE OUT")
	}
	var out bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&out)
	if args[0] == "zstd" {
		var err error
		w, err = zstd.NewWriter(&out)
		ts.Check(err)
	}
	_, err := io.WriteString(w, ts.ReadFile(args[1]))
	ts.Check(errors.Join(err, w.Close(), os.WriteFile(ts.MkAbs(args[2]), out.Bytes(), 0o644)))
}

// manyReports writes the reports of the example process as JSON lines, for that many pairs of countries.
func manyReports(t *testing.T, countries int) (path string, n int) {
	t.Helper()
	files, err := filepath.Glob("../../examples/armenia-azerbaijan/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no example reports: %v", err)
	}
	names := [][2]string{{"Armenia", "Azerbaijan"}, {"Norway", "Sweden"}, {"Peru", "Chile"}, {"Kenya", "Uganda"}, {"Jordan", "Egypt"}, {"Japan", "Mongolia"}, {"Ghana", "Togo"}, {"Spain", "Portugal"}}
	var out bytes.Buffer
	for _, pair := range names[:countries] {
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			line := map[string]string{"text": strings.NewReplacer("Azerbaijan", pair[1], "Armenia", pair[0]).Replace(string(text)), "published": filepath.Base(file)[3:13], "outlet": "Example Daily"}
			if err := json.NewEncoder(&out).Encode(line); err != nil {
				t.Fatal(err)
			}
			n++
		}
	}
	path = filepath.Join(t.TempDir(), "reports.jsonl")
	if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path, n
}

// added gives the reports that lines of --json tell as stored.
func added(t *testing.T, out string) (ids []string) {
	t.Helper()
	for l := range strings.Lines(out) {
		var line storedLine
		if !strings.HasSuffix(l, "\n") || strings.HasPrefix(l, `{"summary"`) {
			continue
		}
		if err := json.Unmarshal([]byte(l), &line); err != nil {
			t.Fatalf("%q: %v", l, err)
		}
		if line.Outcome == "added" {
			ids = append(ids, line.ID)
		}
	}
	return ids
}

// exported gives all readings of a record.
func exported(t *testing.T, path string) string {
	t.Helper()
	r, err := record.Open(t.Context(), path, record.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	now, err := r.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	for reading, err := range now.Readings(t.Context()) {
		if err := errors.Join(err, encoder.Encode(reading)); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// The whole command is killed at random moments. Package intake kills many more processes that load no models.
func TestAddKilled(t *testing.T) {
	kills := 15
	if testing.Short() {
		kills = 4
	}
	reports, n := manyReports(t, 6)
	undisturbed := filepath.Join(t.TempDir(), "record.db")
	start := time.Now()
	if out, err := exec.Command("chancery", "add", reports, "--record", undisturbed).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	took := time.Since(start)
	want := exported(t, undisturbed)
	path := filepath.Join(t.TempDir(), "record.db")
	random := rand.New(rand.NewPCG(5, 2021))
	told := map[string]bool{}
	for killed := 0; killed < kills; {
		c := exec.Command("chancery", "add", reports, "--json", "--record", path)
		var out bytes.Buffer
		c.Stdout, c.Stderr = &out, &out
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		timer := time.AfterFunc(time.Duration(random.Int64N(int64(took))), func() { _ = c.Process.Kill() })
		err := c.Wait()
		timer.Stop()
		for _, id := range added(t, out.String()) {
			if told[id] {
				t.Fatalf("%s is told as added twice", id)
			}
			told[id] = true
		}
		if err == nil {
			// Those that were stored right before a kill were not told, and are known afterwards.
			if exported(t, path) != want || len(told) > n {
				t.Fatalf("after %d kills the record is another: %d reports were told as added, there are %d", killed, len(told), n)
			}
			took = min(took, time.Since(begun))
			path, told = filepath.Join(t.TempDir(), "record.db"), map[string]bool{}
			continue
		}
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("%v: %s", err, out.String())
		}
		killed++
		if len(told) == 0 {
			continue
		}
		if got := counts(t, path); got.Reports < len(told) {
			t.Fatalf("%d reports are told as stored, the record has %d", len(told), got.Reports)
		}
	}
}

// A full disk is told, what was stored stays, and when there is room the same command goes on.
func TestAddFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("chancery-test", disk, "tmpfs", 0, "size=1200k"); err != nil {
		t.Skipf("a small disk can only be had by root: %v", err)
	}
	defer func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	}()
	reports, n := manyReports(t, 8)
	path := filepath.Join(disk, "record.db")
	add := func() (code int, stdout, stderr string) {
		return chancery(t.Context(), "add", reports, "--json", "--record", path)
	}
	code, out, errs := add()
	stored := added(t, out)
	if code != exitFailed || !strings.Contains(errs, "full") || !strings.Contains(errs, "the same command goes on") {
		t.Fatalf("code %d, %d stored: %s", code, len(stored), errs)
	}
	if len(stored) == n {
		t.Fatal("the disk is not small enough")
	}
	if _, _, errs = add(); !strings.Contains(errs, "full") {
		t.Errorf("again: %s", errs)
	}
	if err := syscall.Mount("chancery-test", disk, "tmpfs", syscall.MS_REMOUNT, "size=200m"); err != nil {
		t.Fatal(err)
	}
	if len(stored) > 0 {
		if got := counts(t, path); got.Reports < len(stored) {
			t.Errorf("%d reports are told as stored, the record has %d", len(stored), got.Reports)
		}
	}
	code, out, errs = add()
	if code != exitOK || counts(t, path).Reports != n {
		t.Errorf("with room: code %d, %d reports of %d: %s", code, counts(t, path).Reports, n, errs)
	}
	for _, id := range added(t, out) {
		for _, before := range stored {
			if id == before {
				t.Errorf("%s is stored twice", id)
			}
		}
	}
}

// cancelling cancels after some lines.
type cancelling struct {
	bytes.Buffer
	after  int
	cancel func()
}

func (c *cancelling) Write(p []byte) (int, error) {
	if c.after -= bytes.Count(p, []byte("\n")); c.after <= 0 {
		c.cancel()
	}
	return c.Buffer.Write(p)
}

// An interrupt ends after the transaction that is being made, says what is stored, and the next run goes on.
func TestAddInterrupted(t *testing.T) {
	reports, n := manyReports(t, 8)
	path := filepath.Join(t.TempDir(), "record.db")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &cancelling{after: 1, cancel: cancel}
	var errs bytes.Buffer
	code := Run(ctx, []string{"add", reports, "--json", "--record", path}, Environment{Stdin: strings.NewReader(""), Stdout: out, Stderr: &errs, Getenv: func(string) string { return "" }})
	stored := len(added(t, out.String()))
	if code != exitFailed || stored == 0 || !strings.Contains(errs.String(), "interrupted: what is counted is stored") {
		t.Errorf("code %d, %d stored: %s", code, stored, errs.String())
	}
	if !strings.Contains(out.String(), fmt.Sprintf(`"added":%d,`, stored)) || counts(t, path).Reports != stored {
		t.Errorf("%d are told, the record has %d: %s", stored, counts(t, path).Reports, out.String())
	}
	code, again, _ := chancery(t.Context(), "add", reports, "--json", "--record", path)
	if code != exitOK || len(added(t, again)) != n-stored || counts(t, path).Reports != n {
		t.Errorf("code %d: %d and %d of %d", code, stored, len(added(t, again)), n)
	}
}
