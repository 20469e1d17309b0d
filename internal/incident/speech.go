package incident

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hotline1022/internal/lang"
)

// Announcement is what callers hear, in words for the synthesiser. An expected
// end that has passed is left out: nothing is worse than a promise of yesterday.
func Announcement(d Draft, now time.Time, zone *time.Location) string {
	said := lang.Say(lang.Vietnamese, lang.IncidentAnnouncement, ended(d.Area), ended(d.Text))
	if !d.ExpectedEnd.IsZero() && now.Before(d.ExpectedEnd) {
		end := d.ExpectedEnd.In(zone)
		said += " " + lang.Say(lang.Vietnamese, lang.IncidentExpected, end.Format("15:04"), end.Format("2/1"))
	}
	return Spoken(said)
}

// ended gives a sentence its full stop, which the voice pauses at.
func ended(s string) string {
	if s = strings.TrimSpace(s); s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

var (
	clockTime = regexp.MustCompile(`\b([01]?\d|2[0-4])\s?[:hg]\s?([0-5]\d)\b`)
	date      = regexp.MustCompile(`(?:[Nn]gày\s+)?\b(0?[1-9]|[12]\d|3[01])/(0?[1-9]|1[0-2])(?:/(20\d\d))?\b`)
	digits    = regexp.MustCompile(`\d[\d.]*\d|\d`)
	thousands = regexp.MustCompile(`^[1-9]\d{0,2}(\.\d{3})+$`)
)

// Spoken spells what a synthesiser would misread: times of day, dates, and
// telephone numbers, which are said digit by digit.
func Spoken(s string) string {
	s = clockTime.ReplaceAllStringFunc(s, func(m string) string {
		part := clockTime.FindStringSubmatch(m)
		if part[2] == "00" {
			return plain(part[1]) + " giờ"
		}
		return plain(part[1]) + " giờ " + plain(part[2])
	})
	s = date.ReplaceAllStringFunc(s, func(m string) string {
		part := date.FindStringSubmatch(m)
		said := "ngày " + plain(part[1]) + " tháng " + plain(part[2])
		if part[3] != "" {
			said += " năm " + part[3]
		}
		return said
	})
	return digits.ReplaceAllStringFunc(s, number)
}

// plain is a number without leading zeros.
func plain(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil {
		return s
	}
	return strconv.Itoa(n)
}

// number says an amount as one, and what is dialled digit by digit.
func number(s string) string {
	if thousands.MatchString(s) {
		return strings.ReplaceAll(s, ".", "")
	}
	bare := strings.ReplaceAll(s, ".", "")
	if !dialled(bare) {
		return s
	}
	words := make([]string, len(bare))
	for i, d := range bare {
		words[i] = digitWords[d-'0']
	}
	return strings.Join(words, " ")
}

func dialled(bare string) bool {
	switch bare {
	case "112", "113", "114", "115", "1022":
		return true
	}
	return len(bare) >= 7 || len(bare) >= 3 && bare[0] == '0'
}

var digitWords = [...]string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

// Sound names the file, without its ending, of what callers hear of a revision.
func (i Incident) Sound(now time.Time) string {
	name := fmt.Sprintf("incident-%d-%d", i.ID, i.Revision)
	if !i.Recorded && i.Late(now) {
		name += "-late"
	}
	return name
}
