"""Every error we raise on purpose, its exit code and its advice, in both languages."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Literal

Lang = Literal["zh", "en"]


class PresscheckError(Exception):
    """Something a person can mend. ``str(error)`` is English; ``tell(lang)`` says it in either language.

    A value may itself be given in both languages, as a mapping (see ``messages.both``).

    >>> EmptyFile(file="county.txt").tell("zh")
    'county.txt：文件是空的。请检查它是否下载或导出完整。'
    >>> PdfBroken(file="county.pdf", why={"en": "no page 3", "zh": "没有第 3 页"}).tell("zh")
    'county.pdf：这个 PDF 已损坏或不完整（没有第 3 页）。请重新下载，或用阅读器打开后另存（打印）为新的 PDF。'
    """

    exit_code: ClassVar[int] = 70
    says: ClassVar[dict[Lang, str]]
    advice: ClassVar[dict[Lang, str]]

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.tell("en"))

    def __reduce__(self) -> tuple[partial["PresscheckError"], tuple[()]]:
        return partial(type(self), **self.values), ()  # it may come from another process

    def tell(self, lang: Lang) -> str:
        """What is wrong, then what to do about it."""
        values = {name: value[lang] if isinstance(value, Mapping) else value for name, value in self.values.items()}
        return self.whole(lang).format(**values)

    @classmethod
    def whole(cls, lang: Lang) -> str:
        """What such errors say, its gaps not yet filled."""
        return cls.says[lang] + (" " if lang == "en" else "") + cls.advice[lang]


class PageUnreadable(PresscheckError):
    """No text could be had from a file. Values: ``file``."""

    exit_code = 3
    says: ClassVar[dict[Lang, str]] = {"en": "{file}: no text could be read from it.", "zh": "{file}：读不出文字。"}
    advice: ClassVar[dict[Lang, str]] = {"en": "Check that it is the file you meant.", "zh": "请确认文件是否正确。"}


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
        "en": "{file}: {size} MB; such a file may have at most {limit} MB.",
        "zh": "{file}：{size} MB，这类文件最大 {limit} MB。",
    }
    advice: ClassVar[dict[Lang, str]] = {"en": "Split it by page or by issue.", "zh": "请按版或按期拆分后再读。"}


class NotText(PageUnreadable):
    """The file is something else than text. Values: ``file``, ``what`` (a format's name)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this is no text but {what}.",
        "zh": "{file}：这不是文本，而是 {what}。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Export the page as text, PDF, a picture, ALTO, PAGE, hOCR, TSV or JSON boxes.",
        "zh": "请先导出为文本、PDF、图片、ALTO、PAGE、hOCR、TSV 或 JSON 文字框。",
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


class PdfLocked(PageUnreadable):
    """A PDF opens only with a password. Values: ``file``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this PDF is locked with a password.",
        "zh": "{file}：这个 PDF 有密码保护。",
    }
    advice: ClassVar[dict[Lang, str]] = {"en": "Save it without a password first.", "zh": "请先另存为不带密码的 PDF。"}


class PdfBroken(PageUnreadable):
    """A PDF, or a page of it, is damaged or cut off. Values: ``file``, ``why``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this PDF is damaged or cut off ({why}).",
        "zh": "{file}：这个 PDF 已损坏或不完整（{why}）。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Fetch it again, or open it in a viewer and print it to a new PDF.",
        "zh": "请重新下载，或用阅读器打开后另存（打印）为新的 PDF。",
    }


class PdfEmpty(PageUnreadable):
    """A PDF has no pages. Values: ``file``."""

    says: ClassVar[dict[Lang, str]] = {"en": "{file}: this PDF has no pages.", "zh": "{file}：这个 PDF 没有页面。"}
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Check that it was downloaded or exported completely.",
        "zh": "请检查它是否下载或导出完整。",
    }


class TooManyPages(PageUnreadable):
    """A file has more pages than we read at once. Values: ``file``, ``count``, ``limit``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: {count} pages; one file may have at most {limit}.",
        "zh": "{file}：共 {count} 页，每个文件最多 {limit} 页。",
    }
    advice: ClassVar[dict[Lang, str]] = {"en": "Split it by issue.", "zh": "请按期拆分后再读。"}


class PageTooLarge(PageUnreadable):
    """A page holds an image too large to be drawn. Values: ``file``, ``page``, ``size``, ``limit`` (megapixels)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: page {page} holds an image of {size} megapixels; at most {limit} are drawn.",
        "zh": "{file}：第 {page} 页含 {size} 百万像素的图像，最多 {limit} 百万像素。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Save the PDF again with smaller images.",
        "zh": "请缩小其中的图像后重新保存 PDF。",
    }


class PageTooHard(PageUnreadable):
    """A page of a PDF takes more time or memory than it is given.

    Values: ``file``, ``page``, ``seconds``, ``memory`` (GB). Newspaper pages take less than a second; files made to do
    harm, and some maps, take hours.
    """

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: page {page} cannot be read within {seconds} seconds and {memory} GB of memory.",
        "zh": "{file}：第 {page} 页无法在 {seconds} 秒和 {memory} GB 内存之内读完。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "If you trust it, open it in a viewer and print that page to a new PDF.",
        "zh": "如文件可信，请用阅读器打开，将该页打印为新的 PDF。",
    }


