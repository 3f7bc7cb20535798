// Package examples holds example reports that chancery's own people wrote about real and public events, so that the
// program can show itself without any other input. README.md in each folder says what its reports tell.
package examples

import "embed"

// ArmeniaAzerbaijan is a peace process in some forty short reports: a file each, of text or of HTML, in the folder
// armenia-azerbaijan.
//
//go:embed armenia-azerbaijan/*.txt armenia-azerbaijan/*.html
var ArmeniaAzerbaijan embed.FS
