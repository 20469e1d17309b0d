package api

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"hotline1022/internal/knowledge"
)

// birth is a draft without a fault.
func birth() map[string]any {
	return map[string]any{
		"title": "Đăng ký khai sinh cho trẻ", "answer": "Nộp tờ khai và giấy chứng sinh tại UBND xã, phường nơi cư trú.", "asked": []string{"làm giấy khai sinh"},
		"field": "cho", "sources": []knowledge.Source{{Title: "Luật Hộ tịch 2014", URL: "https://dichvucong.gov.vn"}},
		"since": "2025-07-01", "review": "2099-01-01",
	}
}

func found(v *visitor, q string) (titles []string) {
	v.h.t.Helper()
	var hits page[ArticleFound]
	v.ask("GET", "/api/v1/article-search?q="+strings.ReplaceAll(q, " ", "+"), nil).want(200).into(&hits)
	for _, h := range hits.Items {
		titles = append(titles, h.Title)
	}
	return titles
}

// approved has one write an article and another approve it, with a remark or none.
func approved(author, by *visitor, remark string) {
	author.h.t.Helper()
	var a Article
	author.ask("POST", "/api/v1/articles", birth()).want(201).into(&a)
	path := fmt.Sprintf("/api/v1/articles/%d", a.ID)
	author.ask("POST", path+"/submit", map[string]any{"version": 1}).want(200)
	by.ask("POST", path+"/approve", map[string]any{"version": 1, "note": remark}).want(200)
}

// An administrator who writes an article is told what became of it; whoever searches is shown the remark that it was approved with.
func TestArticleApprovedWithARemark(t *testing.T) {
	h := build(t)
	admin, office, op := h.signedIn("admin"), h.signedIn("office"), h.signedIn("op01")
	approved(admin, office, knowledge.Unverified)
	var told page[NoticeTold]
	if admin.ask("GET", "/api/v1/notices", nil).want(200).into(&told); len(told.Items) != 1 || told.Items[0].Code != "notice_article_approved" {
		t.Errorf("its author is told: %+v", told.Items)
	}
	var count NoticeCounts
	if admin.ask("GET", "/api/v1/notice-counts", nil).want(200).into(&count); count.Unread != 1 {
		t.Errorf("unread: %+v", count)
	}
	var hits page[ArticleFound]
	if op.ask("GET", "/api/v1/article-search?q=khai+sinh", nil).want(200).into(&hits); len(hits.Items) != 1 || hits.Items[0].Remark != knowledge.Unverified {
		t.Errorf("found: %+v", hits.Items)
	}
}

