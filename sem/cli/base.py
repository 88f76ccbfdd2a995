"""click's commands and options in the user's language, and groups that import a command when it is used."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from sem.cli.output import emit
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Function = TypeVar("Function", bound=Callable[..., Any])


class TranslatedText:
    """A text attribute that is set as a message and read in the language in use.

    click reads its help texts from attributes when it shows them, so one descriptor on its classes translates them all.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._attribute = f"_{name}_message"

    def __get__(self, instance: object, owner: type | None = None) -> str | None:
        message: str | None = getattr(instance, self._attribute, None)
        return _(message) if message else message

    def __set__(self, instance: object, message: str | None) -> None:
        setattr(instance, self._attribute, inspect.cleandoc(message) if message else message)


class Option(click.Option):
    """An option whose help and placeholder are messages."""

    help = TranslatedText()
    metavar = TranslatedText()


class Argument(click.Argument):
    """An argument whose help and placeholder are messages."""

    help = TranslatedText()
    metavar = TranslatedText()

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the placeholder, marked where the argument may be left out or repeated; click marks only its own."""
        name = super().make_metavar(ctx)
        if self.metavar is None:
            return name
        return f"{name if self.required else f'[{name}]'}{'...' if self.nargs != 1 else ''}"


class Example(NamedTuple):
    """A command line to copy, and the message that says what it does.

    Args:
        command: A message too where made-up names in it have a translation.
        message: What it does.
    """

    command: str
    message: str


class Command(click.Command):
    """A command whose texts are messages, with examples, which knows the options that every command has.

    Args:
        examples: Shown at the end of the help.
    """

    help = TranslatedText()
    epilog = TranslatedText()
    options_metavar = TranslatedText()

    def __init__(
        self, name: str | None, *args: Any, examples: Sequence[Example] = (), hide_shared: bool = True, **attrs: Any
    ) -> None:
        super().__init__(name, *args, **attrs)
        self.examples = tuple(examples)
        self.params.extend(shared_options(hidden=hide_shared))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return click's own option for help, which it makes once, with its text in the language of this moment."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this text.")
            option.callback = _show_help
        return option

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, and the closing text line by line as it stands."""
        if self.examples:
            with formatter.section(_("Examples")):
                for example in self.examples:
                    formatter.write_text(_(example.message) + ":")
                    with formatter.indentation():
                        formatter.write(f"{'':>{formatter.current_indent}}{_(example.command)}\n")
        if self.epilog:
            formatter.write_paragraph()
            formatter.write(self.epilog + "\n")


class Entry(NamedTuple):
    """Where a command is defined, and its one line in the list of commands.

    Args:
        place: ``package.module:attribute``.
        message: The line, as a message.
    """

    place: str
    message: str


class LazyGroup(Command, click.Group):
    """A group that knows its commands by name and one line, and imports one only to run or explain it."""

    subcommand_metavar = TranslatedText()  # type: ignore[assignment]

    def __init__(self, name: str | None, *args: Any, table: Mapping[str, Entry], **attrs: Any) -> None:
        attrs.setdefault("subcommand_metavar", N_("COMMAND [ARGS]..."))
        super().__init__(name, *args, **attrs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table, which is the order of use."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command with this name and return it; None if there is none."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        from importlib import import_module

        module, _colon, attribute = entry.place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name, and the arguments left for it.

        Raises:
            NoSuchCommand: The table has none with this name; the message names similar ones.
        """
        if args[0] not in self.table and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise click.NoSuchCommand(args[0], possibilities=self.table, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table, without importing what it points to."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(entry.message)) for name, entry in self.table.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the names in the table, and the options."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=_(entry.message))
                 for name, entry in self.table.items() if name.startswith(incomplete)]  # fmt: skip
        return found + click.Command.shell_complete(self, ctx, incomplete)


def command(name: str, *, help: str, examples: Sequence[Example], **attrs: Any) -> Callable[[Function], Command]:
    """Make a function a command; `help` and the examples' texts are messages."""
    attrs.setdefault("options_metavar", N_("[OPTIONS]"))
    return click.command(name, cls=Command, help=help, examples=examples, **attrs)


def option(*names: str, **attrs: Any) -> Callable[[Function], Function]:
    """Give a command an option; its help and placeholder are messages."""
    return click.option(*names, cls=Option, **attrs)


def argument(name: str, **attrs: Any) -> Callable[[Function], Function]:
    """Give a command an argument; its help and placeholder are messages."""
    return click.argument(name, cls=Argument, **attrs)


def _show_help(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    """Print the help as data is printed; click's own way does not tell that it could not be written."""
    if value and not ctx.resilient_parsing:
        emit(ctx.get_help())
        ctx.exit()


def _keep_data(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        if not value.strip():
            # Another folder than the one that was meant would be worse than none.
            raise click.BadParameter(_("It is empty. Name a folder, or leave the option out."))
        ctx.obj.data_option = value


def _keep_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.obj.language_option = value
        ctx.obj.choose_language()


def shared_options(*, hidden: bool) -> list[click.Parameter]:
    """Return the options that may stand before or after any command; what they say goes to the session."""
    return [
        Option(["--data"], metavar=N_("DIR"), expose_value=False, callback=_keep_data, hidden=hidden,
               help=N_("The folder with your teams and answers. Without it: $SEM_DATA, else your own data folder.")),
        Option(["--lang"], type=click.Choice(["nl", "en"]), expose_value=False, callback=_keep_language, hidden=hidden,
               help=N_("The language: nl or en. Without it: $SEM_LANG, your settings, or the system's language.")),
    ]  # fmt: skip
