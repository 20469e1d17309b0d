package casework

import (
	"errors"
	"strings"
	"testing"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/store/storetest"
)

// posted is somebody with an account and a living session who holds a post.
func (r *rig) posted(user, role, unit string, post directory.Post, rank int) int64 {
	r.t.Helper()
	r.check(r.st.UserPut(r.t.Context(), db.UserPutParams{Username: user, Name: user, Role: role, Unit: &unit, PasswordHash: "$argon2id$x"}))
	_, err := r.st.Pool().Exec(r.t.Context(), `INSERT INTO sessions (sha256, username, step, way, device, address, started_at, seen_at, expires_at)
		VALUES (sha256($1::text::bytea), $1, 'done', 'password', '', '', now(), now(), now() + interval '1 day') ON CONFLICT DO NOTHING`, user)
	r.check(err)
	id, err := r.st.CreateOfficer(r.t.Context(), directory.Officer{Unit: unit, Post: post, Rank: rank, Name: user, Phone: "02253000001", Username: user}, byOffice)
	r.check(err)
	return id
}

var byOffice = store.By{Actor: "vanphong", At: at("2026-11-26 09:00")}

// account is how somebody's stands: "unit, sessions, closed or open, rows of the audit log about posts".
func (r *rig) account(user string) string {
	r.t.Helper()
	var s string
	r.check(r.st.Pool().QueryRow(r.t.Context(), `SELECT concat_ws(' ', coalesce(unit, '-'), (SELECT count(*) FROM sessions s WHERE s.username = u.username), CASE WHEN disabled THEN 'closed' ELSE 'open' END,
		(SELECT string_agg(action, ' ' ORDER BY id) FROM audit_log WHERE object = 'user:' || u.username AND action IN ('user.left', 'user.moved', 'user.unclear'))) FROM users u WHERE username = $1`, user).Scan(&s))
	return s
}

func (r *rig) stand(want map[string]string) {
	r.t.Helper()
	for user, how := range want {
		if got := r.account(user); got != how {
			r.t.Errorf("%s: %q, want %q", user, got, how)
		}
	}
}

// On the day of the note who leaves is let in no more, and who becomes the main officer of another unit works for that
// one: not before the day, and once however often it is looked after.
func TestDieu17_9_TheAccountFollowsThePost(t *testing.T) {
	r := newRig(t)
	leaver := r.posted("cu", "officer", "SXD", directory.PostFocal, 2)
	deputy := r.posted("pho", "officer", "SGT", directory.PostFocal, 2)
	r.posted("chinh", "officer", "SGT", directory.PostFocal, 1)
	both := r.posted("hai", "head", "SXD", directory.PostHead, 1)
	r.posted("hai", "head", "SXD", directory.PostHead, 2)
	r.check(r.st.AccountsFollowPosts(t.Context()))
	before := map[string]string{"cu": "SXD 1 open", "pho": "SGT 1 open", "chinh": "SGT 1 open", "hai": "SXD 1 open"}
	r.stand(before)

	today, err := r.st.Today(t.Context())
	r.check(err)
	comes := directory.StaffChange{Unit: "SXD", Leaver: leaver, From: today + 2, Successor: &directory.Officer{Name: "Phó", Phone: "02253000002", Username: "pho"}}
	// Not while they are noted to hold their post where they are: what they have there would be nobody's.
	var faults *store.FaultsError
	if _, err := r.st.ReportStaffChange(t.Context(), comes, true, byOffice); !errors.As(err, &faults) || faults.Faults[0].Key != lang.OfficerElsewhere {
		t.Errorf("%v", err)
	}
	for _, n := range []directory.StaffChange{
		{Unit: "SGT", Leaver: deputy, From: today + 2},
		comes,
		{Unit: "SXD", Leaver: both, From: today + 2},
	} {
		_, err := r.st.ReportStaffChange(t.Context(), n, true, byOffice)
		r.check(err)
	}
	r.check(r.st.AccountsFollowPosts(t.Context()))
	r.stand(before)

	storetest.SetClock(t, r.st, at("2026-12-03 08:00")) // nobody looked for days
	for range 2 {
		r.check(r.st.AccountsFollowPosts(t.Context()))
	}
	r.stand(map[string]string{"cu": "SXD 0 closed user.left", "pho": "SXD 0 open user.moved", "chinh": "SGT 1 open", "hai": "SXD 1 open"})

	var detail string
	r.check(r.st.Pool().QueryRow(t.Context(), "SELECT detail::text FROM audit_log WHERE action = 'user.moved'").Scan(&detail))
	if !strings.Contains(detail, `"before": {"unit": "SGT"}`) || !strings.Contains(detail, `"after": {"unit": "SXD"}`) {
		t.Errorf("%s", detail)
	}
	_, err = r.st.EditAccount(t.Context(), db.UserEditParams{Username: "cu", Disabled: ptr(false)}, "quantri", at("2026-12-03 09:00"))
	r.check(err)
	r.check(r.st.AccountsFollowPosts(t.Context()))
	r.stand(map[string]string{"cu": "SXD 0 open user.left"}) // an administrator's word is the last
}

