#if Service
import CMicroHTTPD
import FlowModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// libmicrohttpd's daemon, on a thread of its own. This file alone sees libmicrohttpd: what it does about a request the
/// server says.
struct MicroHTTPD: Sendable {
  // The functions that are called with it may be called from any thread.
  private nonisolated(unsafe) let daemon: OpaquePointer
  /// The server, which lives until the daemon is stopped.
  private let server: Unmanaged<HTTPServer>
  /// The port that it listens at.
  let port: Int
  /// The socket that it has listened with, once it does no more.
  private var listener: Int32?

  /// How much memory a connection has for a head, what the library makes of it, and the head of the answer.
  private static let memoryLimit = 32 << 10
  /// A client that neither reads nor writes for longer is gone, in seconds.
  private static let silenceLimit: UInt32 = 80

  init(_ server: HTTPServer, _ settings: ServerSettings) throws(ListeningFailure) {
    var listening = mhd_listening()
    withUnsafeMutableBytes(of: &listening.address) { $0.copyBytes(from: settings.address.address.bytes) }
    listening.is_version4 = settings.address.address.isVersion4 ? 1 : 0
    listening.port = UInt16(clamping: settings.address.port)
    listening.connection_limit = UInt32(clamping: settings.connectionLimit)
    listening.silence_limit = Self.silenceLimit
    listening.memory_limit = Self.memoryLimit
    let retained = Unmanaged.passRetained(server)
    var error: Int32 = 0
    guard
      let daemon = mhd_start(
        &listening, retained.toOpaque(), handleAccess, beginRequest, completeRequest, notifyConnection, &error
      )
    else {
      retained.release()
      switch error {
      case EADDRINUSE: throw .inUse
      case EACCES, EPERM: throw .notAllowed
      case EADDRNOTAVAIL: throw .notHere
      default: throw .other(error)
      }
    }
    self.daemon = daemon
    self.server = retained
    port = Int(mhd_port(daemon))
  }

  /// Takes no more connections.
  mutating func quiesce() {
    let listener = MHD_quiesce_daemon(daemon)
    guard listener >= 0 else { return }
    MicroHTTPD.shutDown(listener)
    // It stays open until the daemon's thread has ended, which may be about to use it: its number must be nobody else's.
    self.listener = listener
  }

  /// Stops, and returns when all connections are closed. None may be suspended.
  func stop() {
    MHD_stop_daemon(daemon)
    if let listener { _ = close(listener) }
    server.release()
  }

  /// Ends a connection that its client does not: the daemon's thread finds it closed.
  static func shutDown(_ socket: Int32) { _ = shutdown(socket, Int32(SHUT_RDWR)) }

  /// How many bytes a socket has received.
  static func receivedCount(of socket: Int32) -> UInt64 { mhd_received(socket) }

  /// Whether a socket's other side has left, or has at least ended what it sends.
  static func departure(of socket: Int32) -> ConnectionTable.Departure {
    switch mhd_departure(socket) {
    case 0: .none
    case 1: .halfClosed
    default: .gone
    }
  }

  /// How many bytes a socket has received that nobody has read yet.
  static func unreadCount(of socket: Int32) -> Int { Int(mhd_unread(socket)) }
}

private func server(_ context: UnsafeMutableRawPointer?) -> HTTPServer {
  guard let context else { preconditionFailure("the daemon is started with its server") }
  return Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
}

private func notifyConnection(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ code: MHD_ConnectionNotificationCode
) {
  if mhd_is_opened(code) {
    server(context).open(mhd_socket(connection))
  } else {
    server(context).close(mhd_socket(connection))
  }
}

/// Makes the object of a request, which the daemon hands back with each of its steps until it is complete.
private func beginRequest(
  _ context: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?, _ connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
  guard let connection else { return nil }
  let handle = ConnectionHandle(connection)
  let exchange = Exchange(target: target.map { String(cString: $0) } ?? "") { handle.resume() }
  if let target { mhd_hide_query(target) }
  server(context).begin(exchange, on: mhd_socket(connection))
  return Unmanaged.passRetained(exchange).toOpaque()
}

private func completeRequest(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ code: MHD_RequestTerminationCode
) {
  guard let slot, let exchange = slot.pointee else { return }
  slot.pointee = nil
  server(context).finish(
    Unmanaged<Exchange>.fromOpaque(exchange).takeRetainedValue(), on: mhd_socket(connection))
}

