#if Service
import ServiceProtocols
import Synchronization

/// Makes requests of HTTP and HTTPS: no redirect is followed, no proxy of the environment used, and no address called that
/// the request does not allow.
///
/// Requests that may go to private addresses have connections of their own: one that is open is used again by its host's name
/// without a look at its address.
public final class HTTPSender: Sendable {
  /// The longest body of an answer, in bytes.
  public static let responseLimit = ProtocolLimits.answerSize
  /// The longest header of an answer, in bytes.
  static let headerLimit = 64 << 10

  private let publicCalls = CurlCalls(allowsPrivate: false)
  private let privateCalls = CurlCalls(allowsPrivate: true)

  /// Creates a sender. Its threads begin with the first request, and end when it goes.
  public init() {}

  deinit {
    publicCalls.close()
    privateCalls.close()
  }

  /// Makes a request, and waits for the answer as long as the request says. Cancelling the task breaks the call off.
  public func send(_ request: OutgoingRequest) async -> Result<OutgoingResponse, OutgoingFailure> {
    guard request.isValid else { return .failure(OutgoingFailure(kind: .invalid, wasSent: false)) }
    let calls = request.allowsPrivate ? privateCalls : publicCalls
    let key = calls.nextKey()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        calls.begin(NewCall(key: key, request: request) { continuation.resume(returning: $0) })
        // A cancellation before the call is known has found nothing to cancel.
        if Task.isCancelled { calls.cancel(key) }
      }
    } onCancel: {
      calls.cancel(key)
    }
  }
}
#endif
