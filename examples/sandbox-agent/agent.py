#!/usr/bin/env python3
"""A sandbox agent in one file, without libraries: tmux sessions in the plain form, as docs/sandbox-agent.md explains it.

    GASTOWN_SANDBOX_KEY=a-shared-key ./agent.py [--port 8081] [--tmux-socket NAME]

It shows and types; what makes the real agent fast (one control client a session, raw bytes, snapshots) is not in it.
"""
import argparse, base64, hashlib, hmac, json, os, re, select, socketserver, struct, subprocess, time
from http.server import BaseHTTPRequestHandler

NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
POLL_SECONDS = 0.2          # output is sent only when it changed, and not more often than this
WEBSOCKET = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"     # RFC 6455 section 1.3
MOST_BYTES = 1 << 20        # of one message


def tmux(*command):
    socket = ["-L", options.tmux_socket] if options.tmux_socket else []
    return subprocess.run(["tmux", "-u", *socket, *command], capture_output=True, text=True)


def role(name):
    """A town has one Mayor, hq-mayor; whoever reports another role for a session decides who may be typed to."""
    return "mayor" if name == "hq-mayor" else "witness" if name.endswith("-witness") else "polecat"


class Agent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    rbufsize = 0            # what is not read yet must be where select() sees it

    def do_GET(self):
        if not hmac.compare_digest(self.headers.get("x-internal-api-key", "").encode(), KEY):
            return self.answer(401, {"error": "wrong key"})
        if self.path == "/sessions":
            return self.sessions()
        name = self.path.removeprefix("/sessions/")
        if not NAME.fullmatch(name) or tmux("has-session", "-t", "=" + name).returncode != 0:
            return self.answer(404, {"error": "no such session"})
        if self.headers.get("Upgrade", "").lower() != "websocket":
            return self.answer(426, {"error": "a WebSocket"})
        accept = hashlib.sha1(self.headers["Sec-WebSocket-Key"].encode() + WEBSOCKET).digest()
        self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         b"Sec-WebSocket-Accept: " + base64.b64encode(accept) + b"\r\n\r\n")
        self.close_connection = True
        self.terminal(name)

    def sessions(self):
        listed = tmux("list-panes", "-a", "-f", "#{&&:#{window_active},#{pane_active}}",
                      "-F", "#{session_name} #{pane_dead} #{window_activity}")
        if listed.returncode != 0:
            return self.answer(503, {"error": "no tmux server"})
        sessions = []
        for line in listed.stdout.splitlines():
            name, dead, activity = line.rsplit(" ", 2)
            sessions.append({"name": name, "role": role(name), "alive": dead != "1",
                             "idleSeconds": max(0, int(time.time()) - int(activity))})
        self.answer(200, {"sessions": sessions})

    def terminal(self, name):
        shown, due = None, 0
        while True:
            wait = max(0, due - time.monotonic())
            if select.select([self.connection], [], [], wait)[0] and not self.receive(name):
                return
            if time.monotonic() < due:
                continue
            due = time.monotonic() + POLL_SECONDS
            pane = tmux("capture-pane", "-p", "-e", "-t", "=" + name + ":")
            if pane.returncode != 0:
                return self.send(8, struct.pack("!H", 1000))
            if pane.stdout != shown:
                shown = pane.stdout
                self.send(1, json.dumps({"type": "output", "data": shown, "timestamp": int(time.time())}).encode())

    def receive(self, name):
        """One frame from the gateway, which sends each message in one; false when there will be no more."""
        head = self.read(2)
        if len(head) < 2:
            return False
        opcode, length = head[0] & 15, head[1] & 127
        if length > 125:
            size = 2 if length == 126 else 8
            length = int.from_bytes(self.read(size), "big")
        if length > MOST_BYTES:
            self.send(8, struct.pack("!H", 1009))
            return False
        mask = self.read(4)
        data = bytes(byte ^ mask[i % 4] for i, byte in enumerate(self.read(length)))
        if opcode == 8:
            self.send(8, data[:2])
            return False
        if opcode == 9:
            self.send(10, data)
        if opcode == 1:
            self.obey(name, json.loads(data))
        return True

    def read(self, length):
        data = b""
        while len(data) < length and (more := self.rfile.read(length - len(data))):
            data += more
        return data

    def obey(self, name, message):
        if message.get("type") == "input":
            tmux("send-keys", "-t", "=" + name + ":", "-l", "--", str(message.get("data", "")))
            tmux("send-keys", "-t", "=" + name + ":", "Enter")
        elif message.get("type") == "resize":
            columns, rows = int(message.get("cols", 0)), int(message.get("rows", 0))
            if columns > 0 and rows > 0:
                tmux("resize-window", "-t", "=" + name + ":", "-x", str(min(max(columns, 2), 500)),
                     "-y", str(min(rows, 300)))

    def send(self, opcode, data):
        length = len(data)
        head = bytes([128 | opcode]) + (bytes([length]) if length < 126
                                        else b"\x7e" + struct.pack("!H", length) if length < 65536
                                        else b"\x7f" + struct.pack("!Q", length))
        self.wfile.write(head + data)

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *ignored):
        pass                                    # a request's line may hold what is nobody else's business


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


parser = argparse.ArgumentParser(description="A sandbox agent in one file.")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8081)
parser.add_argument("--tmux-socket", default="")
options = parser.parse_args()
KEY = os.environ.get("GASTOWN_SANDBOX_KEY", "").encode() or exit("Set GASTOWN_SANDBOX_KEY to the key the gateway sends")
with Server((options.host, options.port), Agent) as server:
    print(f"Sandbox agent: http://{options.host}:{server.server_address[1]}/sessions", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
