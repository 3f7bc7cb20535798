// Command measure writes the pages of figures.
//
//	(go run ./internal/measure speed; echo; go run ./internal/measure scale --events 1000000 --keep; echo; go run ./internal/measure desk --kept RECORD) > docs/speed.md
//	go run ./internal/measure accuracy > docs/accuracy.md
//	go run ./internal/measure scale --events 1000000 --dir /var/tmp
//	go run ./internal/measure desk --kept record.db --dir /var/tmp
//	go run ./internal/measure pictures
//	go run ./internal/measure sample wikinews 0 40 > sample.jsonl
//	go run ./internal/measure judge wikinews 0 40 > sheet.txt
//	go run ./internal/measure joins record.db 50 > sheet.txt
//
// Both build chancery and call it as a user would. speed lets it read the whole of Reuters-21578 on one core and
// on two and measures what the operating system says of these processes; accuracy runs chancery eval over the
// annotated corpora and adds up what was counted by hand. The corpora are looked for in ../shared/corpora.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"syscall"
	"time"

	"chancery/eval"
	"chancery/report"
	"chancery/syntax"
)

func main() {
	flags := flag.NewFlagSet("measure", flag.ExitOnError)
	corpora := flags.String("corpora", "../shared/corpora", "the folder of corpora")
	counted := flags.String("hand-count", "docs/hand-count.tsv", "what was counted by hand")
	date := flags.String("date", "", "the day of the measurement, for the page")
	events := flags.Int("events", 100_000, "for scale: how many events the record is filled with")
	dir := flags.String("dir", "", "for scale: the folder in which the record is made, on a real disk; it is deleted at the end")
	keep := flags.Bool("keep", false, "for scale: keep the record")
	readings := flags.String("readings", "", "for scale: readings to make others of (chancery read --json), instead of the examples and Reuters-21578")
	kept := flags.String("kept", "", "for desk: a record that scale kept; it is copied. Without, only the first page of the example process is opened in a browser")
	out := flags.String("out", "docs/pictures", "for pictures: the folder")
	rate := flags.Int("rate", 200, "for desk: pages asked for in a second")
	inPlace := flags.Bool("in-place", false, "for desk: serve the kept record itself and add to it, not to a copy")
	seconds := flags.Int("seconds", 60, "for desk: for how long, alone and while reports are added")
	finds := flags.String("finds", "", "for scale: a record that was kept, in which only the finds are timed, one by one")
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: measure speed|accuracy [--corpora DIR] [--date DATE]\n       measure scale [--events N] [--dir DIR] [--readings FILE]\n       measure desk [--kept RECORD] [--rate N] [--seconds N] [--dir DIR]\n       measure pictures [--out DIR]\n       measure sample|judge [--corpora DIR] SAMPLE FIRST END")
		os.Exit(2)
	}
	_ = flags.Parse(os.Args[2:]) // ExitOnError
	var err error
	switch os.Args[1] {
	case "speed":
		err = speed(filepath.Join(*corpora, "reuters21578", "reuters21578.tar.gz"), *date)
	case "accuracy":
		err = accuracy(*corpora, *counted, *date)
	case "scale":
		if *finds != "" {
			err = findsIn(*finds)
			break
		}
		err = scale(scaleOptions{*events, *dir, *keep, *readings, *corpora, *date})
	case "desk":
		if *kept == "" {
			err = deskBrowser(*dir)
			break
		}
		err = desk(deskOptions{*kept, *dir, *corpora, *rate, *seconds, *inPlace, *date})
	case "pictures":
		err = pictures(*dir, *out)
	case "sample":
		err = sample(os.Stdout, *corpora, flags.Args())
	case "judge":
		err = judge(os.Stdout, *corpora, flags.Args())
	case "joins":
		err = joins(context.Background(), os.Stdout, flags.Args())
	default:
		err = fmt.Errorf("%q is neither speed, accuracy, scale, desk, pictures, sample, judge nor joins", os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func speed(corpus, date string) error {
	dir, err := os.MkdirTemp("", "chancery-measure")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	lines := filepath.Join(dir, "reuters.jsonl")
	items, err := writeLines(corpus, lines)
	if err != nil {
		return err
	}
	binary := filepath.Join(dir, "chancery")
	if out, err := exec.Command("go", "build", "-o", binary, "./cmd/chancery").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	info, err := os.Stat(binary)
	if err != nil {
		return err
	}
	start, err := startUp(binary)
	if err != nil {
		return err
	}
	words, perSecond, err := analyse(items)
	if err != nil {
		return err
	}
	fmt.Printf(`# Speed

Made by `+"`go run ./internal/measure speed --date %s`"+`; the parts below name their own commands. All on %s (%s, %d cores, %s).
The data is Reuters-21578: %d items with a body, %d words. Times are of the whole collection: on
two cores the median of three runs, in which reading and adding took turns; else one run.

| what | figure |
|---|---|
| start of the process (%s, median of 21) | %d ms |
| size of the binary, models and data included | %.1f MB |
| syntax alone (words, sentences, tags, lemmas, trees, names), one core | %s words/s |
`, date, date, processor(), runtime.NumCPU(), runtime.Version(), len(items), words, "`chancery version`", start.Milliseconds(), float64(info.Size())/1e6, thousands(perSecond))
	// Reading on all cores and adding take turns, so that what else the machine does weighs on both; of each the median
	// counts.
	const turns = 3
	reading := func(workers int) (run, error) {
		return runAll(binary, workers, "read", "--json", "--no-progress", "--workers", fmt.Sprint(workers), lines)
	}
	row := func(workers int, r run) {
		fmt.Printf("| whole reading to JSON, %d core(s) | %s reports/s, %s words/s, %.1f s, peak memory %d MB |\n",
			workers, thousands(float64(len(items))/r.seconds), thousands(float64(words)/r.seconds), r.seconds, r.memory)
	}
	one, err := reading(1)
	if err != nil {
		return err
	}
	row(1, one)
	file := filepath.Join(dir, "record.db")
	var reads, adds []run
	for range turns {
		r, err := reading(2)
		if err != nil {
			return err
		}
		for _, name := range []string{file, file + "-wal", file + "-shm"} {
			if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		a, err := runAll(binary, 2, "add", "--no-progress", "--record", file, lines)
		if err != nil {
			return err
		}
		reads, adds = append(reads, r), append(adds, a)
	}
	read := middle(reads)
	row(2, read)
	again, err := runAll(binary, 2, "add", "--no-progress", "--record", file, lines)
	if err != nil {
		return err
	}
	for _, what := range []struct {
		name string
		run
	}{{"adding to an empty record, 2 cores", middle(adds)}, {"adding the same again: nothing changes", again}} {
		fmt.Printf("| %s | %s reports/s, %.1f s, %.2f times the reading, peak memory %d MB |\n",
			what.name, thousands(float64(len(items))/what.seconds), what.seconds, what.seconds/read.seconds, what.memory)
	}
	if info, err = os.Stat(file); err != nil {
		return err
	}
	fmt.Printf("| size of that record | %.0f MB, %.1f kB a report |\n", float64(info.Size())/1e6, float64(info.Size())/1e3/float64(len(items)))
	fmt.Print(`
The network of the syntax stage has kernels for AVX-512 VNNI and for AVX2 beside plain Go, which all give the same
bits; the figures are of whichever the processor above has. Plain Go, as on processors that are not amd64, is many
times slower. ` + "`go test -run '^$' -bench . ./...`" + ` times the stages one by one.
`)
	return nil
}

// writeLines turns the collection into JSON lines.
func writeLines(corpus, file string) ([]eval.ReutersItem, error) {
	out, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewWriter(out)
	encoder := json.NewEncoder(buffered)
	var items []eval.ReutersItem
	for item, err := range eval.Reuters(corpus) {
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		if err := encoder.Encode(map[string]string{"id": item.ID, "title": item.Title, "published": item.Date, "outlet": "Reuters", "text": item.Text}); err != nil {
			return nil, err
		}
	}
	if err := buffered.Flush(); err != nil {
		return nil, err
	}
	return items, out.Close()
}

// startUp is the median time of a process that loads everything and ends.
func startUp(binary string) (time.Duration, error) {
	var all []time.Duration
	for range 21 {
		begin := time.Now()
		if out, err := exec.Command(binary, "version").CombinedOutput(); err != nil {
			return 0, fmt.Errorf("chancery version: %w\n%s", err, out)
		}
		all = append(all, time.Since(begin))
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all[len(all)/2], nil
}

// analyse runs the syntax stage alone over all items, on one core, and returns the number of words and the rate.
func analyse(items []eval.ReutersItem) (words int, perSecond float64, err error) {
	analyzer, err := syntax.Load()
	if err != nil {
		return 0, 0, err
	}
	reports := make([]report.Report, len(items))
	for i, item := range items {
		if reports[i], err = report.FromText([]byte(item.Text), report.Options{ID: item.ID}); err != nil {
			return 0, 0, fmt.Errorf("%s: %w", item.ID, err)
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	begin := time.Now()
	for i := range reports {
		doc := analyzer.Analyze(reports[i].Text, reports[i].Blocks)
		for j := range doc.Sentences {
			words += len(doc.Sentences[j].Tokens)
		}
	}
	return words, float64(words) / time.Since(begin).Seconds(), nil
}

// run is what one process took: seconds, and its peak memory in MB.
type run struct {
	seconds float64
	memory  int64
}

// middle gives the run of the median time.
func middle(runs []run) run {
	sort.Slice(runs, func(i, j int) bool { return runs[i].seconds < runs[j].seconds })
	return runs[len(runs)/2]
}

// runAll runs chancery with as many cores as workers and throws away what it prints.
func runAll(binary string, workers int, args ...string) (run, error) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return run{}, err
	}
	defer null.Close()
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", workers))
	cmd.Stdout, cmd.Stderr = null, os.Stderr
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return run{}, fmt.Errorf("chancery %s: %w", args[0], err)
	}
	out := run{seconds: time.Since(begin).Seconds()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		out.memory = usage.Maxrss * 1024 / 1e6 // Linux counts in KiB
	}
	return out, nil
}

// processor is the processor's name where the operating system tells.
func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for _, line := range strings.Split(string(data), "\n") {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// thousands writes 12345.6 as "12,346".
func thousands(x float64) string {
	digits := fmt.Sprintf("%.0f", x)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
