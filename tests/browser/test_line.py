"""The line breaks, the door is closed, the session ends: nothing typed is lost, doubled or misplaced."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.chat import Chat
from tests.browser.fake_gateway import bot, event, problem

pytestmark = pytest.mark.slow


async def test_a_lost_line_resumes_without_doubles_or_gaps(chat, gateway):
    """What was said while the event stream was down arrives when it is back, once and in order."""
    await chat.ask("one")
    gateway.drop_streams()
    for number in range(3):
        gateway.conversation.add("bot", bot(f"news {number}"), None)
    await chat.reply(4)
    gateway.drop_streams()
    await chat.ask("two")

    assert await chat.texts() == ["one", "You wrote: one", "news 0", "news 1", "news 2", "two", "You wrote: two"]


async def test_a_message_sent_twice_by_the_door_is_shown_once(chat, gateway):
    """An event with a number already shown is passed over."""
    await chat.ask("one")
    for message in list(gateway.conversation.messages):
        gateway.conversation.publish(event(message))
    await chat.ask("two")

    assert await chat.texts() == ["one", "You wrote: one", "two", "You wrote: two"]


async def test_while_the_door_is_closed_messages_wait(chat, gateway):
    """With the door closed a banner says so; what was written is sent once, in order, when it opens."""
    await chat.ask("before")
    gateway.down = True
    gateway.drop_streams()
    await chat.say("first")
    await chat.say("second")
    await expect(chat.banner).to_contain_text("What you write is kept")
    await expect(chat.own.nth(1)).to_contain_text("Kept here.")

    gateway.down = False
    await chat.reply(3)
    await expect(chat.banner).to_have_text("")
    assert gateway.said() == ["before", "first", "second"]
    assert len({message["id"] for message in gateway.received}) == 3


async def test_unsent_messages_survive_a_reload(chat, gateway):
    """A message that could not be sent is still there after a reload, and goes out under the same id."""
    gateway.down = True
    await chat.say("keep me")
    await expect(chat.banner).to_contain_text("What you write is kept")
    await chat.page.reload()
    await expect(chat.own).to_have_count(1)

    gateway.down = False
    assert await chat.reply(1) == "You wrote: keep me"
    assert gateway.said() == ["keep me"]
    await expect(chat.own).to_have_count(1)


async def test_an_answer_lost_on_the_way_doubles_nothing(chat, gateway):
    """When the door took a message but its answer was lost, the page asks again with the same id."""
    gateway.lose_answers = 2
    await chat.ask("once")
    await expect(chat.own.last).to_contain_text("Sent")
    while len(gateway.received) < 3:
        await chat.page.wait_for_timeout(50)

    assert {message["id"] for message in gateway.received} == {gateway.received[0]["id"]}
    assert await chat.texts() == ["once", "You wrote: once"]


async def test_a_refusal_is_told_and_can_be_tried_again(chat, gateway):
    """A refused message stays, with the door's own reason and a way to try again."""
    gateway.refuse = problem(422, "not_now", "We could not take that.")
    await chat.say("please")
    await expect(chat.own.last).to_contain_text("Not sent. We could not take that.")
    assert gateway.received == []

    await chat.press("Try again")
    assert await chat.reply(1) == "You wrote: please"
    await expect(chat.own.last).to_contain_text("Sent")


async def test_a_refused_message_does_not_hold_up_the_next(chat, gateway):
    """What is said after a refused message is sent."""
    gateway.refuse = problem(422, "not_now", "We could not take that.")
    await chat.say("refused")
    await expect(chat.own.last).to_contain_text("Not sent.")

    assert await chat.ask("taken") == "You wrote: taken"


async def test_asked_to_wait_it_waits_and_sends(chat, gateway):
    """Too many messages at once: the page asks nothing of the customer, and sends by itself after the wait."""
    reason = "That was many messages at once. Please wait."
    gateway.refuse = problem(429, "too_many", reason, **{"Retry-After": "1"})
    await chat.say("hurry")
    await expect(chat.banner).to_contain_text("kept and sent by itself")

    assert await chat.reply(1) == "You wrote: hurry"
    await expect(chat.banner).to_have_text("")


async def test_an_ended_session_is_opened_anew_once(chat, gateway):
    """After the door forgot the session a new one is opened, said so, and the message goes there."""
    await chat.ask("old")
    gateway.conversations.clear()
    assert await chat.ask("new") == "You wrote: new"

    assert gateway.said() == ["new"]
    assert len(gateway.conversations) == 1
    await expect(chat.page.get_by_text("A new one starts here.")).to_be_visible()
    assert await chat.texts() == ["old", "You wrote: old", "new", "You wrote: new"]
    assert await chat.ask("more") == "You wrote: more"


async def test_the_door_may_open_after_the_page(page, gateway, base_url):
    """A page loaded while the door is closed can be written in, and catches up."""
    gateway.down = True
    chat = await Chat(page, base_url).open()
    await expect(chat.banner).to_contain_text("No connection")
    await chat.say("early")
    gateway.down = False

    assert await chat.reply(1) == "You wrote: early"


async def test_two_pages_show_one_conversation(chat, gateway):
    """What is said in one tab stands in the other, once."""
    other = await Chat(await chat.page.context.new_page(), chat.base_url).open()
    await chat.ask("from the first")
    await other.reply(1)
    await other.ask("from the second")
    await chat.reply(2)

    assert await chat.texts() == await other.texts()
    assert len(gateway.conversations) == 1


async def test_agents_are_told_from_the_bot(chat, gateway):
    """A person's message is named as one, to eye and ear."""
    await chat.ask("hello")
    gateway.conversation.add("agent", {"text": "Ms Li here."}, None)
    await chat.reply(2)

    await expect(chat.replies.last).to_contain_text("Plainwatt staff")
    await expect(chat.replies.last).to_contain_text("A person at Plainwatt said:")
