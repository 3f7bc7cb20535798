package syntax

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Training says what the models are trained on and where they go.
type Training struct {
	Corpora string    // the folder of corpora
	Out     string    // the folder the models are written to
	Epochs  int       // passes over the data
	Log     io.Writer // progress

	// For the gazetteer of the name finder.
	Gazetteer     string // the compiled gazetteer of package place
	Organisations string // the codebook's list of organisations

	Network string // the file of the network whose tags the name finder sees; empty for the binary's own
}

func (t Training) write(name, content string) error {
	fmt.Fprintf(t.Log, "%s: %d bytes\n", name, len(content))
	return os.WriteFile(filepath.Join(t.Out, name), []byte(content), 0o644)
}
