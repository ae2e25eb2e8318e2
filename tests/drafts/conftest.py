"""Notices to read, an administrator, and the shortest way from a text to a draft."""

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.access.tokens import create_token
from app.clock import FixedClock
from app.database import Database
from app.drafts.acts import parse_act
from app.drafts.reading import read_bounded
from app.drafts.review import Review
from app.drafts.reviewing import apply_act
from app.drafts.store import save_draft
from app.extraction import Draft
from app.main import create_app
from app.settings import Settings
from app.workdays import Workdays
from tests.conftest import ROOT

FIRST_NOTICE = ROOT.parent / "shared" / "notices" / "moe-zcs-2022-8.txt"

NOTICE = """江海省教育厅

江教职函〔2023〕7号

关于报送2023年职业教育有关材料的通知

各省、自治区、直辖市教育厅（教委），各计划单列市教育局，新疆生产建设兵团教育局：

现将2023年职业教育有关材料报送工作通知如下。

一、校企合作典型案例征集

请于2023年5月20日前将案例发送至 anli@example.org。

联系人：张明，025-51112222

二、技能大赛组织情况统计

填报时间：2023年6月1日至15日

联系人：李华，025-33334444

三、召开产教融合工作现场会

拟定于2023年下半年召开产教融合工作现场会，具体安排另行通知。

江海省教育厅
2023年4月10日
"""

FOLLOW_UP = """教育部司局函件

教职成司函〔2022〕15号

关于调整2022年下半年职业教育与继续教育部分工作安排的通知

各省、自治区、直辖市教育厅（教委），各计划单列市教育局，新疆生产建设兵团教育局：

《关于做好2022年下半年职业教育与继续教育相关工作的通知》（教职成司函〔2022〕8号）印发后，根据工作需要，现就有关工作安排调整如下。

一、社区教育工作情况总结和数据填报

填报时间由2022年10月30日延长至2022年11月15日。

联系人及电话：杜若、李慧勤，010-66490608；桂敏，010-66097704

二、关于2023年职业教育质量年度报告编制、发布和报送工作

请各省级教育行政部门于2022年12月20日前完成本地区年度报告的报送。

联系人及电话：宗诚，010-62003877

三、会议安排

原定2022年下半年召开的职业院校数字校园建设试点工作推进会不再召开。

教育部职业教育与成人教育司
2022年9月8日
"""

CONFIRMED = {"act": "confirm", "task": 2}  # the meeting of NOTICE has no date yet

Read = Callable[[str], Draft]


@pytest.fixture
def read(workdays: Workdays) -> Read:
    """The draft of a text."""
    return lambda text: read_bounded("notice.txt", text, workdays)


@pytest.fixture
def first_notice() -> str:
    """The first notice as it was published, when the folder beside the repository holds it."""
    if not FIRST_NOTICE.exists():
        pytest.skip(f"the first notice's text is not at {Path(*FIRST_NOTICE.parts[-3:])} beside the repository")
    return FIRST_NOTICE.read_text(encoding="utf-8")


def do(review: Review, **values: Any) -> Review:
    """The review after one act, given as a form gives it."""
    return apply_act(review, parse_act(values))


@dataclass
class Desk:
    """A reviewer's place: keeps a text as a draft and says its id."""

    database: Database
    clock: FixedClock
    read: Read

    def keep(self, text: str, who: str = "张三") -> int:
        with self.database.write() as session:
            return save_draft(session, "通知", self.read(text), who=who, now=self.clock.now()).draft_id


@pytest.fixture
def desk(loaded: Database, clock: FixedClock, read: Read) -> Desk:
    """A desk over each kind of database with the first notice published."""
    return Desk(loaded, clock, read)


@pytest.fixture
def service(settings: Settings, clock: FixedClock) -> Generator[TestClient]:
    """The service over an empty catalogue, nobody signed in, no token made."""
    with TestClient(create_app(settings, clock), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def token(service: TestClient, clock: FixedClock) -> str:
    """张三's token."""
    return make_token(service, clock, "张三")


@pytest.fixture
def api(service: TestClient, token: str) -> TestClient:
    """The service, asked with 张三's token."""
    service.headers["Authorization"] = f"Bearer {token}"
    return service


@pytest.fixture
def browser(service: TestClient, token: str) -> TestClient:
    """The service in a browser in which 张三 signed in."""
    service.headers["Accept"] = "text/html"
    assert service.post("/login", data={"token": token}).status_code == 200
    return service


def make_token(service: TestClient, clock: FixedClock, name: str) -> str:
    with database_of(service).write() as session:
        return create_token(session, name, who="test", now=clock.now())


def database_of(service: TestClient) -> Database:
    return service.app.state.house.database  # ty: ignore[missing-attribute]


def form_word(page: str) -> str:
    """The word that every form of this session carries."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]
