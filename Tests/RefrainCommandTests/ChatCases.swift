import Testing

@testable import RefrainCommand

/// What a line of a chat leads to.
struct ChatCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let script: ChatScript

  init(_ description: String, of flow: String = ChatScript.flow, _ text: String) {
    testDescription = description
    script = ChatScript(flow: flow, text: text)
  }
}

enum ChatCases {
  static let all = [
    ChatCase(
      "a webhook begins a session, and its customer writes from then on",
      of: Sample.flow.replacing(
        #""trigger": { "channel": "sms", "number": "+15555550100" }"#,
        with:
          #""trigger": { "channel": "webhook", "event": "due", "customer": { "channel": "sms", "address": "phone" } }"#
      ).replacing("start.sms.transId", with: "start.webhook.transId"),
      #"""
      > hello
           0:00  customer  hello
           0:00            · nobody takes the message
           0:00            ? no session is live: /webhook due {"phone":"+15555550142"} begins one
      > /webhook
      ! '/webhook' needs an EVENT and a PAYLOAD, such as 'due {"phone":"+15555550142"}'
      > /webhook due {"phone": "+15555550199"}
           0:00  webhook   due {"phone":"+15555550199"}
           0:00            · a session of Support begins for +15555550199
           0:00            · open requests a conversation
           0:00            · open is answered 200
           0:00            · open: onStartConversationSuccess → @resume
           0:00            ? open waits for events · /message TEXT, /complete
      > /webhook due {"phone": "+15555550199"}
           0:00  webhook   due {"phone":"+15555550199"}
           0:00            · the webhook begins nothing: the customer has a live session of the flow
           0:00            ? open waits for events · /message TEXT, /complete
      """#),
    ChatCase(
      "everything that is waited for is told, with what answers it",
      #"""
      > hello
           0:00  customer  hello
           0:00            · a session of Support begins for +15555550142
           0:00            · open requests a conversation
           0:00            · open is answered 200
           0:00            · open: onStartConversationSuccess → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > still there?
           0:00  customer  still there?
           0:00            · open sends it on to the agent
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /message Hi, Maya here.
           0:00  agent     Hi, Maya here.
           0:00            · open: Message → relay
           0:00  flow      Hi, Maya here.
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /page https://example.com/lamp
           0:00  agent     https://example.com/lamp
           0:00            · open: PagePush → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /transfer
           0:00  agent     [Transfer]
           0:00            · open: Transfer → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /assigned
           0:00  agent     [Assigned]
           0:00            · open: Assigned → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /accept
           0:00  agent     [AcceptAttachment]
           0:00            · open: AcceptAttachment → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /reject too large
           0:00  agent     too large
           0:00            · open: RejectAttachment → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /upload invoice.pdf
           0:00  agent     invoice.pdf
           0:00            · open: UploadAttachment → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /event startTyping
           0:00  agent     [startTyping]
           0:00            · startTyping is discarded: no outcome is for it
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /event Message by event
           0:00  agent     by event
           0:00            · open: Message → relay
           0:00  flow      by event
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /complete
           0:00  agent     [Complete]
           0:00            · open: Complete → ask
           0:00            · ask waits for a message, until 10:00
           0:00            ? ask waits for a message, 10m left · /to +15555550101 and write, or /wait 10m
      > /to +15555550101
           0:00            ? ask waits for a message, 10m left · write, or /wait 10m
      > five
           0:00  customer  five
           0:00            · ask takes the message
           0:00            · ask: sms.mo → rate
           0:00            · rate asks POST https://example.com/five/2
           0:00            ? rate waits for a web service's answer, 10s left · /http 200 BODY, /http fail error, /wait 10s
      > /http 200 {"ok": true}
           0:00            · rate is answered 200
           0:00            · pause waits, until 1:30
           0:00            ? pause waits for time to pass, 1m30s left · /wait 1m30s
      > /wait 90
           1:30            · pause: onTimeout → goodbye
           1:30  flow      Thank you.
           1:30            · goodbye waits for the delivery report, until 2:30
           1:30            ? goodbye waits for the delivery receipt, 1m left · /receipt delivered, /receipt failed, /wait 1m
      > /receipt delivered
           1:30            · goodbye: onDRSuccess → @end
           1:30            · the session ends: success (101)
           1:30            ? no session is live: a message begins one, after /to
      """#),
    ChatCase(
      "what ECE is asked besides a conversation is answered as the commands say",
      of: ChatScript.askingFlow,
      #"""
      > /availability 0
           0:00            ? no session is live: a message begins one · the next question finds no agent
      > /hold
           0:00            ? no session is live: a message begins one · the next question finds no agent · requests to ECE are held
      > hello
           0:00  customer  hello
           0:00            · a session of Asking begins for +15555550142
           0:00            · free asks how many conversations the entry point 1001 can take
           0:00            · free is answered 200
           0:00            · free: MaximumLoad/NoAgent → point
           0:00            · point asks how the entry point 1001 is configured
           0:00            ? point waits for ECE's answer, 30s left · /answer, /fail 409, /wait 30s · requests to ECE are held
      > /fail 404 gone
           0:00            · point is answered 404
           0:00            · point: Not Found → @end:error
           0:00            · the session ends: error (102)
           0:00            ? no session is live: a message begins one · requests to ECE are held
      > hello again
           0:00  customer  hello again
           0:00            · a session of Asking begins for +15555550142
           0:00            · free asks how many conversations the entry point 1001 can take
           0:00            ? session-2: free waits for ECE's answer, 30s left · /answer, /availability no, /fail 409, /wait 30s · requests to ECE are held
      > /answer
           0:00            · free is answered 200
           0:00            · free: SlotAvailable → point
           0:00            · point asks how the entry point 1001 is configured
           0:00            ? session-2: point waits for ECE's answer, 30s left · /answer, /fail 409, /wait 30s · requests to ECE are held
      > /answer 2026-02-03T04:05:06Z
           0:00            · point is answered 200
           0:00            · point: onEntryPointConfigSuccess → tell
           0:00  flow      Modified 2026-02-03T04:05:06Z
           0:00            · the session ends: success (101)
           0:00            ? no session is live: a message begins one · requests to ECE are held
      > /undo 2
      undone: /answer 2026-02-03T04:05:06Z
      undone: /answer
           0:00            ? session-2: free waits for ECE's answer, 30s left · /answer, /availability no, /fail 409, /wait 30s · requests to ECE are held
      > /hold off
           0:00            · free is answered 200
           0:00            · free: SlotAvailable → point
           0:00            · point asks how the entry point 1001 is configured
           0:00            · point is answered 200
           0:00            · point: onEntryPointConfigSuccess → tell
           0:00  flow      Modified 2026-01-01T00:00:00.000Z
           0:00            · the session ends: success (101)
           0:00            ? no session is live: a message begins one
      """#),
    ChatCase(
      "what does not fit is refused, and changes nothing",
      #"""
      > /message
      ! '/message' needs a TEXT
      > /mesage hi
      ! unknown command '/mesage'; did you mean '/message'?
      > /frobnicate
      ! unknown command '/frobnicate'; '/help' lists them, and '//' sends a slash
      > /message nobody is here
      ! no session has or has requested a conversation
      > /answer
      ! no session waits for an answer of ECE
      > /availability
      ! '/availability' needs 'yes', 'no' or a number of slots
      > /availability -1
      ! '/availability' needs 'yes', 'no' or a number of slots
      > /receipt delivered
      ! no session waits for a delivery report
      > /receipt lost
      ! '/receipt' needs 'delivered' or 'failed'
      > /http 200
      ! no session waits for an HTTP answer
      > /http
      ! '/http' needs a status, 'fail timeout' or 'fail error'
      > /http fail
      ! '/http' needs a status, 'fail timeout' or 'fail error'
      > /http 1000
      ! '/http' needs a status, 'fail timeout' or 'fail error'
      > /gateway sometimes
      ! '/gateway' needs 'accepted', 'policyFail', 'error' or 'timeout'
      > /fail
      ! '/fail' needs a status from 100 to 599 that is no success, 'timeout', 'error' or 'authorization'
      > /fail 200
      ! '/fail' needs a status from 100 to 599 that is no success, 'timeout', 'error' or 'authorization'
      > /fail 99
      ! '/fail' needs a status from 100 to 599 that is no success, 'timeout', 'error' or 'authorization'
      > /fail 9x
      ! '/fail' needs a status from 100 to 599 that is no success, 'timeout', 'error' or 'authorization'
      > /wait
      ! '/wait' needs a time, such as 90s, 10m, 2h or 1d
      > /wait 0
      ! '/wait' needs a time, such as 90s, 10m, 2h or 1d
      > /wait ten
      ! '/wait' needs a time, such as 90s, 10m, 2h or 1d
      > /wait 2000000000
      ! '/wait' needs a time, such as 90s, 10m, 2h or 1d
      > /event
      ! '/event' needs a TYPE, such as 'Message'
      > /from
      ! '/from' needs an ADDRESS
      > /from +15555550199 Ann
      ! only Messenger has a NAME
      > /hold on
      ! '/hold' takes 'off' or nothing
      > /undo
      ! there is nothing to undo
      > /undo x
      ! 'x' is no number of lines to undo
      > /trace 0
      ! '0' is no number of records
      > /save
      ! '/save' needs a FILE
      > /help nothing
      ! unknown command '/nothing'; '/help' lists them, and '//' sends a slash
      > /where
      no session has begun
      > /vars
      no session has begun
      > /outputs
      no session has begun
      > /trace
      there are no records
      """#),
    ChatCase(
      "a failure that was planned answers the next request, once",
      #"""
      > /fail 409 the entry point is stale
           0:00            ? no session is live: a message begins one · the next request to ECE fails
      > hello
           0:00  customer  hello
           0:00            · a session of Support begins for +15555550142
           0:00            · open requests a conversation
           0:00            · open is answered 409
           0:00            · open: onInvalidChoice → @end:error
           0:00            · the session ends: error (102)
           0:00            ? no session is live: a message begins one
      > hello
           0:00  customer  hello
           0:00            · a session of Support begins for +15555550142
           0:00            · open requests a conversation
           0:00            · open is answered 200
           0:00            · open: onStartConversationSuccess → @resume
           0:00            ? session-2: open waits for events · write to the agent, /message TEXT, /complete
      > /complete
           0:00  agent     [Complete]
           0:00            · open: Complete → ask
           0:00            · ask waits for a message, until 10:00
           0:00            ? session-2: ask waits for a message, 10m left · /to +15555550101 and write, or /wait 10m
      > /fail timeout
           0:00            ? session-2: ask waits for a message, 10m left · /to +15555550101 and write, or /wait 10m · the next request to ECE fails
      > /undo 3
      undone: /fail timeout
      undone: /complete
      undone: hello
           0:00            ? no session is live: a message begins one
      > /fail authorization
           0:00            ? no session is live: a message begins one · the next request to ECE fails
      > hello
           0:00  customer  hello
           0:00            · a session of Support begins for +15555550142
           0:00            · open requests a conversation
           0:00            · open is not answered: authorization
           0:00            · open: onauthorizationfail → @end:error
           0:00            · the session ends: error (102)
           0:00            ? no session is live: a message begins one
      """#),
    ChatCase(
      "requests that are held are answered by command",
      #"""
      > /hold
           0:00            ? no session is live: a message begins one · requests to ECE are held
      > hello
           0:00  customer  hello
           0:00            · a session of Support begins for +15555550142
           0:00            · open requests a conversation
           0:00            ? open waits for the conversation's answer, 30s left · /answer, /fail 409, /wait 30s · requests to ECE are held
      > /event Message early
           0:00  agent     early
           0:00            · Message is held: the conversation's answer is still to come
           0:00            ? open waits for the conversation's answer, 30s left · /answer, /fail 409, /wait 30s · requests to ECE are held
      > /where
      session-1 of +15555550142: open waits for the conversation's answer, 30s left
        holds Message (event-1): early
      > /answer c-7
           0:00            · open is answered 200
           0:00            · open: onStartConversationSuccess → @resume
           0:00            · open: Message → relay
           0:00  flow      early
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete · requests to ECE are held
      > /vars
      answer = null
      count = 2
      > /complete
           0:00  agent     [Complete]
           0:00            · open: Complete → ask
           0:00            · ask waits for a message, until 10:00
           0:00            ? ask waits for a message, 10m left · /to +15555550101 and write, or /wait 10m · requests to ECE are held
      > /wait 10m
          10:00            · ask: onTimeout → @end:incomplete
          10:00            · the session ends: incomplete (103)
          10:00            ? no session is live: a message begins one · requests to ECE are held
      > hello again
          10:00  customer  hello again
          10:00            · a session of Support begins for +15555550142
          10:00            · open requests a conversation
          10:00            ? session-2: open waits for the conversation's answer, 30s left · /answer, /fail 409, /wait 30s · requests to ECE are held
      > /fail 500
          10:00            · open is answered 500
          10:00            · open: Internal server error → @end:error
          10:00            · the session ends: error (102)
          10:00            ? no session is live: a message begins one · requests to ECE are held
      > hello again
          10:00  customer  hello again
          10:00            · a session of Support begins for +15555550142
          10:00            · open requests a conversation
          10:00            ? session-3: open waits for the conversation's answer, 30s left · /answer, /fail 409, /wait 30s · requests to ECE are held
      > /hold off
          10:00            · open is answered 200
          10:00            · open: onStartConversationSuccess → @resume
          10:00            ? session-3: open waits for events · write to the agent, /message TEXT, /complete
      """#),
    ChatCase(
      "time that passes answers a request when it comes, not when it has passed",
      of: ChatScript.flow
        .replacing(#""onBegin": "open""#, with: #""onBegin": "later""#)
        .replacing(
          #""open": {"#,
          with: #""later": { "type": "Delay", "seconds": 60, "on": { "onTimeout": "open" } }, "open": {"#),
      #"""
      > hello
           0:00  customer  hello
           0:00            · a session of Support begins for +15555550142
           0:00            · later waits, until 1:00
           0:00            ? later waits for time to pass, 1m left · /wait 1m
      > /wait 1d
           1:00            · later: onTimeout → open
           1:00            · open requests a conversation
           1:00            · open is answered 200
           1:00            · open: onStartConversationSuccess → @resume
       24:00:00            ? open waits for events · write to the agent, /message TEXT, /complete
      """#),
    ChatCase(
      "a web service may not answer, and the customer's number stays changed",
      #"""
      > hello
           0:00  customer  hello
           0:00            · a session of Support begins for +15555550142
           0:00            · open requests a conversation
           0:00            · open is answered 200
           0:00            · open: onStartConversationSuccess → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /complete
           0:00  agent     [Complete]
           0:00            · open: Complete → ask
           0:00            · ask waits for a message, until 10:00
           0:00            ? ask waits for a message, 10m left · /to +15555550101 and write, or /wait 10m
      > /to +15555550101
           0:00            ? ask waits for a message, 10m left · write, or /wait 10m
      > one
           0:00  customer  one
           0:00            · ask takes the message
           0:00            · ask: sms.mo → rate
           0:00            · rate asks POST https://example.com/one/2
           0:00            ? rate waits for a web service's answer, 10s left · /http 200 BODY, /http fail error, /wait 10s
      > /http fail timeout
           0:00            · rate is not answered: timeout
           0:00            · rate: onTimeout → @end:error
           0:00            · the session ends: error (102)
           0:00            ? no session is live: a message begins one, after /to
      > /wait 1d
       24:00:00            ? no session is live: a message begins one, after /to
      """#),
    ChatCase(
      "an undone line leaves no trace",
      #"""
      > hello
           0:00  customer  hello
           0:00            · a session of Support begins for +15555550142
           0:00            · open requests a conversation
           0:00            · open is answered 200
           0:00            · open: onStartConversationSuccess → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /message one
           0:00  agent     one
           0:00            · open: Message → relay
           0:00  flow      one
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /gateway error
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete · the next message meets error
      > /message two
           0:00  agent     two
           0:00            · open: Message → relay
           0:00  flow      two
           0:00            · relay: onError → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /trace 2
      {"seq":25,"at":0,"type":"branchEnded","session":"session-1","node":"open","outcome":"Message"}
      {"seq":26,"at":0,"type":"waiting","session":"session-1","node":"open","for":"conversationEvent"}
      > /undo 2
      undone: /message two
      undone: /gateway error
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /message three
           0:00  agent     three
           0:00            · open: Message → relay
           0:00  flow      three
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /undo 9
      ! only 3 lines can be undone
      > /undo
      undone: /message three
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /undo
      undone: /message one
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /undo
      undone: hello
           0:00            ? no session is live: a message begins one
      > /trace
      there are no records
      """#),
    ChatCase(
      "several customers have a conversation each",
      #"""
      > hello
           0:00  customer  hello
           0:00            · a session of Support begins for +15555550142
           0:00            · open requests a conversation
           0:00            · open is answered 200
           0:00            · open: onStartConversationSuccess → @resume
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > /from +15555550199
           0:00            ? open waits for events · write to the agent, /message TEXT, /complete
      > hello
           0:00  customer  hello
           0:00            · a session of Support begins for +15555550199
           0:00            · open requests a conversation
           0:00            · open is answered 200
           0:00            · open: onStartConversationSuccess → @resume
           0:00            ? session-2: open waits for events · write to the agent, /message TEXT, /complete
      > /message for 99
           0:00  agent     for 99
           0:00            · open: Message → relay
           0:00  flow      for 99
           0:00            ? session-2: open waits for events · write to the agent, /message TEXT, /complete
      > /from +15555550142
           0:00            ? session-1: open waits for events · write to the agent, /message TEXT, /complete
      > /message for 42
           0:00  agent     for 42
           0:00            · open: Message → relay
           0:00  flow      for 42
           0:00            ? session-1: open waits for events · write to the agent, /message TEXT, /complete
      > /where
      session-1 of +15555550142: open waits for events
      session-2 of +15555550199: open waits for events
      > //complete
           0:00  customer  /complete
           0:00            · open sends it on to the agent
           0:00            ? session-1: open waits for events · write to the agent, /message TEXT, /complete
      > /save x.scenario.json
      save(path: "x.scenario.json", overwriting: false)
      > /quit
      quit
      """#),
  ]
}
