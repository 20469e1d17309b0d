package directory

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline1022/internal/worktime"
)

// The days on which the city's structure changed, and the first on which it had a hotline.
var (
	// ReformDepartments: departments were merged on the day on which the ministries were
	// (Nghị định 45/2025/NĐ-CP, 55/2025/NĐ-CP). The city's own resolution was not at hand; an
	// administrator may move the day.
	ReformDepartments = worktime.NewDate(2025, time.March, 1)
	// ReformCommunes: Nghị quyết 1232/NQ-UBTVQH15.
	ReformCommunes = worktime.NewDate(2025, time.January, 1)
	// ReformCity: Nghị quyết 1669/NQ-UBTVQH15; no districts any more (Nghị quyết 202/2025/QH15).
	ReformCity = worktime.NewDate(2025, time.July, 1)
)

// decisions are those by which areas are no more from a day on.
var decisions = map[worktime.Date]string{ReformCommunes: "Nghị quyết 1232/NQ-UBTVQH15", ReformCity: "Nghị quyết 1669/NQ-UBTVQH15"}

// The tables name units by the General Statistics Office's codes, which were given again to
// others: a code alone is today's unit, "-2024" and "-2025" those before.
var (
	//go:embed data/communes-2024.tsv
	communes2024 string // wards, communes, townships: code, name, district
	//go:embed data/communes-2025-01-01.tsv
	communes2025 string // those that were merged, renamed, or given to another district, with the codes of what they were made of
	//go:embed data/communes-2025-07-01.tsv
	communesNow string // wards, communes, special zones: code, name
	//go:embed data/succession-2025-07-01.tsv
	succession string // code of today, codes of those that came to it wholly, and in part
)

const suffix2024, suffix2025 = "-2024", "-2025"

// districts are the General Statistics Office's codes.
var districts = map[string]string{
	"Quận Hồng Bàng": "303", "Quận Ngô Quyền": "304", "Quận Lê Chân": "305", "Quận Hải An": "306", "Quận Kiến An": "307",
	"Quận Đồ Sơn": "308", "Quận Dương Kinh": "309", "Huyện Thuỷ Nguyên": "311", "Thành phố Thuỷ Nguyên": "311",
	"Huyện An Dương": "312", "Quận An Dương": "312", "Huyện An Lão": "313", "Huyện Kiến Thuỵ": "314", "Huyện Tiên Lãng": "315",
	"Huyện Vĩnh Bảo": "316", "Huyện Cát Hải": "317", "Huyện Bạch Long Vĩ": "318",
}

// City is the city's units of all days, with what became of those that are no more.
func City() ([]Unit, []Link, error) {
	c := &city{seen: map[string]bool{}, now: map[string]string{}}
	for _, step := range []struct {
		name, data string
		columns    int
		take       func(columns []string) error
	}{
		{"communes-2025-07-01", communesNow, 2, c.today},
		{"communes-2025-01-01", communes2025, 4, c.merged},
		{"communes-2024", communes2024, 3, c.former},
		{"succession-2025-07-01", succession, 3, c.inherited},
	} {
		for n, line := range strings.Split(strings.TrimRight(step.data, "\n"), "\n") {
			if n == 0 {
				continue // the columns' names
			}
			columns := strings.Split(strings.TrimRight(line, "\r"), "\t")
			if len(columns) != step.columns || columns[0] == "" {
				return nil, nil, fmt.Errorf("directory: %s: line %d has not %d columns", step.name, n+1, step.columns)
			}
			if err := step.take(columns); err != nil {
				return nil, nil, fmt.Errorf("directory: %s: line %d: %w", step.name, n+1, err)
			}
		}
	}
	c.districtsGone()
	return append(departments(), c.units...), append(departmentsMerged(), c.links...), nil
}

// city collects the areas. Until 1 July 2025 a statistical code was one area's at a time.
type city struct {
	units []Unit
	links []Link
	seen  map[string]bool
	now   map[string]string // statistical code → the unit that had it on 30 June 2025
}

