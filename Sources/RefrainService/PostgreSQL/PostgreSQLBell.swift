#if Service
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import FlowModel
import ServiceCore
import Synchronization

/// What processes that share a database tell one another by that work has been committed: NOTIFY and LISTEN, on a connection of
/// its own.
///
/// Nothing rests on it, since whoever works on a store looks for work once in a second anyway. A notice is no part of the
/// transaction that it tells of: the server would let those commit one after the other only. A server that knows no notices is
/// asked once; a connection that is lost is made anew.
public final class PostgreSQLBell: Sendable {
  private struct State {
    var isRung = false
    var isStopped = false
    /// Whom other processes' notices are told.
    var heard: (@Sendable () -> Void)?
  }

  private let address: String
  private let state = Mutex(State())
  /// What the thread is woken by: the end that is read, and the one that is written.
  private let ends: (reading: Int32, writing: Int32)

  private static let channel = "refrain"
  /// The shortest time between two notices of a process, in milliseconds.
  private static let pauseMilliseconds: Int64 = 20
  /// Milliseconds until a connection is tried again that could not be made, or was lost.
  private static let reconnectionMilliseconds: Int64 = 1_000

  /// Creates a bell that nobody hears yet; nil where the system has no room for it.
  init?(address: String) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      // A pipe that is full has woken the thread already.
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    self.address = address
    self.ends = (ends[0], ends[1])
  }

  deinit {
    close(ends.reading)
    close(ends.writing)
  }

  /// Begins to listen, on a thread of its own, and to tell what was rung for.
  /// - Parameter heard: Is told that another process has committed work. It is let go by `stop`.
  public func start(_ heard: @escaping @Sendable () -> Void) {
    state.withLock { $0.heard = heard }
    SystemThread.start { self.run() }
  }

  /// Tells other processes that work has been committed; soon, and once where it is often.
  public func ring() {
    let isFirst = state.withLock { state in
      defer { state.isRung = true }
      return !state.isRung
    }
    if isFirst { wake() }
  }

  /// Lets the thread and the connection go.
  public func stop() {
    state.withLock { state in
      state.isStopped = true
      state.heard = nil
    }
    wake()
  }

  private func wake() { _ = write(ends.writing, [1], 1) }

  // MARK: The thread

  private func run() {
    var connection: PostgreSQLConnection?
    /// When the next notice may be sent.
    var next = Timestamp(milliseconds: 0)
    while !state.withLock({ $0.isStopped }) {
      do throws(StoreFailure) {
        guard let listening = connection else {
          let made = try PostgreSQLConnection(address)
          guard try listens(made) else { return }
          connection = made
          // What was told meanwhile has gone by.
          state.withLock { $0.heard }?()
          continue
        }
        let pause = try tell(listening, notBefore: &next)
        if try listening.hasNotice() { state.withLock { $0.heard }?() }
        wait(listening.socket, atMost: pause)
      } catch {
        connection = nil
        wait(nil, atMost: Self.reconnectionMilliseconds)
      }
    }
  }

  /// Has a connection listen; a server that is there may not know what that is.
  private func listens(_ connection: PostgreSQLConnection) throws(StoreFailure) -> Bool {
    do throws(StoreFailure) {
      try connection.execute("LISTEN \(Self.channel)")
      return true
    } catch {
      if connection.isLost { throw error }
      return false
    }
  }

  /// Sends a notice where one was rung for and enough time has passed.
  /// - Returns: Milliseconds until one may be sent that is yet to be; nil where none is.
  private func tell(
    _ connection: PostgreSQLConnection, notBefore next: inout Timestamp
  ) throws(StoreFailure) -> Int64? {
    guard state.withLock({ $0.isRung }) else { return nil }
    let now = WallClock.now
    // A clock that was set back holds nothing up.
    if next > now, next - now <= Self.pauseMilliseconds { return next - now }
    next = now + Self.pauseMilliseconds
    state.withLock { $0.isRung = false }
    try connection.execute("NOTIFY \(Self.channel)")
    return nil
  }

  /// Waits until the server has something to say or the bell is rung, or for some milliseconds.
  private func wait(_ socket: Int32?, atMost milliseconds: Int64?) {
    var watched = [pollfd(fd: ends.reading, events: Int16(POLLIN), revents: 0)]
    if let socket { watched.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
    _ = poll(&watched, nfds_t(watched.count), milliseconds.map(Int32.init) ?? -1)
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(ends.reading, &bytes, bytes.count) > 0 {}
  }
}
#endif
