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

	// What staff are told of an article.
	NoticeArticleWaits    Key = "notice_article_waits"    // title
	NoticeArticleApproved Key = "notice_article_approved" // title
	NoticeArticleReturned Key = "notice_article_returned" // title, reason
)

func init() { maps.Copy(catalogue, ofKnowledge) }

var ofKnowledge = map[Key]text{
	ArticleTooMany:       {"Nhiều nhất %d mục.", "At most %d of them."},
	ArticleUntil:         {"Ngày này phải sau ngày bắt đầu hiệu lực.", "This day has to come after the one from which it holds."},
	ArticleReview:        {"Hãy ghi ngày rà soát lại: bài được duyệt phải có người xem lại.", "Say when it is looked at again: what is approved has to be."},
	ArticleSource:        {"Hãy ghi ít nhất một nguồn: văn bản hoặc cơ quan quy định.", "Name a source: the law or the office that says so."},
	ArticleNotNow:        {"Phiên bản này không còn ở bước đó. Hãy tải lại bài.", "This version is no longer at that step. Load the article again."},
	ArticleOwnWork:       {"Người viết không tự duyệt bài của mình. Hãy nhờ người khác duyệt.", "Nobody approves what they wrote. Somebody else has to."},
	ArticleNotHeld:       {"Bài này không có hiệu lực, không dùng để trả lời được.", "This article does not hold: nothing is answered from it."},
	ArticleNoField:       {"Không có lĩnh vực này.", "There is no such field."},
	ArticleNoUnit:        {"Không có đơn vị này.", "There is no such unit."},
	"file_article-usage": {"su-dung-tri-thuc", "knowledge-usage"}, "file_abbreviations": {"tu-viet-tat", "abbreviations"},
	"column_inserted": {"Đã chèn", "Taken"}, "column_short": {"Viết tắt", "Short"}, "column_long": {"Nghĩa là", "Means"},
	"file_articles": {"bai-tri-thuc", "articles"}, "file_article-gaps": {"thieu-sot-tri-thuc", "knowledge-gaps"},
	"column_version": {"Phiên bản", "Version"}, "column_holds": {"Phiên bản đang dùng", "Version in use"}, "column_until": {"Hết hiệu lực", "Holds before"},
	"column_review": {"Rà soát", "Review"}, "column_author": {"Người viết", "Author"}, "column_saved": {"Sửa lần cuối", "Last written"}, "column_uses": {"Lượt dùng", "Uses"},
	"column_typed": {"Từ đã tìm", "Typed"}, "column_times": {"Số lần", "Times"}, "column_last": {"Lần cuối", "Last"},
	"word_article_draft": {"Bản nháp", "Draft"}, "word_article_submitted": {"Chờ duyệt", "To be approved"}, "word_article_approved": {"Đã duyệt", "Approved"}, "word_article_returned": {"Trả lại", "Returned"},
	NoticeArticleWaits:    {"Bài tri thức “%s” chờ duyệt.", "The article “%s” waits for approval."},
	NoticeArticleApproved: {"Bài tri thức “%s” bạn viết đã được duyệt.", "The article “%s”, which you wrote, is approved."},
	NoticeArticleReturned: {"Bài tri thức “%s” bạn viết bị trả lại: %s", "The article “%s”, which you wrote, is returned: %s"},
	ArticleReviewDue:      {"Ngày rà soát phải ở phía trước.", "The day of the next review has to lie ahead."},
}
