package redaction

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func found(text string, of ...Known) []string {
	var all []string
	for _, p := range Parts(text, Find(text, of...)) {
		if p.Kind != "" {
			all = append(all, string(p.Kind)+" "+p.Text)
		}
	}
	return all
}

func TestDieu12_2_WhatTellsOfPeopleIsFound(t *testing.T) {
	an := Known{Name: "Nguyễn Văn An", Address: "12 Lạch Tray", Phone: "0912345678", Email: "an@example.vn"}
	for _, tc := range []struct {
		text string
		of   []Known
		want []string
	}{
		{"Gọi cho tôi số 0912 345 678 nhé", nil, []string{"phone 0912 345 678"}},
		{"+84 912.345.678, hoặc (0225) 3823456", nil, []string{"phone +84 912.345.678", "phone 0225) 3823456"}},
		{"CCCD 031085001234 cấp năm 2021", nil, []string{"paper 031085001234"}},
		{"Số căn cước 131085001234.", nil, []string{"paper 131085001234"}},
		{"Hộ chiếu C12345678", nil, []string{"paper C12345678"}},
		{"Tài khoản 19 0333 4455 6677", nil, []string{"paper 19 0333 4455 6677"}},
		{"thư an.nguyen@gmail.com.", nil, []string{"email an.nguyen@gmail.com"}},
		{"Xe 15A-123.45 đỗ sai, cả xe 15B1-234.56", nil, []string{"plate 15A-123.45", "plate 15B1-234.56"}},
		{"Bà Trần Thị Hoa bán hàng", nil, []string{"name Trần Thị Hoa"}},
		{"anh Dũng và chị Lan", nil, []string{"name Dũng", "name Lan"}},
		{"Nhà ở 45/6 Trần Nguyên Hãn bị ngập", nil, []string{"address 45/6 Trần Nguyên Hãn"}},
		{"trú tại thôn 3, xã An Lão; xin cảm ơn", nil, []string{"address thôn 3, xã An Lão"}},
		{"nguyen van an o 12 lach tray", []Known{an}, []string{"name nguyen van an", "address 12 lach tray"}},
		{"091-234-5678 an@example.vn", []Known{an}, []string{"phone 091-234-5678", "email an@example.vn"}},
		{"Đèn đường hỏng ngày 27/11/2026, thiệt hại 1.500.000.000 đồng, gọi 02251022 hoặc 113, phiếu 26-000123-4", nil, nil},
		{"Đề nghị Sở Xây dựng sửa đường Lạch Tray", nil, nil},
		{"Ông Ủy ban nhân dân phường", nil, nil},
		{"", []Known{an, {}}, nil},
	} {
		if got := found(tc.text, tc.of...); !slices.Equal(got, tc.want) {
			t.Errorf("%s\n got %q\nwant %q", tc.text, got, tc.want)
		}
	}
	if c := FindCertain("Bà Hoa, 0912345678"); len(c) != 1 || c[0].Kind != Phone {
		t.Errorf("%+v", c)
	}
}

// Whatever the text: spans are in order, apart, of whole letters, and the pieces are the text.
func FuzzFind(f *testing.F) {
	f.Add("Bà Hoa 0912345678, 15A-123.45", "Trần Thị Hoa", "0912345678")
	f.Add("số nhà 12; e@x.vn \xff\xfe", "An", "84")
	f.Fuzz(func(t *testing.T, text, name, phone string) {
		spans := Find(text, Known{Name: name, Address: text, Phone: phone, Email: name})
		at := 0
		var joined strings.Builder
		for _, s := range spans {
			if s.From < at || s.To <= s.From || s.To > len(text) || s.Kind == "" {
				t.Fatalf("%+v in %q", spans, text)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[s.From:s.To]) {
				t.Fatalf("half a letter: %+v in %q", s, text)
			}
			at = s.To
		}
		for _, p := range Parts(text, spans) {
			joined.WriteString(p.Text)
		}
		if joined.String() != text {
			t.Fatalf("%q became %q", text, joined.String())
		}
	})
}
