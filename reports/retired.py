"""Retired codes: agencies and categories that the configuration dropped keep their names, and categories their rules."""

from dataclasses import replace

from reports.regency import Agency, Category, Regency
from storage.tables import CodeKind
from storage.transaction import Transaction


async def with_retired(transaction: Transaction, regency: Regency) -> Regency:
    """Write down what is configured, and return the regency with what once was and is no longer."""
    codes = transaction.known_codes
    agencies, categories = regency.agencies, regency.categories
    await codes.keep(CodeKind.AGENCY, ((one.code, one.name, {"short": one.short}) for one in agencies))
    await codes.keep(CodeKind.CATEGORY, ((one.code, one.name, _rules(one)) for one in categories))
    known = await codes.every()
    return replace(
        regency,
        retired_agencies=tuple(
            Agency(row.code, row.name, row.data["short"])
            for row in known
            if row.kind == CodeKind.AGENCY and not regency.has_agency(row.code)
        ),
        retired_categories=tuple(
            Category(row.code, row.name, "", None, words=(), **row.data)
            for row in known
            if row.kind == CodeKind.CATEGORY and not regency.has_category(row.code)
        ),
    )


def _rules(category: Category) -> dict[str, bool | int | None]:
    return {
        "needs_place": category.needs_place,
        "needs_proof": category.needs_proof,
        "resolution_days": category.resolution_days,
        "response_days": category.response_days,
    }
