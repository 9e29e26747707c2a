#!/usr/bin/env python3
"""Reads L1Ring's streams between machines, with nothing but Python's standard library.

It follows docs/wire-format.md: start a reader of your own from here. A stream of accepts is printed as
`l1ring dump --csv` prints it, a stream of frames as a summary.
"""
import argparse
import collections
import gzip
import json
import socket
import struct
import sys

LARGEST = 16 << 20
FAULTS = ("TRUNCATED", "NOT_A_RECORD", "SCHEMA_VERSION", "CORRUPT", "MALFORMED")

# Kind: name, bytes of the block, types and names of its fields from byte 32 on, data and text fields.
PLACE = "slice slices first crossings seed layout "
KINDS = {
    1: ("OrbitSlice", 80, "HHHHq32sHBBB", PLACE + "frame_bytes leading trailing suppressed",
        "source scheme filled frames"),
    2: ("EndOfRun", 32, "ii", "partition partitions", ""),
    3: ("ScoredSlice", 136, "HHHHq32s32sqqiiH",
        PLACE + "circuit threshold produced partition partitions frame_bytes",
        "source scheme model score accepted scores frames"),
    4: ("AcceptStart", 56, "32s", "circuit", "header"),
    5: ("OrbitAccepts", 72, "32sQHH", "circuit lost words score_count", "accepted before after scores"),
    6: ("AcceptEnd", 56, "QQQQ", "crossings accepts lost_blocks lost_crossings", ""),
    7: ("AcceptedFrames", 64, "32sH", "layout frame_bytes", "accepted frames"),
}
TEXTS = ("source", "scheme", "model", "score")
NUMBERS = {"accepted": "H", "before": "Q", "after": "Q", "scores": "q"}


class Bad(Exception):
    """Input or broker that cannot be used; the text is for the user."""


class Damaged(Exception):
    """A record that cannot be used."""

    def __init__(self, fault, text):
        super().__init__(text)
        self.fault = fault


# --- Records

def crc_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


CRC_TABLE = crc_table()


def crc32c(*parts):
    """CRC32C (Castagnoli) of several pieces, one after the other."""
    table, crc = CRC_TABLE, 0xFFFFFFFF
    for part in parts:
        for byte in part:
            crc = table[(crc ^ byte) & 255] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def expect(good, what):
    if not good:
        raise Damaged("MALFORMED", what)


def data_fields(record, start, names):
    """Fields of variable length: a u32 length, then the bytes; they end with the record."""
    fields = {}
    for name in names:
        expect(start + 4 <= len(record), name + ": no length")
        length, = struct.unpack_from("<I", record, start)
        start += 4 + length
        expect(start <= len(record), name + ": longer than the record")
        value = record[start - length:start]
        if name in TEXTS:
            try:
                value = value.decode("utf-8")
            except UnicodeDecodeError:
                raise Damaged("MALFORMED", name + ": not UTF-8") from None
        elif name in NUMBERS:
            code = "<" + NUMBERS[name]
            expect(length % struct.calcsize(code) == 0, name + ": length")
            value = [number for number, in struct.iter_unpack(code, value)]
        fields[name] = value
    expect(start == len(record), "bytes after the last field")
    return fields


def open_record(record):
    """Checks header, length and checksum; gives template, run and orbit."""
    if len(record) < 32:
        raise Damaged("TRUNCATED", "expected 32 bytes or more, got %d" % len(record))
    block, template, schema, version, checksum, length, run, orbit = struct.unpack_from(
        "<HHHHIIqq", record)
    if schema != 0x4C31:
        raise Damaged("NOT_A_RECORD", "expected schema 19505, got %d" % schema)
    if version != 1:
        raise Damaged("SCHEMA_VERSION", "expected version 1, got %d" % version)
    if length > len(record):
        raise Damaged("TRUNCATED", "expected %d bytes, got %d" % (length, len(record)))
    if length < len(record) or crc32c(record[:8], record[12:]) != checksum:
        raise Damaged("CORRUPT", "checksum or length is wrong")
    if template not in KINDS or KINDS[template][1] != block:
        raise Damaged("NOT_A_RECORD", "template %d with a block of %d bytes" % (template, block))
    expect(length >= 8 + block, "shorter than its block")
    expect(run >= 0 and orbit >= 0, "run or orbit is negative")
    return template, run, orbit


