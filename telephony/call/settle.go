package call

// settle adds what follows from the state itself, whatever led to it: what has come to
// an end is ended before all else, what begins is begun after it. So no branch of
// Transition can forget either. With what a controller after us must know it is the other
// way round: it is written before what it is about is done, and cleared when that is over.
func settle(before, m Model, effects []Effect) (Model, []Effect) {
	var first, last []Effect
	if m.Leader.Name != "" && !m.watched() {
		m, first = m.unwatched()
	}
	if m.State == StateForwarded && m.Leader.Mode == ModeWhisper {
		m.Leader.Mode = ModeListen // the one who was whispered to has left
	}
	was, is := before.attachment(), m.attachment()
	switch {
	case was == is || m.Leader.Name == "":
	case is == Attach{}:
		first = append(first, is)
	default:
		last = append(last, is)
	}
	if was, is := before.asideWith(), m.asideWith(); was != is {
		if was != "" {
			first = append(first, EndRecording{})
		}
		if is != "" {
			last = append(last, BeginRecording{Operator: is})
		}
	}
	for _, mark := range []struct {
		changed, cleared bool
		write            Effect
	}{
		{m.urgently() != before.urgently(), m.urgently() == "", MarkEmergency{Numbers: m.urgently()}},
		{m.Handed != before.Handed, m.Handed == HandedNot, MarkHanded{How: m.Handed}},
	} {
		switch {
		case !mark.changed || m.State == StateEnded || m.left():
		case mark.cleared:
			last = append(last, mark.write)
		default:
			first = append(first, mark.write)
		}
	}
	if len(first)+len(last) == 0 {
		return m, effects
	}
	return m, append(append(first, effects...), last...)
}
