# needs: hash multi
"""Recommendations kept as a hash for each user, written in one transaction and read by field."""

import json
import sys

import redis


class SearchCache:
    def __init__(self, port):
        self.client = redis.Redis(host="127.0.0.1", port=port, decode_responses=True)

    def save(self, user, results, ttl):
        key = f"recommendations:{user}"
        with self.client.pipeline(transaction=True) as pipeline:
            pipeline.delete(key)
            pipeline.hset(key, mapping={item: json.dumps(score) for item, score in results.items()})
            pipeline.expire(key, ttl)
            return pipeline.execute()

    def load(self, user):
        return {item: json.loads(score) for item, score in self.client.hgetall(f"recommendations:{user}").items()}


def main(port):
    cache = SearchCache(port)
    cache.client.flushall()
    results = {f"item:{i}": {"score": i / 7, "tags": ["a", "b"]} for i in range(200)}
    assert cache.save("ann", results, 100) == [0, 200, True]
    assert cache.load("ann") == results
    assert cache.save("ann", {"item:1": 1.5}, 100) == [1, 1, True]
    assert cache.load("ann") == {"item:1": 1.5}
    assert 95 < cache.client.ttl("recommendations:ann") <= 100
    assert cache.client.hget("recommendations:ann", "item:1") == "1.5"
    assert cache.load("nobody") == {}

    # An optimistic update that loses against another writer is tried again.
    tries = 0

    def bump(pipeline):
        nonlocal tries
        tries += 1
        current = float(pipeline.hget("recommendations:ann", "item:1"))
        if tries == 1:
            cache.client.hset("recommendations:ann", "item:1", "10")
        pipeline.multi()
        pipeline.hset("recommendations:ann", "item:1", str(current + 1))

    cache.client.transaction(bump, "recommendations:ann")
    assert tries == 2 and cache.client.hget("recommendations:ann", "item:1") == "11.0"
    cache.client.flushall()


main(int(sys.argv[1]))
