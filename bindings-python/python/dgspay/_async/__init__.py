"""The public layer for asyncio. `_sync` is generated from it by `scripts/generate-python`."""
