/// The format of an environment's `live`: the settings of the service that runs its flows for real.
public enum LiveFormat {
  /// All of the settings.
  public static let live = ObjectShape(
    "a live service",
    [
      .optional(
        "publicUrl", .text(.serviceAddress), "The address under which the world reaches the service."),
      .optional(
        "listen", .text(.listeningAddress), "Where the service listens; `127.0.0.1:8080` by default."),
      .optional(
        "admin", .text(.listeningAddress),
        "Where it listens for operators, for health and metrics; `127.0.0.1:8081` by default."),
      .optional(
        "adminToken", secret, "What operators show; one is drawn, and printed, at each start by default."),
      .optional(
        "store", .object(store), "Where sessions are kept; `refrain.sqlite` beside the project by default."),
      .optional("ece", .object(LiveECEFormat.ece), "The Enterprise Chat and Email that agents work in."),
      .optional("sms", .object(LiveGatewayFormat.sms), "The gateway for SMS, one of three."),
      .optional("messenger", .object(LiveGatewayFormat.messenger), "The pages on Messenger."),
      .optional(
        "webhooks", .map(keys: .identifier, values: .object(webhook)),
        "The webhooks that begin flows, by name."),
      .optional("http", .object(http), "What HTTPRequests may call, and with which secrets."),
      .optional(
        "optOut", flows,
        "The flows by which a customer opts out: from the begin of a session on only these flows send to them."
      ),
      .optional("optIn", flows, "The flows by which a customer who has opted out comes back."),
      .optional("keep", .object(keep), "How long what is over is kept."),
      .optional(
        "pending", .integer(1...10_000_000),
        "Inputs that may wait before new ones are turned away; 100000 by default."),
      .optional(
        "whenInDoubt", .object(whenInDoubt),
        "What becomes of calls of which nobody knows whether they were made."),
    ], takesExtensions: true)

  /// Where a secret is found. A literal is RF807.
  static let secret = ValueShape.either([.object(secretSource), .text(.any)])

  static let secretSource = ObjectShape(
    "a secret", sourceFields, exactlyOneOf: [sourceFields.map(\.name)])

  private static let sourceFields: [Field] = [
    .optional("env", .text(.notEmpty), "The environment variable that holds the secret."),
    .optional(
      "file", .text(.notEmpty),
      "The file that holds the secret, from the project's folder; its last line end aside."),
  ]

  private static let store = ObjectShape(
    "a store",
    [
      .optional("sqlite", .text(.notEmpty), "A SQLite file, from the project's folder."),
      .optional("postgres", secret, "The connection string of a PostgreSQL database."),
    ], exactlyOneOf: [["sqlite", "postgres"]])

  private static let webhook = ObjectShape(
    "a webhook",
    [
      .required(
        "secret", .either([.object(secretSource), .text(.any), .list(secret, count: 1...4)]),
        "What its sender signs with (Standard Webhooks), or several while one takes another's place.")
    ])

  private static let http = ObjectShape(
    "the settings of HTTPRequests",
    [
      .optional(
        "allow", .list(.either([.text(.hostPattern), .object(host)]), count: 0...Int.max),
        "The hosts that may be called: `host`, `host:port`, `*.host`, by https unless it begins with `http://`."
      ),
      .optional(
        "secrets", .map(keys: .identifier, values: .object(hostSecret)),
        "What `$(secret.NAME)` stands for, by name."),
    ])

  private static let flows = ValueShape.list(.text(.notEmpty), count: 1...Int.max)

  private static let host = ObjectShape(
    "a host",
    [
      .required("host", .text(.hostPattern), "The host, as a text would say it."),
      .optional(
        "private", .boolean,
        "Whether it may be at a private, loopback or link-local address; false by default."),
    ])

  private static let hostSecret = ObjectShape(
    "a secret of HTTPRequests",
    sourceFields + [
      .required(
        "hosts", .list(.text(.hostPattern), count: 1...Int.max),
        "The hosts that it is sent to, over https alone.")
    ], exactlyOneOf: [sourceFields.map(\.name)])

  private static let keep = ObjectShape(
    "what is kept",
    [
      .optional("sessions", .text(.period), "Sessions after their end; `30d` by default."),
      .optional("keys", .text(.period), "What tells repetitions, at least 3 days; `14d` by default."),
    ])

  private static let whenInDoubt = ObjectShape(
    "what is done in doubt",
    [
      .optional("starts", doubt, "Starts of conversations; `fail` by default: the node leaves by `onError`."),
      .optional("sends", doubt, "Messages to customers; `repeat` by default."),
      .optional("forwards", doubt, "Messages to agents; `repeat` by default."),
    ])

  private static let doubt = ValueShape.choice(LiveConfiguration.Doubt.allCases.map(\.rawValue))
}