// A post that ends without a note does, too; whose role is none of a unit's stays.
func TestDieu12_2_WhoHoldsNoPostIsLetInForNone(t *testing.T) {
	r := newRig(t)
	r.posted("canbo9", "officer", "SXD", directory.PostFocal, 2)
	r.posted("truongca9", "leader", "SXD", directory.PostFocal, 3)
	_, err := r.st.Pool().Exec(t.Context(), "UPDATE officers SET until = '2026-11-27' WHERE username IN ('canbo9', 'truongca9')")
	r.check(err)
	storetest.SetClock(t, r.st, at("2026-11-27 08:00"))
	r.check(r.st.AccountsFollowPosts(t.Context()))
	r.stand(map[string]string{"canbo9": "SXD 0 closed user.left", "truongca9": "SXD 1 open"})
}

// Whoever changes posts leaves the role of the one before behind: nobody reads the whole city's tickets from a ward, nor
// promises as the head of a unit whose focal officer they are. Where posts ask for several roles, nobody is let in until
// an administrator says for which.
func TestDieu12_2_TheRoleFollowsThePost(t *testing.T) {
	type held struct {
		unit       string
		post       directory.Post
		from, over string // "" always
	}
	const day = "2026-11-27"
	focal, head := directory.PostFocal, directory.PostHead
	r := newRig(t)
	tests := []struct {
		user, role, unit string
		posts            []held
		want             string
	}{
		{"a1", "office", "VP", []held{{"VP", focal, "", day}, {"SXD", focal, day, ""}}, "officer SXD open user.moved"},
		{"a2", "office", "VP", []held{{"VP", focal, "", day}, {"SXD", head, day, ""}}, "head SXD open user.moved"},
		{"a3", "office", "VP", []held{{"VP", focal, "", day}, {"VP", head, day, ""}}, "office VP open"},
		{"a4", "office", "", []held{{"SXD", focal, day, ""}}, "officer SXD open user.moved"},
		{"a5", "officer", "SXD", []held{{"SXD", focal, "", day}, {"VP", focal, day, ""}}, "officer VP open user.moved"},
		{"b1", "head", "SXD", []held{{"SXD", head, "", day}, {"SGT", focal, day, ""}}, "officer SGT open user.moved"},
		{"b2", "head", "SXD", []held{{"SXD", head, "", day}, {"SXD", focal, day, ""}}, "officer SXD open user.moved"},
		{"b3", "head", "SXD", []held{{"SXD", head, "", day}, {"SXD", focal, "", ""}}, "officer SXD open user.moved"},
		{"b4", "officer", "SXD", []held{{"SXD", focal, "", ""}, {"SXD", head, day, ""}}, "head SXD open user.moved"},
		{"b5", "head", "SXD", []held{{"SXD", head, "", ""}, {"SXD", focal, day, ""}}, "head SXD open"},
		{"c1", "head", "SXD", []held{{"SXD", head, "", ""}, {"SGT", focal, day, ""}}, "head SXD closed user.unclear"},
		{"c2", "office", "VP", []held{{"VP", focal, "", ""}, {"SXD", focal, day, ""}}, "office VP closed user.unclear"},
		{"c3", "officer", "SXD", []held{{"SXD", focal, "", ""}, {"SGT", focal, day, ""}}, "officer SGT open user.moved"},
	}
	r.check(r.st.UnitPut(t.Context(), db.UnitPutParams{Code: "VP", Name: "Văn phòng UBND thành phố", Kind: string(directory.KindOffice)}))
	for i, tt := range tests {
		r.check(r.st.UserPut(t.Context(), db.UserPutParams{Username: tt.user, Name: tt.user, Role: tt.role, PasswordHash: "$argon2id$x"}))
		_, err := r.st.Pool().Exec(t.Context(), "UPDATE users SET unit = nullif($2, '') WHERE username = $1", tt.user, tt.unit)
		r.check(err)
		for j, h := range tt.posts {
			_, err := r.st.Pool().Exec(t.Context(), `INSERT INTO officers (unit, post, rank, name, phone, username, since, until, came_at)
				VALUES ($1, $2, $3, $4, '02253000001', $4, nullif($5, '')::date, nullif($6, '')::date, CASE WHEN $5 = '' THEN now() END)`,
				h.unit, h.post, 20+10*i+j, tt.user, h.from, h.over)
			r.check(err)
		}
	}
	storetest.SetClock(t, r.st, at("2026-11-27 08:00"))
	for range 2 {
		r.check(r.st.AccountsFollowPosts(t.Context()))
	}
	for _, tt := range tests {
		var got string
		r.check(r.st.Pool().QueryRow(t.Context(), `SELECT concat_ws(' ', role, unit, CASE WHEN disabled THEN 'closed' ELSE 'open' END,
			(SELECT string_agg(action, ' ' ORDER BY id) FROM audit_log WHERE object = 'user:' || username)) FROM users WHERE username = $1`, tt.user).Scan(&got))
		if got != tt.want {
			t.Errorf("%s %s of %s, posts %v: %q, want %q", tt.user, tt.role, tt.unit, tt.posts, got, tt.want)
		}
	}
	var said string
	r.check(r.st.Pool().QueryRow(t.Context(), "SELECT detail ->> 'posts' FROM audit_log WHERE object = 'user:c1'").Scan(&said))
	if said != `{"SGT": "officer", "SXD": "head"}` {
		t.Errorf("what an administrator reads: %s", said)
	}
}
