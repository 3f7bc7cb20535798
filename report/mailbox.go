package report

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// mailbox reads the messages of a mailbox (RFC 4155): each begins with a line "From …" that follows an empty line.
// Mailboxes quote such lines inside a message with ">", and ">From " with another; one ">" is taken off again.
// Not all of them do, so a line that begins a message must also have a clock in it and a header after it.
func (e *each) mailbox(b *bufio.Reader, name string, o Options) bool {
	limit := 2*o.maxBytes() + 1<<20 // base64 takes four bytes for three, and the same text may come twice
	var message []byte
	begun, tooLarge, found := 0, false, false // the line on which the message begins
	end := func() bool {
		data, line := message, begun
		message, begun = nil, 0
		switch {
		case line == 0:
			return true
		case tooLarge:
			tooLarge = false
			return e.give(Report{}, fmt.Errorf("%w: the message has more than %d bytes", ErrTooLarge, limit), name, line)
		}
		return e.offer(len(data), name, line, func() (Report, error) { return FromMessage(data, o) })
	}
	blank := true // the line before is empty
	whole := true // the piece before ends a line
	for n := 0; ; {
		piece, err := b.ReadSlice('\n')
		starts := whole
		if whole = !errors.Is(err, bufio.ErrBufferFull); starts && len(piece) > 0 {
			n++
		}
		separates := false
		if starts && blank && bytes.HasPrefix(piece, fromLine) {
			line := bytes.Clone(piece)
			next, _ := b.Peek(256)
			separates, piece = separator(line, next), line
		}
		switch {
		case separates:
			found = true
			if !end() {
				return false
			}
			begun = n
		case begun > 0 && !tooLarge:
			if starts && quotedFrom(piece) {
				message = append(message, piece[1:]...)
			} else {
				message = append(message, piece...)
			}
			if tooLarge = int64(len(message)) > limit; tooLarge {
				message = nil
			}
		}
		blank = starts && len(bytes.TrimRight(piece, "\r\n")) == 0
		switch {
		case err == nil || errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			if !found {
				if n == 0 {
					return e.give(Report{}, ErrEmpty, name, 0)
				}
				return e.give(Report{}, fmt.Errorf("%w: no line \"From …\" begins one", ErrMessage), name, 1)
			}
			return end()
		default:
			begun = 0 // the message breaks off here
			if !e.give(Report{}, cause(err), name, n) {
				return false
			}
			if !errors.Is(err, ErrDamaged) {
				return true
			}
			found, blank, whole = true, true, true
		}
	}
}

var fromLine = []byte("From ")

// quotedFrom reports whether a line is ">From " with any number of ">".
func quotedFrom(line []byte) bool {
	rest := bytes.TrimLeft(line, ">")
	return len(rest) < len(line) && bytes.HasPrefix(rest, fromLine)
}

// separator reports whether a line that begins with "From " begins a message, given what follows it.
// "From 10:30 on, the ministers spoke alone." has a clock, but no header after it.
func separator(line, next []byte) bool {
	clock := false
	for i := 2; i+2 < len(line); i++ {
		clock = clock || line[i] == ':' && isDigit(line[i-1]) && isDigit(line[i-2]) && isDigit(line[i+1]) && isDigit(line[i+2])
	}
	return clock && headerLine(next)
}

// headerLine reports whether data begins with a header such as "Subject: …".
func headerLine(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte(">From ")) // some mail transports wrote such lines above the headers
	for i, c := range data {
		switch {
		case c == ':':
			return i > 0
		case c <= ' ' || c >= 0x7f:
			return false
		}
	}
	return false
}

// beginsMailbox reports whether the first bytes of an input are those of a mailbox.
func beginsMailbox(head []byte) bool {
	line, next, _ := bytes.Cut(head, []byte("\n"))
	return bytes.HasPrefix(line, fromLine) && separator(line, next)
}
