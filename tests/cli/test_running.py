"""A system is run from the command line: what is said when all is well, and when it is not."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from factbook.desk import open_desk
from factbook.queries import ALL
from factbook.reactions import Reaction
from factbook.recording import NewEvent
from factbook.stores import open_store
from factbook.stores.tagging import Retag, Retagging
from tests.cli.running import Answer, factbook
from tests.docs.snippets import ROOT

ADA = "6e8bc430-9c3a-41d9-9669-0800200c9a66"
REGISTER = ("RegisterCustomer", f"customer_id={ADA}", "email=ada@example.org", "name=Ada Example")
TIME = "registered_at=2026-01-01T12:00:00Z"


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The URL of a new file."""
    return f"sqlite:{tmp_path / 'shop.db'}"


def run(*arguments: str, store: str) -> Answer:
    return factbook(*arguments, "--store", store, cwd=ROOT)


def test_a_command_is_sent_and_found_again(store: str) -> None:
    """By who sent it, about whom, and when."""
    sent = run("send", *REGISTER, TIME, "--actor", "ada", "--ip", "192.0.2.7", store=store)
    found = [
        run("events", "--json", *wanted, store=store)
        for wanted in (
            ("--actor", "ada"),
            ("--ip", "192.0.2.7"),
            ("--tag", f"customer:{ADA}"),
            ("--type", "CustomerRegistered"),
            ("--since", "2026-01-01", "--limit", "5"),
        )
    ]

    assert 0 == sent.code
    assert sent.out.startswith("accepted at position 1\n  CustomerRegistered(customer_id=6e8bc430-")
    assert ["customers.CustomerRegistered"] * 5 == [json.loads(one.out)["type"] for one in found]
    assert "nothing was found\n" == run("events", "--actor", "bob", store=store).err


def test_an_answer_is_told_before_what_follows_fails(store: str, tmp_path: Path) -> None:
    """It is recorded, whatever becomes of the rest: here the store was removed, and its desk was not."""
    run("send", "SetPrice", "sku=MUG-0001", "unit_price=12", "--settle", store=store)
    (tmp_path / "shop.db").unlink()
    answer = run("send", "SetPrice", "sku=MUG-0001", "unit_price=13", "--settle", store=store)

    assert (3, True) == (answer.code, answer.out.startswith("accepted at position 1\n"))
    assert "shop.work.db, too: all policies begin again" in answer.err


def test_a_policy_is_taken_up_again_as_a_whole(store: str) -> None:
    """Or it is said that there is nothing to take up."""
    url = store.removeprefix("sqlite:")
    run("send", *REGISTER, TIME, "--settle", store=store)
    desk = open_desk(f"sqlite:{url}")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    parked = [Reaction(policy="stock.FollowChange", position=at, lane="a", due_at=now, parked=True) for at in (7, 8)]
    desk.schedule((), 0, 0, parked)
    for one in parked:
        desk.keep(one, held=False)
    desk.close()
    answers = [run("reactions", "resume", "stock.FollowChange", store=store) for _ in range(2)]

    assert [(0, "2 will be tried again\n"), (1, "")] == [(one.code, one.out) for one in answers]
    assert "nothing of stock.FollowChange is parked\n" == answers[1].err


@pytest.mark.parametrize("price", ["12", "12.0", "12.50"])
def test_a_decimal_is_written_as_one_writes_it(price: str, store: str) -> None:
    """With or without places."""
    answer = run("send", "SetPrice", "sku=MUG-0001", f"unit_price={price}", store=store)

    assert (0, "") == (answer.code, answer.err)


def test_what_followed_from_a_command_is_narrowed_like_everything_else(store: str) -> None:
    """Its own events, which carry no tag of it, are no exception."""
    run("send", "SetPrice", "sku=MUG-0001", "unit_price=11.90", store=store)
    run("send", *REGISTER, TIME, "--id", ADA, store=store)
    wanted = (
        (),
        ("--type", "CustomerRegistered"),
        ("--type", "PriceSet"),
        ("--tag", "sku:MUG-0001"),
        ("--after", "1"),
        ("--after", "2"),
        ("--until", "2026-01-01"),
        ("--follow", "--limit", "1"),
    )
    found = [run("events", "--json", "--correlation", ADA, *more, store=store).out.count("\n") for more in wanted]

    assert [1, 1, 0, 0, 1, 0, 0, 1] == found


