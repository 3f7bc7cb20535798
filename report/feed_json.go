package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// jsonFeedItem is an item of a JSON Feed (jsonfeed.org/version/1.1). Keys of the wrong type are left out.
type jsonFeedItem struct {
	ID          json.RawMessage `json:"id"`
	URL         json.RawMessage `json:"url"`
	ExternalURL json.RawMessage `json:"external_url"`
	Title       json.RawMessage `json:"title"`
	HTML        json.RawMessage `json:"content_html"`
	Text        json.RawMessage `json:"content_text"`
	Summary     json.RawMessage `json:"summary"`
	Published   json.RawMessage `json:"date_published"`
	Modified    json.RawMessage `json:"date_modified"`
	Author      json.RawMessage `json:"author"`  // version 1
	Authors     json.RawMessage `json:"authors"` // version 1.1
	Language    json.RawMessage `json:"language"`
}

// parseJSONFeed reads a JSON Feed token by token, so that one which breaks off gives the items before.
func parseJSONFeed(raw, base string) (f Feed, line int, err error) {
	f.Format = "json"
	d := json.NewDecoder(strings.NewReader(raw))
	broken := func(err error) (Feed, int, error) {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return f, lineAt(raw, int(d.InputOffset())), fmt.Errorf("%w after %d items: %w", ErrBrokenFeed, len(f.Items), err)
	}
	if _, err := d.Token(); err != nil { // the brace that parseFeed saw
		return broken(err)
	}
	var top struct{ title, home, feed, language string }
	lines := lineCounter{raw: raw}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return broken(err)
		}
		if key != "items" {
			var value json.RawMessage
			if err := d.Decode(&value); err != nil {
				return broken(err)
			}
			switch key {
			case "title":
				top.title = fold(jsonText(value))
			case "home_page_url":
				top.home = jsonText(value)
			case "feed_url":
				top.feed = jsonText(value)
			case "language":
				top.language = jsonText(value)
			}
			f.Title, f.Language, f.URL = top.title, top.language, resolveLink(top.home, base)
			continue
		}
		if open, err := d.Token(); err != nil {
			return broken(err)
		} else if open != json.Delim('[') {
			return f, lineAt(raw, int(d.InputOffset())), fmt.Errorf("%w: its items are no array", ErrBrokenFeed)
		}
		for d.More() {
			if len(f.Items) == maxFeedItems {
				return f, lineAt(raw, int(d.InputOffset())), fmt.Errorf("%w: more than %d items", ErrTooLarge, maxFeedItems)
			}
			at := int(d.InputOffset())
			var value json.RawMessage
			if err := d.Decode(&value); err != nil {
				return broken(err)
			}
			at += bytes.IndexByte([]byte(raw[at:]), value[0]) // past the comma
			if it, ok := readJSONItem(value, cmp.Or(base, top.feed, top.home)); ok {
				it.Line = lines.at(at)
				f.Items = append(f.Items, it)
			}
		}
		if _, err := d.Token(); err != nil {
			return broken(err)
		}
	}
	if _, err := d.Token(); err != nil {
		return broken(err)
	}
	return f, 0, nil
}

func readJSONItem(value []byte, base string) (it FeedItem, ok bool) {
	var j jsonFeedItem
	if json.Unmarshal(value, &j) != nil {
		return it, false // no object
	}
	it = FeedItem{
		ID:        jsonText(j.ID),
		URL:       resolveLink(cmp.Or(jsonText(j.URL), jsonText(j.ExternalURL)), base),
		Title:     fold(jsonText(j.Title)),
		Published: parseFeedDate(jsonText(j.Published)),
		Updated:   parseFeedDate(jsonText(j.Modified)),
		Language:  jsonText(j.Language),
	}
	if html := jsonText(j.HTML); strings.TrimSpace(html) != "" {
		it.Content, it.Markup, it.Whole = html, true, true
	} else if text := jsonText(j.Text); strings.TrimSpace(text) != "" {
		it.Content, it.Whole = text, true
	} else {
		it.Content = jsonText(j.Summary)
	}
	var authors []struct {
		Name json.RawMessage `json:"name"`
	}
	if json.Unmarshal(j.Authors, &authors) != nil {
		authors = authors[:0]
	}
	if one := bytes.TrimSpace(j.Author); len(one) > 0 && one[0] == '{' && len(authors) == 0 {
		authors = append(authors, struct {
			Name json.RawMessage `json:"name"`
		}{})
		if json.Unmarshal(one, &authors[0]) != nil {
			authors = nil
		}
	}
	for _, a := range authors {
		if name := fold(jsonText(a.Name)); name != "" {
			it.Authors = append(it.Authors, name)
		}
	}
	return it, it.ID != "" || it.URL != "" || it.Title != "" || it.Content != ""
}

// jsonText gives the string of a JSON string, the figures of a number, and "" for all else.
func jsonText(value json.RawMessage) string {
	var s jsonID
	if len(value) == 0 || value[0] != '"' && value[0] != '-' && !isDigit(value[0]) || json.Unmarshal(value, &s) != nil {
		return ""
	}
	return withoutControls(string(s))
}

// lineAt gives the line of an offset, counted from 1.
func lineAt(raw string, offset int) int { return 1 + strings.Count(raw[:min(offset, len(raw))], "\n") }

// lineCounter gives the lines of offsets that only grow.
type lineCounter struct {
	raw    string
	offset int
	lines  int
}

func (c *lineCounter) at(offset int) int {
	offset = min(max(offset, c.offset), len(c.raw))
	c.lines += strings.Count(c.raw[c.offset:offset], "\n")
	c.offset = offset
	return 1 + c.lines
}
