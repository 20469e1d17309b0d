package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/knowledge"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
)

// SaveArticle keeps a draft, which has no fault of its own, as the version after was: 0 for an article that is
// new. Errors: ErrNotFound, ErrChanged when another version is newest, *FaultsError for a field or unit that is not there.
func (s *Store) SaveArticle(ctx context.Context, a knowledge.Article, was int, by By) (id int64, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		id, err = saveArticle(ctx, q, a, was, by)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("store: article: %w", err)
	}
	return id, nil
}

func saveArticle(ctx context.Context, q *db.Queries, a knowledge.Article, was int, by By) (id int64, err error) {
	sources, err := json.Marshal(append([]knowledge.Source{}, a.Sources...))
	if err != nil {
		return 0, err
	}
	if err := placed(ctx, q, a); err != nil {
		return 0, err
	}
	id = a.ID
	if was == 0 {
		if id, err = q.ArticleAdd(ctx, db.ArticleAddParams{By: by.Actor, At: by.At}); err != nil {
			return 0, err
		}
	} else if err := latest(ctx, q, id, was); err != nil {
		return 0, err
	}
	number := int32(was + 1)
	err = q.ArticleVersionAdd(ctx, db.ArticleVersionAddParams{
		Article: id, Number: number, Title: Text(a.Title), Answer: Text(a.Answer), Asked: append([]string{}, a.Asked...), Field: given(a.Field), Unit: given(a.Unit),
		Sources: sources, Since: onDate(a.Since), Until: sideOf(a.Until), Review: sideOf(a.Review), Plain: plainOf(a), Author: by.Actor, SavedAt: by.At,
	})
	if err != nil {
		return 0, err
	}
	if err := q.ArticleNewest(ctx, db.ArticleNewestParams{ID: id, Newest: number}); err != nil {
		return 0, err
	}
	return id, noteArticle(ctx, q, by, "article.save", id, map[string]any{"version": number, "title": a.Title})
}

// AddArticle keeps an article that is answered from at once: written by one, approved by another with a
// remark that the list of its versions shows.
func AddArticle(ctx context.Context, q *db.Queries, a knowledge.Article, remark string, author, approver By) error {
	id, err := saveArticle(ctx, q, a, 0, author)
	if err != nil {
		return fmt.Errorf("store: article %s: %w", a.Title, err)
	}
	for _, step := range []struct {
		act  knowledge.Act
		note string
		by   By
	}{{knowledge.Submit, "", author}, {knowledge.Approve, remark, approver}} {
		if err := doArticle(ctx, q, id, 1, step.act, step.note, step.by); err != nil {
			return fmt.Errorf("store: article %s: %w", a.Title, err)
		}
	}
	return nil
}

// given is null for a text that is empty.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// plainOf is what lists look for words in.
func plainOf(a knowledge.Article) string {
	return directory.Fold(strings.Join(append([]string{a.Title}, a.Asked...), " "))
}

func placed(ctx context.Context, q *db.Queries, a knowledge.Article) error {
	var faults []directory.Fault
	if a.Field != "" {
		if _, err := q.FieldGroup(ctx, a.Field); errors.Is(err, pgx.ErrNoRows) {
			faults = append(faults, directory.Fault{Location: "field", Key: lang.ArticleNoField})
		} else if err != nil {
			return err
		}
	}
	if a.Unit != "" {
		if ok, err := q.UnitExists(ctx, a.Unit); err != nil {
			return err
		} else if !ok {
			faults = append(faults, directory.Fault{Location: "unit", Key: lang.ArticleNoUnit})
		}
	}
	return faulty(faults)
}

// latest locks an article of which somebody saw the newest version; ErrNotFound, ErrChanged.
func latest(ctx context.Context, q *db.Queries, id int64, version int) error {
	row, err := q.ArticleLock(ctx, id)
	if err != nil {
		return err
	}
	if int(row.Newest) != version {
		return ErrChanged
	}
	return nil
}

func noteArticle(ctx context.Context, q *db.Queries, by By, action string, id int64, detail map[string]any) error {
	act, err := Act(by.At, by.Actor, action, fmt.Sprintf("article:%d", id), detail)
	if err != nil {
		return err
	}
	return q.AuditAppend(ctx, act)
}

// DoArticle has somebody submit, approve or return the newest version of an article; note says why it is returned.
// Those who may approve are told that it waits, its author what others decided of it.
// Errors: ErrNotFound, ErrChanged, those of [knowledge.State.May], *FaultsError for what may not be approved as it is.
func (s *Store) DoArticle(ctx context.Context, id int64, version int, act knowledge.Act, note string, by By) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if err := doArticle(ctx, q, id, version, act, note, by); err != nil {
			return err
		}
		return tellOfArticle(ctx, q, id, version, act, note, by)
	})
	if err != nil {
		return fmt.Errorf("store: article: %w", err)
	}
	return nil
}

func doArticle(ctx context.Context, q *db.Queries, id int64, version int, act knowledge.Act, note string, by By) error {
	if err := q.ArticlesChange(ctx); err != nil {
		return err
	}
	if err := latest(ctx, q, id, version); err != nil {
		return err
	}
	row, err := q.ArticleVersionRow(ctx, db.ArticleVersionRowParams{Article: id, Number: int32(version)})
	if err != nil {
		return err
	}
	to, err := knowledge.State(row.State).May(act, row.Author, by.Actor)
	if err != nil {
		return err
	}
	if err := decide(ctx, q, row, to, note, by); err != nil {
		return err
	}
	return noteArticle(ctx, q, by, "article."+string(act), id, map[string]any{"version": version, "title": row.Title, "note": note})
}

