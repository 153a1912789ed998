"""The news desk of the web pages: picks items of a record and dresses them as newspaper stories."""

import random
import re
from dataclasses import dataclass, field

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "建国志明晓春雨桐子涵文博思远佳慧俊杰海燕立新玉兰少华一鸣若溪景行书瑶"
CITIES = ("北京", "上海", "长春", "南昌", "合肥", "太原", "济南", "贵阳", "乌鲁木齐", "呼和浩特", "厦门", "青岛")
LEADS = (
    "本报讯", "本报讯　", "【本报讯】", "本报讯（记者 {a}）", "本报{c}{d}电（记者 {a}）", "新华社{c}{d}电　",
    "本报{c}讯　", "本报讯（记者 {a} 通讯员 {b}）", "据新华社{c}{d}电　", "（记者 {a}）",
    "本报{c}{d}讯　记者 {a} 报道：", "{c}消息　",
)  # fmt: skip
TAILS = ("（{a}）", "（记者 {a}）", "（{a} {b}）", "（据新华社）", "（本报综合）", "（{a}　文/图）", "（通讯员 {a}）")
BYLINES = (
    "本报记者 {a}", "□ 本报记者 {a}", "■ 记者 {a} 实习生 {b}", "本报记者 {a} 通讯员 {b}", "文／{a}", "◎ {a}",
    "{a}　{b}", "本报特约记者　{a}",
)  # fmt: skip
CREDITS = (
    "{a} 摄",
    "本报记者 {a} 摄",
    "{a}／摄",
    "通讯员 {a} 摄影报道",
    "（{a} 摄）",
    "（资料图片）",
    "新华社发（{a} 摄）",
    "摄影：{a}",
)
PLACES = ("柳溪镇", "望江村", "石桥街道", "东陵县", "青禾农场", "北渡口", "榆树台", "白鹭湖", "金沙湾", "松岭林场")
SCENES = (
    "{p}的村民把新收的稻谷摊在晒场上。",
    "清晨，{p}的早市已经人声鼎沸，摊主忙着给菜码堆。",
    "工人在{p}的车间里检查刚下线的电机。",
    "孩子们在{p}的图书室里挑书。",
    "无人机掠过{p}的梯田，给秧苗追肥。",
    "一列货车驶过{p}大桥，桥下是返航的渔船。",
    "老人们在{p}的戏台前听一出折子戏。",
    "{p}的护林员沿着防火道巡山。",
    "雨后的{p}，云雾从山脚漫上来。",
    "选手在{p}的赛道上冲线。",
    "{p}的社区食堂开饭了，志愿者把热菜端上桌。",
    "科研人员在{p}的温室里记录番茄的长势。",
    "新修的步道把{p}和湿地连在了一起。",
    "市民在{p}的滨水广场放风筝。",
    "医生在{p}为牧民量血压。",
    "匠人在{p}的作坊里给油纸伞上色。",
)
MARKS = ("图为", "上图：", "左图：", "", "", "", "", "▲", "▼")
NUMERALS = "零一二三四五六七八九十"
LONGEST_HEAD = 26
SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’」』）]*|[^。！？]+$")


@dataclass(slots=True)
class Story:
    """An item as the page will have it. ``lead`` stands before the first paragraph, ``tail`` behind the last."""

    source: str
    date: str
    headline: str
    kicker: str = ""
    deck: str = ""
    byline: str = ""
    lead: str = ""
    paragraphs: list[tuple[str, str]] = field(default_factory=list)
    tail: str = ""
    jump: str = ""
    """The mark at its foot where it goes on on another page."""
    came: str = ""
    """The mark at its head where it comes from another page."""

    @property
    def length(self) -> int:
        return sum(len(text) for _, text in self.paragraphs)

    def cut(self, chars: int) -> "Story":
        """The same story, ended at a full stop after ``chars`` or a little less."""
        kept: list[tuple[str, str]] = []
        for kind, text in self.paragraphs:
            sentences = SENTENCE.findall(text)
            while len(sentences) > 1 and sum(map(len, sentences)) > chars:
                sentences.pop()
            if kept and len("".join(sentences)) > chars:
                break
            kept.append((kind, "".join(sentences)))
            chars -= len(kept[-1][1])
        while len(kept) > 1 and kept[-1][0] != "p":
            kept.pop()
        self.paragraphs = kept
        return self


