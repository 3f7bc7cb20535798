package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/record"
)

// site is a small site with a feed whose items tests change.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	items []string // the newest first
	asked map[string]int
	wait  func(path string) // called before each answer
}

func newSite(t *testing.T, items ...string) *site {
	s := &site{items: items, asked: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked[r.URL.Path]++
		items, wait := s.items, s.wait
		s.mu.Unlock()
		if wait != nil {
			wait(r.URL.Path)
		}
		if r.URL.Path != "/rss" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Example Daily</title>`)
		for _, item := range items {
			fmt.Fprintf(w, `<item><guid isPermaLink="false">%[1]s</guid><title>%[1]s</title><description>%[1]s on Monday, a spokesman said.</description></item>`, item)
		}
		fmt.Fprint(w, `</channel></rss>`)
	}))
	t.Cleanup(s.Close)
	return s
}

// chancery runs a command line in this process.
func chancery(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = Run(ctx, args, Environment{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }})
	return code, out.String(), errs.String()
}

func counts(t *testing.T, path string) record.Counts {
	t.Helper()
	r, err := record.Open(t.Context(), path, record.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	now, err := r.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n, err := now.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWatchOnce(t *testing.T) {
	s := newSite(t, "Norway thanked Sweden", "Russia criticized Finland")
	path := filepath.Join(t.TempDir(), "record.db")
	code, out, errs := chancery(t.Context(), "watch", "--once", "--allow-private", "--record", path, s.URL+"/rss")
	if code != 0 || errs != "" || !strings.HasSuffix(out, "1 feed: 2 new, 0 changed, 0 problems\n") || !strings.Contains(out, "new      Example Daily · Norway thanked Sweden · 1 event") {
		t.Fatalf("%d\n%s%s", code, out, errs)
	}
	if n := counts(t, path); n.Reports != 2 || n.Events < 2 {
		t.Errorf("%+v", n)
	}
	// The record knows the feed; what changed is told, what did not is not.
	s.mu.Lock()
	s.items = []string{"Denmark urged Iceland to sign the agreement", "Norway thanked Sweden"}
	s.mu.Unlock()
	code, out, _ = chancery(t.Context(), "watch", "--once", "--allow-private", "--json", "--record", path)
	var kinds []string
	for line := range strings.Lines(out) {
		var got watchLine
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, got.Kind)
		if got.Kind == "new" && (got.Title != s.items[0] || got.Feed != s.URL+"/rss" || got.Report == "" || got.Outlet != "Example Daily") {
			t.Errorf("%+v", got)
		}
	}
	if code != 0 || strings.Join(kinds, " ") != "new polled " {
		t.Errorf("%d, %q\n%s", code, kinds, out)
	}
	if n := counts(t, path); n.Reports != 3 {
		t.Errorf("%+v", n)
	}
	// A server that is down is a problem, told once for each feed.
	s.CloseClientConnections()
	s.Close()
	code, out, _ = chancery(t.Context(), "watch", "--once", "--allow-private", "--record", path)
	if code != exitFailed || !strings.Contains(out, "problem  "+s.URL+"/rss: ") || !strings.HasSuffix(out, "1 feed: 0 new, 0 changed, 1 problem\n") {
		t.Errorf("%d\n%s", code, out)
	}
	code, out, _ = chancery(t.Context(), "watch", "--list", "--record", path)
	if code != 0 || !strings.Contains(out, s.URL+"/rss") || !strings.Contains(out, "connection refused") {
		t.Errorf("%d\n%s", code, out)
	}
}

// Following goes on until it is stopped, which it is at once, and is no failure.
func TestWatchStops(t *testing.T) {
	s := newSite(t, "Norway thanked Sweden")
	path := filepath.Join(t.TempDir(), "record.db")
	list := filepath.Join(t.TempDir(), "feeds.txt")
	if err := os.WriteFile(list, []byte("# ours\n"+s.URL+"/rss  The Daily\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	polls := make(chan bool)
	s.wait = func(string) {
		select {
		case polls <- true:
		case <-ctx.Done():
		}
	}
	type result struct {
		code      int
		out, errs string
	}
	done := make(chan result)
	go func() {
		code, out, errs := chancery(ctx, "watch", "--allow-private", "--record", path, "--feeds", list, "--interval", "1s")
		done <- result{code, out, errs}
	}()
	<-polls
	s.mu.Lock()
	s.items = append([]string{"Russia criticized Finland"}, s.items...)
	s.mu.Unlock()
	<-polls
	<-polls // the second poll has ended, the third is under way
	cancel()
	got := <-done
	if got.code != 0 || !strings.Contains(got.errs, "stopped") || strings.Count(got.out, "new      The Daily") != 2 || strings.Contains(got.out, "problem") {
		t.Errorf("%+v", got)
	}
	if n := counts(t, path); n.Reports != 2 {
		t.Errorf("%+v", n)
	}
}

// A process that is killed at any moment loses nothing that it told, and the next one stores nothing twice.
func TestWatchKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes")
	}
	var items []string
	for i := range 40 {
		items = append(items, fmt.Sprintf("Norway thanked Sweden for letter %d", i))
	}
	s := newSite(t, items...)
	path := filepath.Join(t.TempDir(), "record.db")
	args := []string{"watch", "--once", "--retry", "--allow-private", "--record", path, s.URL + "/rss"}
	told := map[string]bool{}
	for round := range 8 {
		cmd := exec.Command("chancery", args...)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// Some are killed while they begin, the others after they told of so many reports.
		if round%4 == 0 {
			time.Sleep(time.Duration(round) * 30 * time.Millisecond)
		}
		buffer, text := make([]byte, 4096), ""
		for round%4 != 0 && strings.Count(text, "\n") < round {
			n, err := out.Read(buffer)
			if text += string(buffer[:n]); err != nil {
				break
			}
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		for line := range strings.Lines(text) {
			if strings.Contains(line, " new ") && strings.HasSuffix(line, "\n") {
				title := strings.Split(line, " · ")[1]
				if told[title] {
					t.Errorf("told twice: %s", title)
				}
				told[title] = true
			}
		}
	}
	out, err := exec.Command("chancery", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for title := range told {
		if strings.Contains(string(out), title+" ·") && strings.Contains(string(out), " new      Example Daily · "+title+" ·") {
			t.Errorf("stored twice: %s", title)
		}
	}
	if n := counts(t, path); n.Reports != len(items) {
		t.Errorf("%+v, want %d reports", n, len(items))
	}
}
