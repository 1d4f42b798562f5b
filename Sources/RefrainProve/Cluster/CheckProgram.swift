#if Service
import Foundation

/// A program of `.ci` that stands ready until its input ends: it does what a line says, and answers by a line.
final class CheckProgram: Sendable {
  /// The line that it began with.
  let firstLine: String
  private let input: FileHandle
  private let output: FileHandle

  /// Starts a program; nil where it says that it cannot be had here.
  /// - Parameter path: Where it is in the repository.
  init?(_ path: String, _ arguments: [String] = []) {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = root.appending(path: path).standardizedFileURL
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    self.input = input.fileHandleForWriting
    self.output = output.fileHandleForReading
    let line = String(decoding: self.output.availableData, as: UTF8.self)
    guard let first = line.split(separator: "\n").first else { return nil }
    firstLine = String(first)
  }

  /// Has it do something, and waits for that.
  /// - Returns: Whether it has; not where it has ended.
  func ask(_ line: String) throws -> Bool {
    try input.write(contentsOf: Data((line + "\n").utf8))
    return !output.availableData.isEmpty
  }
}
#endif
