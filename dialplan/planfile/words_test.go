package planfile

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"hotline1022/internal/lang"
	"hotline1022/internal/strictyaml"
)

// phrasesOf lists what a package's faults are made of: the literals that are given to
// those who make them.
func phrasesOf(t *testing.T, directory string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(directory, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal(directory, err)
	}
	found := map[string]string{}
	set := token.NewFileSet()
	literal := func(e ast.Expr) {
		if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if text, err := strconv.Unquote(l.Value); err == nil && text != "" {
				found[text] = set.Position(l.Pos()).String()
			}
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				called := ""
				switch f := n.Fun.(type) {
				case *ast.Ident:
					called = f.Name
				case *ast.SelectorExpr:
					called = f.Sel.Name
				}
				switch called {
				case "say", "Say":
					literal(n.Args[0])
				case "Fault":
					literal(n.Args[1])
				case "fault":
					if len(n.Args) > 3 {
						literal(n.Args[3])
					}
				case "named":
					literal(n.Args[len(n.Args)-1])
				}
			case *ast.KeyValueExpr:
				if k, ok := n.Key.(*ast.Ident); ok && k.Name == "English" {
					literal(n.Value)
				}
			}
			return true
		})
	}
	return found
}

// Whoever edits a plan in the browser reads its faults in Vietnamese, each of them.
func TestEveryFaultHasItsVietnamese(t *testing.T) {
	n := 0
	for _, directory := range []string{"..", ".", "../../internal/strictyaml", "../../internal/nearest"} {
		for english, place := range phrasesOf(t, directory) {
			n++
			if !lang.HasPhrase(english) {
				t.Errorf("%s: %q", place, english)
			}
		}
	}
	if n < 80 {
		t.Errorf("only %d phrases were found", n)
	}
}

func TestFaultsInVietnamese(t *testing.T) {
	for source, want := range map[string]string{
		strings.Replace(small, "next: b", "next: c", 1):       `f.yaml:5:32: nodes.a.play.next dẫn tới "c", nhưng không có nút như vậy – có phải là "a"?`,
		strings.Replace(small, "Ho_Chi_Minh", "Hai_Phong", 1): "f.yaml:1:7: zone không phải là múi giờ – ghi zone: Asia/Ho_Chi_Minh",
		small + "hour: {}\n": `f.yaml:10:1: tệp không có mục "hour" – có phải là "hours"?`,
		strings.Replace(small, "{vi: x,", "{vi: '...',", 1): "f.yaml:8:19: prompts.p.vi không có gì để đọc – ghi lời; chỉ có dấu thì không nghe thấy gì",
	} {
		_, err := Parse("f.yaml", []byte(source))
		var faults *strictyaml.Faults
		if !errors.As(err, &faults) {
			t.Fatal(err)
		}
		var told []string
		for _, f := range faults.List {
			told = append(told, f.In(lang.Vietnamese))
		}
		if !strings.Contains(strings.Join(told, "\n"), want) {
			t.Errorf("no %q in\n%s", want, strings.Join(told, "\n"))
		}
	}
}
