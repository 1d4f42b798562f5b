"""What the checks of the live service share: running programs of Refrain, and asking them over HTTP."""
import atexit
import http.client
import json
import random
import signal
import socket
import subprocess
import sys
import time

# Longer than anything takes on a machine that has much else to do.
WAIT = 30


# Who is told to end leaves nothing behind either.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def begin(*command, **more):
    """Starts a program, which ends with this one at the latest."""
    process = subprocess.Popen(command, **more)
    atexit.register(process.kill)
    return process


def await_that(condition, message, seconds=WAIT):
    """Waits until a condition gives something, which is given back."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(message() if callable(message) else message)
        time.sleep(0.02)


def free_port():
    """A port of this machine at which nobody listens now, and none that the system gives to those who ask for any: it is free
    while a program that listens there is away for a moment, too."""
    while True:
        with socket.socket() as listening:
            port = random.randrange(10_000, 20_000)
            try:
                listening.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def call(port, method, path, body=None, **headers):
    """Makes a request, and gives the answer's status and body. A name's `_` is a `-` in the header."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
    if isinstance(body, (dict, list)):
        body = json.dumps(body)
        headers.setdefault("Content_Type", "application/json")
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    try:
        return response.status, json.loads(content)
    except ValueError:
        return response.status, content.decode()


class Emulators:
    """A running 'refrain emulate'."""

    def __init__(self, refrain, *arguments):
        self.process = begin(
            refrain, "emulate", "--listen", "127.0.0.1:0", *arguments,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        assert "http://127.0.0.1:" in line, line
        self.port = int(line.rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.output = self.process.communicate(timeout=WAIT)[0]

    def call(self, method, path, body=None, **headers):
        return call(self.port, method, path, body, **headers)

    def control(self, method, path, body=None, **headers):
        return self.call(method, "/control" + path, body, **headers)

    def log(self, after=0):
        status, text = self.control("GET", f"/log?after={after}")
        assert status == 200
        return [json.loads(line) for line in text.splitlines()] if isinstance(text, str) else [text]

    def await_event(self, name, **fields):
        def find():
            for line in self.log():
                if line["event"] == name and all(line.get(key) == value for key, value in fields.items()):
                    return line

        return await_that(find, lambda: f"no {name} {fields} in {self.log()}")
