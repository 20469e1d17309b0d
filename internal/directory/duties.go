package directory

// usual tells whose the matters of a field usually are, first who is asked first; "" is the
// commune of the place. The Office changes it as the city divides its tasks.
var usual = map[string][]string{
	"chieu-sang":         {"CHIEUSANG", "SXD", ""},
	"cap-nuoc":           {"CAPNUOC", "SXD"},
	"thoat-nuoc":         {"THOATNUOC", "SXD", ""},
	"cap-dien":           {"DIENLUC", "SCT"},
	"duong-via-he":       {"SXD", ""},
	"den-tin-hieu":       {"SXD", "CATP"},
	"cay-xanh":           {"CAYXANH", "SXD", ""},
	"vien-thong":         {"VNPT", "SKHCN"},
	"ve-sinh-moi-truong": {"MOITRUONG", "", "SNNMT"},
	"trat-tu-do-thi":     {"", "SXD"},
	"trat-tu-xay-dung":   {"", "SXD"},
	"an-ninh-trat-tu":    {"CATP", ""},
	"tieng-on":           {"", "CATP"},
	"giao-thong-van-tai": {"SXD", "CATP"},
	"y-te":               {"SYT", "CDC"},
	"giao-duc":           {"SGDDT", ""},
	"lao-dong-an-sinh":   {"SNV", ""},
	"dat-dai":            {"", "SNNMT"},
	"thuong-mai-gia-ca":  {"SCT"},
	"van-hoa-du-lich":    {"SVHTTDL"},
}

// What the regulation itself says comes before what is usual.
const (
	priorityLaw   = 10
	priorityUsual = 100
)

// Duties are those that a city begins with.
func Duties() []Duty {
	duties := []Duty{
		{Group: 5, Unit: "STTTT", Priority: priorityLaw, Basis: "Điều 16.1", Span: Span{Until: ReformDepartments}},
		{Group: 5, Unit: "SKHCN", Priority: priorityLaw, Basis: "Điều 16.1", Span: Span{Since: ReformDepartments}},
		{Group: 4, Unit: "VPUB", Priority: priorityLaw, Basis: "Điều 5.4, 9.5"},
		{Group: 3, Unit: "VPUB", Priority: priorityUsual, Basis: "Điều 9.5"},
	}
	for _, f := range Fields() {
		for i, unit := range usual[f.Code] {
			duties = append(duties, Duty{Field: f.Code, Unit: unit, Priority: priorityUsual + 10*i})
		}
	}
	return duties
}