def test_what_goes_on_has_no_end(store: str) -> None:
    """It is not passed over in silence."""
    run("send", *REGISTER, TIME, store=store)
    answer = run("events", "--follow", "--until", "2026-01-01", store=store)

    assert (2, True) == (answer.code, "choose one" in answer.err)


@pytest.mark.parametrize("command", [("events",), ("state", "SetPrice", "sku=MUG-0001"), ("views",)], ids=" ".join)
def test_a_file_that_is_not_there_is_not_made(command: tuple[str, ...], tmp_path: Path) -> None:
    """A name that was mistyped holds no events, and does not begin to be there."""
    answer = run(*command, store=f"sqlite:{tmp_path / 'typo.db'}")

    assert (2, True) == (answer.code, "typo.db: look at the name" in answer.err)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("tag", "note"),
    [
        (f"cutomer:{ADA}", 'note: no event is tagged "cutomer:…"; did you mean "customer"?\n'),
        (ADA, f'note: "{ADA}" is no tag of the catalogue: write PREFIX:VALUE, as in order:6e8b…\n'),
        ("@actor:bob", ""),
    ],
)
def test_a_tag_that_is_mistyped_is_noted(tag: str, note: str, store: str) -> None:
    """And looked for: it may be one of an older catalogue."""
    run("send", *REGISTER, TIME, store=store)
    answer = run("events", "--tag", tag, store=store)

    assert (0, f"{note}nothing was found\n") == (answer.code, answer.err)


@pytest.mark.parametrize("urls", [("memory:", "sqlite:to.db"), ("sqlite:from.db", "memory:")], ids=" ".join)
def test_what_is_gone_with_its_process_is_not_copied(urls: tuple[str, str], tmp_path: Path) -> None:
    """It would be a success that did nothing."""
    answer = factbook("store", "copy", *urls, cwd=tmp_path)

    assert 2 == answer.code
    assert "memory: is within one process and gone with it" in answer.err
    assert [] == list(tmp_path.iterdir())


def test_no_password_is_told(postgres: str) -> None:
    """Neither that of a store that is none yet, nor of one that is not empty, nor of two that are one."""
    url = postgres.replace("@", ":s3cret@")
    arguments = (("store", "init"), ("events",), ("play", "Raw web data that nobody understands", "--brief"))
    told = [run(*one, store=url) for one in (arguments[1], *arguments, arguments[2])]
    same = factbook("store", "copy", url, url, cwd=ROOT)

    assert [3, 0, 0, 0, 2, 2] == [one.code for one in (*told, same)]
    assert f"run: factbook store init --store '{postgres.replace('postgres@', '')}'" in told[0].err
    assert "events, and a story needs a store without any" in told[-1].err
    assert "s3cret" not in "".join(one.out + one.err for one in (*told, same))


def test_a_refusal_says_why_and_ends_with_one(store: str) -> None:
    """On stderr, in the words of the catalogue."""
    run("send", *REGISTER, TIME, store=store)
    again = run("send", "RegisterCustomer", "email=ada@example.org", "name=Bob", store=store)
    as_json = run("send", "RegisterCustomer", "email=ada@example.org", "name=Bob", "--json", store=store)

    assert (1, "") == (again.code, again.out)
    assert again.err.startswith("rejected: EmailTaken()")
    assert {"rejected": "customers.EmailTaken", "data": {}} == json.loads(as_json.out)


def test_one_role_that_may_is_enough(store: str) -> None:
    """All of them are recorded."""
    sent = run("send", *REGISTER, TIME, "--role", "auditor", "--role", "customer", store=store)

    assert 0 == sent.code
    recorded = json.loads(run("events", "--json", store=store).out)
    assert ["auditor", "customer"] == recorded["metadata"]["roles"]


