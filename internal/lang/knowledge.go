package lang

import "maps"

// What is wrong with an article of the knowledge base, or with what somebody wants to do to it.
const (
	ArticleTooMany   Key = "article_too_many" // how many at most
	ArticleUntil     Key = "article_until"
	ArticleReview    Key = "article_review"
	ArticleSource    Key = "article_source"
	ArticleNotNow    Key = "article_not_now"
	ArticleOwnWork   Key = "article_own_work"
	ArticleNotHeld   Key = "article_not_held"
	ArticleNoField   Key = "article_no_field"
	ArticleNoUnit    Key = "article_no_unit"
	ArticleReviewDue Key = "article_review_due"
)

func init() { maps.Copy(catalogue, ofKnowledge) }

var ofKnowledge = map[Key]text{
	ArticleTooMany:   {"Nhiều nhất %d mục.", "At most %d of them."},
	ArticleUntil:     {"Ngày này phải sau ngày bắt đầu hiệu lực.", "This day has to come after the one from which it holds."},
	ArticleReview:    {"Hãy ghi ngày rà soát lại: bài được duyệt phải có người xem lại.", "Say when it is looked at again: what is approved has to be."},
	ArticleSource:    {"Hãy ghi ít nhất một nguồn: văn bản hoặc cơ quan quy định.", "Name a source: the law or the office that says so."},
	ArticleNotNow:    {"Phiên bản này không còn ở bước đó. Hãy tải lại bài.", "This version is no longer at that step. Load the article again."},
	ArticleOwnWork:   {"Người viết không tự duyệt bài của mình. Hãy nhờ người khác duyệt.", "Nobody approves what they wrote. Somebody else has to."},
	ArticleNotHeld:   {"Bài này không có hiệu lực, không dùng để trả lời được.", "This article does not hold: nothing is answered from it."},
	ArticleNoField:   {"Không có lĩnh vực này.", "There is no such field."},
	ArticleNoUnit:    {"Không có đơn vị này.", "There is no such unit."},
	ArticleReviewDue: {"Ngày rà soát phải ở phía trước.", "The day of the next review has to lie ahead."},
}
