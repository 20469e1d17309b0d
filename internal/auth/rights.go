package auth

import "slices"

// Role is what somebody is to the hotline.
type Role string

const (
	RoleOperator Role = "operator" // tổng đài viên
	RoleLeader   Role = "leader"   // trưởng ca
	RoleOfficer  Role = "officer"  // cán bộ đầu mối
	RoleHead     Role = "head"     // thủ trưởng đơn vị
	RoleOffice   Role = "office"   // Văn phòng UBND thành phố
	RoleAuditor  Role = "auditor"  // thanh tra, kiểm tra
	RoleAdmin    Role = "admin"    // quản trị
)

// Roles lists every role.
var Roles = []Role{RoleOperator, RoleLeader, RoleOfficer, RoleHead, RoleOffice, RoleAuditor, RoleAdmin}

// Valid reports whether r is a role.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// NeedsFactor reports whether somebody of role r signs in with a second factor: from the
// shift leader and the focal officer upwards (Điều 17.3). Operators sign in many
// times a shift, at machines of the hotline's own room; they may set one up.
func (r Role) NeedsFactor() bool { return r != RoleOperator }

// SaysWhy reports whether somebody of role r looks at nobody's identity, and hears no
// recording, without a reason, which is noted (Điều 12.2, 19).
func (r Role) SaysWhy() bool { return r == RoleAuditor }

// SaysWhyToHear reports whether somebody of role r hears no recording without a reason: whoever hears every one. A
// voice is nobody's daily work (Điều 10.1, 12.2); a unit's people have said why when they asked for it.
func (r Role) SaysWhyToHear() bool { return r.May(HearRecordings) }

// ByProgram reports whether a program may make accounts of role r, change them or let others into them,
// and make tokens of it: of those who do the hotline's work or a unit's own, whom another system of the
// city may well keep. Who leads, sees across units or keeps accounts is let in by an administrator in
// person, who has shown a second factor: else a token would make what outlives it (Điều 17.3). The
// command line, at the server itself, makes tokens of every role.
func (r Role) ByProgram() bool { return r == RoleOperator || r == RoleOfficer || r == RoleHead }

// Right is something that may be allowed.
type Right string

const (
	UseDesk         Right = "use_desk"        // take calls
	SuperviseCalls  Right = "supervise_calls" // listen, whisper, barge, take over, from a desk; every act is noted
	ReadOwnCalls    Right = "read_own_calls"  // calls that were one's own
	ReadCalls       Right = "read_calls"      // every call
	ReadWithheld    Right = "read_withheld"   // the number of a caller who withheld it; every reading is noted
	FlagCalls       Right = "flag_calls"      // mark a call, with a note, to be looked at; noted
	HearRecordings  Right = "hear_recordings" // every listening is noted
	HearGranted     Right = "hear_granted"    // recordings that one's unit was granted, as long as it was (Điều 10.1); every listening is noted
	HearMessages    Right = "hear_messages"   // what callers left for those who read tickets; every listening is noted
	FileTickets     Right = "file_tickets"
	ReadTickets     Right = "read_tickets"
	ReadUnitTickets Right = "read_unit_tickets" // those of one's own unit and of the units below it
	HandleTickets   Right = "handle_tickets"    // do with a ticket what the hotline does (package ticket says what)
	AnswerTickets   Right = "answer_tickets"    // what a unit does with its own
	LeadTickets     Right = "lead_tickets"      // what the Office does (Điều 9.5, 14)
	HandOverTickets Right = "hand_over_tickets" // open tickets of an officer who leaves, to another of the unit (Điều 17.9)
	SeeSenders      Right = "see_senders"       // who sent what is confidential; an auditor's look is noted with its reason
	ExportTickets   Right = "export_tickets"    // take a whole case out of the system, with the reason (Điều 19)
	DraftSlips      Right = "draft_slips"       // tell a unit in writing (Điều 9.3)
	ReadFigures     Right = "read_figures"      // how much units have and have done; a head's of their own (Điều 14.4)
	ReadCallers     Right = "read_callers"      // what is known of a number
	ReadOperators   Right = "read_operators"    // their live state
	ReadTrunks      Right = "read_trunks"       // the carriers' lines, and what else the hotline rests on
	ReadDirectory   Right = "read_directory"    // units, fields, groups
	ReadReading     Right = "read_reading"      // how much one person may look at and take out (Điều 12.2)
	SetReading      Right = "set_reading"       // and change that: none of those who are told of what is above it
	ManageDirectory Right = "manage_directory"  // units, officers, who answers for what; apply change notes (Điều 14.2, 17.9)
	ReportStaff     Right = "report_staff"      // write change notes, of one's own unit (Điều 17.9)
	ReadAudit       Right = "read_audit"
	ReadRetention   Right = "read_retention"   // what recordings are kept, for how long, and what is deleted (Điều 10.1)
	HoldRecordings  Right = "hold_recordings"  // have some kept that would be deleted (Điều 19); noted
	LiftHolds       Right = "lift_holds"       // and no longer: the Office's alone, which leads inspections (Điều 19); noted
	ReadMessages    Right = "read_messages"    // what people outside were told
	ReadRecipients  Right = "read_recipients"  // at which number or address, without its middle left out
	RetryMessages   Right = "retry_messages"   // send one again that failed, or did not arrive
	ManageTemplates Right = "manage_templates" // how messages are worded
	ManageTokens    Right = "manage_tokens"
	ReadIncidents   Right = "read_incidents" // what callers hear first
	OpenIncidents   Right = "open_incidents" // and edit and close them
	ReadCallbacks   Right = "read_callbacks"
	SettleCallbacks Right = "settle_callbacks" // cancel, or note as done
	LeadShift       Right = "lead_shift"       // plan shifts, sign operators out
	ManageSkills    Right = "manage_skills"    // which calls an operator may be given
	EditDialplan    Right = "edit_dialplan"    // what callers meet
	ReadCalendar    Right = "read_calendar"    // working time, and the rules that tickets are received under
	ManageCalendar  Right = "manage_calendar"  // change them, and with them what is open
	ReadArticles    Right = "read_articles"    // the knowledge base (Điều 9.1)
	WriteArticles   Right = "write_articles"   // drafts, which hold once another has approved them
	ApproveArticles Right = "approve_articles" // and withdraw them; what is short for what
	ReadAccounts    Right = "read_accounts"    // who may sign in, and where they are signed in
	ManageAccounts  Right = "manage_accounts"  // add, change, unlock and close them, end their sessions
)

