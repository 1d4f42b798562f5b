/// RF501 to RF506.
let messageRuleCases = RuleCase.table(
  """
  # RF501 is silent at 1024 code points, and warns of one more
  start MessengerStart onBegin=a
  a SendMessenger onSuccess=b | "message": "\(repeating("🙂", 1024))"
  b SendMessenger onSuccess=@end | "message": "\(repeating("x", 1025))"
  > RF501 warning /nodes/b/message "\(repeating("x", 1025))"
  # RF501 warns at 4000 code points, and is an error above
  start MessengerStart onBegin=a
  a SendMessenger onSuccess=b | "message": "\(repeating("x", 4000))"
  b SendMessenger onSuccess=@end | "message": "\(repeating("x", 4001))"
  > RF501 warning /nodes/a/message "\(repeating("x", 4000))"
  > RF501 error /nodes/b/message "\(repeating("x", 4001))"
  # RF501 counts the text that a reader sees, without references
  start MessengerStart onBegin=a
  a SendMessenger onSuccess=b | "message": "$(start.messenger.message)\(repeating("$$(", 512))$(start.messenger.message)"
  b SendMessenger onSuccess=@end | "message": "$(start.messenger.message)\(repeating("$$(", 512))!$(start.messenger.message)"
  > RF501 warning /nodes/b/message "$(start.messenger.message)\(repeating("$$(", 512))!$(start.messenger.message)"
  # RF501 judges SMS too
  start Start onBegin=a
  a SendSMS onSuccess=@end | "message": "\(repeating("x", 1025))"
  > RF501 warning /nodes/a/message "\(repeating("x", 1025))"
  > RF502 info /nodes/a/message "\(repeating("x", 1025))"

  # RF502 is silent at one segment of GSM 03.38, and tells of two
  start Start onBegin=a
  a SendSMS onSuccess=b | "message": "\(repeating("x", 160))"
  b SendSMS onSuccess=c | "message": "\(repeating("x", 161))"
  c SendSMS onSuccess=@end | "message": "\(repeating("€", 81))"
  > RF502 info /nodes/b/message "\(repeating("x", 161))"
  > RF502 info /nodes/c/message "\(repeating("€", 81))"
  # RF502 is silent at one segment of UCS-2, and tells of two
  start Start onBegin=a
  a SendSMS onSuccess=b | "message": "\(repeating("ж", 70))"
  b SendSMS onSuccess=c | "message": "\(repeating("ж", 71))"
  c SendSMS onSuccess=@end | "message": "\(repeating("🙂", 36))"
  > RF502 info /nodes/b/message ж
  > RF502 info /nodes/c/message 🙂
  # RF502 goes by the type of the message
  start Start onBegin=a
  a SendSMS onSuccess=b | "messageType": "unicode", "message": "\(repeating("x", 71))"
  b SendSMS onSuccess=c | "messageType": "flash", "message": "\(repeating("x", 71))"
  c SendSMS onSuccess=d | "messageType": "Unicode", "message": "\(repeating("x", 71))"
  d SendMessenger onSuccess=@end | "message": "\(repeating("ж", 71))"
  > RF502 info /nodes/a/message "\(repeating("x", 71))"
  > RF106 error /nodes/c/messageType "Unicode"
  # RF502 warns where one to three typographic characters are all that forces UCS-2
  start Start onBegin=a
  a SendSMS onSuccess=b | "message": "’\(repeating("x", 70))"
  b SendSMS onSuccess=c | "message": "“…”\(repeating("x", 70))"
  c SendSMS onSuccess=d | "message": "– – – –\(repeating("x", 70))"
  d SendSMS onSuccess=e | "message": "’ж\(repeating("x", 70))"
  e SendSMS onSuccess=f | "message": "’\(repeating("x", 69))"
  f SendSMS onSuccess=g | "message": "\u{2009}\u{00A0}\u{202F}\(repeating("x", 200))"
  g SendSMS onSuccess=@end | "messageType": "unicode", "message": "’\(repeating("x", 70))"
  > RF502 warning /nodes/a/message ’
  > RF502 warning /nodes/b/message “
  > RF502 info /nodes/c/message –
  > RF502 info /nodes/d/message ’
  > RF502 warning /nodes/f/message \u{2009}
  > RF502 info /nodes/g/message "’\(repeating("x", 70))"
  # RF502 counts the literal text alone
  start Start onBegin=a
  a SendSMS onSuccess=b | "message": "\(repeating("x", 80))$(start.sms.message)\(repeating("x", 80))"
  b SendSMS onSuccess=@end | "message": "\(repeating("x", 80))$(start.sms.message)\(repeating("x", 81))"
  > RF502 info /nodes/b/message "\(repeating("x", 80))$(start.sms.message)\(repeating("x", 81))"
  # RF502 marks the first character that forces UCS-2, an escape too, and none of a reference's
  start Start onBegin=a
  a SendSMS onSuccess=b | "message": "\\n$(start.sms.message | default:\u{2019}) \\u2019\(repeating("x", 70))"
  b SendSMS onSuccess=@end | "message": "\(repeating("x", 70))\\ud83d\\ude42"
  > RF502 warning /nodes/a/message \\u2019
  > RF502 info /nodes/b/message \\ud83d\\ude42

  # RF503 marks rich text on SMS, as a boolean and as a text
  start Start onBegin=a
  a StartConversation Message=@resume Complete=b otherwise=@end ~ "isRichTextSupported": true
  b StartConversation Message=@resume Complete=c otherwise=@end ~ "isRichTextSupported": "true"
  c StartConversation Message=@resume Complete=@end otherwise=@end ~ "isRichTextSupported": "$(start.sms.message)"
  > RF503 warning /nodes/a/input/isRichTextSupported true
  > RF503 warning /nodes/b/input/isRichTextSupported "true"
  # RF503 is silent on Messenger
  start MessengerStart onBegin=a
  a MessengerConversation Message=@resume Complete=@end otherwise=@end ~ "isRichTextSupported": true

  # RF504 marks an agent's text as it is, on the branch of Message alone
  start Start onBegin=a
  a StartConversation Message=m Transfer=t Complete=m otherwise=@end
  m SendSMS onSuccess=n | "message": "$(a.event.content) $(a.event.content | trim) $(a.event.content | plainText) $(a.event.id)"
  n SendMessenger onSuccess=@resume | "message": "$(a.event.content)"
  t SendSMS onSuccess=@resume | "message": "$(a.event.content)"
  > RF504 info /nodes/m/message $(a.event.content)
  > RF504 info /nodes/m/message $(a.event.content | trim)
  > RF303 error /nodes/n/on/onSuccess "@resume"
  > RF504 info /nodes/n/message $(a.event.content)

  # RF505 marks headers by which a client shows who it is, a scheme and references aside
  start Start onBegin=a
  a HTTPRequest onSuccess=@end otherwise=@end | "headers": { "authorization": "Bearer x", "Cookie": "a=$(start.sms.message)", "X-API-Key": "x", "X-Id": "x" }
  b HTTPRequest onSuccess=@end otherwise=@end | "headers": { "Authorization": "Bearer $(start.sms.message)", "Key": "$(start.sms.message)", "Api-Key": "" }
  > RF505 warning /nodes/a/headers/authorization "Bearer x"
  > RF505 warning /nodes/a/headers/Cookie "a=$(start.sms.message)"
  > RF505 warning /nodes/a/headers/X-API-Key "x"
  > RF203 warning /nodes/b "b"
  # RF505 marks what keys begin with in any text, at a word's beginning, once
  ! "description": "ask_live_1 ghp_1 xoxb-1", "x-a": ["AKIA", "MAKIA", "\\nsk_test_", "a-----BEGIN", "sk_liv"]
  start Start onBegin=a
  a HTTPRequest onSuccess=@end otherwise=@end | "body": "-----BEGIN", "headers": { "Cookie": "github_pat_" }
  > RF505 warning /description "ask_live_1 ghp_1 xoxb-1"
  > RF505 warning /x-a/0 "AKIA"
  > RF505 warning /x-a/2 "\\nsk_test_"
  > RF505 warning /nodes/a/body "-----BEGIN"
  > RF505 warning /nodes/a/headers/Cookie "github_pat_"
  # RF505 reads what a text says, and ends words at what is no letter, digit or mark
  ! "x-a": ["sk\\u005flive_1", "“sk_live_2", "é AKIA3", "éAKIA4", "\\u0027xoxb-5"]
  start Start onBegin=@end
  > RF505 warning /x-a/0 "sk\\u005flive_1"
  > RF505 warning /x-a/1 "“sk_live_2"
  > RF505 warning /x-a/2 "é AKIA3"
  > RF505 warning /x-a/4 "\\u0027xoxb-5"

  # RF506 marks references in a body that is JSON but for them
  start Start onBegin=a
  a HTTPRequest onSuccess=b otherwise=@end | "body": "[$(start.sms.message), \\"$(start.sms.transId)\\"]"
  b HTTPRequest onSuccess=c otherwise=@end | "body": "{$(start.sms.message)}"
  c HTTPRequest onSuccess=d otherwise=@end | "body": "$(start.sms.message)"
  d HTTPRequest onSuccess=@end otherwise=@end | "body": "{ }"
  > RF506 warning /nodes/a/body $(start.sms.message)
  > RF506 warning /nodes/a/body $(start.sms.transId)
  """)

private func repeating(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
