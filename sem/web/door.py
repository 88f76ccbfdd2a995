"""As whom one may answer: names are free until somebody has them or is invited, and then they need their code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.model.assessment import RoundKind
from sem.model.names import clean_name, name_key
from sem.store.codes import new_code, respondent_id
from sem.web.keys import Identity, Keys

if TYPE_CHECKING:
    from sem.model.assessment import Round
    from sem.store import Store


class TakenError(InvalidError):
    """This name is somebody's, and whoever asks for it has to prove that it is theirs."""


class Door:
    """Lets people into a round, and nobody into another's answers.

    A name that is typed is believed the first time, but for the names of those invited: they have personal links, so
    only the code proves that one is who was invited.

    Args:
        store: Where the round is.
        round_: The round.
        keys: Its keys.
    """

    def __init__(self, store: Store, round_: Round, keys: Keys) -> None:
        self._store, self._round, self._keys = store, round_, keys
        self._inside: dict[str, Identity] = {}

    def enter(self, name: str, code: str) -> Identity:
        """Return as whom one answers from now on.

        Args:
            name: The name or alias as it was typed; of no importance in an anonymous round.
            code: The code as it was typed; empty for who is new.

        Raises:
            TakenError: The name is somebody's or of somebody invited, and no code was given.
            InvalidError: The name does not hold, or the code is not the one of this name.
            NotFoundError: Nobody answers with this code in an anonymous round.
            StoreError: The round can't be read.
        """
        identity = self._anonymous(code) if self._round.anonymous else self._named(name, code)
        self.let_in(identity)
        return identity

    def let_in(self, identity: Identity) -> None:
        """Take it that somebody answers under this identity, before the first answer too."""
        self._inside.setdefault(identity.key, identity)

    def admits(self, identity: Identity) -> bool:
        """Whether somebody may answer under an identity: the name of somebody invited counts only once it is proved."""
        return identity.proved or not identity.name or name_key(identity.name) not in self._invited()

    def whose_code(self, code: str) -> Identity | None:
        """Return who has the personal link with this code; None where nobody has."""
        if self._round.anonymous:
            return None
        for name in {**self._taken(), **self._invited()}.values():
            if self._keys.is_code_of(code, name):
                return Identity(name, proved=True)
        return None

    def _named(self, typed: str, code: str) -> Identity:
        alias = self._round.kind is RoundKind.ALIAS
        name = clean_name(typed, _("the respondent"))
        taken, invited = self._taken(), self._invited()
        name = (taken | invited).get(name_key(name), name)
        if code:
            if not self._keys.is_code_of(code, name):
                raise InvalidError(
                    _("That is not the code of {name}.").format(name=name),
                    _("Check the code, or ask who leads the session for your own link."),
                )
            return Identity(name, proved=True)
        if name_key(name) in invited:
            raise TakenError(
                _("{name} has a link of their own.").format(name=name),
                _("Open that, or type its code. Are you somebody else? Then choose another name."),
            )
        if name_key(name) in taken:
            advice = (
                _("Choose another one. Is it you, in another browser? Then type your code too.")
                if alias
                else _("Is it you, in another browser? Then type your code too. Are you somebody else? Then add a "
                       "letter, such as “Anna B”.")
            )  # fmt: skip
            raise TakenError(_("Somebody already answers as {name}.").format(name=name), advice)
        return Identity(name)

    def _anonymous(self, code: str) -> Identity:
        if not code:
            return Identity(code=new_code())
        identity = Identity(code=code)
        if identity.key in self._inside:
            return self._inside[identity.key]
        id_ = respondent_id(self._round.id, code)
        if all(response.respondent.id != id_ for response in self._store.responses(self._round)):
            raise NotFoundError(_("Nobody answers with this code."), _("Check it, or begin without a code."))
        return identity

    def _invited(self) -> dict[str, str]:
        """Return the names of those who have a personal link, by what counts of them."""
        return {name_key(name): name for name in self._round.invited}

    def _taken(self) -> dict[str, str]:
        """Return the names under which somebody answers, by what counts of them."""
        names = [identity.name for identity in self._inside.values()]
        names += [response.respondent.name for response in self._store.responses(self._round)]
        return {name_key(name): name for name in names if name}
