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
            return try run(Plan(repetitions: 10 * plan.repetitions, divisor: 1), ["lint", folder.path])?.time
          }
        }),
      Work(
        name: "lint-many", summary: "refrain lint, 1,000 files of 3 KB, whole process", unit: "ms",
        goal: .atMost(50),
        measure: { plan in
          try await inFolder { folder in
            for number in 0..<plan.scaled(1000) {
              try write(LargeFlow.file(nodes: 6), to: folder, "\(number).flow.json")
            }
            return try run(plan, ["lint", folder.path])?.time
          }
        }),
      Work(
        name: "lint-large", summary: "refrain lint, one file of 5 MB, whole process", unit: "ms",
        goal: .atMost(70),
        measure: { plan in try await inFolder { try large(plan, in: $0)?.time } }),
      Work(
        name: "lint-large-memory", summary: "its peak memory", unit: "MB", goal: .atMost(60),
        measure: { plan in try await inFolder { try large(plan, in: $0)?.memory } }),
    ]
  }

  private static func large(_ plan: Plan, in folder: URL) throws -> ProcessMeasurement? {
    try write(LargeFlow.file(nodes: plan.scaled(11_800)), to: folder, "large.flow.json")
    return try run(plan, ["lint", "--rule", "RF601=off", folder.path])
  }

  private struct ProcessMeasurement {
    let time: Measurement
    let memory: Measurement
  }

  /// The executable that is measured: `REFRAIN` names it, or it lies beside this one.
  private static var executable: String? {
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("refrain").path
    let path = ProcessInfo.processInfo.environment["REFRAIN"] ?? beside
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// Runs the executable time and again, its output thrown away.
  private static func run(_ plan: Plan, _ arguments: [String]) throws -> ProcessMeasurement? {
    guard let executable else { return nil }
    var times: [Double] = []
    var memory: [Double] = []
    for repetition in 0...plan.repetitions {
      let child = try ChildProcess.run([executable] + arguments)
      guard repetition > 0 else { continue }
      times.append(child.milliseconds)
      memory.append(child.peakMegabytes)
    }
    return ProcessMeasurement(time: Measurement(times), memory: Measurement(memory))
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
