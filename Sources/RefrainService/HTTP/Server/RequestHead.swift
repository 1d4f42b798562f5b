#if Service
import ServiceProtocols
import FlowModel

/// What comes before a request's body, judged before any of that is read.
///
/// A server and the proxy before it must see the same requests in the same bytes. What two programs could read differently
/// (RFC 9112, 6.3 and 11.2) is refused, and its connection closed.
struct RequestHead: Sendable {
  let method: String
  /// What stands between the method and the version.
  let target: String
  /// `HTTP/1.0` or `HTTP/1.1`.
  let version: String
  let fields: HTTPFields

  /// The longest head, in bytes.
  static let limit = ProtocolLimits.headerSize

  /// The status that refuses it; nil where it can be read in one way only.
  var refusal: Int? {
    if size > Self.limit { return 431 }
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else { return 505 }
    guard HTTPHeader.isName(method), target.utf8.first == UInt8(ascii: "/"),
      target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }),
      fields.all.allSatisfy({ HTTPHeader.isName($0.name) && Self.isValue($0.value) })
    else { return 400 }
    let hosts = fields.values(of: "Host")
    guard hosts.count == 1 || (hosts.isEmpty && version == "HTTP/1.0") else { return 400 }
    let lengths = fields.values(of: "Content-Length")
    let encodings = fields.values(of: "Transfer-Encoding")
    if !encodings.isEmpty {
      guard lengths.isEmpty, version == "HTTP/1.1", encodings.count == 1,
        encodings[0].lowercased() == "chunked"
      else { return 400 }
    }
    guard lengths.count <= 1,
      lengths.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else {
      return 400
    }
    return lengths.isEmpty || declaredLength != nil ? nil : 413
  }

  /// How long the body says that it is; nil where it does not, or is longer than can be counted.
  var declaredLength: Int? { fields["Content-Length"].flatMap { Int($0) } }

  /// Whether the client waits to hear whether its body is wanted.
  var expectsContinue: Bool { fields["Expect"] != nil }

  /// The target up to the question mark.
  var path: String { String(target.prefix { $0 != "?" }) }

  /// What follows the question mark.
  var query: String? { target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) } }

  private var size: Int {
    fields.all.reduce(method.utf8.count + target.utf8.count + version.utf8.count + 4) {
      $0 + $1.name.utf8.count + $1.value.utf8.count + 4
    }
  }

  /// Whether no reader could see the end of a line in a value.
  private static func isValue(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }
}
#endif
