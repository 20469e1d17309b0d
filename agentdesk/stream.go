package agentdesk

import (
	"encoding/json"
	"time"

	"hotline1022/agentdesk/protocol"
)

// stream is one session's numbered messages and the desk's numbered commands in
// it. It is plain state: its desk's lock guards it.
type stream struct {
	id    string
	limit int     // entries kept
	seq   uint64  // of the newest message
	kept  []entry // kept[i] has seq - len(kept) + 1 + i
	open  bool    // the snapshot is in it; until then changes go only into what is to be shown

	lastID  uint64
	pending map[uint64]struct{}               // taken, not yet answered
	answers map[uint64]protocol.ServerMessage // of the newest commands, by ID
	order   []uint64                          // their IDs, oldest first
}

// keptAnswers bounds how far back a repeated command still finds its answer.
const keptAnswers = 256

// entry is one message, encoded.
type entry struct {
	data []byte
	pop  *pop // of a screen-pop
}

// pop is what the screen-pop's metrics begin with.
type pop struct{ arrived, offered time.Time }

func newStream(id string, limit int) *stream {
	return &stream{
		id: id, limit: limit,
		pending: make(map[uint64]struct{}), answers: make(map[uint64]protocol.ServerMessage),
	}
}

// add gives the message its number and keeps it.
func (s *stream) add(m protocol.ServerMessage, p *pop) {
	s.seq++
	m.Seq = s.seq
	data, err := json.Marshal(m)
	if err != nil { // a time beyond the year 9999, say; the number must not be missing
		data, _ = json.Marshal(protocol.ServerMessage{Type: protocol.ServerError, Seq: s.seq, ID: m.ID, Error: protocol.NewError(protocol.CodeInternal)})
	}
	if len(s.kept) == s.limit {
		s.kept[0] = entry{}
		s.kept = s.kept[1:]
	}
	s.kept = append(s.kept, entry{data, p})
}

// has tells whether all messages after seq are kept.
func (s *stream) has(seq uint64) bool {
	return seq <= s.seq && s.seq-seq <= uint64(len(s.kept))
}

// after is at most n messages that follow seq; ok is false when some are no
// longer kept.
func (s *stream) after(seq uint64, n int) (_ []entry, ok bool) {
	if !s.has(seq) {
		return nil, false
	}
	rest := s.kept[len(s.kept)-int(s.seq-seq):]
	return rest[:min(n, len(rest))], true
}

// take notes a command's ID; fresh is false when the ID was taken before. IDs
// may leave gaps: a desk's own failure must not lock it out.
func (s *stream) take(id uint64) (fresh bool) {
	if id <= s.lastID {
		return false
	}
	s.lastID = id
	s.pending[id] = struct{}{}
	return true
}

// answer adds a command's answer to the messages, and keeps it for a repetition.
func (s *stream) answer(id uint64, m protocol.ServerMessage) {
	m.ID = id
	s.add(m, nil)
	if id == 0 {
		return
	}
	delete(s.pending, id)
	if len(s.order) == keptAnswers {
		delete(s.answers, s.order[0])
		s.order = s.order[1:]
	}
	s.answers[id] = m
	s.order = append(s.order, id)
}

// again answers a repeated command as before. A command that is still being
// carried out is answered when it is done; of one whose answer is forgotten, or
// that never came when it was due, an error says so rather than a guess.
func (s *stream) again(id uint64) {
	if _, ok := s.pending[id]; ok {
		return
	}
	m, ok := s.answers[id]
	if !ok {
		m = protocol.ServerMessage{Type: protocol.ServerError, ID: id, Error: protocol.NewError(protocol.CodeBadMessage)}
	}
	s.add(m, nil)
}
