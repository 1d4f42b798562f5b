import Foundation

/// Whole processes: `refrain lint` as people and CI start it.
enum ProcessWorks {
  static var all: [Work] {
    [
      Work(
        name: "cold-start", summary: "refrain lint, one small flow, whole process", unit: "ms",
        goal: .atMost(5),
        measure: { plan in
          try await inFolder { folder in
            try write(LargeFlow.file(nodes: 6), to: folder, "small.flow.json")
            return try time(Plan(repetitions: 10 * plan.repetitions, divisor: 1), ["lint", folder.path])
          }
        }),
      Work(
        name: "lint-many", summary: "refrain lint, 1,000 files of 3 KB, whole process", unit: "ms",
        goal: .none,
        measure: { plan in
          try await inFolder { folder in
            for number in 0..<plan.scaled(1000) {
              try write(LargeFlow.file(nodes: 6), to: folder, "\(number).flow.json")
            }
            return try time(plan, ["lint", folder.path])
          }
        }),
      Work(
        name: "lint-large", summary: "refrain lint, one file of 5 MB, whole process", unit: "ms",
        goal: .none,
        measure: { plan in try await inFolder { try time(plan, large(plan, in: $0)) } }),
      Work(
        name: "lint-large-memory", summary: "its peak memory", unit: "MB", goal: .atMost(60),
        measure: { plan in try await inFolder { try memory(plan, large(plan, in: $0)) } }),
    ]
  }

  /// Writes a large flow, and gives the arguments that lint it.
  private static func large(_ plan: Plan, in folder: URL) throws -> [String] {
    try write(LargeFlow.file(nodes: plan.scaled(11_800)), to: folder, "large.flow.json")
    return ["lint", "--rule", "RF601=off", folder.path]
  }

  /// The executable that is measured: `REFRAIN` names it, or it lies beside this one.
  private static var executable: String? {
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("refrain").path
    let path = ProcessInfo.processInfo.environment["REFRAIN"] ?? beside
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  private static func time(_ plan: Plan, _ arguments: [String]) throws -> Measurement? {
    guard let executable else { return nil }
    let times = try (0...plan.repetitions).map { _ in
      try ChildProcess.run([executable] + arguments).milliseconds
    }
    return Measurement(Array(times.dropFirst()))
  }

  /// The most memory that the executable has. A process inherits the peak of the one that starts it, so that is one of its
  /// own, which holds nothing.
  private static func memory(_ plan: Plan, _ arguments: [String]) throws -> Measurement? {
    guard let executable else { return nil }
    let child = try ChildProcess.run([CommandLine.arguments[0], "--peak", executable] + arguments)
    return Double(child.output.filter { $0.isNumber || $0 == "." }).map { Measurement([$0]) }
  }

  private static func inFolder(_ work: (URL) throws -> Measurement?) async throws -> Measurement? {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("refrain-bench-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try work(folder)
  }

  private static func write(_ bytes: [UInt8], to folder: URL, _ name: String) throws {
    try Data(bytes).write(to: folder.appendingPathComponent(name))
  }
}
