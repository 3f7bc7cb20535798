package export

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
)

// writeJSONLines writes a table as one JSON object a line, with the columns as keys in their order. What is not
// known is absent.
func writeJSONLines(ctx context.Context, w io.Writer, source Source, o Options) error {
	table, err := tableOf(o)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	var line bytes.Buffer
	err = table.Rows(ctx, source, func(row []any) error {
		line.Reset()
		line.WriteByte('{')
		for i, value := range row {
			if value == nil {
				continue
			}
			if line.Len() > 1 {
				line.WriteByte(',')
			}
			line.WriteByte('"')
			line.WriteString(table.Columns[i].Name)
			line.WriteString(`":`)
			if err := appendJSON(&line, value); err != nil {
				return err
			}
		}
		line.WriteString("}\n")
		_, err := out.Write(line.Bytes())
		return err
	})
	if err != nil {
		return fmt.Errorf("write the table %s: %w", table.Name, err)
	}
	return out.Flush()
}

// appendJSON writes a value without escaping what only browsers mind.
func appendJSON(b *bytes.Buffer, value any) error {
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line end that an Encoder writes
	return nil
}

// writeJSON writes one JSON document, indented.
func writeJSON(w io.Writer, document any) error {
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(document); err != nil {
		return err
	}
	return out.Flush()
}
