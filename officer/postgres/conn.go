package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/lib/pq"

	"officerportal/officer"
)

// appRole is the role the portal works as. It neither owns the tables nor is a
// superuser, so that row level security holds for it.
const appRole = "officer_portal_app"

// connector opens connections whose transactions begin with their scope in the
// same round trip. It is lib/pq's in all else.
type connector struct {
	*pq.Connector
	statements atomic.Int64
}

func newConnector(dsn string, deadlineMillis int64) (*connector, error) {
	cfg, err := pq.NewConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	cfg.Options += fmt.Sprintf(" -c role=%s -c statement_timeout=%d -c idle_in_transaction_session_timeout=%d -c timezone=UTC",
		appRole, deadlineMillis, 4*deadlineMillis)
	c, err := pq.NewConnectorConfig(cfg)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	return &connector{Connector: c}, nil
}

// errNotConnected is in every error of a connection that does not come about.
var errNotConnected = errors.New("no connection to the database")

// Connect opens one connection.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	dc, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotConnected, err)
	}
	full, ok := dc.(fullConn)
	if !ok {
		return nil, fmt.Errorf("database driver's connection lacks an interface we need: %T", dc)
	}
	return &conn{fullConn: full, stmts: make(map[string]preparedStmt), statements: &c.statements}, nil
}

// fullConn is all of lib/pq's connection that database/sql uses.
type fullConn interface {
	driver.Conn
	driver.Tx
	driver.ConnPrepareContext
	driver.QueryerContext
	driver.ExecerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	driver.NamedValueChecker
}

// conn prepares each query once, when it first meets it, and begins a
// transaction and says for whom it works in one round trip. A statement is
// prepared on the connection that runs it: database/sql would take a second
// connection for that, and sixteen transactions at once would wait for each
// other for ever. One goroutine at a time uses a connection.
type conn struct {
	fullConn
	stmts      map[string]preparedStmt // query text → statement
	statements *atomic.Int64           // of all connections together
}

// preparedStmt is what of lib/pq's statement we use.
type preparedStmt interface {
	driver.Stmt
	driver.StmtQueryContext
	driver.StmtExecContext
}

// QueryContext runs a query, prepared.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args)
}

// ExecContext runs a statement, prepared; without arguments it may be several,
// which PostgreSQL does not prepare.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if len(args) == 0 {
		return c.fullConn.ExecContext(ctx, query, nil)
	}
	s, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args)
}

func (c *conn) prepared(ctx context.Context, query string) (preparedStmt, error) {
	c.statements.Add(1)
	if s, ok := c.stmts[query]; ok {
		return s, nil
	}
	made, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s, ok := made.(preparedStmt)
	if !ok {
		return nil, fmt.Errorf("database driver's statement lacks an interface we need: %T", made)
	}
	c.stmts[query] = s
	return s, nil
}

// BeginTx begins a transaction for the scope in ctx. "set local" takes no
// parameters, therefore the ids are validated first.
func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	scope, ok := ctx.Value(scopeKey{}).(Scope)
	if !ok {
		return nil, fmt.Errorf("transaction without a scope")
	}
	set, err := scope.statement()
	if err != nil {
		return nil, err
	}
	begin := "begin"
	if opts.ReadOnly {
		begin = "begin read only"
	}
	if _, err := c.ExecContext(ctx, begin+set, nil); err != nil {
		return nil, err
	}
	return c.fullConn, nil
}

type scopeKey struct{}

// A Scope says for whom a transaction works; see the migrations for what each
// sees. The zero Scope is refused.
type Scope struct {
	Kind         string // organisation, account, tsp, system
	Organisation officer.OrganisationID
	Account      officer.AccountID
}

// ScopeOf gives the scope that an actor works in: the desk sees its
// organisation's rows, the portal the person's own, the back office all.
func ScopeOf(a officer.Actor) Scope {
	switch a.Place {
	case officer.Desk:
		return Scope{Kind: "organisation", Organisation: a.Organisation, Account: a.Account}
	case officer.BackOffice:
		return Scope{Kind: "tsp", Organisation: a.Organisation, Account: a.Account}
	default:
		return Scope{Kind: "account", Account: a.Account}
	}
}

// System is the scope of sign-in, jobs and housekeeping.
var System = Scope{Kind: "system"}

// InOrganisation narrows the system's scope to name an organisation in its records.
func (s Scope) InOrganisation(id officer.OrganisationID) Scope {
	s.Organisation = id
	return s
}

func (s Scope) statement() (string, error) {
	switch s.Kind {
	case "organisation", "account", "tsp", "system":
	default:
		return "", fmt.Errorf("unknown scope %q", s.Kind)
	}
	q := "; set local app.scope = '" + s.Kind + "'"
	if s.Organisation != "" {
		id, err := officer.ParseID[officer.OrganisationID](string(s.Organisation))
		if err != nil {
			return "", fmt.Errorf("scope's organisation: %w", err)
		}
		q += "; set local app.organisation = '" + string(id) + "'"
	}
	if s.Account != "" {
		id, err := officer.ParseID[officer.AccountID](string(s.Account))
		if err != nil {
			return "", fmt.Errorf("scope's account: %w", err)
		}
		q += "; set local app.account = '" + string(id) + "'"
	}
	return q, nil
}
