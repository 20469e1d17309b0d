// Package demo sets up what the demonstration shows: accounts with a published
// password, the city's units and fields, officers whose telephones are simulated.
// It may be run again at any time: what is there and was changed since stays.
package demo

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Password is every demonstration account's. It is published, so these accounts
// are let in only where the configuration says `demonstration: true`.
const Password = "1022-demo"

// Account of the demonstration.
type Account struct {
	Username, Name string
	Role           auth.Role
	Unit           string
}

// Accounts of the demonstration.
var Accounts = []Account{
	{"op01", "Nguyễn Thị Mai", auth.RoleOperator, ""},
	{"op02", "Trần Thu Hà", auth.RoleOperator, ""},
	{"op03", "Phạm Ngọc Lan", auth.RoleOperator, ""},
	{"op04", "Vũ Minh Đức", auth.RoleOperator, ""},
	{"op05", "Lê Thanh Tùng", auth.RoleOperator, ""},
	{"truongca", "Đỗ Thị Hương", auth.RoleLeader, ""},
	{"canbo", "Bùi Văn Hải", auth.RoleOfficer, "SXD"},
	{"thutruong", "Hoàng Quốc Việt", auth.RoleHead, "SXD"},
	{"vanphong", "Ngô Thị Yến", auth.RoleOffice, "VPUB"},
	{"kiemtra", "Đặng Văn Khoa", auth.RoleAuditor, ""},
	{"quantri", "Phan Anh Tuấn", auth.RoleAdmin, ""},
}

// Limits of the number of operators that Seed makes.
const (
	Operators    = 5 // op01 … op05, who have names
	MaxOperators = 99
)

// everyone is all accounts, with so many operators op01, op02, … in turn.
func everyone(operators int) []Account {
	all := slices.Clone(Accounts)
	for n := Operators + 1; n <= operators; n++ {
		all = append(all, Account{fmt.Sprintf("op%02d", n), fmt.Sprintf("Tổng đài viên %02d", n), auth.RoleOperator, ""})
	}
	return all
}

// Seed puts everything in, in one transaction. More operators than Operators, at
// most MaxOperators, are for trials under load (callsim agent --count).
func Seed(ctx context.Context, st *store.Store, operators int) error {
	hash, err := auth.Hash(Password)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	err = st.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if err := units(ctx, q); err != nil {
			return err
		}
		if err := fields(ctx, q); err != nil {
			return err
		}
		return accounts(ctx, q, hash, everyone(operators))
	})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}

func units(ctx context.Context, q *db.Queries) error {
	communes, err := directory.Communes()
	if err != nil {
		return err
	}
	departments := directory.Departments()
	for _, u := range append(departments, communes...) {
		err := q.UnitPut(ctx, db.UnitPutParams{Code: u.Code, Name: u.Name, Kind: string(u.Kind), Phone: u.Phone})
		if err != nil {
			return fmt.Errorf("unit %s: %w", u.Code, err)
		}
	}
	// Each unit's first officer answers at the unit's number, the second at the
	// one 50 further (Điều 17.2: a focal officer and a deputy).
	for i, u := range departments {
		for rank, phone := range []string{u.Phone, fmt.Sprintf("02253000%02d", i+51)} {
			err := q.OfficerPut(ctx, db.OfficerPutParams{
				Phone: phone, Unit: u.Code, Name: fmt.Sprintf("Cán bộ đầu mối %d – %s", rank+1, u.Name), Rank: int32(rank + 1),
			})
			if err != nil {
				return fmt.Errorf("officer %s: %w", phone, err)
			}
		}
	}
	return nil
}

func fields(ctx context.Context, q *db.Queries) error {
	rank := map[int]int32{}
	for _, f := range directory.Fields() {
		rank[f.Group]++
		err := q.FieldPut(ctx, db.FieldPutParams{Code: f.Code, GroupID: int32(f.Group), Name: f.Name, Rank: rank[f.Group]})
		if err != nil {
			return fmt.Errorf("field %s: %w", f.Code, err)
		}
	}
	return nil
}

func accounts(ctx context.Context, q *db.Queries, hash string, all []Account) error {
	for _, a := range all {
		var unit *string
		if a.Unit != "" {
			unit = &a.Unit
		}
		_, err := q.UserAdd(ctx, db.UserAddParams{
			Username: a.Username, Name: a.Name, Role: string(a.Role), PasswordHash: hash, Unit: unit, Demonstration: true,
		})
		if err != nil {
			return fmt.Errorf("account %s: %w", a.Username, err)
		}
	}
	return nil
}
