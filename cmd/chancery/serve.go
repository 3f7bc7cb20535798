package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/user"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	"chancery/access"
	"chancery/codebook"
	"chancery/desk"
	"chancery/reading"
	"chancery/record"
	"chancery/when"
)

// defaultListen is where the desk is served when nobody says.
const defaultListen = "127.0.0.1:8321"

// serveCommand is chancery serve.
type serveCommand struct {
	recordFlag
	Demo   bool   `help:"Serve the example process instead of a record; nothing is kept."`
	Listen string `default:"" placeholder:"ADDRESS" help:"Where to listen: a host and a port. Else 127.0.0.1:8321, which only this machine reaches."`

	Address string   `placeholder:"URL" help:"Where people reach the desk: https://desk.example.org. For feeds and exports, and as its name."`
	Host    []string `placeholder:"NAME" help:"Other names by which the desk is asked for."`
	Cert    string   `type:"path" placeholder:"FILE" help:"The certificate for TLS, in PEM, with those between it and the root."`
	Key     string   `type:"path" placeholder:"FILE" help:"The certificate's key, in PEM."`
	Plain   bool     `help:"Serve beyond this machine without TLS: only behind something that does it, or for trying."`

	TrustedProxy []string          `placeholder:"NETWORK" help:"Addresses of reverse proxies that are believed: 10.0.0.0/8."`
	UserHeader   string            `placeholder:"HEADER" help:"The header in which a trusted proxy says who it is: X-Forwarded-User."`
	RoleHeader   string            `placeholder:"HEADER" help:"The header in which it says of which groups."`
	Roles        map[string]string `placeholder:"GROUP=ROLE" help:"What the groups are here: analysts=review;heads=admin."`
	DefaultRole  string            `placeholder:"ROLE" help:"The role of those whom a proxy names and who have no other; without, they are turned away."`

	Codebook     string `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook; what is changed at the desk is kept there."`
	On           string `placeholder:"DATE" help:"Draw ledgers up for this day instead of today."`
	AllowPrivate bool   `help:"Let webhooks of watched searches call addresses in private networks."`
	Quiet        bool   `short:"q" help:"Say nothing but errors."`
}

// Help is the long help, with examples.
func (serveCommand) Help() string {
	return `Examples:
  chancery serve --demo
  chancery serve --record caucasus.db
  chancery serve --listen :8443 --cert desk.pem --key desk.key --address https://desk.example.org
  chancery serve --trusted-proxy 127.0.0.1 --address https://desk.example.org
  chancery serve --listen 10.0.0.5:8321 --plain --trusted-proxy 10.0.0.2 --user-header X-Forwarded-User --default-role read

On 127.0.0.1 whoever uses this machine may do everything. Beyond it, everybody signs in with an account
(chancery account add NAME --role review), shows a token, or is named by a reverse proxy; docs/desk.md says more.
The same holds on 127.0.0.1 with --trusted-proxy, when a proxy on this machine passes on what comes from others.
A certificate that was renewed is taken up within a minute.
Other commands may work on the record at the same time: add, watch, review, backup.`
}

// Validate says what does not go together.
func (c *serveCommand) Validate() error {
	if (c.Cert == "") != (c.Key == "") {
		return errors.New("--cert and --key go together")
	}
	if c.Demo && c.Record != "" {
		return errors.New("--demo serves the example process: leave --record out")
	}
	if c.UserHeader != "" && len(c.TrustedProxy) == 0 {
		return errors.New("--user-header needs --trusted-proxy: anybody can send a header")
	}
	return nil
}

