package ticket

import "slices"

// OpenQuestion is the one to which the sender's answer is waited for, of two the later; nil: none.
func (c *Case) OpenQuestion() *Question {
	mine, units := c.Asked, c.UnitAsked
	switch {
	case units.Open() && (!mine.Open() || !units.At.Before(mine.At)):
		return units
	case mine.Open():
		return mine
	}
	return nil
}

// Told is the result as its sender has it: what everybody may read, or else what they alone
// were told. "": they were told none; one that nobody has passed on yet is not theirs to find.
func (c *Case) Told() string {
	switch {
	case c.Public != nil:
		return c.Public.Result
	case c.Result != nil && !c.ToldAt.Before(c.Result.At):
		return c.Result.Text
	}
	return ""
}

// ofCitizens are the acts for which a sender comes to their own door.
var ofCitizens = []Act{SenderReplied{}, Rate{}, Contest{}, TakeByOffice{}, ReportConduct{}, MarkConfidential{}}

// SenderMay lists what the sender may do themselves now.
func (c *Case) SenderMay() []Kind {
	var may []Kind
	for _, act := range ofCitizens {
		kind := act.Kind()
		row := Table[kind]
		switch {
		case !row.allows(Citizen), !slices.Contains(row.States, c.State):
			continue
		case kind == (SenderReplied{}).Kind() && c.OpenQuestion() == nil,
			kind == (TakeByOffice{}).Kind() && c.State != StateContested,
			kind == (MarkConfidential{}).Kind() && (c.Confidential || c.Public != nil):
			continue
		}
		may = append(may, kind)
	}
	return may
}
