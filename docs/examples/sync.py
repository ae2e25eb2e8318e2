"""Keep a local copy of Guangdong's tasks in step: python sync.py BASE_URL COPY.json (run it as often as you like)."""

import json
import sys
from pathlib import Path

import httpx2 as httpx

base, file = sys.argv[1], Path(sys.argv[2])
copy = json.loads(file.read_text("utf-8")) if file.exists() else {"token": "start", "tasks": {}}

with httpx.Client(base_url=base) as http:
    while True:
        answer = http.get("/tasks", params={"province": "guangdong", "changed_since": copy["token"]})
        if answer.status_code == 410:  # the service's history is another one now: begin again
            copy = {"token": "start", "tasks": {}}
            continue
        page = answer.raise_for_status().json()
        for task in page["items"]:
            if task["gone"]:
                copy["tasks"].pop(task["id"], None)
            else:
                copy["tasks"][task["id"]] = task
        copy["token"] = page["meta"]["sync_token"]
        if not page["items"]:
            break

file.write_text(json.dumps(copy, ensure_ascii=False), "utf-8")
