import Diagnostics
import FlowLoading
import FlowModel
import TestSupport
import Testing

@testable import FlowValidation

/// Random projects, whose flows are judged in all environments together as they would be in each by itself.
@Suite("Random projects")
struct RandomProjectTests {
  /// The rules that judge a flow with the values of an environment put in.
  private static let codes: Set<RuleCode> = [
    .conversationInput, .phoneNumberFormat, .literalNeverValid, .messageTooLong, .messageSegments,
    .richTextOnSMS, .secretInFlow, .clashingTriggers, .unknownAuthorization, .foreignNumber,
  ]

  @Test("judging the environments together finds what judging each by itself does, and says in which")
  func everyEnvironment() throws {
    var found: [RuleCode: Int] = [:]
    for seed in 1...400 {
      var random = SeededGenerator(seed: UInt64(seed))
      let project = try #require(ProjectLoader.load(Self.project(using: &random)).project)
      let flows = (0..<2).map { _ in FlowLoader.load(Self.flow(using: &random)) }
      let together = Self.together(flows, of: project)
      #expect(together == Self.apart(flows, of: project), "seed \(seed)")
      for finding in together { found[finding.code, default: 0] += 1 }
    }
    // The projects have something to find for each rule, and values that fields refuse.
    #expect(Self.codes.union([.invalidValue]).allSatisfy { found[$0, default: 0] > 20 }, "\(found)")
  }

  /// What is compared of a finding.
  private struct Told: Hashable, Comparable {
    let flow: Int
    let code: RuleCode
    let offset: Int
    let message: String
    let help: String
    let severity: Severity

    init(_ finding: Finding, of flow: Int) {
      self.flow = flow
      code = finding.code
      offset = finding.place.range.lowerBound
      message = finding.message
      help = finding.help
      severity = finding.severity
    }

    static func < (left: Told, right: Told) -> Bool {
      (left.flow, left.offset, left.code, left.message) < (
        right.flow, right.offset, right.code, right.message
      )
    }
  }

  /// What is found when all environments are judged at once.
  private static func together(_ flows: [LoadedFlow], of project: Project) -> [Told] {
    let put = flows.map { EnvironmentFlows($0, in: project.environments) }
    let facts = put.enumerated().map { index, flow in
      FlowFacts(
        path: "\(index)", service: "a", graph: flow.written.graph, environments: flow.environments,
        count: project.environments.count)
    }
    let context = ProjectContext(project: project, environments: project.environments, flows: facts)
    return put.enumerated().flatMap { index, flow in
      let judged =
        flow.written.graph.map {
          FlowValidator.validate(
            $0, in: ProjectMembership(context, index: index), environments: flow.environments
          ).findings.filter { codes.contains($0.code) }
        } ?? []
      return (flow.findings + judged).map { Told($0, of: index) }
    }.sorted()
  }

  /// What is found when each environment is judged by itself, by flows into whose nodes all values are put: what all have once,
  /// the others with the environment's name.
  private static func apart(_ flows: [LoadedFlow], of project: Project) -> [Told] {
    var told: [[Finding]] = flows.map(\.findings)
    var judged: [[Finding: [String]]] = flows.map { _ in [:] }
    for environment in project.environments {
      let put = flows.map { $0.inEnvironment(environment) }
      let facts = put.enumerated().map { index, flow in
        FlowFacts(path: "\(index)", service: "a", graph: flow.graph, environments: [], count: 1)
      }
      let context = ProjectContext(project: project, environments: [environment], flows: facts)
      for (index, flow) in put.enumerated() {
        told[index] += flow.findings.filter { !flows[index].findings.contains($0) }
        guard let graph = flow.graph else { continue }
        let report = FlowValidator.validate(graph, in: ProjectMembership(context, index: index))
        for finding in Set(report.findings) where codes.contains(finding.code) {
          judged[index][finding, default: []].append(environment.name)
        }
      }
    }
    for (index, findings) in judged.enumerated() {
      for (finding, names) in findings {
        told[index] +=
          names.count == project.environments.count
          ? [finding] : names.map { finding.inEnvironment(named: $0) }
      }
    }
    return told.enumerated().flatMap { index, findings in findings.map { Told($0, of: index) } }.sorted()
  }

