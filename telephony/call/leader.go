package call

// Supervision: the shift leader hears the call, speaks in it, or takes it over. It
// belongs to the call, ends with it, and moves with the citizen when the operator hands
// them on.

// Mode is how a shift leader takes part.
type Mode string

const (
	ModeListen  Mode = "listen"  // hears what the operator hears and says; after her, what the officer does
	ModeWhisper Mode = "whisper" // the same, and is heard by the operator alone
	ModeBarge   Mode = "barge"   // is in the bridge, heard by all who are there
)

// Leader is a shift leader who supervises the call.
type Leader struct {
	Name string // "": nobody does
	Mode Mode
	Up   bool // their channel is there
	// Turn counts the leaders: what is reported of a channel carries it.
	Turn int
}

// watched says whether there is a conversation to supervise, or one that is about to go on.
func (m Model) watched() bool {
	switch m.State {
	case StateTalking, StateHeld, StateRecovering, StateForwarded:
		return true
	case StateConnecting:
		return m.Connected
	case StateForwarding:
		return m.Handed != HandedNot
	case StateNew, StateArriving, StateMenu, StateQueued, StateOffered, StateEnded:
	}
	return false
}

// barges says whether the leader is in the bridge: then a citizen does not lose every
// voice with the operator's.
func (m Model) barges() bool { return m.attachment().Mode == ModeBarge }

// attachment is where the leader's channel belongs: into the bridge, to somebody's
// channel, or (zero) nowhere.
func (m Model) attachment() Attach {
	if !m.Leader.Up {
		return Attach{}
	}
	switch {
	case m.State == StateForwarded && m.Leader.Mode != ModeBarge:
		return Attach{Mode: ModeListen, At: PartyOfficer}
	case m.conversing() && m.Leader.Mode != ModeBarge:
		return Attach{Mode: m.Leader.Mode, At: PartyOperator}
	case m.conversing() || m.State == StateForwarded:
		return Attach{Mode: ModeBarge}
	}
	return Attach{}
}

// supervise is what concerns the shift leader.
func (m Model) supervise(ev Event) (Model, []Effect, error) {
	switch e := ev.(type) {
	case WatchAsked:
		return m.watch(e)
	case LeaderUp:
		if m.Leader.Name != "" && e.Turn == m.Leader.Turn && !m.Leader.Up {
			m.Leader.Up = true
			return m, nil, nil
		}
	case LeaderLost:
		if m.Leader.Name != "" && e.Turn == m.Leader.Turn {
			next, effects := m.unwatched()
			return next, effects, nil
		}
	case WatchLeft:
		if e.Leader == "" || e.Leader != m.Leader.Name {
			return m, nil, ErrNotYours
		}
		next, effects := m.unwatched()
		return next, effects, nil
	case TakeOverAsked:
		switch {
		case e.Leader == "" || e.Leader != m.Leader.Name:
			return m, nil, ErrNotYours
		case m.Leader.Up && m.State != StateConnecting:
			next, effects := m.takenOver()
			return next, effects, nil
		}
	}
	return m, nil, ErrNotNow
}

// watch begins supervision, or changes its mode. Of two leaders the first has it.
func (m Model) watch(e WatchAsked) (Model, []Effect, error) {
	switch {
	case e.Leader == "":
		return m, nil, ErrNotYours
	case !m.watched() || e.Leader == m.Operator || m.Leader.Name != "" && m.Leader.Name != e.Leader:
		return m, nil, ErrNotNow
	case e.Mode == ModeWhisper && !m.conversing(), e.Mode == ModeBarge && !m.conversing() && m.State != StateForwarded:
		return m, nil, ErrNotNow // nobody is there to hear it
	case e.Mode != ModeListen && e.Mode != ModeWhisper && e.Mode != ModeBarge, e.Mode == m.Leader.Mode:
		return m, nil, ErrNotNow
	}
	if m.Place == (Place{}) && !m.Placed {
		m.Place = e.Place
	}
	begins := m.Leader.Name == ""
	m.Leader.Name, m.Leader.Mode = e.Leader, e.Mode
	watched := Note{KindWatched, Watched{Leader: e.Leader, Mode: e.Mode, Operator: m.Operator}}
	if !begins {
		return m, []Effect{watched}, nil
	}
	m.Leader.Turn++
	return m, []Effect{EngageLeader{e.Leader, m.Leader.Turn}, JoinLeader{e.Leader, m.Leader.Turn}, watched}, nil
}

// unwatched ends supervision. Those who speak with each other go on.
func (m Model) unwatched() (Model, []Effect) {
	name := m.Leader.Name
	m.Leader = Leader{Turn: m.Leader.Turn}
	return m, []Effect{DropLeader{}, FreeLeader{Leader: name}, Note{KindWatchEnded, Watched{Leader: name, Operator: m.Operator}}}
}

// takenOver makes the leader the call's operator. Their channel is in the bridge before
// the operator's is gone.
func (m Model) takenOver() (Model, []Effect) {
	leader, operator := m.Leader.Name, m.Operator
	led := m.State == StateForwarded && m.Handed == HandedNot // by the flow, which is told
	m.Turn++
	effects := []Effect{Promote{leader, m.Turn}}
	switch {
	case m.State == StateRecovering && m.left():
		m.State = StateTalking
		var joined []Effect
		m, joined = m.toService()
		effects = append(effects, joined...)
	case m.State == StateRecovering && m.Held:
		m.State = StateHeld
	case m.State == StateRecovering && m.Officer.Phase == PhaseJoined:
		m.State = StateTalking
	case m.State == StateRecovering:
		m.State = StateTalking
		effects = append(effects, StopMusic{}, EnterBridge{m.Turn})
	case m.State == StateForwarding:
		m.State = StateTalking
		if !m.Officer.Early {
			effects = append(effects, StopRing{}, EnterBridge{m.Turn})
		}
	case m.State == StateForwarded:
		m.State = StateTalking
	}
	if operator != "" {
		effects = append(effects, FreeOperator{Operator: operator, Gone: GoneTakenOver, WrapUp: m.Connected})
	}
	m.Operator, m.Connected, m.Handed, m.Leader = leader, true, HandedNot, Leader{Turn: m.Leader.Turn}
	effects = append(effects, EngageOperator{leader, m.Turn}, MarkOperator{leader},
		Note{KindTakenOver, TakenOver{Leader: leader, Operator: operator, Held: m.State == StateHeld}})
	if led {
		effects = append(effects, Lead{NewsTakenOver})
	}
	return m, effects
}
