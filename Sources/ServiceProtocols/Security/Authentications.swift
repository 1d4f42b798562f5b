public import FlowModel

/// How a request shows where it comes from, where it is not signed.
package enum RequestAuthentication {
  /// The value of `Authorization` that shows a name and a password (RFC 7617).
  package static func basic(user: [UInt8], password: [UInt8]) -> String {
    "Basic \(Base64.encode(user + [UInt8(ascii: ":")] + password))"
  }

  /// Whether a request has a name and a password (RFC 7617). Both are compared, whatever the first comes to.
  static func hasBasic(_ request: ReceivedRequest, user: SecretBytes, password: SecretBytes) -> Bool {
    guard let (shownUser, shownPassword) = basicCredentials(of: request) else { return false }
    let isUser = ConstantTime.areEqual(shownUser, user.bytes)
    let isPassword = ConstantTime.areEqual(shownPassword, password.bytes)
    return isUser && isPassword
  }

  /// The name and the password of a request; nil where it has none.
  static func basicCredentials(of request: ReceivedRequest) -> (user: [UInt8], password: [UInt8])? {
    guard let text = credentials(of: request, scheme: "basic"), let bytes = Base64.decode(text),
      let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return (Array(bytes[..<colon]), Array(bytes[(colon + 1)...]))
  }

  /// What a request has in `Authorization` after a scheme; nil where it has none.
  static func credentials(of request: ReceivedRequest, scheme: String) -> String? {
    guard let value = request.header("Authorization") else { return nil }
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == scheme else { return nil }
    return String(parts[1].drop { $0 == " " })
  }
}

/// What tells the calls of a gateway that signs nothing: each of these that there is must hold.
public struct UnsignedCalls: Sendable {
  /// The last segment of the paths.
  public let pathSecret: SecretBytes?
  /// The networks that it calls from; empty for any.
  public let allowFrom: [NetworkRange]

  /// Creates what tells calls.
  public init(pathSecret: SecretBytes? = nil, allowFrom: [NetworkRange] = []) {
    self.pathSecret = pathSecret
    self.allowFrom = allowFrom
  }

  /// Whether anything tells them. Where nothing does, none is taken.
  var areTold: Bool { pathSecret != nil || !allowFrom.isEmpty }

  /// Whether a request is such a call.
  /// - Parameter rest: What stands in its path after the path of the kind of request, without the slash; nil for nothing.
  func admit(_ request: ReceivedRequest, pathRest rest: String?) -> Bool {
    guard areTold else { return false }
    let hasSecret =
      if let pathSecret { ConstantTime.areEqual((rest ?? "").utf8, pathSecret.bytes) } else { rest == nil }
    let isFromThere =
      allowFrom.isEmpty || request.peer.map { peer in allowFrom.contains { $0.contains(peer) } } == true
    return hasSecret && isFromThere
  }

  /// What the paths that such a gateway calls end in.
  var pathSuffix: String { pathSecret.map { "/\($0.text.percentEncoded)" } ?? "" }
}
