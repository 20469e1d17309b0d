package lived

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Officers of units other than that of the demonstration's own accounts: their account is "cb-" and the unit.
var officers = []struct{ unit, name string }{
	{"DIENLUC", "Trịnh Văn Lâm"},
	{"CAPNUOC", "Lương Thị Bích Thuỷ"},
	{"THOATNUOC", "Đoàn Minh Quân"},
	{"CHIEUSANG", "Mạc Văn Sáng"},
	{"MOITRUONG", "Khúc Thị Xuân"},
	{"CAYXANH", "Tạ Văn Lộc"},
	{"CATP", "Cao Đức Mạnh"},
	{"SYT", "Đinh Thị Thanh Tâm"},
	{"SGDDT", "Phan Thị Ngọc Ánh"},
	{"SCT", "Vũ Hữu Phúc"},
	{"VNPT", "Nguyễn Duy Khánh"},
	{"SKHCN", "Lê Quang Huy"},
	{giaVien, "Phạm Thị Hồng Vân"},
	{leChan, "Ngô Văn Tú"},
	{haiAn, "Bùi Thu Trang"},
	{catHai, "Đặng Xuân Hải"},
}

// Wards that have a part.
const (
	giaVien = "11359"
	leChan  = "11383"
	haiAn   = "11413"
	catHai  = "11914"
)

func account(unit string) string { return "cb-" + strings.ToLower(unit) }

// people gives them accounts, with the demonstration's password.
func people(ctx context.Context, st *store.Store) error {
	hash, err := auth.Hash(auth.DemonstrationPassword)
	if err != nil {
		return err
	}
	return st.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		for _, o := range officers {
			name := account(o.unit)
			_, err := q.UserAdd(ctx, db.UserAddParams{
				Username: name, Name: o.name, Role: string(auth.RoleOfficer), PasswordHash: hash, Unit: &o.unit, Demonstration: true,
			})
			if err == nil {
				err = q.OfficerLink(ctx, db.OfficerLinkParams{Unit: o.unit, Post: string(directory.PostFocal), Name: o.name, Username: &name})
			}
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
}

var (
	leader = ticket.By{Name: "truongca", Party: ticket.Leader}
	canbo  = ticket.By{Name: "canbo", Party: ticket.Officer, Unit: "SXD"}
	head   = ticket.By{Name: "thutruong", Party: ticket.Head, Unit: "SXD"}
	office = ticket.By{Name: "vanphong", Party: ticket.Office, Unit: "VPUB"}
	sender = ticket.By{Name: "sender", Party: ticket.Citizen}
)

func operator(name string) ticket.By { return ticket.By{Name: name, Party: ticket.Hotline} }

// officer of a unit.
func officer(unit string) ticket.By {
	if unit == canbo.Unit {
		return canbo
	}
	return ticket.By{Name: account(unit), Party: ticket.Officer, Unit: unit}
}
