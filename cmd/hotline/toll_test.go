package main

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hotline1022/internal/config"
	"hotline1022/telephony/toll"
)

// However we are written, we do not call ourselves.
func TestOurOwnNumbers(t *testing.T) {
	own := append(ours([]config.Trunk{{Number: "+842253555666"}, {}}), oneForm("02251022"), oneForm("1022")) // of the plan
	for _, raw := range []string{
		"02251022", "+842251022", "+84 225 1022", "+8402251022", "00842251022", "0225 1022", "0225.1022", "(0225) 1022", "0225-1022", "1022", "10 22",
		"02253555666", "3555666", "0225 3.555.666", "+84 225 3555 666",
	} {
		if !slices.Contains(own, oneForm(raw)) {
			t.Errorf("%q is taken for somebody else's", raw)
		}
	}
	for _, raw := range []string{"02261022", "0912345678", "113", "", "anonymous", "02253555667", "1022&PJSIP/113@vnpt"} {
		if slices.Contains(own, oneForm(raw)) {
			t.Errorf("%q is taken for ours", raw)
		}
	}
}

// What the rules let out where the configuration says nothing: telephones of this
// country, and nothing dearer, however it is written.
func TestWhatOperatorsMayCall(t *testing.T) {
	for raw, want := range map[string]bool{
		"0912345678": true, "+84912345678": true, "0084912345678": true, "02253821234": true, "3821234": true, "0243 825 1234": true, "01234567890": true, // of today: 083…
		"": false, "113": false, "1022": false, "18001091": false, "1900545415": false, "+841900545415": false, "0019005454": false,
		"+85223456789": false, "0085223456789": false, "+12125550123": false, "012125550123": false, "+882123456789": false, "0600123456": false,
		"09123456789012": false, "0912345678&PJSIP/113@vnpt": false, "0912345678@evil": false, "0912345678,30,g": false, "${EXTEN}": false, "*21*0912345678#": false,
	} {
		gate := toll.Gate{Rules: toll.Rules(config.Default().Calls.Toll)}
		err := gate.Ask("c", oneForm(raw), "op01", time.Unix(0, 0))
		var denied *toll.Denied
		if (err == nil) != want || err != nil && (!errors.As(err, &denied) || denied.Reason != toll.ReasonNumber) {
			t.Errorf("%q: %v", raw, err)
		}
	}
}
