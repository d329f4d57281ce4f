"""aiogram's memory of conversations, kept in the transaction of the update itself."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.transaction import current


class TransactionMemory(BaseStorage):
    """Reads and writes through the current transaction: what a handler remembers is committed with what it did."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Change where the conversation stands."""
        name = state.state if isinstance(state, State) else state
        await current().conversations.set_state(key.chat_id, key.user_id, name)

    async def get_state(self, key: StorageKey) -> str | None:
        """Return where the conversation stands."""
        return (await current().conversations.get(key.chat_id, key.user_id))[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace what is remembered."""
        await current().conversations.set_data(key.chat_id, key.user_id, data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return what is remembered; changing the returned dict changes nothing."""
        return dict((await current().conversations.get(key.chat_id, key.user_id))[1])

    async def close(self) -> None:
        """Nothing to close: the transaction is not ours."""
