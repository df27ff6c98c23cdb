package cluster

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// maxSocket is the longest path of a unix socket, in bytes (unix(7): 108 with the closing zero).
const maxSocket = 107

// prepare makes everything a start needs, the data included. The caller holds the lock.
func (c *Cluster) prepare() (*server, error) {
	major, err := majorOfData(c.data)
	if err != nil {
		return nil, err
	}
	inst, err := find(c.opts.BinDir, major)
	if err != nil {
		return nil, err
	}
	who, err := accountFor(c.data)
	if err != nil {
		return nil, err
	}
	s := &server{installation: inst, account: who, data: c.data, settings: settingsFor(c.opts)}
	if major == 0 {
		c.log.Info("making a new PostgreSQL data directory", "directory", c.data, "version", inst.major)
		if err := s.initialise(c.opts.FastUnsafe); err != nil {
			return nil, err
		}
	}
	if c.socket == "" {
		c.socket, err = socketDir(c.opts.DataDir, who.credential != nil)
		if err != nil {
			return nil, err
		}
	}
	s.socket = c.socket
	return s, s.makeDir(c.socket)
}

// majorOfData reads which major version made the data; 0 if there are none yet.
func majorOfData(data string) (int, error) {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err == nil {
		major, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil {
			return 0, fmt.Errorf("%s/PG_VERSION holds %q: not the data of a PostgreSQL since 10", data, text)
		}
		return major, nil
	}
	entries, dirErr := os.ReadDir(data)
	switch {
	case errors.Is(dirErr, fs.ErrNotExist), dirErr == nil && len(entries) == 0:
		return 0, nil
	case dirErr != nil:
		return 0, dirErr
	}
	return 0, fmt.Errorf("%s is not empty and no PostgreSQL data directory; move it away or choose another data directory: %w", data, err)
}

// An account is the user the server runs as; a nil credential is the portal's own.
type account struct {
	name       string
	credential *syscall.Credential
}

// accountFor chooses the server's user. PostgreSQL refuses to run as root, so
// root lends it an existing one: that of the data if there are any, else
// postgres, else nobody. Data that root copied here are given to that user.
func accountFor(data string) (account, error) {
	if os.Geteuid() != 0 {
		return account{name: "this user"}, nil
	}
	info, err := os.Stat(data)
	if err == nil {
		if st := info.Sys().(*syscall.Stat_t); st.Uid != 0 {
			return account{"user " + nameOf(st.Uid), &syscall.Credential{Uid: st.Uid, Gid: st.Gid}}, nil
		}
	}
	who, lookupErr := unprivileged()
	if lookupErr != nil || err != nil {
		return who, lookupErr
	}
	return who, filepath.WalkDir(data, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return who.give(path)
	})
}

func nameOf(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}

func unprivileged() (account, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return account{"user " + name, &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
		}
	}
	return account{}, errors.New("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody")
}

// makeHome makes the directory that holds all others. Strangers may pass
// through it, not look: the server's user has to reach its own directories inside.
func makeHome(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return err
	}
	return os.Chmod(dir, 0o711) // whatever the umask
}

// makeDir makes a directory that only the server's user can enter. One that is
// there already must be that user's: in a public place somebody else may have been first.
func (a account) makeDir(path string) error {
	err := os.Mkdir(path, 0o700)
	if err == nil {
		return a.give(path)
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	owner := uint32(os.Geteuid())
	if a.credential != nil {
		owner = a.credential.Uid
	}
	if st := info.Sys().(*syscall.Stat_t); !info.IsDir() || st.Uid != owner {
		return fmt.Errorf("%s is not a directory of the server's (%s): remove it", path, a.name)
	}
	return os.Chmod(path, 0o700)
}

func (a account) give(path string) error {
	if a.credential == nil {
		return nil
	}
	return os.Lchown(path, int(a.credential.Uid), int(a.credential.Gid))
}

// socketDir gives a directory whose socket's path is short enough, and without
// a comma, which divides hosts to the driver: inside the data directory, else in a place for short-lived files, under a name that is
// the same at every start.
func socketDir(dataDir string, lent bool) (string, error) {
	short := fmt.Sprintf("officer-portal-%x", sha256.Sum256([]byte(dataDir)))[:len("officer-portal-")+12]
	candidates := []string{filepath.Join(dataDir, "socket")}
	// A lent user cannot enter root's run-time directory.
	if run := os.Getenv("XDG_RUNTIME_DIR"); !lent && filepath.IsAbs(run) {
		candidates = append(candidates, filepath.Join(run, short))
	}
	candidates = append(candidates, filepath.Join(os.TempDir(), short), filepath.Join("/tmp", short))
	for _, dir := range candidates {
		if len(socketFile(dir)) <= maxSocket && !strings.Contains(dir, ",") {
			return dir, nil
		}
	}
	return "", fmt.Errorf("no place for a unix socket: every path is longer than %d bytes or has a comma", maxSocket)
}

// hint names a directory that the server's user cannot enter, as far as plain
// permissions tell; it completes the text of an error.
func (s *server) hint() string {
	if s.credential == nil {
		return ""
	}
	for _, leaf := range []string{s.data, s.bin} {
		for dir := filepath.Dir(leaf); dir != "/"; dir = filepath.Dir(dir) {
			if info, err := os.Stat(dir); err == nil && !s.mayEnter(info) {
				return fmt.Sprintf("\n%s cannot be entered by %s, which PostgreSQL runs as: choose another directory", dir, s.name)
			}
		}
	}
	return ""
}

func (a account) mayEnter(dir fs.FileInfo) bool {
	st := dir.Sys().(*syscall.Stat_t)
	switch mode := dir.Mode().Perm(); {
	case st.Uid == a.credential.Uid:
		return mode&0o100 != 0
	case st.Gid == a.credential.Gid:
		return mode&0o010 != 0
	default:
		return mode&0o001 != 0
	}
}
