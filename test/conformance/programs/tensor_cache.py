"""float32 tensors as bytes: what goes in comes out, whatever the bytes and the size."""

import array
import math
import random
import sys

import redis

try:
    import numpy
except ImportError:
    numpy = None


def main(port):
    client = redis.Redis(host="127.0.0.1", port=port, db=2)
    client.flushdb()
    generator = random.Random(7)
    for length in [0, 1, 3, 15, 16, 17, 768, 4096, 65536, 1_000_000, 4_000_000]:
        values = array.array("f", (generator.uniform(-1, 1) for _ in range(min(length, 65536))))
        while len(values) < length:
            values.extend(values[: length - len(values)])
        values.extend([math.inf, -math.inf, math.nan, 0.0, -0.0, 1e-45, 3.4e38])
        stored = values.tobytes()
        key = f"tensor:{length}"
        assert client.set(key, stored) is True
        assert client.strlen(key) == len(stored)
        assert client.get(key) == stored, f"tensor of {length} came back different"
        loaded = array.array("f")
        loaded.frombytes(client.get(key))
        assert loaded[:length] == values[:length]
        assert client.getrange(key, 4, 11) == stored[4:12]
    if numpy is not None:
        tensor = numpy.random.default_rng(7).standard_normal((64, 1024), dtype=numpy.float32)
        assert client.set("array", tensor.tobytes())
        loaded = numpy.frombuffer(client.get("array"), dtype=numpy.float32).reshape(64, 1024)
        assert numpy.array_equal(loaded, tensor)
    batch = {f"batch:{i}": generator.randbytes(3072) for i in range(256)}
    assert client.mset(batch) is True
    assert client.mget(list(batch)) == list(batch.values())
    client.flushdb()


main(int(sys.argv[1]))
