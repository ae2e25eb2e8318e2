"""When each feed last changed, so that its Last-Modified never goes back."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SLUGS = (
    "all beijing tianjin hebei shanxi neimenggu liaoning jilin heilongjiang shanghai jiangsu zhejiang anhui fujian "
    "jiangxi shandong henan hubei hunan guangdong guangxi hainan chongqing sichuan guizhou yunnan xizang shaanxi "
    "gansu qinghai ningxia xinjiang dalian ningbo xiamen qingdao shenzhen xpcc"
)


def upgrade() -> None:
    op.create_table(
        "feed_stamps",
        sa.Column("slug", sa.String(length=16), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_feed_stamps"),
    )
    copy = sa.text("INSERT INTO feed_stamps SELECT :slug, version, changed_at FROM catalogue")
    for slug in SLUGS.split():
        op.get_bind().execute(copy, {"slug": slug})
