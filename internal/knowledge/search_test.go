package knowledge

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"hotline1022/internal/worktime"
)

//go:embed testdata/questions.tsv
var questions string

var today = worktime.NewDate(2026, time.November, 27)

// asked are the questions, each with the title of what answers it.
func asked() (all [][2]string) {
	for line := range strings.Lines(questions) {
		q, title, _ := strings.Cut(strings.TrimSpace(line), "\t")
		all = append(all, [2]string{q, title})
	}
	return all
}

const many = 20_000

// crowd are the city's own articles among so many others that use the same words.
func crowd(n int) []Entry {
	own := Haiphong(today - 100)
	r := rand.New(rand.NewPCG(1022, 587))
	of := func(words ...string) string { return words[r.IntN(len(words))] }
	things := []string{"giấy phép khai thác nước ngầm", "phép môi trường", "chứng chỉ hành nghề dược", "thẻ hướng dẫn viên", "phương tiện thuỷ nội địa", "bến thuỷ", "tàu cá", "khu nuôi trồng thuỷ sản", "cơ sở giết mổ", "phòng khám răng", "nhà thuốc", "trung tâm ngoại ngữ", "trường mầm non tư thục", "lớp năng khiếu", "câu lạc bộ thể thao", "lễ hội", "di tích", "thư viện", "đấu giá tài sản", "văn phòng luật sư", "hợp tác xã", "khu công nghiệp", "dự án đầu tư", "lao động nước ngoài", "kho xăng dầu", "cửa hàng rượu", "hoá chất", "vật liệu nổ", "đê điều", "kênh mương", "giống cây trồng", "thuốc bảo vệ thực vật", "rừng phòng hộ", "cảng biển", "bãi đỗ xe", "đường thuỷ", "hội quần chúng", "quỹ từ thiện", "tôn giáo", "nghĩa trang", "báo cáo thống kê", "sáng kiến", "sở hữu trí tuệ", "đo lường", "an toàn bức xạ", "trạm thu phát sóng", "trò chơi điện tử", "xuất bản phẩm", "họp báo", "biểu diễn nghệ thuật"}
	acts := []string{"Cấp", "Gia hạn", "Thu hồi", "Điều chỉnh", "Thẩm định", "Công nhận", "Thông báo", "Phê duyệt", "Chấp thuận", "Kiểm tra", "Báo cáo", "Xác nhận", "Đăng ký", "Chuyển nhượng"}
	about := []string{"cấp thành phố", "cấp xã", "cho tổ chức", "cho cá nhân", "lần đầu", "khi thay đổi địa chỉ", "khi hết hạn", "theo phân cấp", "trong khu kinh tế", "ở vùng biển", "trường hợp đặc biệt", "đối với doanh nghiệp", "có yếu tố nước ngoài", "quy mô nhỏ"}
	sentences := []string{"Nộp hồ sơ tại bộ phận một cửa hoặc trên Cổng Dịch vụ công.", "Thời hạn giải quyết là 10 ngày làm việc.", "Lệ phí theo quy định của Hội đồng nhân dân thành phố.", "Hồ sơ gồm đơn đề nghị, bản sao giấy tờ và tài liệu kèm theo.", "Cơ quan giải quyết kiểm tra thực tế trước khi trả kết quả.", "Người nộp mang theo thẻ căn cước.", "Kết quả được trả tại nơi nộp hoặc qua bưu chính.", "Trường hợp từ chối phải trả lời bằng văn bản và nêu rõ lý do.", "Uỷ ban nhân dân xã, phường xác nhận nội dung.", "Hồ sơ thiếu được hướng dẫn bổ sung một lần.", "Đất, nhà và tài sản gắn liền được kê khai đầy đủ.", "Con, vợ, chồng của người đề nghị cùng ký tên.", "Cá nhân có bảo hiểm xã hội kèm bản sao sổ."}
	entries := make([]Entry, 0, n)
	for len(entries) < n-len(own) {
		a := Article{ID: int64(len(entries) + 1000), Version: 1, Since: today - 100}
		a.Title = fmt.Sprintf("%s %s %s", of(acts...), of(things...), of(about...))
		for range 12 {
			a.Answer += of(sentences...) + " " + of(things...) + ". "
		}
		entries = append(entries, Entry{Article: a})
	}
	for i, a := range own {
		a.ID = int64(i + 1)
		entries = append(entries, Entry{Article: a})
	}
	r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return entries
}

var crowded = sync.OnceValue(func() *Index { return NewIndex(crowd(many), HaiphongShort()) })

