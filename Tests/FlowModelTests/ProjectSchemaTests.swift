import FlowModel
import Testing

/// The project's format and `project.schema.json` say the same, member by member.
@Suite struct ProjectSchemaTests {
  @Test func aProjectIsThatOfTheSchema() throws {
    let schema = try Schema("project.schema.json")
    var agreement = SchemaAgreement(schema)
    agreement.compare(ProjectFormat.project, schema.whole(), at: "")
    #expect(agreement.differences == [])
  }
}
