import json
from pathlib import Path

import pytest

import presscheck
from presscheck import errors, pipeline
from presscheck.cli import read
from presscheck.export.json import dump
from presscheck.intake.printed import PrintedLine, page_of
from presscheck.model import Article, Box, Page, Places, Reading


def test_one_file_is_printed_for_people(run, county):
    told = run("read", county)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("## 县城通了火车\n\n")
    assert "方小舟" in told.out


def test_json_is_the_reading(run, county):
    told = run("read", county, "--format", "json")
    assert told.out == dump(pipeline.read(county))


def test_plain_text(run, county):
    assert run("read", county, "--format", "txt").out.startswith("县城通了火车\n")


def test_standard_input(run, county):
    told = run("read", "-", "--format", "json", stdin=county.read_bytes())
    assert json.loads(told.out)["pages"][0]["file"] == "stdin"
    assert told.code == 0


def test_date_and_encoding_reach_the_reading(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_bytes("县城通了火车\n\n本报云州5月3日讯　第一趟列车昨天开进县城。\n".encode("gb18030"))
    told = json.loads(run("read", page, "--format", "json", "--date", "2026-05-04", "--encoding", "gb18030").out)
    assert told["pages"][0]["date"] == "2026-05-04"
    assert told["pages"][0]["encoding"]["how"] == "declared"
    assert "云州" in told["articles"][0]["paragraphs"][0]["text"]


def test_reasons_follow_the_language(run, county):
    english, chinese = (json.loads(run("read", county, "--format", "json", "--lang", x).out) for x in ("en", "zh"))
    assert english["articles"][0]["reasons"] != chinese["articles"][0]["reasons"]


def test_a_folder_gives_one_file_each(run, folder, tmp_path):
    told = run("read", folder, "-o", tmp_path / "out", "--format", "json")
    assert (told.code, told.out, told.err) == (0, "", "")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["p1.json", "p2.json"]
    assert json.loads((tmp_path / "out/p2.json").read_text(encoding="utf8"))["pages"][0]["file"] == "p2.txt"


def test_one_file_with_a_folder_to_write_to(run, county, tmp_path):
    assert run("read", county, "-o", tmp_path / "out").code == 0
    assert (tmp_path / "out/county.md").read_text(encoding="utf8") == run("read", county).out


def test_several_at_a_time_give_the_same_bytes(run, folder, tmp_path):
    for jobs in ("1", "2"):
        assert run("read", folder, "-o", tmp_path / jobs, "--format", "json", "--jobs", jobs).code == 0
    one, two = ({file.name: file.read_bytes() for file in (tmp_path / jobs).iterdir()} for jobs in ("1", "2"))
    assert one == two
    assert len(one) == 2


def test_unreadable_files_are_named_and_the_rest_is_done(run, folder, county, tmp_path):
    (folder / "empty.txt").touch()
    told = run("read", folder, county, tmp_path / "gone.txt", "-o", tmp_path / "out")
    assert told.code == 3
    assert len(told.err.splitlines()) == 2
    assert "empty.txt: the file is empty." in told.err
    assert "gone.txt: there is no such file. Check the path." in told.err
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["county.md", "p1.md", "p2.md"]


def test_a_missing_file_in_chinese(run, tmp_path):
    told = run("read", tmp_path / "gone.txt", "--lang", "zh")
    assert told.code == 3
    assert told.err.endswith("：没有这个文件。请检查路径。\n")


def test_a_folder_without_pages(run, tmp_path):
    (tmp_path / "bare").mkdir()
    told = run("read", tmp_path / "bare", "-o", tmp_path / "out")
    assert told.code == 3
    assert "no page file in this folder" in told.err


@pytest.mark.parametrize("given", [["issue"], ["county.txt", "issue/p2.txt"]], ids=["a folder", "two files"])
def test_several_need_a_folder_to_write_to(run, folder, county, tmp_path, given):
    told = run("read", *(tmp_path / name for name in given))
    assert (told.code, told.out) == (2, "")
    assert "-o DIR" in told.err


def test_two_results_of_one_name_are_refused_before_anything_is_written(run, folder, tmp_path):
    (tmp_path / "P1.txt").write_text("另一版\n", encoding="utf8")
    told = run("read", folder, tmp_path / "P1.txt", "-o", tmp_path / "out")
    assert told.code == 2
    assert "would both be written" in told.err
    assert not (tmp_path / "out").exists()


def test_one_file_twice_is_refused(run, county, tmp_path):
    assert run("read", county, county, "-o", tmp_path / "out").code == 2


def test_a_page_is_never_overwritten(run, county, tmp_path):
    before = county.read_bytes()
    told = run("read", county, "-o", tmp_path, "--format", "txt")
    assert told.code == 2
    assert "would overwrite" in told.err
    assert county.read_bytes() == before


def test_a_file_where_a_folder_should_be(run, county):
    assert run("read", county, "-o", county).code == 2


def test_a_place_that_cannot_be_written_to(run, county, tmp_path):
    (tmp_path / "out/county.md").mkdir(parents=True)
    told = run("read", county, "-o", tmp_path / "out")
    assert told.code == 2
    assert "cannot be written" in told.err
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["county.md"]


def test_strict_is_quiet_where_nothing_is_found(run, county):
    assert run("read", county, "--strict").code == 0


def test_strict_tells_what_was_found(run, county):
    county.write_bytes("县城通了火车，昨天第一趟列车开进县城。".encode() + b"\xff\xfe" + "站台上挤满了人。\n".encode())
    quiet, strict = (run("read", county, "--encoding", "utf-8", *more) for more in ((), ("--strict",)))
    assert (quiet.code, quiet.err) == (0, "")
    assert strict.code == 1
    assert "county.txt: bytes that are no character" in strict.err
    assert strict.out == quiet.out


@pytest.mark.parametrize(
    "wrong",
    [["--format", "pdf"], ["--date", "yesterday"], ["--jobs", "0"], ["--colour"], []],
    ids=["format", "date", "jobs", "an option that is not there", "no file"],
)
def test_wrong_usage(run, county, wrong):
    told = run("read", *([county] if wrong else []), *wrong)
    assert (told.code, told.out) == (2, "")


def test_an_encoding_nobody_knows(run, county):
    told = run("read", county, "--encoding", "klingon")
    assert told.code in (2, 3)
    assert "klingon" in told.err


def test_our_own_mistake_stops_no_other_page(run, folder, tmp_path, monkeypatch):
    def stumble(path, **asked):
        if "p1" in path:
            raise ZeroDivisionError("half a page")
        return read_as_ever(path, **asked)

    read_as_ever = pipeline.read
    monkeypatch.setattr(pipeline, "read", stumble)
    told = run("read", folder, "-o", tmp_path / "out")
    assert told.code == 70
    assert "p1.TXT: could not be read because of a mistake of ours (ZeroDivisionError: half a page)." in told.err
    assert "PRESSCHECK_TRACEBACK=1" in told.err
    assert "Traceback" not in told.err
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["p2.md"]


def test_a_traceback_can_be_had(run, county, monkeypatch):
    monkeypatch.setattr(pipeline, "read", lambda *_, **__: 1 / 0)
    monkeypatch.setenv("PRESSCHECK_TRACEBACK", "1")
    assert "Traceback (most recent call last)" in run("read", county).err


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (errors.PartMissing(part="the language model", command="x"), 4),
        (ModuleNotFoundError("no numpy", name="numpy"), 4),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 70),  # a pipe of the reading's own, not of our output
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_each_trouble_has_its_exit_code(run, county, monkeypatch, raised, code):
    def stumble(*_, **__):
        raise raised

    monkeypatch.setattr(pipeline, "read", stumble)
    told = run("read", county)
    assert (told.code, told.out) == (code, "")
    assert (told.err == "") == (code == 130)


