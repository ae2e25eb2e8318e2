"""Worked examples for OpenAPI, answered by the service itself from the first notice; a test keeps them true."""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("examples.json")
EXAMPLES: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))


def example_response(name: str) -> dict[int | str, dict[str, Any]]:
    """The 200 of an address, with the example called `name`."""
    example = EXAMPLES[name]
    return {200: {"content": {"application/json": {"examples": {example["address"]: {"value": example["answer"]}}}}}}


TASKS_EXAMPLE = example_response("tasks")
TASK_EXAMPLE = example_response("task")
