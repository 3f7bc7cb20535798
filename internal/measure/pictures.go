package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// mostPicture is how many bytes a picture may have in the repository.
const mostPicture = 250_000

// pictured is one picture of a page of the desk over the example process.
type pictured struct {
	name          string
	address       string // of the page, or of one that has a link to it
	link          string // the link on it that is followed, a CSS selector; "" for the page itself
	dark          bool
	width, height int64 // 0 for 1280 and 1100
}

// picturedPages are the pages of which docs/pictures has pictures.
var picturedPages = []pictured{
	{name: "front", address: "/"},
	{name: "front-dark", address: "/", dark: true},
	{name: "front-telephone", address: "/", width: 390, height: 844},
	{name: "occurrence", address: "/search?q=kind:occurrences+category:mobilize+on:2021-05-13", link: "main a[href^='/occurrences/']"},
	{name: "occurrence-dark", address: "/search?q=kind:occurrences+category:mobilize+on:2021-05-13", link: "main a[href^='/occurrences/']", dark: true},
	{name: "occurrence-telephone", address: "/search?q=kind:occurrences+category:mobilize+on:2021-05-13", link: "main a[href^='/occurrences/']", width: 390, height: 844},
	{name: "report", address: "/search?q=kind:reports+%22three+leaders+sign%22", link: "main a[href^='/reports/']"},
	{name: "timeline", address: "/timeline"},
	{name: "actors", address: "/actors"},
	{name: "matrix", address: "/actors?show=matrix"},
	{name: "actor", address: "/actors/ARM"},
	{name: "map", address: "/map"},
	{name: "track", address: "/tracks/prisoners"},
	{name: "ledger-entry", address: "/ledger?track=prisoners", link: "main a[href^='/ledger/']"},
	{name: "search", address: "/search?q=track:prisoners"},
	{name: "review", address: "/review"},
	{name: "codebook-entry", address: "/codebook/entries", link: "main a[href^='/codebook/entries/']"},
}

// pictures writes pictures of the main pages of the desk over the example process, as PNG with few colours.
func pictures(folder, out string) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	base, stop, err := serveExample(ctx, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	tab, closing, err := openBrowser(ctx)
	if err != nil {
		return err
	}
	defer closing()
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, p := range picturedPages {
		data, err := p.take(tab, base)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if data, err = fewColours(data); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if len(data) > mostPicture {
			return fmt.Errorf("%s has %d bytes, more than %d", p.name, len(data), mostPicture)
		}
		name := filepath.Join(out, p.name+".png")
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: %d kB\n", name, len(data)/1000)
	}
	return nil
}

// take takes the picture from a tab.
func (p *pictured) take(tab context.Context, base string) ([]byte, error) {
	theme := "light"
	if p.dark {
		theme = "dark"
	}
	if _, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
		return nil, err
	}
	width, height := p.width, p.height
	if width == 0 {
		width, height = 1280, 1100
	}
	if err := chromedp.Do(tab, chromedp.EmulateViewport(width, height), chromedp.Navigate(base+p.address), chromedp.WaitReady(chromedp.CSS("main"))); err != nil {
		return nil, err
	}
	if p.link != "" {
		to, err := chromedp.Run(tab, chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector(%q)?.href ?? ""`, p.link)))
		if err != nil {
			return nil, err
		}
		if to == "" {
			return nil, fmt.Errorf("%s has no link %s", p.address, p.link)
		}
		if err := chromedp.Do(tab, chromedp.Navigate(to), chromedp.WaitReady(chromedp.CSS("main"))); err != nil {
			return nil, err
		}
	}
	if _, err := chromedp.Run(tab, chromedp.Evaluate[bool](`document.fonts.ready.then(() => new Promise((done) => setTimeout(() => done(true), 300)))`, chromedp.EvalAwaitPromise)); err != nil {
		return nil, err
	}
	shot, err := chromedp.Call(tab, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng})
	if err != nil {
		return nil, err
	}
	return shot.Data, nil
}

// fewColours gives a picture the 256 colours that it has most of; the others become the nearest of these. Pages have few
// beside those of the edges of letters.
func fewColours(data []byte) ([]byte, error) {
	full, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	bounds := full.Bounds()
	counts := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA {
		r, g, b, _ := full.At(x, y).RGBA()
		return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
	}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			counts[at(x, y)]++
		}
	}
	colours := make([]color.RGBA, 0, len(counts))
	for c := range counts {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(a, b color.RGBA) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return (int(a.R)<<16 | int(a.G)<<8 | int(a.B)) - (int(b.R)<<16 | int(b.G)<<8 | int(b.B))
	})
	// The few that are much seen as they are; for the rest one for each small cube of colours.
	var chosen color.Palette
	taken := map[[3]uint8]int{}
	for _, c := range colours {
		cube := [3]uint8{c.R >> 4, c.G >> 4, c.B >> 4}
		if len(chosen) < 256 && (len(chosen) < 64 || taken[cube] < 2) {
			taken[cube]++
			chosen = append(chosen, c)
		}
	}
	nearest := make(map[color.RGBA]uint8, len(colours))
	for _, c := range colours {
		nearest[c] = uint8(chosen.Index(c)) //nolint:gosec // there are at most 256
	}
	few := image.NewPaletted(bounds, chosen)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			few.SetColorIndex(x, y, nearest[at(x, y)])
		}
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err = encoder.Encode(&out, few)
	return out.Bytes(), err
}
