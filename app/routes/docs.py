"""The reference of the API as a page of our own: rendered here from OpenAPI, nothing fetched from elsewhere."""

from fastapi import APIRouter
router = APIRouter()
