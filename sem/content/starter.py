"""Writes the file with which an author starts: a questionnaire that is right as it stands, and explains itself."""

from __future__ import annotations

import json
import re
from string import Template
from textwrap import wrap

from sem.content.fields import LONGEST_WORD, Identifier
from sem.content.library import DEFAULT, list_questionnaires, load_questionnaire
from sem.content.nodes import Scalar, SourceFile
from sem.content.problems import Problems
from sem.errors import InvalidError
from sem.i18n import LANGUAGES
from sem.i18n import gettext as _
from sem.i18n import mark as N_

SCHEMA_FILE = "questionnaire.schema.json"

_COLUMNS = 110
_SUFFIX = "-01"
_NOTE_LINE = re.compile(r"^( *)\$(intro|[a-z]+_note)$", re.MULTILINE)

# Notes start with ##, optional parts with #: an editor that takes one # away from a whole block leaves the notes notes.
_TEMPLATE = """\
# yaml-language-server: $$schema=$schema
$intro

format: 1
$id_note
id: $id
$version_note
version: 0.1.0
$title_note
title: {nl: "Onze vragenlijst", en: "Our questionnaire"}
description:
  nl: "Hoe goed helpen wij klanten? Eén gebied om mee te beginnen."
  en: "How well do we help customers? One area to begin with."

$levels_note
levels:
$levels

$traits_note
# traits:
#   - id: customer-focus
#     title: {nl: "Klantgerichtheid", en: "Customer focus"}

$areas_note
areas:
  - id: first-answer
    kind: building-block
    title: {nl: "Het eerste antwoord", en: "The first answer"}
    $short_note
    short: {nl: "Eerste antwoord", en: "First answer"}
    description:
      nl: "Wat klanten van ons horen als ze een vraag hebben."
      en: "What customers hear from us when they have a question."
    questions:
      $question_note
      - id: $first
        $label_note
        label: {nl: "Weten wanneer", en: "Knowing when"}
        $statement_note
        statement:
          nl: "Wie ons belt, hoort wanneer het antwoord komt."
          en: "Anyone who calls us hears when the answer will come."
        $ladder_note
        levels:
          - nl: "We zeggen dat we terugbellen. Wanneer dat is, weet niemand."
            en: "We say that we will call back. Nobody knows when that will be."
          - nl: "Een paar collega's noemen een dag. Is het druk, dan slaan ze dat over."
            en: "A few colleagues name a day. When it is busy they leave it out."
          - nl: "Afgesproken is dat je een dag noemt en die opschrijft. De meeste collega's doen dat."
            en: "The agreement is that you name a day and write it down. Most colleagues do."
          - nl: "Iedereen doet het. Elke week tellen we hoe vaak het lukte, en halen we weg waardoor het misging."
            en: "Everyone does. Each week we count how often it worked, and clear away what got in between."
          - nl: "Klanten vertellen door dat je bij ons nooit zelf hoeft na te bellen. Anderen komen kijken hoe dat kan."
            en: "Customers tell others that with us you never have to chase an answer. People come to see how."
        $help_note
        help:
          nl: "Luister vijf gesprekken terug. Noemde de collega een dag? Kijk of er die dag ook gebeld is."
          en: "Replay five calls. Did the colleague name a day? See whether someone called on that day."

  $layer_note
  # - id: whole-experience
  #   kind: layer
  #   title: {nl: "De hele beleving", en: "The whole experience"}
  #   short: {nl: "Hele beleving", en: "Whole experience"}
  #   description:
  #     nl: "Het beeld dat klanten van ons hebben, over alle kanalen."
  #     en: "The picture customers have of us, over all channels."
  #   questions:
  #     - id: $second
  #       label: {nl: "Eén boodschap", en: "One message"}
  #       statement:
  #         nl: "Onze brieven zeggen hetzelfde als onze website."
  #         en: "Our letters say the same as our website."
  #       levels:
  #         - nl: "Wie een brief schrijft, kijkt niet op de website. Een verschil valt op als een klant erover belt."
  #           en: "Letters are written without a look at the website. A difference shows when a customer calls."
  #         - nl: "Een enkele collega legt ze naast elkaar, als er tijd is."
  #           en: "The odd colleague compares the two, time permitting."
  #         - nl: "Elke brief heeft een vaste schrijver, die hem met de website vergelijkt. Meestal gebeurt dat ook."
  #           en: "Every letter has a named writer, who checks it against the site. Mostly this is done."
  #         - nl: "Geen brief gaat ongezien weg. We tellen de vragen over verschillen, en het worden er minder."
  #           en: "No letter leaves unseen. We count the questions about differences, and their number falls."
  #         - nl: "Klanten noemen ons een voorbeeld van duidelijke taal. Ze lezen teksten mee voor die verschijnen."
  #           en: "Customers name us as an example of clear language. They read along before anything is published."
  #       help:
  #         nl: "Leg drie brieven naast de website. Wat spreekt elkaar tegen?"
  #         en: "Lay three letters beside the website. What contradicts what?"
  #       trait: customer-focus

$practices_note
# practices:
#   - id: name-a-day
#     area: first-answer
#     level: 3
#     kind: basic
#     title: {nl: "Noem een dag en schrijf hem op", en: "Name a day and write it down"}
#     description:
#       nl: "Noem na elk gesprek een dag en schrijf die op. Twee collega's beginnen. Maandag: leg een schrift neer."
#       en: "At the end of each call, name a day and write it down. Two colleagues start. Monday: put out a notebook."
#     weeks: {low: 1, likely: 2, high: 4}
#     person_days: {low: 1, likely: 2, high: 4}
#     measure:
#       nl: "Minder klanten bellen om te vragen waar hun antwoord blijft."
#       en: "Fewer customers call to ask where their answer is."
"""

