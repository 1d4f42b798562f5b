import Diagnostics
import FlowInterpreter
import FlowModel
import JSONSyntax
import Testing

@testable import FlowSimulation

/// The scenario format and `scenario.schema.json` say the same, member by member.
@Suite struct ScenarioSchemaTests {
  @Test func aScenarioIsThatOfTheSchemaUpToItsRecords() throws {
    let schema = try Schema("scenario.schema.json")
    var agreement = SchemaAgreement(schema)
    agreement.compare(ScenarioFormat.scenario, schema.whole(), at: "")
    // The schema says more of a record's values, which a scenario only compares.
    let differences = agreement.differences.filter {
      !$0.hasPrefix("/steps/0/expect/") && !$0.hasPrefix("/lintIgnore:")
    }
    #expect(differences == [])
  }

  @Test func theSchemaOffersToSuppressTheRulesOfScenarios() throws {
    let schema = try Schema("scenario.schema.json")
    let ignored = try #require(schema.properties(of: schema.whole(), facts: [:])["lintIgnore"])
    let codes = RuleCode.allCases.filter { $0.judgesScenarios || $0 == .unusedSuppression }
    #expect(Set(schema.properties(of: ignored, facts: [:]).keys) == Set(codes.map(\.rawValue)))
  }

  @Test func recordsHaveTheSchemasMembers() throws {
    let schema = try Schema("scenario.schema.json")
    let expectation = schema.properties(of: schema.definition("expectation"), facts: [:])
    let records = schema.properties(of: schema.definition("record"), facts: [:])
    #expect(Set(records.keys) == Set(RecordFormat.types.map(\.type.rawValue)))
    #expect(Set(expectation.keys) == Set(records.keys).union(["not", "variables", "waitingAt", "live"]))
    for (type, fields) in RecordFormat.types {
      let record = schema.definition(type.rawValue)
      let properties = schema.properties(of: record, facts: [:])
      // What is told of no session names none.
      let isKept = { (name: String) in
        ![.messageUnhandled, .callbackSkipped, .webhookReceived, .webhookRefused].contains(type)
          || name != "session"
      }
      #expect(Set(properties.keys) == Set(fields.map(\.name).filter(isKept)), "\(type)")
      #expect(record.keywords("additionalProperties") == [false], "\(type)")
      #expect(properties.values.allSatisfy { $0.keyword("description")?.string?.isEmpty == false }, "\(type)")
    }
  }
}