// Run serves until it is interrupted.
func (c *serveCommand) Run(ctx context.Context, env Environment) (err error) {
	log := slog.New(slog.NewTextHandler(env.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	listener, beyond, err := c.listen(log)
	if err != nil {
		return err
	}
	defer func() {
		if closing := listener.Close(); !errors.Is(closing, net.ErrClosed) {
			err = errors.Join(err, closing)
		}
	}()
	book, err := codebook.Open(c.Codebook)
	if err != nil {
		return err
	}
	reader, err := reading.New(reading.Options{Codebook: book})
	if err != nil {
		return err
	}
	rec, closeRecord, err := c.openRecord(ctx, env, reader)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeRecord()) }()
	who, err := c.access(ctx, rec, beyond)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, who.Close()) }()
	options := desk.Options{
		Record: rec, Reader: reader, Book: book, CodebookDir: c.Codebook, Access: who, Address: strings.TrimSuffix(c.Address, "/"), Demo: c.Demo, AllowPrivate: c.AllowPrivate,
		Log: log,
	}
	if options.Today, err = c.today(); err != nil {
		return err
	}
	d, err := desk.New(ctx, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	following, stop := context.WithCancel(ctx)
	var background sync.WaitGroup
	background.Go(func() { _ = d.Follow(following) }) // it only ends
	defer background.Wait()
	defer stop()
	if !c.Quiet {
		what := rec.Path()
		if c.Demo {
			what = "the example process"
		}
		fmt.Fprintf(env.Stdout, "chancery serves %s at %s\nCtrl-C ends it.\n", what, c.shown(listener))
	}
	// What is kept of the record changes little, and what pages are made of is thrown away at once: collecting it earlier
	// costs little time and keeps the memory small.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
	return serve(ctx, listener, d.Handler(), log)
}

// listen takes the port first, so that one that is taken is told at once. beyond says that other machines reach it.
func (c *serveCommand) listen(log *slog.Logger) (listener net.Listener, beyond bool, err error) {
	address := c.Listen
	if address == "" {
		address = defaultListen
	}
	listener, err = net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) && c.Listen == "" && c.Demo {
		listener, err = net.Listen("tcp", "127.0.0.1:0") // a demo need not be anywhere
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, false, fmt.Errorf("%s is taken: another desk may be running; --listen 127.0.0.1:0 takes any free port", address)
	}
	if err != nil {
		return nil, false, err
	}
	at, ok := listener.Addr().(*net.TCPAddr)
	beyond = !ok || !at.IP.IsLoopback()
	if beyond && c.Demo {
		return nil, false, errors.Join(fmt.Errorf("%s can be reached from other machines, and the example process has no accounts: it is served on this machine only", address), listener.Close())
	}
	if beyond && c.Cert == "" && !c.Plain {
		return nil, false, errors.Join(fmt.Errorf("%s can be reached from other machines: give --cert and --key for TLS, or --plain when something before it does TLS", address), listener.Close())
	}
	if c.Cert != "" {
		shown, err := newCertificate(c.Cert, c.Key, log)
		if err != nil {
			return nil, false, errors.Join(err, listener.Close())
		}
		listener = tls.NewListener(listener, &tls.Config{GetCertificate: shown.get, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}})
	}
	return listener, beyond, nil
}

// openRecord opens the record that is served, or makes that of the example process.
func (c *serveCommand) openRecord(ctx context.Context, env Environment, reader *reading.Reader) (*record.Record, func() error, error) {
	if c.Demo {
		return desk.Demo(ctx, reader)
	}
	path := c.path(env)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is no record at %s: chancery add makes one, --record names another, --demo shows the example process", path)
	}
	rec, err := c.open(ctx, env, record.Options{LedgerBehind: true}) // the desk draws it up in the background
	if err != nil {
		return nil, nil, err
	}
	return rec, rec.Close, nil
}

