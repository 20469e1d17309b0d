package api

import (
	"context"
	"strings"

	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
)

// told is a cell of a list's file that says something in other words than it is kept in.
type told interface{ in(c called) string }

// called is what everything is called in a file that somebody takes.
type called struct {
	lang           lang.Lang
	people, fields map[string]string // by user name, by code
}

// called is what everything is called for whoever asks, read once in a visit: a file has many pages of a list.
func (a *API) called(ctx context.Context) (called, error) {
	v := visitOf(ctx)
	if v.called != nil {
		return *v.called, nil
	}
	users, err := a.p.Store.Users(ctx)
	if err != nil {
		return called{}, err
	}
	fields, err := a.fieldNames(ctx)
	if err != nil {
		return called{}, err
	}
	v.called = &called{lang: v.lang, people: peopleCalled(users), fields: fields}
	return *v.called, nil
}

// fieldNames are what fields are called, by their codes.
func (a *API) fieldNames(ctx context.Context) (map[string]string, error) {
	fields, err := a.p.Store.Fields(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, f := range fields {
		names[f.Code] = f.Name
	}
	return names, nil
}

// peopleCalled is what people are called, by their user names: by their full name, with the user name behind it where
// another has the same, and by the user name who has none.
func peopleCalled(users []db.User) map[string]string {
	bearers := map[string]int{}
	for _, u := range users {
		bearers[u.Name]++
	}
	names := make(map[string]string, len(users))
	for _, u := range users {
		switch {
		case u.Name == "":
			names[u.Username] = u.Username
		case bearers[u.Name] > 1:
			names[u.Username] = u.Name + " (" + u.Username + ")"
		default:
			names[u.Username] = u.Name
		}
	}
	return names
}

// actor is somebody's user name, or who else acts: the program itself, a program by its token, nobody who is known.
type actor string

func (p actor) in(c called) string {
	if name, known := c.people[string(p)]; known {
		return name
	}
	if prefix, is := strings.CutPrefix(string(p), "token:"); is {
		return lang.Word(c.lang, "actor", "token") + " " + prefix
	}
	return lang.Word(c.lang, "actor", string(p))
}

// field is a field's code.
type field string

func (f field) in(c called) string {
	if name, known := c.fields[string(f)]; known {
		return name
	}
	return string(f)
}
