"""The client of a web page, on a page that a test writes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import pytest

from stealth_pygame import errors
from stealth_pygame.client.fetch import FetchClient, PageError, PageExchange

KEY = "a-key-of-the-page"
T = TypeVar("T")


class ScriptedExchange:
    """Answers with status, headers and parts; an error or "hang" may stand in the place of any of them."""

    def __init__(self, status: Any = 200, body: Any = None, headers: Mapping[str, str] | None = None) -> None:
        data = b"" if isinstance(body, list) else json.dumps(body or {}).encode()
        self.status = status
        self.headers = {"Content-Type": "application/json", **(headers or {})}
        self.parts: list[Any] = body if isinstance(body, list) else [data[:5], data[5:]]
        self.aborted = asyncio.Event()

    async def _give(self, item: Any) -> Any:
        if item == "hang":
            await self.aborted.wait()
            raise PageError("aborted")
        if isinstance(item, Exception):
            raise item
        return item

    async def head(self) -> tuple[int, Mapping[str, str]]:
        return await self._give(self.status), self.headers

    async def chunk(self) -> bytes:
        part: bytes = await self._give(self.parts.pop(0)) if self.parts else b""
        return part

    def abort(self) -> None:
        self.aborted.set()


class ScriptedPage:
    """Gives exchanges in order, and keeps what it was asked."""

    def __init__(self, *exchanges: ScriptedExchange) -> None:
        self.exchanges = list(exchanges)
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.looked: list[str] = []

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> PageExchange:
        self.asked.append((url, dict(headers), json.loads(body)))
        return self.exchanges.pop(0)

    def look(self, url: str) -> PageExchange:
        self.looked.append(url)
        return self.exchanges.pop(0)


def run(work: Callable[[], Awaitable[T]]) -> T:
    async def main() -> T:
        return await work()

    return asyncio.run(main())


def client(page: ScriptedPage, **options: Any) -> FetchClient:
    return FetchClient("http://127.0.0.1:3000/", KEY, page=page, **options)


def failing(page: ScriptedPage, kind: type[errors.StealthError], route: str = "send", **options: Any) -> Any:
    """Ask once, and return the error, which is of a kind."""

    async def ask() -> Any:
        asked = client(page, **options)
        with pytest.raises(kind) as caught:
            await (asked.send("s-123456", "Hi", "ada") if route == "send" else asked.create({"name": "B"}, []))
        return caught.value

    return run(ask)


def test_the_four_routes_are_the_contract_s() -> None:
    """The same bodies as the blocking client's, and the key in its header."""
    page = ScriptedPage(
        ScriptedExchange(body={"id": 1, "secret": "s-1"}),
        ScriptedExchange(body={"content": "Hello."}),
        ScriptedExchange(),
        ScriptedExchange(),
    )

    async def talk() -> str:
        asked = client(page)
        ref = await asked.create({"name": "Bruno"}, [("Ada", "u1")], "token")
        reply = await asked.send(ref.secret, "Hi", "u1", {"gold": "3"})
        await asked.update(ref.secret, [("Bob", "u2")])
        await asked.finish(ref.secret)
        return reply.content

    assert run(talk) == "Hello."
    assert [url for url, _, _ in page.asked] == [
        f"http://127.0.0.1:3000/api/{route}" for route in ("create", "send", "update", "finish")
    ]
    assert {headers["Authorization"] for _, headers, _ in page.asked} == {KEY}
    assert page.asked[0][2]["persistenceToken"] == "token"
    assert page.asked[1][2]["context"] == [{"key": "gold", "value": "3"}]
    assert page.exchanges == []


@pytest.mark.parametrize(
    ("status", "body", "headers", "kind"),
    [
        (404, {"message": "Conversation not found"}, {}, errors.ConversationNotFoundError),
        (403, {"message": "Invalid API key"}, {}, errors.KeyRefusedError),
        (429, {"message": "Conversation is busy"}, {}, errors.BusyError),
        (500, {"message": "no"}, {}, errors.ServerError),
        (0, {}, {}, errors.RedirectError),
        (302, {}, {}, errors.RedirectError),
        (200, {}, {"Content-Type": "text/html"}, errors.NotStealthError),
        (200, [b"no json"], {}, errors.AnswerError),
    ],
)
def test_answers_become_the_same_errors(status: int, body: Any, headers: dict[str, str], kind: type) -> None:
    """A page's game handles what a desktop's does."""
    assert type(failing(ScriptedPage(ScriptedExchange(status, body, headers)), kind)) is kind


