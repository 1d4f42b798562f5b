public import Diagnostics

/// How parts of a text for people are set apart: with a terminal's colours, or not at all.
public struct TerminalStyle: Sendable {
  /// Whether the escape sequences of a terminal are written.
  public let isColored: Bool

  /// Creates a style.
  public init(isColored: Bool) {
    self.isColored = isColored
  }

  /// A text that stands out.
  public func strong(_ text: String) -> String { sequence("1", text) }

  /// A text that steps back.
  public func faint(_ text: String) -> String { sequence("2", text) }

  /// A text in the colour of a severity.
  public func severity(_ text: String, _ severity: Severity) -> String {
    switch severity {
    case .error: sequence("1;31", text)
    case .warning: sequence("1;33", text)
    case .info: sequence("1;36", text)
    }
  }

  private func sequence(_ code: String, _ text: String) -> String {
    isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