// Among 20,000 articles the right one is within the first three, however the question is typed.
func TestDieu9_1a_TheRightArticleIsWithinTheFirstThree(t *testing.T) {
	x := crowded()
	all := asked()
	if len(all) < 100 {
		t.Fatalf("%d questions", len(all))
	}
	for _, q := range all {
		for _, form := range []norm.Form{norm.NFC, norm.NFD, norm.NFKD} {
			hits := x.Search(Asked{Text: form.String(q[0]), Day: today, Most: 3, Near: true})
			if !slices.ContainsFunc(hits, func(h Hit) bool { return h.Title == q[1] }) {
				var got []string
				for _, h := range hits {
					got = append(got, fmt.Sprintf("%s (%.1f)", h.Title, h.Score))
				}
				t.Errorf("%q wants %q\n   %s", q[0], q[1], strings.Join(got, "\n   "))
				break
			}
		}
	}
}

// Every article is found first by its own title, and among the first without its accents; every question names one that there is.
func TestEveryArticleIsFoundByItsTitle(t *testing.T) {
	x := crowded()
	titles := map[string]bool{}
	for _, a := range Haiphong(today) {
		if titles[a.Title] {
			t.Errorf("%q is there twice", a.Title)
		}
		titles[a.Title] = true
		if slices.ContainsFunc(a.Sources, func(s Source) bool { return s.Title == Unverified }) {
			t.Errorf("%q rests on a remark", a.Title)
		}
		if faults := a.Check(true); len(faults) > 0 {
			t.Errorf("%q: %+v", a.Title, faults)
		}
		for typed, among := range map[string]int{a.Title: 1, sentenceOf(a.Title).text(): 3} {
			hits := x.Search(Asked{Text: typed, Day: today, Most: among})
			if !slices.ContainsFunc(hits, func(h Hit) bool { return h.Title == a.Title }) {
				t.Errorf("%q is not among the first %d", typed, among)
			}
		}
	}
	if len(titles) < 90 {
		t.Errorf("%d articles", len(titles))
	}
	for _, q := range asked() {
		if !titles[q[1]] {
			t.Errorf("no article %q", q[1])
		}
	}
}

func (s sentence) text() string { return strings.Join(s.bare, " ") }

func TestSearch(t *testing.T) {
	entries := []Entry{
		{Article: Article{ID: 1, Title: "Làm thủ tục", Answer: "ở phường", Since: 10}},
		{Article: Article{ID: 2, Title: "Lâm nghiệp", Answer: "giống cây", Since: 10, Until: 20, Field: "b"}},
		{Article: Article{ID: 3, Title: "Lâm nghiệp ven biển", Answer: "giống cây", Since: 15, Field: "c"}},
	}
	x := NewIndex(entries, []Abbreviation{{Short: "TT", Long: []string{"thủ tục"}}})
	for name, tc := range map[string]struct {
		asked Asked
		want  []int64
	}{
		"nothing":               {Asked{Text: " !? ", Day: 12, Most: 5}, nil},
		"none wanted":           {Asked{Text: "lâm", Day: 12}, nil},
		"its accent first":      {Asked{Text: "lâm", Day: 12, Most: 5}, []int64{2, 1}},
		"near alone":            {Asked{Text: "lâm", Day: 12, Most: 5, Near: true}, []int64{2}},
		"the other accent":      {Asked{Text: "làm", Day: 12, Most: 1}, []int64{1}},
		"no longer in force":    {Asked{Text: "lâm nghiệp", Day: 20, Most: 1}, []int64{3}},
		"not yet in force":      {Asked{Text: "lam nghiep", Day: 9, Most: 5}, nil},
		"of the field first":    {Asked{Text: "lam nghiep", Day: 16, Most: 1, Field: "c"}, []int64{3}},
		"an abbreviation":       {Asked{Text: "tt", Day: 12, Most: 1}, []int64{1}},
		"run together":          {Asked{Text: "lamnghiep", Day: 12, Most: 1}, []int64{2}},
		"a letter too many":     {Asked{Text: "nghiiep", Day: 12, Most: 1}, []int64{2}},
		"as it is heard":        {Asked{Text: "nam nghiep", Day: 12, Most: 1}, []int64{2}},
		"not typed to the end":  {Asked{Text: "lam ngh", Day: 12, Most: 1}, []int64{2}},
		"a word of nobody's":    {Asked{Text: "xyzxyz", Day: 12, Most: 5}, nil},
		"a whole letter pasted": {Asked{Text: strings.Repeat("lâm nghiệp ", 500), Day: 12, Most: 1}, []int64{2}},
	} {
		var got []int64
		for _, h := range x.Search(tc.asked) {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range asked() {
		f.Add(q[0])
	}
	x := NewIndex(crowd(200), HaiphongShort())
	f.Fuzz(func(t *testing.T, text string) {
		hits := x.Search(Asked{Text: text, Day: today, Most: 5})
		if len(hits) > 5 {
			t.Errorf("%d hits", len(hits))
		}
	})
}

// The slowest of the questions, over 20,000 articles: what README says of it.
func BenchmarkKnowledge(b *testing.B) {
	x := crowded()
	all := asked()
	var slowest time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		x.Search(Asked{Text: all[i%len(all)][0], Day: today, Most: 8})
		slowest = max(slowest, time.Since(began))
	}
	b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
}
