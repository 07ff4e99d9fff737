#!/usr/bin/env python3
"""Verifies an export file of OrderLedger against a checkpoint, without a server and without a database.

    verify_export.py --export FILE[.gz] --checkpoint NOTE --key PEM [--anchor DIR]

Written from docs/proof.md alone, so that an error in the product is not repeated here. Needs Python 3.8 and, for the signature, the
program openssl. Exit code 0: all is as it was signed; 1: it is not, and the first line says where; 2: called wrongly.
"""
import argparse
import base64
import gzip
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import zlib
from decimal import Decimal

KEPT = 100
SHOWN = 20
AMOUNTS = {"totals", "subtotal", "discount_amount", "shipping_cost", "tax_amount", "amount_paid"}
FREE_TEXT = {"reason", "text"}
SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
ESCAPED = re.compile(r'[\x00-\x1f"\\]')

sys.setrecursionlimit(10_000)


class WrongCall(Exception):
    """What was given cannot be worked with."""


class Unreadable(Exception):
    """A line is not what the specification says."""


class Number(str):
    """A number as it is spelled: a float would round it."""


# --- Canonical JSON -------------------------------------------------------------------------------------------------------------------

def es6(number):
    """A double as ECMAScript's Number::toString writes it; repr gives the same shortest digits in another dress."""
    sign, digits, exponent = Decimal(repr(number)).as_tuple()
    text = "".join(map(str, digits)).lstrip("0") or "0"
    if text == "0":
        return "0"
    stripped = text.rstrip("0")
    exponent += len(text) - len(stripped)
    k, n = len(stripped), len(stripped) + exponent
    if k <= n <= 21:
        body = stripped + "0" * (n - k)
    elif 0 < n <= 21:
        body = stripped[:n] + "." + stripped[n:]
    elif -6 < n <= 0:
        body = "0." + "0" * -n + stripped
    else:
        tail = "" if k == 1 else "." + stripped[1:]
        body = stripped[0] + tail + "e" + ("+" if n > 0 else "-") + str(abs(n - 1))
    return ("-" if sign else "") + body


def exact_parts(token):
    sign, digits, exponent = Decimal(token).as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    if not text:
        return 0, "0", 0
    stripped = text.rstrip("0")
    return sign, stripped, exponent + len(text) - len(stripped)


def number(token):
    parts = exact_parts(token)
    if parts[1] == "0":
        return "0"
    value = float(token)
    if value not in (float("inf"), float("-inf")) and exact_parts(repr(value)) == parts:
        return es6(value)
    return '"%s%se%d"' % ("-" if parts[0] else "", parts[1], parts[2])


def text(value):
    return '"' + ESCAPED.sub(lambda m: SHORT_ESCAPES.get(m.group(), "\\u%04x" % ord(m.group())), value) + '"'


def canonical(value):
    if isinstance(value, Number):
        return number(value)
    if isinstance(value, str):
        return text(value)
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(text(name) + ":" + canonical(value[name]) for name in names) + "}"


def canonical_bytes(value):
    return canonical(value).encode("utf-8", "surrogatepass")


def parsed(line):
    try:
        value = json.loads(line, parse_int=Number, parse_float=Number)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable(str(wrong)) from wrong
    if not isinstance(value, dict):
        raise Unreadable("no object")
    return value


# --- Hashes ---------------------------------------------------------------------------------------------------------------------------

def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def node(left, right):
    return sha256(b"\x01", left, right)


def split(data):
    """The data without its personal members, and these by themselves (None where there are none)."""
    public, personal, found = {}, {}, False
    for name, value in data.items():
        if name in FREE_TEXT:
            personal[name] = value
            found = True
        elif name == "details" and isinstance(value, dict):
            public[name] = {n: v for n, v in value.items() if n in AMOUNTS}
            personal[name] = {n: v for n, v in value.items() if n not in AMOUNTS}
            found = found or bool(personal[name])
        else:
            public[name] = value
    return public, personal if found else None


class Tree:
    """RFC 6962 over leaves, or over complete parts of it, that come from left to right."""

    def __init__(self):
        self.peaks = []
        self.size = 0

    def add(self, hash_, level=0):
        self.size += 1 << level
        self.peaks.append((level, hash_))
        while len(self.peaks) > 1 and self.peaks[-1][0] == self.peaks[-2][0]:
            level, right = self.peaks.pop()
            left = self.peaks.pop()[1]
            self.peaks.append((level + 1, node(left, right)))

    def root(self):
        if not self.peaks:
            return sha256()
        root = self.peaks[-1][1]
        for _, left in reversed(self.peaks[:-1]):
            root = node(left, root)
        return root


