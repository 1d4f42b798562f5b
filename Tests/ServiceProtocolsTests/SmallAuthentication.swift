import ServiceProtocols

/// HMAC for these tests, as small as it can be: SHA-1 and SHA-256 as FIPS 180-4 has them; what stands for SHA-512 is two codes
/// of SHA-256, so that it is as long and as different.
struct SmallAuthentication: MessageAuthentication {
  func code(_ hash: MessageHash, key: [UInt8], message: [UInt8]) -> [UInt8] {
    switch hash {
    case .sha1: hmac(Self.sha1, key, message)
    case .sha256: hmac(Self.sha256, key, message)
    case .sha512: hmac(Self.sha256, key + [1], message) + hmac(Self.sha256, key + [2], message)
    }
  }

  private func hmac(_ hash: ([UInt8]) -> [UInt8], _ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    let short = key.count > 64 ? hash(key) : key
    let block = short + Array(repeating: 0, count: 64 - short.count)
    return hash(block.map { $0 ^ 0x5C } + hash(block.map { $0 ^ 0x36 } + message))
  }

  private static func blocks(of message: [UInt8]) -> [[UInt32]] {
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      padded.append(UInt8((message.count * 8) >> shift & 0xFF))
    }
    return stride(from: 0, to: padded.count, by: 64).map { start in
      (0..<16).map { word in
        padded[(start + word * 4)..<(start + word * 4 + 4)].reduce(0) { $0 << 8 | UInt32($1) }
      }
    }
  }

  private static func bytes(_ words: [UInt32]) -> [UInt8] {
    words.flatMap { word in [24, 16, 8, 0].map { UInt8(word >> $0 & 0xFF) } }
  }

  private static func left(_ word: UInt32, _ bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }

  static func sha1(_ message: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    for block in blocks(of: message) {
      var w = block
      for t in 16..<80 { w.append(left(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1)) }
      var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
      for t in 0..<80 {
        let (f, k): (UInt32, UInt32) =
          switch t {
          case ..<20: (b & c | ~b & d, 0x5A82_7999)
          case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
          case ..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
          default: (b ^ c ^ d, 0xCA62_C1D6)
          }
        (a, b, c, d, e) = (left(a, 5) &+ f &+ e &+ k &+ w[t], a, left(b, 30), c, d)
      }
      for (index, word) in [a, b, c, d, e].enumerated() { state[index] &+= word }
    }
    return bytes(state)
  }

  /// The first 32 bits of the fractional part of a root of each of the first primes.
  private static func roots(_ count: Int, _ root: (Double) -> Double) -> [UInt32] {
    let primes = (2...).lazy.filter { n in !(2..<n).contains { n % $0 == 0 && $0 * $0 <= n } }
    return primes.prefix(count).map { prime in
      let value = root(Double(prime))
      return UInt32((value - value.rounded(.down)) * 4_294_967_296)
    }
  }

  private static let squareRoots = roots(8) { $0.squareRoot() }
  private static let cubeRoots = roots(64) { prime in
    // Newton's method; a few steps more than it takes.
    (0..<60).reduce(prime) { x, _ in x - (x * x * x - prime) / (3 * x * x) }
  }

  static func sha256(_ message: [UInt8]) -> [UInt8] {
    func right(_ word: UInt32, _ bits: UInt32) -> UInt32 { left(word, 32 - bits) }
    var state = squareRoots
    for block in blocks(of: message) {
      var w = block
      for t in 16..<64 {
        let first = right(w[t - 15], 7) ^ right(w[t - 15], 18) ^ w[t - 15] >> 3
        let second = right(w[t - 2], 17) ^ right(w[t - 2], 19) ^ w[t - 2] >> 10
        w.append(w[t - 16] &+ first &+ w[t - 7] &+ second)
      }
      var s = state
      for t in 0..<64 {
        let (e, a) = (s[4], s[0])
        let choice = (e & s[5]) ^ (~e & s[6])
        let one = s[7] &+ (right(e, 6) ^ right(e, 11) ^ right(e, 25)) &+ choice &+ cubeRoots[t] &+ w[t]
        let majority = (a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2])
        let two = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) &+ majority
        s = [one &+ two, a, s[1], s[2], s[3] &+ one, e, s[5], s[6]]
      }
      for (index, word) in s.enumerated() { state[index] &+= word }
    }
    return bytes(state)
  }
}
