package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// A connection of somebody on the way, and a processor of some years ago.
const (
	slowBytes   = 1.6e6 / 8 // a second, down
	slowLatency = 150       // milliseconds
	slowFactor  = 4
	slowTurns   = 5
)

// firstPage is what a browser says of how a page came, in milliseconds since it was asked for, and bytes on the way.
type firstPage struct {
	Painted, Ready, Loaded, Bytes float64
	Requests                      int
}

// openBrowser starts Chromium, with a tab; closing ends it.
func openBrowser(ctx context.Context) (tab context.Context, closing func(), err error) {
	path := ""
	for _, name := range [...]string{os.Getenv("CHANCERY_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err = exec.LookPath(name); err == nil {
			break
		}
	}
	if path == "" || err != nil {
		return nil, nil, errors.New("no Chromium here: install it, or name it in CHANCERY_CHROMIUM")
	}
	allocator, endAll := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true))...)
	tab, end := chromedp.NewContext(allocator)
	if err := chromedp.Do(tab); err != nil {
		end()
		endAll()
		return nil, nil, fmt.Errorf("the browser does not start: %w", err)
	}
	return tab, func() {
		_ = chromedp.Cancel(tab)
		end()
		endAll()
	}, nil
}

// serveExample builds chancery, has it serve the example process, and gives its address.
func serveExample(ctx context.Context, folder string) (base string, stop func() error, err error) {
	dir, err := os.MkdirTemp(folder, "chancery-desk")
	if err != nil {
		return "", nil, err
	}
	binary := filepath.Join(dir, "chancery")
	if out, err := exec.Command("go", "build", "-o", binary, "./cmd/chancery").CombinedOutput(); err != nil {
		return "", nil, errors.Join(fmt.Errorf("go build: %w\n%s", err, out), os.RemoveAll(dir))
	}
	server, base, err := startServer(exec.CommandContext(ctx, binary, "serve", "--demo", "--listen", "127.0.0.1:0"))
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	if _, err := waitReady(ctx, base, time.Now()); err != nil {
		return "", nil, errors.Join(err, stopProcess(server), os.RemoveAll(dir))
	}
	return base, func() error { return errors.Join(stopProcess(server), os.RemoveAll(dir)) }, nil
}

// deskBrowser opens the first page of the example process in a browser with a slow connection and a slow processor, and
// prints when it can be seen and used.
func deskBrowser(folder string) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	base, stop, err := serveExample(ctx, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	return firstPages(ctx, base)
}

// firstPages measures the first page of a desk.
func firstPages(ctx context.Context, base string) error {
	tab, closing, err := openBrowser(ctx)
	if err != nil {
		return err
	}
	defer closing()
	if _, err := chromedp.Call(tab, network.Enable, network.EnableParams{}); err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: slowLatency, DownloadThroughput: slowBytes, UploadThroughput: slowBytes / 2}},
	}); err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slowFactor}); err != nil {
		return err
	}
	var all []firstPage
	for range slowTurns {
		if err := chromedp.Do(tab, chromedp.Navigate("about:blank"), chromedp.Navigate(base+"/"), chromedp.WaitReady(chromedp.CSS("main"))); err != nil {
			return err
		}
		one, err := chromedp.Run(tab, chromedp.Evaluate[firstPage](`new Promise((done) => setTimeout(() => {
			const page = performance.getEntriesByType("navigation")[0], parts = performance.getEntriesByType("resource").filter((p) => p.transferSize > 0);
			done({Painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? -1, Ready: page.domContentLoadedEventEnd, Loaded: page.loadEventEnd,
				Bytes: page.transferSize + parts.reduce((sum, p) => sum + p.transferSize, 0), Requests: 1 + parts.length});
		}, 300))`, chromedp.EvalAwaitPromise))
		if err != nil {
			return err
		}
		all = append(all, one)
	}
	median := func(of func(firstPage) float64) float64 {
		values := make([]float64, len(all))
		for i := range all {
			values[i] = of(all[i])
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	fmt.Printf(`
The first page for somebody on the way: Chromium with %.1f Mbit/s down, %d ms of latency for each answer, a processor slowed
down %d times, and nothing kept from before; the median of %d. Scripts run before the page is ready, so that it can be used
from then on; without them it can be read and its forms be sent from the first paint on.

| what | figure |
|---|---|
| on the way, headers included | %.1f kB in %d answers |
| first contentful paint | %.0f ms |
| ready, scripts included (DOMContentLoaded) | %.0f ms |
| load | %.0f ms |
`, slowBytes*8/1e6, slowLatency, slowFactor, slowTurns, median(func(p firstPage) float64 { return p.Bytes })/1000, all[0].Requests,
		median(func(p firstPage) float64 { return p.Painted }), median(func(p firstPage) float64 { return p.Ready }), median(func(p firstPage) float64 { return p.Loaded }))
	return nil
}
