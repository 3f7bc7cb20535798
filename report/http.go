package report

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http/httputil"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// response is the head of an answer of HTTP as crawlers keep it.
type response struct {
	status      int
	contentType string
	encodings   []string // Content-Encoding, the innermost first
	chunked     bool
}

// parseResponse divides an answer of HTTP into its head and its body. The status is 0 where there is no head.
func parseResponse(data []byte) (r response, body []byte) {
	end, start := headEnd(data[:min(len(data), maxPageHead)])
	if start == 0 || !bytes.HasPrefix(data, []byte("HTTP/")) {
		return r, data
	}
	status, lines, _ := bytes.Cut(data[:end], []byte("\n"))
	if fields := bytes.Fields(status); len(fields) > 1 {
		r.status, _ = strconv.Atoi(string(fields[1]))
	}
	for key, value := range headLines(lines) {
		switch strings.ToLower(key) {
		case "content-type":
			set(&r.contentType, value)
		case "content-encoding":
			for name := range strings.SplitSeq(strings.ToLower(value), ",") {
				r.encodings = append(r.encodings, strings.TrimSpace(name))
			}
		case "transfer-encoding":
			r.chunked = r.chunked || strings.Contains(strings.ToLower(value), "chunked")
		}
	}
	return r, data[start:]
}

// headEnd gives where the lines of a head end, and where what they are the head of begins; 0, 0 when the head
// does not end in data.
func headEnd(data []byte) (end, body int) {
	for i := 0; i < len(data); {
		k := bytes.IndexByte(data[i:], '\n')
		if k < 0 {
			break
		}
		i += k + 1
		switch {
		case bytes.HasPrefix(data[i:], []byte("\r\n")):
			return i, i + 2
		case bytes.HasPrefix(data[i:], []byte("\n")):
			return i, i + 1
		}
	}
	return 0, 0
}

// headLines yields the keys and values of the lines of a head; a line that begins with white space goes on with
// the one before.
func headLines(data []byte) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for len(data) > 0 {
			end := 0
			for {
				k := bytes.IndexByte(data[end:], '\n')
				if k < 0 {
					end = len(data)
					break
				}
				end += k + 1
				if end >= len(data) || data[end] != ' ' && data[end] != '\t' {
					break
				}
			}
			key, value, ok := bytes.Cut(data[:end], []byte(":"))
			data = data[end:]
			if ok && !yield(string(bytes.TrimSpace(key)), fold(string(value))) {
				return
			}
		}
	}
}

// html reports whether the answer is a page: by its content type, else by its looks.
func (r *response) html(body []byte) bool {
	if r.contentType == "" {
		return kindOfContent(body[:min(len(body), 4096)]) == HTML
	}
	media, _, _ := strings.Cut(strings.ToLower(r.contentType), ";")
	media = strings.TrimSpace(media)
	return media == "text/html" || media == "application/xhtml+xml"
}

// decode takes the encodings off a body. Crawlers keep the headers of an answer that they have decoded: CC-NEWS
// says "Content-Encoding: gzip" over plain pages. So a body that is not in the encoding that its head names is
// taken as it is.
func (r *response) decode(body []byte, limit int64) ([]byte, error) {
	if r.chunked && beginsChunk(body) {
		plain, err := readBounded(httputil.NewChunkedReader(bytes.NewReader(body)), limit)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) || len(plain) == 0 {
			return nil, bodyError("chunked", err)
		}
		body = plain // one that breaks off is what the crawler got
	}
	for i := len(r.encodings) - 1; i >= 0; i-- {
		name := r.encodings[i]
		in, certain := openEncoding(name, body)
		if in == nil {
			continue
		}
		plain, err := readBounded(in, limit)
		if err != nil {
			if errors.Is(err, ErrTooLarge) || certain {
				return nil, bodyError(name, err)
			}
			continue
		}
		body = plain
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, limit)
	}
	return body, nil
}

func bodyError(name string, err error) error {
	switch {
	case errors.Is(err, ErrTooLarge):
		return err
	case err == nil || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return fmt.Errorf("%w: the body (%s) breaks off", ErrDamaged, name)
	}
	return fmt.Errorf("%w: the body (%s): %w", ErrDamaged, name, err)
}

// openEncoding opens a body that is in an encoding; nil when it is not. certain says that its first bytes leave
// no doubt.
func openEncoding(name string, body []byte) (in io.Reader, certain bool) {
	r := bytes.NewReader(body)
	switch name {
	case "gzip", "x-gzip":
		if bytes.HasPrefix(body, gzipMagic) {
			if z, err := gzip.NewReader(r); err == nil {
				return z, true
			}
		}
	case "deflate": // RFC 9110 means zlib; some servers send bare deflate
		if z, err := zlib.NewReader(r); err == nil {
			return z, true
		}
		r.Reset(body)
		return flate.NewReader(r), false
	case "br":
		if len(body) > 0 && body[0] != '<' {
			return brotli.NewReader(r), false
		}
	case "zstd":
		if isZstd(body) {
			if z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow)); err == nil {
				return z.IOReadCloser(), true
			}
		}
	}
	return nil, false
}

// readBounded reads all of in, up to a limit.
func readBounded(in io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, limit)
	}
	return data, err
}

// beginsChunk reports whether a body begins with the length of a chunk.
func beginsChunk(body []byte) bool {
	line, err := bufio.NewReader(bytes.NewReader(body[:min(len(body), 64)])).ReadString('\n')
	if err != nil {
		return false
	}
	size, _, _ := strings.Cut(strings.TrimSpace(line), ";")
	_, err = strconv.ParseUint(strings.TrimSpace(size), 16, 31)
	return err == nil
}
