package desk

import (
	"context"
	"errors"
	"net/http"
	"os"

	"chancery/access"
	"chancery/overview"
	"chancery/query"
	"chancery/record"
	"chancery/review"
)

// failure is what the page of an error says.
type failure struct {
	Status int
	What   string // in a few words
	Why    string
	Query  string // the query that makes no sense, with a caret
}

// failureOf is the one place in which errors become answers.
func failureOf(err error) failure {
	var wrong *query.Error
	var wait *access.Wait
	var large *http.MaxBytesError
	is := func(targets ...error) bool {
		for _, t := range targets {
			if errors.Is(err, t) {
				return true
			}
		}
		return false
	}
	switch {
	case errors.As(err, &wrong):
		return failure{Status: http.StatusBadRequest, What: "This query makes no sense", Why: wrong.Error(), Query: wrong.Caret(0)}
	case errors.As(err, &wait):
		return failure{Status: http.StatusTooManyRequests, What: "Too much at once", Why: err.Error()}
	case errors.As(err, &large):
		return failure{Status: http.StatusRequestEntityTooLarge, What: "This is too large", Why: "The desk takes no more at once. Put large collections in with: chancery add"}
	case is(errMethod):
		return failure{Status: http.StatusMethodNotAllowed, What: "This is not asked so", Why: "There is a page here, but it is asked in another way."}
	case is(os.ErrDeadlineExceeded) && !is(context.DeadlineExceeded):
		return failure{Status: http.StatusRequestTimeout, What: "This came in too slowly", Why: "The desk waited for the rest of the form, and gave up. Send it again."}
	case is(ErrAsk, record.ErrCursor, overview.ErrCursor, review.ErrAct, record.ErrAmbiguous, access.ErrName, access.ErrPassword, access.ErrLabel, access.ErrRoleName, access.ErrTaken, access.ErrLast):
		return failure{Status: http.StatusBadRequest, What: "This cannot be asked", Why: err.Error()}
	case is(access.ErrHost, access.ErrForwarded):
		return failure{Status: http.StatusMisdirectedRequest, What: "This desk is not reached so", Why: err.Error()}
	case is(access.ErrNobody, access.ErrEnded, access.ErrToken, access.ErrWrong):
		return failure{Status: http.StatusUnauthorized, What: "Sign in first", Why: err.Error()}
	case is(access.ErrForged):
		return failure{Status: http.StatusForbidden, What: "Send this from the desk", Why: err.Error()}
	case is(ErrForbidden, access.ErrRole, access.ErrStranger, record.ErrReadOnly):
		return failure{Status: http.StatusForbidden, What: "You may not do this", Why: err.Error()}
	case is(overview.ErrLoading):
		return failure{Status: http.StatusServiceUnavailable, What: "Still counting", Why: "The record is being looked over since the desk was opened. Try again in a few seconds."}
	case is(errFull, access.ErrBusy):
		return failure{Status: http.StatusServiceUnavailable, What: "The desk is busy", Why: "Too many are asking at this moment. Try again in a few seconds."}
	case is(context.DeadlineExceeded):
		return failure{Status: http.StatusServiceUnavailable, What: "This took too long", Why: "Ask for less: a shorter time, one track, one actor."}
	case is(ErrNowhere):
		return failure{Status: http.StatusNotFound, What: "There is no such page", Why: "The address may have been cut short."}
	case is(record.ErrNotFound, access.ErrNone):
		return failure{Status: http.StatusNotFound, What: "This is not in the record", Why: err.Error()}
	}
	return failure{Status: http.StatusInternalServerError, What: "Something broke",
		Why: "The desk could not make this page. What was stored stays. What happened stands in the log of chancery serve."}
}
