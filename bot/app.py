"""The programme, put together: every part is made here and handed what it needs."""

import asyncio
import gc
from collections.abc import Awaitable
from contextlib import AsyncExitStack

from bot.operating import CourierMetrics, Health, HttpServer, exposition, retired_codes
from bot.receiving import Receiver, Worker, link_configured_groups, make_office
from bot.sending import Announcer, Courier, Losses
from bot.settings import Settings
from bot.support import Heartbeat, Supervisor, SystemTime, TimeSource, logger
from bot.telegram import Account, Limits, Pacing, TelegramBot, ask_account, publish_commands
from bot.timing import TICK_SECONDS, TIDY_SECONDS, HandingOver, HolidayWatch, Reminding, Ticker, Tidying
from handlers.alarms import Alarms
from handlers.announcements import Announcements
from handlers.combined_cards import CombinedBoard
from handlers.dispatch import Dispatch
from handlers.due_work import DueWork
from handlers.office import Office
from handlers.reach import Reach
from handlers.retired import show_retired
from reports.holiday_calendar import HolidayCalendar, IndonesianHolidays
from reports.regency import Regency
from reports.retired import with_retired
from storage.engine import Database
from storage.guard import Guard
from storage.inbox import Arrived
from storage.migrate import migrate
from storage.transaction import Transaction

GRACE_SECONDS = 10.0
"""How long a stop may take to finish what is in hand."""

YOUNG_OBJECTS = 10_000
"""New objects after which the collector looks for rings among them: what one group of updates makes, rather than what one update
makes (Python's own 700). Looking so often took a twentieth of the time that filing takes."""


