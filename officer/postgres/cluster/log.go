package cluster

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
)

const tailLines = 12

// A tail passes a server's messages on to the log, line by line, and keeps the
// last ones to explain a failure.
type tail struct {
	log  *slog.Logger
	mu   sync.Mutex
	rest []byte
	last []string
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rest = append(t.rest, p...)
	for {
		line, rest, whole := bytes.Cut(t.rest, []byte("\n"))
		if !whole {
			return len(p), nil
		}
		t.rest = rest
		t.line(string(line))
	}
}

func (t *tail) line(text string) {
	t.last = append(t.last, text)
	if len(t.last) > tailLines {
		t.last = t.last[1:]
	}
	level := slog.LevelDebug
	switch {
	case strings.HasPrefix(text, "PANIC:"):
		level = slog.LevelError
	case strings.HasPrefix(text, "FATAL:"), strings.HasPrefix(text, "WARNING:"):
		level = slog.LevelWarn
	}
	t.log.Log(context.Background(), level, "postgres", "says", text)
}

// tail gives the last lines, each on its own, for an error's text.
func (t *tail) tail() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.last) == 0 {
		return ""
	}
	return "\n" + strings.Join(t.last, "\n")
}
