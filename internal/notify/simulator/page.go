package simulator

import (
	"bytes"
	"html/template"
	"net/http"
	"time"

	"hotline1022/internal/lang"
)

// shown bounds the page.
const shown = 200

var page = template.Must(template.New("messages").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{call .Say "simulator_title"}}</title>
<h1>{{call .Say "simulator_title"}}</h1>
<p>{{call .Say "simulator_note"}}</p>
{{if .Sent}}<table border="1" cellpadding="6">
<tr><th scope="col">{{call .Say "simulator_at"}}<th scope="col">{{call .Say "simulator_to"}}<th scope="col">{{call .Say "simulator_text"}}<th scope="col">{{call .Say "simulator_parts"}}
{{range .Sent}}<tr><td><time datetime="{{.At.Format "2006-01-02T15:04:05Z07:00"}}">{{(.At.In $.Zone).Format "15:04:05 02/01/2006"}}</time><td>{{.To}}<td>{{with .Subject}}<b>{{.}}</b> {{end}}{{.Body}}<td>{{.Parts}}
{{end}}</table>{{else}}<p>{{call .Say "simulator_none"}}</p>{{end}}
</html>
`))

// Page shows what was taken, with times of the given zone.
func (s *Simulator) Page(zone *time.Location) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l := lang.Accepted(r.Header.Get("Accept-Language"))
		var out bytes.Buffer
		err := page.Execute(&out, map[string]any{
			"Lang": string(l), "Zone": zone, "Sent": s.Sent(shown),
			"Say": func(key string) string { return lang.Say(l, lang.Key(key)) },
		})
		if err != nil {
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = out.WriteTo(w) // the client is gone when this fails
	})
}
