package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"officerportal/officer/secret"
)

// parsed gives the serve command as a command line makes it.
func parsed(t *testing.T, args ...string) *serveCommand {
	t.Helper()
	var line commandLine
	parser, err := kong.New(&line, kong.DefaultEnvars("OFFICER_PORTAL"), kong.Exit(func(int) { t.Fatal("exit") }))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(append([]string{"serve"}, args...)); err != nil {
		t.Fatal(err)
	}
	return &line.Serve
}

func TestEveryFaultIsToldAtOnce(t *testing.T) {
	_, err := parsed(t, "--listen", "nowhere", "--tls-cert", "x.pem", "--smtp-tls", "maybe", "--log-level", "loud", "--session-idle", "3",
		"--trusted-proxy", "everybody", "--metrics-listen", "0.0.0.0:9090", "--database-url", "mysql://x", "--drain-for", "a while").check()
	var f faults
	if !errors.As(err, &f) {
		t.Fatalf("%v", err)
	}
	for _, flag := range []string{"--listen", "--tls-cert", "--smtp-tls", "--log-level", "--session-idle", "--trusted-proxy", "--metrics-listen",
		"--database-url", "--drain-for", "--key-file", "--base-url", "--smtp-host"} {
		if !strings.Contains(err.Error(), flag) {
			t.Errorf("%s is not among the faults:\n%v", flag, err)
		}
	}
}

func TestIdleSessionsEndBeforeTheLatest(t *testing.T) {
	for idle, told := range map[string]bool{"30m": false, "1h": false, "2h": true} {
		_, err := parsed(t, "--session-idle", idle, "--session-max", "1h").check()
		if strings.Contains(err.Error(), "longer than --session-max") != told {
			t.Errorf("%s: %v", idle, err)
		}
	}
}

func TestTheDemoStaysOnThisMachine(t *testing.T) {
	for listen, fine := range map[string]bool{"127.0.0.1:8080": true, "[::1]:8080": true, "localhost:8080": true, "0.0.0.0:8080": false, ":8080": false, "192.0.2.1:80": false} {
		if _, err := parsed(t, "--demo", "--listen", listen).check(); (err == nil) != fine {
			t.Errorf("--demo --listen %s: %v", listen, err)
		}
	}
}

// production is a complete configuration, with a key file of its own.
func production(t *testing.T) []string {
	t.Helper()
	keys := filepath.Join(t.TempDir(), "keys.json")
	if _, err := secret.Generate(keys); err != nil {
		t.Fatal(err)
	}
	return []string{"--key-file", keys, "--base-url", "https://portal.example.org", "--trusted-proxy", "10.0.0.0/8", "--smtp-host", "mail.example.org",
		"--database-url", "postgres://portal@db/portal?sslmode=verify-full"}
}

func TestProductionNeedsKeysTLSAndHTTPS(t *testing.T) {
	args := production(t)
	if p, err := parsed(t, args...).check(); err != nil || p.keys == nil {
		t.Fatalf("a complete configuration: %v", err)
	}
	if err := os.Chmod(args[1], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := parsed(t, args...).check(); err == nil || !strings.Contains(err.Error(), "--key-file") {
		t.Errorf("a key file that everybody can read: %v", err)
	}
	for name, more := range map[string][]string{
		"plain links":        {"--base-url", "http://portal.example.org"},
		"no sslmode":         {"--database-url", "postgres://portal@db/portal"},
		"two addresses":      {"--database-url-file", args[1]},
		"password, no user":  {"--smtp-password-file", args[1]},
		"user, no password":  {"--smtp-user", "portal"},
		"sender no address":  {"--mail-from", "portal"},
		"mail port no port":  {"--smtp-host", "mail:abc"},
		"base URL with path": {"--base-url", "https://portal.example.org/x"},
	} {
		if _, err := parsed(t, append(production(t), more...)...).check(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestAFaultNeverShowsAPassword(t *testing.T) {
	for _, address := range []string{"postgres://u:hunter2@%zz/x", "mysql://u:hunter2@db/x", "postgres://u:hunter2@db/x"} {
		if _, err := parsed(t, "--database-url", address).check(); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestOptionsComeFromTheEnvironment(t *testing.T) {
	t.Setenv("OFFICER_PORTAL_LISTEN", "127.0.0.1:1234")
	t.Setenv("OFFICER_PORTAL_DEMO", "true")
	s := parsed(t)
	if s.Listen != "127.0.0.1:1234" || !s.Demo {
		t.Errorf("%+v", s)
	}
}

func TestUsageExitsWithTwo(t *testing.T) {
	for _, args := range [][]string{{"serve", "--listen", "x"}, {"serve", "--no-such-flag"}, {"dance"}} {
		if code := run(t.Context(), args); code != exitUsage {
			t.Errorf("%v: exit %d", args, code)
		}
	}
}

// Every option says what it is for.
func TestEveryOptionHasHelp(t *testing.T) {
	parser, err := kong.New(&commandLine{}, kong.DefaultEnvars("OFFICER_PORTAL"))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range parser.Model.Leaves(false) {
		for _, f := range n.Flags {
			if f.Help == "" || len(f.Envs) == 0 && f.Name != "help" {
				t.Errorf("%s --%s: help %q, environment %v", n.Path(), f.Name, f.Help, f.Envs)
			}
		}
	}
}

func TestAKeyFileIsNeverOverwritten(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys.json")
	k := keysNewCommand{keyFileArgument{name}}
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Run(); err == nil || !strings.Contains(err.Error(), name+" exists already") {
		t.Errorf("a second time: %v", err)
	}
	if after, err := os.ReadFile(name); err != nil || string(after) != string(before) {
		t.Errorf("the keys changed: %v", err)
	}
}

func TestAMissingAddressIsCalledMissing(t *testing.T) {
	var f faults
	checkBaseURL(&f, "", false)
	if err := f.err(); err == nil || !strings.Contains(err.Error(), "--base-url is missing") {
		t.Errorf("%v", err)
	}
}
