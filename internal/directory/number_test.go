package directory

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"hotline1022/internal/lang"
)

func TestNumber(t *testing.T) {
	tests := map[string]struct{ raw, want string }{
		"mobile":                        {"0912345678", "0912345678"},
		"mobile, country code with +":   {"+84912345678", "0912345678"},
		"mobile, country code with 00":  {"0084912345678", "0912345678"},
		"mobile, bare country code":     {"84912345678", "0912345678"},
		"mobile, zero after the code":   {"+84 0912 345 678", "0912345678"},
		"mobile without zero":           {"912345678", "0912345678"},
		"mobile 084 is no country code": {"0845678901", "0845678901"},
		"mobile 084 without zero":       {"845678901", "0845678901"},
		"spaces and dots":               {" 0912.345 678 ", "0912345678"},
		"dashes and brackets":           {"(0225) 3-822-022", "02253822022"},
		"non-breaking space":            {"0912\u00a0345678", "0912345678"},
		"old Vinaphone":                 {"01234567890", "0834567890"},
		"old Mobifone":                  {"0120 456 7890", "0704567890"},
		"old Viettel":                   {"+841698765432", "0398765432"},
		"old Vietnamobile":              {"01861234567", "0561234567"},
		"old Gmobile":                   {"01991234567", "0591234567"},
		"landline Hải Phòng":            {"02253822022", "02253822022"},
		"landline without zero":         {"2253822022", "02253822022"},
		"landline old area code":        {"0313822022", "02253822022"},
		"landline old Hải Dương":        {"03203822022", "02203822022"},
		"landline within the city":      {"3822022", "02253822022"},
		"landline Hà Nội":               {"+842438221022", "02438221022"},
		"the hotline without zero":      {"225 1022", "02251022"},
		"old Hà Nội":                    {"04 3825 1234", "02438251234"},
		"old Đồng Nai":                  {"061 3822022", "02513822022"},
		"old Đà Nẵng":                   {"+84511 3822022", "02363822022"},
		"the hotline":                   {"0225.1022", "02251022"},
		"the hotline with code":         {"+842251022", "02251022"},
		"officer of the demonstration":  {"0225300001", "0225300001"},
		"emergency":                     {"113", "113"},
		"short":                         {"1022", "1022"},
		"freephone":                     {"1800 1091", "18001091"},
		"premium":                       {"1900.545415", "1900545415"},
		"foreign":                       {"+66 81 234 5678", "+66812345678"},
		"foreign with 00":               {"001 415 555 2671", "+14155552671"},
		"anonymous":                     {"Anonymous", ""},
		"empty":                         {"", ""},
		"unknown":                       {"<unknown>", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Number(tc.raw)
			if err != nil || got != tc.want {
				t.Errorf("Number(%q) = %q, %v; want %q", tc.raw, got, err, tc.want)
			}
		})
	}
}

func TestNumberRefused(t *testing.T) {
	tests := map[string]struct{ raw, reason string }{
		"letters":            {"abc", `it holds 'a'`},
		"letters within":     {"0912a45678", `it holds 'a'`},
		"SQL":                {"1' OR '1", `it holds '\''`},
		"plus inside":        {"09+12345678", `it holds '+'`},
		"only signs":         {"--", "it holds no digit"},
		"too long":           {strings.Repeat("1", 65), "too long"},
		"mobile too short":   {"091234567", "no Vietnamese number"},
		"mobile too long":    {"+8491234567890", "no Vietnamese number"},
		"unknown prefix":     {"0112345678", "no Vietnamese number"},
		"Hồ Chí Minh, short": {"0281234567", "no Vietnamese number"},
		"Hà Nội, short":      {"+84241234567", "no Vietnamese number"},
		"code alone":         {"+84", "no Vietnamese number"},
		"foreign too short":  {"+123", "7 to 15 digits"},
		"foreign too long":   {"+1234567890123456", "7 to 15 digits"},
		"foreign digits":     {"٠٩١٢", "it holds"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Number(tc.raw)
			var refused *NumberError
			if !errors.As(err, &refused) || !strings.Contains(refused.Why.String(), tc.reason) || !lang.HasPhrase(refused.Why.English) || got != "" {
				t.Errorf("Number(%q) = %q, %v; want a refusal with %q", tc.raw, got, err, tc.reason)
			}
		})
	}
}

func TestPattern(t *testing.T) {
	tests := map[string]struct{ filter, want string }{
		"whole":                {"+84 912 345 678", "0912345678"},
		"beginning":            {"091*", "091%"},
		"beginning with code":  {"+8491*", "091%"},
		"beginning foreign":    {"+66*", "+66%"},
		"beginning of foreign": {"0066*", "+66%"},
		"nothing":              {"anonymous", "!"},
		"star alone":           {"*", "!"},
		"like signs":           {"0%_*", "!"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Pattern(tc.filter)
			if tc.want == "!" {
				if err == nil {
					t.Errorf("Pattern(%q) = %q, want a refusal", tc.filter, got)
				}
				return
			}
			if err != nil || got != tc.want {
				t.Errorf("Pattern(%q) = %q, %v; want %q", tc.filter, got, err, tc.want)
			}
		})
	}
}

// A number in its form is what the schema expects, and stays as it is.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"+84912345678", "01234567890", "0225.1022", "anonymous", "+66 81", "00", "+0", "84"} {
		f.Add(s)
	}
	form := regexp.MustCompile(`^(\+?[0-9]{3,15})?$`)
	f.Fuzz(func(t *testing.T, raw string) {
		n, err := Number(raw)
		if err != nil {
			var refused *NumberError
			if n != "" || !errors.As(err, &refused) || refused.Why.String() == "" {
				t.Fatalf("Number(%q) = %q, %v", raw, n, err)
			}
			return
		}
		if !form.MatchString(n) {
			t.Fatalf("Number(%q) = %q", raw, n)
		}
		if again, err := Number(n); err != nil || again != n {
			t.Fatalf("Number(%q) = %q, but Number of that = %q, %v", raw, n, again, err)
		}
		if p, err := Pattern(raw); err == nil && strings.HasSuffix(raw, "*") != strings.HasSuffix(p, "%") {
			t.Fatalf("Pattern(%q) = %q", raw, p)
		}
	})
}

func TestMasked(t *testing.T) {
	for recipient, want := range map[string]string{
		"0912345678": "0912•••678", "02253842000": "0225•••000", "1022": "•••", "": "•••",
		"hoa.nguyen@example.vn": "h•••@example.vn", "đạt@example.vn": "đ•••@example.vn",
	} {
		if got := Masked(recipient); got != want {
			t.Errorf("%q: %q, want %q", recipient, got, want)
		}
	}
}