def test_a_file_name_drives_no_terminal(run, tmp_path):
    assert "␛[31m" in run("read", tmp_path / "a\x1b[31m.txt").err


@pytest.mark.parametrize(
    ("codes", "strict", "expected"), [([0, 0], False, 0), ([0, 3], True, 3), ([70, 3], False, 70), ([0], True, 1)]
)
def test_the_gravest_trouble_decides(codes, strict, expected):
    outcomes = [read.Outcome(code, findings=("text left over",)) for code in codes]
    assert read.report(outcomes, strict=strict) == expected


# -- one issue in several files


def jumps(file):
    told = json.loads(file.read_text(encoding="utf8"))["articles"]
    found = [jump for article in told for jump in (article["jump_to"], article["jump_from"]) if jump]
    return [(jump["article"], jump["torn"]) for jump in found]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_files_of_one_issue_point_into_one_another(run, front, back, tmp_path, jobs):
    told = run("read", "--issue", front, back, "-o", tmp_path / "out", "--format", "json", "--jobs", jobs)
    assert (told.code, told.out, told.err) == (0, "", "")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["page1.json", "page3.json"]
    assert jumps(tmp_path / "out/page1.json") == [("page3.json#a1", True)]
    assert jumps(tmp_path / "out/page3.json") == [("page1.json#a1", True)]


