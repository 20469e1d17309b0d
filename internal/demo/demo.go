// Package demo sets up what the demonstration shows: accounts with a published
// password, the city's units and fields, officers whose telephones are simulated.
// It may be run again at any time: what is there and was changed since stays.
package demo

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/knowledge"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// Password is every demonstration account's. It is published, so these accounts
// are let in only where the configuration says `demonstration: true`.
const Password = auth.DemonstrationPassword

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
		if err := duties(ctx, q); err != nil {
			return err
		}
		if err := accounts(ctx, q, hash, everyone(operators)); err != nil {
			return err
		}
		if err := people(ctx, q); err != nil {
			return err
		}
		return articles(ctx, q)
	})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}

// articles puts the knowledge base in, written by the shift leader and approved by the Office, where there is none.
func articles(ctx context.Context, q *db.Queries) error {
	n, err := q.ArticleCounts(ctx)
	if err != nil || n.Holds > 0 {
		return err
	}
	now, err := q.Now(ctx)
	if err != nil {
		return err
	}
	author, approver := store.By{Actor: "truongca", At: now}, store.By{Actor: "vanphong", At: now}
	for _, a := range knowledge.Haiphong(worktime.DateOf(now.In(ticket.Zone))) {
		if err := store.AddArticle(ctx, q, a, knowledge.Unverified, author, approver); err != nil {
			return err
		}
	}
	for _, s := range knowledge.HaiphongShort() {
		if err := q.AbbreviationPut(ctx, db.AbbreviationPutParams{Short: s.Plain(), Shown: s.Short, Long: s.Long, By: author.Actor, At: now}); err != nil {
			return err
		}
	}
	return nil
}

// units puts the city in: today's structure and the former ones, with who took over.
func units(ctx context.Context, q *db.Queries) error {
	units, links, err := directory.City()
	if err != nil {
		return err
	}
	tree := directory.NewTree(units, links)
	// Whom another belongs to comes before it.
	slices.SortStableFunc(units, func(a, b directory.Unit) int { return len(tree.Path(a.Code)) - len(tree.Path(b.Code)) })
	for _, u := range units {
		if _, err := store.AddUnit(ctx, q, shown(u)); err != nil {
			return err
		}
	}
	for _, l := range links {
		if err := q.UnitHeirAdd(ctx, db.UnitHeirAddParams{Unit: l.From, Heir: l.To, Part: l.Part}); err != nil {
			return fmt.Errorf("heir of %s: %w", l.From, err)
		}
	}
	return staff(ctx, q, units)
}

// shown gives a unit what the public directory shows (Điều 17.3), of the demonstration's own domain.
func shown(u directory.Unit) directory.Unit {
	if u.Until == 0 {
		name := strings.ToLower(u.Code)
		u.Email, u.Website = name+"@1022.example", "https://"+name+".1022.example"
		u.Address = "Trụ sở " + u.Name
	}
	return u
}

// staff gives each of today's units its focal officers (Điều 17.2: a main one and a deputy) and its
// head, at simulated telephones: of the units with a number of their own the first answers there, the second at
// the one 50 further; of the communes at longer numbers. The island has nobody yet, and is reported missing.
func staff(ctx context.Context, q *db.Queries, units []directory.Unit) error {
	communes := 0
	for _, u := range units {
		if u.Until != 0 || u.Code == withoutOfficers {
			continue
		}
		phones := []string{fmt.Sprintf("02253000%03d", 100+communes), fmt.Sprintf("02253000%03d", 300+communes)}
		if u.Phone != "" {
			last, err := strconv.Atoi(strings.TrimPrefix(u.Phone, "02253000"))
			if err != nil {
				return fmt.Errorf("number of %s: %w", u.Code, err)
			}
			phones = []string{u.Phone, fmt.Sprintf("02253000%02d", last+50)}
		} else {
			communes++
		}
		for i, phone := range phones {
			err := q.OfficerPut(ctx, db.OfficerPutParams{
				Phone: phone, Unit: u.Code, Name: fmt.Sprintf("Cán bộ đầu mối %d – %s", i+1, u.Name), Rank: int32(i + 1),
			})
			if err != nil {
				return fmt.Errorf("officer %s: %w", phone, err)
			}
		}
		if err := q.HeadPut(ctx, db.HeadPutParams{Unit: u.Code, Name: "Thủ trưởng – " + u.Name, Email: shown(u).Email}); err != nil {
			return fmt.Errorf("head of %s: %w", u.Code, err)
		}
	}
	return nil
}

// withoutOfficers is the unit that shows what is reported when nobody answers: Bạch Long Vĩ.
const withoutOfficers = "11948"

// duties begins the table of responsibilities; one that holds anything was begun.
func duties(ctx context.Context, q *db.Queries) error {
	there, err := q.Duties(ctx)
	if err != nil || len(there) > 0 {
		return err
	}
	for _, d := range directory.Duties() {
		if _, err := store.AddDuty(ctx, q, d); err != nil {
			return err
		}
	}
	return nil
}

// people links the officers of the accounts' units with them: the main focal officer, the head.
func people(ctx context.Context, q *db.Queries) error {
	for _, a := range Accounts {
		var post directory.Post
		switch a.Role {
		case auth.RoleOfficer, auth.RoleOffice:
			post = directory.PostFocal
		case auth.RoleHead:
			post = directory.PostHead
		default:
			continue
		}
		err := q.OfficerLink(ctx, db.OfficerLinkParams{Unit: a.Unit, Post: string(post), Name: a.Name, Username: &a.Username})
		if err != nil {
			return fmt.Errorf("officer %s: %w", a.Username, err)
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
