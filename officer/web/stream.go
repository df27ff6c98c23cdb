package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"
)

// A stream ends before the write timeout would cut it; the browser comes again by itself.
const (
	streamFor   = writeTimeout - 10*time.Second
	streamEvery = 500 * time.Millisecond
)

// A Step is the news of long work for the page that shows it.
type Step struct {
	Value int    `json:"value"`
	Max   int    `json:"max"`
	Text  string `json:"text"`
	Done  bool   `json:"-"`
}

// stream answers with the events of long work, asking next twice a second until
// it is done. The request's own deadline does not hold here, since the stream
// outlives the handler; each question has its own.
func (s *Server) stream(c *fiber.Ctx, next func(context.Context) (Step, error)) error {
	c.Set(fiber.HeaderContentType, "text/event-stream")
	c.Set("X-Accel-Buffering", "no") // or a proxy keeps the news to itself
	whole := context.WithoutCancel(c.UserContext())
	ends := time.Now().Add(streamFor)
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		for time.Now().Before(ends) && !s.draining.Load() {
			if done := s.tell(whole, w, next); done {
				return
			}
			time.Sleep(streamEvery)
		}
	})
	return nil
}

// tell writes one event. It reports whether the stream is over: the work is
// done, cannot be asked after, or nobody listens any more.
func (s *Server) tell(ctx context.Context, w *bufio.Writer, next func(context.Context) (Step, error)) bool {
	ctx, cancel := context.WithTimeout(ctx, s.deadline)
	defer cancel()
	step, err := next(ctx)
	if err != nil {
		s.log.Warn("stream ended", "error", err)
		return true
	}
	line, err := json.Marshal(step)
	if err != nil {
		return true
	}
	_, _ = fmt.Fprintf(w, "data: %s\n\n", line)
	if step.Done {
		_, _ = fmt.Fprint(w, "event: end\ndata: {}\n\n")
	}
	return w.Flush() != nil || step.Done
}
