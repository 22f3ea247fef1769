"""The pages people use and their JSON API: `create_app(home)` gives the application that `papers serve` runs."""

from __future__ import annotations

from pipeline.web.app import create_app

__all__ = ["create_app"]
