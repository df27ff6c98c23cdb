package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"
)

const (
	quick      = 10 * time.Millisecond  // how often a starting server is looked at
	unhurried  = 500 * time.Millisecond // how often the lock of a shared server is tried
	patience   = 3 * time.Second        // for remains of an earlier server to go, before Start fails
	firstPause = 100 * time.Millisecond // before a restart; doubles up to longPause
	longPause  = 5 * time.Second
	steady     = time.Minute // a server that ran that long is not the one that cannot start
	hurryLimit = 10 * time.Second
)

var errStopped = errors.New("stopped")

// A final error is one that trying again does not mend.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// supervise sees to it that there is a server until Stop: it starts one as soon
// as no other process runs it, and again whenever it ends.
//
// The goroutine keeps its thread for life: the kernel sends a child its
// parent-death signal when the thread that started it ends, and Go ends idle threads.
func (c *Cluster) supervise() {
	runtime.LockOSThread()
	defer close(c.done)
	defer c.release()
	pause, born := firstPause, time.Now()
	for {
		began := time.Now()
		err := c.life()
		if errors.Is(err, errStopped) {
			c.tell(errStopped)
			return
		}
		if !c.told && (errors.As(err, &final{}) || time.Since(born) > patience) {
			c.tell(err)
			return
		}
		if time.Since(began) > steady {
			pause = firstPause
		}
		c.log.Warn("PostgreSQL is not running and will be started again", "error", err, "in", pause)
		if !c.sleep(pause) {
			return
		}
		pause = min(2*pause, longPause)
	}
}

// tell answers Start; only the first answer counts.
func (c *Cluster) tell(err error) {
	if !c.told {
		c.told = true
		c.up <- err
	}
}

// sleep reports false if Stop was called meanwhile.
func (c *Cluster) sleep(d time.Duration) bool {
	select {
	case <-c.stop:
		return false
	case <-time.After(d):
		return true
	}
}

// life is one server from its start, or from finding it running, to its end.
// It returns errStopped after Stop, else what went wrong.
func (c *Cluster) life() error {
	if err := c.own(); err != nil {
		return err
	}
	if err := c.outwait(); err != nil {
		return err
	}
	c.shared.Store(false)
	server, err := c.prepare()
	if err != nil {
		return final{err}
	}
	return c.run(server)
}

// own waits until this process holds the lock of the data directory and with it
// the right to start the server. Meanwhile the server of the holder is shared.
func (c *Cluster) own() error {
	for c.lock == nil {
		if err := c.tryLock(); err != nil {
			return final{err}
		}
		if c.lock != nil {
			return nil
		}
		if p := readPidFile(c.data); !c.told && p.status == statusReady && answers(p.socket) {
			c.share(p)
		}
		wait := quick
		if c.told {
			wait = unhurried
		}
		if !c.sleep(wait) {
			return errStopped
		}
	}
	return nil
}

// share uses a server that is not ours.
func (c *Cluster) share(p pidFile) {
	c.socket = p.socket
	c.shared.Store(true)
	c.tell(nil)
}

// tryLock takes the lock if it is free. The kernel frees it when its holder
// ends, however that happens.
func (c *Cluster) tryLock() error {
	f, err := os.OpenFile(c.opts.DataDir+"/cluster.lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		c.lock = f
		return nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil
	}
	return fmt.Errorf("lock %s: %w", f.Name(), err)
}

// release gives up the lock, if held, for whoever shares to take over.
func (c *Cluster) release() {
	if c.lock != nil {
		os.Remove(c.socket) // empty by now, or else kept; it may lie in a public place
		c.lock.Close()
	}
}

// outwait waits for a server to end that runs although nobody holds the lock:
// that of a killed portal, which is shutting down. One that stays up was
// started by hand and is shared.
func (c *Cluster) outwait() error {
	since := time.Now()
	for {
		p := readPidFile(c.data)
		// Knocking costs the server a process, so it is for the first seconds only.
		if !p.alive() || !c.told && !listens(p.socket) {
			return c.disown(p)
		}
		if !c.told && p.status == statusReady && time.Since(since) > patience {
			c.share(p)
		}
		if !c.sleep(5 * quick) {
			return errStopped
		}
	}
}

// run starts the server and stays with it until it ends.
func (c *Cluster) run(server *server) error {
	cmd, out := server.command(c.log)
	if err := cmd.Start(); err != nil {
		return final{fmt.Errorf("%w%s", err, server.hint())}
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	look := time.NewTicker(quick)
	defer look.Stop()
	for {
		select {
		case <-look.C:
			if p := readPidFile(c.data); p.pid == cmd.Process.Pid && p.status == statusReady {
				look.Stop()
				c.ready()
			}
		case err := <-exited:
			return fmt.Errorf("postgres ended by itself: %w%s%s", orEnd(err), out.tail(), server.hint())
		case <-c.stop:
			return c.shutDown(cmd.Process, exited)
		}
	}
}

func (c *Cluster) ready() {
	if c.told {
		c.log.Info("PostgreSQL runs again", "restarts", c.restarts.Add(1))
	}
	c.tell(nil)
}

func orEnd(err error) error {
	if err == nil {
		return errors.New("asked to stop by somebody else")
	}
	return err
}

// shutDown is PostgreSQL's fast shutdown, and its immediate one in a hurry
// (documentation, 19.5 Shutting Down the Server).
func (c *Cluster) shutDown(postmaster *os.Process, exited <-chan error) error {
	postmaster.Signal(syscall.SIGINT)
	select {
	case <-exited:
	case <-c.hurry:
		postmaster.Signal(syscall.SIGQUIT)
		<-exited
	}
	return errStopped
}

// answers reports whether a server lets people in at a socket.
func answers(socket string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return query(ctx, socket, login{Superuser, "postgres"}, "") == nil
}
