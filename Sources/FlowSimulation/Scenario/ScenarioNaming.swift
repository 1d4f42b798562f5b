import Diagnostics
package import FlowInterpreter
import FlowLoading
package import FlowModel
import JSONSyntax

extension ScenarioNames {
  /// The names in a scenario's file, as far as they can be read.
  init(_ fields: FieldValues, suppressions: [Suppression], in file: FileReader) {
    let flows = fields["flows"]?.list ?? [fields["flow"]].compactMap(\.self)
    let environment = fields["environment"].flatMap { field in
      field.text.map { Name($0, .environment, at: field.place) }
    }
    let steps = (fields["steps"]?.list ?? []).compactMap { $0.object?.entries.first }
    self.init(
      flows: flows.compactMap { flow in flow.text.map { File($0, at: flow.place) } },
      project: fields["project"].flatMap { field in field.text.map { File($0, at: field.place) } },
      environment: environment,
      names: [environment].compactMap(\.self)
        + steps.lazy.filter { $0.name == "expect" }.flatMap { Self.names(inExpectation: $0.value) },
      addresses: steps.lazy.filter { $0.name == "sms" }.flatMap { Self.addresses(in: $0.value) },
      suppressions: suppressions, suggester: file.suggester, source: file.document.source)
  }

  private static func addresses(in step: FieldValue) -> [Address] {
    (step.object?.entries ?? []).compactMap { entry in
      guard entry.name == "from" || entry.name == "to", let text = entry.value.text else { return nil }
      return Address(text, isOfBusiness: entry.name == "to", at: entry.value.place)
    }
  }

  private static func names(inExpectation value: FieldValue) -> [Name] {
    guard let expected = value.object?.entries.first else { return [] }
    switch expected.name {
    case "not": return names(inExpectation: expected.value)
    case "waitingAt": return expected.value.text.map { [Name($0, .node, at: expected.value.place)] } ?? []
    case "variables":
      return (expected.value.object?.entries ?? []).map { Name($0.name, .variable, at: $0.namePlace) }
    default:
      guard let type = RecordType(rawValue: expected.name), let members = expected.value.object else {
        return []
      }
      return members.entries.compactMap { entry in
        guard let text = entry.value.text, let member = RecordMember(rawValue: entry.name),
          let meaning = type.meaning(of: member, beside: members)
        else { return nil }
        return Name(text, meaning, at: entry.value.place)
      }
    }
  }
}

extension RecordType {
  /// What a member of such a record names; nil for one whose value may be any.
  /// - Parameter members: The members that an expectation tells.
  package func meaning(of member: RecordMember, beside members: FieldValues) -> ScenarioNames.Meaning? {
    switch member {
    case .node, .branch: return .node
    case .nodeType: return .nodeType
    case .outcome:
      // The outcome of a skipped node is that by which the branch began.
      let owner = members[self == .waitingNodeSkipped ? "branch" : "node"]
      return .outcome(of: owner?.text.map(NodeName.init))
    case .target: return .target
    case .result: return .result
    case .reference: return .reference
    case .name where self == .variableSet: return .variable
    case .event where self == .eventReceived: return .event
    case .channel: return .word(of: Channel.allCases.map(\.rawValue), member: member.rawValue)
    case .for: return .word(of: WaitReason.allCases.map(\.rawValue), member: member.rawValue)
    case .reason: return reasons.map { .word(of: $0, member: member.rawValue) }
    case .seq, .at, .type, .session, .flow, .from, .to, .text, .name, .value, .status, .fail, .input, .method,
      .url, .headers, .body, .request, .message, .format, .conversationID, .entryPointID, .until, .event, .id,
      .code, .index, .problem:
      return nil
    }
  }

  /// The reasons that such a record may tell; nil where they are anybody's words, or it tells none.
  private var reasons: [String]? {
    switch self {
    case .eventHeld: HoldReason.allCases.map(\.rawValue)
    case .eventDiscarded: DiscardReason.allCases.map(\.rawValue)
    case .webhookRefused: RefusalReason.allCases.map(\.rawValue)
    case .ended: EndReason.allCases.map(\.rawValue)
    default: nil
    }
  }
}