_NOTES = {
    "intro": N_(
        "This questionnaire is right as it stands. Make it yours: change the words, or copy a question under a new id. "
        "Every text is there in Dutch (nl) and in English (en). Lines with ## explain; lines with # are optional. "
        "Check the file with: sem questionnaire validate FILE"
    ),
    "id_note": N_("The id of the questionnaire. Answers are kept under it, so never change it."),
    "version_note": N_(
        "Raise the third number when words change, the second when something is added, and the first when a question "
        "goes, moves or gets another meaning, or the scale changes."
    ),
    "title_note": N_("The title and the description are what a team reads before it starts."),
    "levels_note": N_(
        "The scale: exactly five levels, lowest first. These are the ones of the questionnaires that come with sem."
    ),
    "traits_note": N_(
        "Optional: what layers are assessed on. Take the # away from these lines, and from those of the layer below."
    ),
    "areas_note": N_("The areas, each with one question or more. Each area gets a score of its own."),
    "short_note": N_("For the axis of a chart: at most 24 characters."),
    "question_note": N_(
        "A question's id is permanent: its words may change, what it asks may not. Never use an id again for another "
        "question. An id that another questionnaire has means the very same question."
    ),
    "label_note": N_("For tables: at most four words and 24 characters."),
    "statement_note": N_("What is true for an excellent team. About one thing; at most 160 characters."),
    "ladder_note": N_(
        "What one sees at each level, lowest first; at most 220 characters. Each level includes those below it and "
        "differs from its neighbours in something to check: who does it, how often, based on what, with what effect."
    ),
    "help_note": N_("What to look for: documents, numbers, behaviour."),
    "layer_note": N_(
        "Optional: a layer of the experience. Layers lie inside each other; “inside” names the one around it."
    ),
    "practices_note": N_(
        "Optional: things to do that raise an area to a level. Give each area one for every level from 2 to 5."
    ),
}


def starter(id_: str) -> str:
    """Return a whole questionnaire file, with comments in the language in use; it expects its schema beside it.

    Raises:
        InvalidError: This can't be an id, or a questionnaire that comes with the program has it.
    """
    problems = Problems()
    id_ = Identifier().read(Scalar(SourceFile(""), 0, value=id_, plain=False), problems) or ""
    for problem in problems.report():
        raise InvalidError(problem.message, problem.advice)
    if any(listed.id == id_ for listed in list_questionnaires()):
        raise InvalidError(_("A questionnaire that comes with sem has the id “{id}”.").format(id=id_),
                           _("Choose another one, so that answers are not mixed up."))  # fmt: skip
    # Question ids start with that of the questionnaire, so that they are nobody else's.
    prefix = id_[: LONGEST_WORD - len(_SUFFIX)].rstrip("-")
    notes = _NOTE_LINE.sub(lambda found: _comment(found[1], _(_NOTES[found[2]])), _TEMPLATE)
    # Between quotation marks, because other readers of YAML take some ids for a number or a date.
    ids = {"id": id_, "first": f"{prefix}{_SUFFIX}", "second": f"{prefix}-02"}
    quoted = {name: json.dumps(value) for name, value in ids.items()}
    return Template(notes).substitute(quoted, schema=SCHEMA_FILE, levels=_levels())


def _comment(indent: str, text: str) -> str:
    """Return a note in lines of comment, with its dollar signs kept from the template."""
    start = f"{indent}## "
    lines = wrap(text, _COLUMNS, initial_indent=start, subsequent_indent=start, break_long_words=False)
    return "\n".join(lines).replace("$", "$$")


def _levels() -> str:
    """Return the scale of the shipped questionnaires, so that an author's scores can stand beside theirs."""
    lines = []
    for level in load_questionnaire(DEFAULT).levels:
        lines.append(f"  - level: {level.number}")
        for field, text in (("name", level.name), ("meaning", level.meaning)):
            lines.append(f"    {field}:")
            lines += [f"      {code}: {json.dumps(text.get(code), ensure_ascii=False)}" for code in LANGUAGES]
    return "\n".join(lines)
