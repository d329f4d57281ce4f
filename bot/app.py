"""The programme, put together: every part is made here and handed what it needs."""

import asyncio
import gc
from collections.abc import Awaitable, Iterable
from contextlib import AsyncExitStack

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot import commands, identity
from bot.announcer import Announcer
from bot.clock import Clock
from bot.config import Settings
from bot.courier import Courier
from bot.health import Health
from bot.holiday_watch import HolidayWatch
from bot.http import HttpServer
from bot.logs import logger
from bot.metrics import CourierMetrics, exposition
from bot.moment import Moment, SystemMoment
from bot.office import furnish
from bot.outgoing import OutboxBot
from bot.pacing import Limits, Pacing
from bot.receiver import Receiver
from bot.reminding import TICK_SECONDS, Reminding
from bot.telegram_bot import TelegramBot
from bot.worker import Worker
from handlers.alarms import Alarms
from handlers.announcements import Announcements
from handlers.dispatch import Dispatch
from handlers.gathered import Gatherer
from handlers.timed import Timed
from reports.holiday_calendar import HolidayCalendar, IndonesianHolidays
from storage import groups, inbox, outbox, reminders
from storage.engine import Database
from storage.guard import Guard
from storage.inbox import Arrived
from storage.migrate import migrate
from storage.tables import GroupRole
from storage.transaction import Transaction

GRACE_SECONDS = 10.0
"""How long a stop may take to finish what is in hand."""

TIDY_SECONDS = 3600.0


