"""The documentation site: a folder of pages that works from a disk, from any address, offline and on paper."""
