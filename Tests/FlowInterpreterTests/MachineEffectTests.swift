import FlowModel
import JSONSyntax
import TestSupport
import Testing

@testable import FlowInterpreter

/// What the world is asked for.
@Suite struct MachineEffectTests {
  @Test func aRequestCarriesWhatItsServiceNeeds() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    let (_, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    let requests = turn.effects.compactMap { effect in
      if case .requestConversation(let request, _) = effect { request } else { nil }
    }
    #expect(requests.map(\.method) == [.sms])
    #expect(requests.map(\.authorization) == ["ece"])
    #expect(requests.map(\.deadline) == [TestFlow.start + 30_000])
    #expect(requests.first?.input["transactionId"] == "transaction-1")
  }

  @Test func aMessageCarriesWhatItsChannelNeeds() throws {
    let machine = try TestFlow.machine([
      "send": [
        "type": "SendSMS", "destination": "cust-1", "destinationType": "customerId", "from": "12345",
        "message": "Hi",
        "messageType": "flash", "correlationId": "x-$(start.sms.transId)", "waitFor": "deliveryReport",
        "on": ["onDRSuccess": "@end"],
      ]
    ])
    let (_, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    let messages = turn.effects.compactMap { effect in
      if case .send(let message, _) = effect { message } else { nil }
    }
    let message = try #require(messages.first)
    #expect(message.destinationType == .customerID)
    #expect(message.messageType == .flash)
    #expect(message.correlationID == "x-transaction-1")
    #expect(message.wantsDeliveryReport)
  }

  @Test func aMessageSaysHowManyAttachmentsWereLeftOut() throws {
    let machine = try TestFlow.machine([
      "ask": [
        "type": "Receive", "channels": ["sms": [:]], "timeoutSeconds": 60,
        "on": ["sms.mo": "say", "onTimeout": "@end"],
      ],
      "say": TestFlow.sms(
        "$(start.sms.media) then $(ask.sms.media): $(ask.receive.payload)", ["onSuccess": "@end"]),
    ])
    var (state, _) = machine.start(with: TestFlow.message(media: 0), at: TestFlow.start)
    let turn = machine.resume(
      &state, with: .messageArrived(TestFlow.message("look", media: 3)), at: TestFlow.start)
    let texts = turn.effects.compactMap { effect in
      if case .send(let message, _) = effect { message.text } else { nil }
    }
    #expect(texts.count == 1 && texts[0].hasPrefix("0 then 3: {"))
    #expect(texts[0].hasSuffix(#","media":3}"#))
  }

  @Test func theRequestToAWebServiceTellsAllThatTheAuthorHasSaid() throws {
    let machine = try TestFlow.machine([
      "web": [
        "type": "HTTPRequest", "method": "PATCH", "url": "https://a.example/?q=$(start.sms.message)",
        "headers": ["X-From": "$(start.sms.senderNumber)", "Accept": "*/*"], "body": "$(start.sms.transId)",
        "connectTimeoutSeconds": 1.5, "timeoutSeconds": 20, "on": ["onSuccess": "@end"],
      ]
    ])
    let (_, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    let requests = turn.effects.compactMap { effect in
      if case .requestHTTP(let request, _) = effect { request } else { nil }
    }
    let request = try #require(requests.first)
    #expect(request.method == "PATCH")
    #expect(request.url == "https://a.example/?q=hi")
    #expect(request.headers.map(\.name) == ["X-From", "Accept"])
    #expect(request.headers.map(\.value) == [TestFlow.customer.text, "*/*"])
    #expect(request.body == "transaction-1")
    #expect(request.connectTimeout == 1500)
    #expect(request.timeout == 20_000)
  }

  @Test func noTextOfACustomersPassesForASecret() throws {
    let machine = try TestFlow.machine([
      "web": [
        "type": "HTTPRequest", "method": "GET", "url": "https://a.example/",
        "headers": [
          "A": "Bearer $(secret.crm)", "B": "$(start.sms.message) $(secret.crm)", "C": "$(start.sms.message)",
        ],
        "on": ["onSuccess": "@end"],
      ]
    ])
    let (_, turn) = machine.start(with: TestFlow.message("secret:crm"), at: TestFlow.start)
    let requests = turn.effects.compactMap { effect in
      if case .requestHTTP(let request, _) = effect { request } else { nil }
    }
    #expect(
      requests.first?.headers.map(\.parts) == [
        [.text("Bearer "), .secret("crm")], [.text("secret:crm"), .text(" "), .secret("crm")],
        [.text("secret:crm")],
      ])
    #expect(
      requests.first?.headers.map(\.value) == ["Bearer secret:crm", "secret:crm secret:crm", "secret:crm"])
  }
}
