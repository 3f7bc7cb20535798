package desk

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"

	"chancery/picture"
)

//go:embed static
var staticFiles embed.FS

// asset is a file that pages need, under an address that changes with its content, so that it may be kept for ever.
type asset struct {
	address   string
	mediaType string
	body      []byte
	zipped    []byte
}

// loadAssets reads the stylesheet, which is one file for a browser and several for its readers, and the scripts.
func (d *Desk) loadAssets() error {
	var style bytes.Buffer
	parts, err := fs.Glob(staticFiles, "static/style/*.css")
	if err != nil {
		return err
	}
	for _, part := range parts {
		text, err := staticFiles.ReadFile(part)
		if err != nil {
			return err
		}
		style.Write(text)
	}
	style.WriteString(picture.Style())
	if d.styles, err = newAsset("desk.css", "text/css; charset=utf-8", style.Bytes()); err != nil {
		return err
	}
	d.scripts = map[string]asset{}
	files, err := fs.Glob(staticFiles, "static/script/*.js")
	if err != nil {
		return err
	}
	for _, f := range files {
		text, err := staticFiles.ReadFile(f)
		if err != nil {
			return err
		}
		if d.scripts[path.Base(f)], err = newAsset(path.Base(f), "text/javascript; charset=utf-8", text); err != nil {
			return err
		}
	}
	return nil
}

func newAsset(name, mediaType string, body []byte) (asset, error) {
	var zipped bytes.Buffer
	z, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return asset{}, err
	}
	if _, err := z.Write(body); err != nil {
		return asset{}, err
	}
	if err := z.Close(); err != nil {
		return asset{}, err
	}
	sum := sha256.Sum256(body)
	return asset{address: "/static/" + hex.EncodeToString(sum[:6]) + "-" + name, mediaType: mediaType, body: body, zipped: zipped.Bytes()}, nil
}

// static serves the stylesheet and the scripts.
func (d *Desk) static(w http.ResponseWriter, r *http.Request) {
	found, ok := d.styles, r.URL.Path == d.styles.address
	if _, name, cut := strings.Cut(r.PathValue("name"), "-"); cut && !ok {
		found, ok = d.scripts[name]
		ok = ok && r.URL.Path == found.address
	}
	if !ok {
		d.fail(w, r, ErrNowhere)
		return
	}
	h := w.Header()
	h.Set("Content-Type", found.mediaType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := found.body
	if takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = found.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the visitor may have gone
}
