"""A browser without a window for the checks that look at pages: found or installed, and driven by the Chrome DevTools
protocol, for which Python needs the package websocket-client."""
import atexit
import base64
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]


def installed():
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install():
    """Asks Debian's packages for a browser; whether that works is seen by what is there afterwards."""
    if not shutil.which("apt-get"):
        return
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if become and not shutil.which("sudo"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for line in ["apt-get -qq update", "apt-get -qq install -y --no-install-recommends chromium-headless-shell",
                 "apt-get -qq install -y --no-install-recommends chromium"]:
        if not installed():
            subprocess.run(become + line.split(), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)



class Navigated(SystemExit):
    """A script has come to no end, since its page has gone."""


class Browser:
    """A browser without a window, and the DevTools connection to its one page.

    `dialog` is told of each dialog that a page opens; `pictures` is the folder that pictures are put into, if any.
    """

    def __init__(self, program, folder, dialog, pictures=None):
        import websocket

        self.dialog, self.pictures = dialog, pictures
        self.process = subprocess.Popen(
            [program, "--headless", "--remote-debugging-port=0", f"--user-data-dir={folder}", "--disable-gpu",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-allow-origins=*", "--hide-scrollbars", "about:blank"]
            + (["--no-sandbox"] if os.geteuid() == 0 or os.environ.get("CI") else []),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        # What is called Chromium is often a script, and always several processes: all of them end with this one.
        atexit.register(self.close)
        port_file = Path(folder) / "DevToolsActivePort"
        deadline = time.monotonic() + 30
        while not (port_file.exists() and port_file.read_text().count("\n")):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the browser does not start")
            time.sleep(0.05)
        port, path = port_file.read_text().split("\n")[:2]
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}{path}", timeout=60)
        self.number, self.session, self.events = 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network", "Accessibility"]:
            self.call(f"{domain}.enable")

    def close(self):
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            pass
        # The others of its processes may still write to its folder.
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                break
            self.process.poll()
            time.sleep(0.02)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    gone = "navigated or closed" in answer["error"]["message"]
                    raise (Navigated if gone else SystemExit)(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)
            if answer.get("method") == "Page.javascriptDialogOpening":
                self.dialog(answer["params"]["message"])
                self.socket.send(json.dumps({"id": 0, "method": "Page.handleJavaScriptDialog",
                                             "params": {"accept": False}, "sessionId": self.session}))

    def open(self, address):
        self.call("Page.navigate", url="about:blank")
        self.events = []
        self.call("Page.navigate", url=address)
        deadline = time.monotonic() + 30
        while self.read("document.readyState + location.href") != "complete" + address:
            if time.monotonic() > deadline:
                raise SystemExit(f"{address} does not load")

    def evaluate(self, script):
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise SystemExit(f"{result['exceptionDetails']}\n{script}")
        return result["result"].get("value")

    def read(self, script):
        """What a script that changes nothing gives; nothing while the page is left for another one."""
        try:
            return self.evaluate(script)
        except Navigated:
            return None

    def press(self, key):
        code = {"Enter": 13, " ": 32, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowRight": 39, "Tab": 9}[key]
        for kind in ["keyDown", "keyUp"]:
            typed = {" ": " ", "Enter": "\r"}.get(key)
            text = {"text": typed} if typed and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code="Space" if key == " " else key,
                      windowsVirtualKeyCode=code, **text)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def emulate(self, media="", **features):
        self.call("Emulation.setEmulatedMedia", media=media, features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def size(self, width, height, mobile=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def take(self, name):
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            shot = self.call("Page.captureScreenshot", format="png")["data"]
            (self.pictures / f"{name}.png").write_bytes(base64.b64decode(shot))

    def complaints(self, own="file:"):
        """What was logged, thrown, or asked for outside of the page's own place."""
        self.evaluate("0")
        for event in self.events:
            parameters = event.get("params", {})
            match event.get("method"):
                case "Runtime.exceptionThrown":
                    yield parameters["exceptionDetails"]["text"]
                case "Runtime.consoleAPICalled":
                    yield f"console: {parameters['args']}"
                case "Log.entryAdded":
                    yield f"{parameters['entry']['level']}: {parameters['entry']['text']}"
                case "Network.requestWillBeSent":
                    url = parameters["request"]["url"]
                    if not url.startswith((own, "data:,", "about:")):
                        yield f"asks for {url}"
                    if url.startswith("file:") and parameters.get("type") != "Document":
                        yield f"asks for {url}"
