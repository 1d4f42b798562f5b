import FlowInterpreter
import FlowModel
import Foundation
import TestSupport
import Testing

@testable import ServiceProtocols

/// Whatever a stranger or a counterpart sends, nothing stops and nothing takes long.
@Suite struct HostileTests {
  private static let kept: [[UInt8]] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "../Fixtures/Wire")
    let files =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.sorted { $0.path < $1.path }.compactMap { try? Array(Data(contentsOf: $0)) }
  }()

  /// The first byte, which says what the others are read as, stays.
  private static func mutated(_ whole: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = whole
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let place = Int.random(in: 1...max(1, bytes.count), using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      case 3: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
      case 4:
        bytes.insert(
          contentsOf: kept.randomElement(using: &generator)?.dropFirst().prefix(30) ?? [], at: place)
      default: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0...9, using: &generator)))
      }
    }
    return bytes
  }

  @Test func whatIsKeptIsTaken() {
    #expect(Self.kept.count > 15)
    #expect(Self.kept.reduce(0) { $0 + WireFuzzing.read($1) } >= 10)
  }

  /// What must hold of each is a precondition of `WireFuzzing`.
  @Test(arguments: 0..<8)
  func anyBytesAreReadOrRefused(seed: UInt64) throws {
    let base = ProcessInfo.processInfo.environment["REFRAIN_SEED"].flatMap(UInt64.init) ?? 1
    var generator = SeededGenerator(seed: base &* 1000 &+ seed)
    var taken = 0
    for _ in 0..<2000 {
      let whole = try #require(Self.kept.randomElement(using: &generator))
      taken += WireFuzzing.read(Self.mutated(whole, &generator))
    }
    #expect(taken > 50, "what is tried should be taken at times: seed \(base)")
  }

  @Test func whatIsLargeTakesTimeLinearInItsLength() {
    let hostile: [(kind: String, body: String)] = [
      ("E", String(repeating: "[", count: 400_000)),
      ("E", "<a>" + String(repeating: "&amp;", count: 40_000)),
      ("E", "<" + String(repeating: "a", count: 200_000)),
      ("E", "<a " + String(repeating: "b='' ", count: 40_000)),
      ("E", "<!--" + String(repeating: "--", count: 100_000)),
      ("k", String(repeating: "&", count: 262_144)),
      ("k", String(repeating: "a=%41&", count: 43_690)),
      ("k", String(repeating: "%41", count: 87_381)),
      ("M", #"{"entry":["# + String(repeating: #"{"messaging":[{}]},"#, count: 13_000) + "1]}"),
    ]
    for (kind, body) in hostile { #expect(WireFuzzing.read(Array("\(kind)\(body)".utf8)) == 0) }
  }
}
