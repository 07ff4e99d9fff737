"""Reads the feed and prints each event, until Ctrl+C. Settings: URL, KEY, and POSITION, the file that keeps how far it came."""
import json
import os
import sys
import time
import urllib.error
import urllib.request

URL = os.environ.get("URL", "http://127.0.0.1:5080")
POSITION = os.environ.get("POSITION", "position")


def read_position():
    try:
        with open(POSITION, encoding="ascii") as file:
            return int(file.read())
    except FileNotFoundError:
        return 0


def write_position(seq):
    # In one step: a file that is half written would be no position.
    with open(POSITION + ".new", "w", encoding="ascii") as file:
        file.write(str(seq))
    os.replace(POSITION + ".new", POSITION)


def page_after(seq):
    request = urllib.request.Request(f"{URL}/api/events?after={seq}&limit=1000&wait=30", headers={"x-api-key": os.environ["KEY"]})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def handle(event):
    data = event["data"]
    print(f"{event['type']}: order {data['order_id']} is {data['to']}", flush=True)


position = read_position()
while True:
    try:
        page = page_after(position)
    except urllib.error.HTTPError as refused:
        # These pass by themselves. Everything else needs somebody to look: a wrong key, a ledger that was set back.
        if refused.code != 429 and refused.code < 500:
            sys.exit(json.load(refused)["error"])
        time.sleep(1)
        continue
    except OSError as away:
        print(f"{away} Trying again.", file=sys.stderr)
        time.sleep(1)
        continue
    for event in page["events"]:
        handle(event)
    # Only now: whoever stops before it sees these events again, and misses none.
    position = page["next"]
    write_position(position)
