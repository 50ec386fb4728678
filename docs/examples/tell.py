"""Tells Moments something, signed, until it is answered: python3 tell.py /deposits '{"reference": ...}'

MOMENTS_URL (http://127.0.0.1:3000/integration/v1) and MOMENTS_SECRET (whsec_...) say where and as whom.
"""

import base64, hashlib, hmac, os, sys, time, urllib.error, urllib.request, uuid

path, body = sys.argv[1], sys.argv[2].encode()
key = base64.b64decode(os.environ["MOMENTS_SECRET"].removeprefix("whsec_"))
# One id for the message, however often it is sent.
message_id = str(uuid.uuid4())


def send():
    """Gives the status (None without an answer), the text and the seconds to wait that were asked for."""
    # Signed anew each time: a timestamp is good for five minutes.
    timestamp = str(int(time.time()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    headers = {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
    request = urllib.request.Request(os.environ["MOMENTS_URL"] + path, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), None
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(), refused.headers.get("retry-after")
    except OSError:
        return None, "", None


for attempt in range(6):
    status, text, retry_after = send()
    if status is not None and status != 429 and status < 500:
        print(status, text)
        sys.exit(0 if status < 300 else 1)
    seconds = int(retry_after or 2**attempt)
    print(f"{status or 'no answer'}: again in {seconds} s", file=sys.stderr)
    time.sleep(seconds)
sys.exit(2)
