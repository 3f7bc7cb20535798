package desk

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

	"chancery/access"
	"chancery/codebook"
	"chancery/reading"
	"chancery/record"
)

// example is the example process, read once for all tests that do not change it.
var example = sync.OnceValues(func() (*exampleRecord, error) {
	reader, err := reading.New(reading.Options{})
	if err != nil {
		return nil, err
	}
	rec, remove, err := Demo(context.Background(), reader)
	return &exampleRecord{reader: reader, record: rec, remove: remove}, err
})

type exampleRecord struct {
	reader *reading.Reader
	record *record.Record
	remove func() error
}

func TestMain(m *testing.M) {
	code := m.Run()
	closeBrowser()
	if used, err := example(); err == nil {
		_ = used.remove()
	}
	os.Exit(code)
}

// exampleDesk is a desk over the example process, which the test must not change.
func exampleDesk(t testing.TB) *Desk {
	t.Helper()
	e, err := example()
	if err != nil {
		t.Fatal(err)
	}
	return deskOver(t, e.record, e.reader)
}

// ownDesk is a desk over an example process of the test's own, which it may change.
func ownDesk(t testing.TB) *Desk {
	t.Helper()
	e, err := example()
	if err != nil {
		t.Fatal(err)
	}
	rec, remove, err := Demo(t.Context(), e.reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := remove(); err != nil {
			t.Error(err)
		}
	})
	return deskOver(t, rec, e.reader)
}

func deskOver(t testing.TB, rec *record.Record, reader *reading.Reader) *Desk {
	t.Helper()
	who, err := access.Open(t.Context(), "", access.Options{LocalUser: "a tester"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = who.Close() })
	d, err := New(t.Context(), Options{Record: rec, Reader: reader, Book: codebook.Shipped(), Access: who, Today: DemoToday(), Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.overview.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// get asks a desk for an address and gives the answer.
func get(t testing.TB, d *Desk, address string) *httptest.ResponseRecorder {
	t.Helper()
	return ask(t, d, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil))
}

// ask sends a request to a desk as the user of this machine does.
func ask(t testing.TB, d *Desk, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	r.Host, r.RemoteAddr = "localhost", "127.0.0.1:40000"
	w := httptest.NewRecorder()
	d.Handler().ServeHTTP(w, r)
	return w
}

func TestPagesAnswer(t *testing.T) {
	d := exampleDesk(t)
	for _, address := range []string{"/"} {
		if w := get(t, d, address); w.Code != http.StatusOK {
			t.Errorf("%s: %d\n%s", address, w.Code, w.Body)
		}
	}
	if w := get(t, d, "/nowhere"); w.Code != http.StatusNotFound {
		t.Errorf("an address that is none: %d", w.Code)
	}
}
