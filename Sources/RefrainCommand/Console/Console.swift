import RefrainKit

/// What a command talks to: results go to standard output, notices to standard error.
///
/// Output is gathered and written in large pieces. If its reader goes away, what is still to be written is
/// dropped without a word; any other failure to write is reported once, and is the exit status's business.
struct Console {
  /// Files and the environment.
  let system: any System
  /// Whether what goes to standard output may be coloured.
  let isColored: Bool

  private static let pieceSize = 1 << 16

  private var pending: [UInt8] = []
  /// Whether nothing can be written to standard output any more.
  private(set) var isOutputClosed = false
  private var hasFailed = false
  private let showsProgress: Bool
  private var isProgressShown = false

  /// A console on a system.
  /// - Parameter allowsColor: False where the command line switches colour off.
  init(on system: any System, allowsColor: Bool = true) {
    self.system = system
    isColored = allowsColor && Self.wantsColor(system)
    showsProgress = Self.wantsProgress(system)
  }

  /// Colour only on a terminal that can show it; `NO_COLOR` switches it off, `FORCE_COLOR` on.
  private static func wantsColor(_ system: any System) -> Bool {
    func isSet(_ name: String) -> Bool { system.environment(name).map { !$0.isEmpty } ?? false }
    if isSet("NO_COLOR") { return false }
    if isSet("FORCE_COLOR") { return true }
    return system.isTerminal(.output) && system.takesEscapes
  }

  /// Only on a terminal that can take a line back, and not in CI, which may show one to be read later.
  private static func wantsProgress(_ system: any System) -> Bool {
    system.isTerminal(.error) && system.takesEscapes
      && system.environment("CI").map(\.isEmpty) ?? true
  }

  /// Writes to standard output.
  mutating func write(_ bytes: [UInt8]) {
    guard !isOutputClosed else { return }
    pending += bytes
    if pending.count >= Self.pieceSize { flush() }
  }

  /// Writes a text and a line break to a standard stream.
  mutating func writeLine(_ line: String, to stream: StandardStream = .output) {
    write(Array((line + "\n").utf8), to: stream)
  }

  /// Draws on the terminal that a standard stream is, at once.
  mutating func draw(_ text: String, on stream: StandardStream) {
    write(Array(text.utf8), to: stream)
    flush()
  }

  /// Writes to a standard stream.
  mutating func write(_ bytes: [UInt8], to stream: StandardStream) {
    switch stream {
    case .output: write(bytes)
    case .error:
      flush()
      hideProgress()
      // Standard error has nobody left to complain to.
      try? system.write(bytes, to: .error)
    }
  }

  /// Tells, in one line on standard error, what is not a result.
  mutating func notice(_ line: String) {
    writeLine(line, to: .error)
  }

  /// Reports, in one line on standard error, what made the command fail.
  mutating func fail(_ subject: String, _ error: SystemError) {
    notice("refrain: \(subject.printable): \(error.reason)")
  }

  /// Shows how far the work is, on a terminal: in one line of standard error, in place of what was shown before, until
  /// something else is written or the program ends.
  mutating func showProgress(_ text: String) {
    guard showsProgress else { return }
    flush()
    hideProgress()
    try? system.write(Array(text.utf8), to: .error)
    isProgressShown = true
  }

  /// Takes the line back.
  private mutating func hideProgress() {
    guard isProgressShown else { return }
    isProgressShown = false
    try? system.write(Array("\r\u{1B}[K".utf8), to: .error)
  }

  /// Writes what is still to be written, and says how the program ends.
  mutating func finish(_ status: ExitStatus) -> ExitStatus {
    hideProgress()
    flush()
    return hasFailed ? status.combined(with: .failure) : status
  }

  /// Writes what has been gathered: before somebody is waited for.
  mutating func flush() {
    guard !pending.isEmpty, !isOutputClosed else { return }
    hideProgress()
    do {
      try system.write(pending, to: .output)
    } catch {
      isOutputClosed = true
      if !error.isClosedPipe {
        hasFailed = true
        notice("refrain: standard output: \(error.reason)")
      }
    }
    pending.removeAll(keepingCapacity: true)
  }
}
