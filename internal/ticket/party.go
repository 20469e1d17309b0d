package ticket

import "slices"

// Party is what somebody is to a ticket.
type Party string

const (
	System    Party = "system"    // a clock, a caller's key
	Hotline   Party = "hotline"   // tổng đài viên
	Leader    Party = "leader"    // trưởng ca, who is the hotline's too
	Officer   Party = "officer"   // cán bộ đầu mối
	Head      Party = "head"      // thủ trưởng đơn vị
	Office    Party = "office"    // Văn phòng UBND thành phố
	Inspector Party = "inspector" // thanh tra, kiểm tra: reads, and does nothing
	Admin     Party = "admin"     // quản trị
	Citizen   Party = "sender"    // người gửi
)

// Parties lists all of them.
var Parties = []Party{System, Hotline, Leader, Officer, Head, Office, Inspector, Admin, Citizen}

// ofUnit says that the party acts for a unit.
func (p Party) ofUnit() bool { return p == Officer || p == Head }

// is says that what q may do, p may.
func (p Party) is(q Party) bool { return p == q || (p == Leader && q == Hotline) }

// By is who acts.
type By struct {
	Name  string // in the history: a user's name, "system", "sender"
	Party Party
	Unit  string   // of an officer, a head, the Office
	Below []string // units below it
}

// system is who does what a clock does.
var system = By{Name: "system", Party: System}

// has says that a unit is below that of whoever acts.
func (b By) has(unit string) bool { return slices.Contains(b.Below, unit) }