// table says who may do what: a right a line.
var table = []struct {
	right Right
	roles []Role
}{
	{UseDesk, []Role{RoleOperator}},
	{SuperviseCalls, []Role{RoleLeader}},
	{ReadOwnCalls, []Role{RoleOperator, RoleLeader}},
	{ReadCalls, []Role{RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{ReadWithheld, []Role{RoleLeader, RoleAuditor}},
	{FlagCalls, []Role{RoleLeader, RoleAuditor}},
	{HearRecordings, []Role{RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{HearGranted, []Role{RoleOfficer, RoleHead}},
	{HearMessages, []Role{RoleOperator, RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{FileTickets, []Role{RoleOperator, RoleLeader}},
	{ReadTickets, []Role{RoleOperator, RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{ReadUnitTickets, []Role{RoleOfficer, RoleHead}},
	{HandleTickets, []Role{RoleOperator, RoleLeader}},
	{AnswerTickets, []Role{RoleOfficer, RoleHead}},
	{LeadTickets, []Role{RoleOffice}},
	{HandOverTickets, []Role{RoleHead, RoleOffice, RoleAdmin}},
	{SeeSenders, []Role{RoleOperator, RoleLeader, RoleOffice, RoleAuditor}},
	{ExportTickets, []Role{RoleOffice, RoleAuditor}},
	{DraftSlips, []Role{RoleOperator, RoleLeader}},
	{ReadFigures, []Role{RoleHead, RoleOffice, RoleAuditor, RoleAdmin}},
	{ReadCallers, []Role{RoleOperator, RoleLeader}},
	{ReadOperators, []Role{RoleOperator, RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{ReadTrunks, []Role{RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{ReadDirectory, []Role{RoleOperator, RoleLeader, RoleOfficer, RoleHead, RoleOffice, RoleAuditor, RoleAdmin}},
	{ReadReading, []Role{RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{SetReading, []Role{RoleAdmin}},
	{ManageDirectory, []Role{RoleOffice, RoleAdmin}},
	{ReportStaff, []Role{RoleOfficer, RoleHead, RoleOffice, RoleAdmin}},
	{ReadAudit, []Role{RoleAuditor, RoleAdmin}},
	{ReadRetention, []Role{RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{HoldRecordings, []Role{RoleOffice, RoleAuditor}},
	{LiftHolds, []Role{RoleOffice}},
	{ReadMessages, []Role{RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{ReadRecipients, []Role{RoleLeader, RoleAuditor, RoleAdmin}},
	{RetryMessages, []Role{RoleOperator, RoleLeader, RoleAdmin}},
	{ManageTemplates, []Role{RoleAdmin}},
	{ManageTokens, []Role{RoleAdmin}},
	{ReadIncidents, []Role{RoleOperator, RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{OpenIncidents, []Role{RoleLeader, RoleOffice, RoleAdmin}},
	{ReadCallbacks, []Role{RoleOperator, RoleLeader, RoleOffice, RoleAuditor, RoleAdmin}},
	{SettleCallbacks, []Role{RoleOperator, RoleLeader}},
	{LeadShift, []Role{RoleLeader, RoleAdmin}},
	{ManageSkills, []Role{RoleAdmin}},
	{EditDialplan, []Role{RoleAdmin}},
	{ReadCalendar, Roles},
	{ManageCalendar, []Role{RoleAdmin}},
	{ReadArticles, Roles},
	{WriteArticles, []Role{RoleOperator, RoleLeader, RoleOfficer, RoleHead, RoleOffice, RoleAdmin}},
	{ApproveArticles, []Role{RoleLeader, RoleOffice}},
	{ReadAccounts, []Role{RoleAuditor, RoleAdmin}},
	{ManageAccounts, []Role{RoleAdmin}},
}

// Rights lists every right.
var Rights = func() (all []Right) {
	for _, line := range table {
		all = append(all, line.right)
	}
	return all
}()

// May reports whether somebody of role r has the right.
func (r Role) May(right Right) bool {
	i := slices.Index(Rights, right)
	return i >= 0 && slices.Contains(table[i].roles, r)
}