def test_a_limit_of_a_web_server_is_kept() -> None:
    """Retry-After comes through, where the server lets a page read it."""
    error = failing(ScriptedPage(ScriptedExchange(429, {}, {"Retry-After": "7"})), errors.BusyError)
    assert (error.rate_limit, error.retry_after) == (True, 7.0)


@pytest.mark.parametrize(("size", "fits"), [(100, True), (101, False)])
def test_an_answer_is_bounded(size: int, fits: bool) -> None:
    """Exactly the limit is read, one byte more is cut."""
    parts = [b'{"content":"', b"x" * (size - 14), b'"}']

    async def ask() -> str:
        return (
            await client(ScriptedPage(ScriptedExchange(200, list(parts))), max_reply_bytes=100).send("s", "h", "a")
        ).content

    if fits:
        assert len(run(ask)) == size - 14
    else:
        failing(ScriptedPage(ScriptedExchange(200, list(parts))), errors.AnswerTooLargeError, max_reply_bytes=100)


@pytest.mark.parametrize("exchange", [("hang", {}), (200, ["hang"]), (200, [b"{", "hang"])])
def test_a_deadline_bounds_the_whole_answer(exchange: Any) -> None:
    """Head or body: the time is up, the request is aborted, and the message may have arrived."""
    made = ScriptedExchange(*exchange)
    failing(ScriptedPage(made), errors.ReplyTimeoutError, reply_timeout=0.02)
    assert made.aborted.is_set()


def test_a_create_that_fails_found_nobody() -> None:
    """It may be tried again, and the sentence names what a page needs."""
    error = failing(ScriptedPage(ScriptedExchange(PageError("no"))), errors.ConnectError, "create")
    assert error.retry
    assert "CORS" in str(error)


@pytest.mark.parametrize("exchange", [(PageError("no"), {}), (200, [PageError("no")])])
def test_a_send_that_fails_may_have_arrived(exchange: Any) -> None:
    """A browser does not tell whether it left, so it is not sent again."""
    error = failing(ScriptedPage(ScriptedExchange(*exchange)), errors.ConnectionLostError)
    assert not error.retry
    assert error.local


def test_after_a_failure_the_page_looks_first() -> None:
    """Nobody there: nothing is sent. Somebody there: the call goes out, and no further look is needed."""
    page = ScriptedPage(
        ScriptedExchange(PageError("no")),
        ScriptedExchange(PageError("no")),
        ScriptedExchange("hang"),
        ScriptedExchange(404),
        ScriptedExchange(body={"content": "Back."}),
        ScriptedExchange(body={"content": "Still here."}),
    )

    async def talk() -> list[str]:
        asked = client(page, connect_timeout=0.02)
        with pytest.raises(errors.ConnectionLostError):
            await asked.send("s", "one", "a")
        with pytest.raises(errors.ConnectError) as refused:
            await asked.send("s", "two", "a")
        with pytest.raises(errors.ConnectError) as slow:
            await asked.send("s", "three", "a")
        assert (refused.value.slow, slow.value.slow) == (False, True)
        return [(await asked.send("s", "four", "a")).content, (await asked.send("s", "five", "a")).content]

    assert run(talk) == ["Back.", "Still here."]
    assert [body["message"] for _, _, body in page.asked] == ["one", "four", "five"]
    assert len(page.looked) == 3


@pytest.mark.parametrize("where", ["head", "body", "look"])
def test_an_abort_ends_what_is_on_its_way(where: str) -> None:
    """The call says that it was closed; the next one works."""
    first = ScriptedExchange("hang") if where != "body" else ScriptedExchange(200, ["hang"])
    page = ScriptedPage(*([ScriptedExchange(PageError("no"))] if where == "look" else []), first)

    async def talk() -> None:
        asked = client(page)
        if where == "look":
            with pytest.raises(errors.ConnectionLostError):
                await asked.send("s", "lost", "a")
        task = asyncio.ensure_future(asked.send("s", "Hi", "a"))
        await asyncio.sleep(0.01)
        asked.abort()
        with pytest.raises(errors.ClosedError):
            await task
        page.exchanges += [ScriptedExchange(body={"content": "Hello."})] * (2 if where == "look" else 1)
        assert (await asked.send("s", "Hi", "a")).content == "Hello."
        asked.close()
        with pytest.raises(errors.ClosedError, match="make a new"):
            await asked.send("s", "Hi", "a")

    run(talk)


