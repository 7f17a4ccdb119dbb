"""Every word that the library itself shows, in one place, so that a translation is one object."""

from __future__ import annotations

from dataclasses import dataclass

from stealth_pygame.validation import check_fields, known_only


@known_only
@dataclass(frozen=True)
class Words:
    """The words of prompts, boxes and fallback lines. Lines that hold `{}` are filled in with `str.format`."""

    talk: str = "[{key}] Talk"
    """Over somebody who can be spoken to; what stands in brackets is drawn as a key, `{key}` is the one in use."""
    go_on: str = "[{key}] Go on"
    """At the bottom of the screen, while a bubble has another page and the chat box is closed."""
    far: str = "…"
    """In the bubble of somebody far away."""
    waking: str = "Waking up…"
    """In the place of the thinking dots while the language model behind somebody is still being loaded."""
    placeholder: str = "Say something…"
    """In the empty chat box."""
    talking_to: str = "To {name}"
    """On the chat box."""
    everybody: str = "everybody near"
    """On the chat box in the place of a name, while everybody near is spoken to."""
    counter: str = "{left}"
    """Beside the line being typed: how many characters are left."""
    hints: str = "{submit}: say   ·   {close}: leave"
    """Over the line being typed, where there is room."""
    hints_more: str = "{submit}: go on   ·   {close}: leave"
    """The same, while nothing is typed and the other one has more to say."""

    failed: str = "Hm? Forgive me, my thoughts were elsewhere."
    """Said in character when a message could not be delivered or its answer not be read."""
    cancelled: str = "I… lost my thread. What was it you asked?"
    """Said in character when the backend gave no answer."""
    flagged: str = "Let us speak of something else."
    """Said in character when moderation refused a message."""
    dropped: str = "One moment, please."
    """Said in character when a message was not sent, for any reason without words of its own."""
    queue_full: str = "Slow down! One thing at a time."
    """Said in character when too many messages wait."""
    rate_limit: str = "Give me a moment to catch my breath."
    """Said in character when a rate limit is met."""
    budget: str = "We have talked enough for today."
    """Said in character when a budget is used up (`Settings.max_messages` and its like)."""
    too_long: str = "That was too long for me to follow."
    """Said in character when a message is longer than allowed."""
    down: str = "I cannot find the words just now."
    """Said in character while the backend is known to be down."""

    action_failed: str = "That did not work."
    """On an action that failed and had nothing to say."""
    offline: str = "The villagers are lost in thought (no connection)."
    """At the top of the screen while the backend is down."""

    log_title: str = "What was said"
    """Over the transcript."""
    log_empty: str = "Nothing has been said yet."
    """In the transcript before anybody spoke."""
    log_hints: str = "Wheel or PgUp/PgDn: scroll   ·   Ctrl+C: copy"
    """Under the transcript."""
    log_copied: str = "Copied."
    """Under the transcript, after it was copied."""
    log_line: str = "{name}: {text}"
    """A line of the transcript on the clipboard."""

    def __post_init__(self) -> None:
        """Raises `ConfigurationError` for what is not text."""
        check_fields(self)

    def key_words(self, words: str, **keys: str) -> str:
        """Words with the keys in use: `{key}` becomes what is given for `key`, other braces stay."""
        for name, key in keys.items():
            words = words.replace("{" + name + "}", key)
        return words

    def drop_line(self, reason: str) -> str:
        """The line for a message dropped for `reason` ("queue full", "rate limit", "too long", "budget" ...)."""
        lines = {
            "queue full": self.queue_full,
            "rate limit": self.rate_limit,
            "too long": self.too_long,
            "budget": self.budget,
        }
        return lines.get(reason, self.dropped)
