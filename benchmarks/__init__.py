"""Measurements of quality and of speed; each prints what it measured, beside a peer where there is one."""
