"""What one run of the command line works with: its folders, settings, language, clock and store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sem.i18n import DOMAIN, LOCALE_DIR, language_of_locale, parse_language, set_language
from sem.i18n import gettext as _

if TYPE_CHECKING:
    from sem.settings import Settings
    from sem.store import Store


class Session:
    """The surroundings of one run; each part is made when it is first asked for.

    Args:
        today: The clock: which day it is.
        environment: The environment variables; `LANGUAGE` is set in it, because click looks there.

    Attributes:
        warn: Tells the user what the store has to say although nothing failed; on stderr unless screens are open.
    """

    def __init__(
        self, *, today: Callable[[], date] = date.today, environment: MutableMapping[str, str] = os.environ
    ) -> None:
        self.today = today
        self.environment = environment
        self.data_option: str | None = None
        self.language_option: str | None = None
        self.warn: Callable[[str], object] = _warn
        self._told_language = False
        self._settings_refused = False

    @cached_property
    def settings_file(self) -> Path:
        """The settings file."""
        from sem.settings import settings_file

        return settings_file(self.environment)

    @cached_property
    def settings(self) -> Settings:
        """The user's settings; where they can't be read, the defaults, after telling what is wrong."""
        from sem.cli.output import narrate
        from sem.errors import InvalidError
        from sem.settings import Settings, read_settings

        try:
            return read_settings(self.settings_file)
        except InvalidError as error:
            narrate(str(error))
            self._settings_refused = True
            return Settings()

    @property
    def sure_settings(self) -> Settings:
        """The user's settings, for what must not be done by the defaults instead.

        Raises:
            InvalidError: They can't be read; what is wrong with them has been told.
        """
        from sem.errors import InvalidError

        settings = self.settings
        if self._settings_refused:
            raise InvalidError(
                _("Nothing is written, because the settings also hold the logo and colours of a report."),
                _("Mend what is told above."),
            )
        return settings

    @property
    def data(self) -> Path:
        """The folder of the workspace."""
        from sem.settings import data_folder

        return Path(self.data_option) if self.data_option else data_folder(self.environment)

    @property
    def state(self) -> Path:
        """The folder for what belongs to this machine alone."""
        from sem.settings import state_folder

        return state_folder(self.environment)

    @property
    def cache(self) -> Path:
        """The folder for what may be deleted at any time."""
        from sem.settings import cache_folder

        return cache_folder(self.environment)

    @cached_property
    def store(self) -> Store:
        """The workspace, opened."""
        from sem.store import open_store

        return open_store(self.data, self.state, lambda warning: self.warn(warning), _shipped, self.cache)

    def command_line(self, *words: str, name: str | None = None, options: Sequence[str] = ()) -> str:
        """Return a command of this program as one would type it to get this program, workspace and language.

        Args:
            words: The command.
            name: What it is about; after ``--`` where it would be taken for an option.
            options: The command's options.
        """
        import shlex

        data = ["--data", self.data_option] if self.data_option else []
        spoken = ["--lang", self.language_option] if self.language_option else []
        if name is None:
            rest = [*options]
        elif name.startswith("-"):
            rest = [*options, "--", name]
        else:
            rest = [name, *options]
        return shlex.join([*_program(), *data, *spoken, *words, *rest])

    def choose_language(self) -> None:
        """Use the language of the option, else of the environment, the settings or the locale; for click too."""
        wish = self.language_option or self.environment.get("SEM_LANG", "")
        code = parse_language(wish)
        if code is None:
            # What is wrong with the settings or the wish is told in some language too.
            set_language(language_of_locale(self.environment))
            code = parse_language(self.settings.language) or language_of_locale(self.environment)
        set_language(code)
        self._tell_unknown_language()
        import gettext

        gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
        gettext.textdomain(DOMAIN)
        self.environment["LANGUAGE"] = code

    def _tell_unknown_language(self) -> None:
        """Say once that `SEM_LANG` asks for a language that there is not; what `--lang` asks for, click refuses."""
        from sem.cli.output import narrate

        wish = self.environment.get("SEM_LANG", "")
        if self.language_option or self._told_language or not wish or parse_language(wish):
            return
        self._told_language = True
        narrate(_("SEM_LANG asks for “{wish}”, a language that sem does not speak; use nl or en.").format(wish=wish))


def _warn(text: str) -> None:
    from sem.cli.output import narrate

    narrate(_("Warning: {message}").format(message=text))


def _shipped() -> Iterable[bytes]:
    """Return the shipped questionnaires, of which only a round that has lost its own makes use."""
    from sem.content.library import shipped_bytes

    return shipped_bytes()


def _program() -> list[str]:
    """Return what starts this very program: ``sem``, or where it is when that would start nothing or another one."""
    import shutil
    import sys

    started = Path(sys.argv[0])
    if started.name == "__main__.py":
        return [sys.executable, "-m", "sem"]
    found = shutil.which("sem")
    if started.stem != "sem" or (found and started.exists() and Path(found).samefile(started)):
        return ["sem"]
    return [sys.argv[0]]


def language_in(arguments: Sequence[str]) -> str | None:
    """Return the last language that `--lang` asks for, wherever it stands.

    It is needed before click has read the arguments, because click's complaints about them are to be in that language.
    """
    found = None
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if argument == "--":
            break
        if name == "--lang":
            found = value if equals else "".join(arguments[at + 1 : at + 2])
    return found
