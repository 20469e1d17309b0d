package call

import "slices"

// Party is one of those who may be in a call.
type Party string

const (
	PartyCitizen  Party = "citizen"
	PartyOperator Party = "operator"
	PartyOfficer  Party = "officer" // whoever has answered outside
	PartyLeader   Party = "leader"
)

// Parties lists them in the order in which they are named.
var Parties = []Party{PartyCitizen, PartyOperator, PartyOfficer, PartyLeader}

// Hears says whose voices a party hears. It is what the desk draws, and what tests hold
// against what was asked of Asterisk. Music, words and what a network plays before
// somebody answers are no voices.
func Hears(m Model, p Party) []Party {
	room, at := m.room(), m.attachment()
	var heard []Party
	for _, other := range room {
		// A leader at somebody's channel hears what passes there, in both directions.
		if other != p && (slices.Contains(room, p) || p == PartyLeader && at.At != "") {
			heard = append(heard, other)
		}
	}
	if p == PartyOperator && at.Mode == ModeWhisper {
		heard = append(heard, PartyLeader)
	}
	return heard
}

// room is who is in the call's bridge and can be spoken with there.
func (m Model) room() []Party {
	in := map[Party]bool{
		PartyCitizen:  m.InBridge(),
		PartyOperator: m.conversing(),
		PartyOfficer:  m.Officer.Phase == PhaseAside || m.Officer.Phase == PhaseJoined,
		PartyLeader:   m.barges(),
	}
	return slices.DeleteFunc(slices.Clone(Parties), func(p Party) bool { return !in[p] })
}

// asideWith is the operator who speaks with an officer without the citizen; "" if none
// does. What is said there is no part of the citizen's recording.
func (m Model) asideWith() string {
	aside := m.State == StateHeld && m.Officer.Phase == PhaseAside
	if aside || m.left() && m.State == StateTalking && m.Officer.Phase == PhaseJoined {
		return m.Operator
	}
	return ""
}

// urgently are the numbers that must be called on whatever happens to us. What the flow
// calls it calls again by itself. Without a citizen there is no channel to write it on.
func (m Model) urgently() string {
	if !m.left() && m.Officer.Urgent && m.Officer.Phase == PhaseCalling && (m.Operator != "" || m.Handed != HandedNot) {
		return m.Officer.Numbers
	}
	return ""
}
