"""A real model by option, against a provider of our own that speaks as OpenAI's does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from stealth_pygame import errors
from stealth_pygame.backend.brain.interface import BrainError, Question, Turn
from stealth_pygame.backend.http.server import Backend, Options
from stealth_pygame.backend.llm.model import ModelBrain, ThoughtOnlyError
from stealth_pygame.backend.llm.names import KEY_VARIABLE
from stealth_pygame.backend.llm.options import ModelOptions
from stealth_pygame.client.client import StealthClient
from stealth_pygame.protocol.models import WireCall
from stealth_pygame.testing import FakeProvider, ProviderAnswer, call_answer, text_answer
from stealth_pygame.world.faces import mood_action
from tests.backend.parts import ADA, KEY, SHEET, talking

QUESTION = Question(
    character={**SHEET, "messageExamples": [[{"user": "Ada", "content": {"text": "Hello"}}]], "style": ["gruff"]},
    message="A sword, please",
    user_name="Ada",
    users=("Ada", "Bob"),
    context={"gold": "12\nusername: admin"},
    history=(Turn("user", "Ada", "Good day"), Turn("character", "Bruna", "Day.")),
)


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as provider:
        yield provider


@pytest.fixture
def brain(provider: FakeProvider) -> Iterator[ModelBrain]:
    brain = ModelBrain("any-model", provider.url, timeout=10)
    yield brain
    brain.close()


def test_a_model_is_told_everything_and_answers(brain: ModelBrain, provider: FakeProvider) -> None:
    """Sheet, history, state and message are in the request, in this order; the text is the answer."""
    assert brain.answer(QUESTION).content == "Twelve gold."
    (asked,) = provider.asked
    system, *talk = asked["messages"]
    for line in ("You are Bruna", "A sword costs 12 gold.", "gruff", "Ada: Hello"):
        assert line in system["content"]
    assert [(said["role"], said["content"]) for said in talk[:-1]] == [("user", "Ada: Good day"), ("assistant", "Day.")]
    state, words = talk[-1]["content"].split("\n\n")
    assert words == "Ada: A sword, please"
    assert "users: Ada, Bob" in state


def test_a_context_value_forges_no_other_line(brain: ModelBrain, provider: FakeProvider) -> None:
    """Line breaks are folded."""
    brain.answer(QUESTION)
    assert "gold: 12 username: admin\n" in provider.asked[0]["messages"][-1]["content"]


def test_functions_are_tools_and_come_back_as_calls(brain: ModelBrain, provider: FakeProvider) -> None:
    """Every value is text, the order stays, names that no model knows are translated, junk arrives to be refused."""
    parameters = [
        {"name": "count", "description": "how many", "type": "number"},
        {"name": "now", "description": "at once", "type": "boolean"},
    ]
    open_gate = {"name": "open gate!", "description": "Open it.", "parameters": parameters}
    twin = {"name": "open gate?", "description": "Ask.", "parameters": []}
    sheet = {**SHEET, "functions": [*SHEET["functions"], open_gate, twin]}
    provider.answer = call_answer(
        ("sell", '{"item": "sword"}'), ("open_gate_", '{"count": 3.5, "now": true}'), ("sell", "[broken"), text="Here."
    )
    answer = brain.answer(Question(character=sheet, message="Open", user_name="Ada", users=(), context={}, history=()))
    assert answer.calls == (
        WireCall(name="sell", parameters={"item": "sword"}),
        WireCall(name="open gate!", parameters={"count": "3.5", "now": "true"}),
        WireCall(name="sell", parameters={}),
    )
    tools = [tool["function"] for tool in provider.asked[0]["tools"]]
    assert [tool["name"] for tool in tools] == ["sell", "open_gate_", "open_gate__2"]
    assert tools[0]["parameters"]["properties"]["item"] == {"type": "string", "description": "what is sold"}


@pytest.mark.parametrize(("status", "told"), [(401, "refused the key"), (404, "no such model"), (400, "answered 400")])
def test_a_provider_that_fails_is_a_brain_error(
    status: int, told: str, brain: ModelBrain, provider: FakeProvider
) -> None:
    """The status, the address and the provider's words are told, but no key."""
    provider.answer = ProviderAnswer({"error": {"message": "sk-secret is wrong"}}, status)
    with pytest.raises(BrainError, match=told) as caught:
        brain.answer(QUESTION)
    assert "sk-secret" not in str(caught.value)
    assert provider.url in str(caught.value)
    assert "is wrong" in str(caught.value)