  /// A project with some environments, of which none need give what another does.
  private static func project(using random: inout SeededGenerator) -> [UInt8] {
    let values = [
      "number": [#""+15550100""#, #""+15550100""#, #""+15550155""#, #""55501""#, "5", #""x""#],
      "authorization": [#""ece-main""#, #""ece-main""#, #""ece-old""#, #""""#, "true"],
      "entry": [#""1001""#, #""51001""#, #""""#, "7"],
      "text": [
        #""Berlin""#, #""""#, #""sk_live_abcdefghijkl""#, "\"\(String(repeating: "word ", count: 40))\"",
        "\"\(String(repeating: "word ", count: 400))\"", "3",
      ],
      "flag": ["true", #""true""#, #""false""#, #""maybe""#],
      "count": ["5", "-1", #""soon""#, #""3""#],
    ]
    let environments = (0..<Int.random(in: 1...3, using: &random)).map { number in
      let given = values.sorted { $0.key < $1.key }.compactMap { name, values -> String? in
        guard Int.random(in: 0..<12, using: &random) > 0 else { return nil }
        return "\"\(name)\": \(values.randomElement(using: &random) ?? "1")"
      }
      return "\"environment\(number)\": { \"values\": { \(given.joined(separator: ", ")) } }"
    }
    return Array(
      """
      { "formatVersion": 1, "name": "a", "authorizations": ["ece-main"],
        "environments": { \(environments.joined(separator: ", ")) } }
      """.utf8)
  }

  /// A flow in which each field is a text, a value of the environment, or holds one.
  private static func flow(using random: inout SeededGenerator) -> [UInt8] {
    func one(of texts: String...) -> String { texts.randomElement(using: &random) ?? "" }
    func number() -> String {
      one(of: "+15550100", "+15550155", "$(env.number)", "$(env.number)", "$(env.text)")
    }
    func authorization() -> String {
      one(of: "ece-main", "ece-old", "$(env.authorization)", "$(env.authorization)", "$(env.flag)")
    }
    func entry() -> String {
      one(of: "1001", "", "$(env.entry)", "$(env.entry)", "1$(env.entry)", "$(env.entry | trim)")
    }
    func text() -> String {
      one(
        of: "Hello", "Hello from $(env.text)", "$(env.text)", "$(env.text | uppercase)$(env.entry)",
        "$(env.text)$(env.text)")
    }
    func input() -> String {
      one(
        of: #""phoneNumber": "5550142", "countryCode": "1", "isRichTextSupported": false"#,
        #""phoneNumber": "$(env.number)", "countryCode": "$(env.count)", "isRichTextSupported": "$(env.flag)""#,
        #""phoneNumber": "1$(env.count)", "countryCode": "1", "isRichTextSupported": "$(env.flag)""#)
    }
    func kind() -> String {
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        #"""
        "SendSMS", "destination": "\#(one(of: "$(start.sms.senderNumber)", "$(env.number)"))",
          "from": "\#(number())", "message": "\#(text())"
        """#
      case 1:
        #""SendSMS", "destination": "$(start.sms.senderNumber)", "from": "\#(number())", "message": "Hello""#
      case 2: #""Receive", "timeoutSeconds": 60, "channels": { "sms": { "number": "\#(number())" } }"#
      case 3: #""AgentAvailability", "authorization": "\#(authorization())", "entryPointId": "\#(entry())""#
      case 4:
        #""EntrypointConfiguration", "authorization": "\#(authorization())", "entryPointId": "\#(entry())""#
      case 5:
        #""EndConversation", "authorization": "\#(authorization())", "conversationId": "\#(entry())""#
      case 6:
        #"""
        "SendMessage", "authorization": "\#(authorization())", "conversationId": "c", "message": "\#(text())",
          "format": "\#(one(of: "plain", "html"))"
        """#
      case 7:
        #"""
        "StartConversation", "method": "sms", "authorization": "\#(authorization())", "input": {
          "key": "\#(one(of: "mobile.phone", "mobile.phone", "$(env.text)"))", "entryPointId": "\#(entry())",
          "lastModifiedDate": "\#(one(of: "2026-01-15T09:30:00Z", "$(env.count)"))",
          "transactionId": "\#(text())", "firstName": "Customer", "clusterId": "c", \#(input()) }
        """#
      case 8:
        #"""
        "HTTPRequest", "method": "GET",
          "url": "\#(one(of: "https://a.example", "$(env.text)", "https://$(env.text)"))",
          "headers": { "Authorization": "\#(one(of: "$(env.text)", "Bearer $(env.entry)"))" }
        """#
      default: #""Delay", "seconds": \#(one(of: "5", "\"$(env.count)\""))"#
      }
    }
    let nodes = (0..<Int.random(in: 1...6, using: &random)).map { number in
      "\"node\(number)\": { \"type\": \(kind()), \"on\": { \"otherwise\": \"@end\" } }"
    }
    return Array(
      #"""
      { "formatVersion": 1, "name": "a", "nodes": {
        "start": { "type": "Start", "trigger": { "channel": "sms", "number": "\#(number())" },
          "on": { "onBegin": "node0" } },
        \#(nodes.joined(separator: ",\n  ")) } }
      """#.utf8)
  }
}
