"""What one visitor asked, another need not wait for."""

import threading

import pytest

from dashboard.memory import Memory


def test_an_answer_is_made_once_and_the_one_not_asked_for_longest_goes_first() -> None:
    memory, made = Memory(most=2), []

    def ask(name: str) -> str:
        return str(memory.recall(name, lambda: made.append(name) or name.upper()))

    assert [ask(name) for name in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


def test_many_who_ask_at_once_wait_for_one_answer() -> None:
    memory, made, begun = Memory(most=2), [], threading.Event()

    def slow() -> int:
        begun.wait(5)
        made.append(1)
        return len(made)

    found: list[int] = []
    askers = [threading.Thread(target=lambda: found.append(memory.recall("a", slow))) for _ in range(8)]
    for each in askers:
        each.start()
    begun.set()
    for each in askers:
        each.join(5)

    assert (found, made) == ([1] * 8, [1])


def test_what_fails_is_asked_again() -> None:
    memory = Memory(most=2)

    with pytest.raises(ZeroDivisionError):
        memory.recall("a", lambda: 1 / 0)

    assert memory.recall("a", lambda: "now") == "now"
