public import FlowInterpreter
import JSONSyntax

/// Why the simulated service refuses a request.
///
/// The statuses are those of the service's documentation; the sub-codes are this simulation's own, since no page states
/// them, and so is the status where no agent is available.
public enum ServiceFailure: String, Error, Sendable, Hashable, CaseIterable {
  /// There is no token, or one that the service does not know.
  case tokenUnknown
  /// The token has expired.
  case tokenExpired
  /// The token has been revoked.
  case tokenRevoked
  /// The attribute to search by is missing or not that of the channel.
  case searchAttributeUnsupported
  /// A member of the body is missing or empty.
  case memberMissing
  /// A member of the body has a value that cannot be.
  case memberInvalid
  /// There is no such entry point.
  case entryPointUnknown
  /// The client application is not configured to use the entry point.
  case entryPointForbidden
  /// The entry point has been modified since.
  case entryPointStale
  /// There is no conversation that could be continued by that id.
  case conversationUnknown
  /// There is no conversation that goes on with this id.
  case conversationNotFound
  /// Another client application has started the conversation.
  case conversationForbidden
  /// There is no entry point that could be asked about.
  case entryPointNotFound
  /// A message has a character in it that breaks the request's JSON.
  case illegalCharacter
  /// The search found several contacts.
  case contactAmbiguous
  /// The search found no contact, and none could be created.
  case contactNotCreated
  /// No callback URL is active.
  case callbackInactive
  /// All agents have as many conversations as they can have.
  case agentUnavailable
  /// The service has failed inside.
  case internalError

  /// The answer's status.
  public var status: Int { description.status }

  /// The answer's sub-code.
  public var code: String { description.code }

  /// What the answer says to developers.
  public var developerMessage: String { description.message }

  private var description: (status: Int, code: String, message: String) {
    switch self {
    case .tokenUnknown: (401, "401-101", "The authorization header is missing, malformed or of no session.")
    case .tokenExpired: (401, "401-102", "The access token has expired.")
    case .tokenRevoked: (401, "401-103", "The access token has been revoked.")
    case .searchAttributeUnsupported:
      (400, "400-101", "The value of searchContactOnAttribute is not supported for this channel.")
    case .memberMissing: (400, "400-102", "A mandatory member of the request body is missing or empty.")
    case .memberInvalid: (400, "400-103", "A member of the request body has an invalid value.")
    case .entryPointUnknown: (400, "400-104", "There is no entry point with this id.")
    case .entryPointForbidden:
      (403, "403-101", "The client application is not configured to use this entry point.")
    case .entryPointStale: (409, "409-101", "The entry point's last modified date is stale.")
    case .conversationUnknown: (400, "400-105", "There is no conversation with this id.")
    case .conversationNotFound: (404, "404-101", "There is no conversation that goes on with this id.")
    case .conversationForbidden:
      (403, "403-102", "The conversation was not initiated by this client application.")
    case .entryPointNotFound: (404, "404-102", "There is no active entry point with this id.")
    case .illegalCharacter: (400, "400-108", "Illegal unquoted character in the request body.")
    case .contactAmbiguous: (400, "400-106", "The customer search found several contacts.")
    case .contactNotCreated:
      (400, "400-107", "The customer search found no contact, and none could be created.")
    case .callbackInactive: (500, "500-101", "No callback URL is active.")
    case .agentUnavailable: (500, "500-102", "No agent is available.")
    case .internalError: (500, "500-100", "The server met an unexpected condition.")
    }
  }

  /// What the answer says.
  public var refusal: Refusal {
    Refusal(AnswerDetails(code: .string(code), developerMessage: developerMessage))
  }
}
