/// A stream of bytes that cannot be divided into messages.
struct MalformedHeader: Error, Equatable {
  /// What is wrong with it, as a sentence without a full stop.
  let reason: String
}

/// Divides a stream of bytes into messages, each behind a header with its length (the protocol's base part).
struct MessageFrames {
  /// What has come.
  enum Frame: Equatable {
    /// A message's bytes.
    case message([UInt8])
    /// A message that is over the limit, and is passed over; its length.
    case tooLarge(Int)
  }

  private var buffer: [UInt8] = []
  /// How many bytes of the buffer have been dealt with.
  private var consumed = 0
  /// The length of the message whose header has been read.
  private var length: Int?
  /// How many bytes that are still to come are passed over.
  private var skipped = 0

  /// Adds what has come.
  mutating func append(_ bytes: [UInt8]) {
    let passedOver = min(skipped, bytes.count)
    skipped -= passedOver
    if consumed > 0 {
      buffer.removeFirst(consumed)
      consumed = 0
    }
    buffer += bytes.dropFirst(passedOver)
  }

  /// The next message; nil where more has to come first.
  mutating func next() throws(MalformedHeader) -> Frame? {
    if length == nil { length = try readHeader() }
    guard let length else { return nil }
    let available = buffer.count - consumed
    if length > ServerLimits.message {
      let passedOver = min(available, length)
      consumed += passedOver
      skipped = length - passedOver
      self.length = nil
      return .tooLarge(length)
    }
    guard available >= length else { return nil }
    defer {
      consumed += length
      self.length = nil
    }
    return .message(Array(buffer[consumed..<consumed + length]))
  }

  /// Reads a header, if it is there: the length that it gives.
  private mutating func readHeader() throws(MalformedHeader) -> Int? {
    let rest = buffer[consumed...].prefix(ServerLimits.header)
    guard let end = Self.endOfHeader(in: rest) else {
      guard rest.count < ServerLimits.header else { throw MalformedHeader(reason: "a header does not end") }
      return nil
    }
    let lines = String(decoding: rest[..<end], as: UTF8.self).split(separator: "\r\n")
    var length: Int?
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else {
        throw MalformedHeader(reason: "a line of a header is not a name, a colon and a value")
      }
      guard parts[0].lowercased() == "content-length" else { continue }
      guard let value = Int(String(parts[1].filter { $0 != " " })), value >= 0 else {
        throw MalformedHeader(reason: "`Content-Length` is not a number")
      }
      length = value
    }
    guard let length else { throw MalformedHeader(reason: "a header has no `Content-Length`") }
    consumed = end + 4
    return length
  }

  /// The offset of the empty line that ends a header.
  private static func endOfHeader(in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.first { bytes[$0...].starts(with: "\r\n\r\n".utf8) }
  }

  /// A message with its header.
  static func framed(_ message: [UInt8]) -> [UInt8] {
    Array("Content-Length: \(message.count)\r\n\r\n".utf8) + message
  }
}
