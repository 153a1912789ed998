import pytest
from presscheck import data
from presscheck.articles import heads
ROWS = data.rows("heads")["row"]
def claims(row, line):
    rule = next(r for r in heads.rules() if r.id == row["id"])
    stripped = heads.fold(line.strip())
    if "line" in rule.where and rule.whole.fullmatch(stripped): return True
    if "start" in rule.where and rule.whole.match(stripped): return True
    if "end" in rule.where and rule.tail.search(stripped): return True
    return "inside" in rule.where and bool(rule.whole.search(stripped))
@pytest.mark.parametrize(("row","line"), [(r,l) for r in ROWS for l in r["yes"]], ids=lambda v: v if isinstance(v,str) else v["id"])
def test_yes(row,line): assert claims(row,line)
@pytest.mark.parametrize(("row","line"), [(r,l) for r in ROWS for l in r["no"]], ids=lambda v: v if isinstance(v,str) else v["id"])
def test_no(row,line): assert not claims(row,line)
@pytest.mark.parametrize(("row","line"), [(r,l) for r in ROWS for l in r["yes"]], ids=lambda v: v if isinstance(v,str) else v["id"])
def test_own(row,line):
    assert row["role"] in [m.role.value for m in heads.marks(line)], heads.marks(line)
