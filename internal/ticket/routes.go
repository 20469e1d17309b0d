package ticket

// Routes is where the regulation itself sends a matter: a row of a policy, with its
// clause.
type Routes struct {
	// Outside leads what is outside the regulation and was received all the same:
	// procedures and services on line through the national portal.
	Outside string
	Clause  string
}

// routes by policy. Sở Thông tin và Truyền thông, which Điều 16.1 names, is a part of
// Sở Khoa học và Công nghệ since 1 March 2025.
var routes = map[string]Routes{
	Policy: {Outside: "SKHCN", Clause: "Điều 1.2, 16.1"},
}

// RoutesOf gives those of the policy that a ticket was received under; a policy that has
// none of its own sends as the first one does.
func RoutesOf(policy string) Routes {
	if r, ok := routes[policy]; ok {
		return r
	}
	return routes[Policy]
}
