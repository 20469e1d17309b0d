package api

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// deletionCertificate gives a plan's certificate as it was signed, byte for byte.
func (a *API) deletionCertificate(ctx context.Context, in *planPath) (*exportAnswer, error) {
	id, err := pathID(in.ID)
	if err != nil {
		return nil, err
	}
	c, err := a.p.Store.CertificateOf(ctx, id)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, refuse(http.StatusNotFound, lang.NotFound)
	}
	if err != nil {
		return nil, err
	}
	file, err := certificateFile(c)
	if err != nil {
		return nil, err
	}
	if err := a.audit(ctx, visitOf(ctx).who.Actor, "retention.certificate", "deletion:"+id.String(), map[string]any{"bytes": len(file)}); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s-%s.zip", lang.Say(visitOf(ctx).lang, lang.FileName("certificate")), c.MadeAt.In(ticket.Zone).Format("20060102"))
	return &exportAnswer{ContentType: "application/zip", Disposition: `attachment; filename="` + name + `"`, Body: file}, nil
}

func certificateFile(c db.DeletionCertificate) ([]byte, error) {
	said, err := evidence.ReadCertificate(c.Body)
	if err != nil {
		return nil, err
	}
	var whole bytes.Buffer
	z := zip.NewWriter(&whole)
	for _, f := range []struct {
		name string
		body []byte
	}{
		{"HUONG-DAN.txt", []byte(certificateInstruction(c))},
		{"giay-chung-nhan.txt", []byte(certificateInWords(said))},
		{"giay-chung-nhan.json", c.Body},
		{"giay-chung-nhan.json.sig", c.Signature},
		{"giay-chung-nhan.pub.pem", []byte(c.PublicKey)},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: c.MadeAt})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		if _, err := w.Write(f.body); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return whole.Bytes(), nil
}

// certificateInWords is what is signed for whoever reads no JSON.
func certificateInWords(c evidence.Certificate) string {
	var b strings.Builder
	word := func(of, v string) string { return lang.Word(lang.Vietnamese, of, v) }
	fmt.Fprintf(&b, "GIẤY CHỨNG NHẬN TIÊU HỦY GHI ÂM\nTổng đài 1022 thành phố Hải Phòng\n(Bản để đọc, không ký; bản được ký là giay-chung-nhan.json.)\n\n"+
		"Đợt tiêu hủy: %s\nBáo trước lúc: %s\nTiêu hủy từ: %s\nLập giấy lúc: %s\n", c.Plan, localTime(c.AnnouncedAt), localTime(c.DueAt), localTime(c.MadeAt))
	fmt.Fprintf(&b, "\nĐÃ TIÊU HỦY: %d\n", len(c.Deleted))
	for _, d := range c.Deleted {
		fmt.Fprintf(&b, "- Cuộc gọi %s, bản ghi %s, ghi lúc %s, %d byte\n  Theo quy tắc: %s; hết thời hạn lưu trữ: %s; tiêu hủy lúc: %s\n  SHA-256: %s\n",
			d.Call, d.Leg, localTime(d.CreatedAt), d.Bytes, word("retention", d.Rule), localTime(d.KeepUntil), localTime(d.DeletedAt), d.SHA256)
	}
	fmt.Fprintf(&b, "\nĐÃ BÁO TRƯỚC MÀ KHÔNG TIÊU HỦY: %d\n", len(c.Spared))
	for _, s := range c.Spared {
		fmt.Fprintf(&b, "- Cuộc gọi %s, bản ghi %s: %s\n", s.Call, s.Leg, word("outcome", s.Reason))
	}
	return b.String()
}

// certificateInstruction tells how to verify with what every system has.
func certificateInstruction(c db.DeletionCertificate) string {
	var b strings.Builder
	fmt.Fprintf(&b, `CÁCH KIỂM TRA GIẤY CHỨNG NHẬN TIÊU HỦY NÀY
Lập lúc %s. Đợt tiêu hủy: %s.
Nội dung để đọc: giay-chung-nhan.txt. Bản có giá trị là giay-chung-nhan.json, được ký.
Chỉ cần openssl (từ bản 3.0) và sha256sum. Giải nén, mở cửa sổ lệnh trong thư mục đó rồi chạy lần lượt.

1. Giấy chứng nhận do Tổng đài ký, không bị sửa (phải hiện: Signature Verified Successfully):
     openssl pkeyutl -verify -pubin -inkey giay-chung-nhan.pub.pem -rawin -in giay-chung-nhan.json -sigfile giay-chung-nhan.json.sig

2. Khóa công khai đúng là của Tổng đài: mã của khóa phải trùng với mã mà Tổng đài đã công bố hoặc trả lời khi được hỏi:
     openssl pkey -pubin -in giay-chung-nhan.pub.pem -outform DER | sha256sum
     (trong bộ này: %s)
`, localTime(c.MadeAt), c.Plan, keyID(c.PublicKey))
	return b.String()
}