/// Goes on with a request: after its head, after each part of its body, when it is whole, and when it is resumed.
private func handleAccess(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ path: UnsafePointer<CChar>?,
  _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ bytes: UnsafePointer<CChar>?,
  _ count: UnsafeMutablePointer<Int>?, _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let connection, let method, let version, let count, let pointer = slot?.pointee else { return .NO }
  let server = server(context)
  let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
  if count.pointee > 0 {
    let part = UnsafeRawBufferPointer(start: bytes, count: count.pointee)
    count.pointee = 0
    return server.receive(part, of: exchange) ? .YES : .NO
  }
  switch exchange.phase {
  case .begun:
    let head = RequestHead(
      method: String(cString: method), target: exchange.target, version: String(cString: version),
      fields: fields(of: connection))
    guard let refusal = server.judge(head, of: exchange) else { return .YES }
    return queue(refusal, to: exchange, on: connection, server, closes: true)
  case .receiving:
    guard server.accept(exchange, on: mhd_socket(connection)) else {
      return queue(ServerResponse(503), to: exchange, on: connection, server, closes: true)
    }
    // Suspended before the work begins, which may be done at once and resume it.
    MHD_suspend_connection(connection)
    server.work(on: exchange, peer: mhd_peer(connection).flatMap { InternetAddress(socketAddress: $0) })
    return .YES
  case .discarding(let response), .answered(let response):
    return queue(response, to: exchange, on: connection, server, closes: false)
  case .handling, .sending:
    return .YES
  }
}

private func fields(of connection: OpaquePointer) -> HTTPFields {
  var fields = HTTPFields()
  withUnsafeMutablePointer(to: &fields) { fields in
    _ = MHD_get_connection_values_n(connection, .HEADER_KIND, appendField, fields)
  }
  return fields
}

private func appendField(
  _ context: UnsafeMutableRawPointer?, _ kind: MHD_ValueKind, _ name: UnsafePointer<CChar>?, _ nameCount: Int,
  _ value: UnsafePointer<CChar>?, _ valueCount: Int
) -> MHD_Result {
  guard let context else { return .NO }
  let name = UnsafeRawBufferPointer(start: name, count: nameCount)
  var value = UnsafeRawBufferPointer(start: value, count: valueCount)[...]
  // The library leaves the blanks behind a value, which are none of it (RFC 9112, 5.1).
  while value.last == 0x20 || value.last == 0x09 { value.removeLast() }
  context.assumingMemoryBound(to: HTTPFields.self).pointee.append(
    String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
  return .YES
}

/// Hands an answer to the daemon.
private func queue(
  _ response: ServerResponse, to exchange: Exchange, on connection: OpaquePointer, _ server: HTTPServer,
  closes: Bool
) -> MHD_Result {
  let response = server.admit(response, to: exchange, on: mhd_socket(connection))
  let made: OpaquePointer?
  switch response.body {
  case .bytes(let bytes):
    made = bytes.withUnsafeBytes {
      MHD_create_response_from_buffer(
        $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
    }
  case .closed:
    return .NO
  case .events(let stream):
    let reader = Unmanaged.passRetained(EventReader(stream, ConnectionHandle(connection)))
    made = MHD_create_response_from_callback(
      UInt64.max, EventReader.blockSize, readEvents, reader.toOpaque(), releaseReader)
    if made == nil { reader.release() }
  }
  guard let made else { return .NO }
  for field in response.fields.all { _ = MHD_add_response_header(made, field.name, field.value) }
  if closes { _ = MHD_add_response_header(made, "Connection", "close") }
  defer { MHD_destroy_response(made) }
  return MHD_queue_response(connection, UInt32(response.status), made)
}

/// A connection, for whoever resumes it.
private struct ConnectionHandle: Sendable {
  // Resuming is allowed from any thread, and the daemon keeps a connection for as long as it is suspended.
  private nonisolated(unsafe) let connection: OpaquePointer

  init(_ connection: OpaquePointer) { self.connection = connection }

  func suspend() { MHD_suspend_connection(connection) }
  func resume() { MHD_resume_connection(connection) }
}

/// What the daemon reads a stream of events by.
private final class EventReader: Sendable {
  static let blockSize = 4 << 10

  private let stream: EventStream
  private let connection: ConnectionHandle

  init(_ stream: EventStream, _ connection: ConnectionHandle) {
    self.stream = stream
    self.connection = connection
  }

  /// Copies what there is; suspends the connection where there is nothing.
  func read(into room: UnsafeMutableRawBufferPointer) -> Int {
    let connection = connection
    switch stream.next(
      atMost: room.count, wake: { connection.resume() }, park: { connection.suspend() })
    {
    case .bytes(let bytes):
      room.copyBytes(from: bytes)
      return bytes.count
    case .waiting: return 0
    // The library's MHD_CONTENT_READER_END_OF_STREAM, a macro with a cast that Swift does not see.
    case .ended: return -1
    }
  }
}

private func readEvents(
  _ context: UnsafeMutableRawPointer?, _ position: UInt64, _ room: UnsafeMutablePointer<CChar>?, _ count: Int
) -> Int {
  guard let context else { return -1 }
  return Unmanaged<EventReader>.fromOpaque(context).takeUnretainedValue()
    .read(into: UnsafeMutableRawBufferPointer(start: room, count: count))
}

private func releaseReader(_ context: UnsafeMutableRawPointer?) {
  guard let context else { return }
  Unmanaged<EventReader>.fromOpaque(context).release()
}
#endif
