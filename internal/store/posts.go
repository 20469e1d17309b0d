package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
)

// An account is let in for a post (Điều 12.2, 13.4). When that is over, by a change note or otherwise, so is what the
// account was for: its sessions end, and it is closed, or goes to where its owner holds another post. Whoever takes a
// post in another unit goes there with their account. It has the role of the post: a head's of a unit whose head
// or deputy its owner is, an officer's of one whose focal officer, and the Office's only in the Office, and only if it had
// that before. Posts in several units that ask for several roles leave it unclear what it is let in for: it is
// closed, and the audit log says to an administrator which posts those are. All on the day, once: an administrator may
// open it again.

// AccountsFollowPosts has the accounts of all whose posts have begun or are over by now go by that, each in a transaction of its
// own. One that fails keeps no other waiting. Whoever works the clocks calls it again and again.
func (s *Store) AccountsFollowPosts(ctx context.Context) error {
	var failed error
	for after := int64(0); ; {
		officer, err := s.nextPost(ctx, after)
		if err != nil {
			failed = errors.Join(failed, err)
		}
		if officer == 0 {
			return failed
		}
		after = officer
	}
}

// nextPost sees to the first officer behind another, and tells which; 0: there is none, or the database does not say.
func (s *Store) nextPost(ctx context.Context, after int64) (officer int64, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.OfficerPassing(ctx, after)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("store: posts that begin or end: %w", err)
		}
		officer = row.ID
		if err := followPost(ctx, q, row); err != nil {
			return fmt.Errorf("store: account of officer %d: %w", row.ID, err)
		}
		now, err := q.Now(ctx)
		if err != nil {
			return err
		}
		return q.OfficerPassed(ctx, db.OfficerPassedParams{ID: row.ID, At: now})
	})
	return officer, err
}

// ofPosts are the roles that are let in for a post of a unit.
var ofPosts = []string{string(auth.RoleOfficer), string(auth.RoleHead), string(auth.RoleOffice)}

// followPost has an account go by the posts that its owner holds today.
func followPost(ctx context.Context, q *db.Queries, post db.Officer) error {
	before, err := q.UserLock(ctx, *post.Username)
	if err != nil {
		return notFound(err)
	}
	if before.Disabled || !slices.Contains(ofPosts, before.Role) {
		return nil
	}
	posts, err := q.UnitsServed(ctx, before.Username)
	if err != nil {
		return err
	}
	edit, action := goesBy(before, post, posts)
	if action == "" {
		return nil
	}
	if _, err := q.UserEdit(ctx, edit); err != nil {
		return err
	}
	after, err := q.UserByName(ctx, before.Username)
	if err != nil {
		return err
	}
	if err := leaves(ctx, q, after); err != nil {
		return err
	}
	now, err := q.Now(ctx)
	if err != nil {
		return err
	}
	was, is := differences(before, after)
	detail := map[string]any{"officer": post.ID, "unit": post.Unit, "before": was, "after": is}
	if action == accountUnclear {
		detail["posts"] = roles(before, posts)
	}
	act, err := Act(now, ActorSystem, action, "user:"+before.Username, detail)
	if err != nil {
		return err
	}
	return q.AuditAppend(ctx, act)
}

// What is noted of an account that went by a post.
const (
	accountLeft    = "user.left"    // closed: its owner holds no post
	accountMoved   = "user.moved"   // of another unit now, or another role
	accountUnclear = "user.unclear" // closed: an administrator says what it is let in for
)

// goesBy is what becomes of an account when a post begins or is over, by what its owner holds today: "", nothing.
func goesBy(u db.User, post db.Officer, posts []db.UnitsServedRow) (edit db.UserEditParams, action string) {
	edit.Username = u.Username
	own, comes, closed := orNone(u.Unit), post.CameAt == nil, true
	if len(posts) == 0 {
		if own == post.Unit || own == "" {
			edit.Disabled = &closed
			return edit, accountLeft
		}
		return edit, "" // somebody has given it to another unit since
	}
	here := slices.IndexFunc(posts, func(p db.UnitsServedRow) bool { return p.Unit == own })
	if !comes && own != post.Unit && own != "" {
		return edit, "" // it goes by another post, or as above
	}
	to := posts[0]
	if !comes && here >= 0 {
		to = posts[here]
	}
	role := roleOf(u, to)
	if to.Unit == own && role == u.Role {
		return edit, ""
	}
	if to.Unit != own && slices.ContainsFunc(posts, func(p db.UnitsServedRow) bool { return roleOf(u, p) != role }) {
		edit.Disabled = &closed
		return edit, accountUnclear
	}
	edit.Unit, edit.Role = &to.Unit, &role
	return edit, accountMoved
}

// roleOf is the role that an account has for the posts of its owner in a unit.
func roleOf(u db.User, p db.UnitsServedRow) string {
	switch {
	case p.Office && u.Role == string(auth.RoleOffice):
		return u.Role
	case p.Head:
		return string(auth.RoleHead)
	default:
		return string(auth.RoleOfficer)
	}
}

// roles is for which role each unit's posts stand.
func roles(u db.User, posts []db.UnitsServedRow) map[string]string {
	of := map[string]string{}
	for _, p := range posts {
		of[p.Unit] = roleOf(u, p)
	}
	return of
}
