package ticket

import (
	"errors"
	"slices"
	"testing"
)

// What somebody can do is what they are not refused: in every state, for everybody, of every act.
func TestCanIsWhatIsNotRefused(t *testing.T) {
	for _, party := range Parties {
		for _, state := range States {
			for kind, of := range acts {
				c, act := in(state), of.act
				if of.with != nil {
					of.with(&c, party)
				}
				switch {
				case kind == "take_by_office" && party.ofUnit():
					act = TakeByOffice{UnitsDisagree, "Không thống nhất"}
				case kind == "remove_file" && party.ofUnit():
					act = RemoveFile{"work", "Gửi nhầm"}
				case kind == "task_done":
					c.Tasks = []Task{{Number: 1, Of: "A", Unit: "A", At: day}}
				case kind == "take_by_office" && party == Citizen, kind == "rate_by_key", kind == "rate" && state == StateMerged:
					continue // no page of the staff's, or it depends on another ticket
				}
				_, err := Do(c, act, by(party), around)
				refused := errors.Is(err, ErrNotNow) || errors.Is(err, ErrNotYours)
				if can := slices.Contains(Can(c, by(party)), kind); can == refused {
					t.Errorf("%s by %s of %s: can %t, but %v", kind, party, state, can, err)
				}
			}
		}
	}
}
