"""What a person sees: a chat and its messages, as `/sim` shows them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Shown:
    """One message as it is on somebody's screen."""

    def __init__(self, view: Json) -> None:
        self.view = view
        self.id: int = view["message_id"]
        self.seq: int = view["seq"]
        self.text: str = view["text"]
        self.kind: str = view["kind"]
        self.edited: bool = view["edited"]
        self.by_bot: bool = view["from"]["is_bot"]
        self.sender: int = view["from"]["id"]
        # Where the file that it carries lies, for `Client.content`; empty for a message without one.
        self.file_url: str = view.get("file", {}).get("url", "")
        self.reply_to: int | None = view.get("reply_to", {}).get("message_id")
        self.raw: Json = view["raw"]

    @property
    def buttons(self) -> list[str]:
        """The labels of its inline buttons, row after row."""
        return [button["text"] for row in self.view["buttons"] for button in row]

    def offers(self, label: str) -> bool:
        """Whether it has an inline button that says `label`, with or without an emoji before it."""
        return any(text == label or text.endswith(f" {label}") for text in self.buttons)

    def __repr__(self) -> str:
        return f"<{self.id} {self.kind} {self.text!r} {self.buttons}>"


class Screen:
    """A chat as one person sees it."""

    def __init__(self, view: Json) -> None:
        self.view = view
        self.seq: int = view["seq"]
        self.messages = [Shown(m) for m in view["messages"]]

    @property
    def last(self) -> Shown:
        """The latest message. Raises IndexError in an empty chat."""
        return self.messages[-1]

    @property
    def texts(self) -> list[str]:
        return [m.text for m in self.messages]

    @property
    def keyboard(self) -> list[str]:
        """The labels of the reply keyboard, if one is shown."""
        shown = self.view["keyboard"]
        return [button["text"] for row in shown["rows"] for button in row] if shown else []

    @property
    def force_reply(self) -> int | None:
        """The message that the person is made to reply to."""
        return self.view["force_reply"]["message_id"] if self.view["force_reply"] else None

    def find(self, text: str) -> Shown:
        """The latest message that contains `text`. Raises LookupError."""
        for message in reversed(self.messages):
            if text in message.text:
                return message
        raise LookupError(f"no message contains {text!r} among {self.texts}")

    def offering(self, label: str) -> Shown | None:
        """The latest message with the button `label`."""
        return next((message for message in reversed(self.messages) if message.offers(label)), None)

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.messages))
