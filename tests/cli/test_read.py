import json

import pytest

from presscheck import errors, pipeline
from presscheck.cli import read
from presscheck.export.json import dump


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
    [["--format", "pdf"], ["--date", "yesterday"], ["--jobs", "0"], ["--ocr"], []],
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
