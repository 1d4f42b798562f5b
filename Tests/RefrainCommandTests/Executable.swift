import Foundation

/// The built program.
enum Executable {
  /// How a run of it ended.
  struct Result {
    let status: Int32
    let isCrash: Bool
    let output: String
    let errors: String
  }

  /// Where the program lies: beside the tests.
  static var url: URL {
    get throws {
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
      let tests = bundle?.bundleURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
      return tests.deletingLastPathComponent().appendingPathComponent("refrain")
    }
  }

  /// Runs a line of shell in a folder; `refrain` is the program.
  static func shell(_ line: String, in folder: URL) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "refrain() { \"$REFRAIN\" \"$@\"; }\n" + line]
    process.currentDirectoryURL = folder
    process.environment = ["REFRAIN": try url.path, "PATH": "/usr/bin:/bin"]
    let files = try ["output", "errors"].map { name in
      let url = folder.appendingPathComponent(".\(name)")
      try Data().write(to: url)
      return url
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Result(
      status: process.terminationStatus, isCrash: process.terminationReason == .uncaughtSignal,
      output: texts[0],
      errors: texts[1])
  }

  /// Runs `body` with a folder that is there for as long.
  static func withFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("refrain-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}
