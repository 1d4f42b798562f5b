public import JSONSyntax

extension NodeTypeDescription {
  /// Waits for a time.
  static let delay = NodeTypeDescription(
    .delay, "Waits for a number of seconds, or until a time.",
    fields: [
      .optional(
        "seconds", .either([.number(.notNegative(upTo: Limits.seconds)), .template]),
        "How many seconds to wait."),
      .optional(
        "until", .template, "When to go on, in UTC: `2026-12-31T23:59:59Z` or `31-12-2026 23:59:59`."),
    ],
    exactlyOneOf: [["seconds", "until"]],
    written: { .delay(WrittenDelay($0)) },
    configuration: { NodeConfiguration.Delay($0).map { .delay($0) } },
    outcomes: { _ in outcomes },
    outputs: { $0["seconds"]?.number == nil ? outputs : outputsOfNumber },
    waits: { _ in true },
    glyph: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 4.5v4l2.5 1.5",
    gist: { words in
      words.has("until") ? "waits until \(words.text("until"))" : "waits \(words.duration("seconds"))"
    },
    canvas: { fields in
      CanvasNode(
        "Delay", in: "Utilities",
        [
          CanvasField("Delay by", fields["until"] == nil ? "Delay time" : "Wait for date"),
          fields.canvas("Time out (in seconds)", "seconds"),
          fields["until"].map { until in
            let time = until.template?.literal.flatMap { Timestamp(rfc3339: $0) }
            return CanvasField(
              "Date", time.map { CanvasText($0.dayMonthYear) } ?? CanvasText(until),
              note: "As dd-mm-yyyy hh:mm:ss in the time zone of the platform's server; this one is in UTC.")
          },
        ])
    })

  private static let outcomes = OutcomeList([DelayOutcome.timeout, DelayOutcome.error])
  private static let outputs = OutputList([waitTime(from: .opaque)])
  private static let outputsOfNumber = OutputList([waitTime(from: .flow)])

  private static func waitTime(from origin: Output.Origin) -> Output {
    Output("delay.waitTime", from: origin, setBy: [DelayOutcome.timeout.name], "the seconds that were waited")
  }
}

/// How long a Delay waits, as it is written.
public struct WrittenDelay: Sendable {
  private let fields: FieldValues

  init(_ fields: FieldValues) { self.fields = fields }

  /// Whether it waits for a number of seconds that the flow says.
  public var isNumber: Bool { fields["seconds"]?.number != nil }
  /// The number of seconds, where it is a template.
  public var seconds: PlacedTemplate? { fields.template("seconds") }
  /// The time until which it waits.
  public var until: PlacedTemplate? { fields.template("until") }
}

/// The outcomes of a Delay.
public enum DelayOutcome {
  /// The time is over.
  public static let timeout = Outcome("onTimeout", .main, "the time is over")
  /// The value cannot be read.
  public static let error = Outcome("onError", .failure, "the value cannot be read, or is too far away")
}

extension NodeConfiguration {
  /// A Delay's: how long it waits.
  public enum Delay: Sendable {
    /// So many seconds.
    case seconds(ExactDecimal)
    /// As many seconds as the text says.
    case secondsTemplate(Template)
    /// Until the time that the text says.
    case until(Template)

    init?(_ fields: FieldValues) {
      if case .number(let seconds)? = fields["seconds"]?.content {
        self = .seconds(seconds.exact)
      } else if let template = fields["seconds"]?.template {
        self = .secondsTemplate(template)
      } else if let template = fields["until"]?.template {
        self = .until(template)
      } else {
        return nil
      }
    }
  }
}
