import ServiceCore
import TestSupport
import Testing

/// What operators are told of a live service.
@Suite struct OperatorsDocumentTests {
  @Test func eachEventOfTheLogIsExplainedAndNoOther() throws {
    let names = try OperatorsDocument.names(under: "The log")
    #expect(names.sorted() == ServiceLog.Event.allCases.map(\.rawValue).sorted())
  }
}
