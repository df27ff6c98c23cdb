package cluster

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"time"
)

// The two things asked of a server here, "do you answer?" and "make a
// database", need a fraction of PostgreSQL's protocol 3.0 (documentation,
// chapter 55). Speaking it keeps the package free of a driver.

const (
	port              = "5432" // only part of the socket's name: nothing listens on TCP
	protocol3         = 3 << 16
	duplicateDatabase = "42P04"
	maxMessage        = 1 << 20 // bytes; answers to our statements are far smaller
)

type login struct{ user, database string }

// A serverError is a refusal by PostgreSQL; code is its SQLSTATE.
type serverError struct{ code, message string }

func (e *serverError) Error() string { return e.message + " (" + e.code + ")" }

func socketFile(dir string) string { return filepath.Join(dir, ".s.PGSQL."+port) }

// query signs in over the socket and runs one statement, ignoring its result.
// An empty statement only signs in.
func query(ctx context.Context, socket string, as login, statement string) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", socketFile(socket))
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })()

	hello := binary.BigEndian.AppendUint32(nil, protocol3)
	hello = append(hello, "user\x00"+as.user+"\x00database\x00"+as.database+"\x00\x00"...)
	in := bufio.NewReader(conn)
	if err := exchange(conn, in, sized(hello)); err != nil || statement == "" {
		return err
	}
	return exchange(conn, in, append([]byte{'Q'}, sized([]byte(statement+"\x00"))...))
}

// sized puts a message's length, which counts itself, in front of it.
func sized(body []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+4)), body...)
}

// exchange sends a message and reads answers until the server is ready for the next.
func exchange(out io.Writer, in io.Reader, message []byte) error {
	if _, err := out.Write(message); err != nil {
		return err
	}
	var refused error
	for {
		kind, body, err := receive(in)
		switch {
		case err != nil:
			return errors.Join(refused, err)
		case kind == 'Z': // ready for query
			return refused
		case kind == 'R' && !bytes.Equal(body, make([]byte, 4)): // any authentication but "ok"
			return errors.New("the server asks for a password on its private socket")
		case kind == 'E':
			refused = parseError(body)
		}
	}
}

func receive(in io.Reader) (kind byte, body []byte, err error) {
	var head [5]byte
	if _, err = io.ReadFull(in, head[:]); err != nil {
		return 0, nil, err
	}
	size := binary.BigEndian.Uint32(head[1:])
	if size < 4 || size > maxMessage {
		return 0, nil, fmt.Errorf("message of %d bytes from the server", size)
	}
	body = make([]byte, size-4)
	_, err = io.ReadFull(in, body)
	return head[0], body, err
}

// parseError reads an ErrorResponse: fields of a type byte and a text each.
func parseError(body []byte) *serverError {
	e := &serverError{}
	for field := range bytes.SplitSeq(body, []byte{0}) {
		if len(field) == 0 {
			continue
		}
		switch text := string(field[1:]); field[0] {
		case 'C':
			e.code = text
		case 'M':
			e.message = text
		}
	}
	return e
}
