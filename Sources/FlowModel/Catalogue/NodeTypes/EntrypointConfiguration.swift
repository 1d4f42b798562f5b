extension NodeTypeDescription {
  /// Asks how an entry point is configured.
  static let entrypointConfiguration = NodeTypeDescription(
    .entrypointConfiguration, article: "an",
    "Asks ECE how an entry point is configured, and awaits the answer: a conversation request names its date.",
    fields: [
      .authorization, .requestTimeout, .required("entryPointId", .template, "The entry point's id."),
    ],
    service: ServiceDescription(about: .entryPoint) { _ in EntrypointConfigurationOutcome.all },
    written: { .question(WrittenQuestion($0)) },
    configuration: { NodeConfiguration.EntrypointConfiguration($0).map { .entrypointConfiguration($0) } },
    outcomes: { _ in EntrypointConfigurationOutcome.all.list },
    outputs: { _ in outputs },
    waits: { _ in false },
    glyph: "M3 2.5h10v11h-10zM5.5 5.5h5M5.5 8h5M5.5 10.5h3",
    gist: { "entry point \($0.text("entryPointId"))" },
    canvas: { fields in
      CanvasNode(
        "Entrypoint Configuration", in: "Contact Center Enterprise",
        [
          fields.canvas("Node Authorization", "authorization"),
          fields.canvas(
            "Entry Point ID", "entryPointId", note: "It must be active, its application of the type Chat."),
        ],
        gaps: [
          fields.canvasGap("timeoutSeconds", "The node has no field for it: the platform's own limit counts.")
        ])
    })

  private static let outputs: OutputList = {
    let all = EntrypointConfigurationOutcome.all
    return OutputList(
      [
        Output("entryPointId", from: .opaque, setBy: all.mainNames, "the entry point's id"),
        Output(
          "lastModifiedDate", from: .entryPoint(.date), setBy: all.mainNames,
          "when the entry point was modified last"),
        Output(
          "attachmentPolicies", from: .entryPoint(.attachmentPolicies), setBy: all.mainNames,
          "which attachments it takes, such as `allow_all`"),
      ] + all.answerOutputs)
  }()
}

/// The outcomes of an EntrypointConfiguration.
public enum EntrypointConfigurationOutcome {
  /// ECE has told the configuration.
  public static let success = Outcome("onEntryPointConfigSuccess", .main, "the answer is 2xx")

  /// All of them.
  public static let all = ServiceOutcomes(
    main: [success], statuses: [(404, Outcome("Not Found", .failure, "the answer is 404"))])
}

extension NodeConfiguration {
  /// An EntrypointConfiguration's.
  public struct EntrypointConfiguration: Sendable {
    /// With what ECE is asked.
    public let call: ServiceCall
    /// The entry point.
    public let entryPointID: Template

    init?(_ fields: FieldValues) {
      guard let call = ServiceCall(fields), let entryPointID = fields["entryPointId"]?.template
      else { return nil }
      self.call = call
      self.entryPointID = entryPointID
    }
  }
}
