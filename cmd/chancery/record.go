package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"chancery/record"
)

// recordFlag says which record a command works on.
type recordFlag struct {
	Record string `placeholder:"PATH" type:"path" help:"The record. Else $$CHANCERY_RECORD, else chancery/record.db in $$XDG_DATA_HOME or ~/.local/share."`
}

// path is where the record is.
func (f *recordFlag) path(env Environment) string {
	if f.Record != "" {
		return f.Record
	}
	return record.DefaultPath(env.Getenv)
}

// open opens the record; one that is to be read only must be there.
func (f *recordFlag) open(ctx context.Context, env Environment, o record.Options) (*record.Record, error) {
	r, err := record.Open(ctx, f.path(env), o)
	if o.ReadOnly && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no record at %s: chancery add makes one, --record names another", f.path(env))
	}
	return r, err
}
