"""The command `sem` itself: the table of all commands, and the screens when none is named."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from sem.cli import guard
from sem.cli.base import Entry, Example, LazyGroup, option
from sem.cli.session import Session, language_in
from sem.i18n import mark as N_

TABLE = {
    "demo": Entry("sem.cli.demo:demo", N_("Make a demonstration and its radar.")),
    "team": Entry("sem.cli.teams:team", N_("Add, list, show, rename, tag or remove teams.")),
    "assess": Entry("sem.cli.assess:assess", N_("Answer the questions for a team.")),
    "round": Entry("sem.cli.rounds:round_group", N_("Answer with several people: start, reveal, decide, close.")),
    "serve": Entry("sem.cli.serve:serve", N_("Let people answer in a browser, over a link.")),
    "merge": Entry("sem.cli.merge:merge", N_("Bring in what was answered elsewhere.")),
    "import": Entry("sem.cli.import_:import_", N_("Bring in earlier assessments from tables.")),
    "scores": Entry("sem.cli.scores:scores", N_("Show the scores of a team's last round.")),
    "why": Entry("sem.cli.why:why", N_("Tell why a score is what it is.")),
    "compare": Entry("sem.cli.compare:compare", N_("Compare rounds or teams: what differs, what only seems to.")),
    "outcome": Entry("sem.cli.outcomes:outcome", N_("Keep what customers notice, beside the score.")),
    "ambition": Entry("sem.cli.ambition:ambition", N_("Set, show or edit where a team wants to be and by when.")),
    "idea": Entry("sem.cli.ideas:idea", N_("Collect ideas, vote on them, and pick or answer each.")),
    "experiment": Entry("sem.cli.experiments:experiment", N_("Try something small, and know when to stop.")),
    "plan": Entry("sem.cli.plan:plan", N_("Show the plan that leads there, and fix it.")),
    "commitment": Entry("sem.cli.commitments:commitment", N_("Keep what people promise at the end of a session.")),
    "step": Entry("sem.cli.steps:step", N_("Say what happened to the steps of the plan.")),
    "export": Entry("sem.cli.export:export", N_("Write pictures and files of a team's last round.")),
    "report": Entry("sem.cli.report:report", N_("Write everything about a team, or all, as one document.")),
    "questionnaire": Entry("sem.cli.questionnaires:questionnaire", N_("List, show, write or check questionnaires.")),
    "backup": Entry("sem.cli.backups:backup", N_("Make a backup of your data or of a team.")),
    "restore": Entry("sem.cli.backups:restore", N_("Put back what a backup holds.")),
    "locate": Entry("sem.cli.places:locate", N_("Tell where your data and settings are.")),
    "doctor": Entry("sem.cli.doctor:doctor", N_("Check every file of your data.")),
}

EXIT_CODES = N_("""\
Exit codes:
  0    it worked
  1    something unexpected went wrong; the log says what
  2    the command line is not right
  3    a team, round, questionnaire or file was not found
  4    what was given does not hold: a name, a file, an answer
  5    the data can't be read or written
  6    a file could not be written where it was asked for
  7    doctor found something wrong
  130  you stopped it
  141  the program that read the output closed it

Data goes to stdout and everything else to stderr. The options of sem itself
may also stand after a command.""")

COMPLETION_VARIABLE = "_SEM_COMPLETE"


class Root(LazyGroup):
    """The group at the top: the one place where the language is chosen and every kind of ending gets its exit code."""

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, obj: Session | None = None, **extra: Any
    ) -> NoReturn:
        """Run the command line `args` and end the process with the exit code.

        Args:
            args: The arguments; those of the process when None.
            prog_name: What the program is called in its texts.
            obj: The surroundings of the run; made when None.
            extra: For click's context; `standalone_mode` is passed over, because this method does its work.
        """
        arguments = list(sys.argv[1:] if args is None else args)
        session = obj or Session()
        name = prog_name or "sem"
        extra.pop("standalone_mode", None)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                # A terminal that can't show a character gets a question mark, not a crash.
                stream.reconfigure(errors="replace")

        def work() -> int | None:
            session.language_option = language_in(arguments)
            session.choose_language()
            instruction = session.environment.get(COMPLETION_VARIABLE)
            if instruction:
                from click.shell_completion import shell_complete

                return shell_complete(self, {"obj": session}, name, COMPLETION_VARIABLE, instruction)
            # Not click's own main: it turns a closed pipe into exit code 1, and Exit into a result like any other.
            try:
                with self.make_context(name, arguments, obj=session, **extra) as ctx:
                    code: int | None = self.invoke(ctx)
            except click.exceptions.Exit as end:
                code = end.exit_code
            return code

        sys.exit(guard.run(work, session))


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from sem import __version__
        from sem.cli.output import emit

        emit(f"sem {__version__}")
        ctx.exit()


@click.group(
    "sem",
    cls=Root,
    table=TABLE,
    hide_shared=False,
    invoke_without_command=True,
    options_metavar=N_("[OPTIONS]"),
    subcommand_metavar=N_("[COMMAND] [ARGS]..."),
    help=N_("Assess how mature your service is, and see where to go next. Without a command, the screens open."),
    examples=(
        Example("sem", N_("Open the screens")),
        Example("sem demo", N_("See what it does, with made-up teams")),
        Example('sem assess "Team West" --plain', N_("Answer line by line, without screens")),
        Example('sem export "Team West" --png', N_("Put the radar of a team in exports/")),
    ),
    epilog=EXIT_CODES,
)
@option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help=N_("Show the version.")
)
@click.pass_context
def root(ctx: click.Context) -> int | None:
    """Open the screens when no command is given."""
    guard.end_on_signals()
    if ctx.invoked_subcommand is not None:
        return None
    from sem.cli.screens import open_screens

    return open_screens(ctx.obj)