class Desk:
    """Items of some neighbouring days, each given out once."""

    def __init__(self, items: list[dict], rng: random.Random, days: int = 9):
        self.rng = rng
        dates = sorted({item["date"] for item in items})
        start = rng.randrange(max(1, len(dates) - days))
        window = set(dates[start : start + days])
        self.day = max(window)
        self.near = [item for item in items if item["date"] in window]
        self.far = items
        self.taken: set[str] = set()

    def name(self) -> str:
        """An invented person."""
        return self.rng.choice(FAMILY) + "".join(self.rng.sample(GIVEN, self.rng.choice((1, 2, 2))))

    def words(self, forms: tuple[str, ...], date: str = "") -> str:
        """One of the forms, with invented names, a city and the day in it."""
        _, month, day = (date or self.day).split("-")
        said = {"a": self.name(), "b": self.name(), "c": self.rng.choice(CITIES), "d": f"{int(month)}月{int(day)}日"}
        return self.rng.choice(forms).format(**said)

    def caption(self) -> tuple[str, str]:
        """A caption of a picture and its credit."""
        return self.rng.choice(MARKS) + self.rng.choice(SCENES).format(p=self.rng.choice(PLACES)), self.words(CREDITS)

    def take(self, chars: int, *, heads: str = "any") -> Story:
        """A story that fills ``chars`` or a little more; ``heads``: any, plain (one headline), none."""
        item = self._item(chars)
        self.taken.add(item["id"])
        story = self._headed(item, heads)
        story.paragraphs = [(p["kind"], p["text"].strip()) for p in item["paragraphs"] if p["text"].strip()]
        if story.paragraphs[0][0] == "crosshead":
            del story.paragraphs[0]
        self._signed(story)
        if story.length > 600 and all(kind == "p" for kind, _ in story.paragraphs) and self.rng.random() < 0.5:
            story.paragraphs = self._parted(story.paragraphs)
        return story

    def brief(self, chars: int = 150) -> Story:
        """A short item without a headline, its credit in brackets at its end."""
        story = self.take(chars, heads="none")
        story.byline, story.lead = "", self.rng.choice(("", "", "本报讯　"))
        story.tail = self.words(TAILS[:3])
        return story

    def other_heads(self, number: int) -> list[str]:
        """Headlines of stories that are on other pages."""
        rest = [item["headline"] for item in self.near if item["id"] not in self.taken and len(item["headline"]) < 22]
        return self.rng.sample(rest, min(number, len(rest)))

    def torn(self, story: Story, page: int) -> Story:
        """The second half of a story that began on another page: from the middle of a sentence."""
        texts = [text for _, text in story.paragraphs]
        first = min(range(len(texts)), key=lambda i: (len(texts[i]) < 60, i))
        cut = self.rng.randrange(len(texts[first]) // 3, len(texts[first]) - 15)
        while texts[first][cut - 1] in "，。、；：！？”）":
            cut += 1
        story.paragraphs = [("p", texts[first][cut:]), *story.paragraphs[first + 1 :]]
        story.lead = story.byline = story.kicker = story.deck = ""
        story.came = self.words((f"（上接第{NUMERALS[page]}版）", f"（上接{page}版）", f"上接第{page}版"))
        return story

    def _item(self, chars: int) -> dict:
        for pool, most in ((self.near, 1.5), (self.near, 2.2), (self.far, 1.5), (self.far, 3)):
            fit = [item for item in pool if self._fits(item, chars, most)]
            if fit:
                return self.rng.choice(fit)
        free = [item for item in self.far if item["id"] not in self.taken and _length(item) < 3 * chars]
        return max(free, key=_length)

    def _fits(self, item: dict, chars: int, most: float) -> bool:
        free = item["id"] not in self.taken and len(max(_parts(item), key=len)) <= LONGEST_HEAD
        return free and chars <= _length(item) <= most * chars

    def _headed(self, item: dict, heads: str) -> Story:
        parts = _parts(item)
        story = Story(item["id"], item["date"], item["headline"].strip())
        if heads == "none":
            story.headline = ""
        elif len(parts) == 3:
            story.kicker, story.headline, story.deck = parts
        elif len(parts) == 2 and (parts[0][0] == "【" or self.rng.random() < 0.6):
            story.kicker, story.headline = parts
        elif len(parts) == 2:
            story.headline, story.deck = parts[0], self.rng.choice(("", "——")) + parts[1]
        elif len(parts) > 3:
            story.kicker, story.headline = parts[0], parts[1]
            story.deck = "　".join(parts[2:])
        if heads == "plain":
            story.headline = max(parts[:3], key=lambda part: (part[0] != "【", len(part)))
            story.kicker = story.deck = ""
        return story

    def _signed(self, story: Story) -> None:
        chance = self.rng.random()
        if chance < 0.5:
            story.lead = self.words(LEADS, story.date)
        elif chance < 0.85:
            story.byline = self.words(BYLINES)
        if chance > 0.7 and self.rng.random() < 0.6:
            story.tail = self.words(TAILS)

    def _parted(self, paragraphs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Crossheads over every few paragraphs: a clause of what follows."""
        out: list[tuple[str, str]] = []
        due = self.rng.randrange(1, 3)
        for index, (kind, text) in enumerate(paragraphs):
            clauses = [
                c for c in re.split(r"[，。；：、“”（）]", text) if 5 <= len(c) <= 13 and not re.search(r"\d", c)
            ]
            if index == due and clauses:
                out.append(("crosshead", self.rng.choice(clauses)))
            if index == due:
                due += self.rng.randrange(2, 4)
            out.append((kind, text))
        return out


def _parts(item: dict) -> list[str]:
    """A headline's parts; a rubric in brackets is one of them."""
    apart = re.sub(r"【[^】]*】", lambda rubric: re.sub(r"\s+", "·", rubric[0]) + " ", item["headline"].strip())
    return [part for part in re.split(r"[\s　]+|——", apart) if part]


def _length(item: dict) -> int:
    return sum(len(part["text"]) for part in item["paragraphs"])
