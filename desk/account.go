package desk

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"chancery/access"
)

// accountRoutes are the addresses by which people sign in and out, and look after accounts.
func (d *Desk) accountRoutes(mux *http.ServeMux) {
	d.getFresh(mux, "GET /sign-in", d.signInPage)
	mux.HandleFunc("POST /sign-in", d.signIn)
	mux.HandleFunc("POST /sign-out", d.signOut)
	d.getFresh(mux, "GET /account", d.accountPage)
	mux.HandleFunc("POST /account", d.changeAccount)
	d.getFresh(mux, "GET /accounts", d.accountsPage)
	mux.HandleFunc("POST /accounts", d.changeAccounts)
	d.getFresh(mux, "GET /accounts/audit", d.auditPage)
}

// signInForm is what the page for signing in shows.
type signInForm struct {
	To    string // where to go then
	Name  string
	Error string
}

func (d *Desk) signInPage(v *visit) (*page, error) {
	if !d.Access.SignsIn() {
		return nil, fmt.Errorf("%w: nobody signs in at this desk with a password", ErrNowhere)
	}
	to, _ := localAddress(v.URL.Query().Get("to"))
	return &page{Template: "sign-in", Title: "Sign in", Body: signInForm{To: to}}, nil
}

func (d *Desk) signIn(w http.ResponseWriter, r *http.Request) {
	form := signInForm{Name: r.PostFormValue("name")}
	form.To, _ = localAddress(r.PostFormValue("to"))
	_, err := d.Access.SignIn(w, r, form.Name, r.PostFormValue("password"))
	var wait *access.Wait
	switch {
	case err == nil:
		if form.To == "" {
			form.To = "/"
		}
		http.Redirect(w, r, form.To, http.StatusSeeOther)
		return
	case errors.Is(err, access.ErrWrong), errors.Is(err, access.ErrBusy), errors.As(err, &wait):
		f := failureOf(err)
		form.Error = strings.TrimPrefix(err.Error(), "sign in: ")
		d.serve(w, r, func(*visit) (*page, error) {
			return &page{Template: "sign-in", Title: "Sign in", Status: f.Status, Body: form}, nil
		}, false)
	default:
		d.fail(w, r, err)
	}
}