@pytest.mark.parametrize("header", ["Content-Type", "Content-Encoding"])
def test_a_key_in_an_answer_is_not_repeated(header: str) -> None:
    """Not from a header, nor from a body."""
    for headers, body in (({header: KEY}, {}), ({}, {"message": f"{KEY} is wrong"})):
        page = ScriptedPage(ScriptedExchange(200 if headers else 500, body, headers))

        async def ask(page: ScriptedPage = page) -> str:
            try:
                return str(await client(page).send("s", "Hi", "a"))
            except errors.BackendError as exc:
                return str(exc) + exc.message + repr(exc)

        assert KEY not in run(ask)


def test_a_check_says_how_the_backend_is() -> None:
    """ "Not found" is what a good backend says to a random secret."""
    good = run(client(ScriptedPage(ScriptedExchange(404, {"message": "Conversation not found"}))).check)
    away = run(client(ScriptedPage(ScriptedExchange(PageError("no")))).check)
    assert bool(good)
    assert not away.reachable
    assert KEY not in repr(client(ScriptedPage()))


def test_limits_are_checked() -> None:
    """As for the blocking client."""
    with pytest.raises(errors.ConfigurationError, match="reply_timeout"):
        client(ScriptedPage(), reply_timeout=float("inf"))
    with pytest.raises(errors.InsecureURLError):
        FetchClient("http://10.0.0.9:3000", KEY, page=ScriptedPage())


EVENTS = {"Content-Type": "text/event-stream"}
OFFERED = {"Stealth-Extensions": "stream"}


def streamed(*parts: Any, offer: Mapping[str, str] = OFFERED, head: Mapping[str, str] = EVENTS) -> Any:
    """Open a conversation, ask for words, and return those told, the reply or the kind of error, and what was asked."""
    page = ScriptedPage(
        ScriptedExchange(body={"id": 1, "secret": "s-1"}, headers=offer),
        ScriptedExchange(body=list(parts), headers=head),
    )
    told: list[str] = []

    async def talk() -> Any:
        asked = client(page)
        assert not asked.streams
        ref = await asked.create({"name": "Bruno"}, [("Ada", "u1")])
        assert asked.streams is (offer is OFFERED)
        try:
            return (await asked.stream(ref.secret, "Hi", "u1", tell=told.append)).content
        except errors.StealthError as exc:
            return type(exc)

    return told, run(talk), page.asked[1][1]["Accept"]


@pytest.mark.parametrize("cut", [1, 3, 20, 10_000])
def test_words_are_told_as_they_come(cut: int) -> None:
    """However the network cuts them; the reply comes at their end."""
    whole = (
        'event: words\ndata: {"text": "Grüß "}\n\nevent: words\ndata: {"text": "Gott."}\n\n'
        'event: reply\ndata: {"content": "Grüß Gott."}\n\n'
    ).encode()
    parts = [whole[at : at + cut] for at in range(0, len(whole), cut)]
    told, reply, accept = streamed(*parts)
    assert (told, reply) == (["Grüß ", "Gott."], "Grüß Gott.")
    assert "text/event-stream" in accept


def test_a_backend_that_offers_no_words_is_sent_to_as_ever() -> None:
    """Nothing is asked for that was not offered, and an ordinary answer to the wish is one."""
    told, reply, accept = streamed(b'{"content": "Hello."}', offer={}, head={})
    assert (told, reply, accept) == ([], "Hello.", "application/json")
    told, reply, accept = streamed(b'{"content": "Hello."}', head={})
    assert (told, reply) == ([], "Hello.")


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ([b'event: words\ndata: {"text": "He"}\n\n'], errors.ConnectionLostError),
        ([b'event: words\ndata: {"text": "He"}\n\n', PageError("broke off")], errors.ConnectionLostError),
        (
            [b'event: error\ndata: {"status": 404, "message": "Conversation not found"}\n\n'],
            errors.ConversationNotFoundError,
        ),
        ([b'event: words\ndata: {"text": "' + b"x" * 2_000_000 + b'"}\n\n'], errors.AnswerTooLargeError),
    ],
    ids=["no reply", "broken", "error", "too large"],
)
def test_words_that_end_without_a_reply_are_an_error(parts: list[Any], kind: type[errors.StealthError]) -> None:
    """The same errors as over a socket."""
    assert streamed(*parts)[1] is kind
