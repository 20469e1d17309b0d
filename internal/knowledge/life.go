package knowledge

import "errors"

// State is where a version of an article is on its way to being answered from.
type State string

const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Approved  State = "approved"
	Returned  State = "returned"
)

// Act is what is done to a version.
type Act string

const (
	Submit  Act = "submit"
	Approve Act = "approve"
	Return  Act = "return"
)

// Who is told of an article, as package store keeps it.
const (
	ToApprovers = "approvers" // whoever may approve
	ToPerson    = "person"    // one of them: its author
)

// Why an act is refused.
var (
	ErrNotNow  = errors.New("knowledge: a version in this state takes no such act")
	ErrOwnWork = errors.New("knowledge: nobody approves what they wrote")
)

// May gives the state after an act by somebody on a version of an author. Errors: ErrNotNow, ErrOwnWork.
func (s State) May(act Act, author, by string) (State, error) {
	switch {
	case s == Draft && act == Submit:
		return Submitted, nil
	case s == Submitted && act == Approve:
		if author == by {
			return s, ErrOwnWork
		}
		return Approved, nil
	case s == Submitted && act == Return: // an author may take it back themselves
		return Returned, nil
	}
	return s, ErrNotNow
}
