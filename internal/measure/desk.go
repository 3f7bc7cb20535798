package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"chancery/codebook"
	"chancery/query"
	"chancery/record"
)

// deskOptions say which desk is put under which load.
type deskOptions struct {
	record  string // a record that was kept; it is copied
	dir     string // where the copy and the binary go
	corpora string
	rate    int // pages a second
	seconds int
	inPlace bool // the record itself is served and added to
	date    string
}

// asked is one address that a visitor may ask for.
type asked struct {
	kind    string
	address string
}

// served is what one request came to.
type served struct {
	kind   string
	took   time.Duration // from the moment at which it was due, so that a queue counts
	bytes  int
	status int
}

// desk serves a record on one core, asks it for pages from another process at a steady rate, alone and while reports are
// added, and prints the figures.
func desk(o deskOptions) (err error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp(o.dir, "chancery-desk")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	binary, file := filepath.Join(dir, "chancery"), filepath.Join(dir, "record.db")
	if out, err := exec.Command("go", "build", "-o", binary, "./cmd/chancery").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	if o.inPlace {
		file = o.record
	} else {
		fmt.Fprintln(os.Stderr, "copying the record")
		if out, err := exec.Command("cp", "--reflink=auto", o.record, file).CombinedOutput(); err != nil {
			return fmt.Errorf("copy: %w\n%s", err, out)
		}
	}
	addresses, counts, err := deskAddresses(ctx, file)
	if err != nil {
		return err
	}
	lines := filepath.Join(dir, "reuters.jsonl")
	if _, err := writeLines(filepath.Join(o.corpora, "reuters21578", "reuters21578.tar.gz"), lines); err != nil {
		return err
	}
	began := time.Now()
	server, base, err := startDesk(ctx, binary, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopProcess(server)) }()
	ready, err := waitReady(ctx, base, began)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "ready after %s\n", ready.Round(10*time.Millisecond))
	load := func(seconds int, seed uint64) ([]served, time.Duration, error) {
		before := processTime(server.Process.Pid)
		all, err := visit(ctx, base, addresses, o.rate, seconds, seed)
		return all, processTime(server.Process.Pid) - before, err
	}
	if _, _, err := load(5, 1); err != nil { // the caches of the system and of SQLite fill
		return err
	}
	alone, aloneCPU, err := load(o.seconds, 2)
	if err != nil {
		return err
	}
	adding := exec.Command("taskset", "-c", "1", binary, "add", "--no-progress", "--workers", "1", "--record", file, lines)
	adding.Stderr = os.Stderr
	if err := adding.Start(); err != nil {
		return err
	}
	time.Sleep(3 * time.Second)
	while, whileCPU, err := load(o.seconds, 3)
	if err != nil {
		return errors.Join(err, stopProcess(adding))
	}
	stillAdding := adding.Process.Signal(syscall.Signal(0)) == nil
	if err := stopProcess(adding); err != nil {
		return err
	}
	memory, err := residentMegabytes(server.Process.Pid)
	if err != nil {
		return err
	}
	fmt.Printf(`## The desk under load

Made by `+"`go run ./internal/measure desk --kept RECORD`"+` on %s (%s, %d cores, %s). The record has %s events
in %s reports. The desk runs on one core (taskset, GOMAXPROCS=1); another process asks for %d pages a second, at moments
that do not wait for the answers, and takes the time from the moment at which a page was due. Pages are drawn at random
and are asked for without entity tags; what is asked for twice may come from the desk's memory.

| what | figure |
|---|---|
| start until every page can be made, the record being looked over on one core | %.1f s |
| memory of the desk afterwards | %d MB |
`, o.date, processor(), runtime.NumCPU(), runtime.Version(), thousands(float64(counts.Events)), thousands(float64(counts.Reports)), o.rate, ready.Seconds(), memory)
	for _, phase := range [...]struct {
		name string
		all  []served
		cpu  time.Duration
	}{{"nothing else", alone, aloneCPU}, {"`chancery add` at work on the other core", while, whileCPU}} {
		p := quantiles(phase.all)
		fmt.Printf("| with %s: pages a second, median, 95th and 99th percentile | %.0f, %.0f ms, **%.0f ms**, %.0f ms |\n", phase.name, float64(len(phase.all))/float64(o.seconds), p[0], p[1], p[2])
		fmt.Printf("| with %s: time of the core that the desk took, answers that were errors | %.0f%%, %d |\n", phase.name, 100*phase.cpu.Seconds()/float64(o.seconds), failures(phase.all))
	}
	if !stillAdding {
		fmt.Println("| adding ended before the load did | |")
	}
	fmt.Print("\nBy page, while reports were added:\n\n| page | asked | median | 95th percentile | compressed |\n|---|---|---|---|---|\n")
	for _, kind := range deskKinds {
		var of []served
		size := 0
		for _, s := range while {
			if s.kind == kind.name {
				of = append(of, s)
				size += s.bytes
			}
		}
		if len(of) > 0 {
			p := quantiles(of)
			fmt.Printf("| %s | %d | %.0f ms | %.0f ms | %.1f kB |\n", kind.name, len(of), p[0], p[1], float64(size)/float64(len(of))/1000)
		}
	}
	return firstPages(ctx, base)
}

