"""Keeping watch over an open desk: whether it answers, and how busy it is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import PlainTextResponse, Response

from presscheck.web.guard import gate_of
from presscheck.web.people import Person, at_least

router = APIRouter(include_in_schema=False)


@router.get("/health")
async def health() -> Response:
    """Whether the desk is open; nothing more is told to strangers."""
    return PlainTextResponse("ok")


@router.get("/metrics")
def metrics(request: Request, admin: Annotated[Person, Depends(at_least("admin"))]) -> Response:
    """Answers by address, kind and time, in the text form of Prometheus."""
    told = gate_of(request).meter.told()
    return PlainTextResponse(told, media_type="text/plain; version=0.0.4")
