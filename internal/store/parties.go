package store

import (
	"hotline1022/internal/evidence"
	"hotline1022/internal/store/db"
)

// PartiesOf are who was spoken with in a call, as its row has them: what a manifest has as digests, and a package of evidence in words.
func PartiesOf(c db.Call) evidence.Parties {
	return evidence.Parties{
		Raw: c.FromRaw, Number: c.FromNumber, Name: c.FromName, Withheld: c.Withheld, Asserted: c.Asserted, Called: c.ToNumber, Operator: c.Operator, HadBy: c.HadBy,
	}
}