class App:
    """One bot for one regency. `run` returns after `stop`, or raises what makes going on impossible."""

    def __init__(
        self,
        settings: Settings,
        *,
        moment: Moment | None = None,
        limits: Limits | None = None,
        holidays: HolidayCalendar | None = None,
    ) -> None:
        self._settings = settings
        self._moment = moment or SystemMoment()
        self._holidays = holidays or IndonesianHolidays()
        self._limits = limits or Limits()
        self._stop = asyncio.Event()
        self._log = logger("app")
        self.started = asyncio.Event()
        self.http: HttpServer | None = None
        self._reminding: Reminding | None = None
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
        if self._courier is not None:
            self._courier.wake()

    async def run(self) -> None:
        """Receive, work, send and tick until stopped.

        Raises TelegramRefusesBot, AlreadyRunning, PortTaken and StorageError for what only an operator can mend.
        """
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.database.close)
            guard = await stack.enter_async_context(Guard(self.database))
            await migrate(self.database)
            pacing = Pacing(self._limits, self._moment.monotonic)
            token = self._settings.token().get_secret_value()
            telegram = TelegramBot(token, self._settings.telegram.api_url, pacing)
            await telegram.open()
            stack.push_async_callback(telegram.close_connections)
            me = await self._unless_stopped(identity.ask(telegram))
            if me is None:
                return
            reads = AiohttpSession(api=TelegramAPIServer.from_base(self._settings.telegram.api_url))
            bot = OutboxBot(token, reads)
            stack.push_async_callback(bot.session.close)
            office = furnish(self._settings, me, bot, self._holidays)
            dispatch, alarms = Dispatch(office, bot), Alarms(office)

            async def work(transaction: Transaction, arrived: Arrived) -> None:
                await dispatch.work(transaction, arrived.body)

            async def apologise(transaction: Transaction, arrived: Arrived, _reason: str) -> None:
                await dispatch.apologise(transaction, arrived.body)

            courier = self._courier = Courier(
                telegram, self.database, self._moment, pacing,
                unreachable=alarms.unreachable, given_up=alarms.given_up, moved=alarms.moved,
                gather=Gatherer(office).put_up,
            )  # fmt: skip
            self.database.outgoing = courier.take
            announcer = Announcer(
                self.database, self._moment,
                handed=courier.wake, recall=courier.recall, progress=Announcements(office).progress,
            )  # fmt: skip

            worker = Worker(self.database, self._moment, work, apologise, announcer.wake, before=courier.record)
            receiver = Receiver(telegram, worker.arrive)
            async with self.database.transaction(self._moment.now()) as transaction:
                await link_groups(transaction, self._configured_groups())
                await commands.publish(office)
            self._reminding = Reminding(self.database, self._moment, Timed(office), courier.wake)
            self._holiday_watch = HolidayWatch(office.calendar(None), self._moment)
            clock = Clock()
            clock.every(TICK_SECONDS, "reminders", self.tick)
            clock.every(TIDY_SECONDS, "tidy", self._tidy)
            clock.start()
            stack.callback(clock.stop)
            metrics = CourierMetrics(courier, pacing, self._moment)
            self.http = HttpServer(
                self._settings.telegram.listen_host,
                self._settings.telegram.listen_port,
                health=Health(self.database, courier, self._moment).look,
                metrics=lambda: exposition(metrics),
            )
            await stack.enter_async_context(self.http)
            announcing = asyncio.create_task(announcer.run())
            stack.push_async_callback(_end, announcing)
            # Everything made so far lives as long as the programme: the collector need not look at it again.
            # The command line has put it off until here: what a start makes is no garbage, and looking takes seconds.
            if gc.isenabled():
                gc.collect()
            gc.freeze()
            gc.enable()
            self._log.info("started", bot=me.username, regency=self._settings.about.name)
            await self._work(guard, receiver, worker, courier)

    async def _work(self, guard: Guard, receiver: Receiver, worker: Worker, courier: Courier) -> None:
        guarding = asyncio.create_task(
            guard.watch(
                lambda: self._log.error("the database's lock was lost; nothing is written until it is taken again"),
                lambda: self._log.info("the database's lock is ours again"),
            )
        )
        receiving = asyncio.create_task(receiver.run())
        working = asyncio.create_task(worker.run())
        sending = asyncio.create_task(courier.run())
        parts = (guarding, receiving, working, sending)
        stopping = asyncio.create_task(self._stop.wait())
        self.started.set()
        try:
            await asyncio.wait({*parts, stopping}, return_when=asyncio.FIRST_COMPLETED)
            receiving.cancel()
            if self._stop.is_set() and not (sending.done() or guarding.done()):
                await self._finish(worker, working, courier)
        finally:
            for task in (*parts, stopping):
                task.cancel()
            results = await asyncio.gather(*parts, return_exceptions=True)
            self._log.info("stopped")
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _finish(self, worker: Worker, working: "asyncio.Task[None]", courier: Courier) -> None:
        """Work what has arrived and send what waits, within the grace; the rest waits in the database."""
        deadline = self._moment.monotonic() + GRACE_SECONDS
        worker.stop()
        await asyncio.wait({working}, timeout=GRACE_SECONDS)
        courier.wake()
        await asyncio.sleep(0)
        left = max(0.0, deadline - self._moment.monotonic())
        if not await courier.settle(left):
            self._log.warning("stopped before everything was sent; the rest goes out at the next start")

    async def _unless_stopped(self, waiting: Awaitable[identity.Identity]) -> identity.Identity | None:
        asking = asyncio.ensure_future(waiting)
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not asking.done():
            asking.cancel()
            return None
        return asking.result()

    async def _tidy(self) -> None:
        async with self.database.transaction(self._moment.now()) as transaction:
            await inbox.forget(transaction.session, transaction.now)
            await reminders.forget(transaction.session, transaction.now - reminders.KEEP_DONE)
        reached: int | None = 0
        while reached is not None:
            async with self.database.transaction(self._moment.now()) as transaction:
                reached = await outbox.forget(transaction.session, reached, transaction.now)

    def _configured_groups(self) -> Iterable[tuple[int, GroupRole, str | None]]:
        """Return the groups that config.toml names."""
        if self._settings.groups.coordination is not None:
            yield self._settings.groups.coordination, GroupRole.COORDINATION, None
        if self._settings.groups.leadership is not None:
            yield self._settings.groups.leadership, GroupRole.LEADERSHIP, None
        for agency in self._settings.agency:
            if agency.chat_id is not None:
                yield agency.chat_id, GroupRole.AGENCY, agency.code


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def link_groups(transaction: Transaction, wanted: Iterable[tuple[int, GroupRole, str | None]]) -> None:
    """Link the groups of the configuration; what was linked in a chat since goes before it and stays."""
    for chat_id, role, agency in wanted:
        known = await groups.get(transaction.session, chat_id)
        if known is None:
            group = await groups.seen(transaction, chat_id, "")
            await groups.link(transaction, group, role, agency, None)
