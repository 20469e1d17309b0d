package trace

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const printed = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestDieu9_3b_EightHours"}
{"Action":"run","Package":"p","Test":"TestDieu9_3b_EightHours/lunch"}
{"Action":"fail","Package":"p","Test":"TestDieu9_3b_EightHours/lunch"}
{"Action":"output","Package":"p","Test":"TestDieu9_3b_EightHours","Output":"x\n"}
{"Action":"pass","Package":"p","Test":"TestDieu9_3b_EightHours"}
{"Action":"run","Package":"p","Test":"TestDieu19_ReadsAll"}
{"Action":"skip","Package":"p","Test":"TestDieu19_ReadsAll"}
{"Action":"run","Package":"q","Test":"TestOther"}
{"Action":"pass","Package":"p"}
`

func read(t *testing.T, s string) []Result {
	t.Helper()
	all, err := Read(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestResultsAreOfWholeTests(t *testing.T) {
	want := []Result{{"p", "TestDieu9_3b_EightHours", Passed}, {"p", "TestDieu19_ReadsAll", Skipped}, {"q", "TestOther", Begun}}
	if got := read(t, printed); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	for name, bad := range map[string]string{"not built": `{"Action":"fail","Package":"p"}`, "no JSON": "ok p 1s"} {
		if _, err := Read(strings.NewReader(bad)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestNamesSayRules(t *testing.T) {
	for test, want := range map[string]string{
		"TestDieu9_3b_EightHours": "9.3b", "TestDieu19_ReadsAll": "19", "TestDieu17_10_Counted": "17.10", "TestQDieu2_Versions": "Q2",
		"TestDieu9_3bEightHours": "", "TestDieu_X": "", "TestDieu9_3b_eight": "", "TestOther": "",
	} {
		if got := (Result{Test: test}).rule(); got != want {
			t.Errorf("%s: %q, want %q", test, got, want)
		}
	}
}

func TestWhatBreaksATrace(t *testing.T) {
	const other = "TestAcceptsInTime"
	pass := func(tests ...string) (all []Result) {
		for _, test := range tests {
			all = append(all, Result{"p", test, Passed})
		}
		return all
	}
	whole := []Rule{{ID: "9.3a", Text: "slip"}, {ID: "9.3b", Text: "hours", Tests: []string{other}}, {ID: "10.2", Text: "reports", Later: "reports"}}
	for name, c := range map[string]struct {
		results []Result
		want    []string
	}{
		"whole":                     {pass("TestDieu9_3a_Slip", other, "TestDieu9_3_Clause", "TestDieu9_Article"), nil},
		"a rule without a test":     {pass("TestDieu9_3b_Hours", other), []string{"9.3a: no test shows it: slip"}},
		"a test that is listed":     {pass("TestDieu9_3a_Slip"), []string{"9.3b: there is no test TestAcceptsInTime", "9.3b: no test shows it: hours"}},
		"a clause shows no rule":    {pass("TestDieu9_3_Slip", other), []string{"9.3a: no test shows it: slip"}},
		"a name of no rule":         {pass("TestDieu9_3a_Slip", other, "TestDieu9_8_X"), []string{"TestDieu9_8_X names 9.8, which is no rule"}},
		"a part of a number":        {pass("TestDieu9_3a_Slip", other, "TestDieu1_X"), []string{"TestDieu1_X names 1, which is no rule"}},
		"a name of nothing":         {pass("TestDieu9_3a_Slip", other, "TestDieuX"), []string{"TestDieuX does not say which rule it shows"}},
		"later work that was done":  {pass("TestDieu9_3a_Slip", other, "TestDieu10_2_Month"), []string{"10.2: listed as later work, and shown by TestDieu10_2_Month"}},
		"a test that failed":        {append(pass(other), Result{"p", "TestDieu9_3a_Slip", Failed}), []string{"9.3a: TestDieu9_3a_Slip: fail"}},
		"a test that was left out":  {append(pass(other), Result{"p", "TestDieu9_3a_Slip", Skipped}), []string{"9.3a: TestDieu9_3a_Slip: skip"}},
		"a test that never returns": {append(pass(other), Result{"p", "TestDieu9_3a_Slip", Begun}), []string{"9.3a: TestDieu9_3a_Slip: run"}},
	} {
		if got := Trace(whole, c.results).Broken; !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSourcesAreRead(t *testing.T) {
	root := fstest.MapFS{
		"a/a_test.go":                {Data: []byte("func TestDieu9_3b_Hours(t *testing.T) {}\nfunc TestOther(t *testing.T) {}\n\tfunc TestNot(")},
		"a/a.go":                     {Data: []byte("func TestDieu1_X(t *testing.T) {}")},
		".local/b_test.go":           {Data: []byte("func TestDieu2_X(t *testing.T) {}")},
		"web/node_modules/c_test.go": {Data: []byte("func TestDieu3_X(t *testing.T) {}")},
		"d_test.go":                  {Data: []byte("func TestListed(t *testing.T) {}")},
	}
	all, err := Declared(root)
	if err != nil {
		t.Fatal(err)
	}
	rules := []Rule{{ID: "9.3b", Text: "hours"}, {ID: "10.2", Text: "reports", Tests: []string{"TestListed"}}, {ID: "20.1", Text: "praise"}}
	got := Wanted(rules, all)
	if want := []Result{{"./a", "TestDieu9_3b_Hours", Written}, {"./.", "TestListed", Written}}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if broken := Trace(rules, got).Broken; !slices.Equal(broken, []string{"20.1: no test shows it: praise"}) {
		t.Errorf("%q", broken)
	}
}

func TestTheTable(t *testing.T) {
	var out strings.Builder
	rules := []Rule{{ID: "9.3b", Text: "hours"}, {ID: "10.2", Text: "reports", Later: "with the reports"}, {ID: "20.1", Text: "praise"}}
	if err := Trace(rules, read(t, printed)[:1]).Table(&out); err != nil {
		t.Fatal(err)
	}
	const want = `9.3b  hours    pass TestDieu9_3b_EightHours
10.2  reports  later: with the reports
20.1  praise   NO TEST

3 rules: 1 shown, 1 later, 1 without a test
broken: 20.1: no test shows it: praise
`
	if out.String() != want {
		t.Errorf("\n%s", out.String())
	}
}

func TestRulesAreRead(t *testing.T) {
	all, err := Rules()
	if err != nil || len(all) < 80 {
		t.Fatalf("%d rules, %v", len(all), err)
	}
	for name, bad := range map[string]string{
		"no reason's cell": "9.3b\thours\t", "no rule's ID": "x\thours\t\t", "no text": "9.3b\t\t\t", "twice": "9.3b\ta\t\t\n9.3b\tb\t\t",
		"tests and a reason": "9.3b\thours\tTestX\tlater",
	} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
