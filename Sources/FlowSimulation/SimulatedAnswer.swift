public import FlowInterpreter
import FlowModel
public import JSONSyntax

extension StartedConversation {
  /// A conversation as the simulated service starts it. Ids that are left out are made of its number.
  static func simulated(number: Int, _ details: AnswerDetails = AnswerDetails()) -> StartedConversation {
    var details = details
    let id = details.conversationID ?? "conversation-\(number)"
    details.conversationID = id
    details.caseID = details.caseID ?? "case-\(number)"
    details.activityID = details.activityID ?? "activity-\(number)"
    return StartedConversation(
      id: id, caseID: details.caseID, activityID: details.activityID, body: .object(details.members))
  }
}

extension ServiceAnswer {
  /// What the simulated service answers to a question with a status. What a success does not say is as in the answer that
  /// nobody has scripted.
  static func simulated(
    status: Int = 200, _ details: AnswerDetails = AnswerDetails(), to question: ServiceRequest.Question
  ) -> ServiceAnswer {
    guard 200..<300 ~= status else { return .refused(status: status, Refusal(details)) }
    var details = details
    switch question.kind {
    case .endConversation, .sendMessage: break
    case .entrypointConfiguration:
      details.lastModifiedDate = details.lastModifiedDate ?? Simulation.defaultStart.rfc3339
      details.attachmentPolicies = details.attachmentPolicies ?? "allow_all"
    case .agentAvailability: details.isAvailable = details.isAvailable ?? true
    case .agentCapacity: details.availableSlots = details.availableSlots ?? 1
    }
    return .succeeded(
      status: status,
      ServiceResult(
        entryPointID: question.entryPointID, lastModifiedDate: details.lastModifiedDate,
        attachmentPolicies: details.attachmentPolicies, isAvailable: details.isAvailable,
        availableSlots: details.availableSlots, body: .object(details.members)))
  }
}

extension Refusal {
  /// The refusal that an answer says.
  init(_ details: AnswerDetails) {
    self.init(
      code: details.code ?? .null, developerMessage: details.developerMessage, body: .object(details.members))
  }
}

extension HTTPResponse {
  /// An answer as a web service of the simulation gives it: the status in words is the usual one.
  public static func simulated(status: Int, headers: JSONObject = JSONObject(), body: JSON = .null)
    -> HTTPResponse
  {
    HTTPResponse(status: status, statusText: statusTexts[status] ?? "", headers: headers, body: body)
  }

  /// The reason phrases of RFC 9110, with 429 of RFC 6585.
  private static let statusTexts = [
    200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information", 204: "No Content",
    205: "Reset Content", 206: "Partial Content", 300: "Multiple Choices", 301: "Moved Permanently",
    302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect",
    308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    407: "Proxy Authentication Required", 408: "Request Timeout", 409: "Conflict", 410: "Gone",
    411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed",
    421: "Misdirected Request", 422: "Unprocessable Content", 426: "Upgrade Required",
    429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
  ]
}
