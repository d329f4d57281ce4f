"""What a failed statement leaves in logs, in tables and in errors: never a word of what somebody wrote."""

import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bot.receiving.worker import Worker
from bot.support import set_up_logging
from storage.engine import Database
from storage.errors import NotStorable, StorageError
from storage.inbox import Arrived
from storage.tables import Counter, Group, InboxState, InboxUpdate, Person
from storage.transaction import Transaction
from tests.clock import MovableMoment

SECRET = "KTP-3523-Siti-Aminah"

STATEMENTS = {
    "a number given twice": "INSERT INTO counter (name, value) SELECT :text, 1 UNION ALL SELECT :text, 2",
    "a row without a value": "INSERT INTO counter (name, value) VALUES (:text, NULL)",
    "a value that a check refuses": """
        INSERT INTO inbox (update_id, body, received_at, state, attempts)
        VALUES (99, :text, CURRENT_TIMESTAMP, :text, 0)
    """,
    "a report that is not there": """
        INSERT INTO report_attachment (report_id, kind, file_id, file_unique_id, file_name)
        VALUES (99, 'photo', :text, :text, :text)
    """,
    "a column that is not there": "UPDATE counter SET nonsense = :text",
    "a table that is not there": "DELETE FROM nonsense WHERE name = :text",
    "no SQL at all": "SELEC :text",
    "a parameter that is missing": "SELECT :text, :other",
}
SQLITE_STATEMENTS = {
    "no JSON": "SELECT json_extract(:text, '$.a')",
    "no path into JSON": "SELECT json_extract('{}', :text)",
    "too many bytes": "SELECT :text, zeroblob(3000000000)",
    "bytes that are no text": "SELECT CAST(CAST(:text AS BLOB) || x'ff' AS TEXT)",
}
POSTGRES_STATEMENTS = {
    "no JSON": "SELECT CAST(CAST(:text AS text) AS json)",
    "no number": "SELECT CAST(CAST(:text AS text) AS integer)",
    "no date": "SELECT CAST(CAST(:text AS text) AS timestamptz)",
    "no number as an argument": "SELECT * FROM counter WHERE value = :text",
    "a text too long for its column": "INSERT INTO counter (name, value) VALUES (repeat(:text, 10), 1)",
    "a division by zero": "SELECT 1 / (length(:text) - length(:text))",
    "no pattern": "SELECT 'a' ~ ('(' || :text)",
    "no setting": "SELECT set_config(:text, :text, true)",
}

Act = Callable[[Transaction], Awaitable[object]]


async def an_enum_without_this_value(transaction: Transaction) -> None:
    transaction.session.add(Group(chat_id=9, title=SECRET, role=SECRET, active=True))  # type: ignore[arg-type]
    await transaction.session.flush()


async def a_moment_that_is_none(transaction: Transaction) -> None:
    transaction.session.add(Person(id=9, name=SECRET, created_at=SECRET))  # type: ignore[arg-type]
    await transaction.session.flush()


async def a_person_twice(transaction: Transaction) -> None:
    for _ in range(2):
        transaction.session.add(Person(id=9, name=SECRET, created_at=transaction.now))
        await transaction.session.flush()
        transaction.session.expunge_all()


async def many_rows_of_which_one_fails(transaction: Transaction) -> None:
    await transaction.session.execute(
        sa.insert(Counter), [{"name": name, "value": 1} for name in (SECRET, "b", SECRET)]
    )


async def half_a_character(transaction: Transaction) -> None:
    await transaction.session.execute(sa.text("SELECT CAST(:text AS varchar)"), {"text": SECRET + "\ud83d"})


async def a_number_beyond_64_bits(transaction: Transaction) -> None:
    transaction.session.add(Person(id=2**63, name=SECRET, created_at=transaction.now))
    await transaction.session.flush()


async def a_session_used_after_its_failure(transaction: Transaction) -> None:
    try:
        await a_person_twice(transaction)
    except Exception:
        await a_person_twice(transaction)