def test_the_same_id_is_recorded_once(store: str) -> None:
    """And answered with what was recorded then."""
    first = run("send", *REGISTER, TIME, "--id", ADA, store=store)
    second = run("send", *REGISTER, TIME, "--id", ADA, store=store)

    assert first == second
    assert 1 == len(run("events", "--json", store=store).out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("send", "RegisterCustmer"), 'Error: there is no command "RegisterCustmer"; did you mean "RegisterCustomer"?'),
        (
            ("send", "RegisterCustomer", "email"),
            'Error: "email" is no field: write FIELD=VALUE, a JSON object, @FILE or -',
        ),
        (("send", "RegisterCustomer", "a=1", "a=2"), "Error: a is given twice"),
        (
            ("send", "RegisterCustomer", '{"name": ada}'),
            "Error: this is no JSON: what stands from character 10 on cannot be read",
        ),
        (
            ("send", "RegisterCustomer", f'{{"name": {"9" * 5_000}}}'),
            "Error: this JSON has a number of too many digits",
        ),
        (("send", "RegisterCustomer", f"name={'[' * 100_000}"), "Not sent: this is no RegisterCustomer: "),
        (("send", "RegisterCustomer", '{"email": 1, "email": 2}'), 'Error: "email" is given twice'),
        (("send", "RegisterCustomer", 'name={"a": 1, "a": 2}'), 'Error: "a" is given twice'),
        (
            ("send", "SetPrice"),
            "$.unit_price: is missing\nSetPrice has the fields\n"
            "  sku         Sku, needed, such as MUG-0001\n  unit_price  Price, needed, such as",
        ),
        (
            ("send", "RegisterCustomer", "@nowhere.json"),
            "Error: nowhere.json cannot be read: No such file or directory",
        ),
        (("send", "RegisterCustomer", "emial=a@b.c"), "Not sent: this is no RegisterCustomer: "),
        (("send", "RegisterCustomer", '{"email": [1], "name": "x\\u0000"}'), "$.email: a list of 1 is no text"),
        (("events", "--type", "CustomerRegistred"), 'did you mean "CustomerRegistered"?'),
        (("state", "Customre"), 'there is no decider or command "Customre"; did you mean "Customer"?'),
        (
            ("state", "Customer", "email=1"),
            "Which one? Its boundary is drawn by customer_id, email: factbook state Customer customer_id=… email=…\n"
            "  $.email: ",
        ),
        (("views", "CustomerDirectry"), 'did you mean "CustomerDirectory"?'),
        (
            ("flags", "mail_customers", "off", "--tag", "custmer:1"),
            'no event that mail_customers is looked at for is tagged "custmer:…"; did you mean "customer"?',
        ),
        (("flags", "mail_customers", "off", "--tag", "ada"), '"ada" is no tag: write PREFIX:VALUE; PREFIX is one of '),
        (("flags", "mail_customer"), 'there is no flag "mail_customer"; did you mean "mail_customers"?'),
        (("play", "An order"), 'there is no story "An order"'),
        (("send", "RegisterCustomer", "--role", "custmer"), 'there is no role "custmer"; did you mean "customer"?'),
        (
            ("send", "BlockCustomer", "--role", "customer", "--role", "auditor"),
            "Not sent: customers.BlockCustomer may be issued by clerk, not by customer or auditor; leave --role out",
        ),
        (("send", "ReserveStock", "--role", "clerk"), "Not sent: stock.ReserveStock is issued by policies only"),
        (("send", "RecordAddress"), "  address      customers.Address, needed, with street, postcode, "),
        (
            ("send", "DeclinePayment"),
            "  reason    billing.DeclineReason, needed, one of no_funds, card_expired, card_stolen, not_said\n",
        ),
        (("reactions", "drop"), "say what to drop: POLICY and POSITION"),
        (("reactions", "drop", "billing.ChargeWhenDue"), "say what to drop: POLICY and POSITION"),
        (("reactions", "resume"), "say what to resume: POLICY and POSITION"),
        (("events", "--system", "shp"), 'there is no system "shp"; did you mean "shop"?'),
    ],
    ids=lambda given: str(given)[:80],
)
def test_mistakes_are_answered_with_what_would_be_right(store: str, arguments: tuple[str, ...], expected: str) -> None:
    """Nothing is recorded, and the exit code says that something is wrong."""
    answer = run(*arguments, store=store)

    assert answer.code in (1, 2)
    assert expected in answer.err
    assert "" == run("events", "--json", store=store).out