class App:
    """One bot for one regency. `run` returns after `stop`, or raises what makes going on impossible."""

    def __init__(
        self,
        settings: Settings,
        *,
        time_source: TimeSource | None = None,
        limits: Limits | None = None,
        holidays: HolidayCalendar | None = None,
    ) -> None:
        self._settings = settings
        self._time = time_source or SystemTime()
        self._holidays = holidays or IndonesianHolidays()
        self._pacing = Pacing(limits or Limits(), self._time.monotonic)
        self._stop = asyncio.Event()
        self._log = logger("app")
        self.started = asyncio.Event()
        self.http: HttpServer | None = None
        self._reminding: Reminding | None = None
        self._handing_over: HandingOver | None = None
        self._holiday_watch: HolidayWatch | None = None
        self._courier: Courier | None = None
        self.database = Database(settings.storage.url)

    def stop(self) -> None:
        """Take no more updates, finish what is in hand, and have `run` return."""
        self._stop.set()

    async def tick(self) -> None:
        """Do what has fallen due, and send what waited for its time; nothing before the start. Raises StorageError."""
        if self._reminding is not None and self._holiday_watch is not None:
            self._holiday_watch.look()
            await self._reminding.tick()
        if self._handing_over is not None:
            await self._handing_over.tick()
        if self._courier is not None:
            self._courier.wake()

    async def run(self) -> None:
        """Receive, work, send and tick until stopped.

        Raises TelegramRefusesBot, AlreadyRunning, PortTaken and StorageError for what only an operator can mend, and
        PartEnded or the fault itself when a part of the programme ended that should go on.
        """
        async with AsyncExitStack() as stack:
            guard = await self._open_database(stack)
            telegram = await self._open_telegram(stack)
            account = await self._unless_stopped(ask_account(telegram))
            if account is None:
                return
            office = make_office(self._settings, account, self._holidays, await self._regency())
            alarms = Alarms(office)
            reach = Reach(office, alarms)
            courier = self._courier = self._make_courier(telegram, office, alarms, reach)
            announcer = self._make_announcer(courier, office)
            worker = self._make_worker(Dispatch(office, reach, courier.try_soon), alarms, courier)
            receiver = Receiver(telegram, worker.arrive, self._time)
            await self._prepare(office)
            await self._warn_of_retired_codes(office)
            stack.callback(self._log.info, "stopped")
            parts = await stack.enter_async_context(Supervisor())
            self.http = await stack.enter_async_context(self._make_http(courier, parts))
            _leave_what_stays_to_itself()
            self._log.info("started", bot=account.username, regency=self._settings.about.name)
            self._guard(parts, guard)
            self._start_clocks(parts, office, courier, reach)
            parts.start(receiver.run(), receiver.heartbeat)
            parts.start(worker.run(), worker.heartbeat)
            parts.start(courier.run(), *courier.heartbeats)
            parts.start(announcer.run(), announcer.heartbeat)
            self.started.set()
            await parts.until(self._stop)
            await parts.end(receiver.heartbeat.name)
            await self._finish(parts, worker, courier)

    async def _open_database(self, stack: AsyncExitStack) -> Guard:
        stack.push_async_callback(self.database.close)
        guard = await stack.enter_async_context(Guard(self.database))
        await migrate(self.database)
        return guard

    async def _open_telegram(self, stack: AsyncExitStack) -> TelegramBot:
        token = self._settings.token().get_secret_value()
        telegram = TelegramBot(token, self._settings.telegram.api_url, self._pacing)
        await telegram.open()
        stack.push_async_callback(telegram.close_connections)
        return telegram

    def _make_courier(self, telegram: TelegramBot, office: Office, alarms: Alarms, reach: Reach) -> Courier:
        async def moved(transaction: Transaction, old: int, new: int) -> None:
            await transaction.groups.moved(old, new)

        losses = Losses(reach.lost, reach.reached, reach.withheld, alarms.given_up, moved)
        combine = CombinedBoard(office).put_up
        courier = Courier(telegram, self.database, self._time, self._pacing, losses=losses, combine=combine)
        self.database.outgoing = courier.take
        return courier

    def _make_announcer(self, courier: Courier, office: Office) -> Announcer:
        progress = Announcements(office).progress
        announcer = Announcer(self.database, self._time, handed=courier.wake, recall=courier.recall, progress=progress)
        self.database.job_changed = announcer.wake
        return announcer

    def _make_worker(self, dispatch: Dispatch, alarms: Alarms, courier: Courier) -> Worker:
        async def work(transaction: Transaction, arrived: Arrived) -> None:
            await dispatch.work(transaction, arrived.body)

        async def apologise(transaction: Transaction, arrived: Arrived, _reason: str) -> None:
            told = await alarms.set_aside(transaction, arrived.body)
            await dispatch.apologise(transaction, arrived.body, told=told)

        worker = Worker(self.database, self._time, work, apologise, before=courier.record)
        courier.answered = worker.wake
        return worker

    async def _regency(self) -> Regency:
        async with self.database.transaction(self._time.now()) as transaction:
            return await with_retired(transaction, self._settings.regency())

    async def _prepare(self, office: Office) -> None:
        async with self.database.transaction(self._time.now()) as transaction:
            await link_configured_groups(transaction, self._settings)
            await publish_commands(transaction, office)
            await show_retired(office, transaction)

    async def _warn_of_retired_codes(self, office: Office) -> None:
        async with self.database.scanning() as reading:
            retired = await retired_codes(reading, office.regency)
        for noun, counts in (("agencies", retired.agencies), ("categories", retired.categories)):
            if counts:
                self._log.warning(f"reports have {noun} that config.toml no longer has", reports=counts)

    def _guard(self, parts: Supervisor, guard: Guard) -> None:
        heartbeat = Heartbeat("guard", self._time.monotonic)

        def lost() -> None:
            self._log.error("the database's lock was lost; nothing is written until it is taken again")
            heartbeat.failed("the database's lock is not ours")

        def kept() -> None:
            self._log.info("the database's lock is ours again")
            heartbeat.done()

        parts.start(guard.watch(lost, kept), heartbeat)

    def _start_clocks(self, parts: Supervisor, office: Office, courier: Courier, reach: Reach) -> None:
        self._handing_over = HandingOver(self.database, self._time, reach.hand_over, courier.wake)
        self._reminding = Reminding(self.database, self._time, DueWork(office), courier.wake)
        self._holiday_watch = HolidayWatch(office.calendar(None), self._time)
        tidying = Tidying(self.database, self._time)
        for ticker in (
            Ticker("reminders", TICK_SECONDS, self.tick, self._time),
            Ticker("tidying", TIDY_SECONDS, tidying.tidy, self._time),
        ):
            parts.start(ticker.run(), ticker.heartbeat)

    def _make_http(self, courier: Courier, parts: Supervisor) -> HttpServer:
        metrics = CourierMetrics(courier, self._pacing, self._time)
        health = Health(self.database, courier, self._time, parts.wrong)
        address = self._settings.telegram
        return HttpServer(
            address.listen_host, address.listen_port, health=health.look, metrics=lambda: exposition(metrics)
        )

    async def _finish(self, parts: Supervisor, worker: Worker, courier: Courier) -> None:
        """Work what has arrived and send what waits, within the grace; the rest waits in the database."""
        deadline = self._time.monotonic() + GRACE_SECONDS
        worker.stop()
        await parts.ended(worker.heartbeat.name, GRACE_SECONDS)
        courier.wake()
        await asyncio.sleep(0)
        left = max(0.0, deadline - self._time.monotonic())
        if not await courier.drain(left):
            self._log.warning("stopped before everything was sent; the rest goes out at the next start")

    async def _unless_stopped(self, waiting: Awaitable[Account]) -> Account | None:
        asking = asyncio.ensure_future(waiting)
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not asking.done():
            asking.cancel()
            return None
        return asking.result()


def _leave_what_stays_to_itself() -> None:
    """Have the collector pass by everything made so far: it lives as long as the programme.

    The command line has put collecting off until here: what a start makes is no garbage, and looking takes seconds.
    """
    if gc.isenabled():
        gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    gc.enable()
