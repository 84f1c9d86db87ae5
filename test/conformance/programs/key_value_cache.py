"""A cache of JSON values as an inference service writes it, with the statistics that it reads out of INFO."""

import json
import sys

import redis


class KeyValueCache:
    def __init__(self, port):
        self.client = redis.Redis(host="127.0.0.1", port=port)
        self.hits = 0
        self.misses = 0

    def set(self, key, value, ttl=None):
        return bool(self.client.set(key, json.dumps(value), ex=ttl))

    def get(self, key):
        stored = self.client.get(key)
        if stored is None:
            self.misses += 1
            return None
        self.hits += 1
        return json.loads(stored)

    def delete(self, key):
        return self.client.delete(key) == 1

    def hit_rate(self):
        asked = self.hits + self.misses
        return self.hits / asked if asked else 0.0

    def utilization(self):
        info = self.client.info()
        return info["used_memory"] / info["total_memory"]


def main(port):
    cache = KeyValueCache(port)
    cache.client.flushall()
    answer = {"answer": "42", "tokens": [1, 2, 3], "score": 0.5, "text": "h\u00e9llo \u4e16\u754c", "none": None}
    assert cache.get("prompt:1") is None
    assert cache.set("prompt:1", answer, ttl=60)
    assert cache.get("prompt:1") == answer
    assert 55 <= cache.client.ttl("prompt:1") <= 60
    for i in range(1000):
        assert cache.set(f"prompt:{i}", {"i": i})
    for i in range(2000):
        assert cache.get(f"prompt:{i}") == ({"i": i} if i < 1000 else None)
    assert cache.delete("prompt:7") and not cache.delete("prompt:7")
    assert abs(cache.hit_rate() - 1001 / 2002) < 1e-9, cache.hit_rate()
    if "larder_version" in cache.client.info("server"):
        assert 0 < cache.utilization() < 1, cache.utilization()
        stats = cache.client.info("stats")
        assert stats["keyspace_hits"] >= 1001 and stats["keyspace_misses"] >= 1001, stats
    assert cache.client.dbsize() == 999
    with cache.client.pipeline(transaction=False) as pipeline:
        for i in range(500):
            pipeline.set(f"p:{i}", i).get(f"p:{i}").expire(f"p:{i}", 100)
        replies = pipeline.execute()
    assert replies[1::3] == [str(i).encode() for i in range(500)]
    assert sum(1 for _ in cache.client.scan_iter("p:*", count=50)) == 500
    assert cache.client.mget("p:1", "nothing", "p:2") == [b"1", None, b"2"]
    lock = cache.client.set("lock", "me", nx=True, px=10000)
    assert lock is True and cache.client.set("lock", "you", nx=True) is None
    try:
        cache.client.incr("lock")
        raise AssertionError("incremented a word")
    except redis.ResponseError as error:
        assert str(error) == "value is not an integer or out of range", error
    assert cache.client.config_get("maxmemory-samples")["maxmemory-samples"].isdigit()
    assert cache.client.client_setname("cache") and cache.client.client_getname() == "cache"
    assert any(client["name"] == "cache" for client in cache.client.client_list())
    assert cache.client.object("encoding", "p:1") == b"int"
    assert cache.client.command_count() > 50
    cache.client.flushall()


main(int(sys.argv[1]))
