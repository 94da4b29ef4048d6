# Generated from `_async` by `scripts/generate-python`. Do not edit.
"""The public layer whose calls block."""
