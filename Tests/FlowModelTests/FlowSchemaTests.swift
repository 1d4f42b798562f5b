import Diagnostics
import FlowModel
import JSONSyntax
import Testing

/// The catalogue and `flow.schema.json` say the same, member by member.
@Suite struct FlowSchemaTests {
  @Test func theTopLevelIsThatOfTheCatalogue() throws {
    let schema = try Schema("flow.schema.json")
    var agreement = SchemaAgreement(schema)
    agreement.compare(FlowFormat.flow, schema.whole(), at: "")
    #expect(agreement.differences == [])
  }

  /// The values of the fields that decide which further fields, outcomes and operands there are.
  static func configurations(of type: NodeType) -> [JSON] {
    switch type {
    case .start: [["channel": "sms"], ["channel": "messenger"], ["channel": "webhook"]]
    case .startConversation: [["method": "sms"], ["method": "messenger"]]
    case .sendSMS: [[:], ["waitFor": "gatewaySubmit"], ["waitFor": "deliveryReport"]]
    case .receive:
      [
        ["channels": ["sms": [:]]], ["channels": ["messenger": [:]]],
        ["channels": ["sms": [:], "messenger": [:]]],
      ]
    case .branch: ["equals", "endsWith", "lessThan", "in", "notIn", "between"].map { ["operator": $0] }
    case .agentAvailability: [[:], ["method": "availability"], ["method": "capacity"]]
    case .delay, .httpRequest, .sendMessenger, .endConversation, .sendMessage, .entrypointConfiguration: [[:]]
    }
  }

  @Test(arguments: NodeType.allCases)
  func aNodeTypeIsThatOfTheCatalogue(_ type: NodeType) throws {
    let schema = try Schema("flow.schema.json")
    for configuration in Self.configurations(of: type) {
      var facts = configuration.object ?? [:]
      facts["type"] = .string(type.name)
      let node = schema.definition("node", facts: .object(facts))
      var agreement = SchemaAgreement(schema, facts: .object(facts))
      agreement.compare(type.description.shape, node, at: type.name)
      let outcomes = type.description.outcomes(Self.fields(configuration)).outcomes
      let on = schema.properties(of: node, facts: .object(facts))["on"] ?? Schema.Part(schemas: [])
      agreement.compareOutcomes(outcomes, on, isOpen: type == .branch, at: "\(type.name)/on")
      #expect(agreement.differences == [], "\(configuration.compact)")
      #expect(node.keyword("description")?.string?.isEmpty == false)
    }
  }

  /// A configuration as the loader would give it.
  private static func fields(_ configuration: JSON) -> FieldValues {
    let place = SourcePlace(0..<0, element: 0)
    func value(_ json: JSON) -> FieldValue {
      FieldValue(json.string.map { .text($0) } ?? .object(fields(json)), at: place)
    }
    return FieldValues(
      (configuration.object.map { Array($0) } ?? []).map { field in
        FieldValues.Entry(name: field.key, namePlace: place, value: value(field.value))
      })
  }

  @Test func theTypesOfNodesAreThoseOfTheCatalogue() throws {
    let schema = try Schema("flow.schema.json")
    let type = schema.properties(of: schema.definition("node"), facts: [:])["type"]
    #expect(type?.keyword("enum") == .array(NodeType.allCases.map { .string($0.name) }))
    #expect(schema.definition("node").keyword("required") == ["type"])
  }
}
