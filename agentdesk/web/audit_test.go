package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hotline1022/internal/lang"
)

// auditors are the functions that are given an act for the audit log, by name, with the
// place of the act among what they are given.
var auditors = map[string]int{
	"Act": 2, "act": 1, "audit": 2, "changed": 1, "changeAbbreviations": 2, "noteArticle": 3, "noteDialplan": 2, "noteLook": 2, "noteOnce": 2, "passwordSet": 4,
}

// composed are acts that are put together of parts, by the expression that does, with all
// that can come of it.
var composed = map[string][]string{
	`"callback." + what`:       {"callback.cancelled", "callback.done"},
	`"article." + string(act)`: {"article.submit", "article.approve", "article.return"},
	`"incident." + what`:       {"incident.opened", "incident.edited", "incident.voice", "incident.closed"},
	`"call." + string(d.Mode)`: {"call.listen", "call.whisper", "call.barge"},
	`s.what + ".listen"`:       {"recording.listen", "message.listen"},
	`s.what + ".download"`:     {"recording.download", "message.download"},
	`s.what + ".read"`:         {"recording.read"},
	`l.What + ".heard"`:        {"recording.heard", "message.heard"},
	`ch.Kind`:                  acts(),
	`action`:                   nil, // handed on: what it is given is an act there
	`Text(p.Action)`:           nil,
}

// acts are those on tickets, of people and of clocks: each is named in the server's own catalogue.
func acts() (all []string) {
	src, err := os.ReadFile(filepath.Join("..", "..", "internal", "lang", "tickets.go"))
	if err != nil {
		panic(err)
	}
	for _, found := range regexp.MustCompile(`"ticket_act_(\w+)":`).FindAllSubmatch(src, -1) {
		all = append(all, "ticket."+string(found[1]))
	}
	return all
}

// described are the packages in which every detail is the audit log's, or a history's that is
// shown with the same words.
var described = []string{"internal/store", "internal/casework", "internal/api", "cmd/hotline"}

// TestAuditHasWords: whatever the program writes into the audit log can be read there in
// Vietnamese and in English. That each text has both, the catalogue's own tests say.
func TestAuditHasWords(t *testing.T) {
	known := func(family, code string) bool { return lang.Known(lang.Key("word_" + family + "_" + code)) }
	w := &walk{t: t, acts: map[string]string{}, keys: map[string]string{}, objects: map[string]string{}}
	for _, dir := range []string{"internal", "cmd", "recordings", "telephony"} {
		w.dir(filepath.Join("..", "..", dir))
	}
	if len(w.acts) < 60 || len(w.keys) < 50 {
		t.Fatalf("found %d acts and %d keys of details only: the audit log is written in another way now", len(w.acts), len(w.keys))
	}
	for _, act := range slices.Sorted(keysOf(w.acts)) {
		if !known("act", act) {
			t.Errorf("%s: act.%s has no words in internal/lang", w.acts[act], act)
		}
	}
	for _, kind := range slices.Sorted(keysOf(w.objects)) {
		if !slices.Contains(linked, kind) && !known("auditobject", kind) {
			t.Errorf("%s: auditobject.%s has no words in internal/lang", w.objects[kind], kind)
		}
	}
	for _, key := range slices.Sorted(keysOf(w.keys)) {
		if !known("auditkey", key) {
			t.Errorf("%s: auditkey.%s has no words in internal/lang", w.keys[key], key)
		}
	}
}

// linked are the objects that the page leads to, in place of a word.
var linked = []string{"call", "ticket", "user"}

func keysOf(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// walk collects acts and details' keys, each with where it was found last.
type walk struct {
	t                   *testing.T
	acts, keys, objects map[string]string
}

func (w *walk) dir(root string) {
	w.t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil || !writes.Match(src) {
			return err
		}
		file := &source{walk: w, name: filepath.ToSlash(strings.TrimPrefix(path, filepath.Join("..", "..")+string(filepath.Separator))), files: files}
		ast.Inspect(f, file.node)
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// writes tells the files that have to do with the audit log from those that use the same
// words for something else.
var writes = regexp.MustCompile(`AuditAppend|AuditFromJournal|\.act\(|\b(Act|audit|changed|noteDialplan|noteLook|noteOnce)\(|\bfacts\b`)

type source struct {
	*walk
	name  string
	files *token.FileSet
}

func (s *source) at(n ast.Node) string {
	return s.name + ":" + strconv.Itoa(s.files.Position(n.Pos()).Line)
}

func (s *source) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if _, ok := auditors[name]; ok || name == "Sprintf" || name == "FormatInt" {
			for _, arg := range n.Args {
				s.object(arg)
			}
		}
		if i, ok := auditors[name]; ok && !strings.HasPrefix(s.name, "internal/casework") || name == "Act" {
			if strings.HasPrefix(s.name, "cmd/hotline") && name == "act" {
				i = 0
			}
			if i < len(n.Args) && len(n.Args) >= 3 {
				s.act(n.Args[i])
			}
		}
		if name == "note" && len(n.Args) >= 2 {
			s.key(n.Args[0])
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if name := nameOf(left); (name == "action" || name == "Action") && len(n.Rhs) == len(n.Lhs) {
				s.act(n.Rhs[i])
			}
			if index, ok := left.(*ast.IndexExpr); ok && slices.Contains([]string{"detail", "data", "f"}, nameOf(index.X)) {
				s.key(index.Index)
			}
		}
	case *ast.CompositeLit:
		if name := nameOf(n.Type); name == "AuditAppendParams" || name == "AuditFromJournalParams" {
			for _, field := range n.Elts {
				if pair := field.(*ast.KeyValueExpr); nameOf(pair.Key) == "Action" {
					s.act(pair.Value)
				}
			}
		}
		if slices.ContainsFunc(described, func(dir string) bool { return strings.HasPrefix(s.name, dir) }) && isFacts(n.Type) {
			for _, pair := range n.Elts {
				s.key(pair.(*ast.KeyValueExpr).Key)
			}
		}
	}
	return true
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func isFacts(e ast.Expr) bool {
	if m, ok := e.(*ast.MapType); ok {
		value := nameOf(m.Value)
		return nameOf(m.Key) == "string" && (value == "any" || value == "string")
	}
	return nameOf(e) == "facts"
}

func (s *source) key(e ast.Expr) {
	if key, ok := literal(e); ok {
		s.keys[key] = s.at(e)
	}
}

var objectForm = regexp.MustCompile(`^([a-z_]+):(%d)?$`)

// object: "unit:" + code, or what makes one.
func (s *source) object(e ast.Expr) {
	if sum, ok := e.(*ast.BinaryExpr); ok {
		e = sum.X
	}
	if text, ok := literal(e); ok {
		if found := objectForm.FindStringSubmatch(text); found != nil {
			s.objects[found[1]] = s.at(e)
		}
	}
}

var actForm = regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)

func (s *source) act(e ast.Expr) {
	if act, ok := literal(e); ok {
		if actForm.MatchString(act) {
			s.acts[act] = s.at(e)
		}
		return
	}
	all, ok := composed[types.ExprString(e)]
	if !ok {
		s.t.Errorf("%s: %s: name among composed what can come of it", s.at(e), types.ExprString(e))
	}
	for _, act := range all {
		s.acts[act] = s.at(e)
	}
}

func literal(e ast.Expr) (string, bool) {
	b, ok := e.(*ast.BasicLit)
	if !ok || b.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(b.Value)
	return text, err == nil
}