func (c *city) add(u Unit) string {
	if !c.seen[u.Code] {
		c.seen[u.Code] = true
		u.Listed, u.Decision = true, decisions[u.Until]
		c.units = append(c.units, u)
	}
	return u.Code
}

func (c *city) today(columns []string) error {
	c.add(Unit{Code: columns[0], Name: committeeOf(columns[1]), Kind: KindCommune, Span: Span{Since: ReformCity}})
	return nil
}

func (c *city) merged(columns []string) error {
	parent, err := c.district(columns[2])
	if err != nil {
		return err
	}
	code := c.add(Unit{
		Code: columns[0] + suffix2025, Name: committeeOf(columns[1]), Kind: KindCommune, Parent: parent,
		Span: Span{Since: ReformCommunes, Until: ReformCity},
	})
	for was := range strings.FieldsSeq(columns[3]) {
		c.links = append(c.links, Link{From: was + suffix2024, To: code})
		c.now[was] = ""
	}
	c.now[columns[0]] = code
	return nil
}

func (c *city) former(columns []string) error {
	parent, err := c.district(columns[2])
	if err != nil {
		return err
	}
	u := Unit{Code: columns[0] + suffix2024, Name: committeeOf(columns[1]), Kind: KindCommune, Parent: parent, Span: Span{Until: ReformCity}}
	if _, merged := c.now[columns[0]]; merged {
		u.Until = ReformCommunes
	} else {
		c.now[columns[0]] = u.Code
	}
	c.add(u)
	return nil
}

func (c *city) inherited(columns []string) error {
	if !c.seen[columns[0]] {
		return fmt.Errorf("there is no unit %s", columns[0])
	}
	for i, part := range []bool{false, true} {
		for was := range strings.FieldsSeq(columns[1+i]) {
			from := c.now[was]
			if from == "" {
				return fmt.Errorf("nothing had the code %s on 30 June 2025", was)
			}
			c.links = append(c.links, Link{From: from, To: columns[0], Part: part})
		}
	}
	return nil
}

// district adds a district when it is first named.
func (c *city) district(name string) (string, error) {
	code, known := districts[name]
	if !known {
		return "", fmt.Errorf("there is no district %q", name)
	}
	u := Unit{Code: code + suffix2024, Name: committeeOf(name), Kind: KindDistrict, Span: Span{Until: ReformCity}}
	switch name {
	case "Thành phố Thuỷ Nguyên", "Quận An Dương":
		u.Code, u.Since = code+suffix2025, ReformCommunes
	case "Huyện Thuỷ Nguyên", "Huyện An Dương":
		u.Until = ReformCommunes
	}
	return c.add(u), nil
}

// districtsGone leaves a district's work to the heirs of its communes: each a part, when
// there are several. One that became another kind of district went on as that.
func (c *city) districtsGone() {
	parents := map[string]string{}
	for _, u := range c.units {
		parents[u.Code] = u.Parent
	}
	heirs, order := map[string][]string{}, []string{}
	for _, l := range c.links {
		from, to := parents[l.From], parents[l.To]
		switch {
		case from == "":
			continue
		case to == "":
			to = l.To // a commune of today, which is below none
		case from == to || strings.TrimSuffix(from, suffix2024) != strings.TrimSuffix(to, suffix2025):
			continue // communes that went to another district took nothing of theirs along
		}
		if heirs[from] == nil {
			order = append(order, from)
		}
		if !slices.Contains(heirs[from], to) {
			heirs[from] = append(heirs[from], to)
		}
	}
	for _, from := range order {
		for _, to := range heirs[from] {
			c.links = append(c.links, Link{From: from, To: to, Part: len(heirs[from]) > 1})
		}
	}
	// The island district had no communes.
	c.add(Unit{Code: "318" + suffix2024, Name: committeeOf("Huyện Bạch Long Vĩ"), Kind: KindDistrict, Span: Span{Until: ReformCity}})
	c.links = append(c.links, Link{From: "318" + suffix2024, To: "11948"})
}
