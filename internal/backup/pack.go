package backup

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// zstdMagic is how files of Zstandard begin.
var zstdMagic = [...]byte{0x28, 0xb5, 0x2f, 0xfd}

// chunk is how much is read and written at a time.
const chunk = 1 << 20

// Keep gives the copy its name, packed with Zstandard when that is asked for. What has the name already is replaced at
// once by the whole copy. After an error the copy has no name and is gone.
func (f *File) Keep(ctx context.Context, path string, pack bool, progress Progress) (err error) {
	defer func() { err = errors.Join(full(err, f.folder), f.Discard()) }()
	if pack {
		packed, err := f.pack(ctx, progress)
		if err != nil {
			return err
		}
		return packed.Keep(ctx, path, false, nil)
	}
	if err := f.held.Sync(); err != nil {
		return err
	}
	if err := os.Rename(f.path, path); err != nil {
		return err
	}
	err = f.held.Close()
	f.held = nil
	return errors.Join(err, syncFolder(filepath.Dir(path)))
}

// pack makes the packed copy, and reads it back.
func (f *File) pack(ctx context.Context, progress Progress) (_ *File, err error) {
	name, _, _ := bytes.Cut([]byte(filepath.Base(f.path)), []byte(partial))
	packed, err := newFile(f.folder, string(name[1:]), Options{Kind: f.kind, Mode: f.mode})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(full(err, f.folder), packed.Discard())
		}
	}()
	size, err := f.Size()
	if err != nil {
		return nil, err
	}
	// One core: whoever reads and writes the record meanwhile needs the others.
	encoder, err := zstd.NewWriter(packed.held, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
	if err != nil {
		return nil, err
	}
	if _, err := f.held.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	err = transfer(ctx, encoder, f.held, func(done int64) { progress.tell(Packing, done, size) })
	if err := errors.Join(err, encoder.Close()); err != nil {
		return nil, err
	}
	if err := packed.held.Sync(); err != nil {
		return nil, err
	}
	if _, err := packed.held.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	var back counter
	if err := f.kind.unpack(ctx, &back, packed.held, nil); err != nil {
		return nil, fmt.Errorf("the packed copy does not read back: %w", err)
	}
	if int64(back) != size {
		return nil, fmt.Errorf("%w: the packed copy has %d bytes and not %d", f.kind.Damaged, back, size)
	}
	return packed, nil
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// transfer copies until the end, or until nobody wants it any more.
func transfer(ctx context.Context, to io.Writer, from io.Reader, told func(done int64)) error {
	buffer := make([]byte, chunk)
	done := int64(0)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := from.Read(buffer)
		if _, err := to.Write(buffer[:n]); err != nil {
			return err
		}
		done += int64(n)
		if told != nil {
			told(done)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// unpack writes what is packed. Zstandard's checksums tell what is damaged, and what is cut off.
func (k Kind) unpack(ctx context.Context, to io.Writer, from io.Reader, told func(done int64)) error {
	decoder, err := zstd.NewReader(from, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return err
	}
	defer decoder.Close()
	into := &remembering{to: to}
	if err := transfer(ctx, into, decoder, told); err != nil {
		if into.err == nil && ctx.Err() == nil {
			return fmt.Errorf("%w: it cannot be unpacked: %w", k.Damaged, err)
		}
		return err
	}
	return nil
}

// remembering tells an error of writing from one of reading.
type remembering struct {
	to  io.Writer
	err error
}

func (r *remembering) Write(p []byte) (int, error) {
	n, err := r.to.Write(p)
	if err != nil {
		r.err = err
	}
	return n, err
}

// Unpack makes a file in folder, for what will be called name there, of a copy that was kept, packed or not.
func Unpack(ctx context.Context, path, folder, name string, o Options) (_ *File, err error) {
	if err := o.Kind.alone(path); err != nil {
		return nil, err
	}
	source, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: %s is no plain file", o.Kind.Other, path)
	}
	f, err := newFile(folder, name, o)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(full(err, folder), f.Discard())
		}
	}()
	in := bufio.NewReaderSize(source, chunk)
	head, err := in.Peek(len(zstdMagic))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if bytes.Equal(head, zstdMagic[:]) {
		// How long it will be is not known; how much was read of what is packed is.
		var read counter
		err = o.Kind.unpack(ctx, f.held, io.TeeReader(in, &read), func(int64) { o.Progress.tell(Unpacking, int64(read), info.Size()) })
	} else {
		err = transfer(ctx, f.held, in, func(done int64) { o.Progress.tell(Copying, done, info.Size()) })
	}
	if err != nil {
		return nil, err
	}
	if err := f.held.Sync(); err != nil {
		return nil, err
	}
	return f, nil
}

// alone refuses a database that has a log: part of it stands there, and somebody may be writing.
func (k Kind) alone(path string) error {
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return fmt.Errorf("%w: %s is in use, or was not closed, as it has a log beside it: a backup of it can be restored, it itself cannot", ErrInUse, path)
	}
	return nil
}

// Packed says whether a file is packed, and that it is no database in use.
func (k Kind) Packed(path string) (bool, error) {
	if err := k.alone(path); err != nil {
		return false, err
	}
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	var head [len(zstdMagic)]byte
	if _, err := io.ReadFull(file, head[:]); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return head == zstdMagic, nil
}

// syncFolder has the disk keep the names in a folder.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
