/// RF601 and RF602.
let platformRuleCases = RuleCase.table(
  #"""
  # RF602 marks the first target of the later node that goes to the earlier one, once for a pair
  start Start onBegin=a
  a Delay onTimeout=b onError=c
  b Delay onTimeout=c onError=a
  c Receive sms.mo=b onTimeout=a onError=a
  > RF602 info /nodes/b/on/onError "a"
  > RF602 info /nodes/c/on/sms.mo "b"
  > RF602 info /nodes/c/on/onTimeout "a"
  # RF602 is silent on a node that goes to itself, and on a longer way back
  start Start onBegin=a
  a Delay onTimeout=b onError=a
  b Delay onTimeout=c
  c Delay onTimeout=a
  # RF602 goes over `otherwise` and intermediate targets
  start Start onBegin=a
  a SendSMS onSuccess=open otherwise=@resume
  open StartConversation Message=a Complete=@end otherwise=@end
  > RF301 error /nodes/a/on/onSuccess "open" [open Message a onSuccess open]
  > RF303 error /nodes/a/on/otherwise "@resume"
  > RF602 info /nodes/open/on/Message "a"
  # RF602 does not take an `otherwise` for which no outcome is left
  start Start onBegin=a otherwise=a
  a Delay onTimeout=b
  b Delay onTimeout=@end onError=@end otherwise=a
  """#)
