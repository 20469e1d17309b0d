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
// post in another unit goes there with their account. Both on the day, once: an administrator may open it again.

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
	units, err := q.UnitsServed(ctx, before.Username)
	if err != nil {
		return err
	}
	edit, action := db.UserEditParams{Username: before.Username}, "user.moved"
	own, comes := orNone(before.Unit), post.CameAt == nil
	switch {
	case len(units) == 0 && (own == post.Unit || own == ""):
		closed := true
		edit.Disabled, action = &closed, "user.left"
	case len(units) > 0 && own != units[0] && (comes || own == post.Unit && !slices.Contains(units, own)):
		edit.Unit = &units[0]
	default: // it goes by another post, or somebody has given it to another unit since
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
	act, err := Act(now, ActorSystem, action, "user:"+before.Username, map[string]any{"officer": post.ID, "unit": post.Unit, "before": was, "after": is})
	if err != nil {
		return err
	}
	return q.AuditAppend(ctx, act)
}
