"""What a record tells of most often: names to begin with for who does not know yet what to ask."""

from presscheck.record.entries import ROLES
from presscheck.record.store import Store

_FEW = 3


def told_most(store: Store, role: str, most: int) -> tuple[tuple[str, int], ...]:
    """The names that fill a role most often, with how many facts: those that stand in a few at least."""
    sql = """SELECT t.text, count(*) AS many FROM role r JOIN term t ON t.id = r.term WHERE r.role = ?
    GROUP BY r.term HAVING many >= ? ORDER BY many DESC, r.term LIMIT ?"""
    return tuple((name, count) for name, count in store.all(sql, (ROLES.index(role), _FEW, most)))