class ImageBroken(PageUnreadable):
    """A picture is damaged, cut off or of a kind that cannot be opened. Values: ``file``, ``why``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this picture is damaged or cut off ({why}).",
        "zh": "{file}：这个图像已损坏或不完整（{why}）。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Fetch it again, or open it in a viewer and save it as PNG.",
        "zh": "请重新下载，或用看图软件打开后另存为 PNG。",
    }


class ImageTooSmall(PageUnreadable):
    """A picture is too small to hold a line of type. Values: ``file``, ``width``, ``height`` (pixels)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this picture has only {width} x {height} pixels; no type can be read in it.",
        "zh": "{file}：这个图像只有 {width} x {height} 像素，无法识别文字。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Scan the page at 150 dots an inch or more.",
        "zh": "请以 150 dpi 以上的分辨率重新扫描。",
    }


class ImageTooLarge(PageUnreadable):
    """A picture has more pixels than we unpack. Values: ``file``, ``size``, ``limit`` (both in megapixels)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this picture has {size} megapixels; at most {limit} are read.",
        "zh": "{file}：这个图像有 {size} 百万像素，最多读 {limit} 百万像素。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Save it smaller; 300 dots an inch are enough.",
        "zh": "请缩小后再读，300 dpi 已足够。",
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
        "en": "Page files end in .txt, .pdf, .png, .jpg, .tif, .xml, .hocr, .tsv or .json; inner folders are left.",
        "zh": "版面文件以 .txt、.pdf、.png、.jpg、.tif、.xml、.hocr、.tsv 或 .json 结尾；不查看其下的子文件夹。",
    }


class NoGeometry(WrongUsage):
    """A format that says where words stand was asked of a page that has no places. Values: ``file``, ``form``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: {form} says where each line stands on the paper, and this page tells only its words.",
        "zh": "{file}：{form} 要写出每行在纸面上的位置，而此版面只有文字。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Write it with --format json, md, txt or tei.",
        "zh": "请改用 --format json、md、txt 或 tei。",
    }


class AsPrinted(WrongUsage):
    """Corrections were to be carried out in a format that tells the page as it is printed. Values: ``form``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{form} tells each word as it is printed at its place on the paper; --apply would make it say what is"
        " not there.",
        "zh": "{form} 按纸面位置逐字记录版面原样；用 --apply 会写出版面上没有的字。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Leave --apply out, or write the corrected stories with --format json, md, txt or tei.",
        "zh": "请去掉 --apply，或用 --format json、md、txt 或 tei 写出改正后的稿件。",
    }


class BadLexicon(WrongUsage):
    """A file of the user's own words cannot be used. Values: ``file``, ``why``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this list of words cannot be used: {why}.",
        "zh": "{file}：这个词表无法使用：{why}。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "A list of words is plain text in UTF-8, one word a line; lines that begin with # are left out.",
        "zh": "词表应为 UTF-8 纯文本，每行一个词；以 # 开头的行不计。",
    }


class OcrFileTooLarge(TooLarge):
    """A recogniser's file is over the size we read. Values: ``file``, ``size``, ``limit`` (both in MB)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: {size} MB; a file of recognised text may have at most {limit} MB.",
        "zh": "{file}：{size} MB，识别结果文件最大 {limit} MB。",
    }


class TooManyParts(PageUnreadable):
    """A file has more tags, rows or values than we read. Values: ``file``, ``limit`` (in millions)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: it has over {limit} million tags, rows or values.",
        "zh": "{file}：标签、行或数值超过 {limit} 百万个。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Split it by page, or export it without single characters.",
        "zh": "请按版拆分，或导出时不含单字信息。",
    }


class NotWellFormed(PageUnreadable):
    """A file breaks the rules of its own format. Values: ``file``, ``form``, ``why`` (the parser's words)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: it is no well-formed {form} ({why}).",
        "zh": "{file}：不是格式正确的 {form}（{why}）。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Export it again; it may be cut off or edited by hand.",
        "zh": "请重新导出；文件可能不完整或被手工改动过。",
    }


class UnsafeXml(PageUnreadable):
    """An XML file brings declarations of its own (DTD, entities), which we never read. Values: ``file``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: it declares entities or elements of its own in a DTD, which can be used to do harm.",
        "zh": "{file}：它在 DTD 中自行声明了实体或元素，这可能被用来攻击。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Check where it comes from; if you trust it, remove its DOCTYPE and read it again.",
        "zh": "请确认其来源；如可信任，删去 DOCTYPE 声明后再读。",
    }


class OtherFormat(PageUnreadable):
    """A file is not of the format it was taken for. Values: ``file``, ``form``, ``found`` (what it holds)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this is no {form}; it holds {found}.",
        "zh": "{file}：这不是 {form}，其内容是 {found}。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Read are ALTO, PAGE, hOCR, tesseract TSV and boxes in JSON; export it as one of these.",
        "zh": "可读的格式有 ALTO、PAGE、hOCR、tesseract TSV 和 JSON 文字框，请导出为其中之一。",
    }


class NoWords(PageUnreadable):
    """A recogniser's file is in order, but says no word. Values: ``file``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: there is not one word on its pages.",
        "zh": "{file}：各版上没有一个字。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Check that text was recognised before it was exported.",
        "zh": "请检查导出前是否已做文字识别。",
    }


