"""A seller's system that is told: python3 receive.py 8080, with WEBHOOK_SECRET (whsec_...) of its endpoint."""

import base64, hashlib, hmac, os, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer

key = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
# Ids of messages that were worked on. Yours belong into a database, with the work, for two weeks.
seen = set()


def is_genuine(headers, body):
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "0")
    if abs(time.time() - int(timestamp)) > 300:
        return False
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    # While the secret is being replaced there are two signatures.
    return any(hmac.compare_digest(one, expected) for one in headers.get("webhook-signature", "").split(" "))


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        genuine = is_genuine(self.headers, body)
        # Answered first, worked on then: within ten seconds, or it is sent again.
        self.send_response(204 if genuine else 401)
        self.end_headers()
        message_id = self.headers["webhook-id"]
        if genuine and message_id not in seen:
            seen.add(message_id)
            print(message_id, body.decode(), flush=True)

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
