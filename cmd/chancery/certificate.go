package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// lookEvery is how often the files of a certificate are looked at: they are renewed every few weeks.
const lookEvery = 30 * time.Second

// certificate is what the desk shows for TLS. It is read again when its files were changed, so that a renewed one counts
// without a restart.
type certificate struct {
	cert, key string
	log       *slog.Logger
	now       func() time.Time

	mutex   sync.Mutex
	pair    *tls.Certificate
	changed [2]time.Time // of the files, when they were read
	looked  time.Time
}

// newCertificate reads a certificate and its key.
func newCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	c := &certificate{cert: cert, key: key, log: log, now: time.Now}
	changed, err := c.times()
	if err != nil {
		return nil, fmt.Errorf("the certificate: %w", err)
	}
	if err := c.read(changed); err != nil {
		return nil, err
	}
	c.looked = c.now()
	return c, nil
}

// times says when the files were changed last.
func (c *certificate) times() (changed [2]time.Time, err error) {
	for i, name := range [...]string{c.cert, c.key} {
		file, statErr := os.Stat(name)
		if statErr != nil {
			err = errors.Join(err, statErr)
			continue
		}
		changed[i] = file.ModTime()
	}
	return changed, err
}

func (c *certificate) read(changed [2]time.Time) error {
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("--cert %s, --key %s: %w", c.cert, c.key, err)
	}
	c.pair, c.changed = &pair, changed
	return nil
}

// get gives the certificate. When a renewed one cannot be read, as while it is being written, the old one stands.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	now := c.now()
	if now.Sub(c.looked) < lookEvery {
		return c.pair, nil
	}
	c.looked = now
	changed, err := c.times()
	if err == nil && changed != c.changed {
		err = c.read(changed)
	}
	if err != nil {
		c.log.Error("the renewed certificate cannot be read; the old one stands", "error", err)
	}
	return c.pair, nil
}
