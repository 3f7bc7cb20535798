package watch

import (
	"errors"
	"fmt"
	"time"

	"chancery/report"
)

// The ways in which following a feed fails, beside those of package report (ErrTimeout, ErrPrivateAddress,
// ErrTooLarge, ErrRedirect, ErrStatus, ErrNotFeed, ErrBrokenFeed…).
var (
	// ErrGone: the feed is gone for good (410) and is not asked again.
	ErrGone = errors.New("gone for good")
	// ErrHeld: the host asked to be left alone for a while, or the feed failed so often that it is asked later.
	ErrHeld = errors.New("held back")
	// ErrRobots: robots.txt does not allow the page to be fetched.
	ErrRobots = errors.New("not allowed by robots.txt")
	// ErrNoRules: robots.txt could not be had because its server fails; until it can, no page is fetched.
	ErrNoRules = errors.New("its robots.txt cannot be had")
	// ErrNotModified: 304 was answered though nothing had been said that could have been modified.
	ErrNotModified = errors.New("answers 304 though it was not asked what changed")
	// ErrOtherPage: the address of an article leads to another page: the front page, a form to agree to cookies.
	ErrOtherPage = errors.New("the page is not the article")
	// ErrEncoding: an answer is packed in a way that was not asked for.
	ErrEncoding = errors.New("content encoding not read")
	// ErrFeedList: a list of feeds holds something that is none.
	ErrFeedList = errors.New("not a list of feeds")
)

// statusError is an answer whose status is neither 200 nor 304.
type statusError struct {
	status int
	text   string
	retry  time.Time // when the server wants to be asked again; zero when it does not say
}

func (e *statusError) Error() string { return fmt.Sprintf("%v: %s", report.ErrStatus, e.text) }

func (e *statusError) Unwrap() error { return report.ErrStatus }

// passing reports whether an error may be gone the next time.
func passing(err error) bool {
	var s *statusError
	switch {
	case errors.As(err, &s):
		return s.status == 429 || s.status == 408 || s.status >= 500
	case errors.Is(err, ErrRobots), errors.Is(err, ErrOtherPage), errors.Is(err, ErrEncoding), errors.Is(err, report.ErrPrivateAddress), errors.Is(err, report.ErrContentType),
		errors.Is(err, report.ErrAddress), errors.Is(err, report.ErrTooLarge), errors.Is(err, report.ErrRedirect), errors.Is(err, report.ErrEmpty), errors.Is(err, report.ErrBinary), errors.Is(err, report.ErrKind):
		return false
	}
	return true
}
