"""Exact-match cache of model answers: the prompt and its parameters are the key."""

import hashlib
import json
import sys

import redis


class LLMCache:
    def __init__(self, port, ttl=3600):
        self.client = redis.Redis(host="127.0.0.1", port=port, decode_responses=True)
        self.ttl = ttl

    def key(self, prompt):
        canonical = json.dumps(prompt, sort_keys=True, separators=(",", ":"))
        return "llm:" + hashlib.sha256(canonical.encode()).hexdigest()

    def store(self, prompt, answer):
        return self.client.set(self.key(prompt), json.dumps(answer), ex=self.ttl)

    def lookup(self, prompt):
        stored = self.client.get(self.key(prompt))
        return None if stored is None else json.loads(stored)


def main(port):
    cache = LLMCache(port)
    cache.client.flushall()
    prompt = {"model": "m", "temperature": 0, "messages": [{"role": "user", "content": "h\u00e9 \U0001f642"}]}
    assert cache.lookup(prompt) is None
    assert cache.store(prompt, {"text": "42", "usage": {"tokens": 7}})
    same = {"messages": prompt["messages"], "temperature": 0, "model": "m"}
    assert cache.lookup(same) == {"text": "42", "usage": {"tokens": 7}}
    assert cache.lookup({**prompt, "temperature": 1}) is None
    assert 3590 < cache.client.ttl(cache.key(prompt)) <= 3600
    for i in range(300):
        cache.store({"n": i}, {"answer": "x" * i * 10})
    assert [cache.lookup({"n": i})["answer"] for i in range(300)] == ["x" * i * 10 for i in range(300)]
    cache.client.flushall()


main(int(sys.argv[1]))