@pytest.mark.parametrize("option", ["--actor", "--ip"])
def test_a_sender_that_would_steer_a_terminal_is_refused(option: str, store: str) -> None:
    """And nothing is recorded."""
    answer = run("send", *REGISTER, TIME, option, "ada\n\x1b[31mbob", store=store)

    assert (1, "Not sent: Sent.") == (answer.code, answer.err[:15])
    assert "" == run("events", "--json", store=store).out


def test_damaged_events_are_shown_as_they_are(store: str) -> None:
    """One beside the other, on lines of their own, whatever is in them."""
    opened = open_store(store)
    whole = NewEvent(uuid4(), "cart.PriceSet", 1, b"{}", (), b'{"actor":"a\\n\\u001b[31mb"}')
    opened.append([whole, whole._replace(id=uuid4(), data=b'{"sku":', metadata=b"{"), whole._replace(id=uuid4())])
    opened.close()
    told = run("events", store=store)
    lines = [json.loads(line) for line in run("events", "--json", store=store).out.splitlines()]

    assert 0 == told.code
    assert 6 == len(told.out.splitlines())
    assert "by a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[31mb" in told.out
    assert 'cart.PriceSet  (its metadata cannot be read)\n        (no JSON object: {"sku":)\n' in told.out
    assert ('{"sku":', "{") == (lines[1]["data"], lines[1]["metadata"])


def test_a_store_that_cannot_be_used_is_a_fault(tmp_path: Path) -> None:
    """In one line, without a traceback, with an exit code of its own."""
    file = tmp_path / "shop.db"
    file.write_text("this is no database, although somebody named it like one" * 50)
    answer = run("events", store=f"sqlite:{file}")

    assert 3 == answer.code
    assert answer.err.startswith("StoreUnfit: ")
    assert 1 == len(answer.err.splitlines())


def test_the_state_of_a_boundary_at_any_position(store: str) -> None:
    """With the events that it is folded from."""
    run("send", *REGISTER, TIME, store=store)
    run("send", "BlockCustomer", f"customer_id={ADA}", 'reason="Does not pay."', store=store)
    now = run("state", "customers.Customer", f"customer_id={ADA}", "email=ada@example.org", store=store)
    then = run("state", "customers.Customer", f"customer_id={ADA}", "email=ada@example.org", "--at", "1", store=store)

    assert "CustomerBlocked" in now.out
    assert "state at position 2: " in now.out
    assert "CustomerBlocked" not in then.out
    assert "state at position 1: " in then.out


def test_what_led_to_what_is_a_tree(store: str) -> None:
    """From the command that began it, whichever event one asks about."""
    run("send", "SetPrice", "sku=MUG-0001", "unit_price=11.90", store=store)
    run("send", "CountStock", "sku=MUG-0001", "counted=10", "--settle", store=store)
    data: Any = {"source": "web-form", "payload": {"kind": "unknown"}}
    run("send", "ReceiveData", json.dumps(data), "--settle", store=store)
    events = [json.loads(line) for line in run("events", "--json", store=store).out.splitlines()]
    followed = next((one for one in events if "causation_id" in one["metadata"]), None)

    assert followed is not None
    tree = run("events", "--tree", str(followed["position"]), store=store).out
    assert f"{followed['type']}   ← here" in tree


def test_verifying_and_copying(store: str, tmp_path: Path) -> None:
    """A copy holds the same, and what is wrong in a store is told with its position."""
    run("send", *REGISTER, TIME, store=store)
    target = f"sqlite:{tmp_path / 'copy.db'}"
    copied = factbook("store", "copy", store, target, cwd=ROOT)
    again = factbook("store", "copy", store, target, cwd=ROOT)

    assert "1 events copied; both stores hold the same\n" == copied.out
    assert "0 events copied; both stores hold the same\n" == again.out
    assert "1 events, all as the catalogue says\n" == run("store", "verify", store=target).out


