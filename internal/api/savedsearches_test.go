package api

import (
	"fmt"
	"testing"

	"hotline1022/internal/store"
)

func search(name, filters string) map[string]any {
	return map[string]any{"name": name, "filters": filters}
}

// One's own searches are kept, found at another machine, renamed and deleted; nobody else has them.
func TestSavedSearchesAreOnesOwn(t *testing.T) {
	h := build(t)
	one, two, other := h.signedIn("auditor"), h.signedIn("auditor"), h.signedIn("op01")
	const at = "/api/v1/saved-searches"
	var kept, second SavedSearch
	one.ask("POST", at, search("  Bỏ máy  khi chờ ", "end=abandoned_wait&sort=-wait")).want(201).into(&kept)
	one.ask("POST", at, search("Anh Ba", "from=0912*")).want(201).into(&second)
	if kept.Name != "Bỏ máy khi chờ" || kept.Filters != "end=abandoned_wait&sort=-wait" {
		t.Errorf("%+v", kept)
	}
	one.ask("POST", at, search("BỎ MÁY KHI CHỜ", "flagged=1")).problem(409, "search_taken")
	path := fmt.Sprintf("%s/%d", at, kept.ID)
	one.ask("PUT", path, search("anh ba", "flagged=1")).problem(409, "search_taken")
	two.ask("PUT", path, search("Cần xem", "flagged=1")).want(200).into(&kept)
	other.ask("PUT", path, search("Của tôi", "flagged=1")).problem(404, "not_found")
	other.ask("DELETE", path, nil).problem(404, "not_found")
	other.ask("POST", at, search("Cần xem", "flagged=1")).want(201) // a name is taken among one's own alone
	var all page[SavedSearch]
	one.ask("GET", at, nil).want(200).into(&all)
	if len(all.Items) != 2 || all.Items[0] != second || all.Items[1] != kept || kept.Name != "Cần xem" || kept.Filters != "flagged=1" {
		t.Errorf("%+v", all.Items)
	}
	two.ask("DELETE", path, nil).want(204)
	two.ask("DELETE", path, nil).problem(404, "not_found")
	for name, bad := range map[string]map[string]any{
		"no name": search("   ", "flagged=1"), "no filters": search("x", ""), "a page": search("x", "flagged=1&cursor=abc"), "no address": search("x", "a=%zz"), "a NUL": search("x", "a=\x00"),
	} {
		if r := one.ask("POST", at, bad); r.status != 422 {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	for i := 1; i < store.MostSavedSearches; i++ {
		one.ask("POST", at, search(fmt.Sprint("số ", i), "flagged=1")).want(201)
	}
	one.ask("POST", at, search("một nữa", "flagged=1")).problem(409, "searches_full")
}
