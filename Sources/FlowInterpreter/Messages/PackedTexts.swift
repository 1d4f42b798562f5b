/// Texts that are kept side by side, with what belongs to them, in one block of memory; they never change.
///
/// A `String` takes 16 bytes where it is held and, if it is longer than 15 bytes, a block of memory that is 32 bytes longer
/// than itself. Here a text takes its own bytes and mostly one more, and is made a `String` where it is asked for.
///
/// Unchecked as to `Sendable`, for the buffer is only read once it is made.
struct PackedTexts<Header: Sendable>: @unchecked Sendable {
  /// The texts one after another, each as one more than its length and its bytes, or as 0 where there is none.
  private let buffer: ManagedBuffer<Header, UInt8>

  /// Packs texts.
  init(_ header: Header, _ texts: [String?]) {
    let size = texts.reduce(0) { size, text in
      let length = text?.utf8.count
      return size + Self.lengthSize(length) + (length ?? 0)
    }
    buffer = ManagedBuffer<Header, UInt8>.create(minimumCapacity: size) { _ in header }
    buffer.withUnsafeMutablePointerToElements { start in
      var bytes = UnsafeMutableBufferPointer(start: start, count: size)[...]
      for text in texts {
        Self.store(text?.utf8.count, in: &bytes)
        guard let text else { continue }
        let end = bytes.initialize(fromContentsOf: text.utf8)
        bytes = bytes[end...]
      }
    }
  }

  /// What belongs to the texts.
  // Not through `ManagedBuffer.header`, which checks for overlapping accesses as it runs.
  var header: Header { buffer.withUnsafeMutablePointerToHeader { $0.pointee } }

  /// The text with an index; nil where there is none. Complexity: linear in the index and in the text's length.
  subscript(index: Int) -> String? {
    buffer.withUnsafeMutablePointerToElements { bytes in
      var place = UnsafePointer(bytes)
      for _ in 0..<index {
        if let length = Self.length(at: &place) { place += length }
      }
      return Self.length(at: &place).map {
        String(decoding: UnsafeBufferPointer(start: place, count: $0), as: UTF8.self)
      }
    }
  }
}

/// Lengths: seven bits in each byte, the lowest first, with the eighth bit in all but the last.
extension PackedTexts {
  private static func lengthSize(_ length: Int?) -> Int {
    var (size, rest) = (1, length.map { $0 + 1 } ?? 0)
    while rest > 0x7F {
      rest >>= 7
      size += 1
    }
    return size
  }

  private static func store(_ length: Int?, in bytes: inout Slice<UnsafeMutableBufferPointer<UInt8>>) {
    var rest = length.map { $0 + 1 } ?? 0
    while true {
      bytes[bytes.startIndex] = UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0)
      bytes.removeFirst()
      if rest <= 0x7F { return }
      rest >>= 7
    }
  }

  /// Reads a length, and goes on to what follows it.
  private static func length(at place: inout UnsafePointer<UInt8>) -> Int? {
    var (stored, shift) = (0, 0)
    while true {
      let byte = place.pointee
      place += 1
      stored |= Int(byte & 0x7F) << shift
      shift += 7
      if byte <= 0x7F { return stored == 0 ? nil : stored - 1 }
    }
  }
}
