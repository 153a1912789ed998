"""Findings of an audit, to confirm or dismiss."""

from fastapi import APIRouter

router = APIRouter()
