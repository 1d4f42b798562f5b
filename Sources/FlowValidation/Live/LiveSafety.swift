import Diagnostics
import FlowModel

/// What a live service's settings lack, and what endangers somebody in them, whatever the flows are.
struct LiveSafety {
  private let live: LiveSettings

  init(_ live: LiveSettings) { self.live = live }

  /// All of it, in any order.
  var findings: [Finding] {
    missingAddress + literalSecrets + openCallback + openGateway + openAddresses + shortMemory + sharedPort
      + openSecrets + unknownInputs
  }

  private var missingAddress: [Finding] {
    guard live.fields["publicUrl"] == nil, !live.fields.hasUnknownMembers else { return [] }
    return [
      .liveSetting(
        "the live service has no `publicUrl`", at: live.namePlace,
        help: "Write the address under which gateways and ECE reach it: signatures and receipts name it.")
    ]
  }

  private var literalSecrets: [Finding] {
    LiveFormat.literalSecrets(in: live.fields).map { secret in
      .liveSetting(
        "`\(secret.name)` is written here itself", at: secret.value.place,
        help: """
          Whoever reads the file knows it. Say where it is found: `{ "env": "NAME" }` for an environment variable, \
          `{ "file": "PATH" }` for a file.
          """)
    }
  }

  private var openCallback: [Finding] {
    guard let ece = live.fields["ece"], let fields = ece.object, !fields.hasUnknownMembers else { return [] }
    let callback = fields["callback"]
    guard callback == nil || callback?.text == "none" else { return [] }
    return [
      .liveSetting(
        "anybody can post to ECE's callback", at: callback?.place ?? ece.place,
        help: "Whoever does speaks as an agent. Give `callback` one of `basic`, `oauth2` and `pathSecret`.")
    ]
  }

  private var openGateway: [Finding] {
    let sms = live.fields["sms"]?.object
    for (name, ways) in [
      ("kannel", ["pathSecret", "allowFrom"]),
      ("webexConnect", ["signatureSecret", "pathSecret", "allowFrom"]),
    ] {
      guard let gateway = sms?[name], let fields = gateway.object, !fields.hasUnknownMembers else { continue }
      let everybody = (fields["allowFrom"]?.list ?? []).first { network in
        network.text.flatMap(NetworkRange.init)?.isEverybody == true
      }
      guard ways.allSatisfy({ fields[$0] == nil || $0 == "allowFrom" && everybody != nil }) else { continue }
      return [
        .liveSetting(
          "anybody can post messages and receipts as `\(name)`", at: (everybody ?? gateway).place,
          help: "Whoever does speaks as a customer. Give one of \(listed(ways, nearest: nil)).")
      ]
    }
    return []
  }

  /// Addresses that go over the internet in clear.
  private var openAddresses: [Finding] {
    let fields = live.fields
    let gateways = fields["sms"]?.object?.entries.compactMap { $0.value.object?["url"] } ?? []
    let addresses = [fields["publicUrl"], fields["ece"]?.object?["url"], fields["messenger"]?.object?["url"]]
    return (addresses.compactMap(\.self) + gateways).compactMap { value in
      guard let origin = value.text.flatMap(ServiceAddress.init)?.origin, !origin.isSecure, !origin.isInternal
      else { return nil }
      return .liveSetting(
        "\(value.text.orEmpty.quoted) is not `https`", at: value.place,
        help: "What customers write and the service's own secrets would go over the internet in clear.")
    }
  }

  private var shortMemory: [Finding] {
    guard let keys = live.fields["keep"]?.object?["keys"], let text = keys.text,
      let milliseconds = TextForm.milliseconds(ofPeriod: text), milliseconds < 3 * 86_400_000
    else { return [] }
    return [
      .liveSetting(
        "keys are kept for less than 3 days", at: keys.place,
        help:
          "A gateway that was cut off for a weekend repeats what it could not tell, and it would count twice."
      )
    ]
  }

  private var sharedPort: [Finding] {
    let listen = live.fields["listen"]?.text ?? "127.0.0.1:8080"
    guard let admin = live.fields["admin"] ?? live.fields["listen"],
      let own = ListeningAddress(live.fields["admin"]?.text ?? "127.0.0.1:8081"),
      let outside = ListeningAddress(listen), own == outside, own.port != 0
    else { return [] }
    return [
      .liveSetting(
        "`listen` and `admin` are one address", at: admin.place,
        help: "What operators see must not be where the world reaches the service.")
    ]
  }

  private var openSecrets: [Finding] {
    (live.fields["http"]?.object?["secrets"]?.object?.entries ?? []).flatMap { entry in
      (entry.value.object?["hosts"]?.list ?? []).filter { $0.text?.hasPrefix("http://") == true }.map {
        host in
        .liveSetting(
          "the secret \(entry.name.quoted) would go over `http`", at: host.place,
          help: "It is sent over `https` alone: write the host without a scheme.")
      }
    }
  }

  /// Contacts that tell what no start knows.
  private var unknownInputs: [Finding] {
    let contact = live.fields["ece"]?.object?["contact"]?.object
    return Channel.allCases.flatMap { channel -> [Finding] in
      guard let json = live.contacts[channel], let value = contact?[channel.rawValue] else { return [] }
      return ContactTemplate(json, of: channel).problems.map { problem in
        .liveSetting(
          problem, at: value.place,
          help:
            "In it stand the inputs of a StartConversation: \(listed(ContactTemplate.inputs(of: channel), nearest: nil))."
        )
      }
    }
  }
}

extension String? {
  fileprivate var orEmpty: String { self ?? "" }
}
