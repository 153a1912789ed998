"""A page as it comes to the desk: any file we can read becomes pages with lines.

>>> take_in_bytes("本报讯　县城通了火车。\\n".encode(), "county.txt")
(<Page p1 of county.txt: dump, 1 line, 12 characters>,)
"""

from presscheck.intake.door import take_in, take_in_bytes

__all__ = ["take_in", "take_in_bytes"]
