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
		{ID: "111", Name: "Bảo vệ trẻ em", NameEn: "Child protection", Kind: "number", Numbers: 1},
		{ID: "112", Name: "Tìm kiếm, cứu nạn", NameEn: "Search and rescue", Kind: "number", Numbers: 1},
		{ID: "113", Name: "Công an", NameEn: "Police", Kind: "number", Numbers: 1},
		{ID: "114", Name: "Phòng cháy, chữa cháy và cứu nạn, cứu hộ", NameEn: "Fire and rescue", Kind: "number", Numbers: 1},
		{ID: "115", Name: "Cấp cứu y tế", NameEn: "Ambulance", Kind: "number", Numbers: 1},
		{ID: "cay-xanh", Name: "Cây xanh gãy đổ", NameEn: "Fallen trees", Kind: "duty_list", Numbers: 2},
		{ID: "chieu-sang", Name: "Chiếu sáng công cộng", NameEn: "Street lighting", Kind: "duty_list", Numbers: 2},
		{ID: "dien", Name: "Sự cố điện", NameEn: "Power failure", Kind: "duty_list", Numbers: 2},
		{ID: "nuoc", Name: "Sự cố cấp nước", NameEn: "Water supply", Kind: "duty_list", Numbers: 2},
		{ID: "thoat-nuoc", Name: "Thoát nước, ngập úng", NameEn: "Drainage, flooding", Kind: "duty_list", Numbers: 2},
	}
	if d := cmp.Diff(want, got.Items); d != "" {
		t.Error(d)
	}
}
