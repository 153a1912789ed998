"""Issues for other viewers: IIIF manifests, a story as a range of its pages; and Web Annotations."""

from fastapi import APIRouter

router = APIRouter()
