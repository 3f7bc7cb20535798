package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// writePackage writes a Frictionless data package (Data Package 1, Table Schema 1): a CSV file for each table and
// datapackage.json, in which every column is described and the codebook's closed lists are constraints. A file is
// complete or not there: each is written beside its place and moved when it is whole, datapackage.json last.
func writePackage(ctx context.Context, dir string, source Source, o Options) error {
	type reference struct {
		Resource string   `json:"resource"`
		Fields   []string `json:"fields"`
	}
	type foreignKey struct {
		Fields    []string  `json:"fields"`
		Reference reference `json:"reference"`
	}
	type constraints struct {
		Required bool     `json:"required,omitempty"`
		Enum     []string `json:"enum,omitempty"`
		Minimum  *float64 `json:"minimum,omitempty"`
		Maximum  *float64 `json:"maximum,omitempty"`
	}
	type fieldDescriptor struct {
		Name        string       `json:"name"`
		Type        string       `json:"type"`
		Description string       `json:"description"`
		Constraints *constraints `json:"constraints,omitempty"`
	}
	type schema struct {
		Fields        []fieldDescriptor `json:"fields"`
		PrimaryKey    []string          `json:"primaryKey"`
		ForeignKeys   []foreignKey      `json:"foreignKeys,omitempty"`
		MissingValues []string          `json:"missingValues"`
	}
	type resource struct {
		Name        string `json:"name"`
		Title       string `json:"title"`
		Description string `json:"description"`
		Path        string `json:"path"`
		Profile     string `json:"profile"`
		Format      string `json:"format"`
		Encoding    string `json:"encoding"`
		Schema      schema `json:"schema"`
	}
	type descriptor struct {
		Profile     string     `json:"profile"`
		Name        string     `json:"name"`
		Title       string     `json:"title"`
		Description string     `json:"description"`
		Created     string     `json:"created,omitempty"`
		Resources   []resource `json:"resources"`
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("make the folder of the data package: %w", err)
	}
	document := descriptor{
		Profile: "tabular-data-package", Name: "chancery-record", Title: o.title(),
		Description: "Reports, quotations, events, parties, occurrences and the ledger of offers, demands and commitments, as chancery read them. Offsets are bytes of the report's text in UTF-8.",
	}
	if !o.At.IsZero() {
		document.Created = o.At.UTC().Format(time.RFC3339)
	}
	for _, table := range Tables() {
		constrain(&table, o)
		if err := WriteFile(filepath.Join(dir, table.Name+".csv"), func(w io.Writer) error { return table.csv(ctx, w, source) }); err != nil {
			return err
		}
		r := resource{
			Name: table.Name, Title: table.Title, Description: table.Description, Path: table.Name + ".csv",
			Profile: "tabular-data-resource", Format: "csv", Encoding: "utf-8",
			Schema: schema{PrimaryKey: table.Primary, MissingValues: []string{""}},
		}
		for _, c := range table.Columns {
			f := fieldDescriptor{Name: c.Name, Type: string(c.Type), Description: c.Description}
			limits := constraints{Required: c.Required, Minimum: c.Minimum, Maximum: c.Maximum}
			if c.Type == List { // a list in CSV is one string; its values cannot be constrained there
				f.Type = string(String)
				f.Description += " Several values are separated by \"; \"."
			} else {
				limits.Enum = c.Enum
			}
			if limits.Required || limits.Enum != nil || limits.Minimum != nil || limits.Maximum != nil {
				f.Constraints = &limits
			}
			r.Schema.Fields = append(r.Schema.Fields, f)
		}
		for _, key := range table.Foreign {
			r.Schema.ForeignKeys = append(r.Schema.ForeignKeys, foreignKey{[]string{key.Column}, reference{key.Table, []string{key.Reference}}})
		}
		document.Resources = append(document.Resources, r)
	}
	return WriteFile(filepath.Join(dir, "datapackage.json"), func(w io.Writer) error { return writeJSON(w, document) })
}

// constrain closes the columns whose values the codebook lists.
func constrain(table *Table, o Options) {
	var codes []string
	for _, code := range o.Vocabulary.Codes {
		codes = append(codes, code.CAMEO)
	}
	for i := range table.Columns {
		switch c := &table.Columns[i]; c.Name {
		case "mode", "content_mode":
			c.Enum = o.Vocabulary.Modes
		case "cameo":
			c.Enum = codes
		}
	}
}

// WriteFile writes a file that is whole or as it was before, also when writing it fails in the middle.
// What is no regular file, /dev/stdout or a pipe, is written to as it is: it must not be replaced.
func WriteFile(path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return writeThrough(path, write)
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		var cause *fs.PathError
		if errors.As(err, &cause) { // not of the name that nobody gave
			err = cause.Err
		}
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() { _ = os.Remove(file.Name()) }() // gone already when all went well
	out := bufio.NewWriterSize(file, 1<<16)
	err = write(out)
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = file.Chmod(0o644)
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// writeThrough writes to a device or a pipe.
func writeThrough(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err == nil {
		out := bufio.NewWriterSize(file, 1<<16)
		err = errors.Join(write(out), out.Flush(), file.Close())
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
