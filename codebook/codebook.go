// Package codebook holds the data that decides what words mean: which acts they
// tell of, who the actors are and when they held which office, which tracks
// there are, and where places lie that the gazetteer lacks.
//
// A codebook is a tree of plain text files in UTF-8. The one that chancery
// ships is compiled into the binary; a folder of the user's own can be laid
// over it. A file there replaces the shipped file of the same path, and a file
// with a new name is read beside the shipped ones of its folder, after them,
// so that its entries extend or, when they carry the same id, replace those.
//
//	events/   acts and operators: words in construction → PLOVER and CAMEO
//	tracks/   questions under negotiation
//	actors/   states, organisations, groups, agents, offices and their holders
//	places/   places that the gazetteer lacks, and other names of those it has
//
// The parsers of these files live with the packages that use them; what they
// find wrong is reported as an [Error], which names the file and the line.
package codebook

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
)

//go:embed all:events all:tracks all:actors all:places
var embedded embed.FS

// shippedVersion names the shipped codebook in every reading.
const shippedVersion = "2026.11"

// ErrCodebook is wrapped by every error about the contents of a codebook.
var ErrCodebook = errors.New("codebook")

// Error is one mistake in a codebook file.
type Error struct {
	File   string // path inside the codebook, "events/acts.txt", or of the overlay's file on disk
	Line   int    // from 1
	Reason string // what is wrong, and what to write instead
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason) }

// Unwrap makes errors.Is(err, ErrCodebook) true.
func (e *Error) Unwrap() error { return ErrCodebook }

// Book is a codebook: the shipped files with, perhaps, an overlay on top.
// It is safe for use by several goroutines.
type Book struct {
	overlay string // folder on disk, "" for none
	top     fs.FS
}

// Shipped returns the codebook that is compiled into the binary.
func Shipped() *Book { return &Book{} }

// Open returns the shipped codebook with the folder dir laid over it; "" means no overlay.
// It fails when dir is not a folder or holds none of the codebook's folders.
func Open(dir string) (*Book, error) {
	if dir == "" {
		return Shipped(), nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCodebook, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%w: %s is a file; give the folder that holds events/, tracks/, actors/ or places/", ErrCodebook, dir)
	}
	book := &Book{overlay: dir, top: os.DirFS(dir)}
	for _, folder := range []string{"events", "tracks", "actors", "places"} {
		if info, err := fs.Stat(book.top, folder); err == nil && info.IsDir() {
			return book, nil
		}
	}
	return nil, fmt.Errorf("%w: %s holds none of the folders events/, tracks/, actors/ and places/", ErrCodebook, dir)
}

// Version names the codebook in a reading: the shipped one's version and, when a folder is laid over it,
// the first hexadecimal digits of a hash of that folder's files, so that a change in one shows.
func (b *Book) Version() string {
	if b.top == nil {
		return shippedVersion
	}
	h := sha256.New()
	for _, folder := range []string{"events", "tracks", "actors", "places"} {
		for _, name := range b.Files(folder, "") {
			if data, err := fs.ReadFile(b.top, name); err == nil {
				fmt.Fprintf(h, "%s\x00%d\x00%s", name, len(data), data)
			}
		}
	}
	return shippedVersion + "+" + hex.EncodeToString(h.Sum(nil)[:6])
}

// Files lists the files of a folder ("events") that end in suffix (".txt"): the shipped ones in
// order of their names, each replaced where the overlay has one of that name, then the overlay's own.
func (b *Book) Files(folder, suffix string) []string {
	seen := map[string]bool{}
	list := func(fsys fs.FS) (names []string) {
		entries, err := fs.ReadDir(fsys, folder)
		if err != nil {
			return nil // a codebook need not have every folder
		}
		for _, e := range entries {
			name := path.Join(folder, e.Name())
			if !e.IsDir() && strings.HasSuffix(name, suffix) && !strings.HasPrefix(e.Name(), ".") && !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
		sort.Strings(names)
		return names
	}
	names := list(embedded)
	if b.top != nil {
		names = append(names, list(b.top)...)
	}
	return names
}

// Read returns the contents of a file that Files listed, the overlay's first.
func (b *Book) Read(name string) ([]byte, error) {
	if b.top != nil {
		data, err := fs.ReadFile(b.top, name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return embedded.ReadFile(name)
}

// Name returns how to call a file in messages: its path on disk when it is the overlay's.
func (b *Book) Name(name string) string {
	if b.top != nil {
		if _, err := fs.Stat(b.top, name); err == nil {
			return path.Join(b.overlay, name)
		}
	}
	return name
}