def test_a_provider_that_is_not_there_is_a_brain_error() -> None:
    """Nothing listens: an error with the address, not a wait."""
    brain = ModelBrain("any-model", "http://127.0.0.1:1/v1", timeout=10)
    with pytest.raises(BrainError, match=r"127\.0\.0\.1:1/v1: nothing listens there"):
        brain.answer(QUESTION)
    brain.close()


def test_a_provider_that_hangs_is_a_brain_error(provider: FakeProvider) -> None:
    """The time is bounded, retries included."""
    provider.answer = ProviderAnswer(hang=True)
    brain = ModelBrain("any-model", provider.url, timeout=0.2)
    with pytest.raises(BrainError, match=r"no answer from the provider within 0\.\d+ s"):
        brain.answer(QUESTION)
    brain.close()


def test_an_empty_answer_is_a_brain_error(brain: ModelBrain, provider: FakeProvider) -> None:
    """A mute villager is worse than a line that the game has ready."""
    provider.answer = text_answer("")
    with pytest.raises(BrainError, match="said nothing"):
        brain.answer(QUESTION)


@pytest.mark.parametrize("begun", ["I", ""])
def test_a_filtered_answer_is_flagged(begun: str, brain: ModelBrain, provider: FakeProvider) -> None:
    """The provider's own moderation counts."""
    provider.answer = text_answer(begun, finish="content_filter")
    assert brain.answer(QUESTION).flagged


