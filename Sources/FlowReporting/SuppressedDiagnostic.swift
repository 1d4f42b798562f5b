public import Diagnostics

/// A diagnostic that is not reported, because somebody has answered it.
public struct SuppressedDiagnostic: Sendable {
  /// What keeps a diagnostic from being reported.
  public enum Cause: Sendable, Hashable {
    /// The flow's own `lintIgnore`, with the author's reason; its code stands at `place`.
    case lintIgnore(reason: String, place: SourcePlace)
    /// The baseline, in which it is known.
    case baseline
  }

  /// What was found.
  public let diagnostic: Diagnostic
  /// Why it is not reported.
  public let cause: Cause

  /// Creates a suppressed diagnostic.
  public init(_ diagnostic: Diagnostic, cause: Cause) {
    self.diagnostic = diagnostic
    self.cause = cause
  }
}
