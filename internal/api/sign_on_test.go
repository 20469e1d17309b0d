package api

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/auth/sso"
	"hotline1022/internal/auth/sso/ssotest"
)

const site = "https://1022.example"

// withCity gives the house the city's single sign-on.
func withCity(t *testing.T) (*house, *ssotest.Provider) {
	t.Helper()
	city := ssotest.New(t, site+SignOnBack)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	h := build(t, func(h *house) {
		h.signOn = sso.New(sso.Config{
			Issuer: city.Issuer(), ClientID: ssotest.ClientID, ClientSecret: ssotest.ClientSecret, Redirect: site + SignOnBack,
			Claim: "preferred_username", AMR: []string{"otp"},
		}, transport, time.Now)
	})
	city.Says(map[string]any{"sub": "77", "preferred_username": "hai.bv"})
	return h, city
}

// sent is a browser that was sent to the provider and has signed in there: what it brings back.
func (v *visitor) sent(city *ssotest.Provider) url.Values {
	v.h.t.Helper()
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return city.SignIn(v.ask("GET", "/api/v1/single-sign-on", nil).want(303).header.Get("Location"))
}

// back is where the browser is sent on to.
func (v *visitor) back(q url.Values) string {
	v.h.t.Helper()
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return v.ask("GET", SignOnBack+"?"+q.Encode(), nil).want(303).header.Get("Location")
}

func TestSignOn(t *testing.T) {
	h, city := withCity(t)
	var ways Ways
	h.visitor().ask("GET", "/api/v1/sign-in-ways", nil).want(200).into(&ways)
	if !ways.SingleSignOn {
		t.Error("not offered")
	}
	v := h.visitor()
	if to := v.back(v.sent(city)); to != "/?sign_in=sign_on_unknown" {
		t.Errorf("an identity without an account goes to %s", to)
	}
	h.sql("UPDATE users SET identity = 'hai.bv', demonstration = false WHERE username = 'officer'")
	q := v.sent(city)
	if to := v.back(q); to != "/?sign_in=enrol" {
		t.Errorf("who needs a second factor and has none goes to %s", to)
	}
	if to := v.back(q); to != "/?sign_in=sign_on_refused" {
		t.Errorf("a state that was used goes to %s", to)
	}
	v.ask("GET", "/api/v1/groups", nil).problem(401, "second_step")
	_, secret, _ := h.enrolled("officer")
	v.back(v.sent(city))
	v.ask("POST", "/api/v1/sessions/code", h.code(secret)).want(201)

	city.Says(map[string]any{"sub": "77", "preferred_username": "hai.bv", "amr": []string{"pwd", "otp"}})
	strong := h.visitor()
	if to := strong.back(strong.sent(city)); to != "/" {
		t.Errorf("who has shown a second factor there goes to %s", to)
	}
	var s Session
	strong.ask("GET", "/api/v1/sessions/current", nil).want(200).into(&s)
	if s.User.Username != "officer" || s.User.Role != auth.RoleOfficer {
		t.Errorf("%+v", s)
	}
	var sessions page[OpenSession]
	strong.ask("GET", "/api/v1/account/sessions", nil).want(200).into(&sessions)
	if len(sessions.Items) != 3 || sessions.Items[0].Way != bySignOn {
		t.Errorf("%+v", sessions.Items)
	}
	h.sql("UPDATE users SET disabled = true WHERE username = 'officer'")
	if to := strong.back(strong.sent(city)); to != "/?sign_in=sign_on_unknown" {
		t.Errorf("a disabled account goes to %s", to)
	}
}

func TestSignOnRefused(t *testing.T) {
	h, city := withCity(t)
	h.sql("UPDATE users SET identity = 'hai.bv' WHERE username = 'officer'")
	v, other := h.visitor(), h.visitor()
	other.sent(city)
	for name, tc := range map[string]struct {
		q    func() url.Values
		want string
	}{
		"another browser's answer": {func() url.Values { return h.visitor().sent(city) }, "sign_on_refused"},
		"an invented state": {func() url.Values {
			q := v.sent(city)
			q.Set("state", "khác")
			return q
		}, "sign_on_refused"},
		"another provider's": {func() url.Values {
			q := v.sent(city)
			q.Set("iss", "https://khac.example")
			return q
		}, "sign_on_refused"},
		"broken off": {func() url.Values {
			q := v.sent(city)
			q.Del("code")
			q.Set("error", "access_denied")
			return q
		}, "sign_on_denied"},
		"too late": {func() url.Values {
			q := v.sent(city)
			h.pass(signOnLife + time.Second)
			return q
		}, "sign_on_refused"},
		"an unsigned token": {func() url.Values {
			city.Lie(func(header, _ map[string]any) { header["alg"] = "none" })
			return v.sent(city)
		}, "sign_on_refused"},
	} {
		city.Lie(nil)
		if to := v.back(tc.q()); to != "/?sign_in="+tc.want {
			t.Errorf("%s goes to %s", name, to)
		}
		v.ask("GET", "/api/v1/sessions/current", nil).want(204)
	}
	city.Lie(nil)
	city.Away(true)
	if to := v.ask("GET", "/api/v1/single-sign-on", nil).want(303).header.Get("Location"); to == "" || to == "/" {
		t.Errorf("begun by a provider that was known and is away: %s", to)
	}

	without := build(t)
	plain := without.visitor()
	if to := plain.back(url.Values{}); to != "/?sign_in=sign_on_off" {
		t.Errorf("where there is none: %s", to)
	}
	plain.ask("GET", "/api/v1/single-sign-on", nil).want(303)
}
