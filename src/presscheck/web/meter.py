"""How busy the desk is: its answers counted by address, kind and time, for those who keep watch over servers."""

import threading
from collections.abc import Iterator

WITHIN = (0.05, 0.15, 0.5, 1.0, 5.0)
"""Seconds by which answers are counted."""


class Meter:
    """Counts answers.

    >>> meter = Meter()
    >>> meter.count("GET", "/find", 200, 0.1)
    >>> print(meter.told().splitlines()[2])
    presscheck_answers_total{method="GET",route="/find",status="200"} 1
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: dict[tuple[str, str, int], int] = {}
        self._times: dict[tuple[str, str], list[float]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer that took ``seconds``; ``route`` is its address with names in place of values."""
        with self._lock:
            self._answers[method, route, status] = self._answers.get((method, route, status), 0) + 1
            times = self._times.setdefault((method, route), [0.0] * (len(WITHIN) + 2))
            for at, most in enumerate(WITHIN):
                times[at] += seconds <= most
            times[-2] += 1
            times[-1] += seconds

    def told(self) -> str:
        """The counts in the text form of Prometheus."""
        with self._lock:
            return "".join(f"{line}\n" for line in (*self._counted(), *self._timed()))

    def _counted(self) -> Iterator[str]:
        yield "# HELP presscheck_answers_total Answers given."
        yield "# TYPE presscheck_answers_total counter"
        for (method, route, status), number in sorted(self._answers.items()):
            yield f'presscheck_answers_total{{method="{method}",route="{route}",status="{status}"}} {number}'

    def _timed(self) -> Iterator[str]:
        yield "# HELP presscheck_answer_seconds Time until an answer was given."
        yield "# TYPE presscheck_answer_seconds histogram"
        for (method, route), (*within, number, seconds) in sorted(self._times.items()):
            which = f'method="{method}",route="{route}"'
            for most, count in zip((*WITHIN, "+Inf"), (*within, number), strict=True):
                yield f'presscheck_answer_seconds_bucket{{{which},le="{most}"}} {count:.0f}'
            yield f"presscheck_answer_seconds_sum{{{which}}} {seconds:.6f}"
            yield f"presscheck_answer_seconds_count{{{which}}} {number:.0f}"
