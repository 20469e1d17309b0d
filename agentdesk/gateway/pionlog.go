package gateway

import (
	"fmt"
	"log/slog"

	"github.com/pion/logging"
)

// pionLog lets pion speak through our logger. Its warnings are mostly about
// packets of strangers on an open UDP port, so they are debug for us, and its
// errors warnings: what matters to operation is logged by this package.
type pionLog struct{ log *slog.Logger }

func (l pionLog) NewLogger(scope string) logging.LeveledLogger {
	return pionLog{l.log.With("pion", scope)}
}

func (pionLog) Trace(string)          {}
func (pionLog) Tracef(string, ...any) {}
func (pionLog) Debug(string)          {}
func (pionLog) Debugf(string, ...any) {}
func (pionLog) Info(string)           {}
func (pionLog) Infof(string, ...any)  {}
func (l pionLog) Warn(msg string)     { l.log.Debug(msg) }
func (l pionLog) Error(msg string)    { l.log.Warn(msg) }

func (l pionLog) Warnf(format string, args ...any)  { l.log.Debug(fmt.Sprintf(format, args...)) }
func (l pionLog) Errorf(format string, args ...any) { l.log.Warn(fmt.Sprintf(format, args...)) }