/// The format of what a live service knows of ECE.
enum LiveECEFormat {
  static let ece = ObjectShape(
    "ECE's settings",
    [
      .required("url", .text(.serviceAddress), "ECE's address."),
      .required(
        "authorizations", .map(keys: .notEmpty, values: .object(authorization)),
        "What flows name as `authorization`."),
      .optional(
        "callback", .either([.object(callback), .choice(["none"])]),
        "How ECE shows at the callback that it is ECE; `none` is for trials."),
      .optional("paths", .object(paths), "Paths that differ from version 19 of ECE's interface."),
      .optional(
        "contact", .object(contact),
        "What a start tells of the customer, in which `$(firstName)` and the like stand."),
      .optional(
        "checkEntryPoint", .text(.notEmpty),
        "The entry point at which a start is tried once after the callback was turned away."),
    ])

  private static let authorization = ObjectShape(
    "an authorization",
    [
      .required("clientId", LiveFormat.secret, "The client application's id."),
      .required("clientSecret", LiveFormat.secret, "The client application's secret."),
    ])

  private static let callback = ObjectShape(
    "the callback's authentication",
    [
      .optional("basic", .object(basic), "A name and a password (RFC 7617)."),
      .optional("oauth2", .object(oauth2), "A token of `POST /oauth2/token`."),
      .optional("pathSecret", LiveFormat.secret, "The last segment of the path, of at least 128 bits."),
    ], exactlyOneOf: [["basic", "oauth2", "pathSecret"]])

  private static let basic = ObjectShape(
    "a name and a password",
    [
      .required("user", .text(.notEmpty), "The name."),
      .required("password", LiveFormat.secret, "The password."),
    ])

  private static let oauth2 = ObjectShape(
    "client credentials",
    [
      .required("clientId", LiveFormat.secret, "The id that ECE asks a token with."),
      .required("clientSecret", LiveFormat.secret, "The secret that ECE asks a token with."),
    ])

  private static let paths = ObjectShape(
    "ECE's paths",
    LiveConfiguration.ECE.Path.allCases.map { path in
      .optional(path.rawValue, .text(.urlPath), path.summary)
    })

  private static let contact = ObjectShape(
    "the customer's contact",
    [
      .optional("sms", .anything, "Of a customer on SMS."),
      .optional("messenger", .anything, "Of a customer on Messenger."),
    ])
}

/// The formats of what a live service knows of gateways.
enum LiveGatewayFormat {
  static let sms = ObjectShape(
    "the gateway's settings",
    [
      .optional("webexConnect", .object(webexConnect), "Webex Connect."),
      .optional("twilio", .object(twilio), "Twilio."),
      .optional("kannel", .object(kannel), "Kannel, and by it SMPP."),
      .optional(
        "numbers", .list(.text(.businessNumber), count: 1...Int.max),
        "The business's numbers at the gateway; any by default."),
    ], exactlyOneOf: [["webexConnect", "twilio", "kannel"]])

  private static let webexConnect = ObjectShape(
    "Webex Connect's settings",
    [
      .optional("region", .text(.identifier), "The region in `api.REGION.webexconnect.io`."),
      .optional("url", .text(.serviceAddress), "The address instead, where it is another."),
      .required("key", LiveFormat.secret, "The service key."),
      .optional("signatureSecret", LiveFormat.secret, "What webhooks are signed with."),
    ] + unsigned, exactlyOneOf: [["region", "url"]])

  private static let twilio = ObjectShape(
    "Twilio's settings",
    [
      .required("accountSid", LiveFormat.secret, "The account's id."),
      .required("authToken", LiveFormat.secret, "The account's token, which webhooks are signed with too."),
      .optional(
        "messagingServiceSid", .text(.notEmpty), "The messaging service that sends, in the place of a number."
      ),
      .optional("url", .text(.serviceAddress), "Twilio's address; `https://api.twilio.com` by default."),
    ])

  private static let kannel = ObjectShape(
    "Kannel's settings",
    [
      .required("url", .text(.serviceAddress), "The address of `sendsms`."),
      .required("user", .text(.notEmpty), "The `username` of the `sendsms-user`."),
      .required("password", LiveFormat.secret, "Its password."),
      .optional(
        "countryCode", .text(.countryCode), "The country of numbers without a country code, such as `44`."),
    ] + unsigned)

  /// What tells a gateway that signs nothing.
  private static let unsigned: [Field] = [
    .optional("pathSecret", LiveFormat.secret, "The last segment of the paths, of at least 128 bits."),
    .optional(
      "allowFrom", .list(.text(.network), count: 1...Int.max),
      "The networks that it calls from: `192.0.2.0/24`."),
  ]

  static let messenger = ObjectShape(
    "Messenger's settings",
    [
      .required("pages", .map(keys: .notEmpty, values: .object(page)), "The pages, by their ids."),
      .optional(
        "url", .text(.serviceAddress),
        "The Graph API's address; `https://graph.facebook.com/v25.0` by default."),
    ])

  private static let page = ObjectShape(
    "a page",
    [
      .required("token", LiveFormat.secret, "The page's access token."),
      .required("appSecret", LiveFormat.secret, "The app's secret, which events are signed with."),
      .required("verifyToken", LiveFormat.secret, "What Meta shows when it verifies the address."),
    ])
}
