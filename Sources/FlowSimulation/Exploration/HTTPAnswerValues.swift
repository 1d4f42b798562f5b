import FlowInterpreter
import FlowModel
import JSONSyntax

/// What a web service is let answer to one HTTPRequest: every status with every text at each place that the flow refers to.
struct HTTPAnswerValues {
  private(set) var statuses: [Int]
  private(set) var bodies: [JSON] = []
  private(set) var answers: [HTTPAnswer] = []
  /// Whether there are more combinations of texts than are tried.
  private(set) var leavesCombinationsOut = false

  init(of node: NodeID, read: Distinct<TextSource>, _ compared: ComparedTexts, _ extras: [HTTPAnswer]) {
    statuses = Self.statuses(of: node, read, compared)
    let places = read.inOrder.compactMap { source in Self.place(source, of: node, compared) }
    let choices = places.choices(upTo: max(1, Limits.exploredAnswers / statuses.count))
    leavesCombinationsOut = choices.leavesOut
    var contents = choices.choices.map { choice in
      (headers: places.headers(choice), body: places.body(choice))
    }
    // The body itself, beside places within it.
    for place in places
    where place.path.isEmpty && places.contains(where: { !$0.isHeader && !$0.path.isEmpty }) {
      contents += place.texts.map { (JSONObject(), $0.map { .string($0) } ?? .null) }
    }
    if !places.isEmpty { contents.append((JSONObject(), .null)) }
    var seen: Set<JSON> = []
    contents = contents.filter { seen.insert([.object($0.headers), $0.body]).inserted }
    var seenBodies = Distinct<JSON>()
    for content in contents { seenBodies.insert(content.body) }
    for case .response(let response) in extras { seenBodies.insert(response.body) }
    bodies = seenBodies.inOrder
    var answers = Distinct<HTTPAnswer>()
    for status in statuses {
      for content in contents {
        answers.insert(.response(.simulated(status: status, headers: content.headers, body: content.body)))
      }
    }
    for answer in extras + HTTPFailure.allCases.map(HTTPAnswer.failed) { answers.insert(answer) }
    self.answers = answers.inOrder
  }

  /// The statuses: the usual ones, and of those that the flow's conditions tell apart one each.
  private static func statuses(
    of node: NodeID, _ read: Distinct<TextSource>, _ compared: ComparedTexts
  ) -> [Int] {
    guard read.contains(.status(node)) || read.contains(.statusText(node)) else { return [200] }
    let usual = [200, 404, 500]
    let asked = compared.texts(of: .status(node)).compactMap { Int($0) }.filter { 100...599 ~= $0 }
    var signatures: Set<[Bool]> = []
    let distinct = (usual + asked + Array(100...599)).filter { status in
      let words = HTTPResponse.simulated(status: status).statusText
      return signatures.insert(
        compared.tests[.status(node), default: []].map { $0.holds(for: String(status)) }
          + compared.tests[.statusText(node), default: []].map { $0.holds(for: words) }
      ).inserted
    }
    var statuses = Distinct<Int>()
    for status in usual + asked + distinct { statuses.insert(status) }
    return statuses.inOrder
  }

  private static func place(_ source: TextSource, of node: NodeID, _ compared: ComparedTexts) -> VariedPlace?
  {
    switch source {
    case .body(node, let path): VariedPlace(path, of: source, compared)
    case .header(node, let path): VariedPlace(path, of: source, compared, isHeader: true)
    default: nil
    }
  }
}
