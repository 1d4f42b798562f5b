"""An ECE, a Webex Connect, a Twilio and a Meta for a live service to talk to, each an HTTP server on loopback.

They are written from the protocols' public documentation alone and share nothing with Refrain: where both read a protocol
in one way, two have read it. Each keeps what it was asked, and each can be told to go wrong.
"""
import base64
import email.utils
import hashlib
import hmac
import http.client
import http.server
import itertools
import json
import socket
import threading
import time
import urllib.parse
import xml.sax.saxutils

from service import await_that

WAIT = 20


def until(condition, what, seconds=WAIT):
    """Waits until something holds, and returns it."""
    return await_that(condition, f"waited {seconds} s in vain: {what}", seconds)


def call(url, method="POST", body=b"", headers=(), timeout=WAIT):
    """Makes one request; returns the status and the body."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


class Refused(Exception):
    """An answer that is no success."""

    def __init__(self, status, body=None, headers=()):
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers


class Counterpart(http.server.ThreadingHTTPServer):
    """A server that keeps what it was asked, and goes wrong as it is told.

    `faults` maps the name of a call to what befalls the next calls of that name, one each: `500` and `429` (nothing is
    done), `slow` (done, and answered 1.5 s late), `half` (done, and half of the answer is sent), `lost` (done, and the connection is closed
    without an answer), `closed` (closed before anything is done).
    """

    daemon_threads = True
    request_queue_size = 256

    def __init__(self):
        self.lock = threading.RLock()
        self.calls = []
        self.faults = {}
        self.ids = itertools.count(1)

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(handler):
                self.handle_call(handler)

            do_GET = do_POST

            def log_message(handler, *arguments):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, address):
        """A service that is killed closes its connections: that is no error of this server."""

    def handle_call(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        path, _, query = handler.path.partition("?")
        name, work = self.find(handler.command, path)
        with self.lock:
            waiting = self.faults.get(name, [])
            fault = waiting.pop(0) if waiting else None
        if fault == "closed":
            return self.close_connection(handler)
        headers = {}
        try:
            if fault == "500":
                raise Refused(500, {"code": "500-1", "developerMessage": "told to fail"})
            if fault == "429":
                raise Refused(429, {"code": 20429}, {"Retry-After": "1"})
            if work is None:
                raise Refused(404, {"code": "404-1", "developerMessage": f"no {handler.command} {path}"})
            with self.lock:
                status, answer = 200, work(handler.headers, dict(urllib.parse.parse_qsl(query)), body)
                if isinstance(answer, tuple):
                    status, answer = answer
                self.calls.append((name, time.time(), body))
        except Refused as refusal:
            status, answer, headers = refusal.status, refusal.body, dict(refusal.headers)
        if fault == "slow":
            time.sleep(1.5)
        if fault == "lost":
            return self.close_connection(handler)
        if isinstance(answer, bytes):
            data, kind = answer, "text/plain"
        else:
            data, kind = json.dumps({} if answer is None else answer).encode(), "application/json"
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for key, value in headers.items():
            handler.send_header(key, value)
        handler.end_headers()
        if fault == "half":
            handler.wfile.write(data[: len(data) // 2])
            return self.close_connection(handler)
        handler.wfile.write(data)

    def close_connection(self, handler):
        handler.close_connection = True
        try:
            handler.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def find(self, method, path):
        """The name of a call, and what does it."""
        raise NotImplementedError

    def count(self, name):
        with self.lock:
            return sum(1 for call in self.calls if call[0] == name)


class ECE(Counterpart):
    """Enterprise Chat and Email: tokens, entry points, starts, messages, ends, and the callback."""

    base = "/system/ws/v19/clientapplications"
    date = "2026-01-15T09:30:00Z"

    def __init__(self, client, secret):
        self.basic = "Basic " + base64.b64encode(f"{client}:{secret}".encode()).decode()
        self.tokens = set()
        self.conversations = {}
        self.available = True
        super().__init__()

    def find(self, method, path):
        calls = {
            ("POST", "/authentication/oauth2/token"): ("token", self.token),
            ("GET", "/messaging/configuration"): ("configuration", self.configuration),
            ("POST", "/messaging/conversation/start"): ("start", self.start),
            ("POST", "/messaging/sendmessage"): ("send", self.send),
            ("POST", "/messaging/conversation/end"): ("end", self.end),
            ("GET", "/messaging/agentavailability"): ("availability", self.availability),
        }
        return calls.get((method, path.removeprefix(self.base)), ("unknown", None))

    def token(self, headers, query, body):
        form = dict(urllib.parse.parse_qsl(body.decode()))
        if headers["Authorization"] != self.basic:
            raise Refused(401, {"code": "401-1", "developerMessage": "not this client"})
        assert form == {"grant_type": "client_credentials"}, form
        token = f"token-{next(self.ids)}"
        self.tokens.add(token)
        return {"access_token": token, "expires_in": 86400, "token_type": "Bearer"}

    def authorize(self, headers):
        if (headers["Authorization"] or "").removeprefix("Bearer ") not in self.tokens:
            raise Refused(401, {"code": "401-2", "developerMessage": "no session"})

    def configuration(self, headers, query, body):
        self.authorize(headers)
        entry = int(query["entrypoint"])
        return {"entryPointConfiguration": [{"entryPoint": {"id": entry}, "lastModified": {"date": self.date}}]}

    def availability(self, headers, query, body):
        self.authorize(headers)
        return {"available": self.available}

    def start(self, headers, query, body):
        self.authorize(headers)
        if ("searchContactOnAttribute" in query) == ("anonymousCustomer" in query):
            raise Refused(400, {"code": "400-1", "developerMessage": "one of two parameters"})
        asked = json.loads(body)
        contact = asked["activity"]["customer"]["contacts"]["contact"]
        assert asked["activity"]["customer"]["type"] == {"value": "individual"} and len(contact) == 1, asked
        if asked["entryPointConfiguration"]["lastModified"]["date"] != self.date:
            raise Refused(409, {"code": "409-100", "developerMessage": "the entry point has changed"})
        identifier = f"c{next(self.ids)}"
        self.conversations[identifier] = {"contact": contact[0], "texts": [], "ended": 0}
        return {"id": identifier, "activity": {"id": f"a-{identifier}", "case": {"id": f"case-{identifier}"}}}

    def conversation(self, body):
        asked = json.loads(body)
        found = self.conversations.get(asked["conversation"]["id"])
        if found is None:
            raise Refused(404, {"code": "404-2", "developerMessage": "no such conversation"})
        return asked, found

    def send(self, headers, query, body):
        self.authorize(headers)
        asked, found = self.conversation(body)
        assert asked["type"]["value"] in ("text/plain", "text/html"), asked
        found["texts"].append(asked["content"])
        return {}

    def end(self, headers, query, body):
        self.authorize(headers)
        _, found = self.conversation(body)
        found["ended"] += 1
        return {}

    def of(self, phone):
        """The conversations with a customer, by a part of his contact."""
        with self.lock:
            return [c for c, what in self.conversations.items() if phone in json.dumps(what["contact"])]

    def message(self, conversation, kind, content="", sender="user", identifier=None, **more):
        """A message as the callback carries it."""
        return {
            "id": identifier or f"m{next(self.ids)}", "sender": {"type": sender, "user": "Dana"},
            "conversation": {"id": conversation}, "type": {"value": kind}, "content": content,
            "timeStamp": int(time.time() * 1000), **more,
        }

    @staticmethod
    def json(messages):
        return json.dumps({"message": messages}).encode(), "application/json"

    @staticmethod
    def xml(messages):
        def write(name, value):
            inner = "".join(write(*item) for item in value.items()) if isinstance(value, dict) else (
                xml.sax.saxutils.escape(str(value)))
            return f"<{name}>{inner}</{name}>"

        body = "".join(write("message", message) for message in messages)
        return f'<?xml version="1.0" encoding="UTF-8"?><messages>{body}</messages>'.encode(), "application/xml"


class WebexConnect(Counterpart):
    """Webex Connect's SMS interface, version 1: a key that is known makes a message once."""

    def __init__(self, key, secret):
        self.key, self.secret = key, secret
        self.messages = []
        self.known = {}
        super().__init__()

    def find(self, method, path):
        return ("sms", self.take) if (method, path) == ("POST", "/v1/sms/messages") else ("unknown", None)

    def take(self, headers, query, body):
        if headers["key"] != self.key:
            raise Refused(401, {"code": "1001"})
        asked, once = json.loads(body), headers["Idempotency-Key"]
        assert once and len(once) <= 64 and not asked["from"].startswith("+") and asked["to"].startswith("+"), asked
        if once in self.known:
            raise Refused(409, {"code": "7203", "description": "duplicate request"})
        identifier = f"w{next(self.ids)}"
        self.known[once] = identifier
        self.messages.append(asked)
        return 202, {"response": [{"code": "1002", "transid": identifier, "description": "Queued"}]}

    def sent_to(self, number):
        with self.lock:
            return [message["content"] for message in self.messages if message["to"] == number]

    def receipt(self, message, status="Delivered"):
        """What the gateway tells of a message that it was asked to send."""
        info = {
            "timeStamp": "2026-01-15T09:30:00Z", "Description": status, "code": "7501", "deliveryChannel": "SMS",
            "destination": message["to"], "destinationType": "msisdn", "deliveryStatus": status,
        }
        return {"deliveryInfoNotification": {"deliveryInfo": info, "transid": self.known_id(message),
                                             "callbackData": message["callbackData"]}}

    def known_id(self, message):
        return self.known.get(message["callbackData"], "")

    def inbound(self, customer, business, text, identifier=None):
        body = json.dumps({
            "transid": identifier or f"in{next(self.ids)}", "channel": "SMS", "message": text, "oa": customer,
            "da": business.removeprefix("+"), "ts": "1768469400",
        }).encode()
        return body, self.signed(body)

    def signed(self, body):
        signature = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        return {"Content-Type": "application/json", "x-hub-signature": signature}


