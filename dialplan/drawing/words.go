package drawing

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hotline1022/dialplan"
)

// title is the kind's name, in the picture's language.
var title = map[string]string{
	"play": "Phát lời", "menu": "Chọn phím", "hours": "Giờ làm việc", "queue": "Hàng chờ", "lookup": "Tra cứu phản ánh",
	"dial": "Nối máy", "callback": "Hẹn gọi lại", "message": "Ghi lời nhắn", "survey": "Khảo sát", "announcement": "Thông báo sự cố",
	"goto": "Chuyển tới", "hangup": "Kết thúc",
}

// way is an exit's label, in the picture's language; keys are themselves.
func way(n dialplan.Node, label string) string {
	switch n.(type) {
	case dialplan.Menu:
		if label == "failed" {
			return "không bấm"
		}
	case dialplan.Announcement:
		if label == "" {
			return "việc khác, không bấm"
		}
	case dialplan.LookUp:
		return map[string]string{"found": "tìm thấy", "failed": "không thấy"}[label]
	case dialplan.Dial:
		return "không trả lời"
	case dialplan.CallBack:
		return map[string]string{"done": "đã hẹn", "back": "chờ tiếp"}[label]
	case dialplan.HoursNode:
		return map[string]string{"open": "trong giờ", "closed": "ngoài giờ"}[label]
	case dialplan.QueueNode:
		if words, ok := map[string]string{"nobody": "không ai trực", "overflow": "chờ quá lâu", "after": "nói chuyện xong"}[label]; ok {
			return words
		}
	}
	return label
}

// about says in a few words what a node does.
func about(p dialplan.Plan, n dialplan.Node) string {
	switch n := n.(type) {
	case dialplan.Menu:
		return said(p, n.Prompts...)
	case dialplan.Play:
		return said(p, n.Prompts...)
	case dialplan.HoursNode:
		return weekly(p.Hours[n.Hours])
	case dialplan.QueueNode:
		words := "Chờ " + n.Queue
		if n.Priority != 0 {
			words += fmt.Sprintf(", ưu tiên %+d", n.Priority)
		}
		if most := p.Queues[n.Queue].MaxWait; most > 0 {
			words += ", tối đa " + minutes(most)
		}
		return words
	case dialplan.LookUp:
		return said(p, n.Ask)
	case dialplan.Dial:
		if n.Emergency != "" {
			return service(p, n.Emergency)
		}
		return strings.Join(p.OnCall[n.OnCall], ", ")
	case dialplan.CallBack:
		return said(p, n.Offer)
	case dialplan.Message:
		return said(p, n.Say)
	case dialplan.Survey:
		return said(p, n.Ask)
	case dialplan.Announcement:
		return said(p, n.Offer)
	case dialplan.HangUp:
		return said(p, n.Say)
	}
	return ""
}

// forwards names the services that an operator forwards an emergency to: no way in the
// picture leads there.
func forwards(p dialplan.Plan) string {
	var names []string
	for _, id := range slices.Sorted(maps.Keys(p.Emergency)) {
		names = append(names, service(p, id))
	}
	if names == nil {
		return ""
	}
	return "Tổng đài viên chuyển khẩn cấp (F8): " + strings.Join(names, "; ") + "."
}

// service is a name with the number that citizens know, or those that are rung.
func service(p dialplan.Plan, id string) string {
	e := p.Emergency[id]
	if e.Number == "" {
		return e.Name + " (" + strings.Join(p.OnCall[e.OnCall], ", ") + ")"
	}
	return id + " – " + e.Name
}

func said(p dialplan.Plan, names ...string) string {
	var texts []string
	for _, name := range names {
		if text := p.Prompts[name].Vi; text != "" {
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		return ""
	}
	return "“" + strings.Join(texts, " ") + "”"
}

var days = [7]string{"T2", "T3", "T4", "T5", "T6", "T7", "CN"}

// weekly tells the hours of the days that have any, days with the same together.
func weekly(h dialplan.Hours) string {
	byHours := map[string][]int{} // days from Monday, 0
	var order []string
	for day := range 7 {
		var spans []string
		for _, s := range h.Week[time.Weekday((day+1)%7)] {
			spans = append(spans, clock(s.From)+"–"+clock(s.To))
		}
		if spans == nil {
			continue
		}
		key := strings.Join(spans, ", ")
		if byHours[key] == nil {
			order = append(order, key)
		}
		byHours[key] = append(byHours[key], day)
	}
	var parts []string
	for _, key := range order {
		parts = append(parts, daysOf(byHours[key])+" "+key)
	}
	return strings.Join(parts, "; ")
}

// daysOf names three days and more that follow one another by the first and the last.
func daysOf(list []int) string {
	if n := len(list); n > 2 && list[n-1]-list[0] == n-1 {
		return days[list[0]] + "–" + days[list[n-1]]
	}
	names := make([]string, len(list))
	for i, day := range list {
		names[i] = days[day]
	}
	return strings.Join(names, ", ")
}

func clock(d time.Duration) string {
	return fmt.Sprintf("%d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

func minutes(d time.Duration) string {
	if d%time.Minute != 0 {
		return fmt.Sprintf("%d giây", int(d.Seconds()))
	}
	return fmt.Sprintf("%d phút", int(d.Minutes()))
}

// calls tells the numbers that lead to one node.
func calls(p dialplan.Plan, to dialplan.NodeID) string {
	var numbers []string
	for _, number := range slices.Sorted(maps.Keys(p.Numbers)) {
		if p.Numbers[number] == to && number != "*" {
			numbers = append(numbers, number)
		}
	}
	if p.Numbers["*"] == to {
		numbers = append(numbers, "mọi số khác")
	}
	return strings.Join(numbers, ", ")
}

// wrap breaks a text into lines of so many letters, and clips it in the last.
func wrap(text string, width, lines int) []string {
	var out []string
	words := strings.Fields(text)
	for len(words) > 0 && len(out) < lines {
		line, room := "", width
		if len(out) == lines-1 && len([]rune(strings.Join(words, " "))) > width {
			room -= 2 // for the ellipsis
		}
		for len(words) > 0 && (line == "" || len([]rune(line))+1+len([]rune(words[0])) <= room) {
			line = strings.TrimSpace(line + " " + words[0])
			words = words[1:]
		}
		out = append(out, line)
	}
	if len(words) > 0 {
		out[len(out)-1] = strings.TrimRight(out[len(out)-1], ".,;:") + " …"
	}
	return out
}
