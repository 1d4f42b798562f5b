/// The address of a service: `https://ece.example.com`, perhaps with a port and a path under which all of it lies.
public struct ServiceAddress: Sendable, Hashable {
  /// The address without a slash at its end.
  public let text: String
  /// The scheme, host and port.
  public let origin: WebOrigin

  /// Reads an address of `http` or `https` without user information, query and fragment; nil for any other text.
  public init?(_ text: String) {
    guard text.utf8.starts(with: "http".utf8), let origin = WebOrigin(of: text) else { return nil }
    let segments = text.split(separator: "/", maxSplits: .max, omittingEmptySubsequences: false).dropFirst(3)
    let path = segments.last == "" ? segments.dropLast() : segments
    guard path.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isUnreserved) }),
      !text.utf8.contains(UInt8(ascii: "?")),
      !text.utf8.contains(UInt8(ascii: "#"))
    else { return nil }
    self.text = segments.last == "" ? String(text.dropLast()) : text
    self.origin = origin
  }

  /// The path of it, without a slash at its end: empty where it has none.
  public var path: String {
    let segments = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3)
    return segments.map { "/\($0)" }.joined()
  }
}

/// Where an address of the web leads: its scheme, host and port.
public struct WebOrigin: Sendable, Hashable {
  /// Whether the scheme is `https`, not `http`.
  public let isSecure: Bool
  /// The host in small letters, an address of IPv6 without its brackets.
  public let host: String
  /// The port, the scheme's own where the address says none.
  public let port: Int

  /// The origin of an address; nil where it is none of `http` or `https` with a host, or has user information.
  public init?(of address: String) {
    let parts = address.utf8.split(
      separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].isEmpty else { return nil }
    switch Substring(parts[0]).lowercased() {
    case "https:": isSecure = true
    case "http:": isSecure = false
    default: return nil
    }
    guard let authority = HostAndPort(Substring(parts[2].prefix { !"/?#".utf8.contains($0) })),
      authority.port != 0
    else {
      return nil
    }
    host = authority.host
    port = authority.port ?? (isSecure ? 443 : 80)
  }

  /// Whether the host is this machine, or one of a private network by its address or a name without a point.
  public var isInternal: Bool {
    InternetAddress(host)?.isPrivate ?? !host.contains(".")
  }
}

/// `host`, `host:port` or `[address]:port`.
struct HostAndPort {
  /// The host in small letters, without brackets.
  let host: String
  /// The port, if one is written.
  let port: Int?

  init?(_ text: Substring) {
    let rest: Substring
    if text.utf8.first == UInt8(ascii: "[") {
      guard let end = text.firstIndex(of: "]"),
        case let address = String(text[text.index(after: text.startIndex)..<end]), address.contains(":"),
        InternetAddress(address) != nil
      else { return nil }
      host = address.lowercased()
      rest = text[text.index(after: end)...]
    } else {
      let name = Substring(text.utf8.prefix { $0 != UInt8(ascii: ":") })
      guard Self.isName(name) else { return nil }
      host = name.lowercased()
      rest = text[name.endIndex...]
    }
    guard !rest.isEmpty else {
      port = nil
      return
    }
    guard rest.utf8.first == UInt8(ascii: ":"), let port = Self.port(rest.dropFirst()) else { return nil }
    self.port = port
  }

  /// Whether this is the name of a host, or an address of IPv4, which looks like one.
  static func isName(_ text: Substring) -> Bool {
    text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
      !label.isEmpty
        && label.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-_".utf8.contains($0) }
    }
  }

  private static func port(_ text: Substring) -> Int? {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy(\.isASCIIDigit), let port = Int(text),
      port <= 65_535, text.utf8.count < 5 || port >= 10_000
    else { return nil }
    return port
  }
}

/// Where a service listens: `127.0.0.1:8080`, `[::1]:8080`.
public struct ListeningAddress: Sendable, Hashable {
  /// The address of one of this machine's interfaces, or of all of them.
  public let address: InternetAddress
  /// The port; 0 for any that is free.
  public let port: Int

  /// Creates an address.
  public init(_ address: InternetAddress, port: Int) {
    self.address = address
    self.port = port
  }

  /// Reads an address and a port; `localhost` is 127.0.0.1. nil for any other text.
  public init?(_ text: String) {
    guard let parts = HostAndPort(text[...]), let port = parts.port,
      let address = InternetAddress(parts.host == "localhost" ? "127.0.0.1" : parts.host)
    else { return nil }
    self.init(address, port: port)
  }
}

extension ListeningAddress: CustomStringConvertible {
  /// The address as `init(_:)` reads it.
  public var description: String { address.isVersion4 ? "\(address):\(port)" : "[\(address)]:\(port)" }
}