class BadArticle(PageUnreadable):
    """A line of a file of finished articles is none. Values: ``file``, ``line``, ``why``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}, line {line}: this is no finished article ({why}).",
        "zh": "{file} 第 {line} 行：不是一篇完成的稿件（{why}）。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Each line is a JSON object with id, date (2026-06-18), headline and paragraphs.",
        "zh": "每行应是一个 JSON 对象，含 id、date（如 2026-06-18）、headline 和 paragraphs。",
    }


class RecordTrouble(PresscheckError):
    """A record cannot be used. Values: ``file``."""

    exit_code = 3
    says: ClassVar[dict[Lang, str]] = {"en": "{file}: this record cannot be used.", "zh": "{file}：这个档案无法使用。"}
    advice: ClassVar[dict[Lang, str]] = {"en": "Check that it is the file you meant.", "zh": "请确认文件是否正确。"}


class RecordMissing(RecordTrouble):
    """There is no such record. Values: ``file``."""

    says: ClassVar[dict[Lang, str]] = {"en": "{file}: there is no such record.", "zh": "{file}：没有这个档案。"}
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Check the path, or make one: presscheck add FILE --record {file}",
        "zh": "请检查路径；要新建，请用：presscheck add 文件 --record {file}",
    }


class NotARecord(RecordTrouble):
    """A file that should be a record is something else. Values: ``file``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this file is not a record of presscheck.",
        "zh": "{file}：这个文件不是 presscheck 的档案。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Nothing was written to it. Name another file with --record.",
        "zh": "没有向其中写入任何内容。请用 --record 指定另一个文件。",
    }


class RecordBroken(RecordTrouble):
    """A record is damaged. Values: ``file``, ``why``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this record is damaged ({why}).",
        "zh": "{file}：这个档案已损坏（{why}）。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Nothing was written to it. Put back a copy, or make it anew from the files it was made of.",
        "zh": "没有向其中写入任何内容。请恢复备份，或用原始文件重新建立。",
    }


class RecordNewer(RecordTrouble):
    """A record was made by a newer presscheck. Values: ``file``, ``theirs``, ``ours`` (versions of its schema)."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this record was made by a newer presscheck (schema {theirs}; this one knows up to {ours}).",
        "zh": "{file}：这个档案由更新版本的 presscheck 建立（结构版本 {theirs}，此版本只支持到 {ours}）。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Nothing was written to it. Update with: pip install --upgrade presscheck",
        "zh": "没有向其中写入任何内容。请升级：pip install --upgrade presscheck",
    }


class RecordBusy(RecordTrouble):
    """Another program has been writing to the record for too long. Values: ``file``, ``seconds``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: another program has been writing to this record for over {seconds} seconds.",
        "zh": "{file}：另一个程序正在写入这个档案，已等待 {seconds} 秒。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "What was to be added was not added; the record is unharmed. Try again when the other has ended.",
        "zh": "本次内容没有写入，档案完好。请待其结束后重试。",
    }


class RecordNotRead(RecordTrouble):
    """A record may not be opened, or cannot be read from the disk. Values: ``file``, ``why``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: this record cannot be opened ({why}).",
        "zh": "{file}：无法打开这个档案（{why}）。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "Check its permissions and those of its folder.",
        "zh": "请检查它和所在文件夹的读取权限。",
    }


class RecordNotWritten(RecordTrouble):
    """A record, or what is to be added to it, cannot be written to the disk. Values: ``file``, ``why``."""

    says: ClassVar[dict[Lang, str]] = {
        "en": "{file}: it cannot be written to ({why}).",
        "zh": "{file}：无法写入（{why}）。",
    }
    advice: ClassVar[dict[Lang, str]] = {
        "en": "What was being added was not; the record is as it was. Check space and permissions, then try again.",
        "zh": "正在添加的文件没有写入，档案保持原样。请检查磁盘空间和权限后重试。",
    }


class NotApplicable(WrongUsage):
    """What a person did, or is about to do, does not fit the stories as they stand. Values: ``step``, ``why``."""

    says: ClassVar[dict[Lang, str]] = {"en": "{step} does not fit ({why}).", "zh": "{step}与稿件现状不符（{why}）。"}
    advice: ClassVar[dict[Lang, str]] = {"en": "Nothing was done; look again.", "zh": "没有作改动，请重新查看版面。"}


class HandsCrossed(WrongUsage):
    """Somebody else arranged the stories of a file meanwhile. Values: ``document``, ``who``."""

    says: ClassVar[dict[Lang, str]] = {"en": "{document}: {who} arranged it since.", "zh": "{document}：{who} 已重排。"}
    advice: ClassVar[dict[Lang, str]] = {"en": "Look at the page as it is now.", "zh": "请先查看最新的版面。"}
