"""Puts the parts together and is imported by nobody."""

from telesales.celery import app as celery_app

__all__ = ["celery_app"]
