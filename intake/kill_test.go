package intake

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// helperVariable makes this test binary a process that takes reports into a record and can be killed.
const helperVariable = "CHANCERY_INTAKE_HELPER"

func TestMain(m *testing.M) {
	if os.Getenv(helperVariable) != "" {
		if err := helper(os.Args[1], os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// helper takes a file of reports into a record, with readings that were prepared so that no models need be loaded, and
// tells each report when it is stored.
func helper(path, lines, readings string) (err error) {
	data, err := os.ReadFile(readings)
	if err != nil {
		return err
	}
	written := map[string][]byte{} // decoded when asked for: most processes do not live to see all of them
	for l := range bytes.Lines(data) {
		sha256, reading, _ := bytes.Cut(l, []byte("\t"))
		written[string(sha256)] = reading
	}
	reader := readerFunc(func(_ context.Context, rep report.Report) (r reading.Reading, err error) {
		return r, json.Unmarshal(written[rep.SHA256], &r)
	})
	ctx := context.Background()
	rec, err := record.Open(ctx, path, record.Options{Now: now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	_, err = Run(ctx, reader, rec, report.Items(ctx, []string{lines}, report.Options{}), Options{BatchItems: 8, Stored: func(results []Result) {
		for _, r := range results {
			// One write a line: a kill leaves whole lines.
			fmt.Printf("%s %d %s\n", r.Outcome, r.Events, r.Report)
		}
	}})
	return err
}

// prepareFiles writes reports and their readings for the helper.
func prepareFiles(t testing.TB, countries int) (lines, readings string, all []reading.Reading) {
	t.Helper()
	dir := t.TempDir()
	data := exampleLines(t, countries)
	_, all = prepare(t, data)
	var out bytes.Buffer
	for _, r := range all {
		out.WriteString(r.Report.SHA256 + "\t")
		if err := json.NewEncoder(&out).Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	lines, readings = filepath.Join(dir, "reports.jsonl"), filepath.Join(dir, "readings.jsonl")
	if err := errors.Join(os.WriteFile(lines, data, 0o644), os.WriteFile(readings, out.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
	return lines, readings, all
}

func startHelper(t testing.TB, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), helperVariable+"=1")
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, &out
}

// Processes are killed at random moments while they add reports: whatever was told as stored is there and whole,
// nothing is there twice or by half, the next process goes on, and in the end the record is the one that an undisturbed
// process makes.
func TestKilled(t *testing.T) {
	kills := 200
	if testing.Short() {
		kills = 40
	}
	lines, readings, all := prepareFiles(t, 6)
	events := map[string]int{}
	for _, r := range all {
		events[r.Report.ID] = len(r.Events)
	}
	undisturbed := filepath.Join(t.TempDir(), "record.db")
	start := time.Now()
	c, out := startHelper(t, undisturbed, lines, readings)
	if err := c.Wait(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	took := time.Since(start)
	if got := whole(t, undisturbed); len(got) != len(all) {
		t.Fatalf("%d reports of %d", len(got), len(all))
	}
	want := accountOf(t, undisturbed)

	random := rand.New(rand.NewPCG(4, 2021))
	path := filepath.Join(t.TempDir(), "record.db")
	told := map[string]bool{} // as stored, since the record was begun
	rounds, checked := 0, 0
	for killed := 0; killed < kills; {
		c, out := startHelper(t, path, lines, readings)
		// A process that goes on from others is sooner done; the moment is anywhere in what it may take.
		wait := time.Duration(random.Int64N(int64(took) * 2 / 3))
		start := time.Now()
		timer := time.AfterFunc(wait, func() { _ = c.Process.Kill() })
		err := c.Wait()
		timer.Stop()
		var exit *exec.ExitError
		byKill := errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL
		if err != nil && !byKill {
			t.Fatalf("after %d kills: %v: %s", killed, err, out)
		}
		fresh := parseTold(t, out.String(), byKill, events, told)
		if byKill {
			killed++
		}
		if _, err := os.Stat(path); os.IsNotExist(err) {
			continue // killed before it made the record
		}
		checked++
		check(t, path, told, fresh, byKill)
		if byKill {
			continue
		}
		took = min(took, max(time.Since(start), 30*time.Millisecond)) // the first may have been slow
		rounds++
		if rounds%4 != 1 {
			// The last is compared, and some of the others: it takes its time.
		} else if got := accountOf(t, path); got != want {
			t.Fatalf("after %d kills the record is another than the one that was made undisturbed", killed)
		}
		path, told = filepath.Join(t.TempDir(), "record.db"), map[string]bool{}
	}
	// The last record is brought to its end.
	c, out = startHelper(t, path, lines, readings)
	if err := c.Wait(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	check(t, path, told, parseTold(t, out.String(), false, events, told), false)
	if accountOf(t, path) != want {
		t.Fatal("the last record is another than the one that was made undisturbed")
	}
	t.Logf("%d processes killed, %d records checked, %d brought to their end", kills, checked, rounds+1)
}

// parseTold notes what a process told as stored, and gives the reports that it added.
func parseTold(t *testing.T, out string, killed bool, events map[string]int, told map[string]bool) (fresh []string) {
	t.Helper()
	for l := range strings.Lines(out) {
		var outcome, id string
		var n int
		if _, err := fmt.Sscanf(l, "%s %d %s\n", &outcome, &n, &id); err != nil {
			if killed && !strings.HasSuffix(l, "\n") {
				continue
			}
			t.Fatalf("%q: %v", l, err)
		}
		switch outcome {
		case "added":
			if told[id] {
				t.Fatalf("%s was told as added twice", id)
			}
			if n != events[id] {
				t.Fatalf("%s: %d events are told, it has %d", id, n, events[id])
			}
			fresh = append(fresh, id)
		case "known":
		default:
			t.Fatalf("%q", l)
		}
		told[id] = true
	}
	return fresh
}

// check checks that a record is whole and holds what was told, what was added last word for word.
func check(t *testing.T, path string, told map[string]bool, fresh []string, killed bool) {
	t.Helper()
	rec := openRecord(t, path)
	v, err := rec.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range fresh {
		r, err := v.Reading(t.Context(), id)
		if err != nil {
			t.Fatalf("%s was told as stored and cannot be read: %v", id, err)
		}
		for i := range r.Events {
			for _, s := range r.Events[i].Evidence {
				if s.Start < 0 || s.Empty() || s.End > len(r.Report.Text) {
					t.Fatalf("%s: evidence %v in a text of %d bytes", id, s, len(r.Report.Text))
				}
			}
		}
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	stored := whole(t, path)
	for id := range told {
		if !stored[id] {
			t.Fatalf("%s was told as stored and is not", id)
		}
	}
	if !killed && len(stored) != len(told) {
		t.Fatalf("%d reports are stored, %d are told", len(stored), len(told))
	}
}

func accountOf(t *testing.T, path string) string {
	t.Helper()
	rec := openRecord(t, path)
	defer rec.Close()
	return account(t, rec)
}

// Two processes that add the same and other reports at the same time both end, and nothing is there twice.
func TestTwoProcesses(t *testing.T) {
	lines, readings, all := prepareFiles(t, 8)
	data, err := os.ReadFile(lines)
	if err != nil {
		t.Fatal(err)
	}
	// One takes the first three quarters, the other the last three, backwards.
	split := bytes.SplitAfter(bytes.TrimRight(data, "\n"), []byte("\n"))
	split[len(split)-1] = append(bytes.Clone(split[len(split)-1]), '\n')
	forth, back := filepath.Join(t.TempDir(), "forth.jsonl"), filepath.Join(t.TempDir(), "back.jsonl")
	var backwards [][]byte
	for i := len(split) - 1; i >= len(split)/4; i-- {
		backwards = append(backwards, split[i])
	}
	if err := errors.Join(os.WriteFile(forth, bytes.Join(split[:len(split)*3/4], nil), 0o644), os.WriteFile(back, bytes.Join(backwards, nil), 0o644)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "record.db")
	one, oneOut := startHelper(t, path, forth, readings)
	other, otherOut := startHelper(t, path, back, readings)
	if err := errors.Join(one.Wait(), other.Wait()); err != nil {
		t.Fatalf("%v: %s %s", err, oneOut, otherOut)
	}
	if got := whole(t, path); len(got) != len(all) {
		t.Errorf("%d reports of %d", len(got), len(all))
	}
	if n := strings.Count(oneOut.String()+otherOut.String(), "added "); n != len(all) {
		t.Errorf("%d reports are told as added, there are %d", n, len(all))
	}
}
