package access

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// Where a form's token stands: in a hidden field, or in a header for what a script sends.
const (
	FormField  = "csrf"
	FormHeader = "X-CSRF-Token"
)

// FormToken gives the token that forms for somebody carry: FormField holds it, or FormHeader. It is the same for all of
// a session, so that a page is the same each time it is made.
func (a *Access) FormToken(who Who) string {
	session := ""
	if who.How == Session {
		session = string(who.session[:])
	}
	return base64.RawURLEncoding.EncodeToString(a.keyed("form", string(who.How), who.Name, session))
}

// Protect refuses a request that would change something and was not sent by a page of the desk: ErrForged. It is for
// all requests, those to sign in included, for which who is nobody; what only reads passes. A token of a program needs
// nothing more, as no browser sends it of itself.
//
// Two things must be right: where the browser says that the request comes from (Sec-Fetch-Site, Origin), and the form's
// token, which a page elsewhere cannot read. Instead of a token, a desk of the local user takes what only a program
// sends: a body that is no form's, with no word of a browser's about where it comes from.
func (a *Access) Protect(r *http.Request, who Who) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return nil
	}
	if who.How == Token {
		if who.reading {
			return fmt.Errorf("%w: a token that is given for a password is for reading only; send Authorization: Bearer", ErrForged)
		}
		return nil
	}
	site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	if site != "" && site != "same-origin" && site != "none" {
		return fmt.Errorf("%w: it comes from another site", ErrForged)
	}
	if origin != "" && !a.ownOrigin(r, origin) {
		return fmt.Errorf("%w: it comes from %s", ErrForged, clip(origin, 100))
	}
	if who.Name == "" {
		return nil // to sign in; there is no session yet that somebody else could use
	}
	if who.How == Local && site == "" && origin == "" && r.Header.Get("Cookie") == "" && !formBody(r) {
		return nil
	}
	given := r.Header.Get(FormHeader)
	if given == "" && formBody(r) {
		given = r.PostFormValue(FormField)
	}
	if subtle.ConstantTimeCompare([]byte(given), []byte(a.FormToken(who))) != 1 {
		return fmt.Errorf("%w: the form is of an older session; load the page again, and send it from there", ErrForged)
	}
	return nil
}

// ownOrigin says whether an origin is the desk itself.
func (a *Access) ownOrigin(r *http.Request, origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || a.Secure(r) && u.Scheme != "https" {
		return false // "null", too: a page that hides where it comes from
	}
	return strings.EqualFold(u.Host, a.host(r)) || a.options.LocalUser == "" && a.isHost(hostName(u.Host))
}

// formBody says whether a request could have been sent by a form of any page, without the browser asking first: by what
// it says its body is, or because it does not say.
func formBody(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return true
	}
	switch kind {
	case "application/x-www-form-urlencoded", "multipart/form-data", "text/plain":
		return true
	}
	return false
}
