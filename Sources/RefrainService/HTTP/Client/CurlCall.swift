#if Service
import FlowModel

/// A call that is to be made.
struct NewCall: Sendable {
  /// What it is cancelled by.
  let key: Int
  /// What is to be sent.
  let request: OutgoingRequest
  /// Is told what came of it.
  let completion: @Sendable (Result<OutgoingResponse, OutgoingFailure>) -> Void
}

/// One call under way, on the thread that makes it: what is to be sent, and what has come.
final class CurlCall {
  /// What it is cancelled by.
  let key: Int
  /// What is to be sent.
  let request: OutgoingRequest
  /// Whether addresses are allowed that are not public.
  private let allowsPrivate: Bool
  /// Whether an address was not called because the call may not.
  private(set) var refusedAddress = false
  /// Whether more has come than is read.
  private(set) var isTooLarge = false

  private let completion: @Sendable (Result<OutgoingResponse, OutgoingFailure>) -> Void
  private var sent = 0
  private var headerSize = 0
  private var statusText = ""
  private var fields = HTTPFields()
  private var body: [UInt8] = []

  init(_ call: NewCall, allowsPrivate: Bool) {
    key = call.key
    request = call.request
    completion = call.completion
    self.allowsPrivate = allowsPrivate
  }

  /// The lines of the header. What the library would add by itself is left out by a name without a value.
  var headerLines: [String] {
    var lines = request.fields.all.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    lines.append("Expect:")
    if request.fields["User-Agent"] == nil { lines.append("User-Agent: Refrain") }
    if request.body != nil, request.fields["Content-Type"] == nil { lines.append("Content-Type:") }
    return lines
  }

  /// Whether an address may be called; remembers one that may not.
  func mayReach(_ address: InternetAddress) -> Bool {
    let mayReach = address.isPublic || (allowsPrivate && address.isPrivate)
    if !mayReach { refusedAddress = true }
    return mayReach
  }

  /// The body's next bytes.
  func nextPart(atMost count: Int) -> ArraySlice<UInt8> {
    let part = (request.body ?? []).dropFirst(sent).prefix(count)
    sent += part.count
    return part
  }

  /// Takes bytes of the answer's body.
  /// - Returns: Whether the answer is still short enough.
  func appendBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    isTooLarge = body.count + bytes.count > HTTPSender.responseLimit
    if !isTooLarge { body.append(contentsOf: bytes) }
    return !isTooLarge
  }

  /// Takes a line of the answer's header, with its end.
  /// - Returns: Whether the header is still short enough.
  func appendHeader(_ line: String) -> Bool {
    headerSize += line.utf8.count
    isTooLarge = headerSize > HTTPSender.headerLimit
    let line = line.trimmingBlanks
    if line.hasPrefix("HTTP/") {
      // The final answer follows those that only say that it is coming.
      fields = HTTPFields()
      statusText = line.split(separator: " ", maxSplits: 2).dropFirst(2).first.map(String.init) ?? ""
    } else if let colon = line.firstIndex(of: ":") {
      fields.append(String(line[..<colon]), String(line[line.index(after: colon)...]).trimmingBlanks)
    }
    return !isTooLarge
  }

  /// The answer, as it has come.
  func response(status: Int) -> OutgoingResponse {
    OutgoingResponse(status: status, statusText: statusText, fields: fields, body: body)
  }

  /// Says what came of it.
  func end(_ result: Result<OutgoingResponse, OutgoingFailure>) { completion(result) }
}

extension String {
  /// Without blanks, tabs and line ends at both ends.
  fileprivate var trimmingBlanks: String {
    let isBlank: (UInt8) -> Bool = { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
    let utf8 = utf8.drop(while: isBlank)
    guard let last = utf8.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(decoding: utf8[...last], as: UTF8.self)
  }
}
#endif