// deskKinds are the pages of the mix, with how many of a hundred they are.
var deskKinds = []struct {
	name  string
	share int
}{{"occurrence", 32}, {"report", 14}, {"front page", 6}, {"search", 12}, {"timeline", 8}, {"actor", 8}, {"actors", 4}, {"map", 4}, {"track", 5}, {"ledger", 4}, {"review", 3}}

// deskAddresses draws what can be asked for from the record itself.
func deskAddresses(ctx context.Context, file string) (byKind map[string][]string, counts record.Counts, err error) {
	rec, err := record.Open(ctx, file, record.Options{})
	if err != nil {
		return nil, counts, err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	view, err := rec.Now(ctx)
	if err != nil {
		return nil, counts, err
	}
	if counts, err = view.Counts(ctx); err != nil {
		return nil, counts, err
	}
	byKind = map[string][]string{"front page": {"/"}, "review": {"/review"}, "actors": {"/actors", "/actors?show=matrix"}}
	add := func(kind, address string) { byKind[kind] = append(byKind[kind], address) }
	words := query.Load(codebook.Shipped())
	actors := []string{"USA", "RUS", "CHN", "GBR", "FRA", "DEU", "ARM", "AZE", "IRN", "JPN", "TUR", "IGO:eu", "IGO:un"}
	tracks := []string{"ceasefire", "prisoners", "border-demarcation", "peace-agreement", "minefields", "transport-links"}
	for year := 1987; year < 2024; year += 3 {
		for month := 1; month <= 12; month += 5 {
			text := fmt.Sprintf("since:%d-%02d until:%d-%02d", year, month, year, month+1)
			for _, kind := range [...]query.Kind{query.Occurrences, query.Reports} {
				q, err := query.Parse("kind:"+string(kind)+" "+text, words)
				if err != nil {
					return nil, counts, err
				}
				found, err := view.Find(ctx, q, record.Page{Limit: 60})
				if err != nil {
					return nil, counts, err
				}
				for i := range found.Hits {
					if o := found.Hits[i].Occurrence; o != nil {
						add("occurrence", "/occurrences/"+url.PathEscape(o.ID))
					} else {
						add("report", "/reports/"+url.PathEscape(found.Hits[i].Report.ID))
					}
				}
			}
			for _, a := range actors[:4] {
				add("search", "/search?q="+url.QueryEscape("party:"+a+" "+text))
			}
			add("search", "/search?q="+url.QueryEscape("oil prices "+text))
			add("timeline", fmt.Sprintf("/timeline?from=%d-%02d&to=%d-%02d", year, month, year, month+1))
			add("map", fmt.Sprintf("/map?from=%d-%02d&to=%d-%02d", year, month, year, month+1))
		}
	}
	for _, a := range actors {
		add("actor", "/actors/"+url.PathEscape(a))
		add("timeline", "/timeline?actor="+url.QueryEscape(a))
		add("actors", "/actors?actor="+url.QueryEscape(a))
		add("search", "/search?q="+url.QueryEscape("source:"+a+" status:demanded"))
	}
	for _, t := range tracks {
		add("track", "/tracks/"+t)
		add("ledger", "/ledger?track="+t)
	}
	add("timeline", "/timeline")
	add("map", "/map")
	return byKind, counts, nil
}

// startDesk starts the desk on one core.
func startDesk(ctx context.Context, binary, file string) (*exec.Cmd, string, error) {
	cmd := exec.CommandContext(ctx, "taskset", "-c", "0", binary, "serve", "--record", file, "--listen", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	return startServer(cmd)
}

// startServer starts a desk and reads from what it says where it is.
func startServer(cmd *exec.Cmd) (*exec.Cmd, string, error) {
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		if _, address, ok := strings.Cut(scanner.Text(), " at "); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return cmd, strings.TrimSuffix(strings.TrimSpace(address), "/"), nil
		}
	}
	return nil, "", errors.Join(errors.New("the desk did not say where it is"), stopProcess(cmd))
}