ACTS: tuple[Act, ...] = (
    an_enum_without_this_value,
    a_moment_that_is_none,
    a_person_twice,
    many_rows_of_which_one_fails,
    half_a_character,
    a_number_beyond_64_bits,
    a_session_used_after_its_failure,
)


def failing(database: Database) -> dict[str, Act]:
    """Every way in which a statement of this database fails, by what is wrong with it."""

    def executing(statement: str) -> Act:
        return lambda transaction: transaction.session.execute(sa.text(statement), {"text": SECRET})

    statements = STATEMENTS | (SQLITE_STATEMENTS if database.is_sqlite else POSTGRES_STATEMENTS)
    return {name: executing(statement) for name, statement in statements.items()} | {act.__name__: act for act in ACTS}


async def test_no_failed_statement_repeats_what_somebody_wrote(database: Database, moment: MovableMoment) -> None:
    for name, act in failing(database).items():
        with pytest.raises(StorageError) as refused:
            async with database.transaction(moment.now()) as transaction:
                await act(transaction)
        for written in (str(refused.value), repr(refused.value), "".join(traceback.format_exception(refused.value))):
            assert SECRET not in written, f"{name}: {written}"
        assert str(refused.value), name


async def test_an_error_seen_within_the_transaction_hides_it_as_well(database: Database, moment: MovableMoment) -> None:
    """What handles an update may log an error before it has left the transaction."""
    for name, act in failing(database).items():
        seen: list[str] = []

        async def watched(transaction: Transaction, act: Act = act, seen: list[str] = seen) -> None:
            try:
                await act(transaction)
            except Exception as error:
                seen += [str(error), repr(error), "".join(traceback.format_exception(error))]
                raise

        with pytest.raises(StorageError):
            async with database.transaction(moment.now()) as transaction:
                await watched(transaction)
        assert seen
        assert all(SECRET not in written for written in seen), f"{name}: {seen}"


async def test_an_update_whose_statement_fails_leaves_its_words_in_no_log_and_no_error(
    database: Database, moment: MovableMoment, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(json=True)
    acts = dict(enumerate(failing(database).values(), start=1))

    async def work(transaction: Transaction, arrived: Arrived) -> None:
        try:
            await acts[arrived.update_id](transaction)
        except StorageError as error:
            raise NotStorable(str(error)) from error
        except Exception as error:
            raise RuntimeError("a handler's own error") from error

    async def apologise(_transaction: Transaction, _arrived: Arrived, reason: str) -> None:
        assert SECRET not in reason

    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.keep([_update(number) for number in acts])
    await Worker(database, moment, work, apologise).drain()
    async with database.reading() as reading:
        rows = (
            await reading.session.execute(sa.select(InboxUpdate.update_id, InboxUpdate.state, InboxUpdate.error))
        ).all()
    logged = capsys.readouterr().err
    assert {row.update_id for row in rows if row.state is InboxState.FAILED} == set(acts)
    assert all(row.error and SECRET not in row.error for row in rows)
    assert logged.count("an update failed") == 3 * len(acts)
    assert "Traceback" in logged
    assert SECRET not in logged


@pytest.mark.parametrize("statement", ["no SQL at all", "a number given twice", "a table that is not there"])
async def test_an_error_still_says_what_is_wrong(database: Database, moment: MovableMoment, statement: str) -> None:
    with pytest.raises(StorageError) as refused:
        async with database.transaction(moment.now()) as transaction:
            await failing(database)[statement](transaction)
    told = {
        "no SQL at all": "OperationalError SQLITE_ERROR" if database.is_sqlite else "PostgresSyntaxError 42601",
        "a number given twice": "UNIQUE constraint failed: counter.name"
        if database.is_sqlite
        else "UniqueViolationError 23505 counter pk_counter",
        "a table that is not there": "no such table: nonsense"
        if database.is_sqlite
        else 'relation "nonsense" does not exist',
    }
    assert str(refused.value) == told[statement]
    # The statement itself, which holds no value, is in the log beside the place in the code.
    assert "[SQL:" in "".join(traceback.format_exception(refused.value))


def _update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"from": {"id": 1}, "chat": {"id": 1, "type": "private"}, "text": "a"}}
