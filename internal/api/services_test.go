package api

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hotline1022/internal/auth"
)

func TestEmergencyServices(t *testing.T) {
	var got page[EmergencyService]
	build(t).as(auth.RoleOperator).ask("GET", "/api/v1/emergency-services", nil).want(200).into(&got)
	want := []EmergencyService{
		{ID: "111", Name: "Bảo vệ trẻ em", Kind: "number", Numbers: 1},
		{ID: "112", Name: "Tìm kiếm, cứu nạn", Kind: "number", Numbers: 1},
		{ID: "113", Name: "Công an", Kind: "number", Numbers: 1},
		{ID: "114", Name: "Phòng cháy, chữa cháy và cứu nạn, cứu hộ", Kind: "number", Numbers: 1},
		{ID: "115", Name: "Cấp cứu y tế", Kind: "number", Numbers: 1},
		{ID: "cay-xanh", Name: "Cây xanh gãy đổ", Kind: "duty_list", Numbers: 2},
		{ID: "chieu-sang", Name: "Chiếu sáng công cộng", Kind: "duty_list", Numbers: 2},
		{ID: "dien", Name: "Sự cố điện", Kind: "duty_list", Numbers: 2},
		{ID: "nuoc", Name: "Sự cố cấp nước", Kind: "duty_list", Numbers: 2},
		{ID: "thoat-nuoc", Name: "Thoát nước, ngập úng", Kind: "duty_list", Numbers: 2},
	}
	if d := cmp.Diff(want, got.Items); d != "" {
		t.Error(d)
	}
}