// An article goes its way: written, submitted, approved by another than its author, found, changed, withdrawn.
func TestDieu9_1a_ArticlesAreApprovedByAnotherAndFound(t *testing.T) {
	h := build(t)
	leader, office, op := h.signedIn("leader"), h.signedIn("office"), h.signedIn("op01")
	var a Article
	leader.ask("POST", "/api/v1/articles", birth()).want(201).into(&a)
	path := fmt.Sprintf("/api/v1/articles/%d", a.ID)
	if len(a.Versions) != 1 || a.Versions[0].State != "draft" || a.Holds != 0 {
		t.Fatalf("%+v", a)
	}
	if got := found(op, "khai sinh"); got != nil {
		t.Errorf("a draft is found: %v", got)
	}
	version := map[string]any{"version": 1}
	office.ask("POST", path+"/approve", version).problem(409, "article_not_now")
	leader.ask("POST", path+"/submit", version).want(200)
	leader.ask("POST", path+"/approve", version).problem(403, "article_own_work")
	op.ask("POST", path+"/approve", version).problem(403, "not_allowed")
	office.ask("POST", path+"/approve", version).want(200).into(&a)
	if a.Holds != 1 || a.Versions[0].DecidedBy != "office" {
		t.Errorf("%+v", a)
	}
	if got := found(op, "khai sinh"); len(got) != 1 {
		t.Errorf("found: %v", got)
	}

	// Whoever may approve was told that it waited, its author that it is approved; nobody else learns of either.
	told := func(v *visitor) (codes []string) {
		var all page[NoticeTold]
		v.ask("GET", "/api/v1/notices?sort=time", nil).want(200).into(&all)
		for _, n := range all.Items {
			if n.Article == a.ID {
				codes = append(codes, n.Code)
			}
		}
		return codes
	}
	if l, o, p := told(leader), told(office), told(op); !slices.Equal(l, []string{"notice_article_waits", "notice_article_approved"}) || !slices.Equal(o, l[:1]) || p != nil {
		t.Errorf("told: the leader %v, the Office %v, an operator %v", l, o, p)
	}

	// The next version is found when it is approved, and not before.
	draft := birth()
	draft["title"], draft["was"] = "Đăng ký khai sinh, kể cả liên thông", 1
	op.ask("POST", path+"/versions", draft).want(201)
	op.ask("POST", path+"/versions", draft).problem(409, "changed_meanwhile")
	if got := found(op, "khai sinh"); len(got) != 1 || got[0] != "Đăng ký khai sinh cho trẻ" {
		t.Errorf("found: %v", got)
	}
	op.ask("POST", path+"/submit", map[string]any{"version": 2}).want(200)
	office.ask("POST", path+"/return", map[string]any{"version": 2}).problem(422, "invalid")
	office.ask("POST", path+"/return", map[string]any{"version": 2, "note": "Thiếu hồ sơ liên thông"}).want(200)
	var last page[NoticeTold]
	op.ask("GET", "/api/v1/notices", nil).want(200).into(&last)
	if len(last.Items) == 0 || last.Items[0].Code != "notice_article_returned" || !strings.HasSuffix(last.Items[0].Text, ": Thiếu hồ sơ liên thông") {
		t.Errorf("its author is not told why it is returned: %+v", last.Items)
	}
	draft["was"] = 2
	op.ask("POST", path+"/versions", draft).want(201)
	op.ask("POST", path+"/submit", map[string]any{"version": 3}).want(200)
	leader.ask("POST", path+"/approve", map[string]any{"version": 3}).want(200)
	if got := found(op, "khai sinh lien thong"); len(got) != 1 || got[0] != "Đăng ký khai sinh, kể cả liên thông" {
		t.Errorf("found: %v", got)
	}

	op.ask("POST", path+"/uses", map[string]any{"call": "pbx1-1.1"}).want(204)
	var uses page[ArticleUse]
	op.ask("GET", path+"/uses", nil).want(200).into(&uses)
	if len(uses.Items) != 1 || uses.Items[0].By != "op01" || uses.Items[0].Version != 3 || uses.Items[0].Call != "pbx1-1.1" {
		t.Errorf("uses: %+v", uses.Items)
	}

	office.ask("POST", path+"/withdraw", map[string]any{"reason": " "}).problem(422, "invalid")
	office.ask("POST", path+"/withdraw", map[string]any{"reason": "Luật mới"}).want(200)
	if got := found(op, "khai sinh"); got != nil {
		t.Errorf("withdrawn, and found: %v", got)
	}
	op.ask("POST", path+"/uses", map[string]any{}).problem(409, "article_not_held")
	var all page[ArticleLine]
	op.ask("GET", "/api/v1/articles?state=withdrawn&q=KHAI+SINH", nil).want(200).into(&all)
	if len(all.Items) != 1 || !all.Items[0].Withdrawn || all.Items[0].Uses != 1 {
		t.Errorf("list: %+v", all.Items)
	}
}

