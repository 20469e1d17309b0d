package call

// Transition says what an event makes of a call. On an error nothing changes:
// the Model returned is m, and there are no effects.
func Transition(m Model, ev Event) (Model, []Effect, error) {
	if m.State == StateEnded {
		return m, nil, ErrNotNow
	}
	next, effects, err := step(m, ev)
	if err != nil {
		return m, nil, err
	}
	next, effects = settle(m, next, effects)
	return next, effects, nil
}

// step sorts the events by who they come from. m is a copy: a branch that
// errs may leave it half changed.
func step(m Model, ev Event) (Model, []Effect, error) {
	switch e := ev.(type) {
	case Incoming:
		return m.incoming(e)
	case Adoption:
		return m.adoption(e)
	case CallBackDue:
		return m.callBackDue(e)
	case CallAsked:
		return m.callAsked(e)
	}
	if m.State == StateNew {
		return m, nil, ErrNotNow
	}
	if m.left() {
		return m.withoutCitizen(ev)
	}
	switch e := ev.(type) {
	case Answered:
		return m.answered()
	case QueueAsked, LeaveAsked, Recorded, Completed:
		return m.led(ev)
	case CallBackOff, CallBackYields, CitizenUp, CitizenFailed, FaxHeard:
		return m.callBack(ev)
	case DialAsked:
		return m.dial(e)
	case OutEarly, OutAnswered, RingOver, OutFailed, OutUnjoined, OutGone, OutPressed, BriefOver:
		return m.outside(ev)
	case WatchAsked, WatchLeft, TakeOverAsked, LeaderUp, LeaderLost:
		return m.supervise(ev)
	case DigitHeard:
		return m, []Effect{Note{KindDigit, Digit{Digit: e.Digit, Source: SourceCitizen}}}, nil
	case CallerGone:
		return m.citizenGone(endOf(m, e))
	case LeftStasis:
		return m.citizenGone(Ended{Class: EndSystem, Reason: ReasonFallback})
	case Vanished:
		if e.AsteriskLost {
			return m.end(Ended{Class: EndSystem, Reason: ReasonAsteriskLost})
		}
		return m.citizenGone(Ended{Class: EndCitizen, Reason: ReasonUnobserved})
	case Failed:
		return m.failed()
	case Assigned, OfferTimedOut, LegUp, LegFailed, LegLost, GraceOver:
		return m.progress(ev)
	}
	return m.asked(ev)
}

// progress is the floor, a timer or the operator's channel reporting.
func (m Model) progress(ev Event) (Model, []Effect, error) {
	switch e := ev.(type) {
	case Assigned:
		return m.assigned(e)
	case OfferTimedOut:
		if m.State != StateOffered || e.Turn != m.Turn {
			return m, nil, ErrNotNow
		}
		return m.offerFailed(OutcomeTimeout, FreeOperator{Gone: GoneTimeout, Unavailable: UnavailableTimeout})
	case LegUp:
		return m.legUp(e.Turn)
	case LegFailed:
		return m.legFailed(e.Turn)
	case LegLost:
		if e.Turn != m.Turn {
			return m, nil, ErrNotNow
		}
		if m.State == StateConnecting {
			return m.legFailed(e.Turn)
		}
		return m.operatorLost()
	case GraceOver:
		if m.Out && m.Placed && e.Turn == m.Turn {
			return m.notReached(TryOperatorGone) // the operator has another call
		}
		if m.State != StateRecovering || e.Turn != m.Turn {
			return m, nil, ErrNotNow
		}
		if m.Officer.Phase != PhaseNone {
			next, effects := m.toEmergency()
			return next, effects, nil
		}
		return m.requeue(nil, FreeOperator{Gone: GoneRequeued})
	}
	return m, nil, ErrNotNow
}

// asked is an operator's wish, or news of the operator. Only the operator who
// has the call is heard.
func (m Model) asked(ev Event) (Model, []Effect, error) {
	var operator string
	var do func() (Model, []Effect, error)
	switch e := ev.(type) {
	case Accepted:
		operator, do = e.Operator, m.accepted
	case Rejected:
		operator, do = e.Operator, func() (Model, []Effect, error) {
			return m.offerFailed(OutcomeRejected, FreeOperator{Gone: GoneRejected, Unavailable: UnavailableRejected})
		}
	case OperatorGone:
		if e.Operator != "" && e.Operator == m.Leader.Name {
			next, effects := m.unwatched()
			return next, effects, nil
		}
		operator, do = e.Operator, m.operatorGone
	case OperatorReturned:
		operator, do = e.Operator, m.operatorReturned
	case HoldAsked:
		operator, do = e.Operator, m.hold
	case ResumeAsked:
		operator, do = e.Operator, m.resume
	case ConsultAsked:
		operator, do = e.Operator, func() (Model, []Effect, error) { return m.consult(e) }
	case EmergencyAsked:
		operator, do = e.Operator, func() (Model, []Effect, error) { return m.emergency(e) }
	case NextAsked:
		operator, do = e.Operator, m.skip
	case SwapAsked:
		operator, do = e.Operator, m.swap
	case ThreeWayAsked:
		operator, do = e.Operator, m.threeWay
	case TakeBackAsked:
		operator, do = e.Operator, m.takeBack
	case CompleteAsked:
		operator, do = e.Operator, m.complete
	case OperatorHangup:
		operator, do = e.Operator, m.operatorHangup
	case VoicemailAsked:
		operator, do = e.Operator, m.voicemail
	case AskedDigit:
		operator, do = e.Operator, func() (Model, []Effect, error) { return m.sendDigits(e.Digits) }
	default:
		return m, nil, ErrNotNow
	}
	if operator == "" || operator != m.Operator {
		return m, nil, ErrNotYours
	}
	return do()
}
