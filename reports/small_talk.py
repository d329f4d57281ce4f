"""Small talk: thanks, greetings, an "ok", and questions about one's own reports, told apart from stories.

A text is small talk only when all of it is: every word and every emoji has to be known here, in any of the three
languages. "Terima kasih, jalannya sudah bagus tapi lampunya mati" is a story. In doubt a text is nothing of this.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, StrEnum, auto
from functools import lru_cache

from reports.filing.typed_text import clean, normalised

LONGEST = 90
"""Characters of a text that is looked at: a full assalamualaikum to all of an office."""


class Talk(StrEnum):
    """What a text is, when it is no story."""

    THANKS = "thanks"
    GREETING = "greeting"
    ACKNOWLEDGEMENT = "acknowledgement"
    MY_REPORTS = "my-reports"


class _Part(Enum):
    """What a phrase does in a text. YES and TIME would answer a question as well, those from REPORT on say nothing alone."""

    THANKS = auto()
    GREETING = auto()
    TIME = auto()
    OK = auto()
    YES = auto()
    MINE = auto()
    REPORT = auto()
    ASKING = auto()
    HANDLED = auto()
    ADDRESS = auto()
    THANKED_FOR = auto()


_PHRASES = {
    _Part.THANKS: """
        terima kasih, terimakasih, trima kasih, trimakasih, trims, tengkyu, makasih, makasi, mksh, mksih, maksih, tks,
        nuwun, nuhun, suwun, matur nuwun, maturnuwun, matur suwun, matursuwun, matur sembah nuwun, kesuwun,
        sembah nuwun, thanks, thank you, thank u, thankyou, thx, thank, ty, many thanks, thanks a lot, cheers,
        jazakallah, jazakallah khairan, jazakumullah, alhamdulillah
    """,
    _Part.GREETING: """
        assalamualaikum, assalamu alaikum, assalamuallaikum, asalamualaikum, aslmkm, askum, asslm, ass, salam,
        wr wb, warahmatullahi wabarakatuh, waalaikumsalam, walaikumsalam,
        waalaikum salam, السلام عليكم, halo, hallo, hai, hi, hello, hey, hei, helo, p, ping, test, tes, permisi, misi,
        kulonuwun, kula nuwun, kulo nuwun, nuwun sewu, nyuwun sewu, amit sewu, punten, selamat pagi, selamat siang,
        selamat sore, selamat malam, slamat pagi, slamat siang, slamat sore, slamat malam, met pagi, met siang,
        met sore, met malam, sugeng enjing, sugeng enjang, sugeng siang, sugeng sonten, sugeng ndalu, sugeng dalu,
        sugeng rawuh, good morning, good afternoon, good evening, good day, apa kabar, pripun kabare, piye kabare,
        how are you, salam sehat, rahayu, shalom, om swastiastu
    """,
    _Part.TIME: "pagi, siang, sore, malam, enjing, sonten, morning",
    _Part.OK: """
        ok, oke, okay, okey, okeh, k, oki, okelah, okedeh, sip, siap, sipp, mantap, mantab, mantul, joss, jos, baik,
        baiklah, noted, dimengerti, mengerti, ngerti, paham, mudeng, sama sama, sami sami, sami, podo podo, podho podho,
        monggo, mangga, alright, all right, got it, understood, you re welcome, great, nice, cool, jempol, top, 86, siap 86, laksanakan,
        inggih sampun, ya sudah, yo wis, yowis, yawes, yowes, yo wes, ya udah, yaudah, ditunggu, kami tunggu,
        saya tunggu, tak tunggu, kula tengga
    """,
    _Part.YES: "y, ya, iya, iyo, yo, yoi, ho oh, nggih, inggih, enggih, njih, injih, ngih, yes, yep, yup, betul, benar, leres",
    _Part.MINE: """
        laporanku, laporane aku, laporan saya, laporan aku, laporan kami, laporan kula, laporan kulo, laporanipun kula,
        laporane kula, laporane kulo, laporan ku, lapuran kula, lapuranku, laporanku wingi, laporan saya kemarin,
        laporan saya yang kemarin, laporan saya tadi, laporan saya yang tadi, laporan saya yang dulu, aduanku,
        aduan saya, aduan kami, aduan kula, pengaduan saya, pengaduanku, pengaduan kami, keluhan saya, keluhanku,
        my report, my reports, our report, my complaint, my complaints, the report i sent
    """,
    _Part.REPORT: "laporan, laporannya, laporane, laporanipun, aduan, aduannya, pengaduan, the report, report",
    _Part.ASKING: """
        gimana, gmn, gmana, gimn, bagaimana, bgmn, bagaimana kabar, kabar, kabarnya, piye, pie, priye, pripun,
        kados pundi, kadospundi, dos pundi, status, statusnya, statuse, cek, cek status,
        lihat, liat, delok, deleng, mana, endi, pundi, nasib, nasibe, perkembangan, perkembangannya, kelanjutan,
        kelanjutannya, tindak lanjut, sampai mana, sampai dimana, sampai di mana, sudah sampai mana, sdh sampai mana,
        udah sampai mana, sudah sampai dimana, sudah sampai di mana, udah sampe mana, sampe mana, tekan endi,
        tekan ngendi, wis tekan endi, wis tekan ngendi, wes tekan endi, wes tekan ngendi, dumugi pundi,
        sampun dumugi pundi, sudah diproses belum, sudah ditangani belum, sudah ditanggapi belum,
        sudah apa belum, sudah belum, udah diproses belum, apa sudah,
        apa sudah diproses, apakah sudah, apakah sudah diproses, apakah sudah ditangani, belum ada kabar,
        belum ada kabarnya, belum ada tanggapan, belum ada jawaban, belum ada tindak lanjut, belum diproses,
        belum ditangani, belum ditanggapi, belum dijawab, blm ada kabar, blm diproses, blm ditanggapi, kapan diproses,
        kapan ditangani, kapan ditindaklanjuti, kapan selesai, kapan dikerjakan, wis diurus durung, wis diproses durung,
        wes diurus durung, durung diurus, durung ana kabar, durung ono kabar, durung enek kabare, kapan digarap,
        sampun dipunproses dereng, sampun diproses dereng, dereng wonten kabar,
        dereng wonten kabaripun, how is, how s, how about, what about, where is, where s, status of, the status of,
        what is the status of, what s the status of, any news, any news on, any news about, any news of, any update,
        any updates, any update on, any updates on, any update about, what happened to, what happened with,
        check, show, show me, is there any news on, tolong cek, tolong dicek, tolong lihat, mohon dicek, mohon info,
        minta info, nyuwun info
    """,
    _Part.HANDLED: """
        sudah diproses, sudah ditangani, sudah ditanggapi, sudah direspon, sudah dijawab, sudah dikerjakan,
        sudah diperbaiki, sudah dibenahi, sudah beres, sdh ditangani, sdh diperbaiki, udah ditangani, udah diperbaiki,
        sampun dipunproses, sampun dipuntangani, sampun dipundandosi, wis diurus, wes diurus, wis didandani,
        wes didandani, been handled, been fixed, handled, fixed, has, is
    """,
    _Part.ADDRESS: """
        pak, bapak, bpk, bu, ibu, mas, mbak, mba, kak, kakak, min, mimin, admin, gan, bos, boss, bro, sis, bang, bung, dik,
        dek, cak, om, mbah, pakde, bude, petugas, taprose, bot, tim, semua, semuanya, kabeh, sedaya, sedoyo, sedanten,
        para, selaku, sir, madam, team, all, everyone, guys, nih, lho, loh, lo, kok, dong, deh, sih, lah, kan, ta, to,
        toh, tho, niku, iku, itu, ini, please, maaf, mohon maaf, sorry, ngapunten, nyuwun pangapunten, mau tanya,
        tanya, mau nanya, nanya, badhe tanglet, arep takon, takon, just, so, then, now
    """,
    _Part.THANKED_FOR: """
        banyak, sekali, sanget, banget, sangat, kathah, ingkang kathah, so much, very much, a lot, again, lagi, kembali,
        sebelumnya, sakderengipun, sakdurunge, sudah dibantu, sdh dibantu, udah dibantu, telah dibantu, sampun dibantu,
        sampun dipunbantu, wis dibantu, wes dibantu, bantuannya, atas bantuannya, bantuane, atas bantuane,
        bantuanipun, atas bantuanipun, untuk bantuannya, infonya, atas infonya, info, informasinya, atas informasinya,
        responnya, atas responnya, responsnya, atas responsnya, respon cepatnya, atas respon cepatnya, perhatiannya,
        atas perhatiannya, perhatosanipun, kerjasamanya, kerja samanya, atas kerja samanya, tanggapannya,
        atas tanggapannya, jawabannya, atas jawabannya, penanganannya, atas penanganannya, sudah merespon,
        sudah cepat, cepat sekali, for your help, for the help,
        for helping, for your answer, for the info, for the information, for the quick response, for fixing it
    """,
}
_STANDING = {  # what a part makes of a text, the first that is found in it
    _Part.THANKS: Talk.THANKS,
    _Part.GREETING: Talk.GREETING,
    _Part.TIME: Talk.GREETING,
    _Part.OK: Talk.ACKNOWLEDGEMENT,
    _Part.YES: Talk.ACKNOWLEDGEMENT,
}
_MAY_ANSWER = frozenset({_Part.YES, _Part.TIME, _Part.ADDRESS})
_EMOJI = {
    _Part.THANKS: "🙏❤♥💙💚💛🧡💜🤍💐🌹🤲",
    _Part.GREETING: "👋",
    _Part.OK: "👍👌✅✔💪👏🤝🫡🙌✌💯🆗😊🙂😁😀😄😃😉☺😅🤗😎🥰😍🤩😇👆",
}
_PART_OF_EMOJI = {emoji: part for part, signs in _EMOJI.items() for emoji in signs}
_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff\ufe0e\ufe0f\u200d♂♀")
"""What only changes how an emoji looks."""

_AGAIN = re.compile(r"(.)\1+")


def kind_of(text: str) -> Talk | None:
    """Return what kind of small talk a text is, None for everything else: stories, answers, what nobody knows."""
    parts = _parts(text)
    if parts is None:
        return None
    thanks = _Part.THANKS in parts
    if _Part.MINE in parts or (_Part.REPORT in parts and not parts.isdisjoint({_Part.ASKING, _Part.HANDLED})):
        return Talk.THANKS if thanks and _Part.HANDLED in parts else Talk.MY_REPORTS
    needs_thanks = not parts.isdisjoint({_Part.THANKED_FOR, _Part.HANDLED})
    if not parts.isdisjoint({_Part.REPORT, _Part.ASKING}) or (needs_thanks and not thanks):
        return None
    return next((talk for part, talk in _STANDING.items() if part in parts), None)


def may_answer(text: str) -> bool:
    """Tell whether a text might as well answer a question that is open: "iya pak", "malam"."""
    parts = _parts(text)
    return parts is not None and parts <= _MAY_ANSWER


def _parts(text: str) -> frozenset[_Part] | None:
    """Return what a text is made of; None when anything in it is not known, or when it is empty or long."""
    if len(text) > LONGEST:
        return None
    shown = clean(text)
    signs = _signs(shown)
    words = [_squeezed(word) for word in normalised(shown).split()]
    if signs is None or (phrases := _phrases(words)) is None or not (signs or words):
        return None
    return frozenset((*signs, *phrases))


def _signs(text: str) -> list[_Part] | None:
    """Return what the emoji of a text say; None when one of them is not known."""
    signs = [sign for sign in text if unicodedata.category(sign)[0] in "SM" and sign not in _TONES]
    known = [_PART_OF_EMOJI[sign] for sign in signs if sign in _PART_OF_EMOJI]
    return known if len(known) == len(signs) else None


def _phrases(words: list[str]) -> list[_Part] | None:
    """Return the parts of a text, the longest phrase at each place; None when a word belongs to none."""
    known, longest = _known()
    parts: list[_Part] = []
    place = 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
            part = known.get(tuple(words[place : place + length]))
            if part is not None:
                parts.append(part)
                place += length
                break
        else:
            return None
    return parts


@lru_cache(maxsize=1)
def _known() -> tuple[dict[tuple[str, ...], _Part], int]:
    known: dict[tuple[str, ...], _Part] = {}
    for part, phrase in _all_phrases():
        known.setdefault(tuple(map(_squeezed, phrase)), part)
    return known, max(map(len, known))


def _all_phrases() -> Iterator[tuple[_Part, list[str]]]:
    for part, written in _PHRASES.items():
        for phrase in written.split(","):
            yield part, normalised(phrase).split()


def _squeezed(word: str) -> str:
    """Return a word with its drawn-out letters said once: "makasiiih", "hallo", "okeee"."""
    return _AGAIN.sub(r"\1", word)
