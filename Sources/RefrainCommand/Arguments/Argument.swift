/// One argument of the command line, as the bytes that the system hands over: a path need not be UTF-8.
struct Argument: Sendable, Hashable, ExpressibleByStringLiteral {
  let bytes: [UInt8]

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  init(stringLiteral text: String) {
    bytes = Array(text.utf8)
  }

  /// The argument as text; what is not UTF-8 is replaced.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// What stands before and after the first `=`; nil where there is none.
  var splitAtEqualsSign: (name: String, value: Argument)? {
    guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    return (String(decoding: bytes[..<sign], as: UTF8.self), Argument(bytes: Array(bytes[(sign + 1)...])))
  }
}
