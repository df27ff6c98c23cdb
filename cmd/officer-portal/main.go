// Command officer-portal is the portal's server: the web site, the worker that
// sends mail and runs jobs, and the tools of the operator. It wires the floors
// together and does nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // Europe/Berlin on machines without a zone database

	"github.com/alecthomas/kong"
)

// commandLine is everything that can be said to the program. Every option has
// an environment variable; secrets are given as files.
type commandLine struct {
	Serve   serveCommand   `cmd:"" help:"Run the portal: web site, and the worker unless told otherwise."`
	Worker  workerCommand  `cmd:"" help:"Run only the worker: mails, jobs, housekeeping."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema up to date."`
	Demo    demoCommand    `cmd:"" help:"Fill an empty database with the demo organisations."`
	Org     orgCommand     `cmd:"" help:"Admit and list organisations."`
	Account accountCommand `cmd:"" help:"Invite people, reset a second factor, end sessions."`
	Keys    keysCommand    `cmd:"" help:"Make and rotate the portal's keys."`
}

// Exit codes: 1 something went wrong at work, 2 the command line or the
// configuration is wrong.
const (
	exitFault = 1
	exitUsage = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

func run(ctx context.Context, args []string) int {
	var line commandLine
	parser, err := kong.New(&line,
		kong.Name("officer-portal"),
		kong.Description("Organisations identify their own people on site and order signature and seal smart cards for them."),
		kong.DefaultEnvars("OFFICER_PORTAL"),
		kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		fmt.Fprintln(os.Stderr, "officer-portal:", err)
		return exitFault
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "officer-portal:", err)
		return exitUsage
	}
	switch err := parsed.Run(); {
	case err == nil:
		return 0
	case errors.As(err, new(faults)):
		fmt.Fprintln(os.Stderr, "officer-portal: the configuration is wrong:")
		fmt.Fprintln(os.Stderr, err)
		return exitUsage
	default:
		fmt.Fprintln(os.Stderr, "officer-portal:", inWords(err))
		return exitFault
	}
}

// faults are all that is wrong with a configuration, so that nobody has to
// mend it one start at a time.
type faults []string

// Error lists them, one a line.
func (f faults) Error() string { return "  - " + strings.Join(f, "\n  - ") }

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

func (f faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
