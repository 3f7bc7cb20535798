package main

import (
	"testing"
	"time"
)

func TestTimesOnTheCommandLine(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	const day = 24 * time.Hour
	for s, want := range map[string]time.Duration{"never": 0, "90d": 90 * day, "2w": 14 * day, "8h": 8 * time.Hour, "2026-03-02": 12 * time.Hour, "2026-03-03": 36 * time.Hour} {
		if got, err := lasting(s, now); err != nil || got != want {
			t.Errorf("lasting %q: %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "d", "0d", "-3d", "3", "3m", "9999999999999999999d", "999999999999d", "2026-03-01", "2026-13-01"} {
		if got, err := lasting(s, now); err == nil {
			t.Errorf("lasting %q: %v", s, got)
		}
	}
	for s, want := range map[string]time.Time{"1d": now.Add(-day), "2026-03-01": time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), "2026-03-01T10:00:00Z": time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)} {
		if got, err := sinceWhen(s, now); err != nil || !got.Equal(want) {
			t.Errorf("since %q: %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "never", "d", "2026-02-30"} {
		if got, err := sinceWhen(s, now); err == nil {
			t.Errorf("since %q: %v", s, got)
		}
	}
}
