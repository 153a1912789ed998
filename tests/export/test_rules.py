"""The rules that our XML files are held to notice what breaks them."""

import pytest

from presscheck.export import files

BREACHES = [
    ("page_xml", '<RegionRefIndexed index="0"', '<RegionRefIndexed index="first"', "index='first'"),
    ("page_xml", "</Metadata>", "</Metadata><Metadata/>", "PcGts holds"),
    ("page_xml", 'regionRef="p1.b1"', 'regionRef="p1.b9"', "nothing has the id p1.b9"),
    ("page_xml", 'points="', 'points="1,2 -', "points="),
    ("alto", 'ID="p1.b2"', 'ID="p1.b1"', "the id p1.b1 is given twice"),
    ("alto", "<MeasurementUnit>inch1200</MeasurementUnit>", "", "Description holds"),
    ("alto", 'CONTENT="兴修水利"', "", "String has no CONTENT"),
    ("alto", "<PrintSpace", "words<PrintSpace", "Page holds words"),
    ("hocr", "<body>", "<body><table></table>", "table is in no rule"),
    ("hocr", ' class="ocr_line"', ' class="line"', "class='line'"),
    ("tei", '<pb n="1" facs="#p1"/>', '<pb n="1" facs="#nowhere"/>', "nothing has the id nowhere"),
    ("tei", "</body>", "<head>标题</head></body>", "body holds"),
    ("mets", 'FILEID="ALTO.p1"', 'FILEID="ALTO.p7"', "nothing has the id ALTO.p7"),
    ("mets", 'TYPE="LOGICAL"', 'TYPE="ILLOGICAL"', "TYPE='ILLOGICAL'"),
]


@pytest.mark.parametrize(("form", "right", "wrong", "told"), BREACHES)
def test_a_breach_is_noticed(issue, breaches, form, right, wrong, told):
    text = next(text for text in reversed(files(issue, form, "county").values()) if form == "mets" or right in text)
    assert right in text
    assert any(told in breach for breach in breaches(form, text.replace(right, wrong, 1)))