// The list finds what the desk finds, best first, and what is not answered from by its words in any order.
// What is approved for a later day leaves what is answered from until then; nothing that was withdrawn comes back with it.
func TestDieu9_1a_AnArticleThatHoldsLater(t *testing.T) {
	h := build(t)
	leader, office, op := h.signedIn("leader"), h.signedIn("office"), h.signedIn("op01")
	approved(leader, office, "")
	var lines page[ArticleLine]
	op.ask("GET", "/api/v1/articles", nil).want(200).into(&lines)
	path := fmt.Sprintf("/api/v1/articles/%d", lines.Items[0].ID)
	next := func(was int, title, since, until string) (a Article) {
		t.Helper()
		draft := birth()
		draft["title"], draft["since"], draft["until"], draft["was"] = title, since, until, was
		leader.ask("POST", path+"/versions", draft).want(201)
		leader.ask("POST", path+"/submit", map[string]any{"version": was + 1}).want(200)
		office.ask("POST", path+"/approve", map[string]any{"version": was + 1}).want(200).into(&a)
		return a
	}
	listed := func(state string) (a ArticleLine) {
		t.Helper()
		var lines page[ArticleLine]
		if op.ask("GET", "/api/v1/articles?state="+state, nil).want(200).into(&lines); len(lines.Items) == 1 {
			a = lines.Items[0]
		}
		return a
	}
	if a := next(1, "Khai sinh từ năm 2098", "2098-01-01", ""); a.Holds != 1 || a.Approved != 2 {
		t.Errorf("holds %d, approved %d", a.Holds, a.Approved)
	}
	if got := found(op, "khai sinh"); !slices.Equal(got, []string{"Đăng ký khai sinh cho trẻ"}) {
		t.Errorf("found until then: %v", got)
	}
	if a, b := listed("later"), listed("holds"); a.Later != "2098-01-01" || a.Holds != 1 || a.Over || b.ID != a.ID {
		t.Errorf("in the list: %+v", a)
	}
	office.ask("POST", path+"/withdraw", map[string]any{"reason": "Sai"}).want(200)
	if a := next(2, "Khai sinh từ năm 2099", "2099-01-01", ""); a.Holds != 0 || a.Approved != 3 {
		t.Errorf("after it was withdrawn: holds %d, approved %d", a.Holds, a.Approved)
	}
	if got := found(op, "khai sinh"); got != nil {
		t.Errorf("what was withdrawn is found: %v", got)
	}
	if a := next(3, "Khai sinh đã hết", "2025-01-01", "2025-02-01"); a.Holds != 0 {
		t.Errorf("ended: holds %d", a.Holds)
	}
	if a := listed("over"); !a.Over || a.Holds != 0 || listed("holds").ID != 0 {
		t.Errorf("ended, in the list: %+v", a)
	}
}

func TestDieu9_1a_TheListFindsWhatTheSearchFinds(t *testing.T) {
	h := build(t)
	leader, office, op := h.signedIn("leader"), h.signedIn("office"), h.signedIn("op01")
	approved := func(change map[string]any) {
		draft := birth()
		for k, v := range change {
			draft[k] = v
		}
		var a Article
		leader.ask("POST", "/api/v1/articles", draft).want(201).into(&a)
		path := fmt.Sprintf("/api/v1/articles/%d", a.ID)
		leader.ask("POST", path+"/submit", map[string]any{"version": 1}).want(200)
		office.ask("POST", path+"/approve", map[string]any{"version": 1}).want(200)
	}
	approved(nil)
	approved(map[string]any{"title": "Cấp lại giấy phép lái xe", "answer": "Nộp tại Sở Xây dựng.", "asked": []string{}})
	approved(map[string]any{"title": "Giấy phép xây dựng", "answer": "Nộp tại phường.", "asked": []string{}})
	leader.ask("POST", "/api/v1/abbreviations", map[string]any{"short": "GPLX", "long": []string{"giấy phép lái xe"}}).want(200)
	draft := birth()
	draft["title"] = "Đổi thẻ căn cước"
	op.ask("POST", "/api/v1/articles", draft).want(201)
	for q, first := range map[string]string{
		"cap lai gplx": "Cấp lại giấy phép lái xe", "giay phep lai xe": "Cấp lại giấy phép lái xe", "khai sihn": "Đăng ký khai sinh cho trẻ", "căn cước đổi": "Đổi thẻ căn cước",
	} {
		var list page[ArticleLine]
		op.ask("GET", "/api/v1/articles?q="+url.QueryEscape(q), nil).want(200).into(&list)
		if len(list.Items) == 0 || list.Items[0].Title != first || list.Next != nil {
			t.Errorf("%s: %+v", q, list.Items)
		}
	}
	var list page[ArticleLine]
	op.ask("GET", "/api/v1/articles?q=gplx&state=draft", nil).want(200).into(&list)
	if len(list.Items) != 0 {
		t.Errorf("of drafts: %+v", list.Items)
	}
}

