"""The story that the demonstration tells: one organisation, six teams and three years."""

from __future__ import annotations

from sem.demo import plots
from sem.demo.story import Agreed, Person, RoundStory, TeamStory
from sem.i18n import mark as N_

ORGANISATION = "Waterland"

_BEFORE_PILOT = {
    "customer-understanding": 2.3,
    "vision-strategy": 2.6,
    "leadership": 2.1,
    "culture": 2.8,
    "experience-design": 1.6,
    "employee-engagement": 1.9,
    "processes-organisation": 2.0,
    "monitoring": 2.9,
    "innovation": 1.8,
    "ux": 2.9,
    "cjm": 1.9,
    "cx": 1.7,
}

# Eight weeks with one assignment: make sure that the customer is satisfied, no matter what. What people may do
# themselves moves most; vision and figures, which lie outside the team, hardly move.
_AFTER_PILOT = _BEFORE_PILOT | {
    "customer-understanding": 3.7,
    "leadership": 3.3,
    "culture": 3.6,
    "experience-design": 2.7,
    "employee-engagement": 3.8,
    "processes-organisation": 3.1,
    "innovation": 2.6,
    "ux": 3.2,
    "cjm": 2.7,
    "cx": 2.3,
}

_IN_THE_PILOT = ("Anouk", "Bram", "Fatima", "Joris", "Lieke", "Mehmet", "Sanne", "Stefan", "Yara", "Zoë")

PILOT = TeamStory(
    name="Webcare",
    tags=(ORGANISATION, "pilot"),
    people=(
        Person("Anouk", 0.2),
        Person("Bram", -0.4),
        Person("Fatima", 0.1),
        Person("Joris", 0.4),
        Person("Lieke", -0.1),
        Person("Mehmet", 0.0),
        Person("Sanne", -0.2),
        Person("Stefan", 0.1),
        Person("Willem", 0.1),
        Person("Yara", -0.1),
        Person("Zoë", 0.2),
    ),
    rounds=(
        RoundStory(1064, _BEFORE_PILOT | {"culture": 2.4, "monitoring": 2.2, "ux": 2.3},
                   people=("Anouk", "Bram", "Joris", "Sanne", "Willem"), closed=True),
        RoundStory(616, _BEFORE_PILOT | {"culture": 2.6, "ux": 2.6},
                   people=("Anouk", "Bram", "Fatima", "Joris", "Sanne", "Willem"), closed=True),
        RoundStory(70, _BEFORE_PILOT, people=_IN_THE_PILOT, closed=True),
        RoundStory(14, _AFTER_PILOT, people=_IN_THE_PILOT),
    ),
    plot=plots.webcare,
)  # fmt: skip

_SHOPS = {"culture": 3.1, "ux": 2.8, "monitoring": 2.9, "experience-design": 2.3, "cjm": 2.0, "cx": 2.2}

# Nothing moves but who answers: strict people leave and milder ones come, so that the mean goes up by itself.
_STAYED = ("Dirk", "Esther", "Frank", "Hind", "Koen", "Loes", "Marit", "Nico", "Olga")

SEEMING = TeamStory(
    name="Winkels",
    tags=(ORGANISATION,),
    people=(
        Person("Aisha", -0.9),
        Person("Bas", -0.7),
        Person("Carla", -0.8),
        *(Person(name, mildness) for name, mildness in zip(_STAYED, (0, .1, -.1, .2, 0, -.2, .1, 0, -.1), strict=True)),
        Person("Greet", 0.8),
        Person("Hasan", 1.0),
        Person("Iris", 0.7),
    ),
    rounds=(
        RoundStory(764, _SHOPS, 2.6, people=("Aisha", "Bas", "Carla", *_STAYED), closed=True),
        RoundStory(393, _SHOPS, 2.6, people=("Aisha", "Bas", "Carla", *_STAYED), closed=True),
        RoundStory(28, _SHOPS, 2.6, people=("Greet", "Hasan", "Iris", *_STAYED), closed=True),
    ),
    plot=plots.winkels,
)  # fmt: skip

_DESK = {"leadership": 3.0, "culture": 2.9, "monitoring": 3.6, "processes-organisation": 3.1, "cx": 2.0}

DIVIDED = TeamStory(
    name="Servicedesk",
    tags=(ORGANISATION,),
    people=(
        Person("Daan", 0.1, camp=1),
        Person("Eva", -0.1, camp=-1),
        Person("Hugo", 0.0, camp=1),
        Person("Ilse", -0.3, camp=-1),
        Person("Karim", 0.2, camp=1),
        Person("Noor", 0.0, camp=-1),
        Person("Pieter", 0.3, camp=1),
        Person("Rosa", -0.2, camp=-1),
    ),
    rounds=(
        RoundStory(386, _DESK | {"monitoring": 3.1}, elsewhere=2.4, closed=True),
        RoundStory(
            21,
            _DESK,
            elsewhere=2.5,
            agreed=(
                Agreed("monitoring", 4, N_("The wall shows yesterday's figures, and we act on them the same day.")),
                Agreed("cx", 2, N_("Each channel has its own agreements; nobody guards the whole.")),
            ),
        ),
    ),
    divided={"leadership": 2.6, "culture": 3.0, "employee-engagement": 1.8},
    plot=plots.servicedesk,
)

# Six answered the first time, four the second: of those four nothing may be shown.
TOO_FEW = TeamStory(
    name="Kwaliteit",
    tags=(ORGANISATION,),
    people=(Person("1", 0.1), Person("2", -0.2), Person("3"), Person("4", 0.3), Person("5", -0.1), Person("6")),
    rounds=(
        RoundStory(421, {"monitoring": 3.8, "culture": 2.9, "cx": 2.6}, 2.7, anonymous=True, closed=True),
        RoundStory(35, {"monitoring": 3.9, "culture": 3.0, "cx": 2.8}, 2.8, people=("1", "2", "3", "4"),
                   anonymous=True, closed=True),
    ),
)  # fmt: skip

HURRIED = TeamStory(
    name="Monteurs",
    tags=(ORGANISATION,),
    people=(
        Person("Ab", -0.2), Person("Cor", 0.1), Person("Ferry", 0.2), Person("Jan-Willem"), Person("Ruud", -0.1),
        Person("Yvonne", 0.1),
    ),
    rounds=(
        RoundStory(540, {"ux": 1.8, "culture": 2.4, "employee-engagement": 2.2}, 1.7, closed=True),
        RoundStory(49, {"ux": 2.0, "culture": 2.7, "employee-engagement": 2.8, "leadership": 2.4}, 1.8),
    ),
    plot=plots.monteurs,
)  # fmt: skip

HALFWAY = TeamStory(
    name="Planning",
    tags=(ORGANISATION,),
    people=(Person("Gijs", 0.1), Person("Jasmin", -0.2), Person("Maud", 0.3), Person("Olaf"), Person("Tess", -0.1)),
    rounds=(
        RoundStory(368, {"monitoring": 2.9, "ux": 1.8, "vision-strategy": 2.7}, 2.2, closed=True),
        RoundStory(3, {"monitoring": 3.2, "ux": 1.9, "vision-strategy": 2.9}, 2.3, (1.0, 1.0, 0.6, 0.4, 0.1)),
    ),
)

STORY = (PILOT, SEEMING, DIVIDED, TOO_FEW, HURRIED, HALFWAY)
