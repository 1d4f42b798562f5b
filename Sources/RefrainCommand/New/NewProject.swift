import RefrainKit

/// The files of a new project, whose flow holds a conversation with an agent. What differs between a test and the live system
/// stands in the project's environments.
///
/// They lint clean with `--strict`, are laid out as `format` does, and the scenario passes.
struct NewProject {
  /// The project's name.
  let name: String

  /// The files by their paths in the project's folder, in the order in which people are told of them.
  var files: [(path: String, text: String)] {
    [
      ("refrain.json", project), ("support.flow.json", Self.flow),
      ("support.scenario.json", Self.scenario), (".github/workflows/flows.yml", Self.workflow),
    ]
  }

  private var project: String {
    """
    {
      "formatVersion": 1,
      "name": \(JSON.string(name).compact),
      "rules": { "RF806": "off" },
      "authorizations": ["ece-test", "ece-main"],
      "environments": {
        "test": {
          "values": {
            "authorization": "ece-test",
            "cluster": "c1",
            "entryPoint": "1001",
            "entryPointDate": "2026-01-15T09:30:00Z",
            "number": "+15555550100"
          }
        },
        "production": {
          "values": {
            "authorization": "ece-main",
            "cluster": "c1",
            "entryPoint": "2001",
            "entryPointDate": "2026-01-15T09:30:00Z",
            "number": "+15555550199"
          }
        }
      }
    }

    """
  }

  private static let flow = """
    {
      "formatVersion": 1,
      "name": "Support",
      "description": "Whoever writes talks to an agent, until the agent closes the chat.",
      "settings": { "expiresAfterSeconds": 86400 },
      "variables": { "conversationId": null },
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "$(env.number)", "keyword": "*" },
          "on": { "onBegin": "open" }
        },
        "open": {
          "type": "StartConversation",
          "method": "sms",
          "authorization": "$(env.authorization)",
          "forwardCustomerMessages": true,
          "input": {
            "key": "mobile.phone",
            "entryPointId": "$(env.entryPoint)",
            "lastModifiedDate": "$(env.entryPointDate)",
            "isRichTextSupported": false,
            "transactionId": "$(start.sms.transId)",
            "firstName": "Customer",
            "phoneNumber": "$(start.sms.senderNumber | nationalNumber)",
            "countryCode": "$(start.sms.senderNumber | countryCode)",
            "clusterId": "$(env.cluster)",
            "conversationId": "$(conversationId)"
          },
          "onLeave": { "set": { "conversationId": "$(open.conversationId)" } },
          "on": {
            "Message": "relay",
            "Complete": "goodbye",
            "otherwise": "sorry"
          }
        },
        "relay": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "$(env.number)",
          "message": "$(open.event.content | plainText)",
          "on": { "onSuccess": "@resume", "otherwise": "@resume" }
        },
        "goodbye": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "$(env.number)",
          "message": "Thank you. This chat is closed.",
          "waitFor": "deliveryReport",
          "on": { "onDRSuccess": "@end", "otherwise": "@end:incomplete" }
        },
        "sorry": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "$(env.number)",
          "message": "Nobody can answer now. Please write again later.",
          "on": { "onSuccess": "@end:incomplete", "otherwise": "@end:error" }
        }
      }
    }

    """

  private static let scenario = """
    {
      "formatVersion": 1,
      "name": "an agent answers and closes",
      "flow": "support.flow.json",
      "steps": [
        { "sms": { "from": "+15555550142", "text": "my order is late" } },
        { "expect": { "conversationRequested": { "input": { "entryPointId": "1001" } } } },
        { "respond": { "status": 200, "conversationId": "c-1" } },
        { "event": { "type": "Message", "content": "Hi, Maya here." } },
        { "expect": { "messageSent": { "to": "+15555550142", "text": "Hi, Maya here." } } },
        { "event": { "type": "Complete" } },
        { "deliveryReport": "delivered" },
        { "expect": { "ended": { "result": "success" } } }
      ]
    }

    """

  private static let workflow = """
    # Lints the flows and plays their scenarios at each push, with the Refrain of the same owner's repository `refrain`. Where it
    # lies elsewhere, or a certain revision is wanted, set this repository's variables REFRAIN_REPOSITORY and REFRAIN_REVISION
    # (Settings, Secrets and variables, Actions). Another CI runs the same three commands.
    name: Flows
    on: [push, pull_request]
    jobs:
      flows:
        runs-on: ubuntu-latest
        container: swift:6.2
        steps:
          - uses: actions/checkout@v4
          - uses: actions/checkout@v4
            with:
              repository: ${{ vars.REFRAIN_REPOSITORY || format('{0}/refrain', github.repository_owner) }}
              ref: ${{ vars.REFRAIN_REVISION }}
              path: .refrain
          - run: swift build -c release --product refrain --package-path .refrain
          - run: .refrain/.build/release/refrain lint --strict --format github
          - run: .refrain/.build/release/refrain test
          - run: .refrain/.build/release/refrain format --check

    """
}
