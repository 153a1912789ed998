from pathlib import Path

import pytest

from presscheck import Record

STORIES = [
    (
        "20260112-01", "2026-01-12", "全国茶叶产量再创新高",
        "国家统计局今天（1月12日）发布数据，2025年，全国茶叶产量374万吨，同比增长3.2%。",
    ),
    (
        "20250113-02", "2025-01-13", "全国茶叶产量稳步增长",
        "国家统计局今天（1月13日）发布数据，2024年，全国茶叶产量362.4万吨，同比增长2.1%。",
    ),
    (
        "20260115-03", "2026-01-15", "云州市茶叶产量增加",
        "云州市统计局今天公布，2025年，云州市茶叶产量12.6万吨，比上年增加0.4万吨。",
    ),
    (
        "20260212-04", "2026-02-12", "青禾大桥建成通车",
        "2月12日，青禾大桥在云州市建成通车，大桥全长3.6公里，双向六车道。",
    ),
    (
        "20260305-05", "2026-03-05", "云州市水利局发布节水办法",
        "3月5日，云州市水利局发布《云州市农业节水管理办法》，自4月1日起施行。",
    ),
    (
        "20260310-06", "2026-03-10", "晚茶采摘忙",
        "连日来，云州市高山茶园的晚茶陆续开采，茶农们忙着采摘、晾青。",
    ),
    (
        "20260402-07", "2026-04-02", "一季度全国快递业务量",
        "国家邮政局今天公布，今年一季度，全国快递业务量完成451亿件，同比增长21.6%。",
    ),
]  # fmt: skip


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of a few invented stories."""
    path = tmp_path_factory.mktemp("check") / "tea.db"
    with Record(path) as kept:
        kept.add_articles(
            {"id": name, "date": date, "headline": headline, "paragraphs": [text]}
            for name, date, headline, text in STORIES
        )
    return path