// tellOfArticle is no part of doArticle: what a hotline begins with waits for nobody.
func tellOfArticle(ctx context.Context, q *db.Queries, id int64, version int, act knowledge.Act, note string, by By) error {
	row, err := q.ArticleVersionRow(ctx, db.ArticleVersionRowParams{Article: id, Number: int32(version)})
	if err != nil {
		return err
	}
	told := db.ArticleToldParams{
		Article: id, Audience: knowledge.ToPerson, Person: &row.Author, TextArgs: []string{row.Title},
		Cause: fmt.Sprintf("article:%d:%d:%s", id, version, act), At: by.At,
	}
	switch act {
	case knowledge.Submit:
		told.Audience, told.Person, told.TextKey = knowledge.ToApprovers, nil, string(lang.NoticeArticleWaits)
	case knowledge.Approve:
		told.TextKey = string(lang.NoticeArticleApproved)
	case knowledge.Return:
		if row.Author == by.Actor { // they took it back themselves
			return nil
		}
		told.TextKey, told.TextArgs = string(lang.NoticeArticleReturned), []string{row.Title, Text(note)}
	}
	return q.ArticleTold(ctx, told)
}

func decide(ctx context.Context, q *db.Queries, row db.ArticleVersion, to knowledge.State, note string, by By) error {
	if to == knowledge.Submitted || to == knowledge.Approved {
		a, err := ArticleOf(row)
		if err != nil {
			return err
		}
		faults := a.Check(true)
		today, err := q.CityDay(ctx)
		if err != nil {
			return err
		}
		if a.Review != 0 && a.Review <= dateOf(today) {
			faults = append(faults, directory.Fault{Location: "review", Key: lang.ArticleReviewDue})
		}
		if len(faults) > 0 {
			return faulty(faults)
		}
	}
	if to == knowledge.Submitted {
		_, err := q.ArticleSubmit(ctx, db.ArticleSubmitParams{At: &by.At, Article: row.Article, Number: row.Number})
		return err
	}
	if _, err := q.ArticleDecide(ctx, db.ArticleDecideParams{
		State: string(to), By: &by.Actor, At: &by.At, Note: Text(note), Article: row.Article, Number: row.Number,
	}); err != nil {
		return err
	}
	if to != knowledge.Approved {
		return nil
	}
	return q.ArticleHolds(ctx, db.ArticleHoldsParams{Holds: &row.Number, ID: row.Article})
}

// WithdrawArticle has an article no longer be answered from; ErrNotFound, ErrSettled when nothing of it is.
func (s *Store) WithdrawArticle(ctx context.Context, id int64, reason string, by By) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if err := q.ArticlesChange(ctx); err != nil {
			return err
		}
		row, err := q.ArticleLock(ctx, id)
		if err != nil {
			return err
		}
		if row.Holds == nil {
			return ErrSettled
		}
		if _, err := q.ArticleWithdraw(ctx, db.ArticleWithdrawParams{At: &by.At, By: by.Actor, Reason: Text(reason), ID: id}); err != nil {
			return err
		}
		return noteArticle(ctx, q, by, "article.withdraw", id, map[string]any{"version": *row.Holds, "reason": reason})
	})
	if err != nil {
		return fmt.Errorf("store: article: %w", err)
	}
	return nil
}

// Article gives an article's row; ErrNotFound.
func (s *Store) Article(ctx context.Context, id int64) (db.Article, error) {
	row, err := s.ArticleRow(ctx, id)
	if err != nil {
		return row, fmt.Errorf("store: article: %w", notFound(err))
	}
	return row, nil
}

// ArticleOf is a version as its row has it.
func ArticleOf(r db.ArticleVersion) (a knowledge.Article, err error) {
	a = knowledge.Article{ID: r.Article, Version: int(r.Number), Title: r.Title, Answer: r.Answer, Asked: r.Asked}
	if r.Field != nil {
		a.Field = *r.Field
	}
	if r.Unit != nil {
		a.Unit = *r.Unit
	}
	if err := json.Unmarshal(r.Sources, &a.Sources); err != nil {
		return a, fmt.Errorf("store: sources of an article: %w", err)
	}
	span := spanOf(r.Since, r.Until)
	a.Since, a.Until = span.Since, span.Until
	if r.Review.Valid {
		a.Review = dateOf(r.Review)
	}
	return a, nil
}

// SaveAbbreviation keeps an abbreviation that has no fault, in the place of another of that name.
func (s *Store) SaveAbbreviation(ctx context.Context, a knowledge.Abbreviation, by By) error {
	return s.changeAbbreviations(ctx, by, "abbreviation.save", a.Plain(), map[string]any{"short": a.Short, "long": a.Long}, func(q *db.Queries) error {
		return q.AbbreviationPut(ctx, db.AbbreviationPutParams{Short: a.Plain(), Shown: Text(a.Short), Long: a.Long, By: by.Actor, At: by.At})
	})
}

// DropAbbreviation forgets one; ErrNotFound.
func (s *Store) DropAbbreviation(ctx context.Context, plain string, by By) error {
	return s.changeAbbreviations(ctx, by, "abbreviation.drop", plain, nil, func(q *db.Queries) error {
		_, err := q.AbbreviationDrop(ctx, plain)
		return err
	})
}

func (s *Store) changeAbbreviations(ctx context.Context, by By, action, plain string, detail map[string]any, do func(*db.Queries) error) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if err := q.ArticlesChange(ctx); err != nil {
			return err
		}
		if err := do(q); err != nil {
			return err
		}
		act, err := Act(by.At, by.Actor, action, "abbreviation:"+plain, detail)
		if err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
	if err != nil {
		return fmt.Errorf("store: abbreviation: %w", err)
	}
	return nil
}