def test_files_read_each_by_itself_do_not(run, front, back, tmp_path):
    run("read", front, back, "-o", tmp_path / "out", "--format", "json")
    assert jumps(tmp_path / "out/page1.json") == jumps(tmp_path / "out/page3.json") == [(None, False)]


def test_a_folder_can_be_an_issue_in_any_order(run, front, back, county, tmp_path):
    told = run("read", "--issue", tmp_path, "-o", tmp_path / "out", "--format", "json")
    assert told.code == 0
    assert len(list((tmp_path / "out").iterdir())) == 3
    assert run("read", "--issue", back, front, "-o", tmp_path / "two", "--format", "json").code == 0
    for name in ("page1.json", "page3.json"):
        assert (tmp_path / "two" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_a_file_of_several_pages_can_be_part_of_an_issue(run, front, back, county, tmp_path):
    thick = tmp_path / "inner.txt"
    thick.write_text(f"{county.read_text(encoding='utf8')}\f{back.read_text(encoding='utf8')}", encoding="utf8")
    run("read", "--issue", front, thick, "-o", tmp_path / "out", "--format", "json")
    assert jumps(tmp_path / "out/page1.json") == [("inner.json#a2", True)]
    assert jumps(tmp_path / "out/inner.json") == [("page1.json#a1", True)]


@pytest.mark.parametrize("issue", [[], ["--issue"]], ids=["a file", "an issue"])
def test_the_pages_of_one_file_are_linked_within_it(run, both, issue):
    told = json.loads(run("read", both, *issue, "--format", "json").out)
    one, two = told["articles"]
    assert (one["jump_to"]["article"], two["jump_from"]["article"]) == ("a2", "a1")


def test_other_formats_call_the_other_half_by_the_same_name(run, front, back, tmp_path):
    assert run("read", "--issue", front, back, "-o", tmp_path / "out", "--lang", "zh").code == 0
    assert "*（下转第三版，见 page3）*" in (tmp_path / "out/page1.md").read_text(encoding="utf8")
    assert "*（上接第一版，见 page1）*" in (tmp_path / "out/page3.md").read_text(encoding="utf8")


def test_a_bad_file_stops_no_other_page_of_an_issue(run, front, back, tmp_path, monkeypatch):
    read_as_ever = pipeline.read
    monkeypatch.setattr(
        pipeline, "read", lambda path, **asked: 1 / 0 if "bad.txt" in path else read_as_ever(path, **asked)
    )
    (tmp_path / "empty.txt").touch()
    files = (front, tmp_path / "empty.txt", tmp_path / "bad.txt", tmp_path / "gone.txt", back)
    told = run("read", "--issue", *files, "-o", tmp_path / "out", "--format", "json")
    assert told.code == 70
    assert [f"{name}.txt: " in told.err for name in ("empty", "bad", "gone", "page1")] == [True, True, True, False]
    assert jumps(tmp_path / "out/page1.json") == [("page3.json#a1", True)]


def test_an_issue_of_nothing_but_bad_files(run, tmp_path):
    assert run("read", "--issue", tmp_path / "gone.txt", tmp_path / "too.txt", "-o", tmp_path / "out").code == 3


def test_an_issue_of_several_files_needs_a_folder_to_write_to(run, front, back):
    told = run("read", "--issue", front, back)
    assert (told.code, told.out) == (2, "")
    assert "-o DIR" in told.err


def test_an_issue_from_python_has_the_names_that_jump_lines_use(front, back):
    issue = pipeline.read_issue([front, str(back)], lang="zh")
    assert list(issue) == ["page1.json", "page3.json"]
    file, _, name = issue["page1.json"].articles[0].jump_to.article.partition("#")
    (other,) = [article for article in issue[file].articles if article.id == name]
    assert other.jump_from.article == "page1.json#a1"
    assert "断开的句子相接" in other.jump_from.reasons[1]
    assert presscheck.read_issue is pipeline.read_issue


def test_two_pages_of_one_name_are_no_issue(front, tmp_path):
    with pytest.raises(errors.WrongUsage, match="called page1"):
        pipeline.read_issue([front, tmp_path / "other/page1.pdf"])


# -- pictures


@pytest.mark.parametrize("verb", ["read", "show"])
@pytest.mark.parametrize("ocr", [[], ["--ocr"]], ids=["as it is", "ocr"])
def test_ocr_reaches_the_intake(run, county, monkeypatch, verb, ocr):
    asked, take_in_as_ever = [], pipeline.take_in
    monkeypatch.setattr(
        pipeline, "take_in", lambda *_, **how: (asked.append(how["ocr"]), take_in_as_ever(*_, **how))[1]
    )
    assert run(verb, county, *ocr).code == 0
    assert asked == [bool(ocr)]


def test_ocr_reaches_what_comes_from_standard_input(run, monkeypatch):
    asked, take_in_as_ever = [], pipeline.take_in_bytes
    monkeypatch.setattr(
        pipeline, "take_in_bytes", lambda *_, **how: (asked.append(how["ocr"]), take_in_as_ever(*_, **how))[1]
    )
    assert run("read", "-", "--ocr", stdin="县城通了火车\n".encode()).code == 0
    assert asked == [True]


@pytest.mark.parametrize("verb", ["read", "show"])
def test_without_the_parts_for_pictures_ocr_says_what_to_install(run, county, monkeypatch, verb):
    def lacking(*_, **how):
        raise errors.PartMissing(part="rapidocr", command="pip install 'presscheck[ocr]'")

    monkeypatch.setattr(pipeline, "take_in", lacking)
    told = run(verb, county, "--ocr")
    assert (told.code, told.out) == (4, "")
    assert told.err == "rapidocr is not installed. To add it: pip install 'presscheck[ocr]'\n"


# -- formats of libraries


@pytest.fixture
def printed(monkeypatch):
    """Readings of invented pages with places, whatever file is named: as many pages as its name says."""

    def read_printed(path, **_):
        count = int(Path(path).stem.partition(".")[0].removeprefix("county"))
        pages = []
        for n in range(1, count + 1):
            bare = Page(f"p{n}", Path(path).name, "0" * 64, "pdf", "", (), width=400, height=600, unit="pt")
            pages.append(page_of(bare, [PrintedLine(f"县城通了火车{n}", Box(40, 60, 120, 20))]))
        spans = [(page.text.strip(), page.lines[0].span) for page in pages]
        stories = [
            Article(f"a{n}", headline=text, places=Places(headline=(span,))) for n, (text, span) in enumerate(spans, 1)
        ]
        return Reading(tuple(pages), (), tuple(stories))

    monkeypatch.setattr(pipeline, "read", read_printed)


PRINTED = {"page_xml": "<PcGts ", "alto": "<alto ", "hocr": '<div class="ocr_page"'}


@pytest.mark.parametrize("form", PRINTED)
def test_a_single_page_with_places_is_printed(run, printed, form):
    told = run("read", "county1.pdf", "--format", form)
    assert (told.code, told.err) == (0, "")
    assert PRINTED[form] in told.out


@pytest.mark.parametrize(("form", "ending"), [("page_xml", "page.xml"), ("alto", "xml"), ("hocr", "hocr")])
def test_several_pages_are_a_file_each(run, printed, tmp_path, form, ending):
    told = run("read", "county2.pdf", "-o", tmp_path / "out", "--format", form)
    assert (told.code, told.out, told.err) == (0, "", "")
    made = sorted((tmp_path / "out").iterdir())
    assert [file.name for file in made] == [f"county2.p1.{ending}", f"county2.p2.{ending}"]
    assert all(PRINTED[form] in file.read_text(encoding="utf8") for file in made)
    assert run("read", "county1.pdf", "-o", tmp_path / "one", "--format", form).code == 0
    assert [file.name for file in (tmp_path / "one").iterdir()] == [f"county1.{ending}"]


@pytest.mark.parametrize(("file", "form"), [("county2.pdf", "alto"), ("county1.pdf", "mets")])
def test_what_makes_several_files_needs_a_folder(run, printed, file, form):
    told = run("read", file, "--format", form)
    assert (told.code, told.out) == (2, "")
    assert f"{file}: {form} makes several files of it (files: 2); say with -o DIR" in told.err


def test_mets_stands_beside_the_alto_files_it_names(run, printed, tmp_path):
    assert run("read", "county2.pdf", "-o", tmp_path / "out", "--format", "mets").code == 0
    made = {file.name: file.read_text(encoding="utf8") for file in (tmp_path / "out").iterdir()}
    assert sorted(made) == ["county2.mets.xml", "county2.p1.xml", "county2.p2.xml"]
    assert all(f'href="{name}"' in made["county2.mets.xml"] for name in made if "mets" not in name)


def test_tei_takes_any_page(run, county):
    told = run("read", county, "--format", "tei")
    assert (told.code, told.err) == (0, "")
    assert "<head><pb" in told.out
    assert "县城通了火车</head>" in told.out


@pytest.mark.parametrize("form", [*PRINTED, "mets"])
def test_a_dump_has_no_places_to_tell(run, county, tmp_path, form):
    told = run("read", county, "-o", tmp_path / "out", "--format", form)
    assert (told.code, told.out) == (2, "")
    assert "county.txt: " in told.err
    assert "--format json, md, txt or tei" in told.err
    assert not (tmp_path / "out").exists()


def test_one_page_without_places_stops_no_other(run, folder, tmp_path):
    told = run("read", folder, "-o", tmp_path / "out", "--format", "alto", "--lang", "zh")
    assert told.code == 2
    assert [line.partition("：")[0] for line in told.err.splitlines()] == [str(name) for name in ("p1.TXT", "p2.txt")]


def test_formats_for_programs_are_the_same_on_every_machine(run, county, monkeypatch):
    county.write_text("残句半截没有主\n" + county.read_text(encoding="utf8"), encoding="utf8")
    english = run("read", county, "--format", "tei").out
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert run("read", county, "--format", "tei").out == english


@pytest.mark.parametrize("form", ["alto", "mets"])
def test_pages_of_one_file_never_overwrite_an_input_or_another(run, printed, tmp_path, form):
    scan = tmp_path / "county1.p2.xml"
    scan.write_text("<alto/>", encoding="utf8")
    told = run("read", "county1.pdf", scan, "-o", tmp_path, "--format", form)
    assert told.code == 2
    assert "would overwrite" in told.err
    told = run("read", "county1.pdf", "county1.p2.pdf", "-o", tmp_path / "out", "--format", form)
    assert told.code == 2
    assert "would both be written" in told.err
    assert run("read", "county1.p1.pdf", "county1.p2.pdf", "-o", tmp_path / "out", "--format", form).code == 0
