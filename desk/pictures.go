package desk

import (
	"bytes"
	"mime"
	"net/http"

	"chancery/picture"
)

// pictureFunc makes a picture of a visit.
type pictureFunc func(*visit) (picture.Picture, error)

// getPicture serves a picture alone, as a file that needs nothing beside it, with the paper and the colours of print.
func (d *Desk) getPicture(mux *http.ServeMux, pattern, name string, make pictureFunc) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		who, _ := visitor(r)
		v, err := d.newVisit(r, who)
		if err != nil {
			d.fail(w, r, err)
			return
		}
		tag := v.tagOf("", false)
		if notModified(r, tag) {
			w.Header().Set("ETag", tag)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		made, err := make(v)
		var out bytes.Buffer
		if err == nil {
			err = made.SVG(&out, picture.Options{Standalone: true, Links: d.base(r)})
		}
		if err != nil {
			d.fail(w, r, err)
			return
		}
		h := w.Header()
		h.Set("ETag", tag)
		h.Set("Content-Type", "image/svg+xml; charset=utf-8")
		// opened alone it is a page: its own style may apply, and nothing else
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation allow-popups")
		h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name + ".svg"}))
		_, _ = w.Write(out.Bytes()) // the visitor may have gone
	})
}

// base is where the desk is reached, without a slash at the end.
func (d *Desk) base(r *http.Request) string {
	if d.Address != "" {
		return d.Address
	}
	scheme := "http://"
	if d.Access.Secure(r) {
		scheme = "https://"
	}
	return scheme + r.Host
}