def test_events_with_tags_of_before_are_tagged_anew(store: str) -> None:
    """Until then nothing is decided on them."""
    run("send", *REGISTER, TIME, store=store)
    opened = open_store(store)
    assert isinstance(opened, Retagging)
    (event,) = opened.read(ALL).events
    opened.retag([Retag(1, event.tags, ("email:of-before",))], opened.tag_note(), "")
    opened.close()
    refused = run("send", "BlockCustomer", f"customer_id={ADA}", 'reason="Does not pay."', store=store)
    done = run("store", "retag", store=store)
    sent = run("send", "BlockCustomer", f"customer_id={ADA}", 'reason="Does not pay."', store=store)

    assert 3 == refused.code
    assert "customers.CustomerRegistered has other tags than the catalogue gives it now" in refused.err
    assert "run: factbook store retag --system shop" in refused.err
    assert "1 events looked at, 1 tagged anew\n" == done.out
    assert 0 == sent.code


def test_flags_are_shown_and_switched(store: str) -> None:
    """For all, and for one tag."""
    run("flags", "mail_customers", "off", "--tag", f"customer:{ADA}", store=store)

    assert f"mail_customers: on\n  for customer:{ADA}: off\n" == run("flags", "mail_customers", store=store).out
    assert "ship_automatically: on\n" in run("flags", store=store).out


def test_stories_are_played(tmp_path: Path) -> None:
    """Each on a store of its own, which has to be empty."""
    store = f"sqlite:{tmp_path}/played/{{story}}.db"
    title = "An order nobody pays"
    first = run("play", title, store=store)
    second = run("play", title, store=store)
    all_on_one = run("play", store=f"sqlite:{tmp_path / 'one.db'}")

    assert 0 == first.code
    assert "● OrderCancelled  ← CancelWhenUnpaid" in first.out
    assert (2, True) == (second.code, "a story needs a store without any" in second.err)
    assert (2, True) == (all_on_one.code, "name one story, or write {story} in the URL" in all_on_one.err)


def test_a_folder_that_cannot_be_made_for_a_story_is_a_fault(tmp_path: Path) -> None:
    """Such as one below a file; and what is written as in a URL is read so."""
    (tmp_path / "file").touch()
    title = "Raw web data that nobody understands"
    answer = factbook("play", title, "--brief", "--store", f"sqlite:{tmp_path}/file/{{story}}.db", cwd=ROOT)
    spaced = factbook("play", title, "--brief", "--store", f"sqlite:{tmp_path}/a%20b%3F/{{story}}.db", cwd=ROOT)

    assert 3 == answer.code
    assert answer.err.startswith(f"StoreUnfit: the folder {tmp_path / 'file'} cannot be made: ")
    assert 0 == spaced.code
    assert ["a b?", "file"] == sorted(one.name for one in tmp_path.iterdir())
    assert {".db", ".views.db", ".work.db"} == {"".join(one.suffixes) for one in (tmp_path / "a b?").iterdir()}


def test_what_is_too_large_is_not_even_read(store: str, tmp_path: Path) -> None:
    """A command has its limit."""
    file = tmp_path / "large.json"
    file.write_text(json.dumps({"name": "x" * 1_100_000}))
    answer = run("send", "RegisterCustomer", f"@{file}", store=store)

    assert (2, True) == (answer.code, "a command has at most 1,000,000 bytes" in answer.err)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_whoever_processes_ends_cleanly_on_a_signal(store: str, number: signal.Signals) -> None:
    """With a word, and with nothing half done."""
    command = [sys.executable, "-m", "factbook", "run", "--store", store]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(number)
        rest = process.stdout.read()

    assert first.startswith("processing shop on SqliteStore(")
    assert "ending what was begun\n" == rest
    assert 0 == process.returncode
