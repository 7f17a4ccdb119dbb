"""All words that the library itself shows, in one object that a translation can replace."""

from __future__ import annotations

from dataclasses import dataclass

from stealth_pygame.validation import check_fields, known_only


@known_only
@dataclass(frozen=True)
class Words:
    """The words of prompts, boxes and fallback lines. `str.format` fills in the parts in `{}`."""

    talk: str = "[{key}] Talk"
    """Over an NPC that can be spoken to. Text in brackets is drawn as a key; `{key}` is the key in use."""
    go_on: str = "[{key}] Go on"
    """At the bottom of the screen while a bubble has another page and the chat box is closed."""
    far: str = "…"
    """In the bubble of somebody far away."""
    waking: str = "Waking up…"
    """In place of the thinking dots while the language model is still loading."""
    placeholder: str = "Say something…"
    """In the empty chat box."""
    talking_to: str = "To {name}"
    """The title of the chat box."""
    everybody: str = "everybody near"
    """In the title of the chat box in place of a name, while the player talks to everybody near."""
    counter: str = "{left}"
    """Beside the input line: the number of characters left."""
    hints: str = "{submit}: say   ·   {close}: leave"
    """Above the input line, if there is room."""
    hints_more: str = "{submit}: go on   ·   {close}: leave"
    """The same, while nothing is typed and the partner has more to say."""

    failed: str = "Hm? Forgive me, my thoughts were elsewhere."
    """Said by the NPC when a message could not be delivered or its answer could not be read."""
    cancelled: str = "I… lost my thread. What was it you asked?"
    """Said by the NPC when the backend gave no answer."""
    flagged: str = "Let us speak of something else."
    """Said by the NPC when moderation refused a message."""
    dropped: str = "One moment, please."
    """Said by the NPC when a message was not sent, for a reason that has no words of its own."""
    queue_full: str = "Slow down! One thing at a time."
    """Said by the NPC when too many messages wait."""
    rate_limit: str = "Give me a moment to catch my breath."
    """Said by the NPC when a rate limit is reached."""
    budget: str = "We have talked enough for today."
    """Said by the NPC when a budget is used up (such as `Settings.max_messages`)."""
    too_long: str = "That was too long for me to follow."
    """Said by the NPC when a message is too long."""
    down: str = "I cannot find the words just now."
    """Said by the NPC while the backend is known to be down."""

    action_failed: str = "That did not work."
    """Shown for an action that failed without a message."""
    offline: str = "The villagers are lost in thought (no connection)."
    """At the top of the screen while the backend is down."""

    log_title: str = "What was said"
    """The title of the transcript."""
    log_empty: str = "Nothing has been said yet."
    """In the transcript before the first line."""
    log_hints: str = "Wheel or PgUp/PgDn: scroll   ·   Ctrl+C: copy"
    """Below the transcript."""
    log_copied: str = "Copied."
    """Below the transcript, after it was copied."""
    log_line: str = "{name}: {text}"
    """A line of the transcript on the clipboard."""

    def __post_init__(self) -> None:
        """Raise `ConfigurationError` for a value that is not text."""
        check_fields(self)

    def key_words(self, words: str, **keys: str) -> str:
        """Return the words with the keys filled in: `{key}` becomes the argument `key`; other braces stay."""
        for name, key in keys.items():
            words = words.replace("{" + name + "}", key)
        return words

    def drop_line(self, reason: str) -> str:
        """Return the line for a message dropped for `reason` ("queue full", "rate limit", "too long", "budget" ...)."""
        lines = {
            "queue full": self.queue_full,
            "rate limit": self.rate_limit,
            "too long": self.too_long,
            "budget": self.budget,
        }
        return lines.get(reason, self.dropped)
