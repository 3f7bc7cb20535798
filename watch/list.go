package watch

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html/charset"
)

// ParseList reads a list of feeds: OPML, as feed readers export it, or plain lines, each with the address of a feed
// and, after white space, the outlet of its reports where it is not to be taken from the feed. Blank lines
// and what follows a "#" at the beginning of a line or after white space are passed over. Errors wrap
// ErrFeedList and name the line.
func ParseList(data []byte) ([]Feed, error) {
	text := strings.TrimPrefix(string(data), "\ufeff")
	if strings.HasPrefix(strings.TrimSpace(text), "<") {
		return parseOPML(text)
	}
	var feeds []Feed
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if k := strings.Index(" "+line, " #"); k >= 0 {
			line = strings.TrimSpace(line[:k])
		}
		if line == "" {
			continue
		}
		address, outlet := line, ""
		if k := strings.IndexAny(line, " \t"); k >= 0 {
			address, outlet = line[:k], strings.TrimSpace(line[k:])
		}
		if err := CheckAddress(address); err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrFeedList, i+1, err)
		}
		feeds = append(feeds, Feed{URL: address, Outlet: outlet})
	}
	return feeds, nil
}

// CheckAddress reports what is wrong with the address of a feed; nil when nothing is.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%q is not an http or https address", address)
	}
	return nil
}

// parseOPML takes the addresses of all outlines, however they are nested.
func parseOPML(text string) ([]Feed, error) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	var feeds []Feed
	root := ""
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && root != "":
			return feeds, nil
		case err != nil:
			line, _ := d.InputPos()
			return nil, fmt.Errorf("%w: line %d: %w", ErrFeedList, line, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		name := strings.ToLower(start.Name.Local)
		if root == "" {
			if root = name; root != "opml" {
				return nil, fmt.Errorf("%w: it is <%s>, want OPML or one address a line", ErrFeedList, start.Name.Local)
			}
		}
		if name != "outline" {
			continue
		}
		for _, a := range start.Attr {
			if strings.EqualFold(a.Name.Local, "xmlUrl") && strings.TrimSpace(a.Value) != "" {
				address := strings.TrimSpace(a.Value)
				if err := CheckAddress(address); err != nil {
					line, _ := d.InputPos()
					return nil, fmt.Errorf("%w: line %d: %w", ErrFeedList, line, err)
				}
				feeds = append(feeds, Feed{URL: address})
			}
		}
	}
}
