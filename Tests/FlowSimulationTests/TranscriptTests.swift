import Foundation
import JSONSyntax
import Testing

@testable import FlowSimulation

/// Plays every case of the fixture files in `Semantics`: each is named by the sentence that it proves.
@Suite struct TranscriptTests {
  @Test(arguments: try Transcript.all())
  func theTraceIsAsTheLanguageReferenceSays(_ transcript: Transcript) throws {
    for difference in try transcript.differences() { Issue.record("\(difference)") }
  }

  @Test func theFixtureFilesHoldManyCases() throws {
    let names = try Transcript.all().map(\.name)
    #expect(names.count > 230)
    #expect(Set(names).count == names.count)
  }
}

extension Transcript: CustomTestStringConvertible {
  var testDescription: String { name }

  /// The cases of all fixture files.
  static func all() throws -> [Transcript] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Semantics")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.flatMap { file in
      do {
        return try cases(
          in: String(decoding: try Data(contentsOf: file), as: UTF8.self),
          section: file.deletingPathExtension().lastPathComponent)
      } catch {
        throw UnreadableFixture(file: file.lastPathComponent, error: error)
      }
    }
  }
}

struct UnreadableFixture: Error {
  let file: String
  let error: any Error
}