// access opens the desk to this machine's user, or to those with accounts.
func (c *serveCommand) access(ctx context.Context, rec *record.Record, beyond bool) (*access.Access, error) {
	o := access.Options{Hosts: c.Host, Secure: strings.HasPrefix(c.Address, "https://")}
	if c.Address != "" {
		u, err := url.Parse(c.Address)
		if err != nil || u.Hostname() == "" {
			return nil, fmt.Errorf("--address: %q is no address: write it as https://desk.example.org", c.Address)
		}
		o.Hosts = append(o.Hosts, u.Hostname())
	}
	if !beyond && len(c.TrustedProxy) == 0 {
		o.LocalUser = localUser()
		return access.Open(ctx, "", o)
	}
	var err error
	if o.Proxy, err = c.proxy(); err != nil {
		return nil, err
	}
	who, err := access.Open(ctx, access.PathFor(rec.Path()), o)
	if err != nil {
		return nil, err
	}
	accounts, err := who.ListAccounts(ctx)
	if err == nil && len(accounts) == 0 && c.UserHeader == "" {
		err = errors.New("nobody could sign in: make an account first with: chancery account add NAME --role admin")
	}
	if err != nil {
		return nil, errors.Join(err, who.Close())
	}
	return who, nil
}

// proxy reads what is said of reverse proxies.
func (c *serveCommand) proxy() (p access.Proxy, err error) {
	p = access.Proxy{UserHeader: c.UserHeader, RoleHeader: c.RoleHeader, Roles: map[string]access.Role{}}
	for _, network := range c.TrustedProxy {
		var prefix netip.Prefix
		if prefix, err = access.ParsePrefix(network); err != nil {
			return p, fmt.Errorf("--trusted-proxy: %w", err)
		}
		p.From = append(p.From, prefix)
	}
	for group, role := range c.Roles {
		if p.Roles[group], err = access.ParseRole(role); err != nil {
			return p, fmt.Errorf("--roles: %s: %w", group, err)
		}
	}
	if c.DefaultRole != "" {
		if p.Default, err = access.ParseRole(c.DefaultRole); err != nil {
			return p, fmt.Errorf("--default-role: %w", err)
		}
	}
	return p, nil
}

// localUser is how the user of this machine is named in the record's changes.
func localUser() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "local user"
}

func (c *serveCommand) today() (when.Day, error) {
	switch {
	case c.On != "":
		day, err := parseDay(c.On)
		if err != nil {
			return when.Day{}, fmt.Errorf("--on: %w", err)
		}
		return day, nil
	case c.Demo:
		return desk.DemoToday(), nil
	}
	return when.Day{}, nil
}

// shown is the address to open in a browser.
func (c *serveCommand) shown(listener net.Listener) string {
	if c.Address != "" {
		return c.Address
	}
	scheme := "http://"
	if c.Cert != "" {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return scheme + listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return scheme + net.JoinHostPort(host, port) + "/"
}

// How long those that are being answered may take when the desk is closed, and then to take note.
const (
	closing  = 5 * time.Second
	noticing = 2 * time.Second
)

// serve answers requests until ctx is done, then lets those that are being answered end.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	var answering sync.WaitGroup
	server := &http.Server{
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
		ErrorLog:    slog.NewLogLogger(quiet{log.Handler()}, slog.LevelWarn),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answering.Add(1)
			defer answering.Done()
			if strings.HasSuffix(r.URL.Path, "/stream") { // it has no end of its own
				streaming, stop := context.WithCancel(r.Context())
				defer stop()
				defer context.AfterFunc(ctx, stop)()
				r = r.WithContext(streaming)
			}
			handler.ServeHTTP(w, r)
		}),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer cancel()
	err := server.Shutdown(ending)
	if errors.Is(err, context.DeadlineExceeded) { // they are told by their connections
		err = nil
	}
	err = errors.Join(err, ignoreClosed(server.Close()), ignoreClosed(<-failed))
	ended := make(chan struct{})
	go func() {
		answering.Wait()
		close(ended)
	}()
	select { // the record is closed next: nobody should be reading it any more
	case <-ended:
	case <-time.After(noticing):
	}
	return err
}

// quiet leaves out what strangers bring about at will: connections that speak no TLS.
type quiet struct{ slog.Handler }

// Handle logs what the desk's keeper can do something about.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	if strings.Contains(r.Message, "TLS handshake error") {
		return nil
	}
	return q.Handler.Handle(ctx, r)
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