func TestWhatIsWrongWithAnArticle(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	for location, change := range map[string]func(map[string]any){
		"body.title":   func(d map[string]any) { d["title"] = " " },
		"body.answer":  func(d map[string]any) { d["answer"] = strings.Repeat("ă", knowledge.MaxAnswer+1) },
		"body.until":   func(d map[string]any) { d["until"] = "2025-07-01" },
		"body.review":  func(d map[string]any) { d["review"] = "mai" },
		"body.field":   func(d map[string]any) { d["field"] = "none" },
		"body.unit":    func(d map[string]any) { d["unit"] = "NONE" },
		"body.sources": func(d map[string]any) { d["sources"] = []knowledge.Source{{Title: "Luật", URL: "javascript:1"}} },
	} {
		draft := birth()
		change(draft)
		p := op.ask("POST", "/api/v1/articles", draft).problem(422, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Location != location {
			t.Errorf("%s: %+v", location, p.Errors)
		}
	}
	// A draft may lack what may not be approved without.
	draft := birth()
	delete(draft, "review")
	delete(draft, "sources")
	var a Article
	op.ask("POST", "/api/v1/articles", draft).want(201).into(&a)
	p := op.ask("POST", fmt.Sprintf("/api/v1/articles/%d/submit", a.ID), map[string]any{"version": 1}).problem(422, "invalid")
	if len(p.Errors) != 2 {
		t.Errorf("%+v", p.Errors)
	}
	op.ask("GET", "/api/v1/articles/999", nil).problem(404, "not_found")
}

func TestAbbreviationsAndGaps(t *testing.T) {
	h := build(t)
	leader, office, op := h.signedIn("leader"), h.signedIn("office"), h.signedIn("op01")
	approved(leader, office, "")
	if got := found(op, "GKS"); got != nil {
		t.Errorf("found: %v", got)
	}
	op.ask("POST", "/api/v1/article-gaps", map[string]any{"typed": "GKS"}).want(204)
	op.ask("POST", "/api/v1/article-gaps", map[string]any{"typed": "gks"}).want(204)
	var gaps page[ArticleGap]
	leader.ask("GET", "/api/v1/article-gaps", nil).want(200).into(&gaps)
	if len(gaps.Items) != 1 || gaps.Items[0].Times != 2 {
		t.Fatalf("gaps: %+v", gaps.Items)
	}
	op.ask("POST", "/api/v1/abbreviations", map[string]any{"short": "GKS", "long": []string{"giấy khai sinh"}}).problem(403, "not_allowed")
	leader.ask("POST", "/api/v1/abbreviations", map[string]any{"short": "GKS", "long": []string{"gks"}}).problem(422, "invalid")
	leader.ask("POST", "/api/v1/abbreviations", map[string]any{"short": "GKS", "long": []string{"giấy khai sinh"}}).want(200)
	if got := found(op, "GKS"); len(got) != 1 {
		t.Errorf("found: %v", got)
	}
	settle := fmt.Sprintf("/api/v1/article-gaps/%d/settle", gaps.Items[0].ID)
	leader.ask("POST", settle, nil).want(204)
	leader.ask("POST", settle, nil).problem(404, "not_found")
	leader.ask("DELETE", "/api/v1/abbreviations/gks", nil).want(204)
	if got := found(op, "GKS"); got != nil {
		t.Errorf("found: %v", got)
	}
}

// A ticket keeps the article that answered it, and the article how often it did.
func TestDieu9_1a_AnAnswerKeepsItsArticle(t *testing.T) {
	h := build(t)
	leader, office, op := h.signedIn("leader"), h.signedIn("office"), h.signedIn("op01")
	var a Article
	leader.ask("POST", "/api/v1/articles", birth()).want(201).into(&a)
	path := fmt.Sprintf("/api/v1/articles/%d", a.ID)
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	answer := map[string]any{"version": tk.Version, "act": map[string]any{"text": "Nộp tại phường.", "basis": "Luật Hộ tịch", "article": a.ID}}
	p := op.ask("POST", "/api/v1/tickets/"+tk.Code+"/answer", answer).problem(422, "invalid")
	if p.Errors[0].Location != "body.act.article" {
		t.Errorf("%+v", p.Errors)
	}
	leader.ask("POST", path+"/submit", map[string]any{"version": 1}).want(200)
	office.ask("POST", path+"/approve", map[string]any{"version": 1}).want(200)
	op.ask("POST", "/api/v1/tickets/"+tk.Code+"/answer", answer).want(200)
	var uses page[ArticleUse]
	op.ask("GET", path+"/uses", nil).want(200).into(&uses)
	if len(uses.Items) != 1 || uses.Items[0].Way != "answered" || uses.Items[0].Ticket != tk.Code {
		t.Errorf("uses: %+v", uses.Items)
	}
	var usage page[ArticleUsage]
	op.ask("GET", "/api/v1/article-usage", nil).want(200).into(&usage)
	if len(usage.Items) != 1 || usage.Items[0].Answered != 1 {
		t.Errorf("usage: %+v", usage.Items)
	}
}
