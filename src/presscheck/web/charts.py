"""An indicator through time, as a chart and a table."""

from fastapi import APIRouter

router = APIRouter()
