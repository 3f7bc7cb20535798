package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// errSkipped says that a file of a folder is none of the corpus.
var errSkipped = errors.New("not of the corpus")

// each hands the files of the paths to read, one after the other. A folder stands for all files below it whose names
// have one of the endings, in the order of their names; a file that is named is read whatever its ending. What cannot
// be read is named on standard error with its file, and the rest goes on; it is an error when nothing is left.
func (e *evaluation) each(paths []string, read func(path string) error, endings ...string) error {
	for _, path := range paths {
		files, err := corpusFiles(path, endings)
		if err != nil {
			e.fail(err)
			continue
		}
		for _, file := range files {
			if err := e.ctx.Err(); err != nil {
				return err
			}
			if err := read(file); err != nil {
				if errors.Is(err, errSkipped) {
					continue
				}
				if e.ctx.Err() != nil {
					return e.ctx.Err()
				}
				e.fail(err)
				continue
			}
			e.read++
		}
	}
	if e.read == 0 {
		e.meter.clear()
		return errors.New("there is nothing to score: no file of the kind that this task reads could be read")
	}
	return nil
}

// corpusFiles lists a file, or the files below a folder whose names have one of the endings. What only tells of a
// corpus is left out: read-me files, licences, hidden files.
func corpusFiles(path string, endings []string) ([]string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file or folder", path)
	}
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if strings.HasPrefix(base, ".") && name != path {
			if entry.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if !entry.IsDir() && !aboutCorpus(base) && slices.ContainsFunc(endings, func(ending string) bool { return strings.HasSuffix(strings.ToLower(base), ending) }) {
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no file in this folder ends in %s", path, strings.Join(endings, ", "))
	}
	return files, nil
}

// aboutCorpus reports whether a file tells of a corpus and is no part of it: LICENSE-NOTE.txt, README.md.
func aboutCorpus(base string) bool {
	base = strings.ToLower(base)
	return slices.ContainsFunc([]string{"license", "licence", "readme", "copying", "attribution.", "changelog"}, func(word string) bool { return strings.HasPrefix(base, word) })
}

// withFile opens a file, unpacks it when it is gzipped, and hands it to read. Errors name the file.
func withFile(path string, read func(io.Reader) error) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if err != nil && !strings.Contains(err.Error(), path) {
			err = fmt.Errorf("%s: %w", path, err)
		}
	}()
	if !strings.HasSuffix(path, ".gz") {
		return read(f)
	}
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	return errors.Join(read(unpacked), unpacked.Close())
}
