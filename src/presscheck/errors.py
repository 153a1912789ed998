"""Every error we raise on purpose, its exit code and its advice, in both languages."""

from typing import ClassVar, Literal

Lang = Literal["zh", "en"]


class PresscheckError(Exception):
    """Something a person can mend. ``str(error)`` is English; ``tell(lang)`` says it in either language.

    >>> EmptyFile(file="county.txt").tell("zh")
    'county.txt：文件是空的。请检查它是否下载或导出完整。'
    """

    exit_code: ClassVar[int] = 70
    says: ClassVar[dict[Lang, str]]
    advice: ClassVar[dict[Lang, str]]

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.tell("en"))

    def tell(self, lang: Lang) -> str:
        """What is wrong, then what to do about it."""
        gap = " " if lang == "en" else ""
        return self.says[lang].format(**self.values) + gap + self.advice[lang].format(**self.values)


class PageUnreadable(PresscheckError):
    """No text could be had from a file. Values: ``file``."""

    exit_code = 3
    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: no text could be read from it.",
        "zh": "{file}：读不出文字。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Check that it is the file you meant.",
        "zh": "请确认文件是否正确。",
    }


class FileMissing(PageUnreadable):
    """There is no such file. Values: ``file``."""

    says: ClassVar[dict[Lang, str]] = {"en": "{file}: there is no such file.", "zh": "{file}：没有这个文件。"}
    advice: ClassVar[dict[Lang, str]] = {"en": "Check the path.", "zh": "请检查路径。"}


class FileForbidden(PageUnreadable):
    """The file may not be opened. Values: ``file``, ``why``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: it cannot be opened ({why}).",
        "zh": "{file}：无法打开（{why}）。",
    }
    advice: ClassVar[dict[Lang, str]] = {"en": "Check its permissions.", "zh": "请检查读取权限。"}


class IsFolder(PageUnreadable):
    """A folder stands where a page file was expected. Values: ``file``."""

    says: ClassVar[dict[Lang, str]] = {"en": "{file}: this is a folder.", "zh": "{file}：这是一个文件夹。"}
    advice: ClassVar[dict[Lang, str]] = {
        "en": "To read every page in it: presscheck read {file} -o DIR",
        "zh": "要读取其中所有版面，请用：presscheck read {file} -o 输出文件夹",
    }


class EmptyFile(PageUnreadable):
    """The file holds no character. Values: ``file``."""

    says: ClassVar[dict[Lang, str]] = {"en": "{file}: the file is empty.", "zh": "{file}：文件是空的。"}
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Check that it was downloaded or exported completely.",
        "zh": "请检查它是否下载或导出完整。",
    }


class TooLarge(PageUnreadable):
    """The file is over the size we read. Values: ``file``, ``size``, ``limit`` (both in MB)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: {size} MB; a text dump may have at most {limit} MB.",
        "zh": "{file}：{size} MB，文本文件最大 {limit} MB。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Split it by page or by issue.",
        "zh": "请按版或按期拆分后再读。",
    }


class NotText(PageUnreadable):
    """The file is something else than text. Values: ``file``, ``what`` (a format's name)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this is no text but {what}.",
        "zh": "{file}：这不是文本，而是 {what}。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "This version reads text dumps (.txt); export the page's text first.",
        "zh": "此版本只读文本（.txt），请先导出版面文字。",
    }


class WrongEncoding(PageUnreadable):
    """The bytes are no text in the encoding declared or in any we know. Values: ``file``, ``tried``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: its bytes are no text in {tried}.",
        "zh": "{file}：其字节不是 {tried} 编码的文字。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Name its encoding with --encoding, or convert it to UTF-8.",
        "zh": "请用 --encoding 指明编码，或先转换为 UTF-8。",
    }


class WrongUsage(PresscheckError):
    """The command cannot be carried out as put. Values: ``en``, ``zh`` (what is wrong, and the remedy)."""

    exit_code = 2
    says: ClassVar[dict[Lang, str]] = {"en": "{en}", "zh": "{zh}"}
    advice: ClassVar[dict[Lang, str]] = {"en": "See: presscheck --help", "zh": "请看：presscheck --help"}


class PartMissing(PresscheckError):
    """A part of presscheck, or of the machine, is not installed. Values: ``part``, ``command``."""

    exit_code = 4
    says: ClassVar[dict[Lang, str]] = {"en": "{part} is not installed.", "zh": "没有安装 {part}。"}
    advice: ClassVar[dict[Lang, str]] = {"en": "To add it: {command}", "zh": "安装方法：{command}"}


class NoPages(PageUnreadable):
    """A folder holds no page file. Values: ``file``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: there is no page file in this folder.",
        "zh": "{file}：文件夹中没有版面文件。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Page files end in .txt; folders within it are not looked into.",
        "zh": "版面文件以 .txt 结尾；不查看其下的子文件夹。",
    }
