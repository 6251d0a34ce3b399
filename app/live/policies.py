"""Who follows what: each topic says so by itself."""

from __future__ import annotations

from typing import Any

from app.errors import Unseen
from app.live.topics import Topic, topic_of


def can_follow(actor: Any) -> bool:
    """Each topic says who follows it; to others it does not exist."""
    return True


def followed(kind: str, key: str, audience: str) -> Topic:
    """The topic, for whoever may follow it as `audience`. Raises Unseen for everybody else."""
    topic = topic_of(kind)
    if topic is None or not topic.seen_by(audience) or not topic.may_follow(key, audience):
        raise Unseen
    return topic