// waitReady waits until the desk has looked the record over.
func waitReady(ctx context.Context, base string, began time.Time) (time.Duration, error) {
	for range 3000 {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/health/ready", nil)
		if err != nil {
			return 0, err
		}
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return time.Since(began), nil
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	return 0, errors.New("the desk was not ready after five minutes")
}

// visit asks for pages at a steady rate, whatever the answers take.
func visit(ctx context.Context, base string, addresses map[string][]string, rate, seconds int, seed uint64) ([]served, error) {
	random := rand.New(rand.NewPCG(seed, 0x6465736b))
	var plan []asked
	for range rate * seconds {
		n := random.IntN(100)
		for _, k := range deskKinds {
			if n -= k.share; n < 0 {
				list := addresses[k.name]
				plan = append(plan, asked{k.name, list[random.IntN(len(list))]})
				break
			}
		}
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: 128, MaxIdleConnsPerHost: 128, DisableCompression: true}, Timeout: 30 * time.Second}
	defer client.CloseIdleConnections()
	results := make([]served, len(plan))
	var group sync.WaitGroup
	began := time.Now()
	for i, p := range plan {
		due := began.Add(time.Duration(i) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		group.Go(func() {
			results[i] = served{kind: p.kind}
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+p.address, nil)
			if err != nil {
				return
			}
			request.Header.Set("Accept-Encoding", "gzip")
			answer, err := client.Do(request)
			if err == nil {
				n, _ := io.Copy(io.Discard, answer.Body)
				_ = answer.Body.Close()
				results[i].bytes, results[i].status = int(n), answer.StatusCode
			}
			results[i].took = time.Since(due)
		})
	}
	group.Wait()
	return results, nil
}

// quantiles gives the median, the 95th and the 99th percentile in milliseconds.
func quantiles(all []served) [3]float64 {
	took := make([]time.Duration, len(all))
	for i, s := range all {
		took[i] = s.took
	}
	slices.Sort(took)
	at := func(q float64) float64 {
		return float64(took[min(len(took)-1, int(q*float64(len(took))))].Microseconds()) / 1000
	}
	return [3]float64{at(0.5), at(0.95), at(0.99)}
}

func failures(all []served) (n int) {
	for _, s := range all {
		if s.status != http.StatusOK {
			n++
		}
	}
	return n
}

// processTime is how much of a core a process has taken, from the kernel's count of ticks.
func processTime(pid int) time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), ") ") // the name may hold spaces
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // a tick is a hundredth of a second
}

// residentMegabytes is how much memory a process has.
func residentMegabytes(pid int) (int, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			return n / 1024, err
		}
	}
	return 0, errors.New("the kernel does not say how much memory the desk has")
}

// stopProcess asks a process to end and waits until it has.
func stopProcess(cmd *exec.Cmd) error {
	if cmd == nil || cmd.Process == nil {
		return nil
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		return err
	}
	return nil
}
