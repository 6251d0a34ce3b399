"""The slow checks of an archive, spread over the processors of the machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from app.votes.urn.recount import Mapper

# Below this, starting processes takes longer than the checks.
_WORTH_IT = 24


@contextmanager
def spread() -> Iterator[Mapper]:
    """Give a `map` that uses every processor once there is enough to do."""
    # A new interpreter for each: a copy of a server that has threads may never come back.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:

        def mapper(check: Callable[[bytes], str | None], texts: Iterable[bytes]) -> Iterable[str | None]:
            listed = list(texts)
            if len(listed) < _WORTH_IT or os.cpu_count() == 1:
                return map(check, listed)
            return pool.map(check, listed, chunksize=8)

        yield mapper
