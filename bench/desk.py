"""How long the desk takes to answer on a record of years of stories: 50 in a hundred answers, and 95.

usage: python bench/desk.py RECORD [--rounds 3] [--most 150]

The desk is asked without a network, on a copy of the record, each address of a route once a round in an order of its
own; the first round is told apart, for then nothing is remembered. Exits 1 where an answer is an error, or the 95th of
a hundred takes longer than ``--most`` milliseconds in any round.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote, urlencode

os.environ.setdefault("OMP_NUM_THREADS", "1")

WORDS = (
    "经济", "发展", "铁路", "水利", "粮食", "大学", "合作 协议", "同比 增长", "增长 -下降", "亿元", "3.5%", "渠", "桥",
    "田", "航天", "医院", "教育", "“十四五”", "新能源 汽车", "电影", "毒品", "台风", "高铁", "养老", "冬奥", "小麦",
    "港口", "博物馆", "芯片", "医保",
)  # fmt: skip
PARTIES = ("水利部", "外交部", "国家统计局", "教育部", "商务部", "中国气象局", "美国", "联合国", "海关总署", "国务院")
INDICATORS = (
    "粮食产量", "发电量", "社会消费品零售总额", "国内生产总值", "铁路发送旅客", "新能源汽车产量", "进出口总额",
    "固定资产投资", "快递业务量", "居民消费价格", "城镇新增就业", "外汇储备", "规模以上工业增加值", "财政收入", "票房",
    "棉花产量", "用电量", "货运量", "旅客吞吐量", "研发经费", "采购经理指数", "茶叶产量", "水稻产量", "钢产量",
    "煤炭产量", "天然气产量", "人均可支配收入", "房地产开发投资", "出口", "游客",
)  # fmt: skip
OPEN = 5
"""Seconds for which the desk was open before it is asked."""
KINDS = ("figure", "time", "quote", "act", "change", "commitment", "rule", "pairing")


def addresses(file: Path) -> dict[str, list[str]]:
    """What is asked of each route."""
    from presscheck.recording import Record

    def of(path: str, *asked: dict[str, str]) -> list[str]:
        return [f"{path}?{urlencode(one)}" for one in asked]

    with Record(file) as record:
        names = [name for (name,) in record.store.all("SELECT name FROM article WHERE current AND id % 211 = 0")]
    words = [{"q": word} for word in WORDS]
    return {
        "find": of("/find", *words, *({**one, "since": "2025-03", "until": "2025-03"} for one in words)),
        "find, facets": of("/find/facets", *words),
        "find, facts": of("/find", *({**one, "kind": "figure"} for one in words)),
        "facts": of("/facts", *words, *({"kind": kind} for kind in KINDS), *({"party": name} for name in PARTIES)),
        "facts, facets": of("/find/facets", *({**one, "facts": "1"} for one in words)),
        "series": of("/series", *({"what": name} for name in INDICATORS)),
        "series.svg": of("/series.svg", *({"what": name} for name in INDICATORS[:6])),
        "stories": [f"/stories/{quote(name, safe='')}" for name in names[:120]],
        "programmes": of("/programmes", {}, {"name": "中非合作论坛"}, {"name": "鲁班工坊"}, {"name": "澜湄合作"}),
        "controls": of("/controls", {}, {"name": "不可靠实体清单"}, {"on": "2025-04-05"}),
        "audit of a story": of("/audit", *({"story": name} for name in names[:30])),
        "audit of a day": of("/audit", *({"since": f"2024-05-{day:02}"} for day in range(6, 12))),
    }


def asked(file: Path, rounds: int) -> dict[tuple[str, int], list[tuple[float, float, str]]]:
    """Milliseconds of each answer, by the clock and of the processor, by route and round."""
    from fastapi.testclient import TestClient

    from presscheck.web.app import create_app
    from presscheck.web.house import House

    order = random.Random(7)
    wanted = addresses(file)
    out: dict[tuple[str, int], list[tuple[float, float, str]]] = defaultdict(list)
    headers = {"Accept-Language": "zh"}
    with TestClient(create_app(House(file)), base_url="http://127.0.0.1", headers=headers) as desk:
        desk.get("/find?q=水")  # templates
        time.sleep(OPEN)
        for turn in range(rounds):
            for route, places in wanted.items():
                for place in order.sample(places, len(places)):
                    clock, processor = time.perf_counter(), time.process_time()
                    answer = desk.get(place)
                    spent = 1_000 * (time.perf_counter() - clock), 1_000 * (time.process_time() - processor)
                    if answer.status_code != 200:
                        raise SystemExit(f"{place}: {answer.status_code}")
                    out[route, turn].append((*spent, place))
    return out


def at(times: list[float], share: float) -> float:
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def main() -> int:
    parser = argparse.ArgumentParser(description="How long the desk takes to answer.")
    parser.add_argument("record", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--most", type=float, default=150)
    options = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copy(options.record, folder))
        told = asked(file, options.rounds)
    print(f"{'':20} round  asked     p50     p95   p50 cpu  p95 cpu  slowest")
    for (route, turn), times in told.items():
        clock, processor = ([one[column] for one in times] for column in (0, 1))
        slowest = max(times)[2]
        over = at(clock, 0.95) > options.most and not route.startswith("audit")
        missed += over
        print(
            f"{route:20} {turn + 1:5} {len(times):6} {at(clock, 0.5):7.0f} {at(clock, 0.95):7.0f}"
            f" {at(processor, 0.5):9.0f} {at(processor, 0.95):8.0f}  {slowest[:60]}{'  MISSED' if over else ''}"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
