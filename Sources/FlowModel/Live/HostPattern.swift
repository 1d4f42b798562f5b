/// Hosts that may be called: `shop.example.com`, `shop.example.com:8443`, `*.crm.example.com`, `http://intranet:8080`.
public struct HostPattern: Sendable, Hashable {
  /// Whether a host may be at a private, loopback or link-local address.
  public let allowsPrivate: Bool
  private let isSecure: Bool
  /// The host; what follows the first label where that is a wildcard.
  private let host: String
  private let hasWildcard: Bool
  private let port: Int

  /// Reads a pattern: https and its port unless it says otherwise. nil for any other text.
  public init?(_ text: String, allowsPrivate: Bool = false) {
    var rest = text[...]
    isSecure = !rest.hasPrefix("http://")
    if let scheme = ["http://", "https://"].first(where: rest.hasPrefix) {
      rest = rest.dropFirst(scheme.count)
    }
    hasWildcard = rest.hasPrefix("*.")
    guard let parts = HostAndPort(hasWildcard ? rest.dropFirst(2) : rest), parts.port != 0,
      !hasWildcard || !parts.host.contains(":")
    else { return nil }
    host = parts.host
    port = parts.port ?? (isSecure ? 443 : 80)
    self.allowsPrivate = allowsPrivate
  }

  /// Whether an address leads to one of the hosts. A wildcard covers one label.
  public func admits(_ origin: WebOrigin) -> Bool {
    guard origin.isSecure == isSecure, origin.port == port else { return false }
    guard hasWildcard else { return origin.host == host }
    guard let point = origin.host.firstIndex(of: "."), point > origin.host.startIndex else { return false }
    return origin.host[origin.host.index(after: point)...] == host
  }
}
