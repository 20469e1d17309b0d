package lived

import (
	"context"
	"fmt"
	"strings"
	"time"

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

// telephones gives the people of today's units one that takes an SMS.
func telephones(ctx context.Context, st *store.Store) error {
	_, err := st.Pool().Exec(ctx, `UPDATE officers o SET mobile = '0900000' || (199 + n.nth)::text
		FROM (SELECT id, row_number() OVER (ORDER BY id) AS nth FROM officers WHERE rank = 1 AND until IS NULL AND mobile = '') n
		WHERE n.id = o.id AND n.nth <= 800`)
	return err
}

// readers are those who have read what they were told, until half a day ago.
var readers = []string{"op01", "op02", "op03", "op04", "op05", "truongca", "canbo", "thutruong", "vanphong"}

// read has them have read it.
func (s *stage) read(ctx context.Context) error {
	before, err := s.cal.Sub(s.end, 4*time.Hour)
	if err != nil {
		return err
	}
	var until int64
	err = s.store.Pool().QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM ticket_notices WHERE at < $1", before).Scan(&until)
	for _, name := range readers {
		if err == nil {
			err = s.store.NoticesReadUntil(ctx, db.NoticesReadUntilParams{Reader: name, Until: until})
		}
	}
	return err
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
