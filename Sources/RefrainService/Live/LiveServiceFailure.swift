#if Service
/// What stands in the way of a service.
public struct LiveServiceFailure: Error, Sendable, CustomStringConvertible {
  /// What it is about: a file or an address.
  public let subject: String
  /// Why, in a sentence without a full stop.
  public let reason: String

  /// Creates a failure.
  public init(subject: String, reason: String) {
    self.subject = subject
    self.reason = reason
  }

  public var description: String { "\(subject): \(reason)" }
}
#endif
