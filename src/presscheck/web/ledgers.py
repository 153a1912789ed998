"""The two ledgers as pages: programmes, and control lists."""

from fastapi import APIRouter

router = APIRouter()
