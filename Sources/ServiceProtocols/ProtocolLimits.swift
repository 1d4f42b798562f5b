/// Every limit on what the outside world can make the service take, with its reason.
public enum ProtocolLimits {
  /// Bytes of a body: what the platform takes in one request.
  public static let bodySize = 256 * 1024
  /// Bytes of a body of ECE's callback: 4 KiB for each of its messages.
  public static let callbackSize = 4 * 1024 * 1024
  /// Bytes of all headers and the request line together.
  public static let headerSize = 16 * 1024
  /// Seconds that a request may take to come in whole.
  public static let requestSeconds = 10
  /// Bytes of an answer to a request of the service's own.
  public static let answerSize = 1024 * 1024
  /// Fields of a form or a query: a gateway sends some thirty.
  public static let formFields = 1000
  /// Milliseconds by which a signed time may be off (Standard Webhooks).
  public static let signatureAge: Int64 = 300_000
  /// Signatures of one webhook: two while a key is changed.
  public static let signatures = 16
  /// Seconds for which a token of the service's own is good.
  public static let tokenSeconds: Int64 = 3600
  /// Characters of a path's secret that hold 128 bits: digits and letters in both cases, `-` and `_`.
  public static let pathSecretLength = 22
  /// Attachments of a message that are counted: a gateway takes ten.
  public static let media = 1000
  /// Bytes of an id that a counterpart gives: longer ones are none.
  public static let identifierSize = 512
}