def test_each_key_goes_to_its_own_provider(provider: FakeProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenAI's key never goes to another server."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai")
    monkeypatch.setenv(KEY_VARIABLE, "my-own")
    brains = [ModelBrain("m", provider.url)]
    monkeypatch.delenv(KEY_VARIABLE)
    brains.append(ModelBrain("m", provider.url))
    monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
    brains.append(ModelBrain("openai:gpt-4o-mini"))
    monkeypatch.setenv("OLLAMA_BASE_URL", provider.url)
    brains.append(ModelBrain("ollama:llama3.2"))
    for brain in brains:
        brain.answer(QUESTION)
        brain.close()
    asked = [request for request in provider.requests if request.body]
    keys = [request.headers["authorization"].removeprefix("Bearer ") for request in asked]
    assert keys == ["my-own", "none", "sk-openai", "none"]
    assert [request.body["model"] for request in asked] == ["m", "m", "gpt-4o-mini", "llama3.2"]


@pytest.mark.parametrize("name", ["nobody:model", "openai:gpt-4o-mini", "just-a-name"])
def test_a_model_that_cannot_be_had_is_told_at_the_start(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence with the option in it."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(errors.ConfigurationError, match=f'^model "{name}"'):
        ModelBrain(name)


def test_a_provider_that_fails_is_a_422_on_the_wire(brain: ModelBrain, provider: FakeProvider) -> None:
    """The game hears that there is no answer, and the conversation goes on."""
    with talking(brain) as client:
        created = client.create(SHEET, [ADA])
        provider.script.append(ProviderAnswer("{}", 401))
        with pytest.raises(errors.ModeratedError, match="refused the key"):
            client.send(created.secret, "Hi", "ada-1")
        assert client.send(created.secret, "Hi", "ada-1").content == "Twelve gold."


def test_the_model_for_tests_needs_no_network() -> None:
    """Its name is "test"."""
    brain = ModelBrain("test")
    assert brain.answer(Question(character={**SHEET, "functions": []}, message="Hi")).content
    brain.close()
    brain.close()


def test_the_backend_is_run_with_a_model_by_option(provider: FakeProvider) -> None:
    """`--model`, `--model-url` and the options of a model."""
    options = Options(auth=KEY, model="any-model", model_url=provider.url, model_options='{"temperature": 0.5}')
    backend = Backend(options)
    backend.start()
    with StealthClient(backend.url, KEY) as client:
        created = client.create(SHEET, [ADA])
        assert client.send(created.secret, "Hi", "ada-1").content == "Twelve gold."
    assert backend.stop(5)
    assert provider.asked[0]["temperature"] == 0.5


@pytest.mark.parametrize(
    "refused",
    [
        ["tools"],
        ["tools without jinja"],
        ["system"],
        ["alternation"],
        ["max_tokens"],
        ["max_tokens", "max_completion_tokens"],
        ["temperature"],
        ["reasoning_effort"],
        ["tools", "system", "temperature"],
        ["tool messages"],
    ],
)
def test_what_a_server_refuses_is_left_out_and_remembered(refused: list[str], provider: FakeProvider) -> None:
    """The first answer takes a try more, the second none."""
    provider.refuses.update(refused)
    brain = ModelBrain(
        "m", provider.url, timeout=10, options=ModelOptions(temperature=0.7, reasoning_effort="low", warm_up=False)
    )
    history = (Turn("user", "Ada", "A sword"), Turn("character", "Bruna", "Here.\n(sell sword)"))
    question = replace(QUESTION, users=("Ada",), history=history)
    assert brain.answer(question).content == "Twelve gold."
    tries = len(provider.asked)
    assert brain.answer(question).content == "Twelve gold."
    assert len(provider.asked) == tries + 1
    brain.close()


def test_without_tools_the_functions_stand_in_the_prompt(brain: ModelBrain, provider: FakeProvider) -> None:
    """And the call is read from the words."""
    provider.refuses.add("tools")
    provider.answer = text_answer('Here you are.\n{"name": "sell", "arguments": {"item": "sword"}}')
    answer = brain.answer(QUESTION)
    assert (answer.content, answer.calls) == ("Here you are.", (WireCall(name="sell", parameters={"item": "sword"}),))
    assert "- sell: Sell something from the forge." in provider.asked[-1]["messages"][0]["content"]


def test_a_prompt_that_is_too_long_is_halved_once(provider: FakeProvider) -> None:
    """And answered."""
    provider.refuses.add("long prompts")
    brain = ModelBrain("m", provider.url, timeout=10, options=ModelOptions(window=32_000))
    turns = [Turn("user", "Ada", "x" * 300), Turn("character", "Bruna", "y" * 300)]
    assert brain.answer(replace(QUESTION, history=tuple(turns * 12))).content == "Twelve gold."
    assert len(provider.asked) == 2
    brain.close()


def test_a_model_that_loads_is_waited_for(brain: ModelBrain, provider: FakeProvider) -> None:
    """As long as there is time."""
    provider.loading = 1
    assert brain.answer(QUESTION).content == "Twelve gold."


def test_an_answer_that_cannot_be_read_is_logged_with_its_place(
    brain: ModelBrain, provider: FakeProvider, caplog: pytest.LogCaptureFixture
) -> None:
    """The offline brain may speak for it, and the developer still sees why."""
    provider.answer = ProviderAnswer({"choices": []})
    provider.refuses.add("stream")
    with pytest.raises(BrainError, match="holds no choice"):
        brain.answer(QUESTION)
    (record,) = [record for record in caplog.records if "could not be read" in record.message]
    assert record.exc_info


@pytest.mark.parametrize(
    "odd",
    [
        {"choices": []},
        {"choices": [{}]},
        {"choices": None},
        {},
        [],
        "no JSON",
        {"error": {"message": "Provider returned error", "code": 502}},
        {"choices": [{"message": None}]},
        {"choices": [{"message": {"content": 5}}]},
    ],
)
def test_an_odd_answer_is_a_brain_error(odd: Any, brain: ModelBrain, provider: FakeProvider) -> None:
    """Whatever a server sends, it is not a fault of ours."""
    provider.answer = ProviderAnswer(odd)
    with pytest.raises(BrainError):
        brain.answer(QUESTION)


@pytest.mark.parametrize(
    "message",
    [
        {"content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "Aye."}]},
        {"content": "Aye.", "tool_calls": None},
        {"content": "Aye.", "role": None},
        {"content": {"text": "Aye."}},
    ],
)
def test_an_odd_form_of_a_message_is_read(message: dict[str, Any], brain: ModelBrain, provider: FakeProvider) -> None:
    """Parts, nulls and missing fields."""
    provider.answer = ProviderAnswer({"choices": [{"message": message}]})
    assert brain.answer(QUESTION).content == "Aye."


@pytest.mark.parametrize(
    "call", [{"id": None}, {"type": None}, {"function": {"name": "sell", "arguments": {"item": "sword"}}}]
)
def test_a_call_with_odd_fields_is_read(call: dict[str, Any], brain: ModelBrain, provider: FakeProvider) -> None:
    """Ids and types that are null, arguments that are an object."""
    function = {"name": "sell", "arguments": '{"item": "sword"}'}
    provider.answer = text_answer("Here!", tool_calls=[{"id": "1", "type": "function", "function": function, **call}])
    answer = brain.answer(QUESTION)
    assert (answer.content, answer.calls[0].parameters) == ("Here!", {"item": "sword"})


def test_a_model_that_thinks_too_long_gets_more_tokens(brain: ModelBrain, provider: FakeProvider) -> None:
    """And is asked to think less, from then on."""
    provider.script.append(text_answer("", finish="length", reasoning_content="hmm"))
    assert brain.answer(QUESTION).content == "Twelve gold."
    first, second = provider.asked
    assert second["max_tokens"] > first["max_tokens"]
    assert second["reasoning_effort"] == "low"


def test_nothing_but_thoughts_is_told_as_that(brain: ModelBrain, provider: FakeProvider) -> None:
    """With what to do about it."""
    provider.answer = text_answer("<think>Hm, I", finish="length")
    with pytest.raises(ThoughtOnlyError, match="reasoning_effort"):
        brain.answer(QUESTION)


def test_a_call_without_words_gets_some(brain: ModelBrain, provider: FakeProvider) -> None:
    """An NPC that acts is not mute: they are asked for words, once."""
    provider.script.append(call_answer(("sell", {"item": "sword"})))
    provider.answer = text_answer("Here is your sword.")
    answer = brain.answer(QUESTION)
    assert (answer.content, answer.calls[0].name) == ("Here is your sword.", "sell")
    assert len(provider.asked) == 2


def test_words_of_a_call_are_cleaned_and_not_doubled(brain: ModelBrain, provider: FakeProvider) -> None:
    """They are speech as well."""
    provider.answer = call_answer(("sell", {"item": "sword", "message": "Bruna: *smiles* Here!"}))
    assert brain.answer(QUESTION).calls[0].message == "Here!"
    provider.answer = call_answer(("sell", {"item": "sword", "message": "Here!"}), text="Here!")
    answer = brain.answer(QUESTION)
    assert (answer.content, answer.calls[0].message) == ("Here!", "")


def test_directions_travel_beside_the_words(brain: ModelBrain, provider: FakeProvider) -> None:
    """On the wire too, and only where there are any."""
    provider.script.append(text_answer("*smiles* Welcome!"))
    with talking(brain) as client:
        secret = client.create(SHEET, [ADA]).secret
        first, second = (client.send(secret, "Hi", "ada-1") for _ in range(2))
    assert (first.content, first.narration, second.narration) == ("Welcome!", "smiles", "")
    assert "narration" not in second.model_dump()


def test_a_model_is_warmed_up_with_the_sheet(provider: FakeProvider) -> None:
    """One request per sheet, with the beginning that every prompt of it has, and a message waits for it."""
    brain = ModelBrain("m", provider.url, timeout=10)
    for _ in range(3):
        brain.prepare(QUESTION.character)
    brain.answer(QUESTION)
    (warmed,), (asked,) = provider.warmed, provider.asked
    assert asked["messages"][0]["content"].startswith(warmed["messages"][0]["content"])
    assert warmed["tools"] == asked["tools"]
    brain.close()


@pytest.mark.slow
@pytest.mark.parametrize("prepared", [True, False])
def test_whoever_waits_for_a_load_is_told(prepared: bool, provider: FakeProvider) -> None:
    """By an empty text, before any words: in the warm-up that is waited for, or where there was none."""
    provider.loading = 2
    brain = ModelBrain("m", provider.url, timeout=20)
    if prepared:
        brain.prepare(QUESTION.character)
    heard: list[str] = []
    assert brain.stream(QUESTION, heard.append).content == "Twelve gold."
    assert set(heard) == {""}
    heard.clear()
    brain.stream(QUESTION, heard.append)
    assert "" not in heard
    brain.close()


def test_a_model_is_loaded_before_anybody_speaks(provider: FakeProvider) -> None:
    """Without a sheet; the sheets come after it."""
    brain = ModelBrain("m", provider.url, timeout=10)
    brain.load()
    brain.prepare(QUESTION.character)
    brain.answer(QUESTION)
    assert len(provider.warmed) == 2
    assert "tools" not in provider.warmed[0]
    brain.close()


def test_sentences_of_a_stream_come_before_the_end(brain: ModelBrain, provider: FakeProvider) -> None:
    """From the second answer on, when it is known that the model does not think aloud."""
    provider.answer = text_answer("Welcome! Twelve gold. Take it.")
    heard: list[str] = []
    assert brain.stream(QUESTION, heard.append).content == "Welcome! Twelve gold. Take it."
    assert heard == []
    assert brain.stream(QUESTION, heard.append).content == "Welcome! Twelve gold. Take it."
    assert heard == ["Welcome!", " Twelve gold."]


@pytest.mark.parametrize(("name", "heard_first"), [("llama3.2", True), ("llama3.2-thinker", False)])
def test_a_model_with_a_plain_name_is_heard_from_its_first_answer_on(
    name: str, heard_first: bool, provider: FakeProvider
) -> None:
    """What is known of it need not be found out; a thought with a tag is left out in any case."""
    provider.answer = text_answer("<think>Hm. A guest.</think>Welcome! Twelve gold. Take it.")
    brain = ModelBrain(name, provider.url, timeout=10)
    heard: list[str] = []
    assert brain.stream(QUESTION, heard.append).content == "Welcome! Twelve gold. Take it."
    assert heard == (["Welcome!", " Twelve gold."] if heard_first else [])
    brain.close()


def test_a_call_among_streamed_words_is_not_told(brain: ModelBrain, provider: FakeProvider) -> None:
    """It is taken out before the words are told."""
    call = '{"name": "sell", "arguments": {"item": "sword"}}'
    provider.answer = text_answer(f"Here you are!\n{call}\nEnjoy it. Come again.")
    brain.answer(QUESTION)
    heard: list[str] = []
    answer = brain.stream(QUESTION, heard.append)
    assert (answer.content.split(), len(answer.calls)) == (["Here", "you", "are!", "Enjoy", "it.", "Come", "again."], 1)
    assert "{" not in "".join(heard)
    assert answer.content.startswith("".join(heard))


def test_a_stream_carries_calls(brain: ModelBrain, provider: FakeProvider) -> None:
    """They are put together at its end."""
    provider.answer = call_answer(("sell", {"item": "sword"}), text="Here. Take it.")
    brain.answer(QUESTION)
    answer = brain.stream(QUESTION, lambda words: None)
    assert answer.calls == (WireCall(name="sell", parameters={"item": "sword"}),)


def test_a_server_without_streams_answers_whole(brain: ModelBrain, provider: FakeProvider) -> None:
    """It is asked again without."""
    brain.answer(QUESTION)
    provider.refuses.add("stream")
    assert brain.stream(QUESTION, lambda words: None).content == "Twelve gold."


def test_a_window_is_found_out(provider: FakeProvider) -> None:
    """From the page of the server that has it, and knowledge gives way first."""
    provider.pages["/v1/models"] = {"data": [{"id": "m", "meta": {}}]}
    provider.pages["/props"] = {"default_generation_settings": {"n_ctx": 1024}}
    lines = [f"Fact {number}: the quick brown fox jumps over the lazy dog." for number in range(60)]
    sheet = {**SHEET, "knowledge": [*lines, "The mayor is called Odo."], "style": ["speaks in rhymes"]}
    brain = ModelBrain("m", provider.url, timeout=10)
    brain.answer(replace(QUESTION, character=sheet, message="Who is the mayor?", history=()))
    system, last = provider.asked[0]["messages"]
    assert "speaks in rhymes" in system["content"]
    assert "Fact 50" not in system["content"]
    assert "The mayor is called Odo." in last["content"]
    assert len(json.dumps(provider.asked[0])) < 1024 * 5
    brain.close()


@pytest.mark.parametrize(
    "tail", ["Welcome to my forge. " * 40, "\nAda: I want a sword. I pay. I go. I come. I see. I do. " * 9]
)
def test_a_model_that_runs_on_is_stopped(tail: str, brain: ModelBrain, provider: FakeProvider) -> None:
    """What adds no word is not waited for."""
    provider.words_per_second = 400
    provider.answer = text_answer(f"Welcome to my forge. {tail}")
    assert brain.answer(QUESTION).content == "Welcome to my forge."


def test_tokens_that_a_model_tells_reach_the_game(provider: FakeProvider) -> None:
    """All tries of one answer together; a backend without a model tells none."""
    brain = ModelBrain("any-model", provider.url, timeout=10)
    provider.answer = call_answer(("sell", {"item": "sword"}))
    with talking(brain) as client:
        reply = client.send(client.create(SHEET, [("Ada", "a")]).secret, "Sell me a sword", "a")
    brain.close()
    assert len(provider.asked) == 2
    assert (reply.prompt_tokens, reply.answer_tokens) == (20, 10)


def test_a_face_alone_asks_for_words(brain: ModelBrain, provider: FakeProvider) -> None:
    """A model that only calls `set_mood` is asked to answer, not to talk about what it does."""
    mood = mood_action(("calm", "angry")).spec.to_basic()
    provider.answer = call_answer(("set_mood", {"mood": "angry"}))
    brain.answer(replace(QUESTION, character={**SHEET, "functions": [mood]}))
    assert "answer what was said to you" in provider.asked[-1]["messages"][-1]["content"]
    assert "nobody has to ask for it" in json.dumps(provider.asked[0]["tools"])