class Twilio(Counterpart):
    """Twilio's messages. It knows no keys: what is asked twice is sent twice."""

    def __init__(self, sid, token):
        self.sid, self.token = sid, token
        self.basic = "Basic " + base64.b64encode(f"{sid}:{token}".encode()).decode()
        self.messages = []
        self.inbox = []
        self.opted_out = set()
        super().__init__()

    def find(self, method, path):
        own = f"/2010-04-01/Accounts/{self.sid}/Messages.json"
        return {("POST", own): ("sms", self.take), ("GET", own): ("list", self.list)}.get((method, path), ("unknown", None))

    def list(self, headers, query, body):
        """All messages of some days, in both directions, the latest first, two on a page."""
        if headers["Authorization"] != self.basic:
            raise Refused(401, {"code": 20003})
        kept = [message for message in reversed(self.inbox) if message["day"] >= query["DateSent>"]]
        first = int(query.get("Page", 0)) * 2
        following = f"/2010-04-01/Accounts/{self.sid}/Messages.json?DateSent%3E={query['DateSent>']}&PageSize=2&Page={first // 2 + 1}"
        return {"messages": kept[first:first + 2], "next_page_uri": following if len(kept) > first + 2 else None}

    def keep(self, customer, business, text, age=0, media=0, identifier=None, direction="inbound"):
        """A message that has come, whether somebody has taken it or not."""
        at = time.time() - age
        self.inbox.append({
            "sid": identifier or f"SMkept{next(self.ids)}", "direction": direction, "from": customer, "to": business, "body": text,
            "num_media": str(media), "status": "received", "date_sent": email.utils.formatdate(at), "day": time.strftime(
                "%Y-%m-%d", time.gmtime(at))})

    def take(self, headers, query, body):
        if headers["Authorization"] != self.basic:
            raise Refused(401, {"code": 20003})
        asked = dict(urllib.parse.parse_qsl(body.decode()))
        if asked["To"] in self.opted_out:
            raise Refused(400, {"code": 21610, "message": "unsubscribed"})
        asked["sid"] = f"SM{next(self.ids):032d}"
        self.messages.append(asked)
        return 201, {"sid": asked["sid"], "status": "queued"}

    def sent_to(self, number):
        with self.lock:
            return [message["Body"] for message in self.messages if message["To"] == number]

    def signed(self, url, fields):
        """A form, and the header that Twilio signs it with."""
        base = url + "".join(name + fields[name] for name in sorted(fields))
        signature = base64.b64encode(hmac.new(self.token.encode(), base.encode(), hashlib.sha1).digest()).decode()
        return urllib.parse.urlencode(fields).encode(), {
            "Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}

    def inbound(self, url, customer, business, text, identifier=None, media=0):
        return self.signed(url, {
            "MessageSid": identifier or f"SMin{next(self.ids)}", "AccountSid": self.sid, "From": customer,
            "To": business, "Body": text, "NumMedia": str(media)})


class Meta(Counterpart):
    """Messenger's send interface, and the events of its pages."""

    def __init__(self, page, token, secret):
        self.page, self.token, self.secret = page, token, secret
        self.messages = []
        super().__init__()

    def find(self, method, path):
        own = f"/{self.page}/messages"
        return ("send", self.take) if method == "POST" and path.endswith(own) else ("unknown", None)

    def take(self, headers, query, body):
        shown = query.get("access_token") or (headers["Authorization"] or "").removeprefix("Bearer ")
        if shown != self.token:
            raise Refused(401, {"error": {"code": 190}})
        asked = json.loads(body)
        assert asked["messaging_type"] in ("RESPONSE", "MESSAGE_TAG"), asked
        self.messages.append((asked["recipient"]["id"], asked["message"]["text"]))
        return {"recipient_id": asked["recipient"]["id"], "message_id": f"mid.{next(self.ids)}"}

    def sent_to(self, customer):
        with self.lock:
            return [text for recipient, text in self.messages if recipient == customer]

    def event(self, customer, text, identifier=None, **more):
        return {"sender": {"id": customer}, "recipient": {"id": self.page}, "timestamp": int(time.time() * 1000),
                "message": {"mid": identifier or f"m_{next(self.ids)}", "text": text, **more}}

    def signed(self, *events):
        body = json.dumps({"object": "page", "entry": [
            {"id": self.page, "time": int(time.time() * 1000), "messaging": list(events)}]}).encode()
        signature = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        return body, {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}


def standard_webhook(secret, identifier, body, at=None):
    """The headers of a webhook as Standard Webhooks 1.0 has it."""
    at = int(time.time() if at is None else at)
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = hmac.new(key, f"{identifier}.{at}.".encode() + body, hashlib.sha256).digest()
    return {"Content-Type": "application/json", "webhook-id": identifier, "webhook-timestamp": str(at),
            "webhook-signature": "v1," + base64.b64encode(signature).decode()}
