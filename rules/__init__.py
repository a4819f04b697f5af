"""The functional core: what Introloop knows about introductions. Standard library only, pure."""