func (d *Desk) signOut(w http.ResponseWriter, r *http.Request) {
	if err := d.Access.SignOut(w, r); err != nil {
		d.fail(w, r, err)
		return
	}
	// Browsers also keep pages as they stood, to go back to them at once.
	w.Header().Set("Clear-Site-Data", `"cache"`)
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

// accountBody is what somebody sees of the own account.
type accountBody struct {
	Account  access.Account
	Kept     bool // there is an account, and not only a name by a proxy or this machine
	Sessions []access.SessionInfo
	Tokens   []access.TokenInfo
	Token    string // the one just made: shown once
	Said     string
	Roles    []access.Role
}

func (d *Desk) accountPage(v *visit) (*page, error) { return d.ownAccount(v, "", "") }

// ownAccount is the page of the visitor's own account.
func (d *Desk) ownAccount(v *visit, token, said string) (*page, error) {
	body := accountBody{Token: token, Said: said, Roles: access.Roles()}
	if d.Access.Path() != "" {
		account, err := d.Access.AccountOf(v.Context(), v.who.Name)
		switch {
		case errors.Is(err, access.ErrNone):
		case err != nil:
			return nil, err
		default:
			body.Account, body.Kept = account, true
			if body.Sessions, err = d.Access.SessionsOf(v.Context(), v.who, v.who.Name); err != nil {
				return nil, err
			}
			if body.Tokens, err = d.Access.Tokens(v.Context(), v.who.Name, false); err != nil {
				return nil, err
			}
		}
	}
	return &page{Template: "account", Title: "Your account", Body: body}, nil
}

// changeAccount does what the forms of one's own account ask for.
func (d *Desk) changeAccount(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	token, said, err := d.changeOwn(r, who)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.serve(w, r, func(v *visit) (*page, error) { return d.ownAccount(v, token, said) }, false)
}

func (d *Desk) changeOwn(r *http.Request, who access.Who) (token, said string, err error) {
	ctx := r.Context()
	if !who.Role.May(access.OwnKeys) {
		return "", "", fmt.Errorf("%w: this account cannot be changed", ErrForbidden)
	}
	switch r.PostFormValue("do") {
	case "password":
		if r.PostFormValue("new") != r.PostFormValue("again") {
			return "", "", fmt.Errorf("%w: the new password was written in two ways", ErrAsk)
		}
		return "", "The password is changed. Other sessions have ended.", d.Access.ChangeOwnPassword(r, who, r.PostFormValue("old"), r.PostFormValue("new"))
	case "token":
		role, err := access.ParseRole(r.PostFormValue("role"))
		if err != nil {
			return "", "", err
		}
		lasts, err := daysOf(r.PostFormValue("days"))
		if err != nil {
			return "", "", err
		}
		token, _, err = d.Access.AddToken(ctx, who, who.Name, r.PostFormValue("label"), role, lasts)
		return token, "", err
	case "revoke":
		return "", "The token is revoked.", d.Access.Revoke(ctx, who, who.Name, r.PostFormValue("id"))
	case "end":
		return "", "The session has ended.", d.Access.EndSession(ctx, who, who.Name, r.PostFormValue("id"))
	case "end-all":
		n, err := d.Access.SignOutEverywhere(ctx, who, who.Name)
		return "", plural(n, "session") + " ended.", err
	}
	return "", "", fmt.Errorf("%w: the form does not say what to do", ErrAsk)
}

// daysOf reads for how many days a token is good; "" and 0 are for ever.
func daysOf(s string) (time.Duration, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 3650 {
		return 0, fmt.Errorf("%w: %q is no number of days", ErrAsk, s)
	}
	return time.Duration(n) * 24 * time.Hour, nil
}

// accountsBody is what an administrator sees.
type accountsBody struct {
	Accounts []access.Account
	Tokens   []access.TokenInfo
	Roles    []access.Role
	Said     string
}

func (d *Desk) accountsPage(v *visit) (*page, error) { return d.allAccounts(v, "") }

func (d *Desk) allAccounts(v *visit, said string) (*page, error) {
	if !v.who.Role.May(access.Accounts) {
		return nil, fmt.Errorf("%w: accounts are looked after with the role admin", ErrForbidden)
	}
	body := accountsBody{Roles: access.Roles(), Said: said}
	if d.Access.Path() != "" {
		var err error
		if body.Accounts, err = d.Access.ListAccounts(v.Context()); err != nil {
			return nil, err
		}
		if body.Tokens, err = d.Access.Tokens(v.Context(), "", false); err != nil {
			return nil, err
		}
	}
	return &page{Template: "accounts", Title: "Accounts", Body: body}, nil
}

// changeAccounts does what the forms on the page of all accounts ask for.
func (d *Desk) changeAccounts(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	said, err := d.changeOthers(r, who)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.serve(w, r, func(v *visit) (*page, error) { return d.allAccounts(v, said) }, false)
}

func (d *Desk) changeOthers(r *http.Request, who access.Who) (said string, err error) {
	if !who.Role.May(access.Accounts) {
		return "", fmt.Errorf("%w: accounts are looked after with the role admin", ErrForbidden)
	}
	if d.Access.Path() == "" {
		return "", access.ErrClosed
	}
	ctx, name := r.Context(), r.PostFormValue("name")
	switch do := r.PostFormValue("do"); do {
	case "add", "role":
		role, err := access.ParseRole(r.PostFormValue("role"))
		if err != nil {
			return "", err
		}
		if do == "role" {
			return name + " has the role " + string(role) + " now.", d.Access.SetRole(ctx, who, name, role)
		}
		_, err = d.Access.AddAccount(ctx, who, name, role, r.PostFormValue("password"))
		return name + " may sign in now.", err
	case "password":
		return name + " has a new password; all sessions have ended.", d.Access.SetPassword(ctx, who, name, r.PostFormValue("password"))
	case "disable", "enable":
		return name + " is " + do + "d now.", d.Access.SetDisabled(ctx, who, name, do == "disable")
	case "end-all":
		n, err := d.Access.SignOutEverywhere(ctx, who, name)
		return fmt.Sprintf("%s of %s ended.", plural(n, "session"), name), err
	case "revoke":
		return "The token is revoked.", d.Access.Revoke(ctx, who, r.PostFormValue("name"), r.PostFormValue("id"))
	}
	return "", fmt.Errorf("%w: the form does not say what to do", ErrAsk)
}

// auditBody is a page of the audit log, the newest first.
type auditBody struct {
	Entries []access.Entry
	Next    int64 // the number from which the next page goes on; 0 when there is none
}

func (d *Desk) auditPage(v *visit) (*page, error) {
	if !v.who.Role.May(access.Audit) {
		return nil, fmt.Errorf("%w: the audit log is seen with the role admin", ErrForbidden)
	}
	var body auditBody
	if d.Access.Path() != "" {
		var err error
		filter := access.AuditFilter{Who: v.URL.Query().Get("who"), Before: changeNumber(v.URL.Query().Get("before")), Limit: 100}
		if body.Entries, body.Next, err = d.Access.Entries(v.Context(), filter); err != nil {
			return nil, err
		}
	}
	return &page{Template: "audit", Title: "Audit log", Body: body}, nil
}
