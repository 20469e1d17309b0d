package strictyaml

import (
	"reflect"
	"strconv"
	"time"

	"github.com/goccy/go-yaml/ast"

	"hotline1022/internal/lang"
	"hotline1022/internal/nearest"
)

// Lookup finds an environment variable, as os.LookupEnv does.
type Lookup func(name string) (string, bool)

// Document is a file being read: its faults, and where each value stands.
type Document struct {
	file   string
	env    Lookup // nil: nothing is replaced
	faults Faults
	at     map[string]place // by path
	broken map[string]bool  // paths of what could not be read
}

type place struct{ line, column int }

// Decode reads src over what into points to; file is its name in the faults. A
// nil env leaves ${NAME} alone.
func Decode(file string, src []byte, env Lookup, into any) *Document {
	d := &Document{file: file, env: env, at: map[string]place{"": {1, 1}}, broken: map[string]bool{}}
	body, fault := parse(file, src)
	switch {
	case fault != nil:
		d.faults.List = append(d.faults.List, *fault)
		d.broken[""] = true
	case body != nil:
		d.value("", body, reflect.ValueOf(into).Elem())
	}
	return d
}

// Report adds a fault of the reader's own rules: path's value, what is wrong with
// it (the path is put in front) and the remedy. Nothing is said of a value that
// could not be read, which has its fault already.
func (d *Document) Report(path string, what, remedy lang.Phrase) {
	for at := path; ; at = parent(at) {
		if d.broken[at] {
			return
		}
		if at == "" {
			break
		}
	}
	at := path
	for {
		if _, ok := d.at[at]; ok {
			break
		}
		at = parent(at)
	}
	d.faults.List = append(d.faults.List, Fault{
		File: d.file, Line: d.at[at].line, Column: d.at[at].column, What: Say("%s %s", orFile(path), what), Remedy: remedy,
	})
}

// Broken says whether anything could not be read.
func (d *Document) Broken() bool { return len(d.broken) > 0 }

// Err is a *[Faults] with all that was found, nil when nothing was.
func (d *Document) Err() error {
	if len(d.faults.List) == 0 {
		return nil
	}
	d.faults.sort()
	return &d.faults
}

func (d *Document) fault(path string, n ast.Node, remedy lang.Phrase, format string, args ...any) {
	line, column := position(n)
	d.broken[path] = true
	d.faults.List = append(d.faults.List, Fault{
		File: d.file, Line: line, Column: column, What: Say(format, args...), Remedy: remedy,
	})
}

func (d *Document) value(path string, n ast.Node, into reflect.Value) {
	if own, ok := into.Addr().Interface().(Decoder); ok {
		own.DecodeYAML(Value{d: d, path: path, n: n})
		return
	}
	if _, null := n.(*ast.NullNode); null {
		return // "key:" with nothing keeps the default
	}
	switch into.Kind() {
	case reflect.Struct:
		d.section(path, n, into)
	case reflect.Map:
		d.mapping(path, n, into)
	case reflect.Slice:
		d.list(path, n, into)
	default:
		if text, ok := d.scalar(path, n); ok {
			d.set(path, n, text, into)
		}
	}
}

func (d *Document) section(path string, n ast.Node, into reflect.Value) {
	for _, pair := range d.pairs(path, n) {
		field, known := fieldOf(into, pair.Key)
		if !known {
			d.fault(pair.Value.path, pair.key, nearest.Suggest(pair.Key, keysOf(into.Type())), "unknown key %q in %s", nearest.Clip(pair.Key), orFile(path))
			continue
		}
		d.value(pair.Value.path, pair.Value.n, field)
	}
}

func (d *Document) mapping(path string, n ast.Node, into reflect.Value) {
	pairs := d.pairs(path, n)
	into.Set(reflect.MakeMapWithSize(into.Type(), len(pairs)))
	for _, pair := range pairs {
		value := reflect.New(into.Type().Elem()).Elem()
		d.value(pair.Value.path, pair.Value.n, value)
		into.SetMapIndex(reflect.ValueOf(pair.Key).Convert(into.Type().Key()), value)
	}
}

func (d *Document) list(path string, n ast.Node, into reflect.Value) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		d.fault(path, n, Say("write %s: [first, second]", lastKey(path)), "%s is a list", path)
		return
	}
	list := reflect.MakeSlice(into.Type(), len(seq.Values), len(seq.Values))
	for i, item := range seq.Values {
		at := join(path, strconv.Itoa(i))
		d.mark(at, item)
		d.value(at, item, list.Index(i))
	}
	into.Set(list)
}

func (d *Document) mark(path string, n ast.Node) {
	line, column := position(n)
	d.at[path] = place{line, column}
}

var duration = reflect.TypeFor[time.Duration]()

func (d *Document) set(path string, n ast.Node, text string, into reflect.Value) {
	switch {
	case into.Type() == duration:
		v, err := time.ParseDuration(text)
		if err != nil {
			d.fault(path, n, Say("write a number with its unit: 500ms, 15s, 24h"), "%s is a duration", path)
			return
		}
		into.SetInt(int64(v))
	case into.Kind() == reflect.Bool:
		switch text {
		case "true":
			into.SetBool(true)
		case "false":
			into.SetBool(false)
		default:
			d.fault(path, n, Say("write true or false"), "%s is a yes-or-no value", path)
		}
	case into.Kind() == reflect.Int:
		v, err := strconv.Atoi(text)
		if err != nil {
			d.fault(path, n, Say("write digits only"), "%s is a whole number", path)
			return
		}
		into.SetInt(int64(v))
	default:
		into.SetString(text)
	}
}
