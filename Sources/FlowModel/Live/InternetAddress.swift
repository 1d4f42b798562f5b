/// An address of IPv4 or IPv6. One of IPv4 is kept as IPv6 maps it (RFC 4291, 2.5.5.2), so that both spellings of one
/// address are one.
public struct InternetAddress: Sendable, Hashable {
  /// The 16 bytes, in network order.
  public let bytes: [UInt8]

  private static let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

  /// Creates an address of 4 or 16 bytes in network order; nil of any other count.
  public init?(bytes: some Collection<UInt8>) {
    switch bytes.count {
    case 4: self.bytes = Self.mappedPrefix + bytes
    case 16: self.bytes = Array(bytes)
    default: return nil
    }
  }

  /// Reads an address as it is written without brackets; decimal and hexadecimal spellings of the whole are none.
  public init?(_ text: String) {
    let text = Array(text.utf8)[...]
    guard let bytes = Self.version4(text) ?? Self.version6(text) else { return nil }
    self.init(bytes: bytes)
  }

  /// Reads an address of IPv6 as RFC 3986 has it in brackets.
  init?(version6 text: ArraySlice<UInt8>) {
    guard let bytes = Self.version6(text) else { return nil }
    self.init(bytes: bytes)
  }

  /// Whether this is an address of IPv4.
  public var isVersion4: Bool { bytes.starts(with: Self.mappedPrefix) }

  /// Four numbers below 256, without zeros before them.
  private static func version4(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let bytes = parts.compactMap { part -> UInt8? in
      guard part.allSatisfy(\.isASCIIDigit), part.count == 1 || part.first != UInt8(ascii: "0") else {
        return nil
      }
      return UInt8(String(decoding: part, as: UTF8.self))
    }
    return bytes.count == 4 && parts.count == 4 ? bytes : nil
  }

  /// Eight groups of up to four hexadecimal digits, the last two of which may be an IPv4 address; `::` stands once for
  /// one or more groups of zeros.
  private static func version6(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let colon = UInt8(ascii: ":")
    guard let gap = text.indices.dropLast().first(where: { text[$0] == colon && text[$0 + 1] == colon })
    else {
      return groups(text, isEnd: true).flatMap { $0.count == 16 ? $0 : nil }
    }
    let (before, after) = (text[..<gap], text[(gap + 2)...])
    guard let first = before.isEmpty ? [] : groups(before, isEnd: false),
      let last = after.isEmpty ? [] : groups(after, isEnd: true), first.count + last.count <= 14
    else { return nil }
    return first + Array(repeating: 0, count: 16 - first.count - last.count) + last
  }

  /// The bytes of groups between colons, the last of which may be an address of IPv4 at the end.
  private static func groups(_ text: ArraySlice<UInt8>, isEnd: Bool) -> [UInt8]? {
    var parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var end: [UInt8] = []
    if isEnd, let last = parts.last, let bytes = version4(last) {
      parts.removeLast()
      end = bytes
    }
    guard parts.count <= 8 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard (1...4).contains(part.count), part.allSatisfy(\.isHexadecimalDigit),
        let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
      else { return nil }
      bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
    }
    return bytes + end
  }
}

extension InternetAddress: CustomStringConvertible {
  /// The address as `init(_:)` reads it; one of IPv6 with all its groups.
  public var description: String {
    guard !isVersion4 else { return bytes.suffix(4).map { String($0) }.joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2).map {
      String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16)
    }.joined(separator: ":")
  }
}

extension InternetAddress {
  /// Whether the address is one of the public internet: none that is private, shared, loopback, link-local, multicast,
  /// reserved, or that leads to one of these by translation.
  ///
  /// Source: IANA's registries of special-purpose addresses of IPv4 and IPv6 (RFC 6890).
  public var isPublic: Bool { !Self.special.contains { $0.contains(self) } }

  /// Whether it is private, loopback or link-local: what a host may be at that is allowed to be `private`.
  public var isPrivate: Bool { Self.privateNetworks.contains { $0.contains(self) } }

  /// Whether it is this machine's own, which no other reaches.
  public var isLoopback: Bool { Self.loopback.contains { $0.contains(self) } }

  private static let loopback: [NetworkRange] = ["127.0.0.0/8", "::1/128"].compactMap(NetworkRange.init)

  private static let privateNetworks: [NetworkRange] = [
    "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
    "::1/128",
    "fc00::/7", "fe80::/10",
  ].compactMap(NetworkRange.init)

  private static let special: [NetworkRange] =
    privateNetworks
    + [
      "0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
      "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64",
      "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "fec0::/10", "ff00::/8",
      // Addresses of IPv4 as IPv6 once embedded them (RFC 4291, 2.5.5.1); those that it maps are known as IPv4.
      "::/96",
    ].compactMap(NetworkRange.init)
}

/// The addresses that begin with the same bits: `192.0.2.0/24`.
public struct NetworkRange: Sendable, Hashable {
  private let address: InternetAddress
  /// How many bits count, of 128.
  private let length: Int

  /// Reads a network, or an address as the network of it alone; nil where it is neither.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = InternetAddress(String(first)) else { return nil }
    let offset = address.isVersion4 && !first.contains(":") ? 96 : 0
    guard parts.count > 1 else {
      self.address = address
      length = 128
      return
    }
    guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(\.isASCIIDigit),
      let length = Int(parts[1]), length + offset <= 128
    else { return nil }
    self.address = address
    self.length = length + offset
  }

  /// Whether it holds all addresses, of IPv4 at least.
  public var isEverybody: Bool { length == 0 || length == 96 && address.isVersion4 }

  /// Whether an address begins with the network's bits.
  public func contains(_ other: InternetAddress) -> Bool {
    let whole = length / 8
    guard address.bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
    guard length % 8 > 0 else { return true }
    return (address.bytes[whole] ^ other.bytes[whole]) >> UInt8(8 - length % 8) == 0
  }
}
