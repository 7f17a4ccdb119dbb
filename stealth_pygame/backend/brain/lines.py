"""What every character can say when its sheet has nothing better, in several wordings that suit any world."""

from __future__ import annotations

from typing import Final

LINES: Final[dict[str, tuple[str, ...]]] = {
    "greeting": ("Hello{you}.", "Good to see you{you}.", "Greetings{you}. What can I do for you?", "Welcome{you}."),
    "farewell": ("Farewell{you}.", "Safe travels{you}.", "Until next time{you}.", "Take care{you}."),
    "thanks": ("You are welcome{you}.", "Think nothing of it.", "Gladly done.", "Any time{you}."),
    "how": (
        "Well enough, thank you. And you{you}?",
        "I cannot complain.",
        "Busy as ever, but well.",
        "I am fine{you}.",
    ),
    "praise": ("Kind of you to say so.", "Now you make me blush.", "That is good to hear{you}.", "You flatter me."),
    "insult": (
        "Mind your tongue.",
        "There is no call for that.",
        "I have heard worse, and from better.",
        "Say that again when you are calm.",
    ),
    "yes": ("Good.", "Very well.", "As you say.", "Then we agree."),
    "no": ("As you wish.", "Very well, then not.", "So be it.", "No matter."),
    "sorry": ("No harm done.", "It is forgotten.", "Never mind{you}."),
    "laugh": ("Ha! It is good to laugh.", "Glad to amuse you.", "Well, somebody is merry."),
    "wordless": (
        "Hm? Did you say something?",
        "I did not catch that.",
        "Speak up, I am listening.",
        "You will have to use words with me.",
    ),
    "foreign": (
        "I do not know that tongue, I am sorry.",
        "Those words are strange to me.",
        "I cannot read that, I fear.",
    ),
    "met": ("Well met, {name}. I am {me}.", "Pleased to know you, {name}.", "{name}. I will remember that."),
    "your_name": ("You are {name}.", "Your name is {name}, unless I mistake.", "{name}, of course."),
    "no_name": ("You never told me your name.", "I do not know your name yet."),
    "my_name": ("My name is {me}.", "I am {me}.", "They call me {me}."),
    "refusal": ("As you wish, I will not.", "Very well, I leave it be.", "Then I will not."),
    "statement": ("Is that so?", "I see.", "Good to know.", "I hear you{you}."),
    "ignorance": (
        "I know nothing of that.{hint}",
        "That I cannot tell you.{hint}",
        "You ask the wrong one; I do not know.{hint}",
        "I have never heard about that.{hint}",
        "Hm, no, I could not say.{hint}",
    ),
    "ignorance_of": (
        "I know nothing of {topic}.{hint}",
        "{Topic}? I cannot tell you about that.{hint}",
        "I have nothing to tell about {topic}, I am sorry.{hint}",
        "{Topic}? You ask the wrong one.{hint}",
    ),
    "hint": (
        " Ask me about {hints}.",
        " But I can tell you about {hints}.",
        " If you want to know about {hints}, though, ask.",
        "",
    ),
    "again": ("As I said: {fact}", "I told you: {fact}", "Once more, then: {fact}", "Like I said. {fact}"),
    "no_more": (
        "That is all I know about it.",
        "There is no more to tell.",
        "You have heard all I know of that.",
        "I can tell you no more of it.",
    ),
    "done": ("Very well.", "As you wish{you}.", "Right away.", "Consider it done.", "Certainly."),
    "sold": ("Here you are: {thing}.", "{Thing} it is.", "{Thing}, coming up.", "{Thing}, for you."),
    "which": (
        "What will it be, {choices}?",
        "Which one: {choices}?",
        "{Choices}? You must choose.",
        "Say which: {choices}.",
    ),
    "unknown": (
        "I cannot do {thing}. I can offer {choices}.",
        "No {thing} here, I am afraid. There is {choices}.",
        "{Thing}? No. Only {choices}.",
    ),
    "how_many": ("How many?", "How many shall it be?", "And how many?"),
    "what_price": ("At what price?", "And for how much?", "What is it worth to you?"),
    "whether": ("{What}?", "Tell me: {what}?", "Which is it: {what}?"),
    "what_value": ("Tell me {what} first.", "I need to know {what}.", "And {what}?"),
    "wish_unmet": (
        "That is nothing I can do.{hint}",
        "I cannot help you with that, I am afraid.{hint}",
        "That is beyond me.{hint}",
    ),
    "hurt": ("You look hurt.", "You should have those wounds seen to.", "You do not look well."),
    "failed": ("It came to nothing: {what}", "It did not work: {what}", "That failed: {what}"),
    "worked": ("It is done: {what}", "That went well: {what}", "Yes. {what}"),
    "happened": ("I saw it: {what}", "Well, {what}", "This much I know: {what}"),
    "quiet": ("Nothing that I know of.", "All is quiet, as far as I can tell.", "Nothing worth telling."),
}
"""`{you}`: a comma and the user's name or nothing; `{me}` the character; `{hint}` something to ask about or nothing."""
