"""The demo: one case from report to stars, played by hand over HTTP, and printed as its people saw it."""

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot.trying.cast import Cast
from sandbox import Group, Person, Screen

MARKET = {"latitude": -6.8976, "longitude": 112.0649}
"""A point in the middle of the town of Tuban."""

PATIENCE = 30.0
"""Seconds to wait for an answer: at Telegram's pace of a message a second, several may queue."""


async def play(cast: Cast) -> None:
    """Play the case and print it. Raises AssertionError when somebody does not hear what they should."""
    console = Console()
    console.print("[dim]Seorang warga melapor, petugas menangani ...[/dim]")
    siti, officer, group = await case(cast)
    for title, screen in (
        (f"Ponsel {siti.name}", await siti.screen()),
        (f"Grup {group.title}", await officer.screen(group)),
    ):
        _print(console, title, screen)


async def case(cast: Cast) -> tuple[Person, Person, Group]:
    """Play the case with somebody new, and return the citizen, the officer and their group. Raises as `play` does."""
    siti = await cast.client.person("Siti", last_name="Handayani")
    agency = next(code for code in cast.agencies if code.startswith("DPUPR"))
    group, officer = cast.agencies[agency], cast.officers[agency][0]
    await _file(siti)
    await _handle(siti, officer, group)
    return siti, officer, group


async def _file(siti: Person) -> None:
    await siti.send("/start")
    await siti.until(lambda screen: screen.offering("Setuju dan lanjut"), timeout=PATIENCE)
    await siti.tap("Setuju dan lanjut")
    await siti.until(lambda screen: screen.offering("Buat laporan"), timeout=PATIENCE)
    await siti.tap("Buat laporan")
    await siti.hears("Langkah 1 dari 6", timeout=PATIENCE)
    await siti.send("Jalan berlubang dalam di depan pasar, tadi malam dua sepeda motor jatuh.")
    await siti.hears("Langkah 2 dari 6", timeout=PATIENCE)
    await siti.send("1")
    await siti.hears("Langkah 3 dari 6", timeout=PATIENCE)
    await siti.send(location=MARKET)
    await siti.hears("Langkah 4 dari 6", timeout=PATIENCE)
    await siti.send(photo=True)
    await siti.until(lambda screen: screen.offering("Lanjut"), timeout=PATIENCE)
    await siti.tap("Lanjut")
    await siti.hears("Langkah 5 dari 6", timeout=PATIENCE)
    await siti.tap("Anonim")
    await siti.hears("Langkah 6 dari 6", timeout=PATIENCE)
    await siti.tap("Kirim")
    await siti.hears("Laporan terkirim", timeout=PATIENCE)


async def _handle(siti: Person, officer: Person, group: Group) -> None:
    await officer.until(lambda screen: screen.offering("Terima"), chat=group, timeout=PATIENCE)
    await officer.tap("Terima", chat=group)
    await siti.hears("diterima", timeout=PATIENCE)
    await officer.until(lambda screen: screen.offering("Tanya pelapor"), chat=group, timeout=PATIENCE)
    await officer.tap("Tanya pelapor", chat=group)
    await _reply_to_prompt(officer, group, text="Di sisi utara atau selatan pasar?")
    question = await siti.hears("utara atau selatan", timeout=PATIENCE)
    await siti.send("Sisi utara, dekat tukang buah.", reply_to=question.id)
    await officer.hears("dekat tukang buah", chat=group, timeout=PATIENCE)
    await officer.until(lambda screen: screen.offering("Selesai"), chat=group, timeout=PATIENCE)
    await officer.tap("Selesai", chat=group)
    await _reply_to_prompt(officer, group, photo=True, caption="Lubang sudah ditambal pagi ini.")
    await siti.until(lambda screen: screen.offering("Sudah beres"), timeout=PATIENCE)
    await siti.tap("Sudah beres")
    await siti.until(lambda screen: screen.offering("5"), timeout=PATIENCE)
    await siti.tap("5")
    await officer.hears("5 dari 5", chat=group, timeout=PATIENCE)


async def _reply_to_prompt(officer: Person, group: Group, **content: object) -> None:
    screen = await officer.until(lambda seen: seen.force_reply, chat=group, timeout=PATIENCE)
    await officer.send(chat=group, reply_to=screen.force_reply, **content)  # type: ignore[arg-type]


def _print(console: Console, title: str, screen: Screen) -> None:
    lines = []
    for message in screen.messages:
        who = "Taprose" if message.by_bot else message.view["from"]["name"]
        colour = "cyan" if message.by_bot else "green"
        text = message.text or f"({message.kind})"
        if message.kind not in {"text", "service"} and message.text:
            text = f"({message.kind}) {text}"
        mark = " [dim](diubah)[/dim]" if message.edited else ""
        quote = message.view.get("reply_to")
        if quote:
            lines.append(f"   [dim]↪ {escape((quote.get('text') or quote.get('kind') or '')[:60])}[/dim]")
        lines.append(f"[bold {colour}]{escape(who)}[/bold {colour}]{mark}: {escape(text)}")
        if message.buttons:
            lines.append("   " + "  ".join(f"[reverse] {escape(label)} [/reverse]" for label in message.buttons))
    console.print(Panel("\n".join(lines), title=escape(title), expand=False))
