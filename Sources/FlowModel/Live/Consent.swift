/// What a customer says of messages by beginning a session of a flow.
public enum Consent: String, Sendable, CaseIterable {
  /// No more of them, but for what the flow itself sends.
  case optOut
  /// They are welcome again.
  case optIn
}
