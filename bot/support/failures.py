"""What only an operator can mend, in one Indonesian line each: the database, Telegram, the system."""

import errno

from storage.errors import (
    AlreadyRunning,
    DatabaseBusy,
    DatabaseFull,
    DatabaseReplaced,
    DatabaseUnreachable,
    StorageError,
)


def of_database(error: StorageError) -> str:
    """Say what ails the database; its own words go along, quoted, where they say more."""
    match error:
        case AlreadyRunning():
            return "dipakai Taprose lain; hanya satu yang boleh berjalan, hentikan dulu yang itu"
        case DatabaseReplaced():
            return (
                "berkasnya dihapus atau diganti selagi dipakai; Taprose berhenti supaya tidak ada laporan yang hilang. "
                "Kembalikan berkas yang benar, lalu jalankan lagi"
            )
        case DatabaseBusy():
            return "sedang dikunci proses lain; coba sebentar lagi"
        case DatabaseFull():
            return "tidak ada ruang lagi di tempat database; kosongkan disk"
        case DatabaseUnreachable():
            return f"tidak ada, tidak terbaca, atau tidak menjawab; periksa storage.url (“{error}”)"
        case _:
            return f"tidak dapat dipakai (“{error}”)"


def fatal(error: Exception) -> str:
    """Say why a command cannot go on."""
    match error:
        case StorageError():
            return f"database: {of_database(error)}"
        case OSError() if errno.EADDRINUSE in {error.errno, getattr(error.__cause__, "errno", None)}:
            return "alamat itu sudah dipakai program lain; ubah telegram.listen atau --port, atau hentikan program itu"
        case OSError():
            return f"sistem menolak (“{error}”)"
        case _:
            return "token ditolak Telegram; periksa TAPROSE_TELEGRAM__TOKEN pada @BotFather"
