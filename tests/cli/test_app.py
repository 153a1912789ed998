import os
import subprocess
import sys

import pytest

import presscheck
from presscheck.cli import app
from presscheck.cli.voice import language, localised

VERBS = ("read", "show", "demo", "doctor", "measure")
LANGUAGES = [
    # arguments, environment, language
    ([], {}, "en"),
    ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
    ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
    ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
    ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
    (["--lang", "zh"], {"LANG": "en_US.UTF-8"}, "zh"),
    (["read", "a.txt", "--lang=zh"], {}, "zh"),
    (["read", "--lang", "en", "a.txt"], {"LANG": "zh_CN"}, "en"),
    (["read", "--", "--lang", "zh"], {}, "en"),  # a file named so
    (["read", "a.txt", "--lang"], {"LANG": "zh_CN"}, "zh"),  # wrong usage, said in the locale's language
    (["read", "a.txt", "--lang", "fr"], {"LANG": "zh_CN"}, "zh"),
]


@pytest.mark.parametrize(("arguments", "environment", "expected"), LANGUAGES)
def test_the_language_to_speak(arguments, environment, expected):
    assert language(arguments, environment) == expected


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_verb(run, flag):
    told = run(flag)
    assert told.code == 0
    assert all(f"\n  {verb} " in told.out for verb in VERBS)


@pytest.mark.parametrize("verb", [*VERBS, ("measure", "articles")])
def test_every_verb_explains_itself_in_both_languages(run, verb):
    words = (verb,) if isinstance(verb, str) else verb
    english, chinese = run(*words, "--help"), run(*words, "--help", "--lang", "zh")
    assert english.code == chinese.code == 0
    assert english.out.startswith("Usage: presscheck")
    assert chinese.out.startswith("用法： presscheck")
    for word in ("Usage:", "Options:", "Arguments:", "Commands:", "Show this message", "[required]", "[default:"):
        assert word not in chinese.out


def test_help_words_are_translated_only_where_they_are_headings():
    assert localised("Options:\n  --out  Options: none", "zh") == "选项：\n  --out  Options: none"


def test_version(run):
    assert run("--version").out == f"presscheck {presscheck.__version__}\n"


def test_without_a_verb_help_is_given(run):
    told = run()
    assert "Usage: presscheck" in told.out + told.err


@pytest.mark.parametrize("arguments", [["proofread"], ["read", "--lang", "fr", "a.txt"], ["--nonsense"]])
def test_wrong_usage(run, arguments):
    told = run(*arguments)
    assert (told.code, told.out) == (2, "")
    assert told.err


WRONG = [
    # arguments, what is said in English, in Chinese
    (["--nonsense"], "There is no option --nonsense.", "没有选项 --nonsense。"),
    (["reed"], "There is no command reed. Meant may be: read.", "没有命令 reed。可能是：read。"),
    (["read", "--langg"], "There is no option --langg. Meant may be: --lang.", "没有选项 --langg。可能是：--lang。"),
    (["find", "-水渠", "--record", "a.db"], "presscheck find … -- -水渠", "前面加 --：presscheck find … -- -水渠"),
    (["check", "-5% 不实", "--record", "a.db"], "check … -- '-5% 不实'", "check … -- '-5% 不实'"),
    (["find", "水渠"], "--record DB is missing", "缺少 --record DB"),
    (["find", "水渠"], "variable PRESSCHECK_RECORD.", "环境变量 PRESSCHECK_RECORD"),
    (["find", "水渠", "--record"], "--record needs a value after it.", "--record 后面须有值。"),
    (["add", "--record", "a.db"], "FILE is missing: say after", "缺少 FILE：请在命令后"),
    (
        ["check", "渠", "--date", "5月"],
        "--date “5月”: this value cannot be used. A day is written",
        "日期写作 2026-06-18",
    ),
    (["read", "a.txt", "--jobs", "0"], "It is at least 1.", "最小为 1。"),
    (["serve", "--port", "70000"], "It is at most 65535.", "最大为 65535。"),
    (["serve", "--port", "door"], "--port “door”: this value cannot be used. It is a whole number", "应为整数"),
    (["show", "a.txt", "--stage", "all"], "It can be: lines, blocks,", "可用的值：lines, blocks,"),
    (["serve", "a.db"], "More was given than can be used: a.db.", "多给了：a.db。"),
    (["measure", "all"], "There is no command all.", "没有命令 all。"),
]


@pytest.mark.parametrize(("arguments", "english", "chinese"), WRONG)
def test_wrong_usage_is_told_in_the_reader_s_language_with_the_remedy(run, monkeypatch, arguments, english, chinese):
    monkeypatch.delenv("PRESSCHECK_RECORD", raising=False)
    for locale, told in (("en_US.UTF-8", english), ("zh_CN.UTF-8", chinese)):
        monkeypatch.setenv("LC_ALL", locale)
        said = run(*arguments)
        assert (said.code, said.out) == (2, "")
        assert told in said.err
        assert "Error:" not in said.err


def test_a_mistake_of_ours_is_owned(run, monkeypatch):
    def broken(lang):
        raise RuntimeError("upside down")

    monkeypatch.setattr(app, "build_app", broken)
    told = run("demo")
    assert told.code == 70
    assert "RuntimeError: upside down" in told.err
    assert "Traceback" not in told.err


def outside(*arguments: str, **environment: str) -> list[str]:
    return [sys.executable, "-c", "from presscheck.cli import main; main()", *arguments]


@pytest.mark.parametrize("verb", [("read",), ("show", "--stage", "lines")], ids=["read", "show"])
def test_nobody_reading_is_no_trouble(tmp_path, verb):
    page = tmp_path / "long.txt"
    page.write_text("县城通了火车\n\n本报讯　" + "列车昨天开进县城。" * 9000 + "\n", encoding="utf8")
    asked = outside(*verb, str(page))
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        told = running.stderr.read()
        assert (running.wait(), told) == (141, b"")


def test_output_is_utf8_whatever_the_locale(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("县城通了火车\n", encoding="utf8")
    asked = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    told = subprocess.run(outside("read", str(page)), capture_output=True, env=asked, check=True)
    assert "县城通了火车" in told.stdout.decode("utf-8")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["read", "--help"]])
def test_help_loads_no_heavy_library(arguments):
    code = (
        "import sys; from presscheck.cli import main\n"
        f"try: main({arguments})\n"
        "except SystemExit: print([name for name in ('numpy', 'scipy', 'rich') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.endswith("[]\n")


def test_importing_the_package_loads_nothing():
    code = "import sys, presscheck; print([name for name in sys.modules if name.startswith('presscheck.')])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_every_public_name_is_there():
    assert all(getattr(presscheck, name) is not None for name in presscheck.__all__)
    assert dir(presscheck) == sorted(presscheck.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'proof'"):
        _ = presscheck.proof


def test_every_noun_of_the_model_is_public():
    from presscheck import model

    assert set(model.__all__) <= set(presscheck.__all__)
