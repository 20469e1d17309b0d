package ticketgen

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Accounts of whoever works at the hotline and in the Office, and for the administrator.
const (
	Operators     = 20 // op01, op02, …
	OfficeAccount = "vanphong"
	LeaderAccount = "truongca"
)

// OfficerAccount is the account of a unit's focal officer; HeadAccount is its head's.
func OfficerAccount(unit string) string { return "cb-" + strings.ToLower(unit) }

// HeadAccount is the account of a unit's head.
func HeadAccount(unit string) string { return "tt-" + strings.ToLower(unit) }

// unit is one that has tickets.
type unit struct {
	code, area string
	officer    ticket.By
}

// staff is who may have a ticket: by field the units that usually have it, and the communes.
type staff struct {
	usual    map[string][]unit
	communes []unit // whose areas are busy first
	others   []unit
	fields   []directory.Field // busy ones first
}

func unitOf(u directory.Unit) unit {
	return unit{code: u.Code, area: u.Area(), officer: ticket.By{Name: OfficerAccount(u.Code), Party: ticket.Officer, Unit: u.Code}}
}

// city is today's units, filled up to so many by teams below them.
func city(n int) ([]directory.Unit, error) {
	all, _, err := directory.City()
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(u directory.Unit) bool { return u.Until != 0 })
	for i := range all {
		if all[i].Since != 0 { // tickets of before are theirs, too: heirs are not what is measured
			all[i].Since = 0
		}
	}
	own := len(all)
	for i := 0; len(all) < n; i++ {
		parent := all[i%own]
		nth := i/own + 1
		all = append(all, directory.Unit{
			Code: fmt.Sprintf("%s-D%d", parent.Code, nth), Name: fmt.Sprintf("Đội %d – %s", nth, parent.Name), Kind: directory.KindService, Parent: parent.Code, Listed: true,
		})
	}
	return all[:max(n, 1)], nil
}

// people puts units, fields and accounts in, unless they are there.
func people(ctx context.Context, st *store.Store, s Shape) (*staff, error) {
	units, err := city(s.Units)
	if err != nil {
		return nil, err
	}
	err = st.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		for _, u := range units {
			if _, err := store.AddUnit(ctx, q, u); err != nil {
				return err
			}
		}
		rank := map[int]int32{}
		for _, f := range directory.Fields() {
			rank[f.Group]++
			if err := q.FieldPut(ctx, db.FieldPutParams{Code: f.Code, GroupID: int32(f.Group), Name: f.Name, Rank: rank[f.Group]}); err != nil {
				return err
			}
		}
		return accounts(ctx, q, s, units)
	})
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	return staffOf(units), nil
}

func accounts(ctx context.Context, q *db.Queries, s Shape, units []directory.Unit) error {
	r := rand.New(rand.NewPCG(s.Seed, 1))
	add := func(username string, role auth.Role, unit *string) error {
		_, err := q.UserAdd(ctx, db.UserAddParams{Username: username, Name: person(r), Role: string(role), PasswordHash: s.Hash, Unit: unit, Demonstration: true})
		return err
	}
	for n := range Operators {
		if err := add(operator(n).Name, auth.RoleOperator, nil); err != nil {
			return err
		}
	}
	office := units[0].Code
	if err := add(OfficeAccount, auth.RoleOffice, &office); err != nil {
		return err
	}
	if err := add(LeaderAccount, auth.RoleLeader, nil); err != nil {
		return err
	}
	there, err := q.Officers(ctx)
	if err != nil || len(there) > 0 {
		return err
	}
	for i, u := range units {
		for j, post := range []struct {
			post    directory.Post
			role    auth.Role
			account string
		}{{directory.PostFocal, auth.RoleOfficer, OfficerAccount(u.Code)}, {directory.PostHead, auth.RoleHead, HeadAccount(u.Code)}} {
			if err := add(post.account, post.role, &u.Code); err != nil {
				return err
			}
			mobile := fmt.Sprintf("09%d%07d", 1+j, i+1)
			_, err := q.OfficerAdd(ctx, db.OfficerAddParams{
				Unit: u.Code, Post: string(post.post), Rank: 1, Name: person(r), Phone: mobile, Mobile: mobile, Username: &post.account,
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// operator is one of those at the hotline.
func operator(n int) ticket.By {
	return ticket.By{Name: fmt.Sprintf("op%02d", n+1), Party: ticket.Hotline}
}

func staffOf(units []directory.Unit) *staff {
	s := &staff{usual: map[string][]unit{}, fields: directory.Fields()}
	known := map[string]unit{}
	for _, u := range units {
		v := unitOf(u)
		known[u.Code] = v
		if u.Kind == directory.KindCommune {
			s.communes = append(s.communes, v)
		} else {
			s.others = append(s.others, v)
		}
	}
	for _, d := range directory.Duties() {
		if u, ok := known[d.Unit]; ok && d.Field != "" {
			s.usual[d.Field] = append(s.usual[d.Field], u)
		}
	}
	return s
}

// deals says who deals with a matter: of four one of the units that usually do, else the commune
// of the place, or any other.
func (s *staff) deals(r *rand.Rand) (directory.Field, unit, string) {
	f := often(r, s.fields)
	area := "phường Gia Viên"
	var there unit
	if len(s.communes) > 0 {
		there = often(r, s.communes)
		area = there.area
	}
	switch n := r.IntN(8); {
	case n < 3 && len(s.usual[f.Code]) > 0:
		return f, pick(r, s.usual[f.Code]), area
	case n < 4 || there.code == "":
		return f, often(r, s.others), area
	}
	return f, there, area
}