def decode(record):
    """A record as a dictionary."""
    template, run, orbit = open_record(record)
    kind, block, code, names, data = KINDS[template]
    values = struct.unpack_from("<" + code, record, 32)
    fields = {name: value.hex() if isinstance(value, bytes) else value
              for name, value in zip(names.split(), values)}
    fields.update(data_fields(record, 8 + block, data.split()), kind=kind, run=run, orbit=orbit)
    accepts = len(fields.get("accepted", ()))
    frames = accepts
    if kind == "OrbitSlice":
        count = fields["leading"] + fields["crossings"] + fields["trailing"]
        expect(len(fields["filled"]) == (count + 7) // 8, "filled: length")
        filled = sum(bin(byte).count("1") for byte in fields["filled"])
        frames = filled if fields["suppressed"] else count
        fields["left_out"] = count - frames
    elif kind == "OrbitAccepts":
        words = accepts * fields["words"]
        expect(len(fields["before"]) == words and len(fields["after"]) == words, "bits: length")
    elif kind == "AcceptStart":
        fields["header"] = accept_header(fields["header"])
    if "frames" in fields:
        expect(len(fields["frames"]) == frames * fields["frame_bytes"], "frames: length")
    if "scores" in fields:
        expect(len(fields["scores"]) == accepts * fields.get("score_count", 1), "scores: length")
    return fields


def accept_header(header):
    """The JSON text in the header of an accept stream."""
    expect(len(header) >= 24 and header[:8] == b"L1RACCPT", "header: no accept stream")
    length, = struct.unpack_from("<I", header, 16)
    try:
        return json.loads(header[24:24 + length])
    except ValueError:
        raise Damaged("MALFORMED", "header: no JSON") from None


def frame(fields, crossing):
    """The bytes of one crossing's frame in an OrbitSlice, for a reader that goes on from here."""
    size, index = fields["frame_bytes"], fields["leading"] + crossing - fields["first"]
    if not fields["left_out"]:
        return fields["frames"][index * size:(index + 1) * size]
    bits = int.from_bytes(fields["filled"], "little")
    if not bits >> index & 1:
        return bytes(size)
    before = bin(bits & ((1 << index) - 1)).count("1")
    return fields["frames"][before * size:(before + 1) * size]


def read_file(path):
    """Records of a file, each after its length (u32)."""
    with open(path, "rb") as file:
        while length := file.read(4):
            at = file.tell() - len(length)
            record = file.read(int.from_bytes(length, "little"))
            yield "%s: byte %d" % (path, at), record


# --- Kafka: as much of its protocol as a reader needs

class Broker:
    """One connection to a broker, without TLS and SASL."""

    def __init__(self, address):
        self.address = address
        host, _, port = address.rpartition(":")
        try:
            self.socket = socket.create_connection((host, int(port)), timeout=30)
        except (OSError, ValueError) as error:
            raise Bad("%s: no broker: %s; give one with --broker HOST:PORT" % (address, error)) from None

    def ask(self, api, version, body):
        """Sends a request and gives a reader of the response."""
        request = struct.pack(">hhih", api, version, 1, 4) + b"l1rs" + body
        try:
            self.socket.sendall(struct.pack(">i", len(request)) + request)
            size, = struct.unpack(">i", self.receive(4))
            return Response(self.receive(size))
        except OSError as error:
            raise Bad("%s: %s; TLS and SASL are not spoken here" % (self.address, error)) from None

    def receive(self, size):
        parts = []
        while size:
            part = self.socket.recv(min(size, 1 << 20))
            if not part:
                raise OSError("the broker closed the connection")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


class Response:
    """Reads the big-endian fields of Kafka's responses and records."""

    def __init__(self, data, at=4):
        self.data, self.at = data, at

    def take(self, code):
        values = struct.unpack_from(">" + code, self.data, self.at)
        self.at += struct.calcsize(">" + code)
        return values if len(values) > 1 else values[0]

    def bytes(self, size):
        self.at += max(size, 0)
        return self.data[self.at - size:self.at] if size >= 0 else None

    def text(self):
        value = self.bytes(self.take("h"))
        return None if value is None else value.decode()

    def list(self, read):
        return [read() for _ in range(self.take("i"))]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return (value >> 1) ^ -(value & 1)


def text(value):
    return struct.pack(">h", len(value)) + value.encode()


def check(code, topic, what):
    known = {3: "there is no such topic", 76: "its compression cannot be read here; use none or gzip"}
    if code:
        raise Bad("topic %s: %s: %s" % (topic, what, known.get(code, "Kafka error %d" % code)))


def leaders(broker, topic):
    """Partitions of a topic and the addresses of the brokers that lead them: Metadata, version 4."""
    response = broker.ask(3, 4, struct.pack(">i", 1) + text(topic) + b"\0")
    response.take("i")
    nodes = {}
    for _ in range(response.take("i")):
        node, host, port, _ = response.take("i"), response.text(), response.take("i"), response.text()
        nodes[node] = "%s:%d" % (host, port)
    response.text(), response.take("i")
    found = {}
    for _ in range(response.take("i")):
        code, name, _ = response.take("h"), response.text(), response.take("b")
        check(code, topic, "metadata")
        for _ in range(response.take("i")):
            code, index, leader = response.take("hii")
            check(code, topic, "partition %d" % index)
            response.list(lambda: response.take("i")), response.list(lambda: response.take("i"))
            found[index] = nodes[leader]
    return found


def offset_of(broker, topic, partition, when):
    """First (-2) or last (-1) offset that a reader of committed records sees: ListOffsets, version 2."""
    body = struct.pack(">ibi", -1, 1, 1) + text(topic) + struct.pack(">iiq", 1, partition, when)
    response = broker.ask(2, 2, body)
    response.take("ii"), response.text(), response.take("ii")
    code, _, offset = response.take("hqq")
    check(code, topic, "offsets")
    return offset


def fetch(broker, topic, partition, offset):
    """Batches from an offset on, and the aborted transactions among them: Fetch, version 4."""
    body = (struct.pack(">iiiibi", -1, 500, 1, LARGEST, 1, 1) + text(topic)
            + struct.pack(">iiqi", 1, partition, offset, LARGEST))
    response = broker.ask(1, 4, body)
    response.take("ii"), response.text(), response.take("ii")
    code, _, _ = response.take("hqq")
    check(code, topic, "fetch")
    aborted = response.list(lambda: response.take("qq"))
    return response.bytes(response.take("i")) or b"", sorted(aborted, key=lambda one: one[1])


def committed(data, aborted):
    """Goes through batches (format 2): (offset after the batch, its records if they count)."""
    dead, at = set(), 0
    while at + 61 <= len(data):
        batch = Response(data, at)
        base, length, _, magic, _, attributes, delta = batch.take("qiibIhi")
        _, _, producer, _, _, count = batch.take("qqqhii")
        if at + 12 + length > len(data):
            return
        while aborted and aborted[0][1] <= base + delta:
            dead.add(aborted.pop(0)[0])
        records = []
        if attributes & 32:
            dead.discard(producer)
        elif not (attributes & 16 and producer in dead):
            body = data[batch.at:at + 12 + length]
            compression = attributes & 7
            check(76 if magic != 2 or compression > 1 else 0, "batch", "offset %d" % base)
            records = plain_records(gzip.decompress(body) if compression else body, base, count)
        yield base + delta + 1, records
        at += 12 + length


def plain_records(body, base, count):
    reader, found = Response(body, 0), []
    for _ in range(count):
        end = reader.varint() + reader.at
        reader.at += 1
        reader.varint()
        offset = base + reader.varint()
        reader.bytes(reader.varint())
        found.append((offset, reader.bytes(reader.varint()) or b""))
        reader.at = end
    return found


def read_topic(address, topic):
    """All committed records that a topic has now."""
    for partition, leader in sorted(leaders(Broker(address), topic).items()):
        broker = Broker(leader)
        offset = offset_of(broker, topic, partition, -2)
        end = offset_of(broker, topic, partition, -1)
        while offset < end:
            start = offset
            for offset, records in committed(*fetch(broker, topic, partition, offset)):
                for at, value in records:
                    if start <= at < end:
                        yield "kafka:%s: partition %d, offset %d" % (topic, partition, at), value
            if offset == start:
                raise Bad("topic %s: partition %d: nothing at offset %d" % (topic, partition, offset))


# --- What is printed

class Accepts:
    """One run of an accept stream."""

    def __init__(self):
        self.start, self.end, self.orbits = None, None, {}

    def add(self, place, record):
        if record["kind"] == "AcceptStart":
            if self.start:  # the run was started again
                self.end, self.orbits = None, {}
            self.start = record["header"]
        elif record["kind"] == "AcceptEnd":
            self.end = record
        elif self.orbits.setdefault(record["orbit"], record) is not record:
            raise Bad("%s: orbit %d comes twice" % (place, record["orbit"]))

    def csv(self, out):
        names, scores = self.start["algorithms"], self.start["scores"]
        columns = [n + "_before" for n in names] + [n + "_after" for n in names] + scores
        print(",".join(["orbit", "bx"] + columns), file=out)
        for number, orbit in sorted(self.orbits.items()):
            words, count = orbit["words"], orbit["score_count"]
            for i, crossing in enumerate(orbit["accepted"]):
                row = [number, crossing]
                for bits in (orbit["before"], orbit["after"]):
                    row += [bits[i * words + a // 64] >> a % 64 & 1 for a in range(len(names))]
                print(*row, *orbit["scores"][i * count:(i + 1) * count], sep=",", file=out)

    def summary(self, run, out):
        lost = sum(bin(orbit["lost"]).count("1") for orbit in self.orbits.values())
        accepts = sum(len(orbit["accepted"]) for orbit in self.orbits.values())
        print("run        %d, %s" % (run, "ended" if self.end else "not ended"), file=out)
        print("model      %(model)s, accepted from raw score %(threshold)d on" % self.start, file=out)
        print("orbits     %d, %d blocks lost" % (len(self.orbits), lost), file=out)
        print("accepts    %d" % accepts, file=out)

    def complete(self, run):
        """Checks that nothing is missing."""
        if not self.start:
            raise Bad("run %d: no record says what its accepts are" % run)
        expected = self.end["orbit"] if self.end else len(self.orbits)
        if self.orbits.keys() != set(range(expected)):
            raise Bad("run %d: expected orbits 0 to %d, some are missing" % (run, expected - 1))


class Frames:
    """One run of a stream of frames."""

    def __init__(self):
        self.slice, self.end = None, None
        self.first, self.last, self.slices = None, 0, 0
        self.crossings = self.left_out = self.bytes = 0

    def add(self, record, size):
        if record["kind"] == "EndOfRun":
            self.end = record["orbit"]
            return
        orbit = record["orbit"]
        self.slice = self.slice or record
        self.first = orbit if self.first is None else min(self.first, orbit)
        self.last = max(self.last, orbit)
        self.slices += 1
        self.crossings += record["crossings"]
        self.left_out += record["left_out"]
        self.bytes += size

    def summary(self, run, out):
        ended = "not ended" if self.end is None else "ended after %d orbits" % self.end
        print("run        %d, %s" % (run, ended), file=out)
        if self.slice:
            one = self.slice
            all_slices = (self.last - self.first + 1) * one["slices"]
            print("frames     %d bytes, layout %s" % (one["frame_bytes"], one["layout"]), file=out)
            for key in ("source", "scheme", "seed"):
                print("%-10s %s" % (key, one[key]), file=out)
            print("orbits     %d to %d" % (self.first, self.last), file=out)
            print("slices     %d of %d, %d an orbit" % (self.slices, all_slices, one["slices"]), file=out)
            print("crossings  %d, %d empty frames left out" % (self.crossings, self.left_out), file=out)
            print("bytes      %d" % self.bytes, file=out)


def show(records, wanted, csv, out):
    runs, kinds, faults = collections.defaultdict(lambda: (Accepts(), Frames())), collections.Counter(), {}
    counted = collections.Counter()
    for place, value in records:
        try:
            record = decode(value)
        except Damaged as damage:
            counted[damage.fault] += 1
            faults.setdefault("first", "%s: %s: %s" % (place, damage.fault, damage))
            continue
        kinds[record["kind"]] += 1
        if wanted is not None and record["run"] != wanted:
            continue
        if record["kind"] in ("AcceptStart", "OrbitAccepts", "AcceptEnd"):
            runs[record["run"]][0].add(place, record)
        elif record["kind"] in ("OrbitSlice", "EndOfRun"):
            runs[record["run"]][1].add(record, len(value))
    if not runs and wanted is not None:
        raise Bad("expected run %d, got none of its records" % wanted)
    accepts = [run for run, (accept, _) in runs.items() if accept.orbits or accept.start]
    if accepts:
        if faults:
            raise Bad(faults["first"])
        run = max(accepts)
        accept = runs[run][0]
        accept.complete(run)
        if csv:
            accept.csv(out)
        else:
            accept.summary(run, out)
        return
    if csv:
        raise Bad("--csv: expected a stream of accepts, got none; leave --csv out")
    print("records    " + (", ".join("%s %d" % one for one in sorted(kinds.items())) or "none"), file=out)
    for run, (_, frames) in sorted(runs.items()):
        frames.summary(run, out)
    named = ["%s %d" % (fault, counted[fault]) for fault in FAULTS if counted[fault]]
    print("faults     " + (", ".join(named) or "none"), file=out)
    if faults:
        print("first      " + faults["first"], file=out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("stream", help="kafka:TOPIC, or a file of records, each after its length (u32)")
    parser.add_argument("--broker", default="localhost:9092", metavar="HOST:PORT",
                        help="a broker of the cluster (default: %(default)s)")
    parser.add_argument("--run", type=int, help="only this run; for accepts, otherwise the newest")
    parser.add_argument("--csv", action="store_true", help="print the accepts as rows")
    arguments = parser.parse_args()
    try:
        if arguments.stream.startswith("kafka:"):
            records = read_topic(arguments.broker, arguments.stream[len("kafka:"):])
        else:
            records = read_file(arguments.stream)
        show(records, arguments.run, arguments.csv, sys.stdout)
    except BrokenPipeError:
        sys.exit(1)
    except (Bad, OSError) as error:
        print("read_stream.py: %s" % error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
