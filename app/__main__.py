"""The command line: `qixian COMMAND`, or `python -m app COMMAND`."""

import sys

from app.commands import build_cli
from app.errors import QixianError


def main() -> None:
    """Run one command. Exit code 2 for a value that is not valid, 1 for anything that failed."""
    try:
        build_cli()(standalone_mode=True, prog_name="qixian")
    except QixianError as error:
        print(f"qixian: {error.detail}", file=sys.stderr)  # noqa: T201 - this is the command line
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
