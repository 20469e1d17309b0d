package api

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"hotline1022/internal/directory"
)

// Words narrow a short list; its request has them among its own.
type Words struct {
	Q string `query:"q" maxLength:"100" doc:"Only what these words stand in one behind the other, with their accents or without; of the last its beginning"`
}

// whole narrows a list that comes whole to the rows in whose file these words stand, and orders it by a column of
// its file. "": all of them; as it comes.
func whole[T any](ctx context.Context, a *API, items []T, columns []column[T], q, sort string) (*listed[T], error) {
	if q = directory.Fold(q); q == "" && sort == "" {
		return list(items, ""), nil
	}
	c, err := a.called(ctx)
	if err != nil {
		return nil, err
	}
	if q != "" {
		items = slices.DeleteFunc(items, func(item T) bool { return !rowSays(item, columns, q, c) })
	}
	sortWhole(items, columns, sort, c)
	return list(items, ""), nil
}

// rowSays: words (folded) stand in a row, as its file says it. Numbers and times are not looked through.
func rowSays[T any](item T, columns []column[T], words string, c called) bool {
	var said []string
	for _, col := range columns {
		if cell, text := plainCell(col.of(c.lang, item), c).(string); text {
			said = append(said, cell)
		}
	}
	return strings.Contains(strings.Join(said, " "), words)
}

// sortWhole orders a list that comes whole by a column of its file: as the cells are said there, texts without regard to
// accents and capitals, what is empty last. "": as it comes.
func sortWhole[T any](items []T, columns []column[T], sort string, c called) {
	name, down := strings.CutPrefix(sort, "-")
	at := slices.IndexFunc(columns, func(col column[T]) bool { return col.name == name })
	if at < 0 {
		return
	}
	type row struct {
		item T
		cell any
	}
	rows := make([]row, len(items))
	for i, item := range items {
		rows[i] = row{item, plainCell(columns[at].of(c.lang, item), c)}
	}
	slices.SortStableFunc(rows, func(v, w row) int {
		if v.cell == nil || w.cell == nil {
			return cmp.Compare(empty(v.cell), empty(w.cell))
		}
		order := compareCells(v.cell, w.cell)
		if down {
			return -order
		}
		return order
	})
	for i, r := range rows {
		items[i] = r.item
	}
}

// plainCell is a cell as it is compared; nil: it is empty.
func plainCell(cell any, c called) any {
	if said, is := cell.(told); is {
		cell = said.in(c)
	}
	v := reflect.ValueOf(cell)
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() || v.IsZero() && v.Kind() == reflect.String {
		return nil
	}
	switch {
	case v.Kind() == reflect.String:
		return directory.Fold(v.String())
	case v.Kind() == reflect.Bool && v.Bool():
		return int64(1)
	case v.Kind() == reflect.Bool:
		return int64(0)
	case v.CanInt():
		return v.Int()
	case v.CanFloat():
		return v.Float()
	}
	return v.Interface()
}

func empty(cell any) int {
	if cell == nil {
		return 1
	}
	return 0
}

func compareCells(v, w any) int {
	switch v := v.(type) {
	case string:
		w, _ := w.(string)
		return cmp.Compare(v, w)
	case int64:
		w, _ := w.(int64)
		return cmp.Compare(v, w)
	case float64:
		w, _ := w.(float64)
		return cmp.Compare(v, w)
	case time.Time:
		w, _ := w.(time.Time)
		return v.Compare(w)
	}
	return 0
}
