"""``factbook play``."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ._shared import PROBLEMS, CannotGoOn, needs
from ._systems import EXIT_CODES, colourful, faults, find_system, near, system_options
from ._telling import Teller

if TYPE_CHECKING:
    from factbook.application import Application
    from factbook.catalogue import Story
    from factbook.system import System
    from factbook.testing.stages import ApplicationStage

_EPILOG = f"""\b
Examples:
  factbook play                                       every story, in memory
  factbook play "An order nobody pays" --views        one of them, and the tables at its end
  factbook play --store 'sqlite:played/{{story}}.db'    each on a file of its own, which stays

{EXIT_CODES}"""


@click.command(epilog=_EPILOG)
@click.argument("titles", nargs=-1, metavar="[STORY]...")
@click.option("--views", "show_views", is_flag=True, help="Show the tables at the end of a story.")
@click.option("--brief", is_flag=True, help="A line for each story.")
@system_options
def command(titles: tuple[str, ...], show_views: bool, brief: bool, name: str | None, store: str | None) -> None:
    """Play the stories of the catalogue on the real pipeline, on any store, and tell them as they go.

    A story needs a store without events. In the URL, {story} stands for the story's title, so that each has a store of
    its own. Time is played, too: a wait of 48 hours takes none. Effects are not done outside; each has its first
    outcome. A step that does not come out as told ends the story with the difference.
    """
    with needs("test"):
        from factbook.testing.playing import play
    system = find_system(name)
    stories = _chosen(system, titles)
    url = store or "memory:"
    if len(stories) > 1 and "{story}" not in url and url != "memory:":
        raise CannotGoOn(f"{len(stories)} stories need as many stores: name one story, or write {{story}} in the URL")
    teller = Teller(colourful())
    failed = 0
    for story in stories:
        began = perf_counter()
        with faults(), _application(system, url, story) as (app, stage):
            if not brief:
                click.echo(teller.title(story.title))
            try:
                for told in play(stage, story):
                    if not brief and (text := teller.step(told)):
                        click.echo(text)
            except AssertionError as error:
                failed += 1
                click.echo(teller.failed(story.title, str(error)), err=True)
                continue
            click.echo(teller.played(story.title, stage.position, perf_counter() - began))
            if show_views:
                click.echo(teller.views(app.views, system))
    if failed:
        click.echo(f"{failed} of {len(stories)} stories did not come out as told", err=True)
        raise SystemExit(PROBLEMS)


def _chosen(system: System, titles: tuple[str, ...]) -> list[Story]:
    catalogue = system.catalogue
    known = {
        story.title: story
        for stories in (catalogue.stories, *(context.stories for context in catalogue.contexts.values()))
        for story in stories
    }
    for title in titles:
        if title not in known:
            raise CannotGoOn(f'there is no story "{title}"{near(title, list(known))}')
    return [known[title] for title in titles or known]


def _make_folder(place: str) -> None:
    """The folder in which the file of a story is to be."""
    from factbook.errors import StoreUnfit
    from factbook.stores.sqlite.naming import named

    folder = named(place)[0].parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnfit(f"the folder {folder} cannot be made: {error.strerror}") from None


@contextmanager
def _application(system: System, url: str, story: Story) -> Generator[tuple[Application, ApplicationStage]]:
    """The system on the story's own store, with a clock that is moved by hand."""
    from factbook.application import Application
    from factbook.testing.playing import first_outcome
    from factbook.testing.stages import ApplicationStage, Clock

    url = url.replace("{story}", re.sub(r"[^a-z0-9]+", "-", story.title.lower()).strip("-"))
    if url.startswith("sqlite:"):
        _make_folder(url.removeprefix("sqlite:"))
    clock = Clock()

    def outcome(effect: Any, key: UUID) -> Any:
        return first_outcome(system, effect)

    with Application(system, url, effects=dict.fromkeys(system.effects(), outcome), clock=clock) as app:
        stage = ApplicationStage(app, clock)
        if stage.position:
            raise CannotGoOn(f"{app.store} holds {stage.position} events, and a story needs a store without any")
        yield app, stage