def complete_parts(begin, end):
    """(first place, level) of the largest trees that begin there and end by the end."""
    while begin < end:
        level = 0
        while begin % (2 << level) == 0 and begin + (2 << level) <= end:
            level += 1
        yield begin, level
        begin += 1 << level


# --- Checkpoints ----------------------------------------------------------------------------------------------------------------------

class Checkpoint:
    def __init__(self, note):
        head, separator, signatures = note.partition("\n\n\u2014 ")
        lines = head.split("\n")
        if not separator or len(lines) < 4 or not lines[0] or not lines[3].startswith("time ") or not re.fullmatch("[0-9]+", lines[1]):
            raise Unreadable("no checkpoint")
        try:
            self.signature = base64.b64decode(signatures.split("\n")[0].split(" ")[1], validate=True)
            self.root = base64.b64decode(lines[2], validate=True)
        except (IndexError, ValueError) as wrong:
            raise Unreadable("no checkpoint") from wrong
        self.signed = (head + "\n").encode()
        self.origin, self.size, self.time = lines[0], int(lines[1]), lines[3][5:]

    def is_by(self, keys):
        return any(self.signature[:4] == sha256(der)[:4] and self.verifies(pem) for pem, der in keys)

    def verifies(self, pem):
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("key", "signature", "text")]
            for path, content in zip(paths, (pem.encode(), self.signature[4:], self.signed)):
                with open(path, "wb") as file:
                    file.write(content)
            try:
                return subprocess.run(["openssl", "dgst", "-sha256", "-verify", paths[0], "-signature", paths[1], paths[2]],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0
            except FileNotFoundError:
                raise WrongCall("The program openssl is missing: without it no signature can be verified.") from None


def read_keys(pems):
    found = re.findall(r"-----BEGIN PUBLIC KEY-----\s(.*?)-----END PUBLIC KEY-----", pems, re.S)
    if not found:
        raise WrongCall("The file of --key holds no public key (PEM).")
    return [("-----BEGIN PUBLIC KEY-----\n" + body.strip() + "\n-----END PUBLIC KEY-----\n", base64.b64decode(body)) for body in found]


# --- What is found --------------------------------------------------------------------------------------------------------------------

class Findings:
    """Of a place the first finding counts; what has no place comes last."""

    def __init__(self):
        self.placed, self.general, self.nameless, self.more = {}, [], set(), 0

    def say(self, what):
        self.general.append(what)

    def at(self, place, what):
        if place in self.placed:
            return
        if len(self.placed) < KEPT:
            self.placed[place] = what
        else:
            self.more += 1

    def event(self, stream, version, place, what):
        self.at(place, "%s/%s v%d (place %d): %s" % (*stream, version, place, what))

    def hole(self, begin, end):
        for place in range(begin, min(end, begin + KEPT)):
            self.at(place, "place %d: an event is missing" % place)
            self.nameless.add(place)
        if end > begin + KEPT:
            self.at(begin + KEPT, "places %d to %d: events are missing" % (begin + KEPT, end - 1))

    def gap(self, stream, versions, after, before):
        """Versions that a stream lacks between two places: just as many empty places between them are theirs."""
        empty = sorted(place for place in self.nameless if after < place < before)
        if len(empty) != len(versions):
            self.at(before, "%s/%s v%d (before place %d): it is missing" % (*stream, versions[0], before))
            return
        for version, place in zip(versions, empty):
            self.nameless.discard(place)
            self.placed.pop(place, None)
            self.event(stream, version, place, "it is missing")

    def lines(self):
        return [self.placed[place] for place in sorted(self.placed)] + self.general


class Folder:
    """The leaves kept outside the database, as far as the checkpoint covers them."""

    def __init__(self, path, checkpoint):
        self.lines, self.checkpoint, self.tree, self.latest = self.read(os.path.join(path, "leaves")), checkpoint, Tree(), None

    @staticmethod
    def read(path):
        for number_ in itertools.count():
            name = os.path.join(path, "%09d" % number_)
            if not os.path.exists(name):
                return
            with open(name, encoding="utf-8") as file:
                for line in file:
                    hash_, _, event = line.rstrip("\n").partition(" ")
                    try:
                        tenant, stream, version = json.loads(event)
                        yield base64.b64decode(hash_, validate=True), (tenant, stream), version
                    except ValueError:
                        return

    def leaf(self, place):
        if place >= self.checkpoint.size:
            return None
        while self.tree.size <= place:
            self.latest = next(self.lines, None)
            if self.latest is None:
                return None
            self.tree.add(self.latest[0])
        return self.latest

    def fault(self):
        self.leaf(self.checkpoint.size - 1)
        if self.tree.size < self.checkpoint.size:
            return "The folder holds %d leaves, and the checkpoint covers %d." % (self.tree.size, self.checkpoint.size)
        if self.tree.root() != self.checkpoint.root:
            return "The leaves in the folder are not those that were signed: it was changed, or belongs to another ledger."
        return None


# --- The file -------------------------------------------------------------------------------------------------------------------------

def member(line, name, kind=str, optional=False):
    value = line.get(name)
    if value is None and optional:
        return None
    if not isinstance(value, kind) or (kind is str and isinstance(value, Number)):
        raise Unreadable(name)
    return value


def whole_number(line, name):
    try:
        return int(member(line, name, Number))
    except ValueError as wrong:
        raise Unreadable(name) from wrong


def hex_bytes(line, name):
    value = member(line, name, optional=True)
    try:
        return None if value is None else bytes.fromhex(value)
    except ValueError as wrong:
        raise Unreadable(name) from wrong


class Event:
    def __init__(self, line):
        self.line = line
        self.stream = (member(line, "tenant"), member(line, "stream"))
        self.version = whole_number(line, "version")
        self.place = whole_number(line, "place") if "place" in line else None
        self.time = member(line, "ts")
        self.data = member(line, "data", dict)
        self.salt, self.personal, self.prev, self.leaf = (hex_bytes(line, name) for name in ("salt", "personal", "prev", "leaf"))
        self.public_part, self.personal_part = split(self.data)

    @property
    def is_erased(self):
        return self.personal is not None and self.salt is None and self.personal_part is None

    def is_right(self):
        personal = self.personal
        if not self.is_erased:
            if (self.personal_part is None) != (personal is None) or (self.personal_part is not None and self.salt is None):
                return False
            if personal is not None and sha256(self.salt, canonical_bytes(self.personal_part)) != personal:
                return False
        hashed = {"data": self.public_part}
        if personal is not None:
            hashed["personal"] = personal.hex()
        entry = {
            "actor": member(self.line, "actor"), "source": member(self.line, "source"),
            "request_id": member(self.line, "request_id", optional=True), "delivery_id": member(self.line, "delivery_id", optional=True),
            "data_hash": sha256(canonical_bytes(hashed)).hex(), "event_id": member(self.line, "event_id"),
            "prev": None if self.prev is None else self.prev.hex(), "stream": self.stream[1], "tenant": self.stream[0],
            "ts": self.time, "type": member(self.line, "type"), "version": Number(self.version),
        }
        return sha256(b"\x00", canonical_bytes({n: v for n, v in entry.items() if v is not None})) == self.leaf


class Verification:
    def __init__(self, header, checkpoint, keys, folder):
        if header.get("orderledger") != "export/1":
            raise WrongCall("The file is an export of another kind: %s." % header.get("orderledger"))
        self.store, self.begin, self.finish = header.get("store"), header.get("from"), header.get("to")
        self.checkpoint, self.folder = checkpoint, folder
        self.findings, self.tree, self.is_broken = Findings(), Tree(), False
        self.events, self.next, self.end, self.unproven = 0, 0, None, 0
        self.streams, self.erased = {}, {}
        self.signed = [[checkpoint, "the checkpoint", False]]
        self.take_header(header.get("checkpoint"), keys)

    @property
    def is_whole(self):
        return self.store is None and self.begin is None and self.finish is None

    def take_header(self, note, keys):
        if note is None:
            return
        try:
            other = Checkpoint(note)
        except Unreadable:
            other = None
        if other is None or not other.is_by(keys):
            self.findings.say("The checkpoint in the first line is signed by none of the keys.")
            return
        if other.origin != self.checkpoint.origin:
            self.findings.say("The file is of ledger %s, and the checkpoint of %s." % (other.origin, self.checkpoint.origin))
        self.signed.append([other, "the checkpoint in the first line", False])

    def take(self, line):
        if self.end is not None:
            self.findings.say("Something stands behind the last line.")
            return
        try:
            if "skipped" in line:
                self.skip(member(line, "skipped", dict))
            elif "end" in line:
                last = member(line, "end", dict)
                self.end = (whole_number(last, "events"), whole_number(last, "size"))
            else:
                self.take_event(Event(line))
        except (Unreadable, ArithmeticError):
            self.is_broken = True
            self.findings.at(self.next, "place %d: the line cannot be read" % self.next)

    def take_event(self, event):
        self.events += 1
        if event.place is None or event.leaf is None:
            self.findings.at(self.next, "%s/%s v%d (before place %d): it has no leaf" % (*event.stream, event.version, self.next + 1))
            return
        if event.place < self.next:
            self.findings.event(event.stream, event.version, event.place, "its place is not behind the one before it")
            return
        self.missing_up_to(event.place)
        kept = self.folder.leaf(event.place) if self.folder else None
        fault = self.fault(event)
        if fault is None and kept and kept[0] != event.leaf:
            fault = "its leaf is not the one in the folder"
        if fault is not None:
            if kept and kept[1:] != (event.stream, event.version):
                fault += "; %s/%s v%d was recorded there" % (*kept[1], kept[2])
            self.findings.event(event.stream, event.version, event.place, fault)
        self.grow(event.leaf, 0)
        self.next = event.place + 1

    def fault(self, event):
        version, place, leaf = self.streams.get(event.stream, (0, -1, None))
        self.streams[event.stream] = (event.version, event.place, event.leaf)
        lacking = event.version > version + 1 and self.begin is None and self.finish is None
        if lacking and event.prev is None:
            # It cannot be right without its prev: that follows from what is missing.
            self.findings.gap(event.stream, range(version + 1, event.version), place, event.place)
            return None
        if not self.is_asked(event):
            return "it is not among what the file was asked for"
        if not event.is_right():
            return "its content does not make its leaf"
        if event.version <= version:
            return "its version does not follow version %d" % version
        if version > 0 and event.version == version + 1 and event.prev != leaf:
            return "its prev is not the leaf of the event before it"
        if lacking:
            self.findings.gap(event.stream, range(version + 1, event.version), place, event.place)
        self.note_erasure(event)
        return None

    def is_asked(self, event):
        tenant, stream = event.stream
        return (self.store is None or self.store == tenant or (tenant == "*" and stream == self.store)) \
            and (self.begin is None or event.time >= self.begin) and (self.finish is None or event.time < self.finish)

    def note_erasure(self, event):
        if event.is_erased:
            self.erased.setdefault(event.stream, []).append((event.version, event.place))
        elif event.line["type"] == "personal_data_erased" and isinstance(event.data.get("upTo"), Number):
            up_to = Decimal(event.data["upTo"])
            self.erased[event.stream] = [gone for gone in self.erased.get(event.stream, []) if gone[0] > up_to]

    def skip(self, run):
        begin, end, parts = whole_number(run, "from"), whole_number(run, "to"), member(run, "parts", list)
        if self.is_whole:
            self.findings.at(begin, "places %d to %d: the file says it is whole, and skips events" % (begin, end - 1))
        self.missing_up_to(begin)
        complete = list(complete_parts(begin, end))
        if begin != self.next or len(complete) != len(parts):
            raise Unreadable("parts")
        for (first, level), part in zip(complete, parts):
            try:
                hash_ = bytes.fromhex(part)
            except (TypeError, ValueError) as wrong:
                raise Unreadable("parts") from wrong
            behind = first + (1 << level)
            if self.folder and behind <= self.checkpoint.size and self.kept_part(first, behind) != hash_:
                self.findings.at(first, "places %d to %d: what stands for the skipped events is not what is in the folder" % (first, behind - 1))
            self.grow(hash_, level)
        self.next = end

    def kept_part(self, first, behind):
        part = Tree()
        for place in range(first, behind):
            leaf = self.folder.leaf(place)
            if leaf is None:
                return None
            part.add(leaf[0])
        return part.root()

    def grow(self, hash_, level):
        if self.is_broken:
            return
        self.tree.add(hash_, level)
        for signed in self.signed:
            checkpoint, name, _ = signed
            if checkpoint.size == self.tree.size:
                signed[2] = True
                if checkpoint.root != self.tree.root():
                    self.findings.say("The first %d events are not those that were signed: the root over them is not that of %s." % (checkpoint.size, name))

    def missing_up_to(self, place):
        if place <= self.next:
            return
        self.is_broken = True
        while self.folder and self.next < place:
            leaf = self.folder.leaf(self.next)
            if leaf is None:
                break
            self.findings.event(leaf[1], leaf[2], self.next, "it is missing")
            self.next += 1
        if self.next < place:
            self.findings.hole(self.next, place)
        self.next = place

    def close(self):
        if self.end is None:
            self.findings.say("The file is cut off: it lacks its last line. Continue it with 'export --resume'.")
        elif self.end[0] != self.events:
            self.findings.say("There are %d events in the file, and its last line says %d." % (self.events, self.end[0]))
        elif self.end[1] < self.next:
            self.findings.say("The file goes up to place %d, and its last line says that there were %d." % (self.next - 1, self.end[1]))
        places = self.next
        if self.end is not None:
            self.missing_up_to(self.end[1])
        for checkpoint, name, met in self.signed:
            if not self.is_broken and not met and 0 < checkpoint.size <= self.next:
                self.findings.say("%s ends among skipped events, at %d. A file of a part of the ledger is verified against the checkpoint in its "
                                  "first line only." % (name[0].upper() + name[1:], checkpoint.size))
        if self.next < self.checkpoint.size:
            if self.folder and self.end is not None:
                self.missing_up_to(self.checkpoint.size)
            self.findings.say("There are %d places in the file, and the checkpoint covers %d: events were deleted, an older backup was restored, "
                              "or the file is older than the checkpoint." % (places, self.checkpoint.size))
        for stream, gone in self.erased.items():
            for version, place in gone:
                if self.finish is None:
                    self.findings.event(stream, version, place, "its personal data is gone, and no later event says that it was erased")
                else:
                    self.unproven += 1
        fault = self.folder.fault() if self.folder else None
        if fault:
            self.findings.say(fault)
        return places


def lines_of(path):
    """Each whole line; a last one that was cut off is left out."""
    with open(path, "rb") as file:
        is_squeezed = file.read(2) == b"\x1f\x8b"
    with (gzip.open(path, "rb") if is_squeezed else open(path, "rb")) as file:
        for line in file:
            if line.endswith(b"\n"):
                yield line


def verify(path, checkpoint, keys, folder):
    verification = None
    try:
        for line in lines_of(path):
            if verification is None:
                try:
                    verification = Verification(parsed(line), checkpoint, keys, folder)
                except Unreadable:
                    break
            else:
                verification.take(parsed(line))
    except (Unreadable, EOFError, zlib.error, gzip.BadGzipFile):
        if verification is not None:
            verification.findings.say("The file cannot be read behind place %d: it is damaged or cut off." % (verification.next - 1))
    if verification is None:
        raise WrongCall("The file is no export: its first line is not one's.")
    return verification


def report(verification):
    places = verification.close()
    found, checkpoint = verification.findings.lines(), verification.checkpoint
    for line in found[:SHOWN]:
        print(line)
    if found:
        count = len(found) + verification.findings.more
        print("%d events: %d problem%s." % (verification.events, count, "" if count == 1 else "s"))
        return 1
    kind = "The file is whole: nothing that the checkpoint covers is missing." if verification.is_whole else \
        "The file is filtered: what is in it is as it was recorded; that nothing is missing, only a whole file proves."
    print("%d events verified. %s The checkpoint of %sZ covers %d of %d places." % (
        verification.events, kind, checkpoint.time[:19], min(places, checkpoint.size), places))
    if verification.unproven:
        print("The personal data of %d events was erased after the time where the file ends: it does not show by whom." % verification.unproven)
    return 0


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def main():
    options = argparse.ArgumentParser(description="Verifies an export file of OrderLedger against a checkpoint.")
    options.add_argument("--export", required=True, help="a file of 'export --format ndjson', plain or gzip")
    options.add_argument("--checkpoint", required=True, help="a checkpoint that was kept")
    options.add_argument("--key", required=True, help="the public keys (PEM) of which one signed the checkpoint")
    options.add_argument("--anchor", help="the folder of the proof, so that what is missing is named")
    asked = options.parse_args()
    try:
        keys = read_keys(read(asked.key))
        try:
            checkpoint = Checkpoint(read(asked.checkpoint))
        except Unreadable:
            raise WrongCall("The file of --checkpoint holds no checkpoint.") from None
        if not checkpoint.is_by(keys):
            print("The checkpoint is signed by none of the keys.")
            return 1
        if asked.anchor and not os.path.isdir(asked.anchor):
            raise WrongCall("There is no folder %s." % asked.anchor)
        folder = Folder(asked.anchor, checkpoint) if asked.anchor else None
        return report(verify(asked.export, checkpoint, keys, folder))
    except (WrongCall, OSError, UnicodeDecodeError) as wrong:
        print(wrong, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
