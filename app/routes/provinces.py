"""The 37 addressees."""

from fastapi import APIRouter

from app.provinces import PROVINCES, Province, get_province
from app.routes.context import In
from app.schemas.answers import ProvinceOut

router = APIRouter(tags=["provinces"])


@router.get("/provinces", response_model=list[ProvinceOut])
@router.head("/provinces", include_in_schema=False)
def list_provinces(house: In) -> list[ProvinceOut]:
    """All 37: 31 provincial departments, 5 计划单列市, the 兵团."""
    return [_province_out(province, house.settings.base_url) for province in PROVINCES]


@router.get("/provinces/{name}", response_model=ProvinceOut)
@router.head("/provinces/{name}", include_in_schema=False)
def show_province(name: str, house: In) -> ProvinceOut:
    """One of them, by slug, code or Chinese name."""
    return _province_out(get_province(name), house.settings.base_url)


def _province_out(province: Province, base_url: str) -> ProvinceOut:
    return ProvinceOut(
        slug=province.slug,
        code=province.code,
        short=province.short,
        name=province.name,
        department=province.department,
        english=province.english,
        kind=province.kind.value,
        feed=f"{base_url}/feeds/{province.slug}.ics",
    )
