"""What a feed costs to serve, against what could be hoped and feared; and what it costs to build."""

import os
import sys
import tempfile
from pathlib import Path

from bench import feed_building, feed_serving


def main() -> int:
    """Print both tables: one run, servers driven in turn, figures are medians."""
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory(prefix="qixian-bench-") as folder:
        feed_serving.report(Path(folder))
        feed_building.report(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
