"""Whatever stands in a configuration, it is read or told in lines."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.settings.loading import BadConfiguration, load
from tests.settings.sample import GOOD

KEYS = sorted(
    {line.partition(" = ")[0] for line in GOOD.splitlines() if " = " in line} | {"half_days", "outline", "token", "x-y"}
)


VALUES = [
    "0", "-1", "14", "1.5", "true", "nan", "[]", "{}", '""', '"x"', "[1]", '["a", 2]', "[[1, 2], [3]]", "[{}]", "07:30:00",
    "2026-01-01", "2026-01-01T00:00:00Z", '"07:30-16:00"', '"PUPR"', '"Asia/Jakarta"', '{ "2026-12-24" = 1 }', "9" * 30,
    '"\\u0000"', '"https://[::1"', '"https://h:99999"', '"a:b"',
]  # fmt: skip


TABLES = [
    "[regency]",
    "[telegram]",
    "[storage]",
    "[groups]",
    "[officers]",
    "[coordinators]",
    "[deadlines]",
    "[[agency]]",
    "[[category]]",
    "[[emergency]]",
    "[x]",
]


@given(
    st.lists(
        st.tuples(st.sampled_from(TABLES), st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=6)),
        max_size=8,
        unique_by=lambda table: table[0],
    ),
    st.dictionaries(
        st.sampled_from(
            [f"TAPROSE_{table.strip('[]').upper()}__{key.upper()}" for table in TABLES for key in KEYS]
            + ["TAPROSE_AGENCY"]
        ),
        st.text(st.characters(exclude_characters="\0"), max_size=8) | st.sampled_from(VALUES),
        max_size=3,
    ),
)
def test_whatever_stands_there_is_read_or_told_in_lines(
    tables: list[tuple[str, dict[str, str]]], environ: dict[str, str]
) -> None:
    text = "\n".join("\n".join([table, *(f"{key} = {value}" for key, value in keys.items())]) for table, keys in tables)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        file.write_text(text, encoding="utf-8")
        try:
            load(file, environ).regency()
        except BadConfiguration as error:
            assert error.mistakes  # noqa: PT017 - either outcome is right; an empty complaint is not
            assert all(len(str(mistake).splitlines()) == 1 for mistake in error.mistakes)  # noqa: PT017
