package eval

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// NewsItem is a report of one of the samples of news whose events are judged by hand.
type NewsItem struct {
	ID        string `json:"id"` // "agnews:17" (its rank in the sample), "wikinews:…" (the end of its address), "eww:af_afrol_12"
	URL       string `json:"url,omitempty"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty"` // "2019-10-27"
	Outlet    string `json:"outlet,omitempty"`
	Text      string `json:"text"`
	order     string // hexadecimal SHA-256 that puts the sample into an order nobody chose
}

// NewsSamples are the names that [NewsSample] knows.
var NewsSamples = []string{"agnews", "wikinews", "eww"}

// NewsSample reads one of the samples from the folder of corpora, in its order: by the SHA-256 of title and text with a
// line feed between them for the world items of AG News (test part), of the address for the articles of Wikinews
// 2019 and 2020 and for those of English Worldwide Newswire.
func NewsSample(corpora, name string) ([]NewsItem, error) {
	var items []NewsItem
	var err error
	text := filepath.Join(corpora, "plain_text")
	switch name {
	case "agnews":
		items, err = agNews(filepath.Join(text, "dev", "ag_news_test.csv"))
	case "wikinews":
		items, err = wikinews(filepath.Join(text, "train", "wikinews"))
	case "eww":
		items, err = worldwideNewswire(filepath.Join(text, "dev", "eww_articles"))
	default:
		return nil, fmt.Errorf("no sample is called %q; there are %s", name, strings.Join(NewsSamples, ", "))
	}
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(items, func(a, b NewsItem) int { return cmp.Compare(a.order, b.order) })
	if name == "agnews" {
		for i := range items {
			items[i].ID = fmt.Sprintf("agnews:%d", i)
		}
	}
	return items, nil
}

// orderOf is where an item stands in its sample.
func orderOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// records reads a file of comma-separated values.
func records(file string) ([][]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	in := csv.NewReader(f)
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	out, err := in.ReadAll()
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return out, nil
}

// agNews reads the items of class 1, world: class, title, text.
func agNews(file string) ([]NewsItem, error) {
	rows, err := records(file)
	if err != nil {
		return nil, err
	}
	var out []NewsItem
	for _, r := range rows {
		if len(r) < 3 || r[0] != "1" {
			continue
		}
		out = append(out, NewsItem{Title: restored(r[1]), Text: restored(r[2]), order: orderOf(r[1] + "\n" + r[2])})
	}
	return out, nil
}

// restored puts back what the collection lost: " #39;" was an apostrophe's entity, a backslash a line's end.
func restored(s string) string {
	s = strings.ReplaceAll(s, `\`, " ")
	for _, entity := range []string{"#39;", "#36;", "#145;", "#146;", "#147;", "#148;", "#151;", "quot;", "amp;", "lt;", "gt;"} {
		s = strings.ReplaceAll(s, " "+entity, html.UnescapeString("&"+entity))
	}
	return strings.TrimSpace(s)
}

// wikinews reads its articles: address, date, title, text.
func wikinews(folder string) ([]NewsItem, error) {
	var out []NewsItem
	for _, year := range []string{"2019", "2020"} {
		rows, err := records(filepath.Join(folder, "wikinews_"+year+".csv"))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if len(r) < 4 || r[0] == "url" {
				continue
			}
			slug := r[0][strings.LastIndexByte(r[0], '/')+1:]
			out = append(out, NewsItem{
				ID: "wikinews:" + slug[:min(len(slug), 60)], URL: r[0], Title: r[2], Published: r[1], Outlet: "Wikinews", Text: r[3],
				order: orderOf(r[0]),
			})
		}
	}
	return out, nil
}

// worldwideNewswire reads the articles' files: the address, then the text.
func worldwideNewswire(folder string) ([]NewsItem, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: %w", folder, io.ErrUnexpectedEOF)
	}
	var out []NewsItem
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		address, text, ok := bytes.Cut(data, []byte("\n"))
		url := strings.TrimSpace(string(address))
		if !ok || !strings.HasPrefix(url, "http") {
			continue
		}
		out = append(out, NewsItem{
			ID: "eww:" + strings.TrimSuffix(filepath.Base(file), ".txt"), URL: url, Text: strings.TrimSpace(string(text)), order: orderOf(url),
		})
	}
	return out, nil
}
