package telephony

import (
	"time"

	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
)

// operator is what the floor knows of one operator. The routing status is not
// kept but follows from the rest: nobody is busy without a live call.
type operator struct {
	name  string
	desk  bool
	media bool
	want  Want

	call    call.ID // offered to or had by this operator; "" if none
	queue   string  // that call came from; kept until the next
	actor   *actor  // of call
	engaged bool    // had, not only offered
	watches bool    // it is another's, whom they supervise
	// reserved is the call-back that is call, while its citizen has not answered; yields:
	// it was asked to give the operator up. Both are as long as call.
	reserved *queue.Waiting
	yields   bool

	missed    string    // why no call is offered until the operator asks; "" if it may
	ordered   Pause     // by somebody else; while want says so
	outBy     string    // who signed the operator out, if not they themselves
	wrapUntil time.Time // end of after-call work; zero: none
	wrapTimer *time.Timer
	// owed is the after-call work of a call that was taken from the operator while their desk
	// was away, or we were dead: begun when they are back by owedUntil.
	owed      time.Duration
	owedUntil time.Time

	idleSince time.Time // ready since; an offer in between does not count
	shown     OperatorView
}

func (o *operator) status() Status {
	switch {
	case o.call != "" && o.engaged:
		return StatusBusy
	case o.call != "":
		return StatusOffered
	case !o.desk:
		return StatusOffline
	case o.missed != "":
		return StatusUnavailable
	case !o.wrapUntil.IsZero():
		return StatusWrapUp
	case !o.want.Ready:
		return StatusPaused
	default:
		return StatusReady
	}
}

// present: a conversation needs both, audio and the keys to end it.
func (o *operator) present() bool { return o.desk && o.media }

// assignable: ready, with audio.
func (o *operator) assignable() bool { return o.status() == StatusReady && o.media }

// atWork: has or will have calls, without being asked.
func (o *operator) atWork() bool {
	switch o.status() {
	case StatusReady:
		return o.media
	case StatusOffered, StatusBusy, StatusWrapUp:
		return true
	case StatusOffline, StatusPaused, StatusUnavailable:
	}
	return false
}

// let: the operator has no call any more.
func (o *operator) let() {
	o.call, o.actor, o.engaged, o.watches, o.reserved, o.yields = "", nil, false, false, nil, false
}

// view is the operator as shown at now; Since changes with status or reason.
func (o *operator) view(now time.Time) OperatorView {
	v := OperatorView{
		Operator: o.name, Status: o.status(), Since: o.shown.Since,
		Desk: o.desk, Media: o.media, Call: o.call, Pause: o.ordered,
	}
	switch v.Status {
	case StatusPaused:
		v.Reason = o.want.Reason
	case StatusUnavailable:
		v.Reason = o.missed
	case StatusWrapUp:
		v.Until = o.wrapUntil
	case StatusOffline:
		if o.outBy != "" {
			v.Reason = ReasonSignedOut
		}
	case StatusBusy:
		if o.watches {
			v.Reason = ReasonWatching
		}
	case StatusReady, StatusOffered:
	}
	if v.Status != o.shown.Status || v.Reason != o.shown.Reason {
		v.Since = now
	}
	return v
}

// endWrapUp ends after-call work, if there is any.
func (o *operator) endWrapUp() {
	o.wrapUntil, o.owed = time.Time{}, 0
	if o.wrapTimer != nil {
		o.wrapTimer.Stop()
		o.wrapTimer = nil
	}
}
