public import Diagnostics

extension NodeTypeDescription {
  /// Calls a web service.
  static let httpRequest = NodeTypeDescription(
    .httpRequest, article: "an", "Calls a web service and waits for its answer.",
    fields: [
      .required("method", .choice(["GET", "POST", "PUT", "PATCH", "DELETE"]), "The HTTP method."),
      .required("url", .template, "The address; what references hold is percent-encoded in it."),
      .optional("headers", .map(keys: .headerName, values: .headerValue), "The headers, by name."),
      .optional("body", .template, "The body, as it is."),
      .optional("json", .json, "The body as JSON; what references hold stays a value in it."),
      .optional("form", .map(keys: .any, values: .template), "The body as a form's fields, by name."),
      .optional(
        "connectTimeoutSeconds", .number(.positive(upTo: Limits.httpSeconds)),
        "How long connecting may take; 10 by default."),
      .optional(
        "timeoutSeconds", .number(.positive(upTo: Limits.httpSeconds)),
        "How long the answer may take; 10 by default."),
    ],
    atMostOneOf: [["body", "json", "form"]],
    written: { .request(WrittenRequest($0)) },
    configuration: { NodeConfiguration.HTTPRequest($0).map { .httpRequest($0) } },
    outcomes: { _ in outcomes },
    outputs: { _ in outputs },
    waits: { _ in true },
    glyph: "M1.5 5.5h12l-3-3M14.5 10.5h-12l3 3",
    gist: { "\($0.text("method")) \($0.text("url"))" },
    canvas: { fields in
      let headers = fields["headers"]?.object?.entries ?? []
      return CanvasNode(
        "HTTP Request", in: "Utilities",
        [
          fields.canvas("Method", "method"),
          fields.canvas(
            "Endpoint URL", "url",
            note: fields["url"]?.template?.literal == nil
              ? "Whether the platform encodes what variables hold is not documented: here it is percent-encoded."
              : nil),
        ] + headers.map { CanvasField("Header \($0.name)", CanvasText($0.value)) } + [
          fields.canvas("Body", "body"),
          fields.canvas(
            "Body", "json",
            note: """
              What variables hold goes in as it is there: a quotation mark in it breaks the JSON. Leave the quotation \
              marks around a variable out where it holds a number, a boolean or JSON.
              """),
          fields["form"]?.object.map { form in
            CanvasField(
              "Body",
              CanvasText(
                form.entries.map { CanvasText($0.name + "=") + CanvasText($0.value) }, separator: "&"),
              note: "What variables hold must be percent-encoded before, which is done here.")
          },
          fields.canvas("Connection Timeout (seconds)", "connectTimeoutSeconds", preset: "10"),
          fields.canvas("Request Timeout (seconds)", "timeoutSeconds", preset: "10"),
        ])
    })

  private static let outcomes = OutcomeList([
    HTTPOutcome.success, HTTPOutcome.error, HTTPOutcome.timeout,
  ])
  private static let outputs: OutputList = {
    let success = [HTTPOutcome.success.name]
    return OutputList([
      Output("http.statusCode", from: .web(.status), setBy: success, "the answer's status"),
      Output("http.statusText", from: .web(.statusText), setBy: success, "the answer's status in words"),
      Output(
        "http.responseBody", from: .web(.body), setBy: success, holdsJSON: true, "the answer's body"),
      Output(
        "http.responseHeaders", from: .web(.headers), setBy: success, holdsJSON: true, "the answer's headers"),
    ])
  }()
}

/// What a web service is asked, as it is written.
public struct WrittenRequest: Sendable {
  private let fields: FieldValues

  init(_ fields: FieldValues) { self.fields = fields }

  /// The address.
  public var url: PlacedTemplate? { fields.template("url") }

  /// The headers, in file order.
  public var headers: [(name: String, value: PlacedTemplate)] {
    (fields["headers"]?.object?.entries ?? []).compactMap { entry in
      PlacedTemplate(entry.value).map { (entry.name, $0) }
    }
  }

  /// The `body`, with the place of its key.
  public var body: (keyPlace: SourcePlace, value: PlacedTemplate)? {
    guard let entry = fields.entries.first(where: { $0.name == "body" }) else { return nil }
    return PlacedTemplate(entry.value).map { (entry.namePlace, $0) }
  }
}

/// The outcomes of an HTTPRequest.
public enum HTTPOutcome {
  /// An answer came.
  public static let success = Outcome("onSuccess", .main, "an answer came, whatever its status")
  /// There is no answer.
  public static let error = Outcome(
    "onError", .failure, "the request could not be made or its answer not read")
  /// Nothing came in time.
  public static let timeout = Outcome("onTimeout", .timeout, "no answer came in time")
}

extension NodeConfiguration {
  /// An HTTPRequest's.
  public struct HTTPRequest: Sendable {
    /// What the body is made of.
    public enum Body: Sendable {
      case none
      case text(Template)
      case json(JSONTemplate)
      case form([(name: String, value: Template)])
    }

    /// The HTTP method.
    public let method: String
    /// The address.
    public let url: Template
    /// The headers, in file order.
    public let headers: [(name: String, value: Template)]
    /// The body.
    public let body: Body
    /// How long connecting may take.
    public let connectTimeoutSeconds: Double
    /// How long the answer may take.
    public let timeoutSeconds: Double

    init?(_ fields: FieldValues) {
      guard let method = fields["method"]?.text, let url = fields["url"]?.template else { return nil }
      self.method = method
      self.url = url
      headers = fields["headers"]?.object?.templates ?? []
      body =
        if let text = fields["body"]?.template {
          .text(text)
        } else if let json = fields["json"] {
          .json(JSONTemplate(json))
        } else if let form = fields["form"]?.object {
          .form(form.templates)
        } else {
          .none
        }
      connectTimeoutSeconds = fields["connectTimeoutSeconds"]?.number ?? 10
      timeoutSeconds = fields["timeoutSeconds"]?.number ?? 10
    }
  }
}

extension FieldValues {
  /// The members' templates, in the order of the file.
  fileprivate var templates: [(name: String, value: Template)] {
    entries.compactMap { entry in entry.value.template.map { (entry.name, $0) } }
  }
}
