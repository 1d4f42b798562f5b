#if Service
#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The signals by which a service is told what to do.
public enum ProcessSignals {
  /// What a signal tells.
  public enum Message: Sendable {
    /// Come to an end (SIGTERM, SIGINT). The second time the system ends the process.
    case stop
    /// Read the settings again (SIGHUP).
    case reload
  }

  /// Holds the signals back from now on, in this thread and those that begin behind it: none may begin before.
  public static func hold() {
    var signals = held
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Has somebody be told of each signal that was held back, on a thread of its own.
  public static func listen(_ told: @escaping @Sendable (Message) -> Void) {
    SystemThread.start {
      var signals = held
      var number: Int32 = 0
      var isStopping = false
      while sigwait(&signals, &number) == 0 {
        if number == SIGHUP {
          told(.reload)
        } else if !isStopping {
          isStopping = true
          told(.stop)
        } else {
          end(by: number)
        }
      }
    }
  }

  private static var held: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&signals, number) }
    return signals
  }

  /// Ends the process as the signal does that nobody holds back.
  private static func end(by number: Int32) {
    signal(number, SIG_DFL)
    var signals = held
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
  }
}
#endif
