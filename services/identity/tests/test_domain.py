"""Rules that need no database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from identity.domain.authorization import RequestRefused, UnknownRequester, requested
from identity.domain.clients import first_party
from identity.domain.errors import WeakPassword
from identity.domain.lockout import Allowance, Failures, charged, wait_after
from identity.domain.passwords import check_password
from identity.domain.secrets import digest, is_secret_of, new_secret
from identity.domain.user import normalized
from identity.oauth.texts import TEXTS, language_of

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ALLOWANCE = Allowance(
    5,
    first_wait=timedelta(seconds=5),
    longest_wait=timedelta(minutes=15),
    forgotten_after=timedelta(hours=1),
)
CLIENTS = first_party(
    issuer="https://shop.example", redirect_uris=["https://shop.example/callback"], allows_password=False
)
CONSOLE = CLIENTS["comptoir-console"]


def test_the_wait_begins_with_the_last_free_failure_and_doubles() -> None:
    waits = [wait_after(count, ALLOWANCE).total_seconds() for count in range(1, 14)]
    assert waits == [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900]


@given(st.integers(0, 10**9))
def test_waiting_never_gets_shorter_and_has_an_end(count: int) -> None:
    assert wait_after(count, ALLOWANCE) <= wait_after(count + 1, ALLOWANCE) <= ALLOWANCE.longest_wait


@given(st.lists(st.floats(0, 7200), max_size=60))
def test_however_tries_are_timed_no_more_are_let_through_than_the_waits_allow(pauses: list[float]) -> None:
    """A patient attacker gets the free ones, then one per wait, and starts again only after an hour of silence."""
    failures, now, since_silence = Failures(), NOW, 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        if failures.is_locked(now):
            continue
        is_first = failures.last_at is None or now - failures.last_at > ALLOWANCE.forgotten_after
        since_silence = 1 if is_first else since_silence + 1
        failures = charged(failures, ALLOWANCE, now)
        assert failures.count == since_silence
        assert failures.is_locked(now) == (since_silence >= ALLOWANCE.failures)


@given(st.text())
@example("ﬁnance")
@example("ẞ")
@example("ΐ")
def test_one_spelling_is_the_spelling_of_itself(text: str) -> None:
    assert normalized(normalized(text)) == normalized(text)


@pytest.mark.parametrize("password", ["\uff23omptoir is the shop", "i am marie and I know it"])
def test_names_are_found_in_any_spelling(password: str) -> None:
    with pytest.raises(WeakPassword, match="name"):
        check_password(password, length_min=15, names=["MARIE"])


def test_length_is_what_counts() -> None:
    check_password("correct horse battery staple", length_min=15, names=["marie", "al"])


def test_a_secret_is_known_by_its_digest_alone() -> None:
    secret = new_secret()
    assert is_secret_of(secret, digest(secret))
    assert not is_secret_of(new_secret(), digest(secret))
    assert len(secret) == 43


@given(
    st.dictionaries(
        st.sampled_from(
            ["redirect_uri", "response_type", "response_mode", "code_challenge", "code_challenge_method", "prompt"]
        ),
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                ["https://shop.example/callback", "https://shop.example/callback/", "code", "S256", "a" * 43]
            ),
        ),
    )
)
def test_whatever_is_asked_an_answer_goes_only_where_the_client_lives(sent: dict[str, str]) -> None:
    if sent.get("redirect_uri") not in CONSOLE.redirect_uris:
        with pytest.raises(UnknownRequester):
            requested(CONSOLE, sent)
        return
    try:
        request = requested(CONSOLE, sent)
    except RequestRefused as refusal:
        answered_to = refusal.redirect_uri
    else:
        answered_to = request.redirect_uri
        assert requested(CONSOLE, request.parameters()) == request
    assert answered_to in CONSOLE.redirect_uris


@given(st.text(), st.text())
@example("", "en;q=0, fr;q=1")
@example("", ";q=²,*;q=9" + "9" * 400)
def test_some_language_is_always_found(wanted: str, accepted: str) -> None:
    assert language_of(wanted, accepted) in TEXTS


def test_the_languages_say_the_same_things() -> None:
    french, english = TEXTS["fr"], TEXTS["en"]
    assert french.keys() == english.keys()
    assert language_of("", "en;q=0.3, fr;q=0.8") == "fr"
    assert language_of("en fr", "fr") == "en"
    assert language_of("", "de") == "fr"
