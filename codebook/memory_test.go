package codebook

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestOverIsAFolderThatIsNotThere: files in memory make the codebook that the same files in a folder make.
func TestOverIsAFolderThatIsNotThere(t *testing.T) {
	files := map[string][]byte{
		"events/mine.txt":    []byte("class @ruritanian +\n    zenda\n"),
		"tracks/tracks.txt":  []byte("track zenda\n    title Zenda\n    words zenda\n"),
		"actors/more.tsv":    []byte("state\tname\nRUR\tRuritania\n"),
		"events/.hidden.txt": []byte("nonsense"),
	}
	dir := t.TempDir()
	for name, data := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	disk, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	over := Over("draft", files)
	if over.Version() != disk.Version() || over.Version() == Shipped().Version() {
		t.Errorf("version %s, on disk %s", over.Version(), disk.Version())
	}
	for _, folder := range []string{"events", "tracks", "actors", "places"} {
		if got, want := over.Files(folder, ""), disk.Files(folder, ""); !slices.Equal(got, want) {
			t.Errorf("%s: %v, on disk %v", folder, got, want)
		}
		for _, name := range over.Files(folder, "") {
			got, err := over.Read(name)
			if err != nil {
				t.Fatal(err)
			}
			want, err := disk.Read(name)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s is not what it is on disk", name)
			}
		}
	}
	if got := over.Name("events/mine.txt"); got != "draft/events/mine.txt" {
		t.Errorf("the file is called %s", got)
	}
	if got := over.Name("events/acts.txt"); got != "events/acts.txt" {
		t.Errorf("a shipped file is called %s", got)
	}
}
