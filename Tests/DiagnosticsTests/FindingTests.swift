import Diagnostics
import Testing

@Suite struct FindingTests {
  @Test func aPlaceKeepsItsRangeAndItsElement() {
    let place = SourcePlace(3..<4_000_000_000, element: 7)
    #expect(place.range == 3..<4_000_000_000)
    #expect(place.element == 7)
    #expect(place.marking(5..<5) == SourcePlace(5..<5, element: 7))
    #expect(place != SourcePlace(3..<4_000_000_000, element: 8))
  }

  @Test func findingsAreOrderedByOffsetCodePathAndMessage() {
    let ordered = [
      finding(.unknownTarget, "z", at: 1),
      finding(.invalidValue, "z", at: 2),
      finding(.waitingNodeOnIntermediateBranch, "z", at: 2),
      finding(.waitingNodeOnIntermediateBranch, "y", at: 2, path: ["a"]),
      finding(.waitingNodeOnIntermediateBranch, "x", at: 2, path: ["a", "b"]),
      finding(.waitingNodeOnIntermediateBranch, "w", at: 2, path: ["a", "c"]),
      finding(.waitingNodeOnIntermediateBranch, "w\u{301}", at: 2, path: ["a", "c"]),
      finding(.waitingNodeOnIntermediateBranch, "e\u{301}", at: 2, path: ["b"]),
      finding(.waitingNodeOnIntermediateBranch, "\u{E9}", at: 2, path: ["b"]),
      finding(.invalidValue, "a", at: 3),
    ]
    for (index, left) in ordered.enumerated() {
      for (other, right) in ordered.enumerated() {
        #expect(Finding.areInReportOrder(left, right) == (index < other), "\(index) \(other)")
      }
    }
  }

  @Test func aFindingHasItsRulesSeverityUnlessItIsGivenAnother() {
    #expect(finding(.unusedVariable, "a", at: 0).severity == .warning)
    let other = finding(.unassignedOutcome, "a", at: 4, path: ["a"]).with(severity: .warning)
    #expect(
      other.severity == .warning && other.code == .unassignedOutcome && other.path == ["a"]
        && other.place.range == 4..<5)
  }

  @Test func codesAreWrittenAndOrderedAsInTheLanguageReference() {
    let codes = RuleCode.allCases
    #expect(codes == codes.sorted())
    #expect(
      codes.allSatisfy {
        $0.description == $0.rawValue && $0.rawValue.hasPrefix("RF") && $0.rawValue.utf8.count == 5
      })
    #expect(Set(codes.map(\.name)).count == codes.count)
    #expect(
      codes.map { "\($0) \($0.name) \($0.defaultSeverity)" }.joined(separator: "\n") == """
        RF001 unused-suppression warning
        RF101 invalid-json error
        RF102 duplicate-key error
        RF103 unknown-field error
        RF104 missing-field error
        RF105 wrong-type error
        RF106 invalid-value error
        RF107 unknown-node-type error
        RF108 unknown-outcome error
        RF109 unsupported-format-version error
        RF110 custom-attribute-not-supported error
        RF111 file-too-large error
        RF112 byte-order-mark info
        RF201 start-node-count error
        RF202 unknown-target error
        RF203 unreachable-node warning
        RF204 unassigned-outcome error
        RF205 target-is-start error
        RF206 loop-without-wait error
        RF301 waiting-node-on-intermediate-branch error
        RF302 final-end-on-intermediate-branch warning
        RF303 resume-outside-intermediate-branch error
        RF304 conversation-input error
        RF305 conversation-id-not-reset warning
        RF306 phone-number-format warning
        RF307 service-request-on-intermediate-branch warning
        RF308 customer-not-heard warning
        RF309 literal-entry-point-date info
        RF401 undefined-reference error
        RF402 maybe-unset-reference warning
        RF403 unused-variable warning
        RF404 reserved-name error
        RF405 literal-never-valid error
        RF406 condition-never-holds warning
        RF407 branch-never-taken warning
        RF408 foreign-placeholder warning
        RF409 stale-conversation-output warning
        RF410 unused-result warning
        RF501 message-too-long error
        RF502 message-segments info
        RF503 rich-text-on-sms warning
        RF504 html-in-sms info
        RF505 secret-in-flow warning
        RF506 reference-in-raw-body warning
        RF601 many-nodes info
        RF602 direct-loop-back info
        RF701 unknown-name-in-scenario error
        RF702 scenario-address warning
        RF703 scenario-without-flow error
        RF801 clashing-triggers error
        RF802 unknown-authorization error
        RF803 unknown-environment-value error
        RF804 unused-environment-value warning
        RF805 foreign-number info
        RF806 no-opt-out info
        RF807 live-setting error
        """)
    #expect(
      codes.filter(\.judgesTheFile).map(\.rawValue) == codes.map(\.rawValue).filter { $0.hasPrefix("RF1") })
    #expect(
      codes.filter(\.judgesTheConversation).map(\.rawValue)
        == codes.map(\.rawValue).filter { $0.hasPrefix("RF3") })
  }

  private func finding(_ code: RuleCode, _ message: String, at offset: Int, path: [String]? = nil) -> Finding
  {
    Finding(code, message, at: SourcePlace(offset..<offset + 1, element: 0), path: path, help: "help")
  }
}
